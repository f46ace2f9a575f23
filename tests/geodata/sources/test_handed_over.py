"""A county handed over as bytes is the county on disk, with the same guards, and sees no other file."""

import io
import zipfile
from pathlib import Path

import pytest

import geodata
from tests.geodata.drawn import adding, change, draw
from tests.geodata.layered import shapefile
from zoning.model.errors import InputError, Mistake


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    return draw(tmp_path / "county")


def packed(folder: Path, inside: str = "") -> bytes:
    """A zip of the files of a folder, in a folder called ``inside``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(f"{inside}{file.name}", file.read_bytes())
    return stream.getvalue()


def wrong(data: bytes, name: str) -> list[Mistake]:
    with pytest.raises(InputError) as caught:
        geodata.read_county(data, name=name)
    return list(caught.value.mistakes)


@pytest.mark.parametrize("name", ["县.xlsx", "county.GPKG", "county.zip"])
@pytest.mark.parametrize("stream", [False, True], ids=["bytes", "a stream"])
def test_bytes_are_the_county_that_was_written(name: str, stream: bool, drawn: Path, tmp_path: Path) -> None:
    wanted = geodata.read(drawn)
    target = tmp_path / name
    if name.endswith(".zip"):
        target.write_bytes(packed(drawn))
    else:
        geodata.write_county(geodata.read_source(drawn), target)
    data = target.read_bytes()
    given = geodata.read(io.BytesIO(data) if stream else data, name=name)
    assert given == wanted
    assert given == geodata.read(target)


@pytest.mark.parametrize("inside", ["", "九宫县/"])
def test_a_zip_may_hold_the_folder_itself_with_a_shapefile_in_it(inside: str, tmp_path: Path) -> None:
    at = draw(tmp_path / "county", areas=False, borders=False)
    shapefile(at, "辖区")
    assert geodata.read_county(packed(at, inside), name="九宫县.zip") == geodata.read_county(at)


def test_settings_are_laid_over_those_of_the_bytes(drawn: Path) -> None:
    assert geodata.read_county(packed(drawn), {"years": 2}, name="x.zip").years == 2


@pytest.mark.parametrize("file", ["{elsewhere}", "../other/areas.geojson", "no.geojson"])
def test_what_was_handed_over_can_name_no_other_file_of_the_machine(file: str, drawn: Path, tmp_path: Path) -> None:
    named = file.format(elsewhere=draw(tmp_path / "other") / "areas.geojson")
    adding("county.toml", f"[areas]\nfile = '{named}'")(drawn)
    (mistake,) = wrong(packed(drawn), "x.zip")
    assert (mistake.says.key, mistake.column, mistake.value) == ("geodata.layer.no_file", "areas.file", named)
    assert str(tmp_path) not in mistake.text().replace(named, ""), "nothing is said of this machine"


def test_what_was_handed_over_may_name_a_file_handed_over_with_it(drawn: Path) -> None:
    (drawn / "areas.geojson").rename(drawn / "mine.geojson")
    adding("county.toml", '[areas]\nfile = "mine.geojson"')(drawn)
    assert geodata.read(packed(drawn), name="x.zip") == geodata.read(drawn)


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"", "county.xlsx", "geodata.file.zero_bytes"),
        (b"x" * 10, "county.gpkg", "geodata.file.other"),
        (b"code,name\n", "county.zip", "geodata.file.other"),
        (b"PK\x03\x04", "county.zip", "geodata.zip.damaged"),
        (b"PK\x03\x04", "county.xlsx", "geodata.zip.damaged"),
        (b"code,name\n", "stations.csv", "geodata.source.name"),
        (b"code,name\n", "", "geodata.source.name"),
    ],
)
def test_bytes_meet_the_guards_of_files(data: bytes, name: str, key: str) -> None:
    (mistake,) = wrong(data, name)
    assert mistake.says.key == key
    assert name in mistake.text()


def test_mistakes_are_placed_in_the_file_of_the_zip(drawn: Path) -> None:
    change(drawn, "stations.csv", "101,A,town", "101,A,village")
    (mistake,) = wrong(packed(drawn, "x/"), "x.zip")
    assert (mistake.table, mistake.row, mistake.column, mistake.value) == ("stations.csv", 2, "kind", "village")
