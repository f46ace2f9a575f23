"""A drawn county of nine squares, a tenth of a degree each, as a folder of files.

    107 G  108 H  109 I      30.3 N
    104 D  105 E  106 F
    101 A  102 B  103 C      30.0 N
    107.0 E       107.3 E

The seats stand in the middle of the squares; 105 (E) is the county seat. Two incident classes; one year.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

CODES = [f"10{i}" for i in range(1, 10)]
NAMES = dict(zip(CODES, "ABCDEFGHI", strict=True))
HEADER = (
    "code,name,kind,lon,lat,area_km2,population,officers,auxiliaries,villages,communities,has_case_area,is_seat,"
    "current_zone"
)
COUNTY = """\
code = "100100"
name = "九宫县"
years = 1
[travel]
mode = "straight"
[[classes]]
key = "dispute"
name = "纠纷"
minutes = 60
officers = 2
team = "community"
[[classes]]
key = "traffic"
name = "交通"
minutes = 30
officers = 2
team = "community"
"""
Edit = Callable[[Path], None]


def corner(i: int) -> tuple[float, float]:
    """South-west corner of square i, in degrees."""
    return round(107 + 0.1 * (i % 3), 1), round(30 + 0.1 * (i // 3), 1)


def square(i: int) -> list[list[float]]:
    x, y = corner(i)
    ring = [(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1), (x, y)]
    return [[round(a, 1), round(b, 1)] for a, b in ring]


def neighbours() -> Iterator[tuple[str, str]]:
    for i, code in enumerate(CODES):
        if i % 3 < 2:
            yield code, CODES[i + 1]
        if i < 6:
            yield code, CODES[i + 3]


def geojson(**properties: object) -> str:
    """The nine squares, one feature a line."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, **properties},
            "geometry": {"type": "Polygon", "coordinates": [square(i)]},
        }
        for i, code in enumerate(CODES)
    ]
    return '{"type": "FeatureCollection", "features": [\n' + ",\n".join(map(json.dumps, features)) + "\n]}\n"


def station(i: int) -> str:
    x, y = corner(i)
    kind = "county_seat" if i == 4 else "town"
    seat = "是" if i == 4 else "否"
    place = f"{x + 0.05:.2f},{y + 0.05:.2f}"
    return f"{CODES[i]},{NAMES[CODES[i]]},{kind},{place},100,{10000 + i},{10 + i},5,8,2,{seat},{seat},"


def counted(i: int, j: int) -> int:
    """Incidents of station i in class j; none so few that they tell of a person."""
    return 10 * i + j if i else 9 * j


def draw(folder: Path, areas: bool = True, borders: bool = True) -> Path:
    """Write the county and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    put(folder, "county.toml", COUNTY)
    put(folder, "stations.csv", "\n".join([HEADER, *map(station, range(9))]) + "\n")
    rows = [
        f"{code},{word},{counted(i, j)}"
        for i, code in enumerate(CODES)
        for j, word in enumerate(("dispute", "traffic"))
    ]
    put(folder, "incidents.csv", "\n".join(["station,class,count", *rows]) + "\n")
    if borders:
        put(folder, "borders.csv", "\n".join(["a,b,km,kind", *(f"{a},{b},10,shared" for a, b in neighbours())]) + "\n")
    if areas:
        put(folder, "areas.geojson", geojson())
    return folder


def put(folder: Path, name: str, content: str | bytes) -> None:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)


def get(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Replace the one place where ``old`` stands."""
    text = get(folder, name)
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    put(folder, name, text.replace(old, new))


def changed(name: str, old: str, new: str) -> Edit:
    return lambda folder: change(folder, name, old, new)


def holding(name: str, content: str | bytes) -> Edit:
    return lambda folder: put(folder, name, content)


def without(name: str) -> Edit:
    return lambda folder: (folder / name).unlink()


def adding(name: str, line: str) -> Edit:
    return lambda folder: put(folder, name, get(folder, name) + line + "\n")


def both(*edits: Edit) -> Edit:
    def apply(folder: Path) -> None:
        for edit in edits:
            edit(folder)

    return apply
