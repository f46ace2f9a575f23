"""What the names of the front door are, for type checkers: one for each row of ``HOMES``."""

from collections.abc import Mapping

from geodata.county.frames import stations_frame, zones_frame
from geodata.reading import county_from_frames, read_county
from solvers.edit import Edit, Gap
from solvers.exact.every import every_plan
from solvers.explain.explanation import PlanExplanation, StationExplanation, explain
from solvers.explain.moves import Move, Saving
from solvers.objectives.staircase import Staircase, staircase
from solvers.objectives.tradeoff import Frontier
from solvers.objectives.tradeoff import trade_off as frontier
from solvers.proof.verify import Verification, verify
from solvers.solve import solve
from solvers.stop import Progress, Stop
from zoning.judge.rules import Violation
from zoning.judge.score import Score, ScoreDifference, ZoneScore, score
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy, read_policy
from zoning.model.problem import Override, Problem
from zoning.model.stations import Border, IncidentClass, Station
from zoning.result.documents import dump, load
from zoning.result.plan_file import PlanFile
from zoning.result.solution import Certificate, Proof, Solution
from zoning.texts import Message

HOMES: Mapping[str, str]
__all__ = [
    "Border",
    "Certificate",
    "County",
    "Edit",
    "Frontier",
    "Gap",
    "IncidentClass",
    "InputError",
    "Message",
    "Mistake",
    "Move",
    "Override",
    "Plan",
    "PlanExplanation",
    "PlanFile",
    "Policy",
    "Problem",
    "Progress",
    "Proof",
    "Saving",
    "Score",
    "ScoreDifference",
    "Solution",
    "Staircase",
    "Station",
    "StationExplanation",
    "Stop",
    "Verification",
    "Violation",
    "ZoneScore",
    "county_from_frames",
    "dump",
    "every_plan",
    "explain",
    "frontier",
    "load",
    "read_county",
    "read_policy",
    "score",
    "solve",
    "staircase",
    "stations_frame",
    "verify",
    "zones_frame",
]
