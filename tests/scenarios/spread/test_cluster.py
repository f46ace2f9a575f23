"""Work spread over a cluster of Dask on this machine, which is there only where Dask is installed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

distributed = pytest.importorskip("distributed")

from scenarios.spread import cluster  # noqa: E402
from scenarios.spread.records import Dask  # noqa: E402
from scenarios.spread.spread import spread  # noqa: E402
from tests.scenarios.spread.work import begin  # noqa: E402
from zoning.model.errors import InputError  # noqa: E402


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with two workers."""
    with cluster.cluster_here(2) as local:
        yield local.scheduler_address


@pytest.mark.usefixtures("address")
def test_no_other_machine_reaches_a_cluster_of_this_one() -> None:
    listening = {
        at.laddr.ip
        for one in [*psutil.Process().children(recursive=True), psutil.Process()]
        for at in one.net_connections("inet")
        if at.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}


def test_a_cluster_does_every_task_though_its_workers_die(address: str, tmp_path: Path) -> None:
    tasks: list[Any] = [("square", k) for k in range(20)]
    tasks[7:7] = [("die once", str(tmp_path / "once"))]
    outcomes = list(spread(begin, tasks, Dask(address=address)))
    assert sorted(one.result for one in outcomes if one.task[0] == "square") == [k * k for k in range(20)]
    assert [one.result for one in outcomes if one.task[0] != "square"] == ["alive"]


def test_a_stop_reaches_the_workers_of_a_cluster(address: str) -> None:
    seen: list[Any] = []
    for one in spread(begin, [("square", 1), *[("wait", 60.0)] * 9], Dask(address=address), lambda: bool(seen)):
        seen.append(one)  # noqa: PERF402 - the stop looks at it
    assert [one.result for one in seen[1:]] == [True] * len(seen[1:])


def test_a_worker_of_another_version_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = cluster.versions()
    monkeypatch.setattr(cluster, "versions", _Lying(ours))
    with pytest.raises(InputError) as told:
        list(spread(begin, [("square", 1)], Dask(address=address)))
    assert {one.says.values["name"] for one in told.value.mistakes} == {"numpy"}


class _Lying:
    """Says another numpy here than there; a worker calls it as well, and there it is unpickled to the truth."""

    def __init__(self, ours: dict[str, str]) -> None:
        self.ours = ours

    def __call__(self) -> dict[str, str]:
        return {**self.ours, "numpy": "1.0"}

    def __reduce__(self) -> tuple[Any, ...]:
        from scenarios.spread.worker import versions

        return _itself, (versions,)


def _itself(value: Any) -> Any:
    return value


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 0.5)
    with pytest.raises(InputError) as told:
        list(spread(begin, [("square", 1)], Dask(address="tcp://127.0.0.1:9")))
    assert [one.says.key for one in told.value.mistakes] == ["scenarios.spread.unreached"]
