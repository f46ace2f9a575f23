"""A server for tests: a real one on a free port of loopback, in a thread, with a store of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from scenarios.store import open_store
from workbench.web.desk import Desk, Task
from workbench.web.guard import Door
from workbench.web.launch import Announcing, configured
from workbench.web.place import bound
from workbench.web.state import State

PATIENT = 120.0
"""Seconds for what takes a moment on a quiet machine."""


def ask(method: str, address: str, **options: Any) -> httpx.Response:
    """An answer to somebody who is no client of the server."""
    return httpx.request(method, address, timeout=PATIENT, **options)


@dataclass
class Pretended:
    """A desk that does nothing: what it was given, and what it was told to stop."""

    tasks: list[Task] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)

    def submit(self, task: Task) -> None:
        self.tasks.append(task)

    def stop(self, job: str) -> None:
        self.stopped.append(job)

    def close(self) -> None:
        pass


@dataclass
class Served:
    """A running server, its state, and a client that came in."""

    state: State
    address: str
    client: httpx.Client
    desk: Pretended

    def get(self, path: str, **options: Any) -> Any:
        """The JSON of a page that is there."""
        answer = self.client.get(path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: object, status: int = 200) -> Any:
        """The JSON of an answer with this status."""
        answer = self.client.post(path, json=body)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def county(self, name: str = "xunhua") -> str:
        """The digest of a sample in the store."""
        return str(self.post("/api/counties", {"sample": name}, 201)["digest"])

    def plan(self, start: str = "empty", name: str = "xunhua", **more: Any) -> Any:
        """A new plan."""
        body = {"key": f"new-{start}-{name}", "county": self.county(name), "name": "试", "start": start, **more}
        return self.post("/api/plans", body, 201)

    def edit(self, plan: Any, status: int = 200, **step: Any) -> Any:
        """A step on a plan as it was last answered; its key follows from the step unless it is given."""
        number = plan["plan"]["id"] if "plan" in plan else step.pop("of")
        step = {"key": f"{plan['rev']}-{step.get('op')}-{step.get('stations')}", "base": plan["rev"], **step}
        return self.post(f"/api/plans/{number}/edits", step, status)


@contextmanager
def served(
    folder: Path, *, slots: int = 0, read_only: bool = False, root: str = "", further: tuple[str, ...] = (), **door: Any
) -> Iterator[Served]:
    """A server on a store in the folder; without slots its desk only pretends."""
    with bound("127.0.0.1", 0) as there, open_store(folder / "store.db", read_only=read_only) as store:
        port = int(there.getsockname()[1])

        def heard(job: str, event: Any) -> None:
            state.heard(job, event)

        desk: Any = Desk(slots, heard) if slots else Pretended()
        state = State(
            store, Door(port, root=root, read_only=read_only, further=further, **door), None if read_only else desk
        )
        if slots:
            desk.start()
            state.start()
        ready = threading.Event()
        server = Announcing(configured(state), ready.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [there]}, daemon=True)
        thread.start()
        assert ready.wait(PATIENT)
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address + root, timeout=PATIENT) as client:
            client.post("/api/session", json={"token": state.sessions.token}).raise_for_status()
            yield Served(state, address + root, client, desk)
        server.should_exit = True
        thread.join(PATIENT)
        state.close()
        desk.close()
