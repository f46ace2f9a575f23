"""Steps drawn at random, and what they should make of plain dictionaries."""

from typing import Any

import numpy as np

from workbench.web.editing.content import Content
from zoning.model.problem import Problem


def drawn_content(problem: Problem, rng: np.random.Generator, zones: int = 4) -> Content:
    """Every station in a slot at random; some slots are empty."""
    labels = rng.integers(0, zones, len(problem))
    codes = problem.county.codes
    return Content(tuple(tuple(c for c, z in zip(codes, labels, strict=True) if z == k) for k in range(zones)))


def drawn_step(content: Content, codes: tuple[str, ...], rng: np.random.Generator) -> dict[str, Any]:
    """A step, sometimes one that has to be refused."""
    some = [str(code) for code in rng.choice(codes, rng.integers(1, 4))]
    slot = int(rng.integers(0, len(content.zones) + 1))
    steps: list[dict[str, Any]] = [
        {"op": "move", "stations": some, "zone": slot},
        {"op": "move", "stations": some, "zone": "new"},
        {"op": "swap", "stations": some[:2]},
        {"op": "merge", "zones": [slot, int(rng.integers(0, len(content.zones)))]},
        {"op": "lock", "stations": some},
        {"op": "lock", "zones": [slot]},
        {"op": "unlock", "stations": some, "zones": [slot]},
        {"op": "unlock", "all": True},
        {"op": "together", "stations": some, "off": bool(rng.integers(2))},
        {"op": "apart", "stations": some},
        {"op": "office", "station": some[0]},
        {"op": "office", "station": some[0], "off": True},
        {"op": "rename", "zone": slot, "name": ["", "龙河防区"][rng.integers(2)]},
        {"op": "policy", "set": {"weights.travel": float(rng.integers(3))}},
        {"op": "note"},
    ]
    return steps[rng.integers(len(steps))]
