"""``plan.json`` as read: well formed, but believed by nobody.

``zoning.judge.score`` and ``solvers.proof.verify`` recompute what it claims. Whole numbers that 64-bit arithmetic could
not add up are refused here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from zoning.judge.measures import MEASURES
from zoning.model.county import County
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy, policy_from
from zoning.model.problem import Override, Problem
from zoning.model.validation import mistakes_of
from zoning.result.documents import read_json
from zoning.result.solution import AlternativesBy, Mode, Status
from zoning.texts import Message

MOST = 2**43
"""Points and duals beyond it are refused: sums of fewer, in units of 1/1024, are exact in 64-bit floating point."""
PLAN_SCHEMA: Literal["zoning.plan/1"] = "zoning.plan/1"
Points = Annotated[int, Field(ge=-MOST, le=MOST, strict=True)]
Share = Annotated[float, Field(ge=0, le=1e6)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        allow_inf_nan=False,
        strict=True,
        defer_build=True,  # most runs read none
    )


class ZoneClaim(_Part):
    """A zone as a plan file states it."""

    stations: list[str] = Field(min_length=1)
    name: str = ""
    office: str | None = None
    measures: dict[str, float] = {}
    points: Points | None = None


class CertificateClaim(_Part):
    """The bound a plan file states for one number of zones."""

    zones: Points
    bound: Points | None = None
    dual_bound: Points | None = None
    duals: dict[str, Points] = {}
    zone_dual: Points = 0
    change_dual: Points = 0
    label_duals: list[Points] = []
    limit_duals: list[float] = []
    zones_grown: Points = 0
    candidates: Points = 0


class SentenceClaim(_Part):
    """A sentence that a plan file holds in both languages."""

    says: str
    says_en: str

    @property
    def message(self) -> Message:
        return Message.of(self.says, self.says_en)


class ProofClaim(_Part):
    """How good a plan file states its plan to be."""

    status: Status
    bound: Points | None = None
    gap: float | None = None
    certificates: list[CertificateClaim] = []
    reasons: list[SentenceClaim] = []


def _objective(value: str) -> str:
    known = (*(measure.key for measure in MEASURES), "largest", "worst", "weighted")
    if value not in known:
        raise PydanticCustomError("objective", "no objective", {"expected": list(known)})
    return value


Objective = Annotated[str, AfterValidator(_objective)]


class WantedClaim(_Part):
    """A step of a mode that a plan file says was asked for."""

    objective: Objective
    slack: Share = 0.0


class StageClaim(_Part):
    """A step of a mode that a plan file says is decided."""

    objective: Objective
    points: Points
    allowed: Points
    zones: list[list[str]] = Field(min_length=1)
    certificates: list[CertificateClaim] = []


class ModeClaim(_Part):
    """What a plan file states to have been sought instead of the least weighted sum."""

    name: Mode
    wanted: list[WantedClaim] = Field(min_length=1)
    within: dict[Objective, Points] = {}
    periods: dict[str, Points] | None = None
    stages: list[StageClaim] = []


class CountyClaim(_Part):
    """The county a plan file was made for."""

    code: str = ""
    name: str = ""
    digest: str


class OverrideClaim(_Part):
    """A departure from the policy and its reason."""

    what: str
    reason: str = ""


class SolverClaim(_Part):
    """How a plan file says it was found."""

    name: str = ""
    seconds: float = 0.0
    seed: int = 0
    version: str = ""
    why: list[SentenceClaim] = []
    zones_grown: int = 0
    candidates: int = 0
    stopped: Literal["time", "interrupt"] | None = None
    made: Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")] = ""


class PlanDocument(_Part):
    """``plan.json`` as read."""

    schema_: Literal["zoning.plan/1"] = Field(alias="schema")
    county: CountyClaim
    policy: dict[str, Any]
    current: list[list[str]] | None = None
    zones: list[ZoneClaim]
    measures: dict[str, float] = {}
    points: Points | None = None
    proof: ProofClaim
    overrides: list[OverrideClaim] = []
    mode: ModeClaim | None = None
    solver: SolverClaim = SolverClaim()
    alternatives: list[list[list[str]]] = []
    alternatives_complete: bool = True
    alternatives_gap: Share | None = None
    alternatives_by: AlternativesBy = "points"


@dataclass(frozen=True)
class PlanFile:
    """A plan file as read: nothing of it is believed yet, but all of it is well formed.

    ``content`` is the object itself, with what nobody reads, too. ``names`` are those that people gave to zones, each
    with the codes of its stations.
    """

    name: str
    document: PlanDocument
    policy: Policy
    content: Mapping[str, Any] = field(repr=False)
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def plan(self) -> Plan:
        """The plan it states; without zones (an infeasible problem) there is none.

        Raises
        ------
        InputError
            When a station stands in two zones, or there is no zone at all.
        """
        if not self.document.zones:
            raise InputError([mistake("zoning.files.no_zones", table=self.name)])
        return Plan.of(zone.stations for zone in self.document.zones)

    def problem(self, county: County, policy: Policy | None = None) -> Problem:
        """The problem the plan answers, with its own policy unless another is given; the county has the zones of today.

        Raises
        ------
        InputError
            When it is a plan of another county, which is named, or its policy names stations or zones that the county
            does not have.
        """
        made_for = self.document.county
        if made_for.code and made_for.code != county.code and not self._stations & set(county.codes):
            values = {"theirs": made_for.name, "their_code": made_for.code, "name": county.name, "code": county.code}
            raise InputError([Mistake(Message("zoning.files.other_county", values), self.name)])
        return Problem(county, policy or self.policy, overrides=self.overrides, names=self.names)

    @property
    def _stations(self) -> set[str]:
        return {code for zone in self.document.zones for code in zone.stations}

    @property
    def overrides(self) -> tuple[Override, ...]:
        """The departures from the policy that it states, with their reasons."""
        return tuple(Override(o.what, o.reason) for o in self.document.overrides)


def read_plan(path: Path | str) -> PlanFile:
    """Read a plan file.

    Raises
    ------
    InputError
        With every mistake: not there, not JSON, not a plan, values missing or of the wrong kind.
    """
    return plan_file(read_json(path), Path(path).name)


def plan_file(content: object, name: str) -> PlanFile:
    """The object of a plan file, known to be well formed.

    Raises
    ------
    InputError
        With every mistake of the object.
    """
    try:
        document = PlanDocument.model_validate(content)
    except ValidationError as error:
        raise InputError(mistakes_of(error, name)) from error
    try:
        policy = policy_from(document.policy, name)
    except InputError as error:
        raise InputError(
            [replace(one, column=f"policy.{one.column or ''}".strip(".")) for one in error.mistakes]
        ) from error
    return PlanFile(name, document, policy, cast("Mapping[str, Any]", content))
