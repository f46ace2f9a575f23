"""Overrides of borders: links and bars between two stations. Minutes stay as they are."""

from dataclasses import replace

from scenarios.spec.amounts import shown
from scenarios.spec.scenario import Override
from scenarios.whatif.builder import Builder
from scenarios.whatif.targets import LONGEST, longest
from zoning.model.stations import Border
from zoning.texts import Message


def link(builder: Builder, override: Override) -> None:
    """Make two stations neighbours: over their barred border, or by hand over the kilometres given."""
    found = _pair_and_border(builder, override)
    if found is None:
        return
    pair, border = found
    if border is not None and border.kind != "barred":
        builder.wrong(override, Message("scenarios.apply.neighbours_already"))
        return
    km = float(override.value[2]) if len(override.value) > 2 else 0.0
    new = Border(*pair, km, "link") if border is None else replace(border, kind="shared")
    _exchange(builder, border, new)
    a, b = map(builder.name, pair)
    builder.says(override, "scenarios.applied.link", a=a, b=b, km=shown(new.km))


def bar(builder: Builder, override: Override) -> None:
    """End a neighbourhood: bar a shared border, drop a link."""
    found = _pair_and_border(builder, override)
    if found is None:
        return
    pair, border = found
    if border is None or border.kind == "barred":
        builder.wrong(override, Message("scenarios.apply.no_neighbours"))
        return
    _exchange(builder, border, replace(border, kind="barred") if border.kind == "shared" else None)
    a, b = map(builder.name, pair)
    builder.says(override, "scenarios.applied.bar", a=a, b=b, km=shown(border.km))


def _pair_and_border(builder: Builder, override: Override) -> tuple[tuple[str, str], Border | None] | None:
    """The two stations and their border so far; ``None`` with the mistakes noted."""
    pair = _pair(builder, override)
    if pair is None:
        return None
    builder.reaches(override, [("border", *pair)])
    return pair, next((b for b in builder.county.borders if (b.a, b.b) == pair), None)


def _pair(builder: Builder, override: Override) -> tuple[str, str] | None:
    """The two stations of a link or a bar, in the order of their codes; ``None`` with the mistakes noted."""
    if override.value == LONGEST:
        border = longest(builder.base)
        if isinstance(border, Message):
            builder.wrong(override, border)
            return None
        return border
    if isinstance(override.value, str):
        builder.wrong(override, Message("scenarios.target.no_pair", {"longest": LONGEST}))
        return None
    a, b = (builder.station(override, word) for word in override.value[:2])
    if a is None or b is None:
        return None
    if a == b:
        builder.wrong(override, Message("scenarios.apply.itself"))
        return None
    return min(a, b), max(a, b)


def _exchange(builder: Builder, before: Border | None, after: Border | None) -> None:
    kept = tuple(border for border in builder.county.borders if border is not before)
    builder.county = replace(builder.county, borders=kept if after is None else (*kept, after))
