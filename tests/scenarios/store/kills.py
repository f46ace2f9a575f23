"""Writers of a store killed with SIGKILL amid their steps: what was acknowledged is there, the rest is whole or absent.

``python -m tests.scenarios.store.kills 100`` kills a hundred times.
"""

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scenarios.store import Conflict, Step, Store, open_store

WRITERS = 2


def write(path: Path, name: str) -> None:
    """Append to plan 1 without end, and say the key and number of each step that was acknowledged."""
    with open_store(path) as store:
        me, base = store.local().id, store.plan(1).head
        number = 0
        while True:
            number += 1
            made = Step({"zones": [[name, str(number)]]}, "move", {"by": name})
            while True:
                try:
                    kept = store.append(1, base, made, me, f"{name}-{number}")
                    break
                except Conflict as told:
                    base = told.head
            base = kept.number
            sys.stdout.write(f"{kept.key} {kept.number}\n")
            sys.stdout.flush()


def killed(path: Path, turn: int, seconds: float) -> dict[str, int]:
    """Start writers, kill them after they have written for a while; gives what they were told, numbers by key."""
    command = [sys.executable, "-m", "tests.scenarios.store.kills", "write", str(path)]
    writers = [subprocess.Popen([*command, f"{turn}.{k}"], stdout=subprocess.PIPE, text=True) for k in range(WRITERS)]
    try:
        first = [writer.stdout.readline() for writer in writers if writer.stdout]
        time.sleep(seconds)
    finally:
        for writer in writers:
            writer.kill()
    rest = "".join(writer.communicate()[0] for writer in writers)
    lines = [line.split() for line in ("".join(first) + rest).splitlines(keepends=True) if line.endswith("\n")]
    return {key: int(number) for key, number in lines}


def check(store: Store, told: dict[str, int], before: int) -> int:
    """Every acknowledged step is there under its number, the chain is whole, and an unacknowledged one may be repeated.

    Gives how many revisions there are; ``before`` the writers began there were so many.
    """
    history = {one.key: one.number for one in store.history(1, limit=1_000_000)}
    assert {key: history.get(key) for key in told} == told
    assert sorted(history.values()) == list(range(1, store.plan(1).head + 1))
    silent = [key for key, number in history.items() if number > before and key not in told]
    assert len(silent) <= WRITERS, "at most one step a writer was kept and not acknowledged"
    for key in silent:
        again = store.append(1, 1, Step({"zones": []}, "move", {}), store.local().id, key)
        assert again.number == history[key]
    assert store.verify().different == ()
    return len(history)


def kill_again_and_again(path: Path, times: int, seed: int) -> int:
    """Kill the writers of the store with plan 1 so many times; gives the number of revisions."""
    pauses = random.Random(seed)
    count = 1
    for turn in range(times):
        told = killed(path, turn, pauses.uniform(0, 0.3))
        assert told, "they wrote"
        with open_store(path) as store:
            count = check(store, told, count)
    return count


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), sys.argv[3])
    from tests.scenarios.store import drawn

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "store.db"
        with open_store(place) as made:
            drawn.planned(made, drawn.package())
        print(f"{kill_again_and_again(place, int(sys.argv[1]), 0)} steps kept, none lost")
