"""What every search knows of every rule and every measure: a row each, in the order of the judge's rows.

An entry that a search has not is written ``None``. It then goes by the judge's row alone and says so
(:func:`unknown`): zones grown are filtered, plans of the constraint model are cut off, splits are judged one by one,
and the share of a measure is bounded by 0. So a rule or a measure works everywhere before any search knows more of it;
what an entry adds is speed and tighter bounds.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from solvers.forms import bounds, constraints, needs, terms
from solvers.forms.constraints import Constraint
from solvers.forms.measures import (
    Lonely,
    Loss,
    Median,
    Pairs,
    Signed,
    Term,
    borders_cut,
    mismatch_terms,
    nothing_joined,
    today_cut,
    today_joined,
    tolerated,
    travel_shares,
    workload_shares,
)
from solvers.forms.needs import Relaxable
from solvers.forms.rules import (
    CannotLink,
    Farthest,
    Groups,
    Judged,
    Kept,
    Leaves,
    MustLink,
    Names,
    Range,
    Ratio,
    anchored,
    beyond_minutes,
    case_areas,
    linked,
    officers,
    ones,
    pairs_within,
    parted,
    workload,
)
from zoning.judge.rules import ALL_RULES, PLAN_RULES, Rule, zone_rules
from zoning.judge.values import worst_deviation
from zoning.model.county import Ints
from zoning.model.problem import Problem
from zoning.texts import Message

RuleForm = Kept | Range | Ratio | MustLink | Leaves | CannotLink | Names | Judged | None
Search = Literal["growth", "formulation", "recombination", "bound"]


@dataclass(frozen=True)
class RuleRow:
    """What is known of a rule.

    Parameters
    ----------
    growth : how growth prunes by it, or that every set grown keeps it
    formulation : its constraints in the CP-SAT model, each with a switch
    recombination : how a split of two zones is held to it
    whole : the amount that counts as breaking it as a whole, for k free zones; without, see :func:`whole_amount`
    relaxations : how it is relaxed, setting by setting
    """

    key: str
    growth: RuleForm
    formulation: tuple[Constraint, ...] | None
    recombination: Kept | Range | Ratio | Groups | Farthest | Names | None
    whole: Callable[[Problem, int], float] | None
    relaxations: tuple[Relaxable, ...] | None


@dataclass(frozen=True)
class MeasureRow:
    """What is known of a measure.

    Parameters
    ----------
    growth : the form in which a lower bound of a zone's share adds up over its stations
    bound : a share that no plan of at most k free zones goes below
    recombination : what it adds to the points of a zone, for so many points of a share of 1
    linear : the form in which it stands in the objective of the CP-SAT model
    """

    key: str
    growth: Signed | Median | Loss | Pairs | Lonely | None
    bound: Callable[[Problem, Ints, int, Callable[[], None]], float] | None
    recombination: Callable[[Problem, float], Term] | None
    linear: Signed | Median | None


INFINITE = float("inf")
FEWEST = Range(ones, lambda p, _: (float(p.policy.zones.min_stations), INFINITE), of_alone=False, whole=True)
MOST = Range(ones, lambda p, _: (-INFINITE, float(p.policy.zones.max_stations or INFINITE)), of_alone=False, whole=True)
BAND = Range(workload, lambda p, k: p.band(k), of_alone=False, whole=False)
OFFICER_BAND = Ratio(workload, lambda p: p.even_workload, lambda p: p.policy.rules.officer_band or 0.0)
OFFICERS = Range(officers, lambda p, _: (float(p.policy.rules.min_officers or 0), INFINITE), of_alone=True, whole=True)
CASE_AREA = Range(case_areas, lambda *_: (1.0, INFINITE), of_alone=True, whole=True)

RULES: tuple[RuleRow, ...] = (
    RuleRow(
        "zone_count",
        growth=Kept(),
        formulation=(
            Constraint("zones_max", constraints.zones_max),
            Constraint("zones_min", constraints.zones_min, on=lambda p: p.policy.zones.min > 1),
        ),
        recombination=Kept(),
        whole=None,
        relaxations=(
            Relaxable("zones.max", lambda p: max(len(p), p.policy.zones.max), needs.zones),
            Relaxable("zones.min", lambda _: 1, needs.zones),
        ),
    ),
    RuleRow(
        "alone",
        growth=Kept(),
        formulation=(Constraint("alone", constraints.alone),),
        recombination=Kept(),
        whole=None,
        relaxations=(
            Relaxable("zones.alone_as", lambda _: "one", None, priced=False),
            Relaxable("zones.alone", lambda _: (), None),
        ),
    ),
    RuleRow(
        "contiguous",
        growth=Kept(),
        formulation=(Constraint("contiguous", constraints.contiguous),),
        recombination=Kept(),
        whole=None,
        relaxations=(),
    ),
    RuleRow(
        "min_stations",
        growth=Leaves(),
        formulation=(Constraint("min_stations", constraints.within(FEWEST)),),
        recombination=FEWEST,
        whole=None,
        relaxations=(Relaxable("zones.min_stations", lambda _: 1, needs.least("stations", of_alone=False)),),
    ),
    RuleRow(
        "max_stations",
        growth=MOST,
        formulation=(Constraint("max_stations", constraints.within(MOST)),),
        recombination=MOST,
        whole=None,
        relaxations=(Relaxable("zones.max_stations", needs.off, needs.most("stations", of_alone=False)),),
    ),
    RuleRow(
        "workload_band",
        growth=BAND,
        formulation=(Constraint("workload_band", constraints.workload_band, exact=False),),
        recombination=BAND,
        whole=lambda p, k: p.rest_workload / max(k, 1) or 1.0,
        relaxations=(Relaxable("rules.workload_band", needs.off, needs.uneven),),
    ),
    RuleRow(
        "officer_band",
        growth=OFFICER_BAND,
        formulation=(Constraint("officer_band", constraints.within(OFFICER_BAND), exact=False),),
        recombination=OFFICER_BAND,
        whole=lambda p, k: p.rest_workload / max(k, 1) or 1.0,
        relaxations=(Relaxable("rules.officer_band", needs.off, worst_deviation),),
    ),
    RuleRow(
        "max_minutes",
        growth=CannotLink(beyond_minutes),
        formulation=(Constraint("max_minutes", constraints.max_minutes, exact=False, medians=True),),
        recombination=Farthest(lambda p: p.policy.rules.max_minutes or 0.0),
        whole=None,
        relaxations=(Relaxable("rules.max_minutes", needs.off, needs.most("farthest_minutes", of_alone=True)),),
    ),
    RuleRow(
        "min_officers",
        growth=OFFICERS,
        formulation=(Constraint("min_officers", constraints.within(OFFICERS)),),
        recombination=OFFICERS,
        whole=None,
        relaxations=(Relaxable("rules.min_officers", needs.off, needs.least("officers", of_alone=True)),),
    ),
    RuleRow(
        "case_area",
        growth=CASE_AREA,
        formulation=(Constraint("case_area", constraints.case_area),),
        recombination=CASE_AREA,
        whole=None,
        relaxations=(Relaxable("rules.case_area", needs.off, None),),
    ),
    RuleRow(
        "together",
        growth=MustLink(lambda p: p.together),
        formulation=(Constraint("together", constraints.together),),
        recombination=Groups(linked),
        whole=None,
        relaxations=(),
    ),
    RuleRow(
        "apart",
        growth=CannotLink(lambda p: pairs_within(p, p.apart)),
        formulation=(Constraint("apart", constraints.apart),),
        recombination=Groups(lambda p: parted(p.apart)),
        whole=None,
        relaxations=(),
    ),
    RuleRow(
        "pinned",
        growth=Judged(),
        formulation=(Constraint("pinned", constraints.pinned),),
        recombination=Groups(anchored),
        whole=None,
        relaxations=(),
    ),
    RuleRow(
        "offices",
        growth=CannotLink(lambda p: pairs_within(p, (p.offices,))),
        formulation=(Constraint("offices", constraints.offices),),
        recombination=Groups(lambda p: parted((p.offices,))),
        whole=None,
        relaxations=(),
    ),
    RuleRow(
        "max_changed",
        growth=Names(),
        formulation=(Constraint("max_changed", constraints.max_changed),),
        recombination=Names(),
        whole=None,
        relaxations=(Relaxable("rules.max_changed", needs.off, needs.changed),),
    ),
)

MISMATCH, OVERLOAD = Signed(mismatch_terms), Signed(mismatch_terms, tolerated)
TRAVEL = Median(travel_shares)
UNSUPPORTED = Lonely(workload_shares, lambda p: p.county.near)
BORDER_CUT, CHANGE = Pairs(borders_cut, nothing_joined), Pairs(today_cut, today_joined)

MEASURES: tuple[MeasureRow, ...] = (
    MeasureRow("mismatch", MISMATCH, bounds.even, terms.mismatch, MISMATCH),
    MeasureRow("overload", OVERLOAD, bounds.even, terms.overload, OVERLOAD),
    MeasureRow("mix_loss", Loss(), bounds.mix_loss, terms.mix_loss, None),
    MeasureRow("density_loss", Loss(), bounds.density_loss, terms.density_loss, None),
    MeasureRow("travel", TRAVEL, bounds.travel, terms.travel, TRAVEL),
    MeasureRow("unsupported", UNSUPPORTED, bounds.unsupported, terms.unsupported, None),
    MeasureRow("border_cut", BORDER_CUT, bounds.border_cut, terms.border_cut, None),
    MeasureRow("change", CHANGE, bounds.change, terms.change, None),
    MeasureRow("response", None, None, None, None),
)
"""Columns: key, growth, bound, recombination, linear."""

_RULES = {row.key: row for row in RULES}
_MEASURES = {row.key: row for row in MEASURES}


def rule_row(key: str) -> RuleRow:
    """What is known of a rule; nothing, where it has no row."""
    return _RULES.get(key) or RuleRow(key, None, None, None, None, None)


def measure_row(key: str) -> MeasureRow:
    """What is known of a measure; nothing, where it has no row."""
    return _MEASURES.get(key) or MeasureRow(key, None, None, None, None)


def rules_in_force(problem: Problem) -> list[str]:
    """Keys of the rules that a problem sets, in the order of :data:`RULES`, those without a row at the end."""
    on = {rule.key for rule in zone_rules(problem)} | {rule.key for rule in PLAN_RULES if rule.on(problem)}
    return [*(key for key in _RULES if key in on), *sorted(on - set(_RULES))]


def measures_in_force(problem: Problem) -> list[str]:
    """Keys of the measures that weigh."""
    return [key for key, share in problem.policy.weights.shares().items() if share > 0]


def unknown(problem: Problem, search: Search) -> list[str]:
    """Keys of the rules and measures in force that a search has no entry for."""
    rules = [rule_row(key) for key in rules_in_force(problem)]
    measures = [measure_row(key) for key in measures_in_force(problem)]
    rows = [*(() if search == "bound" else rules), *(() if search == "formulation" else measures)]
    return [row.key for row in rows if getattr(row, search) is None]


def says(problem: Problem, *searches: Search) -> tuple[Message, ...]:
    """A sentence for each of the searches that does not know a rule or measure in force."""
    found = ((search, unknown(problem, search)) for search in searches)
    return tuple(Message(f"solvers.unknown.{search}", {"keys": keys}) for search, keys in found if keys)


def fewest_zones(problem: Problem, rows: Sequence[int]) -> int:
    """Zones that these stations need at the least, by sums of whole numbers that have an upper limit for any k."""
    fewest = min(len(rows), 1)
    for rule in zone_rules(problem):
        form = rule_row(rule.key).growth
        if isinstance(form, Range) and form.whole and not rule.by_number:
            high = form.limits(problem, 1)[1]
            fewest = max(fewest, math.ceil(form.values(problem)[list(rows)].sum() / high)) if high > 0 else fewest
    return fewest


def whole_amount(rule: Rule, problem: Problem, k: int) -> float | None:
    """The amount that counts as breaking a rule as a whole, for k free zones: its limit, if that is a number.

    ``None`` where there is no such number: then every whole one counts.
    """
    row = rule_row(rule.key)
    if row.whole is not None:
        return row.whole(problem, k)
    limit = rule.limit(problem, k)
    return max(float(limit), 1.0) if isinstance(limit, int | float) and not isinstance(limit, bool) else None


def relaxable(problem: Problem) -> list[Relaxable]:
    """How the rules in force are relaxed, in their order; one without an entry goes by its settings and the judge."""
    found: list[Relaxable] = []
    for key in rules_in_force(problem):
        known = rule_row(key).relaxations
        found += by_judge(key) if known is None else known
    return found


def by_judge(key: str) -> list[Relaxable]:
    """Every setting of a rule that is off by default: the judge says what a plan needs of it."""
    rule = next(rule for rule in ALL_RULES if rule.key == key)
    limits = [setting for setting in rule.settings if setting.startswith("rules.")]
    return [Relaxable(setting, needs.off, needs.judged(rule, setting)) for setting in limits]
