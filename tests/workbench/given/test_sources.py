"""Layers given on the command line: every command that takes a county takes them, and they win over its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

import geodata
from geodata.samples import folder
from tests.geodata.layered import moved, parts, shapefile, zipped
from tests.workbench.conftest import Said
from workbench.given.sources import KEYS, Layers

OPTIONS = ("--areas", "--layer", "--code-column", "--crs", "--repair", "--roads")
COMMANDS = ("check", "export", "solve", "score", "verify")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_with_a_county_takes_layers(command: str, zoning: Callable[..., Said]) -> None:
    said = zoning(command, "--help", "--lang", "en")
    assert said.code == 0
    assert [option for option in OPTIONS if option not in said.out] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_layer_that_is_not_there_is_bad_input(command: str, zoning: Callable[..., Said]) -> None:
    plan = [] if command in ("check", "solve") else ["plan.json" if command != "export" else "target"]
    said = zoning(command, "sample:xunhua", *plan, "--areas", "nowhere.gpkg", "--lang", "en")
    assert said.code == 3
    assert 'areas.file: "' in said.err
    assert "is not there" in said.err


def test_a_path_is_relative_to_where_the_command_is_run(
    zoning: Callable[..., Said], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.geojson").write_bytes((folder("xunhua") / "areas.geojson").read_bytes())
    monkeypatch.chdir(tmp_path)
    said = zoning("check", "sample:xunhua", "--areas", "mine.geojson", "--json")
    assert said.code == 0
    assert said.json["areas"] == 9


def test_only_what_is_given_is_laid_over_the_settings() -> None:
    assert Layers().of("sample:xunhua").settings == {}
    given = Layers(Path("a.gpkg"), "x", "代码", "gcj02", repair=True, roads=Path("r.shp"), outline=Path("o.shp"))
    settings = given.of("here").settings
    assert set(settings) == set(KEYS.values())
    assert settings["areas.file"] == str(Path("a.gpkg").absolute())
    assert (settings["areas.crs"], settings["areas.repair"]) == ("gcj02", True)


def test_a_zipped_shapefile_in_gbk_and_gcj02_goes_straight_in(zoning: Callable[..., Said], tmp_path: Path) -> None:
    """What a bureau's GIS gives: Chinese names in GBK, no .prj, no .cpg, shifted coordinates, codes as numbers."""
    plain = geodata.read("sample:xunhua")
    names = [station.name for station in plain.county.stations]
    numbers = [float(code) for code in plain.county.codes]
    path = shapefile(
        tmp_path,
        geometries=moved("gcj02", list(plain.areas.values())),
        attributes={"机构编码": numbers, "名称": names},
        encoding="GBK",
        cpg=False,
    )
    path.with_suffix(".prj").unlink()
    bureau = zipped(tmp_path / "分局.zip", parts(path, "数据/派出所辖区"), gbk=True)
    asked = ("check", "sample:xunhua", "--areas", str(bureau))

    unsaid = zoning(*asked, "--lang", "zh")
    assert unsaid.code == 3
    assert "没有写明坐标系" in unsaid.err
    assert "areas.crs" in unsaid.err

    said = zoning(*asked, "--crs", "gcj02", "--code-column", "机构编码", "--json")
    assert (said.code, said.json["areas"]) == (0, 9)
    again = geodata.read("sample:xunhua", {"areas.file": str(bureau), "areas.crs": "gcj02"})
    for code, shape in plain.areas.items():
        assert shapely.hausdorff_distance(again.areas[code], shape) < 1e-8, "a millimetre"
