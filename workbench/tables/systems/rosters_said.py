"""What is said of duty rosters: what cannot be manned and the smallest changes, and what the figures rest on."""

from typing import TYPE_CHECKING

from systems.rosters.checking import missing_by_day
from workbench.tables.systems.rosters import spelled
from zoning.texts import Language, say
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.rosters.records import Loosening, Shortage
    from systems.rosters.report import DutyRoster, RostersReport
    from systems.rosters.rota import RoomRota

HALF_DAY = 4.0
"""Hours."""
ROOMS = 12
"""Rooms that sentences name; the table has all."""


def warnings(found: "RostersReport", language: Language) -> list[str]:
    """What cannot be manned, and the smallest changes with which it can."""
    said = []
    for one in found.final:
        if one.manned.shortage is not None:
            said.append(_lacking(one, one.manned.shortage, found, language))
        elif one.manned.roster.status == "unknown":
            said.append(say("workbench.rosters.unknown", language, name=one.name))
        elif one.manned.roster.status == "feasible":
            said.append(say("workbench.rosters.not_proved", language, name=one.name, parts=_gaps(one, language)))
        if one.persons_short:
            values = {"persons": one.persons_short, "officers": one.officers_short, "groups": sum(one.task.groups)}
            said.append(say("workbench.rosters.people", language, name=one.name, **values))
    said += _few_calls(found, language)
    if short := found.short_rooms:
        hours = number(HALF_DAY * sum(room.rota.short for room in short))
        said.append(say("workbench.rosters.rooms_short", language, count=len(short), of=len(found.rotas), hours=hours))
        said += [_room(room, found, language) for room in short[:ROOMS]]
    if len(short) > ROOMS:
        said.append(say("workbench.rosters.rooms_more", language, count=len(short) - ROOMS))
    return said


def _room(room: "RoomRota", found: "RostersReport", language: Language) -> str:
    """What a room is short of in a week, and the fewest persons more with whom it is short of nothing."""
    villages = {village.code: village.name for village in found.county.bureau.villages}
    rota = room.rota
    short = [
        say(f"workbench.rosters.short_{key}", language, hours=number(HALF_DAY * getattr(rota, key)))
        for key in ("presence", "visits", "opening")
        if getattr(rota, key)
    ]
    extra = {"officers": rota.extra_officers, "auxiliaries": rota.extra_auxiliaries}
    more = [say(f"workbench.rosters.more_{key}", language, count=count) for key, count in extra.items() if count]
    key = "room_change" if more else "room_stuck"
    values = {"station": found.county.short_names[room.station], "room": villages[room.village], "short": short}
    return say("workbench.rosters.room_short", language, **values) + say(
        f"workbench.rosters.{key}", language, more=more
    )


def _few_calls(found: "RostersReport", language: Language) -> list[str]:
    """Stations whose own calls are too few to tell their hours."""
    from systems.rosters.demand import ENOUGH

    county, shown = found.county, {code for one in found.stations for code in one.stations}
    few = [
        say("workbench.rosters.calls", language, name=county.short_names[code], calls=calls)
        for code, calls in zip(county.codes, found.hours_calls, strict=False)
        if code in shown and calls < ENOUGH
    ]
    return [say("workbench.rosters.few_calls", language, stations=few, enough=ENOUGH)] if few else []


def _gaps(one: "DutyRoster", language: Language) -> list[str]:
    """Parts of the objective that are not proved, each with its value and its bound."""
    return [
        say(f"workbench.rosters.part_{part.key}", language, value=f"{part.value:g}", bound=f"{part.bound:g}")
        for part in one.manned.roster.parts
        if part.value > part.bound
    ]


def _lacking(one: "DutyRoster", shortage: "Shortage", found: "RostersReport", language: Language) -> str:
    """Why a roster cannot be manned: what stays open, groups that are missing, rules that would have to give way."""
    roster = one.manned.roster
    values = {
        "name": one.name,
        "groups": sum(one.task.groups),
        "duties": sum(gap.missing for gap in roster.gaps),
        "hours": number(one.open_hours or 0.0),
        "worst": max(missing_by_day(one.task, roster.duties)),
        "proved": say("workbench.rosters.not_most_even", language) if roster.status != "optimal" else "",
        "open": _open(one, language),
    }
    counted = _counted(one, found, language)
    said = say("workbench.rosters.short", language, **values) + counted
    changes = [
        *_extra(one, shortage, found, language),
        *(_loosening(rule, language) for rule in shortage.loosenings if rule.value is not None),
    ]
    if changes:
        said += say("workbench.rosters.changes", language, changes=changes)
    stuck = [
        say(f"workbench.rosters.rule_{rule.rule}", language)
        for rule in shortage.loosenings
        if rule.value is None and rule.proved
    ]
    if shortage.extra is None and shortage.extra_proved:
        stuck.insert(0, say("workbench.rosters.rule_groups", language))
    return said + (say("workbench.rosters.not_by", language, rules=stuck) if stuck else "")


