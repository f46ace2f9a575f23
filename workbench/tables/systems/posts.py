"""Police posts bound to stations, new ones sited, incidents diverted, units on duty (N1-N10)."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from geodata.county.build import Built
from systems.deployment.standing import standing_today
from systems.posts.bases import base_names, bases
from systems.posts.binding import UNBOUND
from workbench.tables.systems.deployment import changed, soon
from workbench.tables.table import Columns, Table, Value, against, compared
from zoning.judge.figures import FIGURES, by_key
from zoning.model.county import County
from zoning.model.plan import Plan
from zoning.texts import Language, say
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.posts.binding import Binding
    from systems.posts.diversion import Diversion
    from systems.posts.experience import Placement
    from systems.posts.siting import Sites
    from systems.shifts import Shifts


def given_way(county: County, bound: "Binding", language: Language) -> list[str]:
    """What could not be kept of N1, with numbers."""
    said = []
    if bound.off:
        posts, wanted = county.bureau.posts, sum(bound.wanted)
        odd = [say("workbench.posts.load", language, post=posts[k].name, stations=load)
               for k, load in enumerate(bound.loads) if load != bound.wanted[k]]  # fmt: skip
        said.append(say("workbench.posts.off", language, posts=len(posts), room=wanted, stations=len(county), odd=odd))
    if bound.idle:
        idle = [county.bureau.posts[k].name for k in bound.idle]
        said.append(say("workbench.posts.idle", language, count=len(idle), posts=idle))
    if bound.unbound:
        values = {"posts": len(bound.loads), "room": sum(bound.loads), "count": len(bound.unbound)}
        names = [county.short_names[county.codes[row]] for row in bound.unbound]
        share = FIGURES["bound_share"].text(bound.covered)
        said.append(say("workbench.posts.unbound", language, **values, stations=names, share=share))
    if bound.pieces:
        said.append(say("workbench.posts.pieces", language, count=bound.pieces))
    return said


def elsewhere(built: Built, bound: "Binding", language: Language) -> list[str]:
    """Posts that do not serve the station they stand in (N1), in one line."""
    from systems.posts.location import stands_at

    county = built.county
    posts = [
        say("workbench.posts.stands", language, post=post.name, station=county.short_names[code])
        for k, (post, code) in enumerate(zip(county.bureau.posts, stands_at(built), strict=True))
        if bound.loads[k] and bound.post[county.index[code]] != k
    ]
    return [say("workbench.posts.elsewhere", language, count=len(posts), posts=posts)] if posts else []


def conflicts(county: County, bound: "Binding", language: Language) -> list[str]:
    """H2 against N1: a county-seat station is a zone by itself, and yet shares a post."""
    said = []
    for k, post in enumerate(county.bureau.posts):
        stations = [county.stations[row] for row in bound.stations(k)]
        seats = [county.short_names[station.code] for station in stations if station.kind == "county_seat"]
        others = [county.short_names[station.code] for station in stations if station.kind != "county_seat"]
        if seats and others:
            said.append(say("workbench.posts.conflict", language, post=post.name, seats=seats, others=others))
    return said


def lines(county: County, moved: "Diversion | None", within: float, language: Language) -> list[str]:
    """The rule, what ways are, the source's shares with their base beside those used, and the notice of the county."""
    used = []
    if moved is not None:
        taken, back = FIGURES["taken_share"].text(moved.taken_share), FIGURES["hand_back"].text(moved.hand_back)
        used = [say("workbench.posts.source", language, taken=taken, back=back)]
    return [
        say("workbench.posts.rule", language, minutes=f"{within:g}"),
        say("workbench.posts.straight", language, speed=f"{county.speed_kmh:g}", detour=f"{county.detour:g}"),
        *used,
        *([say("workbench.applied.notice", language, notice=county.notice)] if county.notice else []),
    ]


def binding(county: County, bound: "Binding", moved: "Diversion", language: Language) -> Table:
    """A row a post: its stations and what it takes over (N1, N4-N6)."""
    separator = say("workbench.list.separator", language)
    rows = [
        (
            post.code,
            post.name,
            separator.join(county.short_names[county.codes[row]] for row in bound.stations(k)),
            float(bound.loads[k]),
            float(moved.post_incidents[k]),
            float(moved.post_returned[k]),
            float(moved.post_hours[k]),
        )
        for k, post in enumerate(county.bureau.posts)
    ]
    columns: Columns = ("code", "post", "members", *by_key("stations", "incidents", "returned", "workload"))
    return Table.of("posts", language, columns, rows)


def stations(
    county: County, bound: "Binding", minutes: list[list[float]], moved: "Diversion", language: Language
) -> Table:
    """A row a station: its post, and its hours before and after (N4-N6)."""
    rows: list[list[Value]] = []
    for row, station in enumerate(county.stations):
        post = None if row in bound.unbound else bound.post[row]
        officers = float(station.officers) or float("nan")
        before, after = float(moved.hours_before[row]), float(moved.hours_after[row])
        name = None if post is None else county.bureau.posts[post].name
        near = None if post is None else minutes[post][row]
        rows.append([county.short_names[station.code], name, near, before, after, after / officers])
    return Table.of(
        "post_stations",
        language,
        ("name", "post", *by_key("post_minutes", "workload", "hours_left", "workload_per_officer")),
        rows,
    )


