"""Column generation: the restricted master and pricing in turn, until no column that is missing matters.

What comes of it is a :class:`Relaxation`: whole duals under which no zone has a negative reduced cost, so that the
bound they prove needs no solver's word.

References
----------
M. Lübbecke, J. Desrosiers, Selected topics in column generation, Operations Research 53 (2005).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from solvers.exact.central import central_duals
from solvers.exact.master import RestrictedMaster
from solvers.instances.columns import Candidates, PricedColumns
from solvers.instances.duals import FRACTION, Duals
from solvers.instances.instance import Instance
from solvers.instances.subproblem import Subproblem
from solvers.sets.growth import Partial
from solvers.sets.masks import Bits
from solvers.stop import Watch

BATCH, AT_HAND = 300, 40
"""Columns added a round, and where all are known: there, to ask again takes less time than to add many."""
FEW = 30
"""Columns of a round below which all up to the cutoff are asked for: the duals hardly move any more."""
KEPT = 400
"""Columns handed on to problems like this one."""
STATE_LIMIT, MORE = 4_000, 32
"""Limit on the states of one centre in a pass, and the factor by which a pass that ends early raises it, unless columns
are many. The limit on the sets found is raised by the same factor. The first duals are poor, and no more is wanted of
them than some columns, so the first passes are short ones."""
AHEAD_LIMIT = 1_000_000
"""States of one centre above which a pass that ends early is not for columns up to the cutoff any more."""
NEGATIVE = -0.5
"""Reduced cost of a column worth adding: rounding costs to points loses more than what lies between this and 0."""
PRICING_TOLERANCE = 0.004
"""Share of the bound by which all zones of a plan together may undercut the duals, where columns have to be grown. Not
0: the dual optimum is a face, and growing until its last corner is cut off costs more than a larger budget."""
AHEAD = 0.006
"""Share of the bound up to which columns are grown while duals are sought: known columns for the next duals, and for
the first covers."""


class Source(Protocol):
    """Where the columns of a subproblem come from."""

    @property
    def subproblem(self) -> Subproblem:
        """What the columns are zones of."""

    whole: bool
    """Whether all columns are known, so that nothing has to be grown."""

    def known_columns(self, duals: Duals, cutoff: float, most: int) -> PricedColumns:
        """Of the columns known the ``most`` of lowest reduced cost, none above ``cutoff``."""

    def widen(self, duals: Duals, cutoff: float) -> bool:
        """Get to know columns near those known of reduced cost ``cutoff`` or less; whether there was one left to do."""

    def columns_below(self, duals: Duals, cutoff: float, partial: Partial | None = None) -> PricedColumns:
        """All columns of reduced cost ``cutoff`` or less; with ``partial`` perhaps not all, and then not complete.

        Those that had to be grown come in ascending order.
        """


@dataclass(frozen=True)
class Relaxation:
    """The linear programme of a subproblem, solved.

    Parameters
    ----------
    duals : whole numbers under which no zone has a negative reduced cost
    bound : points that no plan of the subproblem goes below, by these duals
    found : all columns of reduced cost ``reach`` or less, as far as they came with the duals; none where ``reach`` < 0
    columns : masks of the columns of lowest reduced cost in the master, to begin with in problems like this one
    """

    subproblem: Subproblem
    duals: Duals
    bound: int
    found: Candidates
    reach: int
    columns: Bits


def generate_columns(
    source: Source,
    start: Candidates,
    cap: int,
    watch: Watch,
    offer: Callable[[list[int]], int | None] = lambda _: None,
    *,
    warm: bool = False,
) -> Relaxation:
    """Solve the linear programme over all columns of ``source`` and the alone zones.

    It ends as soon as the bound is proved to lie above ``cap``, where no plan is of interest; where columns have to be
    grown, once no more than :data:`PRICING_TOLERANCE` is to be gained.

    It ends. A round that adds no column is the last one, grows ahead or has other duals of the same bound next; or it
    was left early, and then both its limits grow, until a round is complete or :class:`TooMany` is raised. Every other
    round adds a new column, of which there are finitely many.

    Parameters
    ----------
    start : columns to begin with
    offer : takes the zones (masks) of a plan, which may break a rule on plans; the points of the best plan so far
    warm : whether these are of a problem like this one, so that few are missing

    Raises
    ------
    Stopped, TooMany
        When ``watch`` or ``source`` says so.
    """
    (master, duals), subproblem, instance = _begun(source, start, cap), source.subproblem, source.subproblem.instance
    if source.whole:
        return _relaxation(source, _priced_out(master, source, duals, watch), NEGATIVE, instance.none, 0.0, master)
    # Columns up to the cutoff are grown ahead when few are missing: under poor duals they are many. Should they be many
    # all the same, none is known for the covers; that no column is missing is then proved by itself.
    ahead, states, sets, few, central, moved = warm, STATE_LIMIT, BATCH, True, warm, True
    while True:
        if moved:
            duals, plan = _next_duals(master, source, duals, cap, watch, central=central)
            cap = min(cap, offer(plan) or cap) if plan else cap
        lowest, cutoff = _cutoffs(subproblem, duals, cap)
        grown = cutoff if ahead else lowest
        found = source.columns_below(duals, grown, Partial(sets, states, grown - lowest))
        new = _added(master, instance, duals, found.cheapest(lowest, BATCH))
        moved, central = new > 0 or not central, central or not found.complete  # central where growth takes long
        if found.complete and _enough(subproblem, duals, found, grown, cap):
            break
        if new:
            few, ahead = True, ahead or new < FEW
            if new >= FEW:
                sets = BATCH
            elif not found.complete:  # the duals hardly move any more: the next pass may be the last
                states, sets = states * MORE, sets * MORE
        elif not found.complete:  # whichever limit it was: sets that seemed cheap by their bound may have been costly
            few = few and (not ahead or states <= AHEAD_LIMIT)
            ahead, states, sets = few, states * MORE, sets * MORE
        elif few and not ahead and cutoff > lowest:
            ahead = True
        else:
            break
    return _relaxation(source, duals, lowest, found.zones, grown, master)


def _begun(source: Source, start: Candidates, cap: int) -> tuple[RestrictedMaster, Duals]:
    """A master of the alone zones and the columns ``start``, and duals of nothing."""
    instance, master = source.subproblem.instance, RestrictedMaster(source.subproblem, cap)
    master.add(first := Candidates.joined([instance.alone, start]), np.full(len(first), -1))
    labels, limits = np.zeros(len(instance.change.labels)), np.zeros(len(instance.limits))
    return master, Duals(np.zeros(len(instance.problem)), 0.0, 0.0, labels, limits)


def _next_duals(
    master: RestrictedMaster, source: Source, duals: Duals, cap: int, watch: Watch, *, central: bool
) -> tuple[Duals, list[int]]:
    """The duals to grow under, from the middle of their face if ``central``, and a plan below ``cap`` or no zones."""
    duals = _priced_out(master, source, duals, watch)
    plan = master.plan(cap)
    if central:
        duals = central_duals(master, source.subproblem, duals, lambda d: _corner(master, source, d, watch))
    return duals, plan


def _priced_out(master: RestrictedMaster, source: Source, duals: Duals, watch: Watch) -> Duals:
    """The master's duals once no known column prices out and the box is wide enough.

    ``duals`` are those before, which stand where GLOP finds none. It ends, as :func:`_corner` does, and because there
    are a few boxes only.
    """
    while True:
        solved = _corner(master, source, duals, watch)
        duals = duals if solved is None else solved
        pays = solved is not None and _spare(source.subproblem, duals, master.cap) <= 0 and master.pays()
        if not pays or not master.stabilise():
            return duals


def _corner(master: RestrictedMaster, source: Source, duals: Duals, watch: Watch) -> Duals | None:
    """The master's duals once no known column prices out, nor one near those; ``None`` where GLOP finds none.

    It ends: every round adds a column that the master had not, and each is looked around once.
    """
    instance = source.subproblem.instance
    while True:
        watch.tick()
        watch.rounds += 1
        solved = master.solve()
        if solved is not None:
            duals = replace(solved, stations=instance.balanced(solved.stations))
        batch = AT_HAND if source.whole else BATCH
        new = _added(master, instance, duals, source.known_columns(duals, NEGATIVE, batch))
        while not new and solved is not None and source.widen(duals, AHEAD * source.subproblem.open_points(duals)):
            new = _added(master, instance, duals, source.known_columns(duals, NEGATIVE, batch))
        if not new:
            return None if solved is None else duals


def _spare(subproblem: Subproblem, duals: Duals, cap: int) -> float:
    """Points by which μ may be lowered, rounding included, with the bound above ``cap`` all the same."""
    slack = rounding(subproblem.instance)
    return (subproblem.dual_value(duals) - slack - cap - 1) / subproblem.zones - slack


def _cutoffs(subproblem: Subproblem, duals: Duals, cap: int) -> tuple[float, float]:
    """The reduced cost at which a column must be added, below 0, and the one up to which columns are grown ahead.

    To pass the cap, no column may bring the bound back below it; else none may undercut it by more than the tolerance.
    """
    spare = _spare(subproblem, duals, cap)
    if spare > 0:
        return -spare, -spare
    open_points = subproblem.open_points(duals)
    needed = max(cap - subproblem.dual_value(duals), 0.0) + 2 * rounding(subproblem.instance)
    return -max(PRICING_TOLERANCE * open_points / subproblem.zones, -NEGATIVE), min(AHEAD * open_points, needed)


def rounding(instance: Instance) -> float:
    """Points that no reduced cost moves by more when duals are rounded."""
    return len(instance.problem) + 8.0 + FRACTION * float(instance.most.sum())


def _enough(subproblem: Subproblem, duals: Duals, found: PricedColumns, grown: float, cap: int) -> bool:
    """Whether plans of ``cap`` points or less have columns up to ``grown`` only, all of which were found.

    With r < 0 the least reduced cost, μ is lowered by −r for each of K zones, so that no reduced cost is negative, and
    a plan has cap − bound − K · r to spare. A growth that is complete is dear, and another one rarely proves much more.
    """
    least = min(0.0, float(found.reduced.min(initial=0.0)))
    spare = cap - subproblem.dual_value(duals) - (subproblem.zones - 1) * least
    return max(spare, 0.0) + rounding(subproblem.instance) <= grown


def _added(master: RestrictedMaster, instance: Instance, duals: Duals, found: PricedColumns) -> int:
    return master.add(found.zones, duals.best_label(instance.change, found.zones.masks)[1])


def _relaxation(
    source: Source, duals: Duals, lowest: float, found: Candidates, reach: float, master: RestrictedMaster
) -> Relaxation:
    """The duals as whole numbers, μ lowered until no reduced cost is negative.

    Parameters
    ----------
    lowest : reduced cost that no column is below but those found, before rounding
    found : all columns of reduced cost ``reach`` or less, before rounding
    """
    subproblem, instance, duals = source.subproblem, source.subproblem.instance, duals.rounded()
    duals = replace(duals, stations=instance.balanced(duals.stations))  # as whoever reads them will have them
    alone = instance.reduced(duals, instance.alone)
    if source.whole:
        lowest = math.floor(source.known_columns(duals, 0.0, 1).reduced.min(initial=0.0))
    else:  # where all up to 0 were found, however duals are rounded, no other is negative
        lowest = 0.0 if reach >= rounding(instance) else math.floor(lowest - rounding(instance))
        lowest = min(lowest, math.floor(instance.reduced(duals, found).min(initial=0.0)))
    lowered = min(0.0, lowest, *np.floor(alone).tolist())
    duals = duals.lowered(lowered)
    covered = math.floor(reach - rounding(instance) - lowered) if len(found) else -1
    known = Candidates.joined(master.zones)
    columns = np.unique(known.masks[np.argsort(instance.reduced(duals, known), kind="stable")[:KEPT]])
    return Relaxation(subproblem, duals, subproblem.bound(duals), found, covered, columns)