def _counted(one: "DutyRoster", found: "RostersReport", language: Language) -> str:
    """What counting alone proves of a roster that cannot be manned, and the groups that it lacks by counting."""
    from systems.rosters.patterns import groups_lacking, ruled_out

    excess, shortage = ruled_out(one.task), one.manned.shortage
    if excess is None:
        return ""
    home = one.name if excess.home is None else found.county.short_names[one.stations[excess.home]]
    values = {"name": home, "groups": excess.groups, "asked": excess.asked, "most": excess.most}
    kind: str = "day" if excess.kind == "days" and excess.first == excess.last else excess.kind
    asked = _asked_by_day(one, excess.home)
    if kind == "day" and min(asked) > excess.groups:
        kind, values["asked"] = "every_day", min(asked)
    said = say(f"workbench.rosters.count_{kind}", language, **values, first=excess.first + 1, last=excess.last + 1)
    lacking = groups_lacking(one.task)
    if shortage is not None and shortage.extra is None and lacking is not None and lacking > 1:
        said += say("workbench.rosters.count_lacking", language, groups=lacking)
    return said


def _asked_by_day(one: "DutyRoster", home: int | None) -> list[int]:
    """Duties of every day that a home has to do by itself, or all of them."""
    task = one.task
    if home is None:
        return list(task.asked_by_day)
    return [sum(n for s, n in enumerate(day) if s not in task.linked) for day in task.need[home]]


def _open(one: "DutyRoster", language: Language) -> list[str]:
    """Open duties by shift."""
    words = spelled(one.task.shifts, language)
    counts = [sum(gap.missing for gap in one.manned.roster.gaps if gap.shift == s) for s in range(len(words))]
    return [
        say("workbench.rosters.times", language, shift=word, count=k)
        for word, k in zip(words, counts, strict=True)
        if k
    ]


def _extra(one: "DutyRoster", shortage: "Shortage", found: "RostersReport", language: Language) -> list[str]:
    """The groups that are missing, in persons."""
    from systems.rosters.pools import persons_short

    if shortage.extra is None:
        return []
    county, crew = found.county, found.wanted.crew
    persons = officers = 0
    for code, have, more in zip(one.stations, one.task.groups, shortage.extra, strict=True):
        short = persons_short(county.stations[county.index[code]], have + more, crew)
        persons, officers = persons + short[0], officers + short[1]
    proved = "" if shortage.extra_proved else say("workbench.rosters.unproved", language)
    key = "workbench.rosters.extra" if persons else "workbench.rosters.extra_there"
    return [say(key, language, groups=sum(shortage.extra), persons=persons, officers=officers) + proved]


def _loosening(rule: "Loosening", language: Language) -> str:
    """One rule alone, loosened."""
    said = say(f"workbench.rosters.loosen_{rule.rule}", language, value=number(rule.value or 0.0))
    return said if rule.proved else said + say("workbench.rosters.unproved", language)


def lines(found: "RostersReport", language: Language) -> list[str]:
    """Rules, what needs rest on, and what is not known; and the notice of the county."""
    wanted, rules = found.wanted, found.wanted.rules
    hours = say("workbench.rosters.even", language)
    if found.hours_file:
        hours = say("workbench.rosters.from_hours", language, file=found.hours_file, calls=sum(found.hours_calls))
    covered = sum(shift.hours for shift in wanted.shifts)
    said = [
        say("workbench.rosters.groups", language, crew=wanted.crew),
        hours,
        say("workbench.rosters.needs", language, wait=f"{wanted.wait:.0%}", least=wanted.least),
        say(
            "workbench.rosters.rules",
            language,
            rest=f"{rules.rest_hours:g}",
            night=f"{rules.night_rest_hours:g}",
            row=rules.most_in_row,
            nights=rules.most_nights,
            fair=rules.fair,
        ),
    ]
    if rules.alternate:
        said.append(say("workbench.rosters.alternates", language))
    if any(shift.day and shift.night for shift in wanted.shifts):
        said.append(say("workbench.rosters.whole_day", language))
    if covered < 24:
        said.append(say("workbench.rosters.unmanned", language, hours=f"{24 - covered:g}"))
    said.append(say("workbench.rosters.best", language))
    if not wanted.month.name:
        said.append(say("workbench.rosters.month_open", language))
    if found.linked:
        said.append(say("workbench.rosters.small", language, small=wanted.small))
    return said + (
        [say("workbench.applied.notice", language, notice=found.county.notice)] if found.county.notice else []
    )
