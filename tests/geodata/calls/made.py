"""A made-up (虚构) export of calls with every dirt that real ones have, and what a plain loop counts in it.

    python -m tests.geodata.calls.made COUNT

writes so many calls of the drawn county of nine squares, has ``zoning count`` count them, compares every cell and every
reason, searches what was written, shown and said as JSON for the persons of the list, and prints seconds, seconds of
processor time, and memory.
"""

import csv
import datetime
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from geodata.coordinates.shifted import Shifted, from_wgs84
from tests.geodata.drawn import CODES, corner, draw, get, put

HEADER = [
    "接警单编号",
    "报警人",
    "联系电话",
    "报警时间",
    "管辖单位",
    "警情类别",
    "经度",
    "纬度",
    "简要警情",
    "警情状态",
]
NAMES = dict(zip(CODES, ("东山", "西河", "南坪", "北川", "城关", "石桥", "水口", "龙潭", "白沙"), strict=True))
PERSONS = ("诸葛春雨", "欧阳国强", "13812345678", "13987654321", "520112199003071239")
"""Names and numbers of nobody, which no output may hold."""
KINDS = {
    "dispute": ("纠纷", "家庭纠纷", "邻里矛盾", "讨薪"),
    "traffic": ("交通", "交通事故", "道路交通-剐蹭", "违停"),
}
REASONS = {
    "test": ("系统测试", "演练"),
    "cancelled": ("误拨", "撤销"),
    "repeated": ("重复报警",),
    "nuisance": ("骚扰电话",),
}
FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y%m%d%H%M%S",
    "%Y年%m月%d日%H时%M分%S秒",
    "%Y-%m-%dT%H:%M:%S+08:00",
)
NONSENSE = ("", "无", "2023-02-30 10:00:00", "2023-01-01 25:61:00", "1900-01-01 00:00:00", "次日")
LACKING = ("", "无")
DAYS = 365
CALLS = "报警时间,管辖派出所,警情类别\n2023-01-02 03:04:05,东山,纠纷\n2023-02-03 04:05:06,101,交通\n"
"""Two sound calls."""


def named(folder: Path) -> Path:
    """The drawn county with names such as stations have."""
    draw(folder)
    text = get(folder, "stations.csv")
    for code, letter in zip(CODES, "ABCDEFGHI", strict=True):
        text = text.replace(f"{code},{letter},", f"{code},{NAMES[code]}镇派出所,")
    put(folder, "stations.csv", text)
    (folder / "incidents.csv").unlink()  # they are to be counted
    return folder


def rows_in(folder: Path, header: str, *rows: str) -> Path:
    """A list of calls as CSV: its headings, then a row a call."""
    path = folder / "calls.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


@dataclass
class Truth:
    """What a plain loop counts: cells by station, class and month; by weekday and hour; calls by reason."""

    cells: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    hours: Counter[tuple[str, str, int, int]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)


def make(path: Path, count: int, seed: int = 0) -> Truth:
    """Write an export in GB18030 with a title above its headings; the places are on GCJ-02."""
    rnd, truth = random.Random(seed), Truth()
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["110接处警明细（虚构）", *[""] * (len(HEADER) - 1)])
        writer.writerow(HEADER)
        last: list[object] = []
        for number in range(count):
            row, why, cell = _call(rnd, number)
            if last and rnd.random() < 0.02:
                row, why, cell = list(last), "duplicate", None
            writer.writerow(row)
            if cell is None:
                truth.reasons[why] += 1
                truth.kinds.update([str(row[5])] if why == "kind" else [])
                continue
            station, kind, when = cell
            truth.cells[station, kind, f"{when:%Y-%m}"] += 1
            truth.hours[station, kind, when.isoweekday(), when.hour] += 1
            last = row
    return truth


