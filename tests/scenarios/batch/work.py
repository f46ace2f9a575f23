"""The work of a batch where one county kills its process, as a computer without memory would."""

import os
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.many import FIRST, write
from scenarios.batch import worker
from scenarios.batch.records import Done, Task
from scenarios.spread.records import Place

POISON = "poison"
TIMES = {"seconds", "host", "county_seconds", "known"}
"""What may differ between two runs."""


def begin(place: Place) -> Callable[[Task], Done | None]:
    """As in life, but the county called poison kills its process."""

    def work(task: Task) -> Done | None:
        if task.wanted.called == POISON:
            os.kill(os.getpid(), signal.SIGKILL)
        return worker.work(task, place)

    return work


def prefecture(folder: Path, counties: int, stations: int = 7, *, poison: bool = True) -> Path:
    """A batch of made-up counties: the first infeasible, the second with a mistake, the third poisonous."""
    paths = write(folder, [stations] * counties)
    bad = folder / str(FIRST + 1)
    paths[1].unlink()
    bad.mkdir()
    (bad / "county.toml").write_text(f'code = "{FIRST + 1}"\nname = "坏县"\n', encoding="utf-8")
    head = "code,name,kind,lon,lat,area_km2,officers"
    (bad / "stations.csv").write_text(f"{head}\n1,甲,town,107,30,abc,5\n", encoding="utf-8")
    (bad / "incidents.csv").write_text("code,dispute\n1,5\n", encoding="utf-8")
    if poison:
        paths[2].rename(folder / f"{POISON}.gpkg")
    listed = [f'[[county]]\nsource = "{FIRST}.gpkg"\nset = {{ "rules.max_minutes" = 1 }}\n']
    listed += [f'[[county]]\nsource = "{p.name}"\n' for p in sorted(folder.iterdir()) if p.stem != str(FIRST)]
    (folder / "four.toml").write_text(
        '[scenarios.four]\nwhy = "至多三个防区"\nset = { "zones.max" = 3 }\n', encoding="utf-8"
    )
    head = '[defaults]\nscenarios = ["four.toml"]\nset = { "zones.alone" = [] }\n'
    (folder / "batch.toml").write_text(head + "".join(listed), encoding="utf-8")
    return folder / "batch.toml"


def timeless(value: Any) -> Any:
    """A document without seconds and hosts."""
    if isinstance(value, Mapping):
        return {key: timeless(part) for key, part in value.items() if key not in TIMES}
    return [timeless(part) for part in value] if isinstance(value, list) else value
