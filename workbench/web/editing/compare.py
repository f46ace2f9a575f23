"""Two to four plans of a county side by side: slots matched by overlap, measures, stations that move.

All are judged by the problem of the first, each with the offices chosen for it. Slots are matched to those of the
first plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workbench.web.editing.content import Content
from workbench.web.editing.judging import Judged, judged, score_document
from workbench.web.editing.slots import in_slots
from zoning.judge.figures import MEASURE_FIGURES
from zoning.model.errors import InputError, mistake
from zoning.model.problem import Problem

FEWEST, MOST = 2, 4


@dataclass(frozen=True, eq=False)
class Compared:
    """A plan to compare, what it is called, and the offices chosen for it."""

    label: str
    content: Content
    offices: Sequence[str] = ()


def compare(problem: Problem, plans: Sequence[Compared]) -> dict[str, Any]:
    """The comparison as the page shows it.

    Returns
    -------
    dict
        ``plans``: label, score, the matched slot of each station in county order, and the stations that are elsewhere
        than in the first; ``measures``: key, value of each plan, and the positions of the best; ``moves``: each station
        that is not in the same slot everywhere, with its slot in every plan.

    Raises
    ------
    InputError
        When they are too few or too many, or one is no plan of this county.
    """
    if not FEWEST <= len(plans) <= MOST:
        raise InputError([mistake("workbench.edit.compare", table="plans", value=len(plans), fewest=FEWEST, most=MOST)])
    scored = [judged(problem.with_offices(one.offices), one.content) for one in plans]
    slots = [in_slots(plans[0].content, one.content.plan, problem.county.staff).slot for one in plans]
    codes = problem.county.codes
    return {
        "plans": [
            _plan(one.label, each, at, slots[0], codes) for one, each, at in zip(plans, scored, slots, strict=True)
        ],
        "measures": [_row(figure.key, scored) for figure in MEASURE_FIGURES],
        "moves": [
            {"station": code, "slots": [at[code] for at in slots]}
            for code in codes
            if len({at[code] for at in slots}) > 1
        ],
    }


def _plan(
    label: str, one: Judged, slots: dict[str, int], first: dict[str, int], codes: Sequence[str]
) -> dict[str, Any]:
    moved = [code for code in codes if slots[code] != first[code]]
    return {"label": label, "score": score_document(one), "labels": [slots[code] for code in codes], "moved": moved}


def _row(key: str, scored: Sequence[Judged]) -> dict[str, Any]:
    """A measure of every plan, and which have the least of it."""
    values = [one.score.measures[key] for one in scored]
    return {"key": key, "values": values, "best": [k for k, value in enumerate(values) if value == min(values)]}
