"""Drawn counties with drawn bureaus: posts too few or too many, nobody at a base, blanks, tables that are not there.

``python -m tests.systems.drawn`` runs ``beats``, ``posts``, ``deploy`` and ``evaluate`` on all samples and on thirty of
them, and names every command that ends otherwise than it may; the tests take some.
"""

import contextlib
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

import geodata
from geodata.samples import NAMES
from workbench.cli import main
from zoning.model.bureau import (
    Branch,
    Bureau,
    Check,
    Experience,
    Leader,
    Place,
    Post,
    Unit,
    Video,
    Village,
)
from zoning.model.county import County
from zoning.model.stations import DEFAULT_CLASSES, Border, Kind, Station

MAY = (0, 3, 4)
"""Exit codes that a command may end with: done, bad input, nothing keeps what was asked."""
KINDS: tuple[Kind, ...] = ("county_seat", "urban", "town", "township")
ITEMS = ("统一标识", "统一着装")


def drawn(seed: int) -> County:
    """A county of 3 to 14 stations on a grid, three wide, with a bureau."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 15))
    at = [(k % 3, k // 3) for k in range(n)]
    stations = tuple(_station(k, at[k], rng) for k in range(n))
    minutes = 15.0 * np.array([[abs(a - c) + abs(b - d) for c, d in at] for a, b in at])
    near = [(i, j) for i in range(n) for j in range(i + 1, n) if minutes[i, j] == 15]
    quiet = rng.random() < 0.1
    return County(
        code="100",
        name=f"抽样县{seed}",
        stations=stations,
        counts=np.zeros((n, 8)) if quiet else rng.poisson(rng.uniform(0, 60, (n, 8))).astype(float),
        minutes=minutes,
        borders=tuple(Border(f"{100 + i}", f"{100 + j}", 5.0) for i, j in near),
        classes=DEFAULT_CLASSES,
        years=float(rng.choice([0.25, 1.0, 3.0])),
        travel="matrix",
        notice="虚构",
        bureau=_bureau(stations, rng),
    )


def _maybe(rng: np.random.Generator, low: int, high: int, blank: float = 0.3) -> int | None:
    """A number, or a blank now and then."""
    return None if rng.random() < blank else int(rng.integers(low, high))


def _station(k: int, at: tuple[int, int], rng: np.random.Generator) -> Station:
    return Station(
        code=f"{100 + k}",
        name=f"{k}所",
        kind="county_seat" if k == 0 else KINDS[int(rng.integers(1, 4))],
        lon=107 + at[0] / 10,
        lat=30 + at[1] / 10,
        area_km2=float(rng.uniform(10, 300)),
        population=_maybe(rng, 0, 60_000),
        officers=int(rng.integers(0, 25)) if rng.random() < 0.9 else 0,
        auxiliaries=_maybe(rng, 0, 30),
        villages=_maybe(rng, 0, 12),
        communities=_maybe(rng, 0, 6),
        has_case_area=bool(rng.random() < 0.4),
        current_zone=None,
    )


def _bureau(stations: Sequence[Station], rng: np.random.Generator) -> Bureau:
    """Tables of any length, or none."""
    posts = tuple(_post(k, stations, rng) for k in range(int(rng.integers(0, 2 * len(stations)))))
    bases = [station.code for station in stations] + [post.code for post in posts]
    return Bureau(
        officers=_maybe(rng, 0, 900),
        leaders=tuple(
            Leader(post=f"局领导{k}", is_head=k == 0 and rng.random() < 0.8) for k in range(int(rng.integers(0, 13)))
        ),
        branches=tuple(Branch(name=f"{k}大队", officers=_maybe(rng, 0, 40)) for k in range(int(rng.integers(0, 13)))),
        places=tuple(
            Place(name=f"{k}桥", lon=107 + rng.random() / 3, lat=30 + rng.random() / 3, weight=_maybe(rng, 0, 400))
            for k in range(int(rng.integers(0, 6)))
        ),
        villages=tuple(_villages(stations, rng)) if rng.random() < 0.85 else (),
        posts=posts,
        units=tuple(_unit(k, bases, rng) for k in range(int(rng.integers(0, 8)))),
        experience=tuple(
            Experience(station=station.code, officers=int(rng.integers(0, 5)))
            for station in stations
            if rng.random() < 0.4
        ),
        video=tuple(
            Video(
                code=f"V{k}", name=f"{k}室", level="post", cameras=_maybe(rng, 0, 90), seats=_maybe(rng, 0, 4), hours=8
            )
            for k in range(int(rng.integers(0, 4)))
        ),
        checks=tuple(
            Check(checklist="六统一", item=item, at=post.name, done=(True, False, None)[int(rng.integers(3))])
            for item in ITEMS
            for post in posts[:3]
        ),
    )


def _post(k: int, stations: Sequence[Station], rng: np.random.Generator) -> Post:
    near = stations[int(rng.integers(len(stations)))]
    return Post(
        code=f"P{k:02}",
        name=f"{k}警务站",
        lon=near.lon + rng.normal() / 100,
        lat=near.lat + rng.normal() / 100,
        officers=_maybe(rng, 0, 6),
        auxiliaries=_maybe(rng, 0, 9),
        stations=int(rng.integers(1, 4)),
    )


def _unit(k: int, bases: Sequence[str], rng: np.random.Generator) -> Unit:
    start, end = rng.integers(0, 25, 2).tolist()
    base = bases[int(rng.integers(len(bases)))]
    return Unit(code=f"U{k}", name=f"{k}组", base=base, crew=int(rng.integers(1, 6)), start_hour=start, end_hour=end)


def _villages(stations: Sequence[Station], rng: np.random.Generator) -> Iterator[Village]:
    """Up to nine villages and communities a station, some of them on one spot."""
    for station in stations:
        for k in range(int(rng.integers(0, 10))):
            spot = np.round(rng.normal(0, 0.02, 2), 3) * (rng.random() < 0.9)
            yield Village(
                code=f"{station.code}{k:03}",
                name=f"{station.name}{k}村",
                station=station.code,
                kind="village" if rng.random() < 0.7 else "community",
                lon=station.lon + float(spot[0]),
                lat=station.lat + float(spot[1]),
                population=_maybe(rng, 0, 4_000),
                households=_maybe(rng, 0, 900),
                incidents=_maybe(rng, 0, 80),
                officers=_maybe(rng, 0, 2),
                auxiliaries=_maybe(rng, 0, 2),
                **{key: _maybe(rng, 0, 90) for key in ("visited", "familiar", "collected", "settled", "asked")},
            )


def commands(county: str, folder: Path, seed: int) -> Iterator[tuple[str, ...]]:
    """What is run on a county: every command of these systems, with options drawn from the seed."""
    rng = np.random.default_rng([seed, 1])
    yield "beats", county, "--room-hours", str(rng.integers(0, 60))
    yield "posts", county
    yield "posts", county, "--each", str(rng.integers(1, 4)), "--new", str(rng.integers(1, 4)), "--hand-back", "1"
    yield "deploy", county, "--persons", "特警=9", "--persons", "巡警=4", "--zone-least", str(rng.integers(0, 2))
    yield "deploy", county, "--units", str(rng.integers(1, 20)), "--pooled-share", "0", "--zone-least", "0"
    incidents = folder / "incidents.csv"
    if incidents.exists():
        header, *rows = incidents.read_text(encoding="utf-8").splitlines()
        after = folder / "after.csv"  # one and the same table is refused
        after.write_text("\n".join([header, *rows[::-1]]), encoding="utf-8")
        yield "evaluate", county, str(incidents), str(after), "--years-after", "0.5"


def code_of(words: Sequence[str]) -> int:
    """The exit code of a command, and nothing of what it says."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main([*words])


def faults(seeds: Sequence[int], samples: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every command that ended otherwise than it may."""
    with tempfile.TemporaryDirectory() as home:
        runs = [(f"sample:{name}", Path("-"), 0) for name in samples]
        for seed in seeds:
            geodata.write_county(drawn(seed), at := Path(home) / str(seed))
            runs.append((str(at), at, seed))
        for county, folder, seed in runs:
            for words in commands(county, folder, seed):
                if (code := code_of(words)) not in MAY:
                    yield code, words


if __name__ == "__main__":
    found = list(faults(range(30), sorted(NAMES)))
    for code, words in found:
        print(code, *words)
    sys.exit(bool(found))
