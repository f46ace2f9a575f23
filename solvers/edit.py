"""A plan changed by hand: every step judged at once, undone and redone without limit, with its proved gap.

Zones go by number, since their order in a plan changes with their stations. The zones of the plan given are numbered
from 1 in its order, as tables and maps number them; a zone keeps its number whatever moves in or out, and a new zone
gets the next one. A zone left without stations is no zone of the plan, but its number stays its own: a station moved
there brings it back. Steps may break rules; :attr:`Edit.violations` names those broken.
"""

from dataclasses import dataclass

from solvers.engine import Engine
from solvers.solve import solve
from solvers.stop import Stop
from zoning.judge.names import station_called, zone_names
from zoning.judge.rules import Violation
from zoning.judge.score import Score, ScoreDifference, ZoneScore, rescored, score
from zoning.model.errors import ClaimError, InputError, Mistake, expect, mistake
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.solution import Proof, Solution


@dataclass(frozen=True)
class Gap:
    """What a plan that keeps the rules costs more than the best one, at the most.

    ``points`` are those above ``proof.bound``, ``share`` is their share of the plan's points. They are exact where
    ``proof.status`` is ``optimal``; else the best plan may be nearer than that.
    """

    points: int
    share: float
    proof: Proof


@dataclass(frozen=True)
class _State:
    """The plan after a step: the zone number of each station (n,), how many numbers were given, and the score."""

    numbers: tuple[int, ...]
    given: int
    score: Score


