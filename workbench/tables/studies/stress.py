"""How often a plan stays the best when incidents are drawn anew, and how far its figures may lie from what they are."""

from scenarios.chance.records import INTERVAL, Stress
from workbench.line.screen import Screen
from workbench.tables.plan.plan import shortened
from workbench.tables.tables import Cell, Column, fitted, indented
from zoning.judge.figures import CHANGE_FIGURES, PLAN_FIGURES, by_key
from zoning.judge.names import zone_names
from zoning.model.plan import moved
from zoning.texts.numbers import number, percent

OPTIMA, PAIRS = 5, 16
"""Plans and pairs of stations shown at most."""


def show(screen: Screen, found: Stress) -> None:
    """How often the plan is the best and how far from it otherwise; then the optima, the intervals, the pairs."""
    done = found.replicates
    share = found.optimal / found.judged if found.judged else float("nan")
    says = {"count": number(found.judged), "optimal": number(found.optimal), "share": percent(share)}
    screen.sentence(screen.say("workbench.stress.says", **says), "bold")
    _show_regret(screen, found)
    unusual = (
        ("kept", found.asked if done < found.asked else 0),
        ("breaks", done - found.keeps),
        ("infeasible", found.infeasible),
        ("unsettled", found.unsettled),
    )
    for key, count in unusual:
        if count:
            screen.show(indented("* " + screen.say(f"workbench.stress.{key}", count=count, done=done), screen.width))
    _show_optima(screen, found)
    _show_intervals(screen, found)
    _show_zones(screen, found)
    _show_pairs(screen, found)
    rate = number(done / found.seconds if found.seconds > 0 else None, 1)
    says = {"seconds": number(found.seconds, 1), "jobs": str(found.jobs), "rate": rate, "seed": str(found.seed)}
    screen.show("", indented(screen.say("workbench.stress.model"), screen.width))
    screen.show(indented(screen.say("workbench.stress.speed", count=number(done), **says), screen.width))


def _show_regret(screen: Screen, found: Stress) -> None:
    if not found.judged or not found.keeps:
        return
    values = {key: f"{number(x)} ({percent(found.regret_share[key], 2)})" for key, x in found.regret.items()}
    screen.show(indented(screen.say("workbench.stress.regret", **values), screen.width))


def _show_optima(screen: Screen, found: Stress) -> None:
    """The plans that were the best most often."""
    names = found.problem.county.names
    columns = [
        Column("#"),
        Column(screen.say("workbench.stress.times")),
        Column(screen.say("zoning.unit.share")),
        Column(screen.say("workbench.alternatives.zones")),
        Column(screen.say("workbench.alternatives.moved"), right=False),
    ]
    rows: list[list[Cell]] = []
    for k, (plan, times) in enumerate(found.optima[:OPTIMA], start=1):
        stations = [shortened(names[code]) for code in moved(found.plan, plan)]
        said = screen.say("workbench.alternatives.stations", count=len(stations), names=stations[:6], more="…")
        said = said if len(stations) > 6 else said.removesuffix("…")
        shown_ = screen.say("workbench.stress.same") if plan == found.plan else said
        rows.append([str(k), number(times), percent(times / found.judged), str(len(plan.zones)), shown_])
    if rows:
        screen.heading("workbench.stress.optima", count=len(found.optima))
        screen.show(fitted(columns, rows, screen.width))


def _show_intervals(screen: Screen, found: Stress) -> None:
    """Every figure of the plan, as it is and as it may be."""
    rows: list[list[Cell]] = []
    for figure in (*PLAN_FIGURES, *CHANGE_FIGURES):
        if figure.key in found.figures:
            values = found.figures[figure.key]
            cells = [figure.text(values[key]) for key in ("given", *(f"p{p:g}" for p in INTERVAL))]
            rows.append([figure.header(screen.language), *cells])
    columns = [Column(screen.say("workbench.comparison.figure"), right=False), *_interval_columns(screen)]
    screen.heading("workbench.stress.intervals")
    screen.show(fitted(columns, rows, screen.width))


def _interval_columns(screen: Screen) -> list[Column]:
    return [Column(screen.say("workbench.stress.given")), *(Column(f"{p:g}%") for p in INTERVAL)]


def _show_zones(screen: Screen, found: Stress) -> None:
    """Workload, load and way of every zone: as given, and from the lowest to the highest of the interval."""
    figures = by_key("incidents", "workload", "workload_per_officer", "mean_minutes")
    columns = [Column(screen.say("workbench.zones.zone"), right=False)]
    columns += [Column(figure.name(screen.language), figure.unit_name(screen.language)) for figure in figures]
    rows: list[list[Cell]] = []
    for name, zone in zip(zone_names(found.problem, found.given), found.zones, strict=True):
        cells: list[Cell] = []
        for figure in figures:
            values = zone[figure.key]
            low, high = (figure.text(values[f"p{p:g}"]) for p in (INTERVAL[0], INTERVAL[-1]))
            cells.append(f"{figure.text(values['given'])} ({low}–{high})")
        rows.append([name, *cells])
    screen.heading("workbench.stress.zones")
    screen.show(fitted(columns, rows, screen.width))


def _show_pairs(screen: Screen, found: Stress) -> None:
    """Stations that share a zone in every optimum, and the pairs that do in some."""
    pairs = found.together
    if pairs is None:
        return
    names = found.problem.county.names
    separator = screen.say("workbench.list.separator")
    screen.heading("workbench.stress.pairs")
    for group in pairs.always:
        stations = separator.join(shortened(names[code]) for code in group)
        screen.show(indented(screen.say("workbench.stress.always", stations=stations), screen.width))
    doubtful = sorted(pairs.sometimes, key=lambda pair: abs(2 * pair[2] - pairs.plans))
    shown_ = [f"{shortened(names[a])}–{shortened(names[b])} {percent(k / pairs.plans, 0)}" for a, b, k in doubtful]
    if shown_:
        more = " …" if len(shown_) > PAIRS else ""
        said = screen.say("workbench.stress.sometimes", count=len(shown_), pairs=separator.join(shown_[:PAIRS]) + more)
        screen.show(indented(said, screen.width))
