"""Every mistake a folder can hold is answered in full: table, row, column, value and remedy, in both languages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata.formats import guard
from tests.geodata.county.bad_layers import LAYERS
from tests.geodata.county.bad_tables import TABLES
from tests.geodata.county.edits import AREAS, BORDERS, INCIDENTS, STATIONS, TOML, Place, matrix, row_b
from tests.geodata.drawn import (
    change,
    draw,
    get,
    put,
)
from zoning.model.errors import InputError, Mistake

CASES = TABLES | LAYERS


def mistakes(at: Path | str) -> tuple[Mistake, ...]:
    with pytest.raises(InputError) as caught:
        geodata.read_county(at)
    return caught.value.mistakes


def place(mistake: Mistake) -> Place:
    value = None if mistake.value is None else mistake.value.strip() or None
    return mistake.says.key.removeprefix("geodata."), mistake.table, mistake.row, mistake.column, value


@pytest.mark.parametrize("name", CASES)
def test_a_bad_folder_is_answered_in_full(name: str, tmp_path: Path) -> None:
    edit, expected = CASES[name]
    edit(draw(tmp_path))
    found = mistakes(tmp_path)
    assert sorted(map(place, found), key=repr) == sorted(expected, key=repr)
    for mistake in found:
        for language, separator in (("en", ";"), ("zh", "；")):
            sentence = mistake.says.text(language)
            assert separator in sentence, "what is wrong, then what to do"
            assert mistake.text(language).endswith(sentence)
            assert mistake.place(language) in mistake.text(language)


def test_the_drawn_county_itself_is_right(tmp_path: Path) -> None:
    assert geodata.read(draw(tmp_path)).notices == ()


def test_all_mistakes_of_all_tables_are_told_at_once(tmp_path: Path) -> None:
    together = [
        "officers in words",
        "a border of negative length",
        "an unknown key",
        "two polygons of one station",
        "a blank count",
        "minutes to nowhere",
    ]
    draw(tmp_path)
    for name in together:
        CASES[name][0](tmp_path)
    told = {place(mistake) for mistake in mistakes(tmp_path)}
    assert told == {one for name in together for one in CASES[name][1]}


def test_broken_settings_hide_no_mistake_of_the_tables(tmp_path: Path) -> None:
    together = ["half an officer", "a point", "an infinite count", "broken TOML"]
    draw(tmp_path)
    for name in ("an island", *together):
        CASES[name][0](tmp_path)
    nowhere = ("borders.island", BORDERS, None, None, None)  # the stations' places are not known here
    expected = {nowhere, *(one for name in together for one in CASES[name][1])}
    assert {place(mistake) for mistake in mistakes(tmp_path)} == expected


def test_every_row_of_a_wrong_column_is_told(tmp_path: Path) -> None:
    draw(tmp_path)
    put(tmp_path, STATIONS, get(tmp_path, STATIONS).replace(",town,", ",城镇,"))
    assert [m.row for m in mistakes(tmp_path)] == [2, 3, 4, 5, 7, 8, 9, 10]


def test_the_sentence_names_place_value_and_remedy(tmp_path: Path) -> None:
    CASES["officers in words"][0](draw(tmp_path))
    (mistake,) = mistakes(tmp_path)
    assert mistake.text("en").startswith('stations.csv row 3 column officers: "十二" is a Chinese numeral; write 12')
    assert mistake.text("zh").startswith("stations.csv 第 3 行 “officers”列：“十二”：是中文数字；请填 12")


def test_a_mistake_names_the_heading_its_author_wrote(tmp_path: Path) -> None:
    draw(tmp_path)
    change(tmp_path, STATIONS, "officers", "民警数（人）")
    row_b(",11,", ",十二,")(tmp_path)
    assert [m.column for m in mistakes(tmp_path)] == ["民警数（人）"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [("an unknown class", "dispute 纠纷"), ("an unknown station", "102 B"), ("an unknown key below", "minutes")],
)
def test_the_nearest_word_is_suggested(name: str, hint: str, tmp_path: Path) -> None:
    CASES[name][0](draw(tmp_path))
    assert f"did you mean {hint}?" in str(mistakes(tmp_path)[0])
    assert f"是否指 {hint}？" in mistakes(tmp_path)[0].text("zh")


def test_a_misnamed_table_is_suggested(tmp_path: Path) -> None:
    draw(tmp_path)
    (tmp_path / INCIDENTS).rename(tmp_path / "incident.csv")
    assert "did you mean incident.csv?" in str(mistakes(tmp_path)[0])


def test_the_gaps_of_a_matrix_are_counted_and_some_named(tmp_path: Path) -> None:
    matrix(20)(draw(tmp_path))
    assert str(mistakes(tmp_path)[0]).startswith("travel.csv: 20 pairs have no minutes: 101 → 102, 101 → 103")


def test_thousands_of_wrong_codes_are_told_in_seconds(tmp_path: Path) -> None:
    draw(tmp_path)
    rows = "\n".join(f"x{i},dispute,1" for i in range(20_000))
    put(tmp_path, INCIDENTS, get(tmp_path, INCIDENTS) + rows + "\n")
    assert len(mistakes(tmp_path)) == 20_000


@pytest.mark.parametrize("kind", ["missing", "file"])
def test_what_is_no_folder_is_refused(kind: str, tmp_path: Path) -> None:
    at = tmp_path / "county"
    if kind == "file":
        at.write_text("x", encoding="utf-8")
    (mistake,) = mistakes(at)
    assert mistake.says.key == ("geodata.folder.not_a_folder" if kind == "file" else "geodata.folder.missing")
    assert str(at) in mistake.text("zh")


def test_an_empty_folder_misses_three_files(tmp_path: Path) -> None:
    assert [m.table for m in mistakes(tmp_path)] == [STATIONS, INCIDENTS, TOML]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(tmp_path)
    opened = Path.open

    def refuse(self: Path, *words: str) -> object:
        if self.name == STATIONS:
            raise PermissionError(13, "Permission denied")
        return opened(self, *words)

    monkeypatch.setattr(Path, "open", refuse)
    (mistake,) = mistakes(tmp_path)
    assert str(mistake) == "stations.csv: cannot be read (Permission denied); check the permissions of the file"


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert [m.says.key for m in mistakes(tmp_path)] == ["geodata.folder.unreadable"]


def test_a_table_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draw(tmp_path)
    monkeypatch.setattr(guard, "MAX_ROWS", 17)
    assert [place(m) for m in mistakes(tmp_path)] == [("table.too_long", INCIDENTS, None, None, None)]
    monkeypatch.setattr(guard, "MAX_ROWS", 18)
    assert len(geodata.read_county(tmp_path)) == 9


@pytest.mark.parametrize("commas", [20_000, 2_000_000])
def test_a_table_of_too_many_columns_is_refused(commas: int, tmp_path: Path) -> None:
    put(draw(tmp_path), INCIDENTS, get(tmp_path, INCIDENTS) + "102" + "," * commas + "\n")
    assert [place(m) for m in mistakes(tmp_path)] == [("table.too_wide", INCIDENTS, 20, None, None)]


def test_a_cell_in_quotes_may_hold_more_commas_than_there_are_columns(tmp_path: Path) -> None:
    header, first, *rest = get(draw(tmp_path), INCIDENTS).splitlines()
    put(tmp_path, INCIDENTS, "\n".join([f"{header},shape", f'{first},"{"1," * 20_000}"', *(f"{r}," for r in rest)]))
    assert len(geodata.read_county(tmp_path)) == 9


def test_the_limits_are_the_stated_ones() -> None:
    assert (guard.MAX_BYTES, guard.MAX_ROWS) == (200_000_000, 2_000_000)


@given(
    name=st.sampled_from([STATIONS, INCIDENTS, BORDERS, AREAS, TOML]),
    at=st.integers(0, 3000),
    cut=st.integers(0, 40),
    put_in=st.one_of(st.binary(max_size=12), st.text(max_size=8).map(lambda text: text.encode("utf-8", "replace"))),
)
def test_whatever_stands_in_a_file_only_mistakes_come_of_it(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, cut: int, put_in: bytes
) -> None:
    spoiled = draw(tmp_path_factory.mktemp("county"))
    data = (spoiled / name).read_bytes()
    put(spoiled, name, data[:at] + put_in + data[at + cut :])
    try:
        told = [notice.text for notice in geodata.read(spoiled).notices]
    except InputError as error:
        told = [mistake.text for mistake in error.mistakes]
        told[0]("en")  # an error without a mistake would tell nobody anything
    assert all(say("zh") and say("en") for say in told)
