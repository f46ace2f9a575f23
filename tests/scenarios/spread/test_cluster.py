"""Work spread over a cluster of Dask on this machine, which is there only where Dask is installed."""

import gc
import os
import re
import shutil
import signal
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

distributed = pytest.importorskip("distributed")

from scenarios.spread import cluster  # noqa: E402
from scenarios.spread.records import Dask, SchedulerLost  # noqa: E402
from scenarios.spread.spread import spread  # noqa: E402
from tests.scenarios.spread.work import begin  # noqa: E402
from zoning.model.errors import InputError  # noqa: E402


@pytest.fixture(scope="module", autouse=True)
def collected() -> Iterator[None]:
    """Dask leaves sockets of a scheduler that was killed to be collected, which would fail any later test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


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


def test_an_interrupt_of_the_whole_group_leaves_the_workers_to_their_parent(address: str) -> None:
    def pids() -> set[int]:
        return {one.result[0] for one in spread(begin, [("who", 0)] * 20, Dask(address=address))}

    before = pids()
    for pid in before:
        os.kill(pid, signal.SIGINT)
    after = pids()
    assert before & after, "nobody began anew"
    assert len(before | after) <= 2


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


def served(port: int = 0) -> tuple["subprocess.Popen[str]", str]:
    """A scheduler in a process of its own, and its address."""
    words = [sys.executable, "-m", "tests.scenarios.spread.served", str(port)]
    made = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert made.stdout is not None
    return made, made.stdout.readline().strip()


def ended(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


def test_a_scheduler_that_is_killed_and_comes_back_goes_on_and_one_that_does_not_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 5.0)
    first, address = served()
    second = first
    done: list[int] = []
    work = spread(begin, [("square", k) for k in range(12)], Dask(address=address))
    try:
        done.append(next(work).result)
        ended(first)
        second, again = served(int(address.rpartition(":")[2]))
        assert again == address
        done += [next(work).result for _ in range(8)]
        ended(second)
        monkeypatch.setattr(cluster, "PATIENCE", 0.5)
        with pytest.raises(SchedulerLost):
            done += [one.result for one in work]
    finally:
        ended(first)
        ended(second)
    assert {k * k for k in range(9)} <= set(done) <= {k * k for k in range(12)}
    assert len(done) == len(set(done)), "no task has two outcomes"


def test_a_cluster_that_loses_all_its_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    monkeypatch.setattr(cluster, "COUNTED", 0.2)
    with distributed.LocalCluster(
        n_workers=1,
        processes=False,
        dashboard_address=None,
        scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
        protocol="tcp",
    ) as local:
        tasks: list[Any] = [("square", 2), *[("wait", 60.0)] * 3]
        work = spread(begin, tasks, Dask(address=local.scheduler_address))
        assert next(work).result == 4
        local.scale(0)
        with pytest.raises(SchedulerLost) as told:
            list(work)
    assert told.value.says.key == "scenarios.spread.workers_lost"


# a scheduler behind certificates


def certificates(folder: Path) -> Path:
    """A key and a certificate that vouches for itself, as a bureau makes them for its own cluster."""
    folder.mkdir()
    subject = ["-subj", "/CN=zoning", "-addext", "subjectAltName=IP:127.0.0.1"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(folder / "key.pem")]
    words = ["openssl", "req", "-x509", *key, "-out", str(folder / "cert.pem"), "-days", "2", *subject]
    subprocess.run(words, check=True, capture_output=True)
    shutil.copy(folder / "cert.pem", folder / "ca.pem")
    return folder


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes certificates with openssl")
def test_a_scheduler_with_certificates_is_used_and_one_with_those_of_others_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "CONNECTING", 3.0)
    ours, others = certificates(tmp_path / "ours"), certificates(tmp_path / "others")
    ca, cert, key = (str(ours / f"{name}.pem") for name in ("ca", "cert", "key"))
    secure = distributed.Security(
        require_encryption=True, tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key,
        tls_scheduler_cert=cert, tls_scheduler_key=key, tls_worker_cert=cert, tls_worker_key=key,
    )  # fmt: skip
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, host="127.0.0.1", protocol="tls", security=secure,
        dashboard_address=None, scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
    ) as local:  # fmt: skip
        address = local.scheduler_address
        assert re.fullmatch(r"tls://127\.0\.0\.1:\d+", address)
        tasks = [("square", k) for k in range(5)]
        done = [one.result for one in spread(begin, tasks, Dask(address=address, tls=ours))]
        assert sorted(done) == [0, 1, 4, 9, 16]
        for wrong in (Dask(address=address, tls=others), Dask(address=address.replace("tls", "tcp"))):
            with pytest.raises(InputError) as told:
                list(spread(begin, tasks, wrong))
            assert [one.says.key for one in told.value.mistakes] == ["scenarios.spread.unreached"]


class _Fetched:
    """A future that was done, and whose scheduler goes while its result or its fault is fetched."""

    def __init__(self, status: str) -> None:
        self.status = status

    def result(self, timeout: float | None = None) -> Any:
        raise distributed.client.FutureCancelledError("done_here", "scheduler-connection-lost")

    def exception(self) -> None:
        return None


@pytest.mark.parametrize("status", ["finished", "error"])
def test_a_scheduler_that_goes_while_an_outcome_is_fetched_is_told(
    status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.0)
    future = _Fetched(status)
    loop = cluster._Loop(SimpleNamespace(status="connecting"), Dask(address="tcp://127.0.0.1:9"), SimpleNamespace())
    loop.out[future] = ("square", 1)
    with pytest.raises(SchedulerLost):
        loop._outcome(future, halted=False)
    loop.out[future] = ("square", 1)
    assert loop._outcome(future, halted=True) is None