def comparison(
    county: County, bound: "Binding", moved: "Diversion", language: Language, plan: Plan | None = None
) -> Table:
    """Stations before and after posts take their share, with shares, period and base (N4-N6, B7)."""
    names = {kind.key: kind.name for kind in county.classes}
    shares = [f"{names[key]} {share:.0%}" for key, share in moved.shares.items()]
    back = FIGURES["hand_back"].text(moved.hand_back)
    base = say("workbench.posts.base", language, shares=shares, back=back, years=f"{county.years:g}")
    settled = (1 - moved.hand_back) * np.array([moved.shares.get(k.key, 0) for k in county.classes])
    served = np.array(bound.post) != UNBOUND
    kept = replace(county, counts=county.counts * (1 - served[:, None] * settled))
    differing, same = changed(soon(plan or standing_today(county).plan, (county, None), (kept, None)), language)
    rows = [
        (FIGURES["incidents"], float(moved.incidents_before.sum()), float(moved.incidents_after.sum())),
        (FIGURES["workload"], float(moved.hours_before.sum()), float(moved.hours_after.sum())),
        *differing,
    ]
    return compared("diversion", language, [against(*row, language) for row in rows], base + same)


def sites(county: County, sites: "Sites", within: float, language: Language) -> Table:
    """A row a new post; the note says what is in reach (N10)."""
    beats, chosen = sites.beats, sites.chosen
    rows = [
        (k + 1, beats.codes[row], beats.names[row], county.short_names[beats.stations[row]])
        for k, row in enumerate(chosen.sites)
    ]
    note = say(
        "workbench.posts.reach",
        language,
        minutes=f"{within:g}",
        before=FIGURES["in_reach"].text(chosen.covered_before),
        after=FIGURES["in_reach"].text(chosen.covered),
        mean=number(chosen.minutes, 1),
        hours=number(sites.key_hours),
    )
    return Table.of("sites", language, (FIGURES["number"], "code", "beat", "name"), rows, note)


def units(county: County, language: Language) -> Table:
    """A row a unit: kind, base, crew and the hours it is on duty (N3)."""
    names = base_names(county)
    rows = [
        (
            unit.name,
            say(f"workbench.posts.{unit.kind}", language),
            names[unit.base],
            float(unit.crew),
            f"{unit.start_hour:g}–{unit.end_hour:g}",
        )
        for unit in county.bureau.units
    ]
    return Table.of("units", language, ("unit", "kind", "base", *by_key("officers"), "hour"), rows)


def held(county: County, language: Language) -> Table:
    """A row a base: what its units need a day, and the people there are (N3)."""
    rows: list[list[Value]] = []
    for base in bases(county):
        counts = (base.units, base.need, base.officers, base.auxiliaries, base.beyond_officers, base.short)
        rows.append([base.name, *(None if count is None else float(count) for count in counts)])
    figures = by_key("units_today", "crew_a_day", "officers", "auxiliaries", "beyond_officers", "short")
    return Table.of("bases", language, ("base", *figures), rows, say("workbench.posts.bases", language))


def overcrewed(county: County, language: Language) -> list[str]:
    """Bases whose units need more persons than there are officers (N3), in one sentence."""
    over = [
        say("workbench.posts.over", language, base=base.name, need=base.need, officers=base.officers)
        for base in bases(county)
        if base.beyond_officers
    ]
    return [say("workbench.posts.overcrewed", language, count=len(over), bases=over)] if over else []


def experience(county: County, made: "Placement", language: Language) -> Table:
    """Who comes from where to which post (N9)."""
    rows: list[list[Value]] = [
        [
            county.bureau.posts[one.post].name,
            county.short_names[county.codes[one.station]],
            float(one.officers),
            one.minutes,
            say(f"workbench.posts.{'yes' if one.bound else 'no'}", language),
        ]
        for one in sorted(made.sent, key=lambda one: (one.post, one.station))
    ]
    note = say(
        "workbench.posts.experience",
        language,
        places=made.places,
        experienced=made.experienced,
        filled=made.filled,
        home=made.at_home,
    )
    columns: Columns = ("post", "former", *by_key("officers", "post_minutes"), "knows")
    return Table.of("experience", language, columns, rows, note)


def shifts(duty: "Shifts", language: Language) -> Table:
    """Units and persons on duty by hour of the day (N3, N8)."""
    pairs = zip(duty.units.tolist(), duty.crew.tolist(), strict=True)
    rows = [(f"{hour:02}–{hour + 1:02}", units, crew) for hour, (units, crew) in enumerate(pairs)]
    return Table.of(
        "shifts", language, ("hour", *by_key("units_on_duty", "crew")), rows, say("workbench.posts.shifts", language)
    )


def warnings(built: "Built", bound: "Binding", language: Language) -> list[str]:
    """Everything of the binding that a planner has to know."""
    county = built.county
    return given_way(county, bound, language) + elsewhere(built, bound, language) + conflicts(county, bound, language)
