"""Answers under their keys: the key, the digest of everything that an answer depends on, and where answers are kept.

A folder of results and a store keep them alike, and what was kept is never believed. Nothing heavy is imported to know
a key. What it may get wrong: with a time limit an answer depends on the machine, and the first is kept.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from scenarios.runs.files import FINISHED
from zoning.files.whole import write_whole
from zoning.model.errors import InputError
from zoning.model.problem import Problem
from zoning.result.codec import dumps
from zoning.result.digest import digest
from zoning.result.documents import load, to_document
from zoning.result.solution import version

if TYPE_CHECKING:
    from scenarios.runs.worker import Answer
    from scenarios.store import Store, StoredAnswer
    from zoning.result.plan_file import PlanFile

SCHEMA = "zoning.answer/1"


def key_of(problem: Problem, seed: int, time_limit: float | None, known: str | None = None) -> str:
    """The digest of the inputs of an answer.

    Parameters
    ----------
    known : the digest of the county, where it is known already
    """
    outline = problem.county.outline
    shape = [] if outline is None else [outline.perimeter_km, outline.centroid_km, outline.polar_km4]
    content = {
        "schema": SCHEMA,
        "version": version(),
        "county": known or digest(problem.county),
        "about": [problem.county.notice, problem.county.borders_from, problem.county.bureau.model_dump(mode="json")],
        "outline": [[round(float(x), 6) for x in part.ravel()] for part in shape],
        "policy": problem.policy.model_dump(mode="json"),
        "current": problem.current and problem.current.zones,
        "seed": seed,
        "time_limit": time_limit,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Keeper(Protocol):
    """What keeps answers under their keys."""

    def kept(self, key: str) -> "Answer | None":
        """The answer under a key; raises :class:`InputError` where what is there cannot be read."""
        ...

    def keep(self, answer: "Answer") -> None:
        """Keep an answer that holds a plan."""
        ...


@dataclass(frozen=True)
class InFolder:
    """Answers as files of a folder of results, one each."""

    folder: Path

    def kept(self, key: str) -> "Answer | None":
        """The answer in its file."""
        path = self._path(key)
        answer: Answer | None = load(path, key=key) if path.is_file() else None
        return answer

    def keep(self, answer: "Answer") -> None:
        """Write the answer as a file."""
        write_whole(self._path(answer.key), dumps(to_document(answer)).encode())

    def _path(self, key: str) -> Path:
        return self.folder / FINISHED / f"{key}.json"


@dataclass(frozen=True)
class InStore:
    """Answers as rows of a store."""

    store: "Store"

    def kept(self, key: str) -> "Answer | None":
        """The answer in its row."""
        from scenarios.runs.worker import Answer

        row = self.store.answer(key)
        return None if row is None else Answer(key, row.document, row.seconds)

    def keep(self, answer: "Answer") -> None:
        """Keep the answer as a row."""
        self.store.keep(stored(answer.key, answer.plan or {}, answer.seconds))


def stored(key: str, plan: dict[str, Any], seconds: float) -> "StoredAnswer":
    """The row of an answer whose plan is this object of ``plan.json``."""
    from scenarios.store import StoredAnswer

    proof = plan["proof"]
    return StoredAnswer(
        key=key,
        county=plan["county"]["digest"],
        status=proof["status"],
        points=plan["points"],
        bound=proof["bound"],
        seconds=seconds,
        document=plan,
        version=version(),
    )


def found(keepers: Sequence[Keeper], problems: Mapping[str, Problem], time_limit: float | None) -> "dict[str, Answer]":
    """The answers that are kept, by the keys of their problems; what is unreadable or not believed is left out."""
    from zoning.result.plan_file import plan_file

    answers = {}
    for key, problem in problems.items():
        for keeper in keepers:
            try:
                answer = keeper.kept(key)
                plan = None if answer is None else answer.plan
                if answer is not None and believed(problem, plan_file(plan, f"{key}.json"), time_limit):
                    answers[key] = answer
                    break
            except InputError:
                continue
    return answers


def believed(problem: Problem, claim: "PlanFile", time_limit: float | None) -> bool:
    """Whether all that a kept answer says is so, and it is one that the search asked for may end with.

    A search of up to 64 stations without a time limit ends with a proof, never with steps or a plan that may be worse.
    """
    from solvers.proof.verify import verify
    from solvers.sets.masks import MOST_STATIONS

    proved = claim.document.proof.status in ("optimal", "infeasible")
    if claim.document.mode is not None or not (proved or time_limit is not None or len(problem) > MOST_STATIONS):
        return False
    again = verify(problem, claim)
    return not (again.mistakes or again.unproved)
