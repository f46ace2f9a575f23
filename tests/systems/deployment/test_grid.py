"""Persons by kind on the beats of the urban area (B3)."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from systems.apportion import apportion
from systems.deployment.beats import beats_of
from systems.deployment.grid import gridded, mixed, urban_beats
from systems.errors import Impossible
from tests.zoning.drawn import changed, county
from zoning.model.bureau import Bureau, Village, VillageKind


def village(code: str, station: str, kind: VillageKind, incidents: float) -> Village:
    return Village(code=code, name=code, station=station, kind=kind, lon=107, lat=30, incidents=incidents)


VILLAGES = (
    village("A1", "A", "community", 60),
    village("A2", "A", "community", 30),
    village("A3", "A", "village", 10),
    village("B1", "B", "community", 50),
    village("E1", "E", "village", 5),
)
GIVEN = replace(county(stations=changed(E={"kind": "urban"})), bureau=Bureau(villages=VILLAGES))


def test_b3_the_urban_area_is_the_communities_of_urban_stations_and_all_beats_of_one_without_any() -> None:
    assert urban_beats(GIVEN).codes == ("A1", "A2", "E1")
    hours = dict(zip(beats_of(GIVEN).codes, beats_of(GIVEN).hours, strict=True))
    assert urban_beats(GIVEN).hours == pytest.approx([hours[code] for code in ("A1", "A2", "E1")])
    with pytest.raises(Impossible):
        gridded(replace(GIVEN, stations=changed(A={"kind": "town"})), {"": 5})


def test_b3_persons_follow_workload_keep_the_minimum_and_every_kind_has_its_own() -> None:
    found = gridded(GIVEN, {"特警": 9, "巡警": 14}, minimum=3)
    assert sorted(found) == ["A1", "A2", "E1"]
    totals = [sum(found[code].values()) for code in ("A1", "A2", "E1")]
    assert totals == apportion(urban_beats(GIVEN).hours, 23, 3).tolist()
    assert min(totals) >= 3
    assert {kind: sum(row[kind] for row in found.values()) for kind in ("特警", "巡警")} == {"特警": 9, "巡警": 14}


def test_b3_a_minimum_beyond_the_persons_is_refused() -> None:
    with pytest.raises(Impossible):
        gridded(GIVEN, {"": 5}, minimum=2)


@pytest.mark.parametrize("seed", range(12))
def test_b3_no_table_with_these_sums_is_nearer_to_the_proportion(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(0, 6, 3)
    columns = rng.multinomial(rows.sum(), (0.5, 0.3, 0.2)).tolist()
    found = mixed(rows, columns)
    assert (found.sum(axis=1) == rows).all()
    assert found.sum(axis=0).tolist() == columns
    total = max(int(rows.sum()), 1)
    exact = np.outer(rows, columns)

    def splits(count: int) -> list[tuple[int, ...]]:
        return [part for part in product(range(count + 1), repeat=3) if sum(part) == count]

    tables = (np.array(table) for table in product(*(splits(int(count)) for count in rows)))
    best = min(int(np.abs(total * t - exact).sum()) for t in tables if t.sum(axis=0).tolist() == columns)
    assert int(np.abs(total * found - exact).sum()) == best
