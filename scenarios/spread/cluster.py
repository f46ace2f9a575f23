"""Work spread over a cluster of Dask: processes of this machine, or the workers of a scheduler elsewhere.

A scheduler runs any code that is sent to it, so one on another machine is asked over TLS alone, with certificates.
Before any work every worker says its versions, which have to be those of this program. A task whose workers die is
tried alone at the end, for others that were beside it might have been blamed. What it may get wrong: versions are those
of the packages, not of their files.
"""

import contextlib
import ipaddress
import logging
import math
import pickle
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scenarios.spread.parents import undisturbed
from scenarios.spread.records import Dask, Outcome, SchedulerLost, Work
from scenarios.spread.worker import Spread, done_here, versions
from zoning.model.errors import InputError, Mistake, mistake, reason_of

T = TypeVar("T")
R = TypeVar("R")
ASKED = 0.2
"""Seconds between two questions whether to stop."""
AHEAD = 3
"""Tasks handed out, a worker."""
RETRIES = 2
PATIENCE = 60.0
"""Seconds for which a scheduler that is gone, or a worker where there is none, is waited for."""
CONNECTING = 10.0
"""Seconds that a single attempt may take."""
CLOSING = 2.0
"""Seconds that a client is given to say good-bye."""
COUNTED = 5.0
"""Seconds between two counts of the workers, which may come and go."""
LOCAL = "127.0.0.1"
GONE = (OSError, RuntimeError, TimeoutError, AttributeError)
"""What a client raises whose scheduler is gone; the last where it has no connection left to ask."""


class Unsafe(InputError):
    """A scheduler on another machine without TLS."""


def refuse_unsafe(dask: Dask) -> None:
    """Refuse an address that is none, and a scheduler on another machine that is asked in the open.

    Raises
    ------
    Unsafe
        When that is so, or the certificates are not there.
    """
    if dask.address is None:
        return
    parts = urlsplit(dask.address)
    if parts.scheme not in ("tcp", "tls") or not parts.hostname or not _port(dask.address):
        raise Unsafe([mistake("scenarios.spread.address", value=dask.address)])
    if parts.scheme == "tcp" and not _loopback(parts.hostname):
        raise Unsafe([mistake("scenarios.spread.open", value=dask.address)])
    if parts.scheme == "tls":
        if dask.tls is None:
            raise Unsafe([mistake("scenarios.spread.no_tls", value=dask.address)])
        names = [name for name in ("ca.pem", "cert.pem", "key.pem") if not (dask.tls / name).is_file()]
        if names:
            raise Unsafe([mistake("scenarios.spread.no_certificate", value=str(dask.tls), names=names)])


def _port(address: str) -> int | None:
    try:
        return urlsplit(address).port
    except ValueError:
        return None


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def on_cluster(
    work: Work[T, R], tasks: Iterable[T], dask: Dask, stop: Callable[[], bool], threads: int
) -> Iterator[Outcome[T, R]]:
    """Yield the outcome of every task, in the order of completion; as :func:`scenarios.spread.spread.spread`."""
    refuse_unsafe(dask)
    try:
        import distributed  # noqa: F401 - only to see whether it is there
    except ImportError as error:
        raise InputError([mistake("scenarios.spread.no_dask")]) from error
    with _connected(dask) as client:
        yield from _Loop(client, dask, Spread(pickle.dumps(work), f"zoning-{uuid.uuid4().hex}", threads)).run(
            tasks, stop
        )


@contextlib.contextmanager
def cluster_here(jobs: int | None) -> Iterator[Any]:
    """A cluster of processes on this machine, as many as it has cores unless told, that no other machine can reach.

    Dask would publish the state of a scheduler on port 8787 of every network, and warn where another one has it.
    """
    import dask as library
    from distributed import LocalCluster

    settings = {
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.deploy.lost-worker-timeout": "1 day",  # Dask gives up one that takes 15 s to start anew
    }
    with library.config.set(settings):
        with undisturbed():  # the threads that start processes are made in here
            cluster = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                processes=True,
                host=LOCAL,
                dashboard_address=None,
                scheduler_kwargs={"dashboard_address": f"{LOCAL}:0"},
                memory_limit=0,
                preload=[Spread.__module__],
                silence_logs=logging.CRITICAL,
            )
        with cluster:
            yield cluster


@contextlib.contextmanager
def _connected(dask: Dask) -> Iterator[Any]:
    """A client of the cluster, its workers of this program's versions."""
    from distributed import Client

    with contextlib.ExitStack() as stack:
        client = Client(stack.enter_context(cluster_here(dask.jobs))) if dask.address is None else _client(dask)
        stack.enter_context(client)
        _refuse_unlike(client)
        yield client


