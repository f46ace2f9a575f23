"""Files beside a county, each kind spoilt from a seed: plans, groupings, policies, scenarios, settings, layers.

A kind is a row of :data:`KINDS`: how its file is written, and the command lines that read it.
"""

import csv
import io
import json
import shutil
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import geodata
import zoning
from geodata.samples import HOME
from tests.fuzz.spoil import spoil_document, spoil_lines
from tests.geodata import books
from tests.geodata.damage import spoil_bytes, spoil_zip, timeless
from tests.geodata.mutants import title, writable
from tests.geodata.mutate import spoil_geojson, spoil_tables
from tests.geodata.odd import Rng, pick, times
from workbench.line.screen import BAD_INPUT, BROKEN_RULE, DONE, INFEASIBLE, NO_PROOF
from zoning.result.documents import rendered

COUNTY = "sample:xunhua"
SCENARIOS = """\
[base]
county = "sample:xunhua"
[scenarios.fewer]
why = "抽调两名民警"
stations = { "most officers" = { officers = "-2" } }
[scenarios.closed]
why = "断路"
extends = "fewer"
bar = ["longest border"]
set = { "zones.max" = 4 }
incidents = { traffic = "x1.3" }
"""
Command = tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """``write`` puts the spoilt file below a folder and gives its path; a seed takes one of the ``commands``."""

    write: Callable[[Path, Rng], Path]
    commands: tuple[Command, ...]
    codes: tuple[int, ...] = (DONE, BAD_INPUT)


@cache
def solved() -> Any:
    """The plan file of the sample, as an object."""
    problem = zoning.Problem(geodata.read_county(COUNTY), zoning.read_policy("haidong"))
    return json.loads(rendered(zoning.solve(problem)))


def _plan(at: Path, rng: Rng) -> Path:
    path = at / "plan.json"
    path.write_bytes(spoil_document(solved(), rng) if rng.random() < 0.97 else _other_kind(rng))
    return path


def _other_kind(rng: Rng) -> bytes:
    """The content of a sound file of another kind under this name."""
    names = ("stations.csv", "county.toml", "areas.geojson", "README.md")
    return pick(
        rng, ((HOME / "xunhua" / pick(rng, names)).read_bytes(), b"", b"{}", b"[]", b"\x00" * 4096, b"PK\x03\x04")
    )


def _rows() -> list[list[Any]]:
    names = {row["code"]: row["name"] for row in csv.DictReader(_text("stations.csv").splitlines())}
    zones = [zone["stations"] for zone in solved()["zones"]]
    return [["派出所", "防区"], *([names[code], f"第{z}防区"] for z, codes in enumerate(zones, 1) for code in codes)]


def _text(name: str) -> str:
    return (HOME / "xunhua" / name).read_text(encoding="utf-8")


def _drawn(at: Path, rng: Rng) -> Path:
    """A grouping as a CSV or a workbook."""
    sheets = {"防区划分": _rows()}
    typed = bool(rng.random() < 0.5)
    for _ in times(rng):
        spoil_tables(sheets, rng, typed=typed)
    if typed:
        held = enumerate(sheets.items())
        rows = {title(name, k): [[writable(v) for v in row] for row in grid] for k, (name, grid) in held}
        data = timeless(books.data(books.workbook(rows or {"x": []})))
        (at / "划分.xlsx").write_bytes(spoil_zip(data, rng) if rng.random() < 0.2 else data)
        return at / "划分.xlsx"
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(next(iter(sheets.values()), []))
    data = stream.getvalue().encode("utf-8", "replace")
    (at / "划分.csv").write_bytes(spoil_bytes(data, rng) if rng.random() < 0.3 else data)
    return at / "划分.csv"


def _policy(at: Path, rng: Rng) -> Path:
    return _lines(
        at / "policy.toml", (HOME.parents[1] / "zoning/policies/haidong.toml").read_text(encoding="utf-8"), rng
    )


def _scenarios(at: Path, rng: Rng) -> Path:
    return _lines(at / "scenarios.toml", SCENARIOS, rng)


