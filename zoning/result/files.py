"""JSON of plans, and the digest that ties a plan to the county it was made for.

``plan.json`` holds everything needed to judge the plan again and to check its proof: the policy as applied, the zones,
the duals. What it claims is believed by nobody: ``zoning.judge.score`` and ``solvers.proof.verify`` recompute it.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from zoning.judge.measures import MEASURES
from zoning.judge.names import zone_names
from zoning.judge.score import Score
from zoning.model.county import County, Floats
from zoning.model.errors import InputError, mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy, policy_from
from zoning.model.problem import Override, Problem
from zoning.result.solution import Certificate, Mode, Proof, Solution, Staged, Status
from zoning.texts import Message

SCHEMA = "zoning.plan/1"
MAX_BYTES = 200_000_000
"""A plan file larger than this is refused."""
DIGITS = 6
"""Decimals of kilometres and minutes in the digest: a millimetre is the same on every machine, the last bit is not."""
COMPUTED_DIGITS = 3
"""Decimals of minutes that are computed, and not given, in the digest."""


def digest(county: County) -> str:
    """``sha256:…`` over everything that a plan depends on; row order, notices and the bureau do not reach it."""
    content: dict[str, Any] = {
        "code": county.code,
        "name": county.name,
        "stations": [station.model_dump() for station in county.stations],
        "classes": [c.model_dump() for c in county.classes],
        "counts": [[float(x) for x in row] for row in county.counts],
        "years": float(county.years),
        "borders": [[b.a, b.b, round(float(b.km), DIGITS), b.kind] for b in county.borders],
        "travel": [county.travel, float(county.speed_kmh), float(county.detour)],
    }
    digits = DIGITS if county.travel == "matrix" else COMPUTED_DIGITS
    rows = (
        _compact(_rounded(row, digits)) for row in county.minutes
    )  # one at a time: there may be millions of numbers
    written = {key: [_compact(value)] for key, value in content.items()} | {"minutes": _joined(rows)}
    hashed = hashlib.sha256()
    for k, key in enumerate(sorted(written)):
        hashed.update(f"{',' if k else '{'}{_compact(key)}:".encode())
        for text in written[key]:
            hashed.update(text.encode())
    hashed.update(b"}")
    return "sha256:" + hashed.hexdigest()


def _compact(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _joined(rows: Iterable[str]) -> Iterator[str]:
    """The JSON array of these texts, in pieces."""
    for i, row in enumerate(rows):
        yield ("," if i else "[") + row
    yield "]"


def _rounded(row: Floats, digits: int) -> list[float]:
    """What ``round`` makes of each number; by arrays where that is the same for sure."""
    scaled = row * 10.0**digits
    whole = np.rint(scaled) / 10.0**digits
    doubtful = (np.abs(scaled - np.floor(scaled) - 0.5) < 1e-3) | (scaled > 1e9)
    for k in np.flatnonzero(doubtful):
        whole[k] = round(float(row[k]), digits)
    rounded: list[float] = whole.tolist()
    return rounded


def document(solution: Solution) -> dict[str, Any]:
    """The object of ``plan.json``: the plan, its measures and points, its proof, and what it was made from."""
    problem, score = solution.problem, solution.score
    county = problem.county
    return {
        "schema": SCHEMA,
        "county": {
            "code": county.code,
            "name": county.name,
            "digest": digest(county),
            "travel": county.travel,
            "speed_kmh": county.speed_kmh,
            "detour": county.detour,
            "borders": county.borders_from,
            "notice": county.notice,
        },
        "policy": problem.policy.model_dump(mode="json"),
        "current": None if problem.current is None else [list(zone) for zone in problem.current.zones],
        **(_scored(problem, score) if score else {"zones": [], "measures": {}, "points": None, "violations": []}),
        "proof": _proof(county, solution.proof, score),
        "solver": {
            "name": solution.run.name,
            "why": [spoken(why) for why in solution.run.why],
            "seconds": round(solution.run.seconds, 3),
            "seed": solution.run.seed,
            "version": metadata.version("zoning"),
            "zones_grown": solution.run.zones_grown,
            "candidates": solution.run.candidates,
            "stopped": solution.run.stopped or None,
        },
        "overrides": [{"what": o.what, "reason": o.reason} for o in problem.overrides],
        "alternatives": [[list(zone) for zone in plan.zones] for plan in solution.alternatives],
        "alternatives_complete": solution.alternatives_complete,
        **({"mode": _mode(county, solution.staged)} if solution.staged else {}),
    }


def dumps(content: object) -> str:
    """JSON text as the project writes it: UTF-8, readable, one form on every machine."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def known(figures: dict[str, float]) -> dict[str, float | None]:
    """Figures with ``None`` for what is unknown: JSON has no NaN."""
    return {key: value if math.isfinite(value) else None for key, value in figures.items()}


