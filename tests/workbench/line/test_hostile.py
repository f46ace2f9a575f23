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
    ["check {}", "score sample:xunhua {}", "solve sample:xunhua --policy {}", "scenarios {}",
     "check sample:xunhua --roads {}"],
)  # fmt: skip
def test_a_pipe_is_refused_in_the_same_words_by_every_command(words: str, zoning: Zoning, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    said = zoning(*words.format(tmp_path / "pipe").split())
    assert said.code == 3
    assert "pipe：是文件夹、管道或设备而不是文件；请给出文件的路径" in said.err