def _lines(path: Path, text: str, rng: Rng) -> Path:
    path.write_bytes(spoil_lines(text, rng) if rng.random() < 0.97 else _other_kind(rng))
    return path


def _settings(at: Path, rng: Rng) -> Path:
    """A county of plain tables whose ``county.toml`` is spoilt as text."""
    folder = Path(shutil.copytree(HOME / "xunhua", at / "county"))
    _lines(folder / "county.toml", _text("county.toml"), rng)
    return folder


def _layer(name: str, content: Callable[[], Any]) -> Callable[[Path, Rng], Path]:
    def write(at: Path, rng: Rng) -> Path:
        layer, path = content(), at / name
        as_text = rng.random() < 0.3
        for _ in () if as_text else times(rng):
            spoil_geojson(layer, rng)
        data = spoil_document(layer, rng) if as_text else json.dumps(layer).encode()
        path.write_bytes(spoil_bytes(data, rng) if rng.random() < 0.2 else data)
        return path

    return write


def _roads() -> Any:
    """Roads between all seats, one after the other."""
    seats = [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(_text("stations.csv").splitlines())]
    lines = [{"type": "LineString", "coordinates": [a, b]} for a in seats for b in seats if a < b]
    tags = ({"maxspeed": "50"}, {"highway": "primary"}, {"speed_kmh": 30}, {})
    return _collection([(tags[i % 4], line) for i, line in enumerate(lines)])


def _outline() -> Any:
    """A box around the county as its border."""
    box = [[101.9, 35.3], [103.1, 35.3], [103.1, 36.1], [101.9, 36.1], [101.9, 35.3]]
    return _collection([({"name": "循化撒拉族自治县"}, {"type": "Polygon", "coordinates": [box]})])


def _collection(features: list[tuple[Any, Any]]) -> Any:
    made = [{"type": "Feature", "properties": own, "geometry": shape} for own, shape in features]
    return json.loads(json.dumps({"type": "FeatureCollection", "features": made}))


@cache
def bare() -> Path:
    """The county without areas, whose seats an outline is for."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-county-")) / "county"
    return Path(shutil.copytree(HOME / "xunhua", folder, ignore=shutil.ignore_patterns("areas.geojson")))


PLANS: tuple[Command, ...] = (
    ("score", COUNTY, "{file}"), ("verify", COUNTY, "{file}"), ("explain", COUNTY, "{file}", "街子镇"),
    ("compare", COUNTY, "{file}", "{sound}"), ("response", COUNTY, "{file}"), ("organise", COUNTY, "{file}"),
    ("solve", COUNTY, "--start", "{file}", "--time-limit", "2"), ("deploy", COUNTY, "{file}"),
    ("staffing", COUNTY, "{file}"), ("report", "{folder}", "--county", COUNTY, "--format", "html", "--out", "{out}"),
)  # fmt: skip
SOLVES = (DONE, BAD_INPUT, INFEASIBLE, NO_PROOF)
KINDS: dict[str, Kind] = {
    "plan": Kind(_plan, PLANS, (DONE, BAD_INPUT, NO_PROOF, BROKEN_RULE)),
    "grouping": Kind(
        _drawn,
        (("score", COUNTY, "{file}", "--no-best"), ("compare", COUNTY, "{file}", "{sound}")),
        (DONE, BAD_INPUT, BROKEN_RULE),
    ),
    "policy": Kind(_policy, (("solve", COUNTY, "--policy", "{file}", "--time-limit", "2"),), SOLVES),
    "scenarios": Kind(_scenarios, (("scenarios", "{file}", "--jobs", "1", "--time-limit", "2"),), SOLVES),
    "settings": Kind(_settings, (("check", "{file}"),)),
    "roads": Kind(_layer("roads.geojson", _roads), (("check", COUNTY, "--roads", "{file}"),)),
    "outline": Kind(_layer("outline.geojson", _outline), (("check", "{bare}", "--outline", "{file}"),)),
}


def grow(seed: int, kind: str, at: Path) -> Path:
    """The spoilt file of a seed, written below ``at``; gives the path that a planner would type."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of those who write what is odd
        return KINDS[kind].write(at, np.random.default_rng([seed, list(KINDS).index(kind), 17]))
