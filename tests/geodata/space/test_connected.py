"""Whether the stations hang together, and where each border came from, on the drawn county of nine squares."""

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

import geodata
from geodata.county.build import Built
from geodata.space.connected import cut_off, neighbours
from tests.geodata.drawn import CODES, NAMES, adding, both, change, changed, draw, put, square, without
from tests.geodata.drawn import neighbours as grid
from zoning.model.errors import InputError
from zoning.model.stations import Border
from zoning.texts import Message

SEAT = "105"


def only(*pairs: tuple[str, str], more: Iterable[str] = ()) -> str:
    """A table of shared borders of 10 km, and further rows."""
    return "\n".join(["a,b,km,kind", *(f"{a},{b},10,shared" for a, b in pairs), *more]) + "\n"


def said(at: Path) -> dict[str, list[Message]]:
    notices: dict[str, list[Message]] = {}
    for notice in geodata.read(at).notices:
        notices.setdefault(notice.key.removeprefix("geodata.notice."), []).append(notice)
    return notices


def square_of(code: str) -> list[list[float]]:
    return square(CODES.index(code))


def wrong(at: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        geodata.read(at)
    return [mistake.text("en") for mistake in caught.value.mistakes]


@pytest.fixture
def seats(tmp_path: Path) -> Path:
    """The drawn county without polygons."""
    return draw(tmp_path / "county", areas=False)


def test_barred_borders_join_nobody() -> None:
    borders = [Border("a", "b", 1.0), Border("b", "c", 1.0, "barred"), Border("c", "d", 0.0, "link")]
    assert neighbours(["a", "b", "c", "d", "e"], borders) == [[1], [0], [3], [2], []]


# ------------------------------------------------------------------------------------------------------------- islands
def test_an_island_is_told_with_the_nearest_station_and_the_row_that_would_link_it(seats: Path) -> None:
    """From the seat of I to that of H are 0.1 degrees of longitude at 30.25 N, some 9.6 km; to that of F 11.1 km."""
    put(seats, "borders.csv", only(*(pair for pair in grid() if "109" not in pair)))
    (sentence,) = wrong(seats)
    assert sentence == (
        "borders.csv: station 109 I touches nobody; the nearest is 108 H, 9.6 km off (from seat to seat, as the crow "
        "flies): if a road, bridge or ferry joins them, add the row 108,109,,link to the borders table, else drop the "
        "station"
    )
    adding("borders.csv", "108,109,,link")(seats)
    assert geodata.read(seats).county.adjacent[8, 7]


def test_the_way_to_an_island_is_measured_between_areas_where_there_are_any(tmp_path: Path) -> None:
    """I is drawn 0.02 degrees of latitude further north than it was: 2.2 km of water to F, none touched."""
    at = draw(tmp_path, borders=False)
    text = (at / "areas.geojson").read_text(encoding="utf-8")
    moved = "[[107.22, 30.22], [107.28, 30.22], [107.28, 30.3], [107.22, 30.3], [107.22, 30.22]]"
    put(at, "areas.geojson", text.replace(str(square_of("109")), moved))
    (sentence,) = wrong(at)
    assert "the nearest is 108 H, 1.9 km off (from area to area)" in sentence


def test_of_equally_near_stations_the_first_code_is_named_whatever_the_order_of_the_rows(seats: Path) -> None:
    put(seats, "borders.csv", only(*(pair for pair in grid() if SEAT not in pair)))
    first = wrong(seats)
    header, *rows = (seats / "stations.csv").read_text(encoding="utf-8").splitlines()
    put(seats, "stations.csv", "\n".join([header, *reversed(rows)]) + "\n")
    assert wrong(seats) == first
    assert "the nearest is 10" in first[0]


def test_every_island_is_told(seats: Path) -> None:
    put(seats, "borders.csv", only(("101", "102")))
    assert [text.split(" touches")[0][-5:] for text in wrong(seats)] == [f"{c} {NAMES[c]}" for c in CODES[2:]]


# --------------------------------------------------------------------------------------------------------------- groups
def test_groups_apart_are_named_with_the_shortest_link_between_them(seats: Path) -> None:
    """A, B, C lie 0.1 degrees of latitude, some 11.1 km, south of D, E, F; the county seat E cuts nobody off."""
    put(seats, "borders.csv", only(*((a, b) for a, b in grid() if (a < "104") == (b < "104"))))
    notices = said(seats)
    (notice,) = notices["components_near"]
    assert notice.text("en") == (
        "3 stations have no border with the others (the county is in 2 groups): A, B, C; the shortest link would be "
        "101 A – 104 D, 11.1 km from seat to seat, as the crow flies: if a road, bridge or ferry joins them, add the "
        "row 101,104,,link to the borders table"
    )
    adding("borders.csv", str(notice.values["row"]))(seats)
    assert "components_near" not in said(seats)


def test_every_group_apart_is_told_of(seats: Path) -> None:
    put(seats, "borders.csv", only(*pairwise(CODES[:3]), *pairwise(CODES[3:5]), *pairwise(CODES[5:])))
    assert [notice.values["stations"] for notice in said(seats)["components_near"]] == [["A", "B", "C"], ["D", "E"]]


def test_groups_on_both_sides_of_the_earth_are_named_without_a_link(seats: Path) -> None:
    put(seats, "borders.csv", only(*((a, b) for a, b in grid() if (a < "104") == (b < "104"))))
    for i in range(3):
        change(seats, "stations.csv", f"{107.05 + i / 10:.2f},30.05", f"{-73 + i / 10:.1f},0.05")
    assert said(seats)["components"][0].values == {"stations": ["A", "B", "C"], "count": 3, "groups": 2}


# ----------------------------------------------------------------------------------------------------------------- cuts
def test_whom_the_county_seat_cuts_off_by_standing_alone_is_told(seats: Path) -> None:
    """A row of nine with the seat E in the middle: the first half is cut off from the second."""
    put(seats, "borders.csv", only(*pairwise(CODES)))
    (notice,) = said(seats)["cut_by_seats"]
    assert notice.values == {"seats": ["E"], "stations": ["F", "G", "H", "I"], "count": 4}
    assert "without E, 4 stations are cut off from the rest: F, G, H, I; " in notice.text("en")


def test_two_county_seats_that_only_together_cut_the_county_are_told(seats: Path) -> None:
    """D and E, D–E–F being the middle row of squares; F is left as the way from north to south until it is barred."""
    change(seats, "stations.csv", "104,D,town", "104,D,county_seat")
    assert "cut_by_seats" not in said(seats)
    adding("borders.csv", "106,109,,barred")(seats)
    (notice,) = said(seats)["cut_by_seats"]
    assert (notice.values["seats"], notice.values["stations"]) == (["D", "E"], ["G", "H", "I"])


def test_an_enclave_is_told_with_its_only_neighbour(seats: Path) -> None:
    put(seats, "borders.csv", only(*(pair for pair in grid() if pair != ("108", "109"))))
    notices = said(seats)
    assert [notice.values["stations"] for notice in notices["enclaves"]] == [["I (F)"]]
    assert "cut_stations" not in notices


def test_an_enclave_of_the_county_seat_is_told_as_cut_off_by_it(seats: Path) -> None:
    put(seats, "borders.csv", only(*(pair for pair in grid() if "109" not in pair), ("105", "109")))
    notices = said(seats)
    assert notices["cut_by_seats"][0].values["stations"] == ["I"]
    assert "enclaves" not in notices


def test_a_county_seat_within_one_neighbour_is_an_enclave_and_cuts_nobody_off(tmp_path: Path) -> None:
    """The seat's area lies wholly inside that of D, drawn as polygons."""
    at = draw(tmp_path, borders=False)
    inner = [[107.04, 30.14], [107.06, 30.14], [107.06, 30.16], [107.04, 30.16], [107.04, 30.14]]
    rings = [square_of("104"), inner]
    text = (at / "areas.geojson").read_text(encoding="utf-8")
    text = text.replace(f"[{square_of('104')}]", str(rings)).replace(f"[{square_of('105')}]", str([inner]))
    put(at, "areas.geojson", text)
    change(at, "stations.csv", "107.15,30.15", "107.05,30.15")
    change(at, "stations.csv", "104,D,town,107.05,30.15", "104,D,town,107.02,30.12")
    notices = said(at)
    assert [notice.values["stations"] for notice in notices["enclaves"]] == [["E (D)"]]
    assert "cut_by_seats" not in notices


def test_a_station_that_is_the_only_way_to_several_is_told_with_them(seats: Path) -> None:
    put(seats, "borders.csv", only(*((a, b) for a, b in grid() if (a < "107") == (b < "107")), ("106", "109")))
    (notice,) = said(seats)["cut_stations"]
    assert notice.values["stations"] == ["F (G, H, I)", "I (G, H)"]


def test_a_long_row_of_stations_is_looked_through_in_seconds() -> None:
    beside = [list(rows) for rows in nx.path_graph(3000).adj.values()]
    taken = [False] * 3000
    taken[1000] = True
    assert [len(part) for part in cut_off(beside, taken)] == [1000]


# -------------------------------------------------------------------------------------------------------------- origins
def origins(built: Built) -> dict[tuple[str, str], str]:
    return {(b.a, b.b): built.origins.of(b) for b in built.county.borders}


@pytest.mark.parametrize(
    ("files", "shared"),
    [(True, "table"), (False, "areas"), (None, "voronoi")],
    ids=["a table", "areas alone", "neither"],
)
def test_every_border_says_where_it_came_from(files: bool | None, shared: str, tmp_path: Path) -> None:
    """A bar and a link by hand lie over borders of each kind."""
    at = draw(tmp_path, areas=files is not None)
    rows = "101,102,,barred\n101,109,,link"
    if files:
        adding("borders.csv", rows)(at)
    else:
        put(at, "borders.csv", f"a,b,km,kind\n{rows}\n")
    built = geodata.read(at)
    found = origins(built)
    assert found.pop(("101", "102")) == found.pop(("101", "109")) == "hand"
    assert set(found) == set(grid()) - {("101", "102")}
    assert set(found.values()) == {shared}
    assert list(built.origins.overruled) == [("101", "102")]
    assert built.origins.overruled["101", "102"] == pytest.approx(10, abs=1.2)


def test_shared_borders_that_the_hand_overrules_are_named_with_their_length(tmp_path: Path) -> None:
    at = draw(tmp_path, borders=False)
    put(at, "borders.csv", "a,b,km,kind\n102,101,,barred\n104,101,3,link\n101,109,,link\n")
    (notice,) = said(at)["borders_overruled"]
    assert notice.values["count"] == 2
    assert notice.values["pairs"] == ["A – B 11.09 → barred", "A – D 9.64 → link"]


def test_the_table_wins_over_the_polygons_and_what_differs_is_told(tmp_path: Path) -> None:
    """The table leaves out A–B, says 20 km for B–C and adds A–I; on the map A–B are 11.1 km."""
    at = draw(tmp_path)
    both(
        changed("borders.csv", "101,102,10,shared\n", ""),
        changed("borders.csv", "102,103,10,", "102,103,20,"),
        adding("borders.csv", "101,109,4,shared"),
    )(at)
    notices = said(at)
    assert [notice.values["pairs"] for notice in notices["borders_unlisted"]] == [["A – B 11.09"]]
    assert [notice.values["pairs"] for notice in notices["borders_apart"]] == [["A – I 4.00"]]
    assert [notice.values["pairs"] for notice in notices["borders_differ"]] == [["B – C 20.00 / 11.09"]]
    county = geodata.read_county(at)
    assert not county.adjacent[0, 1]
    assert county.adjacent[0, 8]
    assert county.border_km[1, 2] == 20


def test_what_the_hand_decides_is_no_difference_between_table_and_polygons(tmp_path: Path) -> None:
    at = draw(tmp_path)
    both(changed("borders.csv", "101,102,10,shared", "101,102,,barred"), adding("borders.csv", "101,109,,link"))(at)
    assert set(said(at)) == set()


def test_without_polygons_there_is_nothing_to_compare(tmp_path: Path) -> None:
    at = draw(tmp_path)
    both(changed("borders.csv", "104,105,10,shared\n", ""), without("areas.geojson"))(at)
    assert set(said(at)) == set()


@pytest.mark.parametrize(("metres", "borders"), [(9_000, 12), (10_000, 6)])
def test_the_threshold_of_a_shared_edge_is_a_setting(metres: int, borders: int, tmp_path: Path) -> None:
    """The squares share six edges of 11.09 km from south to north, and six of some 9.6 km from west to east."""
    at = draw(tmp_path, borders=False)
    adding("county.toml", f"[borders]\nmin_m = {metres}")(at)
    links = [f"{a},{b},,link" for a, b in (("101", "104"), ("104", "107"))]
    put(at, "borders.csv", "\n".join(["a,b,km,kind", *links]))
    built = geodata.read(at)
    assert len(built.county.borders) - 2 + len(built.origins.overruled) == borders
