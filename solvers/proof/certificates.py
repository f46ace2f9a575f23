"""Certificates checked by arithmetic and enumeration: no linear programme is asked, so none has to be believed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from solvers.exact.column_generation import Relaxation
from solvers.exact.columns import PricedColumns
from solvers.exact.cover import Budget
from solvers.exact.duals import FRACTION, Duals, stated
from solvers.exact.growth import TooMany
from solvers.exact.search import Search
from solvers.exact.subproblem import Subproblem
from zoning.model.errors import Mistake, mistake
from zoning.result.solution import Certificate

Known = dict[object, tuple[float, PricedColumns]]
"""By duals and band: a cutoff, and all columns below it."""


def disproved(search: Search, claims: dict[int, Certificate], table: str, column: str) -> tuple[list[Mistake], bool]:
    """What is false of the ``claims``, by number of zones, and whether that was decided for all of them."""
    found: list[Mistake] = []
    decided = True
    known: Known = {}
    for subproblem in search.subproblems:
        zones = subproblem.zones
        try:
            false = list(_certificate(search, subproblem, claims[zones], known)) if zones in claims else []
        except TooMany:
            decided = False
            continue
        found = [*(mistake(key, table=table, column=column, zones=zones, **values) for key, values in false), *found]
    return found, decided


def _columns_below(search: Search, subproblem: Subproblem, duals: Duals, cutoff: float, known: Known) -> PricedColumns:
    """All columns of reduced cost ``cutoff`` or less; ``known`` keeps them for the next subproblem.

    Subproblems of one band share the columns of the largest k asked for. Those of k = 1 may so be joined by zones that
    hold not all free stations; duals that are valid without dominance give these no negative reduced cost either.
    """
    parts = (duals.stations, duals.labels, duals.limits)
    key = (*(part.tobytes() for part in parts), duals.zone, duals.change, subproblem.by_number)
    if key not in known or known[key][0] < cutoff:
        known[key] = cutoff, search.source(subproblem).columns_below(duals, cutoff)
    columns = known[key][1]
    near = columns.reduced <= cutoff
    return PricedColumns(columns.zones[near], columns.reduced[near], complete=True)


def _certificate(
    search: Search, subproblem: Subproblem, claim: Certificate, known: Known
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is false of one certificate: a negative reduced cost, a sum, or a plan below the bound.

    Several numbers of zones often share duals: ``known`` keeps the columns grown for the next.
    """
    instance, duals = search.instance, stated(claim)
    duals = replace(duals, stations=instance.balanced(duals.stations))
    if len(duals.labels) != len(instance.change.labels) or duals.change < 0 or (duals.labels < 0).any():
        yield "solvers.verify.labels", {"labels": len(instance.change.labels)}
        return
    exact = (duals.limits >= 0).all() and (duals.limits % FRACTION == 0).all()  # sums with them are, then
    if len(duals.limits) != len(instance.limits) or not exact:
        yield "solvers.verify.limits", {"limits": len(instance.limits)}
        return
    bound = subproblem.bound(duals)
    if claim.dual_bound != bound:
        yield "solvers.verify.sum", {"stated": claim.dual_bound, "actual": bound}
    least = (subproblem.worst if claim.bound is None else claim.bound - 1) - bound
    cutoff = least + 1 - FRACTION if instance.limits else least  # reduced costs that round down to ``least`` or less
    found = _columns_below(search, subproblem, duals, max(cutoff, -1), known)
    alone = instance.reduced(duals, instance.alone)
    lowest = min(0.0, float(found.reduced.min(initial=0.0)), float(alone.min(initial=0.0)))
    if lowest < 0:
        yield "solvers.verify.reduced", {"lowest": round(lowest)}
    elif least >= 0:
        relaxation = Relaxation(subproblem, duals, bound, found.zones, least, found.zones.masks)
        points = next((p for p, _ in search.covers(relaxation, found, Budget(bound + least), ordered=False)), None)
        if points is not None:
            yield "solvers.verify.cheaper", {"points": points, "bound": "–" if claim.bound is None else claim.bound}
