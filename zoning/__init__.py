"""The words of the trade and the one judge; and the front door: everything a caller from Python needs, under one name.

``import zoning`` costs milliseconds, for a name is imported when it is asked for. So the door may lead to floors above
this one (a county is read by ``geodata``, solved by ``solvers``) while nothing on this floor imports them. Types for
checkers stand in ``__init__.pyi``, name for name.
"""

from zoning.lazy import attach

HOMES = {
    "Border": "zoning.model.stations:Border",
    "Certificate": "zoning.result.solution:Certificate",
    "County": "zoning.model.county:County",
    "Edit": "solvers.edit:Edit",
    "Frontier": "solvers.objectives.tradeoff:Frontier",
    "Gap": "solvers.edit:Gap",
    "IncidentClass": "zoning.model.stations:IncidentClass",
    "InputError": "zoning.model.errors:InputError",
    "Message": "zoning.texts:Message",
    "Mistake": "zoning.model.errors:Mistake",
    "Move": "solvers.explain.moves:Move",
    "Override": "zoning.model.problem:Override",
    "Plan": "zoning.model.plan:Plan",
    "PlanExplanation": "solvers.explain.explanation:PlanExplanation",
    "PlanFile": "zoning.result.plan_file:PlanFile",
    "Policy": "zoning.model.policy:Policy",
    "Problem": "zoning.model.problem:Problem",
    "Progress": "solvers.stop:Progress",
    "Proof": "zoning.result.solution:Proof",
    "Saving": "solvers.explain.moves:Saving",
    "Score": "zoning.judge.score:Score",
    "ScoreDifference": "zoning.judge.score:ScoreDifference",
    "Solution": "zoning.result.solution:Solution",
    "Staircase": "solvers.objectives.staircase:Staircase",
    "Station": "zoning.model.stations:Station",
    "StationExplanation": "solvers.explain.explanation:StationExplanation",
    "Stop": "solvers.stop:Stop",
    "Verification": "solvers.proof.verify:Verification",
    "Violation": "zoning.judge.rules:Violation",
    "ZoneScore": "zoning.judge.score:ZoneScore",
    "county_from_frames": "geodata.reading:county_from_frames",
    "dump": "zoning.result.documents:dump",
    "every_plan": "solvers.exact.every:every_plan",
    "explain": "solvers.explain.explanation:explain",
    "frontier": "solvers.objectives.tradeoff:trade_off",
    "load": "zoning.result.documents:load",
    "read_county": "geodata.reading:read_county",
    "read_policy": "zoning.model.policy:read_policy",
    "score": "zoning.judge.score:score",
    "solve": "solvers.solve:solve",
    "staircase": "solvers.objectives.staircase:staircase",
    "stations_frame": "geodata.county.frames:stations_frame",
    "verify": "solvers.proof.verify:verify",
    "zones_frame": "geodata.county.frames:zones_frame",
}
"""Where each public name is at home."""

__all__ = list(HOMES)
__getattr__, __dir__ = attach(__name__, HOMES)
