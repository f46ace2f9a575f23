"""``kill -9`` of writers amid their steps; ``python -m tests.scenarios.store.kills 100`` does it a hundred times."""

from pathlib import Path

from scenarios.store import open_store
from tests.scenarios.store.drawn import planned
from tests.scenarios.store.kills import kill_again_and_again


def test_nothing_acknowledged_is_lost_when_writers_are_killed(package: bytes, tmp_path: Path) -> None:
    with open_store(tmp_path / "store.db") as store:
        planned(store, package)
    assert kill_again_and_again(tmp_path / "store.db", times=2, seed=1) > 10
