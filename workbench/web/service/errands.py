"""Tasks of the desk that a request waits for: the check of an upload, a file that takes heavy libraries."""

import secrets
from collections.abc import Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from workbench.web.desk import Task
from workbench.web.refusals import Refusal

if TYPE_CHECKING:
    from workbench.web.state import State

SECONDS = 25.0
"""How long a request waits for one."""
Told = tuple[Mapping[str, Any], Mapping[str, bytes]]


class Errands:
    """The tasks that are waited for, each with its last event to come."""

    def __init__(self) -> None:
        self._waiting: dict[str, Future[Mapping[str, Any]]] = {}

    def heard(self, job: str, event: Mapping[str, Any]) -> bool:
        """Take an event where it is of such a task."""
        waiting = self._waiting.get(job)
        if waiting is not None and event["event"] != "progress" and not waiting.done():
            waiting.set_result(event)
        return waiting is not None

    def run(self, state: "State", kind: str, seconds: float = SECONDS, **values: Any) -> Told:
        """Have a task done, and give its last event and the files that came with it.

        Raises
        ------
        Refusal
            When this server has no desk, or the task takes too long.
        """
        if state.desk is None:
            raise Refusal("no_desk")
        job = secrets.token_hex(16)
        waiting = self._waiting[job] = Future()
        try:
            state.desk.submit(Task(job, kind, **values))
            event = waiting.result(seconds)
        except TimeoutError:
            state.desk.stop(job)
            raise Refusal("errand_too_slow", {"seconds": int(seconds)}) from None
        finally:
            del self._waiting[job]
        return event, event.get("files") or {}
