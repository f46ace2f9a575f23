"""Counties spoilt from a seed, as a planner could bring them: a folder, a workbook, a GeoPackage, layers of both kinds.

A mutant begins as a county without mistakes, is changed where its parts are still values, written as its form, and in
part damaged byte by byte after that. The same seed gives the same files.
"""

import copy
import csv
import io
import json
import re
import tempfile
import tomllib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

import geodata
from geodata.tables.settings import render_toml
from tests.geodata import books
from tests.geodata.damage import spoil_bytes, spoil_zip, timeless
from tests.geodata.drawn import CODES, corner, draw, neighbours
from tests.geodata.everything import everything
from tests.geodata.layer_mutants import geopackage, shapefile
from tests.geodata.mutate import Grids, spoil_geojson, spoil_settings, spoil_tables
from tests.geodata.odd import HEADINGS, SETTINGS, TEXTS, Rng, cell, fresh, pick, times


@dataclass
class Parts:
    """A county as plain values: tables of cells, settings, layers."""

    tables: Grids
    settings: dict[str, Any]
    layers: dict[str, Any]


@cache
def _original(name: str) -> Parts:
    """The parts of a county without mistakes."""
    with tempfile.TemporaryDirectory() as within:
        folder = Path(within) / name
        if name == "drawn":
            draw(folder)
        elif name == "everything":
            everything(folder)
        else:
            geodata.copy_sample(name, folder)
        return Parts(
            {
                file.stem: list(csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
                for file in sorted(folder.glob("*.csv"))
            },
            tomllib.loads((folder / "county.toml").read_text(encoding="utf-8")),
            {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.geojson"))},
        )


def _begun(rng: Rng) -> Parts:
    """A county to spoil: without borders at times, so that they come of its areas, and with roads at times."""
    name = pick(rng, ("drawn", "drawn", "everything", "xunhua"))
    parts = copy.deepcopy(_original(name))
    if rng.random() < 0.4:
        parts.tables.pop("borders", None)
    if name == "drawn" and rng.random() < 0.3:
        parts.settings["travel"] = {"mode": "roads"}
        parts.layers["roads"] = _roads()
    return parts


def _roads() -> dict[str, Any]:
    """A road between the seats of any two neighbours."""
    middle = {code: [round(at + 0.05, 2) for at in corner(i)] for i, code in enumerate(CODES)}
    features = [
        {
            "type": "Feature",
            "properties": {"speed_kmh": 30 + 10 * (i % 4)},
            "geometry": {"type": "LineString", "coordinates": [middle[a], middle[b]]},
        }
        for i, (a, b) in enumerate(neighbours())
    ]
    return {"type": "FeatureCollection", "features": features}


def _write_folder(parts: Parts, folder: Path, rng: Rng) -> Path:
    """The parts as files; values that no file can hold become ones that it can."""
    folder.mkdir()
    for name, grid in parts.tables.items():
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=pick(rng, (",",) * 8 + (";", "\t"))).writerows(grid)
        (folder / f"{name}.csv".replace("/", "_")).write_bytes(stream.getvalue().encode("utf-8", "replace"))
    (folder / "county.toml").write_bytes(render_toml(parts.settings).encode("utf-8", "replace"))
    for name, layer in parts.layers.items():
        (folder / f"{name}.geojson").write_text(json.dumps(layer, indent=pick(rng, (None, 1))), encoding="utf-8")
    return folder


def _spoil_one_file(folder: Path, rng: Rng) -> None:
    file = pick(rng, sorted(folder.iterdir()))
    for _ in times(rng):
        file.write_bytes(spoil_bytes(file.read_bytes(), rng))


def _folder(at: Path, rng: Rng) -> Path:
    """A folder of plain tables."""
    parts, structural = _begun(rng), rng.random() < 0.7
    for _ in times(rng) if structural else ():
        if rng.random() < 0.25:
            spoil_settings(parts.settings, rng)
        else:
            spoil_tables(parts.tables, rng, typed=False)
    folder = _write_folder(parts, at / "county", rng)
    if not structural or rng.random() < 0.1:
        _spoil_one_file(folder, rng)
    return folder


def _geojson(at: Path, rng: Rng) -> Path:
    """A folder whose areas or roads are spoilt."""
    parts, structural = _begun(rng), rng.random() < 0.8
    if not parts.layers:
        parts.layers["areas"] = copy.deepcopy(_original("drawn").layers["areas"])
    name = pick(rng, list(parts.layers))
    for _ in times(rng) if structural else ():
        spoil_geojson(parts.layers[name], rng)
    if rng.random() < 0.3:
        parts.settings["areas"] = {
            pick(rng, ("repair", "close_m", "code", "crs", "layer")): fresh(rng, (True, *SETTINGS))
        }
    folder = _write_folder(parts, at / "county", rng)
    file = folder / f"{name}.geojson"
    if not structural:
        file.write_bytes(spoil_bytes(file.read_bytes(), rng))
    elif rng.random() < 0.02:
        deep = int(pick(rng, (500, 5_000, 200_000)))
        file.write_text(f'{{"type": "FeatureCollection", "features": {"[" * deep}{"]" * deep}}}', encoding="utf-8")
    return folder


# ------------------------------------------------------------------------------------------------------------ workbook
def _workbook(at: Path, rng: Rng) -> Path:
    """A workbook, its sheets spoilt and then perhaps its zip."""
    sheets, structural, path = books.sheets(), rng.random() < 0.75, at / "县.xlsx"
    for _ in times(rng) if structural else ():
        spoil_tables(sheets, rng, typed=True)
    book = books.workbook(
        {title(name, i): [[writable(v) for v in row] for row in rows] for i, (name, rows) in enumerate(sheets.items())}
        or {"x": []}
    )
    for _ in times(rng) if structural and rng.random() < 0.4 else ():
        pick(rng, BOOKS)(book, rng)
    data = timeless(books.data(book))
    if not structural:
        data = spoil_zip(data, rng) if rng.random() < 0.7 else spoil_bytes(data, rng)
    path.write_bytes(data)
    return path


def title(name: str, number: int) -> str:
    """The name of a sheet as openpyxl takes it."""
    kept = "".join(c for c in writable(name) if c not in "[]:*?/\\'")[:31]
    return kept or str(number)


def writable(value: Any) -> Any:
    """The value as openpyxl takes it: no workbook holds longer text, halves of a pair, or a list."""
    if not isinstance(value, str):
        return value if value is None or isinstance(value, bool | int | float | date | time | timedelta) else str(value)
    whole = value.encode("utf-8", "replace").decode("utf-8")
    return re.sub("[\ufffe\uffff]", "", ILLEGAL_CHARACTERS_RE.sub("_x0007_", whole))[:32_767]


def _any_sheet(book: Any, rng: Rng) -> Any:
    return pick(rng, book.worksheets)


def _merge(book: Any, rng: Rng) -> None:
    row, column, down, right = (int(rng.integers(low, high)) for low, high in ((1, 12), (1, 14), (0, 5), (0, 4)))
    _any_sheet(book, rng).merge_cells(start_row=row, start_column=column, end_row=row + down, end_column=column + right)


def _hide(book: Any, rng: Rng) -> None:
    sheet = _any_sheet(book, rng)
    sheet.sheet_state = pick(rng, ("visible", "hidden", "veryHidden")) if len(book.worksheets) > 1 else "visible"
    sheet.row_dimensions[int(rng.integers(1, 12))].hidden = True
    sheet.column_dimensions[get_column_letter(int(rng.integers(1, 20)))].hidden = True


def _formats(book: Any, rng: Rng) -> None:
    for row in _any_sheet(book, rng).iter_rows(max_row=50, max_col=50):  # not up to the last corner
        for one in row:
            one.number_format = pick(
                rng, ("@", "0%", "yyyy-mm-dd", "[h]:mm", "0.00E+00", "General", "[Red]0;;;@", "# ?/?")
            )


def _far_away(book: Any, rng: Rng) -> None:
    address = pick(rng, ("XFD1", "A1048576", "XFD1048576", "ZZ50", "A5000"))
    _any_sheet(book, rng)[address] = writable(cell(rng, typed=True))


def _above(book: Any, rng: Rng) -> None:
    sheet = _any_sheet(book, rng)
    rows = int(rng.integers(1, 4))
    if sheet.max_row * sheet.max_column < 100_000:  # it looks at every cell up to the last corner
        sheet.insert_rows(1, rows)
    sheet["A1"] = writable(pick(rng, TEXTS))


def _another_sheet(book: Any, rng: Rng) -> None:
    sheet = book.create_sheet(
        title(pick(rng, (*books.sheets(), "Sheet1", "areas", "辖区", "stations")), 0), int(rng.integers(3))
    )
    for _ in range(int(rng.integers(6))):
        sheet.append([pick(rng, HEADINGS) for _ in range(int(rng.integers(1, 15)))])


BOOKS: tuple[Callable[[Any, Rng], None], ...] = (_merge, _merge, _hide, _formats, _far_away, _above, _another_sheet)


FORMS: dict[str, Callable[[Path, Rng], Path]] = {
    "workbook": _workbook,
    "folder": _folder,
    "geojson": _geojson,
    "gpkg": geopackage,
    "shapefile": shapefile,
}


def grow(seed: int, form: str, at: Path) -> Path:
    """The county of a seed, written below ``at``; gives the path that a planner would type."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of those who write what is odd
        return FORMS[form](at, np.random.default_rng([seed, list(FORMS).index(form)]))
