"""A county goes through every form and comes back the same; what is there already stays, and nothing is left half."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import geodata
from geodata.county import export
from geodata.tables.table import Tables
from tests.geodata.drawn import adding, draw, put
from tests.geodata.everything import everything
from tests.killed import killed_everywhere
from tests.workbench.conftest import Said
from zoning.model.errors import InputError
from zoning.result.digest import digest

Zoning = Callable[..., Said]
SUFFIXES = ["", *export.FORMS]


def listing(at: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too, with its bytes."""
    return {str(file.relative_to(at)): file.read_bytes() for file in sorted(at.rglob("*")) if file.is_file()}


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return draw(tmp_path / "drawn")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("name", geodata.sample_names())
def test_every_sample_comes_back_from_every_form(name: str, suffix: str, tmp_path: Path) -> None:
    tables = geodata.read_source(f"sample:{name}")
    geodata.write_county(tables, tmp_path / f"county{suffix}")
    again = geodata.read_source(tmp_path / f"county{suffix}")
    assert again == tables
    assert (again.unread, again.failed, again.mistakes) == ((), frozenset(), ())
    assert digest(geodata.build(again).county) == digest(geodata.build(tables).county)


def test_a_county_with_everything_goes_through_all_forms_and_back(zoning: Zoning, tmp_path: Path) -> None:
    first = everything(tmp_path / "first")
    at, tables, digests = first, geodata.read_source(first), set()
    for number, suffix in enumerate([*SUFFIXES[::-1], *SUFFIXES, ""]):
        target = tmp_path / f"{number}{suffix}"
        said = zoning("export", str(at), str(target), "--json")
        assert (said.code, said.err) == (0, "")
        digests.add(said.json["county"]["digest"])
        again = geodata.read_source(target)
        assert again == tables
        assert geodata.build(again).county == geodata.build(tables).county
        at = target
    assert len(digests) == 1
    assert said.json["layers"] == {"areas": 9, "roads": 3}
    assert set(said.json["tables"]) == set(tables.tables)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_county_is_written_to_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    tables = geodata.read_source(everything(tmp_path / "first"))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        geodata.write_county(tables, tmp_path / name / f"county{suffix}")
    assert listing(tmp_path / "a") == listing(tmp_path / "b")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_layers_given_as_options_are_carried_along(suffix: str, zoning: Zoning, tmp_path: Path) -> None:
    drawn = draw(tmp_path / "drawn", areas=False)
    polygons = tmp_path / "polygons.geojson"
    draw(tmp_path / "other")
    (tmp_path / "other" / "areas.geojson").rename(polygons)
    target = tmp_path / f"county{suffix}"
    assert zoning("export", str(drawn), str(target), "--areas", str(polygons)).code == 0
    polygons.unlink()
    built = geodata.read(target)
    assert len(built.areas) == 9
    assert "file" not in (geodata.read_source(target).settings or {}).get("areas", {})


def test_what_was_written_and_what_was_not_is_said(zoning: Zoning, drawn: Path, tmp_path: Path) -> None:
    put(drawn, "other.csv", "a\n")
    said = zoning("export", str(drawn), str(tmp_path / "county.gpkg"), "--lang", "en")
    assert "九宫县 is written to" in said.out
    assert "incidents       18" in said.out
    assert "other.csv" in said.out
    assert not (tmp_path / "county.gpkg").is_dir()


@pytest.mark.parametrize("name", ["county.xls", "county.csv", "county.geojson", "county.docx", ".xlsx.zip"])
def test_another_form_is_refused_with_the_list(name: str, zoning: Zoning, drawn: Path, tmp_path: Path) -> None:
    before = listing(tmp_path)
    said = zoning("export", str(drawn), str(tmp_path / name), "--lang", "en")
    assert said.code == 3
    assert all(suffix in said.err for suffix in export.FORMS)
    assert listing(tmp_path) == before


@pytest.mark.parametrize("name", ["county", "county.2025", "丰都.新"])
def test_a_name_without_suffix_is_a_folder(name: str, drawn: Path, tmp_path: Path) -> None:
    geodata.write_county(geodata.read_source(drawn), tmp_path / "below" / name)
    assert (tmp_path / "below" / name / "stations.csv").is_file()
    assert sorted(file.name for file in (tmp_path / "below").iterdir()) == [name]


def test_a_county_with_mistakes_is_not_written(zoning: Zoning, drawn: Path, tmp_path: Path) -> None:
    adding("incidents.csv", "101,theft,1")(drawn)
    before = listing(tmp_path)
    said = zoning("export", str(drawn), str(tmp_path / "county.gpkg"))
    assert said.code == 3
    assert "incidents.csv" in said.err
    assert listing(tmp_path) == before


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_there_stays_unless_it_may_be_overwritten(
    suffix: str, zoning: Zoning, drawn: Path, tmp_path: Path
) -> None:
    target = tmp_path / f"county{suffix}"
    if suffix:
        target.write_bytes(b"something else")
    else:
        everything(target)
        put(target, "README.txt", "mine")
        put(target, "道路.dbf", "of a layer")
    before = listing(tmp_path)
    said = zoning("export", str(drawn), str(target))
    assert said.code == 3
    assert "--overwrite" in said.err
    assert listing(tmp_path) == before
    assert zoning("export", str(drawn), str(target), "--overwrite").code == 0
    assert geodata.read_source(target) == geodata.read_source(drawn)
    if not suffix:
        names = {"README.txt", "county.toml", "stations.csv", "incidents.csv", "borders.csv", "areas.geojson"}
        assert {file.name for file in target.iterdir()} == names
        assert (target / "README.txt").read_text(encoding="utf-8") == "mine"