def _scored(problem: Problem, score: Score) -> dict[str, Any]:
    names = zone_names(problem, score)
    return {
        "zones": [
            {
                "name": name,
                "stations": list(zone.stations),
                "office": zone.office,
                "alone": zone.alone,
                "measures": zone.measures,
                "points": zone.points,
                "figures": known(zone.figures),
            }
            for name, zone in zip(names, score.zones, strict=True)
        ],
        "measures": score.measures,
        "points": score.points,
        "figures": known(score.figures),
        "violations": [
            {"rule": v.rule, "stations": list(v.stations), "amount": v.amount, **spoken(v.says)}
            for v in score.violations
        ],
    }


def spoken(message: Message) -> dict[str, str]:
    """A sentence in both languages, under ``says`` (Chinese) and ``says_en``."""
    return {"says": message.text("zh"), "says_en": message.text("en")}


def _proof(county: County, proof: Proof, score: Score | None) -> dict[str, Any]:
    """The proof; ``duals`` and ``zone_dual`` are those of the plan's own number of zones, every other stands beside."""
    own = next((c for c in proof.certificates if score and c.zones == len(score.zones)), None)
    content: dict[str, Any] = {"status": proof.status, "bound": proof.bound, "gap": proof.gap}
    if own:
        content |= _duals(county, own)
    if proof.reasons:
        content["reason"] = "；".join(reason.text("zh") for reason in proof.reasons)
        content["reasons"] = [spoken(reason) for reason in proof.reasons]
    content["certificates"] = _certificates(county, proof.certificates)
    return content


def _mode(county: County, staged: Staged) -> dict[str, Any]:
    """The steps wanted and those decided, each with the plan that has its least and the proof that none has fewer."""
    return {
        "name": staged.mode,
        "wanted": [{"objective": objective, "slack": slack} for objective, slack in staged.wanted],
        "within": dict(staged.within),
        "stages": [
            {
                "objective": stage.objective,
                "points": stage.points,
                "allowed": stage.allowed,
                "zones": [list(zone) for zone in stage.plan.zones],
                "certificates": _certificates(county, stage.certificates),
            }
            for stage in staged.stages
        ],
    }


def _certificates(county: County, certificates: Sequence[Certificate]) -> list[dict[str, Any]]:
    return [
        {
            "zones": c.zones,
            "bound": c.bound,
            **_duals(county, c),
            "zones_grown": c.zones_grown,
            "candidates": c.candidates,
        }
        for c in certificates
    ]


def _duals(county: County, certificate: Certificate) -> dict[str, Any]:
    return {
        "dual_bound": certificate.dual_bound,
        "duals": dict(zip(county.codes, certificate.duals, strict=bool(certificate.duals))),
        "zone_dual": certificate.zone_dual,
        "change_dual": certificate.change_dual,
        "label_duals": list(certificate.label_duals),
        "limit_duals": list(certificate.limit_duals),
    }


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class ZoneClaim(_Part):
    """A zone as a plan file states it."""

    stations: list[str] = Field(min_length=1)
    name: str = ""
    office: str | None = None
    measures: dict[str, float] = {}
    points: int | None = None


class CertificateClaim(_Part):
    """The bound a plan file states for one number of zones."""

    zones: int
    bound: int | None = None
    dual_bound: int | None = None
    duals: dict[str, int] = {}
    zone_dual: int = 0
    change_dual: int = 0
    label_duals: list[int] = []
    limit_duals: list[float] = []


