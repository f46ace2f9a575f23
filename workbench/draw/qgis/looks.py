"""How the layers of a plan and of a theme look in QGIS: the colours, hatches, marks and words of their maps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from workbench.draw.mapping.sheet import INK
from workbench.draw.qgis.style import Rule, Style, Words, quoted, text
from workbench.draw.qgis.symbols import CLEAR, fill, line, mark
from workbench.tables.palette import slot

STATION_LINE, ZONE_LINE = 0.45, 1.8
"""Lines round areas, in points."""
OFFICE, SEAT, STATION = ("*", 9.5, "#C00000"), ("o", 11.0, "#FFFFFF"), ("o", 3.6, INK)
LETTERS, NAMES = 9.0, 7.0
"""Letters of names of zones and of stations, in points."""


def zones(names: Sequence[str], number: str, name: str) -> Style:
    """A look a zone, by the field that has its ``number``; number and ``name`` in a frame."""
    rules = tuple(
        Rule(
            f"{z + 1} {called}",
            f"{quoted(number)} = {z + 1}",
            tuple(fill(slot(z).colour, INK, ZONE_LINE, slot(z).hatch)),
        )
        for z, called in enumerate(names)
    )
    return Style("Polygon", rules, Words(f"{quoted(number)} || ' ' || {quoted(name)}", LETTERS, framed=True))


def borders(label: str) -> Style:
    """Thin lines round the areas of stations and nothing else."""
    return Style("Polygon", (Rule(label, "", tuple(fill(CLEAR, "#555555", STATION_LINE))),))


def seats(labels: Mapping[str, str], office: str, seat: str, name: str) -> Style:
    """Ring, star and dot as on the map; the ``name`` of each station.

    ``labels`` are those of the legend; the others are the fields that say whether a station is an ``office`` or the
    ``seat`` of the county, and its name.
    """
    ring, star, dot = mark(*SEAT, INK), mark(*OFFICE), mark(*STATION)
    is_office, is_seat = (f"coalesce({quoted(field)}, false)" for field in (office, seat))
    kinds: Iterable[tuple[str, str, tuple[Element, ...]]] = (
        (f"{labels['office']} · {labels['seat']}", f"{is_office} AND {is_seat}", (ring, star)),
        (labels["office"], f"{is_office} AND NOT {is_seat}", (star,)),
        (labels["seat"], f"NOT {is_office} AND {is_seat}", (ring, dot)),
        (labels["station"], f"NOT {is_office} AND NOT {is_seat}", (dot,)),
    )
    rules = tuple(Rule(label, condition, layers) for label, condition, layers in kinds)
    return Style("Point", rules, Words(quoted(name), NAMES))


def shaded(field: str, classes: Sequence[tuple[str, float | None, str]], name: str, more: str) -> Style:
    """Areas by classes of a ``field``: label, the greatest value (``None`` for what is not known), colour."""
    rules, above = [], None
    for label, end, colour in classes:
        if end is None:
            condition, hatch = f"{quoted(field)} IS NULL", "..."
        else:
            condition, hatch = f"{quoted(field)} <= {end!r}", ""
            condition += f" AND {quoted(field)} > {above!r}" if above is not None else ""
            above = end
        rules.append(Rule(label, condition, tuple(fill(colour, "#555555", STATION_LINE, hatch))))
    return Style("Polygon", tuple(rules), Words(f"{quoted(name)} || coalesce(' ' || {quoted(more)}, '')", NAMES))


def shaded_cells(field: str, classes: Sequence[tuple[str, float | None, str]]) -> Style:
    """The same of cells of a grid, without borders and without a word."""
    plain = shaded(field, classes, "", "")
    fills = (tuple(fill(colour, colour, 0.0)) for _, _, colour in classes)
    return Style("Polygon", tuple(replace(rule, layers=own) for rule, own in zip(plain.rules, fills, strict=True)))


def spots(kinds: Mapping[str, tuple[str, float, str]], field: str, name: str) -> Style:
    """Marks by the words of a ``field``, with their names."""
    rules = tuple(Rule(says, f"{quoted(field)} = {text(says)}", (mark(*look),)) for says, look in kinds.items())
    return Style("Point", rules, Words(quoted(name), NAMES))


def links(label: str, colour: str, words: str, *, moves: bool) -> Style:
    """Lines, with an arrow where something moves, and what is written at them."""
    return Style("Line", (Rule(label, "", tuple(line(colour, 1.0, arrow=moves))),), Words(quoted(words), NAMES))
