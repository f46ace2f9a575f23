"""Hostile files where a planner would put them: the command refuses each in a sentence, soon, and writes nothing."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import geodata
from tests.geodata.drawn import adding, draw, put
from tests.geodata.formats.test_guard import REFUSED
from tests.geodata.layered import shapefile
from tests.workbench.commands.test_export import listing
from tests.workbench.conftest import Said
from zoning.model.errors import InputError

Zoning = Callable[..., Said]
ENTERED = {".csv": "stations.csv", ".geojson": "areas.geojson", ".zip": "areas.zip", ".shp": "areas.shp"}
"""The part of a county folder that a file of the suffix can be; workbooks and GeoPackages are whole counties."""


def placed(at: Path, suffix: str, data: bytes) -> Path:
    """A county with these bytes in it; gives its path."""
    if suffix in (".xlsx", ".gpkg"):
        at.mkdir()
        put(at, f"县{suffix}", data)
        return at / f"县{suffix}"
    draw(at, areas=False)
    if suffix in (".shp", ".dbf"):
        shapefile(at)
    put(at, ENTERED.get(suffix, f"areas{suffix}"), data)
    return at


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_where_it_stands(name: str, zoning: Zoning, tmp_path: Path) -> None:
    suffix, data, key = REFUSED[name]
    county = placed(tmp_path / "county", suffix, data)
    with pytest.raises(InputError) as caught:
        geodata.read(county)
    assert f"geodata.{key}" in {mistake.says.key for mistake in caught.value.mistakes}
    before = listing(tmp_path)
    for words in (("check", str(county)), ("export", str(county), str(tmp_path / "out.gpkg"))):
        said = zoning(*words)
        assert (said.code, said.out) == (3, "")
        assert "Traceback" not in said.err
    assert listing(tmp_path) == before


@pytest.mark.parametrize("key", ["areas", "roads"])
@pytest.mark.parametrize(
    "file", ["/dev/zero", "../../../../etc/passwd", "pipe.geojson", ".", "county.toml", "x\\u0000y"]
)
def test_settings_lead_to_no_file_but_a_layer(file: str, key: str, zoning: Zoning, tmp_path: Path) -> None:
    county = draw(tmp_path / "county", areas=False)
    os.mkfifo(county / "pipe.geojson")
    adding("county.toml", f'[{key}]\nfile = "{file}"')(county)
    said = zoning("check", str(county), "--json")
    assert said.code == 3
    assert said.json["mistakes"]


@pytest.mark.parametrize("part", ["county.toml", "stations.csv", "borders.csv", "areas.geojson"])
def test_a_pipe_in_the_place_of_a_table_is_not_waited_for(part: str, zoning: Zoning, tmp_path: Path) -> None:
    county = draw(tmp_path / "county")
    (county / part).unlink()
    os.mkfifo(county / part)
    said = zoning("check", str(county), "--json")
    assert said.code == 3
    assert part in {mistake["table"] for mistake in said.json["mistakes"]}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
@pytest.mark.parametrize(
    "words",
    ["check {}.xlsx", "score sample:xunhua {}", "solve sample:xunhua --policy {}", "scenarios {}", "report {}",
     "check sample:xunhua --roads {}.geojson", "batch {}.xlsx --out {}-o", "batch {}.toml --out {}-o",
     "count {}.csv --county sample:xunhua", "store info --store {}"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_or_a_device_is_refused_in_the_same_words_by_every_command(
    words: str, kind: str, zoning: Zoning, tmp_path: Path
) -> None:
    path = tmp_path / "odd"
    for name in {word.format(path) for word in words.split() if "{}" in word and not word.endswith("-o")}:
        os.mkfifo(name) if kind == "pipe" else os.symlink("/dev/zero", name)
    said = zoning(*(word.format(path) for word in words.split()))
    assert said.code == 3
    assert "是文件夹、管道或设备而不是文件；请给出文件的路径" in said.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
def test_a_pipe_in_a_folder_of_counties_or_named_by_a_county_is_not_waited_for(zoning: Zoning, tmp_path: Path) -> None:
    source = geodata.copy_sample("xunhua", tmp_path / "many" / "a")
    settings = source / "county.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[areas]\nfile = "../../odd.gpkg"\n', encoding="utf-8")
    for pipe in (tmp_path / "many" / "b.xlsx", tmp_path / "odd.gpkg"):
        os.mkfifo(pipe)
    said = zoning("batch", str(tmp_path / "many"), "--out", str(tmp_path / "o"), "--jobs", "1", "--json")
    assert said.json["counties"] == 1
    assert "odd.gpkg" in (tmp_path / "o" / "batch.csv").read_text(encoding="utf-8") + said.out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes")
def test_nothing_is_written_in_the_place_of_a_pipe(zoning: Zoning, tmp_path: Path) -> None:
    calls, pipe = tmp_path / "calls.csv", tmp_path / "counts.csv"
    calls.write_text("报警时间,管辖派出所,警情类别\n2023-01-02 03:04:05,街子镇,纠纷\n", encoding="utf-8")
    os.mkfifo(pipe)
    said = zoning("count", str(calls), "--county", "sample:xunhua", "--out", str(pipe))
    assert said.code == 3
    assert "是文件夹、管道或设备而不是文件" in said.err
    assert pipe.is_fifo()


def test_an_empty_file_is_no_policy(zoning: Zoning, tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_bytes(b"")
    said = zoning("solve", "sample:xunhua", "--policy", str(tmp_path / "policy.toml"))
    assert said.code == 3
    assert "policy.toml：文件是空的" in said.err


def test_a_plan_file_serves_a_report_as_its_folder_does_and_what_is_not_there_is_said_to_be_that(
    zoning: Zoning, tmp_path: Path
) -> None:
    said = zoning("report", str(tmp_path / "nowhere"))
    assert said.code == 3
    assert "nowhere：没有这个文件或文件夹；请核对路径" in said.err
    (tmp_path / "plan.json").write_bytes(b"{}")
    assert "没有 plan.json" not in zoning("report", str(tmp_path / "plan.json")).err
