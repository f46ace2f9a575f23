"""Tables of text as programs, web pages and people leave them: read as they were meant, or named for what they are."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import geodata
from geodata.calls.stream import open_calls
from geodata.formats.delimited import decode
from geodata.tables.findings import Findings
from geodata.tables.table import Layer
from zoning.model.errors import InputError
from zoning.texts import Message

COLUMNS = ("code", "name", "kind", "lon", "lat", "area_km2", "population", "officers")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county whose stations have no blanks, so that blanks may part them."""
    path = tmp_path_factory.mktemp("odd") / "county"
    geodata.copy_sample("xunhua", path)
    rows = csv.DictReader(io.StringIO((path / "stations.csv").read_text(encoding="utf-8")))
    lines = [COLUMNS, *([row[key] or "0" for key in COLUMNS] for row in rows)]
    (path / "stations.csv").write_text("".join(",".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def told(folder: Path, change: Callable[[str], str | bytes]) -> tuple[list[str], list[str]]:
    """Keys of mistakes and notices of the county with its stations changed; nine stations are read as they were."""
    path = folder / "stations.csv"
    before = path.read_bytes()
    changed = change(before.decode())
    try:
        path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())
        built = geodata.build(geodata.read_source(str(folder)))
    except InputError as error:
        return [mistake.says.key.removeprefix("geodata.") for mistake in error.mistakes], []
    finally:
        path.write_bytes(before)
    assert [station.officers for station in built.county.stations] == OFFICERS
    return [], [notice.key.removeprefix("geodata.notice.") for notice in built.notices]


OFFICERS = [17, 10, 20, 7, 7, 4, 6, 8, 6]


def around(text: str, before: str, after: str, between: str = ",") -> str:
    """Every cell between two signs."""
    return "\n".join(between.join(f"{before}{cell}{after}" for cell in line.split(",")) for line in text.splitlines())


def numbers(text: str) -> str:
    """Codes as a program writes numbers."""
    head, *lines = text.splitlines()
    return "\n".join([head, *(line.replace(",", ".0,", 1) for line in lines)])


def markdown(text: str) -> str:
    """The table with bars around its cells and a rule below the headings."""
    head, *lines = (f"| {' | '.join(line.split(','))} |" for line in text.splitlines())
    return "\n".join([head, re.sub(r"[^|]+", " --- ", head), *lines])


READ: dict[str, tuple[Callable[[str], str | bytes], set[str]]] = {
    "the comma of lists": (lambda text: text.replace(",", "、"), set()),
    "a wide bar": (lambda text: text.replace(",", "｜"), set()),
    "blanks": (lambda text: text.replace(",", "   "), set()),
    "wide blanks": (lambda text: text.replace(",", "\u3000"), set()),
    "UTF-16 without a mark": (lambda text: text.encode("utf-16-le"), set()),
    "UTF-16 the other way round": (lambda text: text.encode("utf-16-be"), set()),
    "single quotes": (lambda text: around(text, "'", "'"), set()),
    "Chinese quotes": (lambda text: around(text, "“", "”"), set()),
    "a semicolon behind every line": (lambda text: text.replace("\n", ";\n"), set()),
    "a table of Markdown": (markdown, {"unknown_columns", "headings_again"}),
    "a title above": (lambda text: f"循化县派出所基本情况,,,,,,,\n{text}", {"title_lines"}),
    "a remark above": (lambda text: f"# 2026\n\n{text}", {"title_lines"}),
    "headings on every page": (lambda text: text + text.partition("\n")[0] + "\n", {"headings_again"}),
    "units below the headings": (lambda text: text.replace("\n", "\n,,,度,度,平方公里,人,名\n", 1), {"headings_again"}),
    "signs of web pages": (lambda text: text.replace("积石", "&#31215;&#30707;"), {"unwrapped"}),
    "codes in full width": (lambda text: text.replace("630225", "６３０２２５"), set()),
    "codes as numbers": (numbers, set()),
    "codes with a dash": (lambda text: text.replace("630225", "630225-"), {"named"}),
}


@pytest.mark.parametrize("case", READ)
def test_odd_text_is_read_as_it_was_meant(folder: Path, case: str) -> None:
    change, notices = READ[case]
    mistakes, noted = told(folder, change)
    assert mistakes == []
    ours = {"unknown_columns", "title_lines", "headings_again", "unwrapped", "named"}
    assert ours & set(noted) == notices


def archive(name: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as held:
        held.writestr(name, "x")
    return data.getvalue()


def book() -> bytes:
    data = io.BytesIO()
    openpyxl.Workbook().save(data)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "actual", "remedy"),
    [
        (book(), "xlsx", "rename"),
        (archive("a.txt"), "zip", "unpack"),
        (archive("word/document.xml"), "docx", "csv"),
        (archive("ppt/presentation.xml"), "pptx", "source"),
        (b"%PDF-1.4", "pdf", "source"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture", "source"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture", "source"),
        (b"\x00\x01\x00\x00Standard Jet DB\x00", "access", "csv"),
        (b"MZ\x90\x00\x03", "program", "source"),
        (b"\x1f\x8b\x08\x00", "rar", "unpack"),
        (bytes(range(256)) * 20, "binary", "csv"),
        (b'{"type": "FeatureCollection"}', "json", "csv"),
    ],
)
def test_a_file_that_is_no_text_is_called_what_it_is(folder: Path, data: bytes, actual: str, remedy: str) -> None:
    path = folder / "stations.csv"
    before = path.read_bytes()
    path.write_bytes(data)
    try:
        with pytest.raises(InputError) as caught:
            geodata.read_county(str(folder))
    finally:
        path.write_bytes(before)
    (mistake,) = caught.value.mistakes
    assert mistake.says.values["actual"] == Message(f"geodata.container.{actual}")
    assert mistake.says.values["remedy"] == Message(f"geodata.remedy.{remedy}")