def test_a_county_may_be_written_over_itself(drawn: Path) -> None:
    tables, before = geodata.read_source(drawn), geodata.read_county(drawn)
    geodata.write_county(tables, drawn, overwrite=True)
    assert geodata.read_source(drawn) == tables
    assert geodata.read_county(drawn) == before


def test_a_file_is_never_replaced_by_a_folder_nor_a_folder_by_a_file(drawn: Path, tmp_path: Path) -> None:
    tables = geodata.read_source(drawn)
    (tmp_path / "county").write_bytes(b"x")
    (tmp_path / "county.gpkg").mkdir()
    with pytest.raises(InputError, match="is a file"):
        geodata.write_county(tables, tmp_path / "county", overwrite=True)
    geodata.write_county(tables, tmp_path / "county.gpkg")
    assert (tmp_path / "county.gpkg" / "stations.csv").is_file()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_failure_leaves_nothing_half(
    suffix: str, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables, target = geodata.read_source(drawn), tmp_path / f"county{suffix}"
    before = listing(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        geodata.write_county(tables, target)
    assert listing(tmp_path) == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["drawn"]


@pytest.mark.parametrize("moves", range(12))
def test_a_failure_while_a_folder_is_overwritten_leaves_it_as_it_was(
    moves: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = geodata.read_source(draw(tmp_path / "drawn"))
    target = everything(tmp_path / "target")
    put(target, "README.txt", "mine")
    before, move, done = listing(target), os.replace, 0

    def fails(old: Path, new: Path) -> None:
        nonlocal done
        done += 1
        if done == moves + 1:
            raise PermissionError(13, "Permission denied")
        move(old, new)

    monkeypatch.setattr(os, "replace", fails)
    monkeypatch.setattr(export, "swap", lambda *_: False)  # a system or a disk where folders cannot change places
    with pytest.raises(InputError, match="Permission denied"):
        geodata.write_county(tables, target, overwrite=True)
    assert listing(target) == before


@pytest.mark.skipif(sys.platform != "linux", reason="folders change places there")
def test_a_kill_at_any_write_leaves_the_old_or_the_new_county_whole(tmp_path: Path) -> None:
    tables = geodata.read_source(draw(tmp_path / "drawn"))
    everything(tmp_path / "old")
    put(tmp_path / "old", "README.txt", "mine")
    (tmp_path / "old" / "pictures").mkdir()
    put(tmp_path / "old" / "pictures", "seat.png", "mine, too")
    mine = {"README.txt": b"mine", "pictures/seat.png": b"mine, too"}
    within = tmp_path / "here"
    target = within / "county"

    def prepare() -> None:
        shutil.rmtree(within, ignore_errors=True)
        shutil.copytree(tmp_path / "old", target)

    prepare()
    old = listing(target)
    geodata.write_county(tables, target, overwrite=True)
    new, seen = listing(target), set()
    assert new.items() >= mine.items()
    for _ in killed_everywhere(prepare, lambda: geodata.write_county(tables, target, overwrite=True)):
        found = listing(target)
        assert found in (old, new)
        seen.add(found == new)
    assert seen == {False, True}
    killed = within / ".zoning-999999999-ffffff-00"
    killed.mkdir()
    os.utime(killed, (0, 0))
    geodata.write_county(tables, target, overwrite=True)
    assert [path.name for path in within.iterdir()] == ["county"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no fork")
@pytest.mark.parametrize("there", [False, True])
def test_a_kill_at_any_write_leaves_a_whole_sample_or_none(there: bool, tmp_path: Path) -> None:
    target = tmp_path / "county"

    def prepare() -> None:
        shutil.rmtree(target, ignore_errors=True)
        if there:
            target.mkdir()

    whole, seen = listing(geodata.samples.folder("xunhua")), set()
    for _ in killed_everywhere(prepare, lambda: geodata.copy_sample("xunhua", target)):
        found = listing(target)
        assert found in ({}, whole)
        seen.add(bool(found))
    assert seen == {False, True}


def test_a_county_is_written_into_the_folder_where_one_stands(
    drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shell that stands there must not stand in a folder that is gone."""
    target = tmp_path / "county"
    target.mkdir()
    monkeypatch.chdir(target)
    geodata.write_county(geodata.read_source(drawn), Path(), overwrite=True)
    assert Path("stations.csv").is_file()
    assert os.stat(".").st_ino == target.stat().st_ino
    geodata.write_county(geodata.read_source(drawn), Path(), overwrite=True)
    assert geodata.read_source(target) == geodata.read_source(drawn)
    assert os.stat(".").st_ino == target.stat().st_ino


def lossy(tables: Tables) -> Tables:
    """The tables without the last station, and the polygons in another system."""
    stations = tables.tables["stations"]
    shorter = dict(tables.tables) | {"stations": replace(stations, rows=stations.rows[:-1])}
    assert tables.areas is not None
    return replace(tables, tables=shorter, areas=replace(tables.areas, crs="EPSG:4490"))


@pytest.mark.parametrize("suffix", list(export.FORMS))
def test_what_a_form_would_lose_is_named_and_nothing_is_written(
    suffix: str, zoning: Zoning, drawn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = export.FORMS[suffix]
    monkeypatch.setitem(export.FORMS, suffix, replace(form, read=lambda path: lossy(form.read(path))))
    before = listing(tmp_path)
    said = zoning("export", str(drawn), str(tmp_path / f"county{suffix}"), "--json")
    assert said.code == 3
    assert [mistake["table"] for mistake in said.json["mistakes"]] == ["areas", "stations"]
    assert listing(tmp_path) == before


def test_a_place_that_may_not_be_written_is_named(zoning: Zoning, drawn: Path) -> None:
    said = zoning("export", str(drawn), str(drawn / "stations.csv" / "county.gpkg"))
    assert said.code == 3
    assert "无法写入" in said.err
