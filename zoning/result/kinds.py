"""The table of documents: a schema id, the record it holds, and how that is written.

A record is named as ``package.module:Class`` and imported when one is read or written, so the ground floor knows the
results of the floors above without reaching for them. Most records are written field by field
(:mod:`zoning.result.codec`); where the JSON has a form of its own, the row names a :class:`Shape` beside the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Shape(Generic[T]):
    """A form of its own: ``write`` gives the fields of a record as values, ``read`` makes the record of the object.

    ``needs`` names what a reader has to be given besides, by keyword: ``county``, ``problem``, ``problems``, ``study``.
    Where it is not, ``claim`` makes of the object and its name what can be had without: the file's own words, unjudged.
    """

    write: Callable[[T], Mapping[str, Any]]
    read: Callable[..., T]
    needs: tuple[str, ...] = ()
    claim: Callable[[object, str], object] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of document; without a ``shape`` its record is written field by field and needs nothing to be read."""

    schema: str
    place: str
    shape_at: str = ""

    @property
    def record(self) -> Any:
        return _named(self.place)

    @property
    def shape(self) -> Shape[Any] | None:
        """The form of its own, where it has one."""
        return _named(self.shape_at) if self.shape_at else None


def _named(place: str) -> Any:
    """What ``package.module:name`` stands for."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


KINDS = (
    Kind("zoning.plan/1", "zoning.result.solution:Solution", "zoning.result.plan_document:SHAPE"),
    Kind("zoning.score/1", "zoning.judge.score:Score"),
    Kind("zoning.judgement/1", "zoning.result.judgement:Judgement", "zoning.result.judgement:SHAPE"),
    Kind("zoning.draft/1", "solvers.explain.draft:Draft", "solvers.explain.draft:SHAPE"),
    Kind("zoning.verification/1", "solvers.proof.verify:Verification", "solvers.proof.document:SHAPE"),
    Kind("zoning.move_prices/1", "solvers.explain.explanation:StationExplanation", "solvers.explain.document:STATION"),
    Kind("zoning.plan_prices/1", "solvers.explain.explanation:PlanExplanation", "solvers.explain.document:PLAN"),
    Kind("zoning.frontier/1", "solvers.objectives.tradeoff:Frontier", "solvers.objectives.document:FRONTIER"),
    Kind("zoning.frontiers/1", "solvers.objectives.tradeoff:Frontiers", "solvers.objectives.document:FRONTIERS"),
    Kind(
        "zoning.staircase/1",
        "solvers.objectives.staircase:Staircase",
        "solvers.objectives.staircase_document:SHAPE",
    ),
    Kind("zoning.organisation/1", "systems.organisation.records:Organisation", "systems.organisation.document:SHAPE"),
    Kind("zoning.staffing/1", "systems.staffing.records:Staffing", "systems.staffing.document:SHAPE"),
    Kind("zoning.beats/1", "systems.rooms.records:Rooms", "systems.rooms.document:SHAPE"),
    Kind("zoning.response/1", "systems.response.records:ResponseReport", "systems.response.document:SHAPE"),
    Kind("zoning.posts/1", "systems.posts.report:PostsReport", "systems.posts.document:SHAPE"),
    Kind("zoning.rosters/1", "systems.rosters.report:RostersReport", "systems.rosters.document:SHAPE"),
    Kind("zoning.deploy/1", "systems.deployment.report:DeploymentReport", "systems.deployment.document:SHAPE"),
    Kind(
        "zoning.evaluate/1",
        "systems.deployment.evaluation:Evaluation",
        "systems.deployment.evaluation_document:SHAPE",
    ),
    Kind("zoning.density/1", "systems.density.records:Density"),
    Kind("zoning.forecast/1", "systems.series.forecasting:Forecast", "systems.series.document:SHAPE"),
    Kind("zoning.comparison/1", "scenarios.compare.compare:Comparison", "scenarios.compare.document:SHAPE"),
    Kind("zoning.stress/1", "scenarios.chance.records:Stress", "scenarios.chance.document:SHAPE"),
    Kind("zoning.scenario/1", "scenarios.runs.record:Record", "scenarios.runs.document:RECORD"),
    Kind("zoning.scenarios/1", "scenarios.runs.run:Outcome", "scenarios.runs.document:RUN"),
    Kind("zoning.answer/1", "scenarios.runs.worker:Answer", "scenarios.runs.document:ANSWER"),
    Kind("zoning.batch/1", "scenarios.batch.records:Batch", "scenarios.batch.document:SHAPE"),
    Kind("zoning.store/1", "scenarios.store.records:Info"),
    Kind("zoning.store_verification/1", "scenarios.store.records:Verified"),
    Kind("zoning.store_work/1", "scenarios.store.records:Moved"),
    Kind("zoning.mistakes/1", "zoning.result.mistakes:Mistakes"),
    Kind("zoning.county/1", "geodata.county.summary:CountySummary"),
    Kind("zoning.count/1", "geodata.calls.result:CallCount"),
    Kind("zoning.refused_county/1", "workbench.commands.check:RefusedCounty"),
    Kind("zoning.samples/1", "workbench.commands.sample:Samples"),
    Kind("zoning.sample/1", "workbench.commands.sample:Copied"),
    Kind("zoning.template/1", "workbench.commands.template:Template"),
    Kind("zoning.export/1", "workbench.commands.export:Exported"),
    Kind("zoning.report/1", "workbench.commands.report:Reported"),
    Kind("zoning.all/1", "workbench.given.ledger:Everything"),
    Kind("zoning.serving/1", "workbench.commands.serve:Started"),
    Kind("zoning.library/1", "workbench.commands.scenarios:Library"),
    Kind("zoning.completion/1", "workbench.commands.completion:Completion"),
)
"""One row a kind."""
BY_SCHEMA: Mapping[str, Kind] = {kind.schema: kind for kind in KINDS}
BY_PLACE: Mapping[str, Kind] = {kind.place: kind for kind in KINDS}
