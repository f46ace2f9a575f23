"""Nobody can work out a small count from all that is shown: an attacker who has every sum tries, by linear programs."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from geodata.density.kept import Kept
from geodata.density.parts import Part
from systems.density.density import density
from systems.density.hidden import Cell, Summed, hidden
from systems.deployment.standing import Standing
from tests.systems.work import given
from tests.zoning.drawn import plan
from zoning.model.bureau import Village

LEAST = 3
CLASSES = [Part("class", key) for key in "abcd"]
BANDS = [Part("band", key) for key in ("night", "evening")]
PLACES = [list(range(6)), [0], [1, 2], [3, 4, 5], *([row] for row in range(6))]


def drawn(seed: int) -> Summed:
    """Six rows, their calls by four classes and two bands; rare ones are many, and one row may have a single call."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([0.3, 2.0, 15.0], (6, 4)))
    counts[0] = [0, 1, 0, 0] if seed % 3 == 0 else counts[0]
    every = counts.sum(axis=1)
    night = rng.binomial(every, 0.2)
    held = (
        {Part(): every}
        | dict(zip(CLASSES, counts.T, strict=True))
        | dict(zip(BANDS, (night, every - night), strict=True))
    )
    return Summed({part: values.tolist() for part, values in held.items()}, PLACES)


def highest(table: Summed, unseen: set[Cell], target: Cell) -> float:
    """The most that an attacker can think a number to be who has all shown ones and knows that zeros are shown."""
    parts, rows = list(table.counts), len(table.counts[Part()])
    at = {(row, part): k for k, (row, part) in enumerate((row, part) for row in range(rows) for part in parts)}

    def sums(cells: list[Cell]) -> list[float]:
        line = [0.0] * len(at)
        for cell in cells:
            line[at[cell]] += 1
        return line

    lines, low, high = [], [], []
    for place, members in enumerate(table.places):
        for part in parts:
            lines.append(sums([(row, part) for row in members]))
            seen = (place, part) not in unseen
            low.append(table.count(place, part) if seen else 1)
            high.append(table.count(place, part) if seen else np.inf)
    for row in range(rows):
        for kind in (CLASSES, BANDS):
            lines.append(np.subtract(sums([(row, part) for part in kind]), sums([(row, Part())])).tolist())
            low.append(0)
            high.append(0)
    asked = -np.array(sums([(row, target[1]) for row in table.places[target[0]]]))
    done = milp(
        asked, constraints=LinearConstraint(np.array(lines), low, high), integrality=1, bounds=Bounds(0, np.inf)
    )
    return np.inf if done.status == 3 else -float(done.fun)


@pytest.mark.parametrize("seed", range(6))
def test_who_has_all_that_is_shown_cannot_tell_that_a_number_is_small(seed: int) -> None:
    table = drawn(seed)
    unseen = hidden(table, LEAST)
    small = [
        (place, part) for place in range(len(PLACES)) for part in table.counts if 0 < table.count(place, part) < LEAST
    ]
    assert small
    assert unseen.issuperset(small)
    for cell in small:
        assert highest(table, unseen, cell) >= LEAST, cell
    assert any(highest(table, set(small), cell) < LEAST for cell in small), "small ones alone do not hide themselves"


def test_a_lone_call_is_no_difference_of_sums_that_are_shown() -> None:
    counts = np.array([[20 + i, 30 + i] for i in range(6)], dtype=float)
    counts[3, 0] = 1
    county = replace(given(), counts=counts)
    found = density(county, Standing(plan("A", "BC", "DEF"), ("一", "二", "三")), Kept(), least=LEAST)
    part = Part("class", county.classes[0].key)
    shown = {(one.place.kind, one.place.code): one.count for one in found.densities if one.part == part}
    unseen = {place for place, count in shown.items() if count is None}
    assert ("station", "D") in unseen
    assert len([place for place in unseen if place[0] == "station"]) == 2, "one more of its zone, so zones stay shown"
    assert not [place for place in unseen if place[0] != "station"]


def test_a_small_village_is_no_difference_of_its_station_and_the_others() -> None:
    kinds = {"v1": (1.0, 9.0), "v2": (8.0, 7.0), "v3": (12.0, 30.0), "v4": (9.0, 9.0)}
    villages = tuple(
        Village(code=code, name=code, station="B", lon=107.0, lat=30.0, kind="community" if code == "v4" else "village")
        for code in kinds
    )
    kept = Kept(villages={code: np.array(values) for code, values in kinds.items()})
    standing = Standing(plan("A", "BC", "DEF"), ("一", "二", "三"))
    unseen = set()
    for part in (Part(), *(Part("class", one.key) for one in given().classes)):
        found = density(given(villages=villages), standing, kept, part, least=LEAST)
        unseen |= {
            (one.place.code, part.key) for one in found.densities if one.place.kind == "village" and one.count is None
        }
    first, second = (one.key for one in given().classes)
    assert unseen == {(code, key) for code in ("v1", "v2") for key in (first, second)}


def test_villages_of_a_station_that_is_hidden_do_not_add_up_to_it() -> None:
    counts = np.array([[20 + i, 30 + i] for i in range(6)], dtype=float)
    counts[3, 0] = 1
    villages = tuple(
        Village(code=f"{code}{k}", name=f"{code}{k}", station=code, lon=107.0, lat=30.0)
        for code in "EF"
        for k in (0, 1)
    )
    held = {f"{code}{k}": np.array(counts[row] / 2).round() for row, code in ((4, "E"), (5, "F")) for k in (0, 1)}
    part = Part("class", given().classes[0].key)
    standing = Standing(plan("A", "BC", "DEF"), ("一", "二", "三"))
    county = replace(given(villages=villages), counts=counts)
    found = density(county, standing, Kept(villages=held), part, least=LEAST)
    unseen = {one.place.code for one in found.densities if one.part == part and one.count is None}
    assert unseen in ({"D", "E", "E0", "E1"}, {"D", "F", "F0", "F1"})
