"""The key of an answer: the digest of everything that it depends on. Nothing heavy is imported to know it."""

import hashlib
import json
from importlib import metadata

from zoning.model.problem import Problem
from zoning.result.digest import digest

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
        "version": metadata.version("zoning"),
        "county": known or digest(problem.county),
        "about": [problem.county.notice, problem.county.borders_from, problem.county.bureau.model_dump(mode="json")],
        "outline": [[round(float(x), 6) for x in part.ravel()] for part in shape],
        "policy": problem.policy.model_dump(mode="json"),
        "current": problem.current and problem.current.zones,
        "seed": seed,
        "time_limit": time_limit,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
