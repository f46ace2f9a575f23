"""Files as programs write them, and mistakes of reading them."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyogrio
import shapely
import xlsxwriter
from geopandas import GeoDataFrame

from geodata.tables.findings import Findings
from zoning.model.errors import Mistake


def workbook() -> bytes:
    """A small workbook as Excel's own programs write it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet("派出所").write_row(0, 0, ["代码", "名称"])
    book.close()
    return stream.getvalue()


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def repacked(**changes: bytes) -> bytes:
    """The small workbook with some members replaced or added; ``__`` stands for a slash, ``_xml`` for ``.xml``."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed(members | {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in changes.items()})


def layer(path: Path) -> bytes:
    """A file of one square, in the format of the suffix."""
    frame = GeoDataFrame({"code": ["101"]}, geometry=[shapely.box(107, 30, 107.1, 30.1)], crs=4490)
    pyogrio.write_dataframe(frame, path)
    return path.read_bytes()


def mistakes(read: Callable[[Findings], object]) -> list[tuple[str, str | None]]:
    found = Findings()
    assert read(found) is None
    return [told(mistake) for mistake in found.mistakes]


def told(mistake: Mistake) -> tuple[str, str | None]:
    return mistake.says.key, mistake.table