def _call(rnd: random.Random, number: int) -> tuple[list[object], str, tuple[str, str, datetime.datetime] | None]:
    """A row, why it is not counted, and else the station, class and time that it is counted under."""
    when = datetime.datetime(2023, 1, 1) + datetime.timedelta(seconds=rnd.randrange(DAYS * 86_400))  # noqa: DTZ001
    square = rnd.randrange(9)
    code = CODES[square]
    kind = rnd.choice(list(KINDS))
    place = rnd.random()
    said = rnd.choice((code, NAMES[code], f"九宫县公安局{NAMES[code]}派出所", f"{NAMES[code]}镇", f"{code}.0"))
    x, y = corner(square)
    point = _shifted(x + rnd.uniform(0.002, 0.098), y + rnd.uniform(0.002, 0.098))
    text, state, moment, why = rnd.choice(KINDS[kind]), "已处置", when.strftime(rnd.choice(FORMS)), ""
    if place < 0.5:
        said = ""  # the point alone says where
    elif place < 0.7:
        point = ("", "")
    elif place < 0.71:
        point = point[::-1]  # which is seen, since no latitude is that large
    dirt = rnd.random()
    if dirt < 0.02:
        why = rnd.choice(list(REASONS))
        text = rnd.choice(REASONS[why])
    elif dirt < 0.03:
        why, state = "cancelled", "已撤销"
    elif dirt < 0.04:
        moment = rnd.choice(NONSENSE)
        why = "no_time" if moment in LACKING else "time"
    elif dirt < 0.045:
        why, moment = "future", "2999-01-01 00:00:00"
    elif dirt < 0.055:
        why, text = "kind", rnd.choice(("虫草采挖", "不明", PERSONS[0]))
    elif dirt < 0.065:
        why, said, point = "station", "邻县某所", ("", "")
    elif dirt < 0.075:
        why, said, point = "outside", "", _shifted(110.0, 31.0)
    elif dirt < 0.08:
        why, said, point = "nowhere", "", ("", "")
    story = f"{rnd.choice(PERSONS[:2])}报称，身份证{PERSONS[4]}，速来"
    row = [
        f"J{number:09d}",
        rnd.choice(PERSONS[:2]),
        rnd.choice(PERSONS[2:4]),
        moment,
        said,
        text,
        *point,
        story,
        state,
    ]
    return row, why, None if why else (code, kind, when)


def _shifted(lon: float, lat: float) -> tuple[object, object]:
    x, y = from_wgs84(np.array([lon]), np.array([lat]), Shifted("gcj02"))
    return float(x[0]), float(y[0])


def cells_of(path: Path) -> Counter[tuple[str, ...]]:
    """The counts above 0 of a table that was written, by all its other cells."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header[-1] == "count"
    return +Counter({tuple(row[:-1]): int(row[-1]) for row in rows})


def main(count: int) -> int:
    """Count in a process of its own; 1 where anything differs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county, calls, out = named(folder / "county"), folder / "明细.csv", folder / "警情.csv"
        truth = make(calls, count)
        began = time.perf_counter()
        words = [sys.executable, "-m", "workbench", "count", str(calls), "--county", str(county), "--points", "gcj02"]
        said = subprocess.run([*words, "--out", str(out), "--lang", "zh"], capture_output=True, check=False)
        seconds, usage = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        told = subprocess.run([*words, "--json"], capture_output=True, check=False)
        texts = [
            said.stdout,
            said.stderr,
            told.stdout,
            told.stderr,
            *(file.read_bytes() for file in folder.glob("警情*.csv")),
        ]
        leaks = [person for person in PERSONS for text in texts if person.encode() in text]
        equal = cells_of(out) == truth.cells and +Counter(json.loads(told.stdout)["not_counted"]) == truth.reasons
        hours = {(s, c, str(d), str(h)): n for (s, c, d, h), n in truth.hours.items()}
        equal = equal and cells_of(out.with_name("警情_时段.csv")) == Counter(hours)
        megabytes, busy = usage.ru_maxrss // 1024, usage.ru_utime + usage.ru_stime
        is_equal = "equal" if equal else "DIFFERENT"
        print(f"{count:,} calls: {seconds:.1f} s ({busy:.1f} s busy), {megabytes} MB, {is_equal}, leaks: {leaks}")
        return 0 if equal and not leaks and said.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
