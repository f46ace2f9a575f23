"""An engine solves one problem after the other and remembers what it met: what-ifs start where the last one ended.

What is kept are the columns of lowest reduced cost, the sets of pools and the last plan. They are priced and
judged anew under every problem and no proof rests on them, so a warm answer is the cold one. They are of use only
between the same stations on the same borders; on others the engine starts afresh.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from solvers.exact.cover import Budget
from solvers.exact.search import Search
from solvers.instances.instance import Instance, Limit
from solvers.sets.masks import MOST_STATIONS, Bits
from solvers.stop import Watch
from zoning.judge.rules import violations
from zoning.model.errors import ClaimError
from zoning.model.plan import Plan
from zoning.model.problem import Problem

REGROUPED = 38
"""Free stations from which a cold search begins with that for large counties, for some 0.4 s: fewer are soon solved."""
KEPT = 8
"""Pools whose sets are kept; one takes 8 MB at the most, or 64 MB where travel weighs little."""


@dataclass
class Engine:
    """``workers`` threads grow zones (as many as there are cores, when ``None``); their number changes no result."""

    workers: int | None = None
    _borders: tuple[tuple[str, ...], bytes] = ((), b"")
    _columns: dict[int, Bits] = field(default_factory=dict)
    _sets: dict[bytes, Bits | None] = field(default_factory=dict)
    _plan: Plan | None = None

    def search(
        self,
        problem: Problem,
        watch: Watch | None = None,
        *,
        start: Plan | None = None,
    ) -> Search:
        """:meth:`prepare` a search and :meth:`run` it."""
        search = self.prepare(problem, watch or Watch(), seed=0, start=start)
        self.run(search)
        return search

    def run(self, search: Search, *, first: bool = True) -> None:
        """Solve every subproblem and remember what was met; the plan is then the first of the best, if ``first``.

        Raises
        ------
        Stopped, TooMany
            As :meth:`~solvers.exact.search.Search.solve_for_k`.
        """
        search.run()
        if first:
            search.plan = first_of_best(search)
        self.remember(search)

    def prepare(
        self,
        problem: Problem,
        watch: Watch,
        seed: int,
        *,
        limits: tuple[Limit, ...] = (),
        cap: int | None = None,
        sought: bool = True,
        start: Plan | None = None,
    ) -> Search:
        """A search that begins with what the last one met.

        Parameters
        ----------
        limits : on the sums of other measures over the plan
        cap : points that a single zone may have at the most
        sought : whether zones have points of their own; else all there is to find is a plan within the limits
        start : a plan to begin with; one that breaks a rule is not used

        Raises
        ------
        InputError
            When ``start`` is no plan of this county.
        """
        instance = Instance(problem, limits, cap, sought)
        borders = (problem.county.codes, instance.adjacent.tobytes())
        if borders != self._borders:
            self._borders, self._columns, self._plan = borders, {}, None
        search = Search(
            instance,
            watch,
            seed,
            workers=self.workers,
            known=self._columns,
            sets=self._sets,
            heuristic=self._heuristic(instance),
        )
        for known in (start, self._plan, problem.current):
            if known is not None and not violations(problem, known):
                search.offer(known)
        return search

    def _heuristic(self, instance: Instance) -> Callable[[Search], None] | None:
        """The search for large counties where one pays: it knows no limits, and known columns make a start.

        A county so large that :func:`~solvers.solve.solve` begins with it has had it.
        """
        size, begun = len(instance.free), len(instance.problem) > MOST_STATIONS or self._columns
        if size < REGROUPED or begun or instance.limits or instance.cap is not None:
            return None
        from solvers.large.regroup import regrouped  # not needed by small counties, and compiled

        return regrouped

    def remember(self, search: Search) -> None:
        """Keep what the search met for the next one."""
        own = {k: known.relaxation for k, known in search.results.items() if known.certificate.zones_grown}
        self._columns |= {k: relaxation.columns for k, relaxation in own.items()}
        for old in list(self._sets)[:-KEPT]:
            del self._sets[old]
        self._plan = search.plan or self._plan


def first_of_best(search: Search) -> Plan | None:
    """Of the plans of fewest points the first in the order of equal plans (``solvers.exact.cover``).

    Raises
    ------
    ClaimError
        When the covers do not hold the plan that was found before, which is a fault of the program.
    """
    if search.best is None:
        return None
    plan = next((plan for _, plan in search.plans(Budget(search.best))), None)
    if plan is None:
        raise ClaimError(f"a plan of {search.best} points was found, and then not found again")
    return plan
