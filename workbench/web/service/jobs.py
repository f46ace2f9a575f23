"""Jobs: handed to the desk, kept in the store as runs, told to whoever listens while they run.

A job's result lies in the store as a blob, its proof as an answer. What it may get wrong: progress lives in memory; a
server that starts again knows only how its earlier jobs ended.
"""

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from workbench.web.desk import Task
from workbench.web.desk.kinds import KINDS
from workbench.web.refusals import LOG, Refusal
from workbench.web.service.plans import moved_since, view
from zoning.result.codec import encode, spoken
from zoning.texts import Language
from zoning.texts import Message as Spoken

if TYPE_CHECKING:
    from scenarios.store import Run
    from workbench.web.service.plans import View
    from workbench.web.state import State

MOST = 2
"""Jobs of a plan at a time, those that prove a bound aside."""
ENDED = ("done", "failed", "stopped", "lost")
COMMENT = 15.0
"""Seconds of silence after which a stream says that it is still there."""
KEPT = timedelta(hours=24)
"""How long files of a job can be fetched."""
Message = tuple[str, dict[str, Any]]


@dataclass
class Live:
    """A job that has not ended: whose it is, its progress, its key in the store, and who listens."""

    plan: int | None
    kind: str
    key: str = ""
    take: bool = False
    begun: float = field(default_factory=time.monotonic)
    progress: dict[str, Any] = field(default_factory=dict)
    state: str = "queued"
    listeners: list[tuple[asyncio.AbstractEventLoop, asyncio.Queue[Message]]] = field(default_factory=list)


