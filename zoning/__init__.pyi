"""What the names of the front door are, for type checkers: one line for each row of ``HOMES``."""

from collections.abc import Mapping

from geodata.county.frames import stations_frame as stations_frame
from geodata.county.frames import zones_frame as zones_frame
from geodata.reading import county_from_frames as county_from_frames
from geodata.reading import read_county as read_county
from solvers.edit import Edit as Edit
from solvers.edit import Gap as Gap
from solvers.proof.verify import Verification as Verification
from solvers.proof.verify import verify as verify
from solvers.solve import solve as solve
from solvers.stop import Progress as Progress
from solvers.stop import Stop as Stop
from zoning.judge.rules import Violation as Violation
from zoning.judge.score import Score as Score
from zoning.judge.score import ScoreDifference as ScoreDifference
from zoning.judge.score import ZoneScore as ZoneScore
from zoning.judge.score import score as score
from zoning.model.county import County as County
from zoning.model.errors import InputError as InputError
from zoning.model.errors import Mistake as Mistake
from zoning.model.plan import Plan as Plan
from zoning.model.policy import Policy as Policy
from zoning.model.policy import read_policy as read_policy
from zoning.model.problem import Override as Override
from zoning.model.problem import Problem as Problem
from zoning.model.stations import Border as Border
from zoning.model.stations import IncidentClass as IncidentClass
from zoning.model.stations import Station as Station
from zoning.result.documents import dump as dump
from zoning.result.documents import load as load
from zoning.result.solution import Certificate as Certificate
from zoning.result.solution import Proof as Proof
from zoning.result.solution import Solution as Solution
from zoning.texts import Message as Message

HOMES: Mapping[str, str]
