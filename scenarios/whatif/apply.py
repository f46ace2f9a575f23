"""A scenario on a problem: the problem of the what-if, what was changed in words, and every mistake at once.

Nothing is read here. Overrides are applied in one order whatever the order of the file: other tables, incidents,
stations, travel, links and bars, merged and closed stations, then the policy and the pins. What it may get wrong: a
road that is closed (``bar``) ends a neighbourhood and changes no minutes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from geodata.travel.minutes import straight_minutes
from scenarios.whatif.amounts import MOST, exact, shown
from scenarios.whatif.merging import heir, merged
from scenarios.whatif.spec import Override, Scenario, clashes, worded, wrong
from scenarios.whatif.targets import KINDS, LONGEST, classes, longest, station, stations
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.model.problem import Override as Decision
from zoning.model.problem import Problem
from zoning.model.stations import Border
from zoning.texts import Message

MOST_KM2 = 2_000_000
"""Area of a station, at the most."""


@dataclass(frozen=True)
class Effect:
    """An override as it was applied: whose it is, its dotted key, and what it did in words."""

    scenario: str
    key: str
    says: Message


@dataclass(frozen=True, eq=False)
class Applied:
    """The problem of a scenario, what was changed, and (code, into) of the stations that are no more, in order."""

    problem: Problem
    effects: tuple[Effect, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()


@dataclass
class Draft:
    """A problem in the making. ``reached`` has the things each override changes, by which clashes are found."""

    base: Problem
    scenario: Scenario
    county: County
    effects: list[Effect] = field(default_factory=list)
    found: list[Mistake] = field(default_factory=list)
    reached: list[tuple[Override, list[tuple[object, ...]]]] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)
    pins: list[tuple[str, Any]] = field(default_factory=list)

    def wrong(self, override: Override, says: Message) -> None:
        self.found.append(wrong(override, self.scenario.file, says.key, **says.values))

    def says(self, override: Override, key: str, /, **values: object) -> None:
        """Tell in words what an override did."""
        self.effects.append(Effect(override.scenario, override.place, Message(key, values)))

    def reaches(self, override: Override, things: Sequence[tuple[object, ...]]) -> None:
        self.reached.append((override, list(things)))

    def heir(self, code: str) -> str:
        """The station that has taken over a station, or itself."""
        while code in self.gone:
            code = self.gone[code]
        return code

    def station(self, override: Override, word: str) -> str | None:
        """The code of a station of the base, or ``None`` with the mistake noted."""
        code = station(self.base.county, word)
        if isinstance(code, Message):
            self.wrong(override, code)
            return None
        return code

    def name(self, code: str) -> str:
        return f"{self.base.county.names[code]} {code}"


def apply(problem: Problem, scenario: Scenario) -> Problem:
    """The problem of a scenario.

    Raises
    ------
    InputError
        With every override that cannot be applied to this problem.
    """
    return applied(problem, scenario).problem


def applied(problem: Problem, scenario: Scenario, found: Sequence[Mistake] = ()) -> Applied:
    """The problem of a scenario with what was changed; without overrides it is the base itself.

    Parameters
    ----------
    found : mistakes of the tables that it names, which are then not in it; told with its own

    Raises
    ------
    InputError
        With every override that cannot be applied to this problem.
    """
    if not scenario.overrides:
        return Applied(problem)
    draft = Draft(problem, scenario, problem.county, found=list(found))
    for kind, action in ACTIONS.items():
        for override in scenario.overrides:
            if override.kind == kind:
                action(draft, override)
    draft.found += clashes(draft.reached, scenario.file)
    policy = _policy(draft)
    if policy is None or draft.found:
        raise InputError(draft.found)
    decisions = tuple(Decision(str(override), scenario.why) for override in scenario.overrides)
    current = _current(draft)
    try:
        made = Problem(draft.county, policy, current, (*problem.overrides, *decisions))
    except InputError as error:
        raise InputError([_replaced(draft, mistake) for mistake in error.mistakes]) from error
    return Applied(made, tuple(draft.effects), tuple(draft.gone.items()))


def _current(draft: Draft) -> Plan | None:
    """The plan of today without the stations that are gone; ``None`` where the stations say it themselves."""
    today = draft.base.current
    if today is None or any(s.current_zone for s in draft.county.stations):
        return None
    zones = ([code for code in zone if code not in draft.gone] for zone in today.zones)
    return Plan.of(zone for zone in zones if zone)


# ------------------------------------------------------------------------------------------------------------ county


def _incidents_table(draft: Draft, override: Override) -> None:
    counts = draft.scenario.counts
    if counts is None:
        assert draft.found, "scenarios.study reads the table"
        return
    before, draft.county = draft.county, replace(draft.county, counts=counts)
    totals = {"before": shown(float(before.counts.sum())), "after": shown(float(counts.sum()))}
    draft.says(override, "scenarios.applied.incidents_table", file=override.value, **totals)


def _years(draft: Draft, override: Override) -> None:
    draft.says(override, "scenarios.applied.years", before=exact(draft.county.years), after=exact(override.value))
    draft.county = replace(draft.county, years=override.value)


def _incidents(draft: Draft, override: Override) -> None:
    """Scale the incidents of some stations and classes to what they come to together."""
    county, (word,) = draft.base.county, override.target
    where, dot, what = word.rpartition(".")
    codes, columns = stations(county, where if dot else "*"), classes(county, what)
    if isinstance(columns, Message) and not isinstance(classes(county, word), Message):
        codes, columns = county.codes, classes(county, word)  # a class with a dot in its key
    for target in (codes, columns):
        if isinstance(target, Message):
            draft.wrong(override, target)
    if isinstance(codes, Message) or isinstance(columns, Message):
        return
    rows = [county.index[code] for code in codes]
    draft.reaches(override, [("incidents", i, j) for i in rows for j in columns])
    if draft.scenario.counts is None and draft.scenario.find("incidents_table"):
        return  # how many there are stands in a table that cannot be read
    counts, cells = draft.county.counts.copy(), np.ix_(rows, columns)
    before = float(counts[cells].sum())
    after = override.value.of(before)
    if beyond := _beyond(before, after, 0, MOST):
        draft.wrong(override, beyond)
        return
    if override.value.plus == 0:
        counts[cells] *= override.value.factor
    elif len(rows) * len(columns) == 1:
        counts[cells] = after
    elif before > 0:
        counts[cells] *= after / before
    else:
        draft.wrong(override, Message("scenarios.apply.none_to_scale"))
        return
    draft.county = replace(draft.county, counts=counts)
    draft.says(
        override,
        "scenarios.applied.incidents",
        where=_where(draft, codes, where if dot else "*"),
        what=_class(county, columns),
        change=str(override.value),
        before=shown(before),
        after=shown(float(counts[cells].sum())),
    )


def _class(county: County, columns: Sequence[int]) -> Message:
    if len(columns) == len(county.classes) > 1:
        return Message("scenarios.where.all_classes")
    entry = county.classes[columns[0]]
    return Message("scenarios.where.class", {"name": entry.name, "key": entry.key})


def _where(draft: Draft, codes: Sequence[str], word: str) -> Message:
    if word == "*" or word in KINDS:
        return Message(f"scenarios.where.{'county' if word == '*' else word}", {"count": len(codes)})
    return Message("scenarios.where.station", {"name": draft.name(codes[0])})


def _stations(draft: Draft, override: Override) -> None:
    """One field of one station or of several."""
    word, key = override.target
    codes = stations(draft.base.county, word)
    if isinstance(codes, Message):
        draft.wrong(override, codes)
        return
    draft.reaches(override, [("stations", code, key) for code in codes])
    held = list(draft.county.stations)
    before = after = None
    for code in codes:
        row = draft.county.index[code]
        before = getattr(held[row], key)
        changed = _field(draft, override, code, before, several=len(codes) > 1)
        if isinstance(changed, Message):
            draft.wrong(override, changed)
            return
        (after,) = changed
        held[row] = held[row].model_copy(update={key: after})
    draft.county = replace(draft.county, stations=tuple(held))
    if codes:
        told = "one" if len(codes) == 1 else "several"
        values = {"before": _told(before), "after": _told(after)} if told == "one" else {"change": str(override.value)}
        field_ = Message(f"scenarios.field.{key}")
        draft.says(override, f"scenarios.applied.{told}", where=_where(draft, codes, word), field=field_, **values)


def _field(draft: Draft, override: Override, code: str, before: Any, *, several: bool) -> tuple[Any] | Message:
    """The new value of a field of a station; counts are rounded to whole ones, half upward."""
    key, value = override.target[1], override.value
    if key == "current_zone":
        return (value.strip() or None,)
    if key in ("kind", "has_case_area"):
        return (value,)
    name = draft.name(code)
    if before is None and value.relative:
        return (None,) if several else Message("scenarios.apply.unknown_before", {"station": name})
    after = value.of(float(before or 0))
    after = after if key == "area_km2" else float(np.floor(after + 0.5))
    area = key == "area_km2"
    beyond = _beyond(before, after, 0, MOST_KM2 if area else MOST, above=area, station=name)
    return beyond or (after if area else int(after),)


def _beyond(
    before: float | None, after: float, least: float, most: float, *, above: bool = False, **at: object
) -> Message | None:
    """What is wrong with an amount outside its range; ``above`` where it must be more than ``least``."""
    if least <= after <= most and not (above and after == least):
        return None
    limits = {"least": f"{'>' if above else '≥'} {exact(least)}", "most": f"≤ {exact(most)}"}
    values = {"before": exact(before), "after": exact(after), **limits, **at}
    return Message("scenarios.apply.field_range" if at else "scenarios.apply.out_of_range", values)


def _told(value: Any) -> str:
    return exact(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else worded(value or "–")


def _travel_table(draft: Draft, override: Override) -> None:
    minutes = draft.scenario.minutes
    assert minutes is not None or draft.found, "scenarios.study reads the table"
    minutes = draft.county.minutes if minutes is None else minutes
    draft.county = replace(draft.county, minutes=minutes, travel="matrix")
    draft.says(override, "scenarios.applied.travel_table", file=override.value)


def _travel_number(draft: Draft, override: Override) -> None:
    """Speed or detour; minutes follow where they come from them, travel inside a station always does."""
    key = override.kind.removeprefix("travel_")
    before = getattr(draft.base.county, key)
    after = override.value.of(before)
    if beyond := _beyond(before, after, 0.01, {"speed_kmh": 1000, "detour": 100}[key], above=True):
        draft.wrong(override, beyond)
        return
    county = replace(draft.county, **{key: after})
    if county.travel == "straight":
        lon, lat = (np.array([getattr(s, axis) for s in county.stations]) for axis in ("lon", "lat"))
        county = replace(county, minutes=straight_minutes(lon, lat, county.speed_kmh, county.detour))
    elif county.travel == "roads" and key == "speed_kmh":
        if draft.scenario.minutes is None:
            draft.wrong(override, Message("scenarios.apply.no_roads"))
            return
        county = replace(county, minutes=draft.scenario.minutes)
    follows = county.travel == "straight" or (county.travel == "roads" and key == "speed_kmh")
    draft.county = county
    draft.says(
        override,
        f"scenarios.applied.{key}",
        before=exact(before),
        after=exact(after),
        minutes=Message("scenarios.applied.minutes_follow" if follows else "scenarios.applied.minutes_stay"),
    )


def _pair(draft: Draft, override: Override) -> tuple[str, str] | None:
    """The two stations of a link or a bar, in the order of their codes."""
    if override.value == LONGEST:
        border = longest(draft.base)
        if isinstance(border, Message):
            draft.wrong(override, border)
            return None
        return border
    if isinstance(override.value, str):
        draft.wrong(override, Message("scenarios.target.no_pair", {"longest": LONGEST}))
        return None
    ends = [draft.station(override, word) for word in override.value[:2]]
    if ends[0] is None or ends[1] is None:
        return None
    if ends[0] == ends[1]:
        draft.wrong(override, Message("scenarios.apply.itself"))
        return None
    return min(ends[0], ends[1]), max(ends[0], ends[1])


def _bordered(draft: Draft, override: Override) -> Iterator[tuple[tuple[str, str], Border | None]]:
    """The pair of a link or a bar and the border it has now, if both can be had."""
    pair = _pair(draft, override)
    if pair is not None:
        draft.reaches(override, [("border", *pair)])
        yield pair, next((b for b in draft.county.borders if (b.a, b.b) == pair), None)


def _link(draft: Draft, override: Override) -> None:
    """Two stations become neighbours: over a border that was barred, or by hand over one of so many kilometres."""
    for pair, border in _bordered(draft, override):
        if border is not None and border.kind != "barred":
            draft.wrong(override, Message("scenarios.apply.neighbours_already"))
            return
        km = float(override.value[2]) if len(override.value) > 2 else 0.0
        new = Border(*pair, km, "link") if border is None else replace(border, kind="shared")
        _exchange(draft, border, new)
        draft.says(override, "scenarios.applied.link", a=draft.name(pair[0]), b=draft.name(pair[1]), km=shown(new.km))


def _bar(draft: Draft, override: Override) -> None:
    """Two neighbours are none any more: a shared border is barred, a link is dropped."""
    for pair, border in _bordered(draft, override):
        if border is None or border.kind == "barred":
            draft.wrong(override, Message("scenarios.apply.no_neighbours"))
            return
        _exchange(draft, border, replace(border, kind="barred") if border.kind == "shared" else None)
        draft.says(override, "scenarios.applied.bar", a=draft.name(pair[0]), b=draft.name(pair[1]), km=shown(border.km))


def _exchange(draft: Draft, before: Border | None, after: Border | None) -> None:
    kept = tuple(border for border in draft.county.borders if border is not before)
    draft.county = replace(draft.county, borders=kept if after is None else (*kept, after))


def _merge(draft: Draft, override: Override) -> None:
    ends = [draft.station(override, word) for word in override.value]
    if ends[0] is None or ends[1] is None:
        return
    draft.reaches(override, [("gone", ends[0])])
    code, into = ends[0], draft.heir(ends[1])
    if code in draft.gone:
        return  # twice: told as a clash
    if code == into:
        draft.wrong(override, Message("scenarios.apply.itself"))
        return
    _take_over(draft, override, code, into)


def _close(draft: Draft, override: Override) -> None:
    """Merge a station into the neighbour with the longest border."""
    code = draft.station(override, override.value)
    if code is None:
        return
    draft.reaches(override, [("gone", code)])
    if code in draft.gone:
        return
    found = heir(draft.county, code)
    if found is None:
        draft.wrong(override, Message("scenarios.apply.no_heir", {"station": draft.name(code)}))
        return
    _take_over(draft, override, code, found[0], shown(found[1]))


def _take_over(draft: Draft, override: Override, code: str, into: str, km: str | None = None) -> None:
    gone = draft.county.stations[draft.county.index[code]]
    draft.county = merged(draft.county, code, into)
    draft.gone[code] = into
    row = draft.county.index[into]
    values = {
        "station": draft.name(code),
        "into": draft.name(into),
        "officers": gone.officers,
        "area": shown(gone.area_km2),
        "now": draft.county.stations[row].officers,
    }
    if km is None:
        draft.says(override, "scenarios.applied.merge", **values)
    else:
        draft.says(override, "scenarios.applied.close", **values, km=km)


# ------------------------------------------------------------------------------------------------------------ policy


def _set(draft: Draft, override: Override) -> None:
    (key,) = override.target
    section, _, name = key.partition(".")
    held = draft.base.policy.model_dump()[section]
    before = held[name] if name else held
    draft.reaches(override, [("set", key)])
    values = {"before": worded("none" if before is None else before), "after": worded(override.value)}
    draft.says(override, "scenarios.applied.set", key=key, **values)


def _pins(draft: Draft, override: Override) -> None:
    key, *words = override.target
    replaced = any(o.kind == "set" and o.target == (f"pins.{key}",) for o in draft.scenario.overrides)
    draft.reaches(override, [("set", f"pins.{key}") if replaced else ("pins", key, *words)])
    codes = [_pinned(draft, override, key, at) for at in range(len(words))]
    if None not in codes:
        draft.pins.append((key, codes[0] if key == "offices" else tuple(codes)))
        named = [draft.name(code) if code in draft.base.county.index else code for code in codes if code]
        draft.says(override, f"scenarios.applied.{key}", stations=named)


def _pinned(draft: Draft, override: Override, key: str, at: int) -> str | None:
    """A word of a pin as a code; the target of ``pinned`` may be a zone of today."""
    word = override.target[1:][at]
    zones = {s.current_zone for s in draft.base.county.stations}
    return word if key == "pinned" and at == 1 and word in zones else draft.station(override, word)


def _policy(draft: Draft) -> Policy | None:
    """The policy with its values set, its pins added, and stations that are gone replaced by those that took over."""
    values = {o.target[0]: o.value for o in draft.scenario.overrides if o.kind == "set"}
    try:
        policy = draft.base.policy.override(values)
        added = {key: [*held, *(pin for k, pin in draft.pins if k == key)] for key, held in policy.pins}
        pins = {f"pins.{key}": tuple(_taken_over(draft, key, held)) for key, held in added.items()}
        return policy.override(pins)
    except InputError as error:
        draft.found += [_replaced(draft, mistake) for mistake in error.mistakes]
        return None


def _taken_over(draft: Draft, key: str, held: Sequence[Any]) -> list[Any]:
    """Pins with the stations that are there now; one that has become a matter of course is dropped."""
    if key == "offices":
        return list(dict.fromkeys(draft.heir(code) for code in held))
    made = []
    for group in held:
        codes = tuple(dict.fromkeys(draft.heir(code) for code in group))
        if key == "apart" and len(codes) < len(set(group)):
            merges = [o for o in draft.scenario.overrides if o.kind in ("merge", "close")]
            draft.wrong(merges[0], Message("scenarios.apply.merged_apart", {"stations": list(group)}))
        elif len(codes) > 1:
            made.append(codes)
    return made


def _replaced(draft: Draft, mistake: Mistake) -> Mistake:
    """A mistake of the policy or the problem at the override it comes from, or at the scenario."""
    table, scenario = draft.scenario.file, draft.scenario
    key = mistake.column or mistake.table or ""
    source = next((o for o in scenario.overrides if o.kind == "set" and key.startswith(o.target[0])), None)
    column = source.key if source else f"scenarios.{scenario.name}" + (f".{key}" if key else "")
    return replace(mistake, table=table, column=column)


ACTIONS: dict[str, Callable[[Draft, Override], None]] = {
    "incidents_table": _incidents_table,
    "years": _years,
    "incidents": _incidents,
    "stations": _stations,
    "travel_table": _travel_table,
    "travel_speed_kmh": _travel_number,
    "travel_detour": _travel_number,
    "link": _link,
    "bar": _bar,
    "merge": _merge,
    "close": _close,
    "set": _set,
    "pins": _pins,
}
"""What each kind of override does, in the order in which they are applied."""