class Jobs:
    """The jobs of a server."""

    def __init__(self, state: "State") -> None:
        self._state = state
        self._live: dict[str, Live] = {}
        self._unkept: set[str] = set()  # failed, and the store does not know it yet
        self._lock = threading.Lock()

    def begin(
        self, one: "View", kind: str, request: Mapping[str, Any], by: int, lang: Language = "zh", *, take: bool = False
    ) -> str:
        """Begin a job on a revision and give its number; a bound that is sought already has the number it had.

        Parameters
        ----------
        take : whether its offer becomes a revision by itself, where nobody has changed the plan

        Raises
        ------
        Refusal
            When the plan has as many jobs as it may, or this server has no desk.
        """
        state, plan = self._state, one.plan.id
        if state.desk is None or kind not in KINDS:
            raise Refusal("no_desk")
        asked, key = dict(request), ""
        if kind == "bound":
            asked["locks"], key = state.known.wanted(one.held, one.content, asked.get("locks"))
        with self._lock:
            going = [(job, live) for job, live in self._live.items() if live.plan == plan]
            same = [job for job, live in going if kind == "bound" and live.key == key]
            if same:
                return same[0]
            if kind != "bound" and sum(live.kind != "bound" for _, live in going) >= MOST:
                raise Refusal("too_many_jobs", {"count": MOST})
            run = state.store.begin_run(kind, plan, one.revision.number, asked, by)
            self._live[run.id] = Live(plan, kind, key, take)
        wanted = self._wanted(one) if kind == "bound" else set()
        for job in [job for job, live in going if kind == live.kind == "bound" and live.key not in wanted]:
            state.desk.stop(job)
        try:
            package, policy = state.store.package(one.held.digest), one.held.policy.model_dump(mode="json")
            asked |= asked_beside(state, one, kind, asked, lang)
            state.desk.submit(Task(run.id, kind, one.held.digest, package, policy, one.content.document(), asked))
        except BaseException:
            self._live.pop(run.id, None)
            state.store.move_run(run.id, state="failed")
            raise
        return run.id

    def _wanted(self, one: "View") -> set[str]:
        """The keys of the bounds that the gap box of a revision needs."""
        return {self._state.known.key(one.held, one.content, locks=locks) for locks in (False, True)}

    def resume(self, lost: Iterable["Run"]) -> None:
        """Begin anew what makes a new plan the optimum, where the server ended meanwhile; other jobs are for people."""
        for run in lost:
            if run.plan is not None and run.request.get("anew"):
                one = view(self._state, run.plan)
                if one.revision.number == 1:
                    self.begin(one, "around", run.request, self._state.person, take=True)

    def heard(self, job: str, event: Mapping[str, Any]) -> None:
        """Take an event of the desk, in a thread of it."""
        name = str(event["event"])
        content = {key: value for key, value in event.items() if key not in ("event", "files")}
        live = self._live.get(job)
        if live is None:
            return
        if name == "progress":
            first, live.state, live.progress = live.state == "queued", "running", content
            if first:
                self._state.store.move_run(job, state="running")
        else:
            name, content = self._closed(job, live, name, event)
            with self._lock:
                self._live.pop(job, None)  # not before the store knows, or it would look lost for a moment
        for loop, queue in live.listeners:
            loop.call_soon_threadsafe(queue.put_nowait, (name, content))

    def _closed(self, job: str, live: Live, name: str, event: Mapping[str, Any]) -> Message:
        """The last that listeners are told; where the store cannot keep it, the job has failed."""
        try:
            return name, self._ended(job, live, name, event)
        except Exception:  # noqa: BLE001 - whatever it is, whoever waits is told
            LOG.exception("what came of job %s was not kept", job)
            self._unkept.add(job)
            return "failed", Refusal("full").body

    def _ended(self, job: str, live: Live, name: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """Keep what came of a job, and give what its listeners are told."""
        store = self._state.store
        says = {key: event[key] for key in ("says", "says_en") if key in event}
        if name != "done":
            store.move_run(job, state="failed" if name == "failed" else "stopped", says=says)
            return {**says, "mistakes": encode(event.get("mistakes", []))}
        result = dict(event.get("result") or {})
        answer = self._keep(store.run(job), result)
        files = [
            {"name": file, "sha256": store.put(content, media_of(file))}
            for file, content in (event.get("files") or {}).items()
        ]
        blob = store.put(json.dumps(encode(result), ensure_ascii=False).encode(), "application/json")
        kept = {**live.progress, "result": blob, "files": files}
        store.move_run(job, state="done", progress=kept, answer=answer, says=says)
        if live.take:
            self._state.take(job, result)
        return {"result": encode(result)}

    def _keep(self, run: "Run", result: dict[str, Any]) -> str | None:
        """Keep what is proved of a problem as an answer, out of the result; its key where there is one."""
        if result.get("key") is None or "document" not in result:
            return None  # frontier, scenarios and stress are documents, but no answers to a problem
        key, document = str(result["key"]), result.pop("document")
        from importlib import metadata

        from scenarios.store import StoredAnswer

        version, county = metadata.version("zoning"), str(document["county"]["digest"])
        seconds, status = float(result.get("seconds") or 0.0), str(result["status"])
        points, bound = result.get("points"), result.get("bound")
        self._state.store.keep(StoredAnswer(key, county, status, points, bound, seconds, document, version))
        return key

    def stop(self, job: str) -> None:
        """End a job; one that has ended stays as it is."""
        run = self._state.store.run(job)
        if run.id in self._live and self._state.desk is not None:
            self._state.desk.stop(job)

    def entry(self, run: "Run", *, whole: bool = True) -> dict[str, Any]:
        """A job as the page shows it, ``whole`` with its result."""
        live = self._live.get(run.id)
        if live is None and run.state not in ENDED:
            run = self._state.store.run(run.id)  # it may have ended since it was read
        progress = dict(run.progress)
        files, blob = progress.pop("files", []), progress.pop("result", None)
        result = json.loads(self._state.store.get(blob)) if blob and whole else None
        seconds = None if run.ended is None else (_time(run.ended) - _time(run.at)).total_seconds()
        state = self._stands(run, live)
        says = {key: run.says.get(key, "") for key in ("says", "says_en")}
        if state == "lost":
            says = spoken(Spoken("workbench.serve.lost"))
        elif run.id in self._unkept:
            says = spoken(Refusal("full").says)
        return {
            "job": run.id,
            "kind": run.kind,
            "state": state,
            "plan": run.plan,
            "rev": run.number,
            "by": run.by,
            "at": run.at,
            "ended": run.ended,
            "seconds": time.monotonic() - live.begun if live else seconds,
            "progress": live.progress if live else progress,
            "result": result,
            **says,
            "files": [{"name": file["name"], "url": f"api/jobs/{run.id}/{file['name']}"} for file in files],
        }

    def _stands(self, run: "Run", live: Live | None) -> str:
        """The state of a job; one that this server began and no longer knows is lost."""
        if run.id in self._unkept:
            return "failed"
        if run.state in ENDED or (live is None and self._state.desk is None):
            return run.state
        return "lost" if live is None else live.state

    def open_of(self, plan: int) -> list[dict[str, Any]]:
        """The open jobs of a plan."""
        return [self.entry(self._state.store.run(job)) for job, live in list(self._live.items()) if live.plan == plan]

    def count(self, plan: int) -> int:
        return sum(live.plan == plan for live in list(self._live.values()))

    def offer(self, plan: int, job: str) -> dict[str, Any]:
        """The content that a job of this plan offers; raises :class:`Refusal` where it offers none."""
        run = self._state.store.run(job)
        entry = self.entry(run)
        content = (entry["result"] or {}).get("content")
        if run.plan != plan or not isinstance(content, dict):
            raise Refusal("no_offer")
        return content

    def file(self, job: str, name: str) -> tuple[bytes, str]:
        """A file that a job made, and its media type; raises :class:`Refusal` where it is not there (any more)."""
        run = self._state.store.run(job)
        held = {file["name"]: file["sha256"] for file in run.progress.get("files", ())}
        if name not in held or run.ended is None or datetime.now(UTC) - _time(run.ended) > KEPT:
            raise Refusal("missing")
        return self._state.store.get(held[name]), media_of(name)

    async def listen(self, job: str) -> AsyncIterator[str]:
        """The events of a job as text of an event stream, from its present state to its end."""
        queue: asyncio.Queue[Message] = asyncio.Queue()
        place = (asyncio.get_running_loop(), queue)
        with self._lock:
            live = self._live.get(job)
            if live is not None:
                live.listeners.append(place)
        if live is None:
            run = await asyncio.to_thread(self._state.store.run, job)
            entry = await asyncio.to_thread(self.entry, run, whole=False)
            yield _event(entry["state"], {key: entry[key] for key in ("says", "says_en")})
            return
        try:
            yield _event("progress", live.progress or {"stage": "queued"})
            while True:
                try:
                    name, content = await asyncio.wait_for(queue.get(), COMMENT)
                except TimeoutError:
                    yield ": still there\n\n"
                    continue
                yield _event(name, content)
                if name != "progress":
                    return
        finally:
            live.listeners.remove(place)

    def beat(self) -> None:
        """Say to the store which jobs are alive, and which failed when it could not be written."""
        try:
            for job in list(self._unkept):
                self._state.store.move_run(job, state="failed", says=spoken(Refusal("full").says))
                self._unkept.discard(job)
            if self._live:
                self._state.store.beat(list(self._live))
        except Exception:  # noqa: BLE001 - the next beat tries again
            LOG.warning("no beat of %d jobs", len(self._live), exc_info=True)


def asked_beside(state: "State", one: "View", kind: str, asked: Mapping[str, Any], lang: Language) -> dict[str, Any]:
    """What a job is to know beside its request: stations moved since the last optimum, proofs that are there.

    A report without a date has that of its revision.
    """
    known, locked = state.known, state.known.key(one.held, one.content, locks=True)
    if kind in ("around", "repair") and "moved" not in asked and not asked.get("anew"):
        free = known.bound(known.key(one.held, one.content, locks=False), len(one.held.county))
        return {"moved": list(moved_since(state, one)), "free_bound": None if free is None else free.bound}
    if kind in ("report", "files"):
        answer = state.store.answer(locked)
        day = (
            {}
            if kind == "files" or "date" in asked
            else {"date": _time(one.revision.at).astimezone().date().isoformat()}
        )
        return {"language": lang, **day, **({} if answer is None else {"answer": answer.document})}
    return {}


MEDIA = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gpkg": "application/geopackage+sqlite3",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "svg": "image/svg+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
}


def media_of(name: str) -> str:
    """The media type of a file by its suffix."""
    return MEDIA.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _event(name: str, content: Mapping[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(encode(dict(content)), ensure_ascii=False)}\n\n"


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
