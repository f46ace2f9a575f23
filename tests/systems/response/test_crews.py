"""Units by base and shift (N3, N8): hours of the day, posts as bases, stations that the table does not name."""

from dataclasses import replace

import numpy as np
import pytest

from systems.response.crews import Band, Crew, bands, base_minutes, crews_of, post_minutes, unmanned
from systems.response.response import response
from systems.response.travel import disc_radius, mean_ways
from tests.zoning.drawn import county, plan, problem
from zoning.model.bureau import Bureau, Post, Unit
from zoning.model.county import County
from zoning.model.errors import InputError

BUSY = np.array([[800.0 * (i + 1), 400.0] for i in range(6)])


def unit(code: str, base: str, start: float = 0, end: float = 24) -> Unit:
    return Unit(code=code, name="巡组", base=base, start_hour=start, end_hour=end)


def at(*units: Unit, posts: tuple[Post, ...] = ()) -> County:
    return replace(county(counts=BUSY), bureau=Bureau(units=units, posts=posts))


def test_n3_units_are_those_of_the_table_and_one_where_it_names_none() -> None:
    given = at(unit("1", "A", 8, 18), unit("2", "A", 8, 18), unit("3", "B"))
    assert crews_of(given) == (
        Crew("A", "A", 8, 18, 2),
        Crew("B", "B", 0, 0, 1),
        *(Crew(code, code, 0, 0, 1) for code in "CDEF"),
    )
    assert crews_of(county()) == tuple(Crew(code, code, 0, 0, 1) for code in "ABCDEF")


def test_n8_a_day_falls_into_bands_of_equal_duty() -> None:
    day, night = Crew("A", "A", 8, 18, 1), Crew("A", "A", 22.5, 6, 1)
    found = bands([day, night])
    assert [(band.start_hour, band.end_hour, on.tolist()) for band, on in found] == [
        (6, 8, [False, False]),
        (8, 18, [True, False]),
        (18, 22.5, [False, False]),
        (22.5, 6, [False, True]),
    ]
    assert sum(band.hours for band, _ in found) == 24
    assert unmanned([day, night], ["A"]) == (Band(6, 8), Band(18, 22.5))
    assert unmanned([day, night], ["B"]) == (Band(0, 24),)
    assert bands([])[0][0] == Band(0, 24)


def test_n8_one_crew_that_takes_over_from_another_ends_no_band() -> None:
    """U1 8-20 and U2 20-8 at one base are one unit round the clock, and are there at every hour."""
    relay = [Crew("A", "A", 8, 20, 1), Crew("A", "A", 20, 8, 1)]
    ((band, on),) = bands(relay)
    assert band == Band(0, 24)
    assert on.sum() == 1
    assert unmanned(relay, ["A"]) == ()


def test_n8_a_unit_from_8_to_18_is_on_duty_then_only() -> None:
    given = problem(at(unit("1", "A", 8, 18)))
    found = response(given, plan("AD", "BE", "CF"), calls=20_000)
    always = response(given, plan("AD", "BE", "CF"), units=1, calls=20_000).mode("own")
    assert found.bands == (Band(8, 18), Band(18, 8))
    own = found.mode("own")
    night = [pool for pool in own.pools if pool.stations == ("A",) and pool.band == 1]
    assert [(pool.units, pool.method) for pool in night] == [(0, "reserve")]
    by_day, station = always.stations[0], own.stations[0]
    assert station.overflow == pytest.approx(10 / 24 * by_day.overflow + 14 / 24)
    assert station.within[0] == pytest.approx(10 / 24 * by_day.within[0]), "the reserve is late for every target"
    assert own.answers[0, 0] == pytest.approx(10 / 24)
    assert own.stations[1].minutes == pytest.approx(always.stations[1].minutes), "B is on duty all day"
    reserve = found.reserve
    assert reserve == "E"
    way = mean_ways(given.county.minutes, disc_radius(given.county))[4, 0]
    assert station.minutes == pytest.approx(10 / 24 * by_day.minutes + 14 / 24 * way)
    zone = found.mode("zone")
    assert zone.answers[0].sum() == pytest.approx(1), "D answers for A at night"
    assert zone.bands[1].overflow > zone.bands[0].overflow


def test_n1_a_post_is_a_base_of_the_nearest_station() -> None:
    post = Post(code="P", name="东站", lon=107.21, lat=30.0)  # a kilometre beside C, whose seat is at 107.2
    given = at(unit("1", "P"), posts=(post,))
    crews = crews_of(given)
    assert crews[0] == Crew("P", "C", 0, 0, 1)
    assert "C" not in [crew.base for crew in crews], "C has a unit, the one at its post"
    way = base_minutes(given, crews)
    assert way[0] == pytest.approx(post_minutes(given)[0])
    assert way[0].argmin() == 2
    assert (way[1:] == given.minutes[[0, 1, 3, 4, 5]]).all()
    found = response(problem(given), plan("AD", "BE", "CF"), calls=20_000).mode("own")
    assert found.answers[2, 2] == 1
    away = response(problem(given), plan("AD", "BE", "CF"), units=1, calls=20_000).mode("own")
    assert found.stations[2].minutes > away.stations[2].minutes, "the post is not in the middle of the area"


def test_a_base_that_is_neither_a_station_nor_a_post_is_refused() -> None:
    with pytest.raises(InputError, match="X"):
        at(unit("1", "X"))
