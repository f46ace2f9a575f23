"""Whether the stations hang together: islands, groups apart, and articulation points of the graph of neighbours.

A station that touches nobody is a mistake; all else is worth a notice, with the stations named. What it may get wrong:
the link it suggests is the shortest, between the areas or else as the crow flies between the seats, and knows neither
river nor ridge; that stations of kind county_seat stand alone is the usual policy, not necessarily the one applied.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geodata.tables.findings import Findings
from zoning.mathematics.parts import falls_apart, parts
from zoning.model.county import Floats
from zoning.model.stations import Border
from zoning.texts import LISTED, Message


@dataclass(frozen=True)
class Ground:
    """The (n,) areas of the stations in a plane of metres, or their seats where ``by_areas`` is false."""

    shapes: npt.NDArray[np.object_]
    by_areas: bool


def check_connected(
    borders: Iterable[Border],
    names: Mapping[str, str],
    ground: Ground | None,
    seats: Iterable[str],
    file: str,
    found: Findings,
) -> None:
    """Look for islands, groups apart and cut stations.

    Parameters
    ----------
    borders : every border of the county
    names : name of every station by code, in the order of ``ground``
    ground : where the stations are, ``None`` when that is not known
    seats : codes of the stations of kind county_seat
    file : the table a link would be added to
    """
    if len(names) < 2:
        return
    codes = sorted(names)
    beside = neighbours(codes, borders)
    whole = sorted(parts(beside, range(len(codes))), key=lambda part: (-len(part), part[0]))
    groups = [[codes[row] for row in part] for part in whole]
    _check_islands([part[0] for part in groups if len(part) == 1], names, ground, file, found)
    _note_groups([part for part in groups if len(part) > 1], names, ground, found)
    _note_cuts(codes, beside, set(seats), names, found)


def neighbours(codes: Sequence[str], borders: Iterable[Border]) -> list[list[int]]:
    """The rows beside each of the ``codes``, in order: those of stations whose border is not barred."""
    row = {code: i for i, code in enumerate(codes)}
    beside: list[set[int]] = [set() for _ in codes]
    for border in borders:
        if border.kind != "barred":
            beside[row[border.a]].add(row[border.b])
            beside[row[border.b]].add(row[border.a])
    return [sorted(rows) for rows in beside]


def _check_islands(
    islands: Sequence[str], names: Mapping[str, str], ground: Ground | None, file: str, found: Findings
) -> None:
    """A mistake for every station that touches nobody, with the nearest other one."""
    codes, row = list(names), {code: i for i, code in enumerate(names)}
    nearest: dict[str, tuple[float, str]] = {}
    if ground is not None and islands:
        rows = [row[code] for code in islands]
        near = shapely.STRtree(ground.shapes).query_nearest(ground.shapes[rows], exclusive=True, return_distance=True)
        for at, other, km in zip(*near[0].tolist(), _as_said(near[1]), strict=True):
            nearest[islands[at]] = min(nearest.get(islands[at], (np.inf, "")), (km, codes[other]))
    for code in islands:
        says = Message("geodata.borders.island", {"station": _titled(code, names)})
        if ground is not None and code in nearest:
            link = _link(code, nearest[code][1], nearest[code][0], names, ground)
            says = Message("geodata.borders.island_near", {**says.values, **link})
        found.wrong(says, file)


def _note_groups(
    groups: Sequence[Sequence[str]], names: Mapping[str, str], ground: Ground | None, found: Findings
) -> None:
    """A notice for every group but the largest, with the shortest link to a station outside it."""
    codes = np.array(list(names), dtype=object)
    for part in groups[1 : 1 + LISTED]:
        said = {"stations": [names[code] or code for code in part], "count": len(part), "groups": len(groups)}
        if ground is None:
            found.note("geodata.notice.components", **said)
            continue
        inside = np.isin(codes, np.array(part, dtype=object))
        mine, others = np.flatnonzero(inside), np.flatnonzero(~inside)
        tree = shapely.STRtree(ground.shapes[others])
        (at, other), metres = tree.query_nearest(ground.shapes[mine], return_distance=True)
        km, a, b = min(zip(_as_said(metres), codes[mine[at]], codes[others[other]], strict=True))
        found.note("geodata.notice.components_near", **said, near=_titled(a, names), **_link(a, b, km, names, ground))


def _as_said(metres: Floats) -> list[float]:
    """Kilometres to the decimal that is told, so that the last bits of a distance choose nobody."""
    return [round(part / 1000, 1) for part in metres.tolist()]


def _link(a: str, b: str, km: float, names: Mapping[str, str], ground: Ground) -> dict[str, object]:
    """What a sentence says of a link that may be missing: the other station, the way to it, and the row to add."""
    between = Message("geodata.borders.between_areas" if ground.by_areas else "geodata.borders.between_seats")
    return {"other": _titled(b, names), "km": f"{km:.1f}", "between": between, "row": f"{min(a, b)},{max(a, b)},,link"}


def _titled(code: str, names: Mapping[str, str]) -> str:
    return f"{code} {names[code]}".strip()


def _note_cuts(
    codes: Sequence[str],
    beside: Sequence[Sequence[int]],
    seats: set[str],
    names: Mapping[str, str],
    found: Findings,
) -> None:
    """Notices of the stations that others depend on: county seats, only neighbours, only ways to several others."""
    name = [names[code] or code for code in codes]
    is_seat = [code in seats for code in codes]
    for part in cut_off(beside, is_seat):
        off = [name[row] for row in part]
        found.note(
            "geodata.notice.cut_by_seats", seats=[names[code] for code in sorted(seats)], stations=off, count=len(off)
        )
    leaves = [(row, rows[0]) for row, rows in enumerate(beside) if len(rows) == 1]
    enclaves = [f"{name[row]} ({name[only]})" for row, only in leaves if not is_seat[only] and len(beside[only]) > 1]
    if enclaves:
        found.note("geodata.notice.enclaves", stations=enclaves, count=len(enclaves))
    ways = []
    for cut, left in falls_apart(beside).items():
        if is_seat[cut]:
            continue
        stays = max(left, key=len)  # of equal ones the first
        held = sorted(name[row] for part in left if part is not stays and len(part) > 1 for row in part)
        if held:
            ways.append(f"{name[cut]} ({', '.join(held[:LISTED])}{'…' * (len(held) > LISTED)})")
    if ways:
        found.note("geodata.notice.cut_stations", stations=ways, count=len(ways))


def cut_off(beside: Sequence[Sequence[int]], taken: Sequence[bool]) -> list[list[int]]:
    """The parts that fall off the largest one of their group when some stations are taken out.

    Parameters
    ----------
    beside : (n,) rows of the neighbours of each station
    taken : (n,) whether a station is taken out

    Returns
    -------
    parts, each a list of rows in order
    """
    group = {row: at for at, rows in enumerate(parts(beside, range(len(beside)))) for row in rows}
    left = parts(beside, [row for row, out in enumerate(taken) if not out])
    largest: dict[int, int] = {}
    for at, part in enumerate(left):
        best = largest.setdefault(group[part[0]], at)
        if len(part) > len(left[best]):
            largest[group[part[0]]] = at
    stay = set(largest.values())
    return [part for at, part in enumerate(left) if at not in stay]