def _client(dask: Dask) -> Any:
    """A client of a scheduler elsewhere, once it has a worker."""
    from distributed import Client, Security

    security = None
    if dask.tls is not None:
        ca, cert, key = (str(dask.tls / name) for name in ("ca.pem", "cert.pem", "key.pem"))
        security = Security(require_encryption=True, tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key)
    for name in ("distributed.core", "distributed.client", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(dask.address, timeout=CONNECTING, security=security)
    except (OSError, TimeoutError, ValueError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise InputError([mistake("scenarios.spread.unreached", value=dask.address, reason=reason)]) from error
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError as error:
        client.close()
        raise InputError([mistake("scenarios.spread.no_workers", value=dask.address)]) from error
    return client


def _refuse_unlike(client: Any) -> None:
    """Refuse workers of other versions than this program's, and those without the program."""
    ours = versions()
    try:
        told = client.run(versions)
    except ModuleNotFoundError as error:
        raise InputError([mistake("scenarios.spread.not_there", reason=str(error))]) from error
    found: list[Mistake] = [
        mistake("scenarios.spread.unlike", value=worker, name=name, theirs=theirs.get(name, "–"), ours=version)
        for worker, theirs in sorted(told.items())
        for name, version in ours.items()
        if theirs.get(name) != version
    ]
    if found:
        raise InputError(found)


def _closed(client: Any) -> None:
    """Close a client, whose scheduler may be gone."""
    with contextlib.suppress(*GONE):
        client.close(timeout=CLOSING)


class _Loop:
    """Tasks that are out, those whose workers died and that wait to be tried alone, and the client."""

    def __init__(self, client: Any, dask: Dask, spread: Spread) -> None:
        self.client, self.dask, self.spread = client, dask, spread
        self.workers, self.counted, self.manned = 1, -math.inf, time.monotonic()
        self.out: dict[Any, Any] = {}
        self.suspects: deque[Any] = deque()
        self.alone = False
        self.again: Any = None  # the client, where it is not the first

    def run(self, tasks: Iterable[T], stop: Callable[[], bool]) -> Iterator[Outcome[T, Any]]:
        """Yield outcomes; on a stop those that still come."""
        coming, halted = iter(tasks), False
        try:
            while True:
                if not halted and stop():
                    halted = True
                    self._halt()
                if not halted:
                    self._fill(coming)
                if not self.out:
                    return
                for future in self._ended():
                    # all that was out is out anew where the scheduler was found again
                    outcome = self._outcome(future, halted) if future in self.out else None
                    if outcome is not None:
                        yield outcome
        finally:
            self._halt()
            if self.again is not None:
                _closed(self.again)

    def _fill(self, coming: Iterator[Any]) -> None:
        """Hand out tasks, those under suspicion one at a time when there are no others."""
        if time.monotonic() - self.counted > COUNTED:
            self._count()
        while not self.alone and len(self.out) < AHEAD * self.workers:
            try:
                self._submit(next(coming))
            except StopIteration:
                self.alone = True
        if self.alone and not self.out and self.suspects:
            self._submit(self.suspects.popleft())

    def _count(self) -> None:
        """Count the workers.

        Raises
        ------
        SchedulerLost
            When there has been none for a while.
        """
        self.counted = time.monotonic()
        try:
            found = sum(self.client.nthreads().values())
        except GONE:  # a scheduler that is gone: its futures tell
            return
        self.workers = max(1, found)
        self.manned = self.counted if found else self.manned
        if self.dask.address is not None and self.counted - self.manned > PATIENCE:
            raise SchedulerLost("workers_lost")

    def _submit(self, task: Any) -> None:
        from distributed.client import ClosedClientError

        try:
            future = self.client.submit(done_here, self.spread, task, pure=False, retries=RETRIES)
        except (ClosedClientError, *GONE):
            self._begin_again(task)
        else:
            self.out[future] = task

    def _begin_again(self, task: Any) -> None:
        """Find the scheduler, and hand out anew all that was out."""
        waiting = [task, *self.out.values()]
        self.out.clear()
        self._reconnect()
        for one in waiting:
            self._submit(one)

    def _ended(self) -> list[Any]:
        """Futures that are no longer at work; none after a while without one."""
        from distributed import wait
        from distributed.client import FuturesCancelledError

        with self.client.as_current(), contextlib.suppress(TimeoutError, FuturesCancelledError):
            wait(list(self.out), timeout=ASKED, return_when="FIRST_COMPLETED")
        return [future for future in self.out if future.status != "pending"]

    def _outcome(self, future: Any, halted: bool) -> Outcome[Any, Any] | None:
        """What became of a task; ``None`` where it is dropped, or tried again."""
        from distributed.scheduler import KilledWorker

        tried_alone = self.alone and len(self.out) == 1 and not halted
        task = self.out.pop(future)
        if future.status == "finished":
            try:
                result, host = future.result(timeout=None if self.dask.address is None else PATIENCE)
                return Outcome(task, result, host=host)
            except TimeoutError:  # its worker died before it was fetched, and nobody works it out again
                self._submit(task)
                return None
            except (CancelledError, OSError):  # the scheduler went while it was fetched
                pass
        elif future.status == "error" and (error := future.exception()) is not None:
            if not isinstance(error, KilledWorker):
                raise error
            if tried_alone:
                return Outcome(task, None, died=True, host=str(error.last_worker.address))
            self.suspects.append(task)
            return None
        if not halted and self.client.status == "running":  # this result alone was lost
            self._submit(task)
        elif not halted:  # cancelled by nobody here: the scheduler is gone
            self._begin_again(task)
        return None

    def _reconnect(self) -> None:
        """Look for the scheduler for a while.

        Raises
        ------
        SchedulerLost
            When it does not come back.
        """
        began = time.monotonic()
        while self.dask.address is not None and time.monotonic() - began < PATIENCE:
            try:
                again = _client(self.dask)
            except InputError:
                time.sleep(1.0)
                continue
            _refuse_unlike(again)
            _closed(self.client)
            self.client = self.again = again
            return
        raise SchedulerLost

    def _halt(self) -> None:
        """Have running tasks end, and drop the others; a cluster that is gone needs no word."""
        from distributed import Event

        with contextlib.suppress(*GONE):
            Event(self.spread.event, client=self.client).set()
            running = {key for keys in self.client.processing().values() for key in keys}
            idle = [future for future in self.out if future.key not in running]
            self.client.cancel(idle)