def test_letters_that_begin_a_text_are_no_program() -> None:
    assert decode(b"MZ,GIF8\n1,2\n") == "MZ,GIF8\n1,2\n"


@pytest.mark.parametrize(
    ("data", "line", "count"), [(b"a,b\n1,2\n3,\x004\n", 3, 1), (b"a,b\n1,2\n" + b"\x00" * 600, 3, 600)]
)
def test_zeros_in_a_text_are_told_with_their_line(data: bytes, line: int, count: int) -> None:
    assert decode(data) == Message("geodata.file.nul", {"line": line, "count": count})


def test_bytes_that_are_no_text_are_told_with_their_line() -> None:
    assert decode("名称,数\n甲,1\n".encode() + b"\xff\xff,2\n") == Message("geodata.file.encoding", {"line": 3})


@pytest.mark.parametrize("way", [("utf-8", "latin-1"), ("gb18030", "latin-1")])
def test_garbled_text_is_told_with_what_it_was(way: tuple[str, str]) -> None:
    own, read = way
    says = decode("名称,数\n街子镇,1\n白庄镇,2\n".encode(own).decode(read).encode())
    assert isinstance(says, Message)
    assert says.key == "geodata.file.garbled"
    assert says.values["meant"] == "名称,数"


def test_garbled_calls_are_told_without_a_word_of_them(tmp_path: Path) -> None:
    calls = tmp_path / "calls.csv"
    text = "报警时间,管辖派出所,警情类别\n2023-01-02 03:04:05,街子镇,纠纷\n"
    calls.write_bytes(text.encode().decode("latin-1").encode())
    with pytest.raises(InputError) as caught:
        open_calls(calls, {})
    assert [mistake.says for mistake in caught.value.mistakes] == [Message("geodata.file.garbled_list")]


@pytest.mark.parametrize("at", [40, 2_000_000])
def test_zeros_in_a_list_of_calls_are_told_wherever_they_stand(tmp_path: Path, at: int) -> None:
    calls = tmp_path / "calls.csv"
    data = "报警时间,管辖派出所,警情类别\n".encode() + "2023-01-02 03:04:05,街子镇,纠纷\n".encode() * 60_000
    calls.write_bytes(data[:at] + b"\x00" + data[at:])
    with pytest.raises(InputError) as caught:
        open_calls(calls, {})
    (mistake,) = caught.value.mistakes
    assert mistake.says == Message("geodata.file.nul", {"line": data.count(b"\n", 0, at) + 1, "count": 1})


def test_sound_text_with_signs_of_the_west_is_not_garbled() -> None:
    for text in ("名称,数\nCafé,1\n", "naïve,1\nÜbung,2\n", "联通,移动\n"):
        assert decode(text.encode()) == text


def test_attributes_within_attributes_are_read_beside_the_others() -> None:
    from geodata.formats.layers import read_geojson

    text = (
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, '
        '"properties": {"name": "甲", "attributes": {"code": "1", "name": "乙", "deep": {"x": 1}}}}]}'
    )
    found = Findings()
    layer = read_geojson(text, "a.geojson", found)
    assert isinstance(layer, Layer)
    (feature,) = layer.features
    assert feature.properties == {"name": "甲", "code": "1", "attributes.name": "乙", "x": 1}
    assert [notice.key for notice in found.notices] == ["geodata.notice.nested_attributes"]