class ProofClaim(_Part):
    """How good a plan file states its plan to be."""

    status: Status
    bound: int | None = None
    gap: float | None = None
    duals: dict[str, int] = {}
    zone_dual: int | None = None
    dual_bound: int | None = None
    certificates: list[CertificateClaim] = []


def _objective(value: str) -> str:
    known = (*(measure.key for measure in MEASURES), "largest", "weighted")
    if value not in known:
        raise ValueError(f"one of {', '.join(known)}")
    return value


Objective = Annotated[str, AfterValidator(_objective)]


class WantedClaim(_Part):
    """A step of a mode that a plan file says was asked for."""

    objective: Objective
    slack: float = Field(default=0.0, ge=0)


class StageClaim(_Part):
    """A step of a mode that a plan file says is decided."""

    objective: Objective
    points: int
    allowed: int
    zones: list[list[str]] = Field(min_length=1)
    certificates: list[CertificateClaim] = []


class ModeClaim(_Part):
    """What a plan file states to have been sought instead of the least weighted sum."""

    name: Mode
    wanted: list[WantedClaim] = Field(min_length=1)
    within: dict[Objective, int] = {}
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
    stopped: Literal["time", "interrupt"] | None = None


class PlanDocument(_Part):
    """``plan.json`` as read."""

    schema_: Literal["zoning.plan/1"] = Field(alias="schema")
    county: CountyClaim
    policy: dict[str, Any]
    current: list[list[str]] | None = None
    zones: list[ZoneClaim]
    measures: dict[str, float] = {}
    points: int | None = None
    proof: ProofClaim
    overrides: list[OverrideClaim] = []
    mode: ModeClaim | None = None
    solver: SolverClaim = SolverClaim()
    alternatives: list[list[list[str]]] = []
    alternatives_complete: bool = True


@dataclass(frozen=True)
class PlanFile:
    """A plan file as read: nothing of it is believed yet, but all of it is well formed."""

    name: str
    document: PlanDocument
    policy: Policy

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
        """The problem the plan answers, with its own policy unless another is given.

        Raises
        ------
        InputError
            When its policy names stations or zones that the county does not have.
        """
        current = None if self.document.current is None else Plan.of(self.document.current)
        overrides = tuple(Override(o.what, o.reason) for o in self.document.overrides)
        return Problem(county, policy or self.policy, current, overrides)


def read_plan(path: Path | str) -> PlanFile:
    """Read a plan file.

    Raises
    ------
    InputError
        With every mistake: not there, not JSON, not a plan, values missing or of the wrong kind.
    """
    path = Path(path)
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise InputError([mistake("zoning.files.too_large", table=path.name, bytes=MAX_BYTES)])
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
        document = PlanDocument.model_validate(content)
    except OSError as error:
        raise InputError([mistake("zoning.files.unreadable", table=str(path), reason=error.strerror)]) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError([mistake("zoning.files.not_json", table=path.name, reason=str(error))]) from error
    except ValidationError as error:
        raise InputError([_wrong(path.name, dict(e)) for e in error.errors()]) from error
    return PlanFile(path.name, document, policy_from(document.policy, path.name))


def _wrong(table: str, error: dict[str, Any]) -> Any:
    column = ".".join(str(part) for part in error["loc"]) or None
    value = None if error["type"] == "missing" else error["input"]
    return mistake("zoning.files.not_a_plan", table=table, column=column, value=value, reason=error["msg"])


def certificates(claims: Sequence[CertificateClaim], county: County) -> tuple[Certificate, ...]:
    """The certificates a file states, their duals in county order; a station it does not name has dual 0."""
    return tuple(
        Certificate(
            zones=c.zones,
            bound=c.bound,
            dual_bound=c.dual_bound,
            duals=tuple(c.duals.get(code, 0) for code in county.codes),
            zone_dual=c.zone_dual,
            change_dual=c.change_dual,
            label_duals=tuple(c.label_duals),
            limit_duals=tuple(c.limit_duals),
        )
        for c in claims
    )