class Edit:
    """A plan of a problem under a planner's hands.

    Parameters
    ----------
    plan : the plan to begin with; it may break rules
    engine : of earlier solves of such problems, which makes the first :attr:`gap` quicker
    stop : when to end the search for the best plan; what is proved by then counts

    Raises
    ------
    InputError
        When the plan leaves out a station of the county or names one that it does not have, or no plan is given.
    """

    def __init__(self, problem: Problem, plan: Plan, *, engine: Engine | None = None, stop: Stop | None = None) -> None:
        expect(problem=(problem, Problem), plan=(plan, Plan), stop=(stop, Stop | None))
        judged = score(problem, plan)
        numbers = tuple((plan.labels(problem.county.codes) + 1).tolist())
        self.problem = problem
        self._states = [_State(numbers, len(plan.zones), judged)]
        self._at = 0
        self._engine = engine or Engine()
        self._stop = stop
        self._best: Solution | None = None

    @property
    def plan(self) -> Plan:
        """The plan as it stands, in canonical order."""
        return self.score.plan

    @property
    def score(self) -> Score:
        return self._now.score

    @property
    def violations(self) -> tuple[Violation, ...]:
        return self.score.violations

    @property
    def difference(self) -> ScoreDifference:
        """What the plan costs more (positive) or less (negative) than the one given at the start."""
        return self.score - self._states[0].score

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number of each zone, in the order of the plan and of its score."""
        return tuple(self._number(zone[0]) for zone in self.plan.zones)

    @property
    def zones(self) -> dict[int, ZoneScore]:
        """The zones by number, as judged; those without stations are left out."""
        by_number = dict(zip(self.numbers, self.score.zones, strict=True))
        return {number: by_number[number] for number in sorted(by_number)}

    def move(self, station: str, to: int | str | None) -> ScoreDifference:
        """Put a station into another zone and return what the step costs.

        Where it is there already, nothing happens and nothing can be undone.

        Parameters
        ----------
        station : code or name
        to : number of a zone, code or name of a station in it, or ``None`` for a new zone

        Raises
        ------
        InputError
            When there is no such station or zone; the plan stays as it is.
        """
        expect(station=(station, str))
        found: list[Mistake] = []
        code, zone = self._station(station, found), None if to is None else self._zone(to, found)
        if found:
            raise InputError(found)
        now, own = self._now, self._number(code)
        if zone is None:
            zone = own if now.numbers.count(own) == 1 else now.given + 1  # alone, it is a zone of its own already
        row = self.problem.county.index[code]
        return self._step((*now.numbers[:row], zone, *now.numbers[row + 1 :]))

    def merge(self, zone: int | str, into: int | str) -> ScoreDifference:
        """Put all stations of a zone into another and return what the step costs; ``zone``, ``into`` as for ``to``.

        Raises
        ------
        InputError
            When there is no such zone; the plan stays as it is.
        """
        found: list[Mistake] = []
        gone, kept = self._zone(zone, found), self._zone(into, found)
        if found:
            raise InputError(found)
        return self._step(tuple(kept if number == gone else number for number in self._now.numbers))

    def undo(self) -> bool:
        """Take the last step back; whether there was one."""
        return self._go(-1)

    def redo(self) -> bool:
        """Do again what was undone last; whether there was such a step. A new step forgets those undone."""
        return self._go(+1)

    @property
    def best(self) -> Solution:
        """The best plan of the problem and its proof, sought when it is first asked for."""
        return self._best or self.seek(self._stop)

    def seek(self, stop: Stop | None = None) -> Solution:
        """Seek the best plan from the one at hand for as long as ``stop`` allows; what is proved best is kept."""
        if self._best is None or self._best.proof.status in ("feasible", "unknown"):
            found = solve(self.problem, start=self.plan, stop=stop, engine=self._engine)
            self._best = found if self._best is None else max(self._best, found, key=_proved)
        return self._best

    @property
    def gap(self) -> Gap | None:
        """How far the plan is from the best one; ``None`` where it breaks a rule or no bound is proved.

        The first call solves the problem, within ``stop``; see :meth:`seek` for more time.

        Raises
        ------
        ClaimError
            When the proof says that there is no such plan, which is a fault of the program.
        """
        if self.violations:
            return None
        proof, points = self.best.proof, self.score.points
        if proof.status == "infeasible" or (proof.bound is not None and points < proof.bound):
            raise ClaimError(f"{proof.status}, bound {proof.bound}, but a plan of {points} points keeps all rules")
        if proof.bound is None:
            return None
        return Gap(points - proof.bound, (points - proof.bound) / points if points else 0.0, proof)

    @property
    def _now(self) -> _State:
        return self._states[self._at]

    def _step(self, numbers: tuple[int, ...]) -> ScoreDifference:
        before = self._now
        if numbers != before.numbers:
            plan = Plan.from_labels(self.problem.county.codes, numbers)
            judged = rescored(self.problem, before.score, plan)
            del self._states[self._at + 1 :]
            self._states.append(_State(numbers, max(before.given, *numbers), judged))
            self._at += 1
        return self.score - before.score

    def _go(self, steps: int) -> bool:
        there = 0 <= self._at + steps < len(self._states)
        self._at += steps * there
        return there

    def _number(self, code: str) -> int:
        return self._now.numbers[self.problem.county.index[code]]

    def _station(self, word: str, found: list[Mistake]) -> str:
        """The code of the station; an empty text, and a mistake, where there is none."""
        code = station_called(self.problem.county, word)
        if isinstance(code, str):
            return code
        found.append(Mistake(code, value=word))
        return ""

    def _zone(self, zone: int | str, found: list[Mistake]) -> int:
        """The number of the zone; 0, and a mistake, where there is none."""
        if isinstance(zone, str):
            code = self._station(zone, found)
            return self._number(code) if code else 0
        if not isinstance(zone, bool | float) and zone in range(1, self._now.given + 1):
            return int(zone)
        names = sorted(zip(self.numbers, zone_names(self.problem, self.score), strict=True))
        found.append(mistake("solvers.edit.no_zone", value=zone, zones=[f"{number} {name}" for number, name in names]))
        return 0


def _proved(solution: Solution) -> tuple[bool, int, int]:
    """How much is proved: decided before undecided, then the higher bound, then the plan of fewer points."""
    bound, judged = solution.proof.bound, solution.score
    decided = solution.proof.status in ("optimal", "infeasible")
    return decided, -1 if bound is None else bound, -judged.points if judged else -(1 << 62)
