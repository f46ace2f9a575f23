"""The bureau's tables: in an order of their own, checked against the stations, and no part of what a plan refers to."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from tests.zoning.drawn import county
from zoning.model.bureau import Branch, Bureau, Leader, Place, Post, Unit, Village
from zoning.model.errors import InputError
from zoning.result.digest import digest

LEADERS = (Leader(post="副局长A", specialities=("criminal",)), Leader(post="局长", is_head=True))
VILLAGES = tuple(Village(code=code, name=code, station=code[0], lon=107, lat=30) for code in ("A02", "B01", "A01"))


def test_a_bureau_is_empty_unless_given_and_no_plan_refers_to_it() -> None:
    given = county()
    assert given.bureau == Bureau()
    full = Bureau(officers=200, leaders=LEADERS, villages=VILLAGES, branches=(Branch(name="刑侦大队"),))
    assert digest(replace(given, bureau=full)) == digest(given)


def test_rows_of_the_tables_stand_in_an_order_of_their_own() -> None:
    places = tuple(Place(name=name, lon=lon, lat=30) for name, lon in (("乙", 1), ("甲", 2), ("乙", 0)))
    one, other = (Bureau(leaders=LEADERS[::way], villages=VILLAGES[::way], places=places[::way]) for way in (1, -1))
    assert one == other
    assert [village.code for village in one.villages] == ["A01", "A02", "B01"]


def test_all_mistakes_of_a_bureau_are_named_at_once() -> None:
    bureau = Bureau(
        leaders=(Leader(post="局长", is_head=True), Leader(post="局长A", is_head=True), Leader(post="局长")),
        branches=(Branch(name="刑侦"), Branch(name="刑侦")),
        villages=(*VILLAGES, Village(code="A01", name="x", station="Z", lon=1, lat=1)),
        posts=(Post(code="1", name="x", lon=1, lat=1), Post(code="1", name="y", lon=1, lat=1)),
        units=(Unit(code="1", name="一组", base="Y"),),
    )
    with pytest.raises(InputError) as error:
        county(bureau=bureau)
    said = [str(one) for one in error.value.mistakes]
    assert len(said) == 7
    assert sum("twice" in one for one in said) == 4
    assert any("villages column station" in one and '"Z"' in one for one in said)
    assert any("units column base" in one and '"Y"' in one for one in said)
    assert any("局长, 局长A" in one for one in said)


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        (Post, {"code": "1", "name": "x", "lon": 1, "lat": 1, "stations": 0}),
        (Unit, {"code": "1", "name": "x", "base": "A", "start_hour": 25}),
        (Village, {"code": "1", "name": "x", "station": "A", "lon": 1, "lat": 91}),
        (Village, {"code": "1", "name": "x", "station": "A", "lon": 1, "lat": 1, "kind": "town"}),
        (Leader, {"post": " "}),
        (Branch, {"name": "x", "officers": -1}),
    ],
)
def test_values_out_of_range_are_refused(record: type, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        record(**wrong)
