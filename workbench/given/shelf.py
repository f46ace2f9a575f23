"""Solutions of plain searches in a store: taken from it, verified, where they are there, kept in it where they are not.

Plain is a search for the one best plan by the weighted sum; what other modes find is neither taken nor kept, and that
is said.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.given.stored import keep_county, keep_run
from workbench.line.options import Search
from workbench.line.screen import Screen
from zoning.model.errors import InputError
from zoning.model.problem import Problem
from zoning.result.documents import to_document
from zoning.result.solution import Solution

if TYPE_CHECKING:
    from geodata.county.build import Built
    from geodata.tables.table import Tables
    from scenarios.store import Store


@dataclass(frozen=True)
class Shelf:
    """A store for the solutions of one county."""

    screen: Screen
    store: "Store"
    built: "Built"
    tables: "Tables"
    source: str

    def taken(self, problem: Problem, search: Search) -> Solution | None:
        """The solution that is kept for this problem and search; ``None`` where none is, or not all it says is so."""
        if not is_plain(search):
            self.screen.note(self.screen.say("workbench.store.plain_only"))
            return None
        from scenarios.runs.keys import InStore, found, key_of
        from zoning.result.plan_document import solution_of
        from zoning.result.plan_file import plan_file

        key = key_of(problem, search.seed, search.time_limit)
        answer = found([InStore(self.store)], {key: problem}, search.time_limit).get(key)
        if answer is None:
            return None
        row = self.store.answer(key)
        self.screen.note(self.screen.say("workbench.store.taken", at="" if row is None else row.at))
        return solution_of(plan_file(answer.plan, "plan.json"), problem)

    def keep(self, solution: Solution, search: Search) -> None:
        """Keep a solution that was searched for to the end, with its county; a store that fails costs no plan."""
        if is_plain(search) and solution.run.stopped != "interrupt":
            try:
                self._keep(solution, search)
            except InputError as error:
                self.screen.note(self.screen.say("workbench.store.not_kept"), style="yellow")
                self.screen.note(*(f"* {wrong.text(self.screen.language)}" for wrong in error.mistakes))

    def _keep(self, solution: Solution, search: Search) -> None:
        from scenarios.runs.keys import InStore, key_of
        from scenarios.runs.worker import Answer

        key = key_of(solution.problem, search.seed, search.time_limit)
        keep_county(self.store, self.built, self.tables, self.source)
        InStore(self.store).keep(Answer(key, to_document(solution), solution.run.seconds))
        asked = {"seed": search.seed, "time_limit": search.time_limit, "policy": solution.problem.policy.name}
        keep_run(self.store, "solve", asked, answer=key)


def is_plain(search: Search) -> bool:
    """Whether a search is for the one best plan by the weighted sum."""
    return search.mode in (None, "weighted") and search.order is None and search.within is None
