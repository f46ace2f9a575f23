"""What was judged and proved already: problems, judgements and bounds, kept for the next request.

A judgement follows from the county and the content alone, so it may be taken from memory at any time.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from scenarios.runs.keys import key_of
from workbench.web.editing.content import Content
from workbench.web.editing.gap import Bound, gap_box
from workbench.web.editing.judging import Judged, judged
from workbench.web.editing.problems import judged_problem, problem_of
from workbench.web.service.counties import Held, Latest
from zoning.model.problem import Problem
from zoning.texts import Message

if TYPE_CHECKING:
    from scenarios.store import Store, StoredAnswer

PROBLEMS, JUDGED, KEYS = 16, 128, 512
"""How many of each are kept."""


class Known:
    """Everything known of contents, and of the answers in the store."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._problems: Latest[str, Problem] = Latest(PROBLEMS)
        self._judged: Latest[str, Judged] = Latest(JUDGED)
        self._keys: Latest[str, str] = Latest(KEYS)
        self._bounds: dict[str, Bound] = {}

    def problem(self, held: Held, content: Content) -> Problem:
        """The problem that a content is judged by; the same object for the same policy, pins and county."""
        locks = content.locks
        name = _named(held, content.policy, locks.together, locks.apart, locks.offices)
        return self._problems.get(name, lambda: judged_problem(held.county, held.policy, content))

    def judged(self, held: Held, content: Content, before: Judged | None = None) -> Judged:
        """The content as judged; ``before`` is a judgement that shares zones with it."""
        problem = self.problem(held, content)
        return self.judged_by(problem, held, content, before)

    def judged_by(self, problem: Problem, held: Held, content: Content, before: Judged | None = None) -> Judged:
        """The content as judged by a problem that may be another content's."""
        name = _named(held, problem.policy.model_dump(mode="json"), content.document())
        return self._judged.get(name, lambda: judged(problem, content, before))

    def key(self, held: Held, content: Content, *, locks: bool) -> str:
        """The key of the answer to the problem of a content, with its locks or without."""
        zones = content.zones if locks and (content.locks.stations or content.locks.zones) else ()
        name = _named(held, content.policy, content.document()["locks"] if locks else None, zones)
        return self._keys.get(name, lambda: self._key(held, content, locks=locks))

    def _key(self, held: Held, content: Content, *, locks: bool) -> str:
        problem = problem_of(held.county, held.policy, content, locks=locks)
        return key_of(problem, 0, None, held.digest)

    def judged_key(self, held: Held, content: Content) -> str:
        """The key of the answer to the problem that a content is judged by: groups and offices, nothing held."""
        problem = self.problem(held, content)
        name = _named(held, "judged", problem.policy.model_dump(mode="json"))
        return self._keys.get(name, lambda: key_of(problem, 0, None, held.digest))

    def bound(self, key: str, stations: int) -> Bound | None:
        """What is proved under a key."""
        if key not in self._bounds:
            answer = self._store.answer(key)
            if answer is None:
                return None
            self._bounds[key] = bound_of(answer, stations)
        return self._bounds[key]

    def wanted(self, held: Held, content: Content, locks: bool | None) -> tuple[bool, str]:
        """Whether a bound is sought with the locks of a content, and its key; if not said, where it lacks first."""
        keys = [self.key(held, content, locks=each) for each in (False, True)]
        if locks is None:
            locks = self.bound(keys[0], len(held.county)) is not None
        return locks, keys[locks]

    def gap_box(self, held: Held, one: Judged) -> dict[str, Any]:
        """The gap box of a content as far as answers are there."""
        keys = (self.key(held, one.content, locks=locks) for locks in (False, True))
        free, locked = (self.bound(key, len(held.county)) for key in keys)
        return gap_box(one.score.points, len(one.score.violations), free, locked)


def bound_of(answer: "StoredAnswer", stations: int) -> Bound:
    """What an answer proves."""
    said = answer.document.get("proof", {}).get("reasons", [])
    reasons = tuple(Message.of(one["says"], one["says_en"]) for one in said if isinstance(one, Mapping))
    return Bound(answer.status, answer.bound, reasons, stations)  # type: ignore[arg-type]


def _named(held: Held, *parts: object) -> str:
    return json.dumps([held.digest, *parts], sort_keys=True, ensure_ascii=False)
