"""A matrix of minutes in each of its forms, and what is implausible about minutes, on the drawn county."""

from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.formats.delimited import read_table
from geodata.tables.findings import Findings
from geodata.tables.kinds import KINDS
from geodata.travel.matrix import read_matrix
from tests.geodata.drawn import CODES, NAMES, change, draw, put
from zoning.model.county import Floats
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

NINE = np.array([[10.0 * abs(i // 3 - j // 3) + 10.0 * abs(i % 3 - j % 3) for j in range(9)] for i in range(9)])
"""Ten minutes from each square to the next, rows and columns added up."""


def square(
    minutes: Floats,
    labels: Sequence[str] = CODES,
    corner: str = "from",
    blank: Callable[[int, int], bool] = lambda *_: False,
) -> str:
    rows = [
        ",".join([label, *("" if blank(i, j) else f"{minutes[i, j]:g}" for j in range(len(labels)))])
        for i, label in enumerate(labels)
    ]
    return "\n".join([",".join([corner, *labels]), *rows]) + "\n"


def long(minutes: Floats) -> str:
    rows = (f"{CODES[i]},{CODES[j]},{minutes[i, j]:g}" for i, j in product(range(9), repeat=2) if i != j)
    return "\n".join(["from,to,minutes", *rows]) + "\n"


def given_by(at: Path, text: str) -> Path:
    """The drawn county with this matrix."""
    draw(at)
    change(at, "county.toml", '"straight"', '"matrix"')
    put(at, "travel.csv", text)
    return at


def mistakes(at: Path) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        geodata.read(at)
    return list(caught.value.mistakes)


def notices(at: Path) -> dict[str, Message]:
    return {notice.key.removeprefix("geodata.notice."): notice for notice in geodata.read(at).notices}


# ----------------------------------------------------------------------------------------------------------- the forms
@pytest.mark.parametrize("corner", ["from", "起点", "", "派出所", "分钟数表", "起点\\终点"])
@pytest.mark.parametrize("labels", [CODES, list(NAMES.values())], ids=["codes", "names"])
def test_a_square_is_the_same_as_a_pair_a_row(corner: str, labels: list[str], tmp_path: Path) -> None:
    """Rows are where a way begins; B to A takes three minutes more than A to B."""
    minutes = NINE.copy()
    minutes[1, 0] += 3
    plain = geodata.read_county(given_by(tmp_path / "long", long(minutes)))
    county = geodata.read_county(given_by(tmp_path / "square", square(minutes, labels, corner)))
    assert np.array_equal(county.minutes, minutes)
    assert np.array_equal(plain.minutes, minutes)
    assert county.travel == "matrix"


@pytest.mark.parametrize("form", ["folder", "county.xlsx", "county.gpkg"])
def test_a_square_survives_every_form(form: str, tmp_path: Path) -> None:
    tables = geodata.read_source(given_by(tmp_path / "drawn", square(NINE, list(NAMES.values()), "起点")))
    geodata.write_county(tables, tmp_path / form)
    assert np.array_equal(geodata.read_county(tmp_path / form).minutes, NINE)


def test_rows_and_columns_of_a_square_may_stand_in_any_order_and_beside_a_note(tmp_path: Path) -> None:
    lines = [line.split(",") for line in square(NINE).splitlines()]
    turned = [[row[0], *reversed(row[1:]), "备注" if at == 0 else "路况好"] for at, row in enumerate(lines)]
    text = "\n".join(",".join(row) for row in (turned[0], *reversed(turned[1:])))
    assert np.array_equal(geodata.read_county(given_by(tmp_path, text)).minutes, NINE)


def test_a_matrix_without_whole_rows_or_with_two_lines_in_a_cell_is_answered(tmp_path: Path) -> None:
    """The rows of the first lack their minutes; somebody wrote both directions into one cell of the second."""
    ragged = mistakes(given_by(tmp_path / "ragged", "from,to,minutes\n101,102\n"))
    assert "geodata.table.ragged" in {mistake.says.key for mistake in ragged}
    at = given_by(tmp_path / "lines", long(NINE).replace("101,102,10\n", '101,102,"10\n11"\n'))
    assert [(m.says.key, m.row, m.value) for m in mistakes(at)] == [("geodata.cell.number", 2, "10\n11")]


@pytest.mark.parametrize("dash", ["", "0", "-", "—", "/"])
def test_the_diagonal_of_a_square_may_be_blank_or_dashed(dash: str, tmp_path: Path) -> None:
    lines = [line.split(",") for line in square(NINE).splitlines()]
    for at, line in enumerate(lines[1:], start=1):
        line[at] = dash
    assert np.array_equal(geodata.read_county(given_by(tmp_path, "\n".join(map(",".join, lines)))).minutes, NINE)


@pytest.mark.parametrize("upper", [True, False])
def test_one_triangle_serves_both_directions_and_it_is_said(upper: bool, tmp_path: Path) -> None:
    at = given_by(tmp_path, square(NINE, blank=lambda i, j: (i > j) == upper and i != j))
    assert np.array_equal(geodata.read_county(at).minutes, NINE)
    assert notices(at)["one_triangle"].values == {"table": "travel.csv"}


def test_the_gaps_of_a_square_are_named(tmp_path: Path) -> None:
    at = given_by(tmp_path, square(NINE, blank=lambda i, j: (i, j) in ((0, 1), (4, 2))))
    (found,) = mistakes(at)
    assert found.says.key == "geodata.travel.gaps"
    assert found.says.values == {"count": 2, "pairs": ["101 → 102", "105 → 103"]}


def test_a_station_that_a_square_leaves_out_is_a_gap_in_every_direction(tmp_path: Path) -> None:
    text = "\n".join(line.rpartition(",")[0] for line in square(NINE).splitlines()[:-1])
    (found,) = mistakes(given_by(tmp_path, text))
    assert (found.says.key, found.says.values["count"]) == ("geodata.travel.gaps", 16)


@pytest.mark.parametrize(
    ("old", "new", "key", "row", "column", "value"),
    [
        ("from,101,102", "from,101,999", "travel.no_station", 1, "999", "999"),
        ("\n102,", "\n998,", "travel.no_station", 3, "from", "998"),
        ("\n102,", "\n101,", "travel.twice", 3, "from", "101"),
        ("\n102,10,0", "\n102,ten,0", "cell.number", 3, "101", "ten"),
        ("\n102,10,0", "\n102,-10,0", "cell.negative", 3, "101", "-10"),
        ("\n102,10,0", "\n102,10,5", "travel.diagonal", 3, "102", "5"),
        ("\n102,10,0", "\n102,-,0", "slip.none", 3, "101", "-"),
    ],
)
def test_what_is_wrong_in_a_square_has_its_cell(
    old: str, new: str, key: str, row: int, column: str, value: str, tmp_path: Path
) -> None:
    at = given_by(tmp_path, square(NINE))
    change(at, "travel.csv", old, new)
    found = mistakes(at)[0]
    assert (found.says.key, found.row, found.column, found.value) == (f"geodata.{key}", row, column, value)


def test_two_stations_of_one_name_are_not_told_apart_by_it(tmp_path: Path) -> None:
    at = given_by(tmp_path, square(NINE, list(NAMES.values())))
    change(at, "stations.csv", "102,B,", "102,A,")
    assert {m.says.key for m in mistakes(at)} == {"geodata.travel.no_station"}


@given(
    st.lists(
        st.sampled_from(["0", "7", "7.5", "", "x", "-1", "1e3", "１２", "1,234", "9999999999", "nan"]),
        min_size=9,
        max_size=9,
    )
)
def test_quick_and_careful_reading_say_the_same(cells: list[str]) -> None:
    """A row of plain numbers is read at once, any other cell by cell; the same row beside a strange cell, or not."""
    names = {f"s{i}": "" for i in range(3)}
    rows = [f"s{i};" + ";".join(cells[3 * i : 3 * i + 3]) for i in range(3)]
    found = Findings()
    table = read_table(KINDS["travel"], "\n".join(["from;s0;s1;s2", *rows]), "travel.csv", found)
    assert table is not None
    read_matrix(table, names, found)
    good = {"0": 0.0, "7": 7.0, "7.5": 7.5, "": np.nan, "1e3": 1000.0, "１２": 12.0}
    placed = list(zip(product(range(3), repeat=2), cells, strict=True))
    on_it = {"", "0", "x"}
    wrong = [cell for (i, j), cell in placed if cell not in (on_it if i == j else good)]
    assert len(found.mistakes) == len(wrong)
    if not wrong and not found.notices:
        expected = np.array([0.0 if i == j else good[cell] for (i, j), cell in placed]).reshape(3, 3)
        assert np.array_equal(read_matrix(table, names, found), expected, equal_nan=True)


# ----------------------------------------------------------------------------------------------------- the implausible
def changed_minutes(*cells: tuple[str, float]) -> Floats:
    """Ten minutes from square to square but for some pairs, such as AB."""
    minutes = NINE.copy()
    for (a, b), value in cells:
        minutes["ABCDEFGHI".index(a), "ABCDEFGHI".index(b)] = value
    return minutes


def test_plain_minutes_are_not_remarked_upon(tmp_path: Path) -> None:
    assert notices(given_by(tmp_path, long(NINE))) == {}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([("AB", 4.0), ("BA", 4.0)], {"fast": ["A → B 9.6 km 4 min 145 km/h"]}),
        ([("AB", 0.0), ("BA", 0.0)], {"no_time": ["A → B 9.6 km"], "way_round": None}),
        ([("AB", 12.0)], {"directions": None}),
        (
            [("AB", 25.0)],
            {
                "directions": None,
                "lopsided": ["A → B 25 min, ← 10 min"],
            },
        ),
        (
            [("AC", 31.0), ("CA", 31.0)],
            {"way_round": ["A → C 31 min, A → B → C 20 min"]},
        ),
        ([("AC", 30.0), ("CA", 30.0)], {}),
    ],
    ids=["too fast", "no time", "a little apart", "directions apart", "a way round", "half as long again"],
)
def test_what_is_implausible_is_told_with_its_figures(
    cells: list[tuple[str, float]], expected: dict[str, list[str] | None], tmp_path: Path
) -> None:
    told = notices(given_by(tmp_path, long(changed_minutes(*cells))))
    for key, pairs in expected.items():
        assert pairs is None or told[key].values["pairs"] == pairs
    assert set(told) == set(expected)


def test_the_largest_difference_between_two_directions_is_told(tmp_path: Path) -> None:
    told = notices(given_by(tmp_path, long(changed_minutes(("AB", 12.0), ("IF", 14.5)))))["directions"]
    assert told.text("en") == "the two directions differ at 2 pairs, by up to 4.5 min: F → I 10 min, ← 14.5 min"


def test_a_crawl_is_told_and_so_is_how_many_there_are(tmp_path: Path) -> None:
    """All minutes twenty times as long: 9.6 km in 200 minutes."""
    told = notices(given_by(tmp_path, long(20 * NINE)))
    assert set(told) == {"slow"}
    assert told["slow"].values["count"] == 72
    assert len(told["slow"].values["pairs"]) == 8
    assert "slower than 5 km/h as the crow flies" in told["slow"].text("en")


def test_each_pair_is_named_once_in_its_worse_direction(tmp_path: Path) -> None:
    told = notices(given_by(tmp_path, long(changed_minutes(("AB", 3.0), ("BA", 2.5)))))["fast"]
    assert (told.values["count"], told.values["pairs"]) == (2, ["B → A 9.6 km 2.5 min 231 km/h"])


@pytest.mark.parametrize(("speed", "detour", "told"), [(40, 1.35, False), (5, 2, True), (300, 1.2, True)])
def test_straight_minutes_are_judged_by_their_speed(speed: int, detour: float, told: bool, tmp_path: Path) -> None:
    at = draw(tmp_path)
    change(at, "county.toml", 'mode = "straight"', f'mode = "straight"\nspeed_kmh = {speed}\ndetour = {detour}')
    assert (set(notices(at)) == {"straight_speed"}) == told


def test_many_stations_are_looked_through_in_seconds() -> None:
    """Of 700 stations not every third one is tried as a way round; a detour by most of them is found all the same."""
    from geodata.travel.notes import _note_ways_round

    along = np.arange(700.0)
    minutes = np.abs(along[:, None] - along[None, :])
    minutes[0, 699] *= 3
    found = Findings()
    _note_ways_round(minutes, [str(i) for i in range(700)], found)
    (notice,) = found.notices
    assert notice.values["count"] == 1
    assert notice.values["pairs"][0].startswith("0 → 699 2.1e+03 min, 0 → ")
