"""Every single change that makes a plan file false is found, by a sentence that names the field; true ones pass."""

from collections.abc import Callable

import pytest

from tests.solvers.proof import changes as alter
from tests.solvers.proof.changes import Change, Content
from tests.solvers.proof.files import KINDS, checked, file
from zoning.model.errors import InputError, Mistake
from zoning.result.plan_file import MOST

Alter = Callable[[Content], None]
BIG = 10**400


def by_field(kind: str) -> list[Change]:
    """One change of every kind of field: of all in the first file, in the others of proof, mode and alternatives."""
    met: set[str] = set()
    if kind != "weighted":
        every = [change.name for change in alter.fields(file("weighted").content, set())]
        met = {name for name in every if not name.startswith(("proof", "alternatives"))}
    return list(alter.fields(file(kind).content, met))


def mistakes(kind: str, change: Alter) -> tuple[Mistake, ...]:
    content = file(kind).content
    change(content)
    try:
        found = checked(file(kind).problem, content)
    except InputError as error:
        return error.mistakes
    assert not (found.mistakes and found.proved)
    return found.mistakes


def said(kind: str, field: str, change: Alter) -> None:
    """The change is refused, and the sentence names the field, in both languages."""
    found = mistakes(kind, change)
    assert found, "believed"
    assert alter.named(field, [one.column for one in found], str(found[0])), [str(one) for one in found]
    assert all(one.text("zh") != one.text("en") for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_true_file_is_believed(kind: str) -> None:
    found = checked(file(kind).problem, file(kind).content)
    assert (found.mistakes, found.unproved) == ((), ())
    assert found.proved == (kind != "stopped early")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_that_follows_from_the_data_is_checked(kind: str) -> None:
    known = by_field(kind)
    assert len(known) >= (70 if kind == "weighted" else 5)
    for change in known:
        said(kind, change.field, change.alter)


def another_today(content: Content) -> None:
    """Today's zones as if the plan had hardly changed them."""
    content["current"] = [zone["stations"] for zone in content["zones"]]


def merged(content: Content) -> None:
    """The last two zones as one, which is judged nowhere."""
    content["zones"][-2]["stations"] += content["zones"].pop()["stations"]


def certificate_twice(content: Content) -> None:
    content["proof"]["certificates"].append(content["proof"]["certificates"][0])


def certificate_of_too_many(content: Content) -> None:
    content["proof"]["certificates"].append(content["proof"]["certificates"][0] | {"zones": 99})


def higher_duals(content: Content) -> None:
    """Higher duals with their right sum: the bound would rise, but a zone then lies below its duals."""
    for certificate in content["proof"]["certificates"]:
        certificate["duals"] = {code: dual + 5000 for code, dual in certificate["duals"].items()}
        certificate["dual_bound"] += 5000 * len(certificate["duals"])


def raised(content: Content) -> None:
    """All bounds raised to the points of a worse plan."""
    for certificate in content["proof"]["certificates"]:
        certificate["bound"] = content["points"]
    content["proof"] |= {"status": "optimal", "bound": content["points"], "gap": 0.0}


def invented(content: Content) -> None:
    """Zones that do not hang together, or are too small, as another plan."""
    codes = sorted(code for zone in content["zones"] for code in zone["stations"])
    content["alternatives"].append([codes[::2], codes[1::2]])


def itself(content: Content) -> None:
    content["alternatives"].insert(0, [zone["stations"] for zone in content["zones"]])


def twice(content: Content) -> None:
    content["alternatives"].append(content["alternatives"][-1])


def no_limits(content: Content) -> None:
    """A plan of a frontier as if it were in order: its limit is hidden."""
    content["mode"] |= {"name": "order", "within": {}}


def broken_rule(content: Content) -> None:
    content["violations"] = [
        {"rule": "max_minutes", "stations": content["zones"][0]["stations"], "amount": 3.0, "says": "…", "says_en": "…"}
    ]


CERTIFICATE = "proof.certificates.2"
"""That of three zones, as the first plan has."""
STEP = "mode.stages.0.certificates.0"
FORGERIES: tuple[tuple[str, str, Alter], ...] = (
    ("weighted", f"{CERTIFICATE}.duals", alter.pair(CERTIFICATE, 2**80)),
    ("weighted", f"{CERTIFICATE}.duals", alter.pair(CERTIFICATE, MOST)),
    ("weighted", f"{CERTIFICATE}.duals", alter.pair(CERTIFICATE, 2**42)),
    ("weighted", f"{CERTIFICATE}.duals", alter.pair(CERTIFICATE, 2**30)),
    ("weighted", f"{CERTIFICATE}.duals", alter.pair(CERTIFICATE, 100_000)),
    ("weighted", f"{CERTIFICATE}.duals", alter.pair(CERTIFICATE, BIG)),
    ("weighted", f"{CERTIFICATE}.duals", alter.add(f"{CERTIFICATE}.duals", -BIG)),
    ("weighted", f"{CERTIFICATE}.duals", alter.put(f"{CERTIFICATE}.duals", {"no station": 5})),
    ("weighted", f"{CERTIFICATE}.duals", alter.put(f"{CERTIFICATE}.duals", {})),
    ("weighted", f"{CERTIFICATE}.duals", higher_duals),
    ("weighted", f"{CERTIFICATE}.zone_dual", alter.put(f"{CERTIFICATE}.zone_dual", 2**80)),
    ("weighted", f"{CERTIFICATE}.change_dual", alter.put(f"{CERTIFICATE}.change_dual", -1)),
    ("weighted", f"{CERTIFICATE}.label_duals", alter.add(f"{CERTIFICATE}.label_duals", -BIG)),
    ("weighted", f"{CERTIFICATE}.label_duals", alter.add(f"{CERTIFICATE}.label_duals", -(10**6))),
    ("weighted", f"{CERTIFICATE}.limit_duals", alter.put(f"{CERTIFICATE}.limit_duals", [0.5])),
    ("weighted", f"{CERTIFICATE}.bound", alter.put(f"{CERTIFICATE}.bound", None)),
    ("weighted", f"{CERTIFICATE}.bound", alter.put(f"{CERTIFICATE}.bound", MOST)),
    ("weighted", f"{CERTIFICATE}.bound", alter.put(f"{CERTIFICATE}.bound", BIG)),
    ("weighted", f"{CERTIFICATE}.zones", alter.put(f"{CERTIFICATE}.zones", 0)),
    ("weighted", f"{CERTIFICATE}.zones", alter.put(f"{CERTIFICATE}.zones", -1)),
    ("weighted", "policy.zones.max", alter.put("policy.zones.max", 10**400)),
    ("weighted", "violations", alter.put("policy.zones.min", 4)),
    ("weighted", "policy.weights.travel", alter.put("policy.weights.travel", -0.1)),
    ("weighted", "policy.pins", alter.put("policy.pins.offices", ["nobody"])),
    ("weighted", "schema", alter.put("schema", "zoning.plan/2")),
    ("weighted", "county.digest", alter.put("county.digest", "")),
    ("weighted", f"{CERTIFICATE}.dual_bound", alter.put(f"{CERTIFICATE}.dual_bound", None)),
    ("weighted", "proof.certificates", certificate_twice),
    ("weighted", "proof.certificates", certificate_of_too_many),
    ("weighted", "proof.certificates", alter.without(CERTIFICATE)),
    ("weighted", "proof.certificates", alter.put("proof.certificates", [])),
    ("weighted", "proof.bound", alter.put("proof.bound", None)),
    ("weighted", "proof.bound", alter.put("proof.bound", BIG)),
    ("weighted", "proof.bound", alter.put("proof.bound", 10)),
    ("weighted", "proof.gap", alter.put("proof.gap", None)),
    ("weighted", "proof.status", alter.put("proof.status", "infeasible")),
    ("weighted", "proof.status", alter.put("proof.status", "unknown")),
    ("weighted", f"{CERTIFICATE}.bound", alter.emptied),
    ("weighted", "points", alter.put("points", BIG)),
    ("weighted", "points", alter.put("points", None)),
    ("weighted", "points", alter.put("policy.weights.travel", 9.0)),
    ("weighted", "measures.beauty", alter.put("measures.beauty", 0.0)),
    ("weighted", "zones.0.figures.beauty", alter.put("zones.0.figures.beauty", 0.0)),
    ("weighted", "zones", merged),
    ("weighted", "zones", alter.without("zones.0")),
    ("weighted", "current", another_today),
    ("weighted", "current", alter.put("current", None)),
    ("weighted", "violations", broken_rule),
    ("weighted", "alternatives", invented),
    ("weighted", "alternatives_complete", alter.put("alternatives_complete", False)),
    ("weighted", "county.speed_kmh", alter.put("county.speed_kmh", 61)),
    ("weighted", "county.notice", alter.put("county.notice", "实测数据")),
    ("weighted", "proof.reasons", alter.put("proof.reasons", [{"says": "无", "says_en": "none"}])),
    ("weighted", "mode", alter.put("mode", {"name": "minimax", "wanted": [{"objective": "largest"}], "stages": []})),
    ("alternatives", "alternatives", alter.swapped("alternatives")),
    ("alternatives", "alternatives", alter.without("alternatives.0")),
    ("alternatives", "alternatives", alter.without("alternatives.3")),
    ("alternatives", "alternatives", alter.put("alternatives", [])),
    ("alternatives", "alternatives", invented),
    ("alternatives", "alternatives", itself),
    ("alternatives", "alternatives", twice),
    ("alternatives", "alternatives", alter.put("alternatives_gap", 0.001)),
    ("alternatives", "alternatives", alter.put("alternatives_gap", 5.0)),
    ("alternatives", "alternatives_gap", alter.put("alternatives_gap", 1e300)),
    ("alternatives", "alternatives", alter.put("alternatives_gap", None)),
    ("some alternatives", "alternatives", alter.put("alternatives_complete", True)),
    ("some alternatives", "alternatives", alter.without("alternatives.1")),
    ("some alternatives", "alternatives", alter.swapped("alternatives")),
    ("order", "mode.name", alter.put("mode.name", "minimax")),
    ("order", "mode.name", alter.put("mode.name", "frontier")),
    ("order", "mode.within", alter.put("mode.within", {"travel": 10**6})),
    ("order", "mode.stages.0.allowed", alter.put("mode.wanted.0.slack", 0.5)),
    ("order", "mode.wanted.0.slack", alter.put("mode.wanted.0.slack", 1e300)),
    ("order", "mode.stages", alter.swapped("mode.wanted")),
    ("order", "mode.stages", alter.swapped("mode.stages")),
    ("order", "mode.stages", alter.without("mode.stages.2")),
    ("order", "mode.stages", alter.put("mode.stages", [])),
    ("order", "mode.stages.0.points", alter.put("mode.stages.0.points", BIG)),
    ("order", "mode.stages.0.points", alter.add("mode.stages.0.points", -1)),
    ("order", f"{STEP}.duals", alter.pair(STEP, 2**80)),
    ("order", f"{STEP}.duals", alter.pair(STEP, 10**6)),
    ("order", "mode.stages.0.certificates", alter.without(STEP)),
    ("order", "mode.stages.1.certificates.0", alter.put("mode.stages.1.certificates.0.limit_duals", [0.3])),
    ("order", "mode.stages.1.certificates.0", alter.put("mode.stages.1.certificates.0.limit_duals", [-0.5])),
    ("order", "mode.stages.1.certificates.0", alter.put("mode.stages.1.certificates.0.limit_duals", [2.0**1000])),
    ("order", "proof.bound", alter.put("proof.bound", 12345)),
    ("order", "proof.gap", alter.put("proof.gap", 0.0)),
    ("order", "proof.status", alter.put("proof.status", "infeasible")),
    ("order", "alternatives", invented),
    ("order", "mode.wanted", alter.both(alter.put("mode.wanted", []), alter.put("mode.stages", []))),
    ("order", "alternatives_gap", alter.put("alternatives_gap", 0.0)),
    ("order", "alternatives_by", alter.put("alternatives_by", "luck")),
    ("alternatives", "alternatives_gap", alter.put("alternatives_gap", -0.5)),
    ("weighted", "policy.zones.alone", alter.put("policy.zones.alone", ["village"])),
    ("weighted", "policy.pins.together", alter.put("policy.pins.together", [["10"]])),
    ("weighted", "policy.measures.tolerance", alter.put("policy.measures.tolerance", -0.25)),
    ("weighted", "policy.rules.officer_band", alter.put("policy.rules.officer_band", 1e6)),
    ("minimax", "mode.name", alter.put("mode.name", "order")),
    ("minimax", "mode.name", alter.put("mode.name", "frontier")),
    ("minimax", "mode.name", alter.put("mode.wanted.0.slack", 0.1)),
    ("minimax", "mode.stages.0.points", alter.add("mode.stages.0.points", -1)),
    ("minimax", "mode.stages.0.points", alter.add("mode.stages.0.points", 1000)),
    ("minimax", "proof.bound", alter.put("proof.bound", 1)),
    ("worst period", "mode.name", alter.put("mode.name", "minimax")),
    ("worst period", "mode.name", alter.put("mode.wanted.0.slack", 0.1)),
    ("worst period", "mode.stages.0.points", alter.add("mode.stages.0.points", -1)),
    ("worst period", "mode.stages.0.points", alter.add("mode.stages.0.points", 1000)),
    ("worst period", "mode.stages.0.allowed", alter.add("mode.stages.0.allowed", 1)),
    ("worst period", "mode.stages.0.certificates", alter.put("mode.stages.0.certificates", [])),
    ("worst period", "mode.stages.0.certificates", alter.put(f"{STEP}.limit_duals", [])),
    ("worst period", "mode.stages.0.certificates", alter.add(f"{STEP}.limit_duals.0", 1.0)),
    ("worst period", "mode.stages.0.certificates", alter.put(f"{STEP}.limit_duals.0", -0.5)),
    ("worst period", "mode.stages.0.certificates", alter.pair(STEP, 10**8)),
    ("worst period", "mode.stages.0.points", alter.put(f"{STEP}.bound", 1)),
    ("worst period", "mode.periods", alter.without("mode.periods")),
    ("worst period", "mode.periods", alter.put("mode.periods", {"2024": 1})),
    ("worst period", "mode.periods", alter.add("mode.periods.2024年1月", -1)),
    ("minimax", "mode.name", alter.put("mode.name", "worst_period")),
    ("minimax", "mode.periods", alter.put("mode.periods", {"2024年1月": 5})),
    ("frontier", "mode.within", alter.put("mode.name", "order")),
    ("frontier", "mode.name", alter.put("mode.name", "minimax")),
    ("frontier", "mode.within", alter.put("mode.within", {})),
    ("frontier", "mode.within", alter.put("mode.within", {"mismatch": BIG})),
    ("frontier", "mode.within", alter.add("mode.within", 10**5)),
    ("frontier", "mode.within", alter.add("mode.within", -1)),
    ("frontier", "mode.stages.0.certificates", no_limits),
    ("infeasible", "proof.status", alter.put("proof.status", "feasible")),
    ("infeasible", "proof.bound", alter.put("proof.bound", 0)),
    ("infeasible", "proof.certificates", alter.without("proof.certificates.1")),
    ("infeasible", "proof.certificates.0.duals", alter.pair("proof.certificates.0", 2**80)),
    ("stopped", "proof.certificates", raised),
    ("stopped", "proof.status", alter.put("proof.status", "optimal")),
    ("stopped", "proof.bound", alter.add("proof.bound", 1)),
    ("stopped", "proof.bound", alter.put("proof.bound", None)),
    ("stopped early", "proof.bound", alter.put("proof.bound", 10**6)),
    ("stopped early", "proof.bound", alter.put("proof.bound", 1)),
    ("stopped early", "proof.status", alter.put("proof.status", "optimal")),
    ("large", "proof.bound", alter.add("proof.bound", 1000)),
    ("large", "proof.bound", alter.put("proof.bound", BIG)),
    ("large", "proof.status", alter.put("proof.status", "optimal")),
    ("large", "proof.status", alter.put("proof.status", "infeasible")),
    ("large", "proof.gap", alter.put("proof.gap", 0.0)),
    ("large", "proof.certificates", alter.put("proof.certificates", [{"zones": 5, "bound": 10**6}])),
    ("large", "alternatives", alter.put("alternatives_complete", True)),
    ("large", "alternatives", alter.swapped("alternatives")),
    ("large", "alternatives", invented),
)
"""Changes by the kind of file, with the field that must be named."""


@pytest.mark.parametrize(("kind", "field", "change"), FORGERIES)
def test_a_forgery_is_found(kind: str, field: str, change: Alter) -> None:
    said(kind, field, change)


TRUE: tuple[tuple[str, Alter], ...] = (
    ("weighted", alter.swapped("zones")),
    ("weighted", alter.swapped("current")),
    ("weighted", alter.swapped("zones.0.stations")),
    ("weighted", alter.swapped("proof.certificates")),
    ("weighted", alter.put("solver.seconds", 99.0)),
    ("weighted", alter.put("overrides", [{"what": "weights.travel", "reason": "because"}])),
    ("weighted", alter.put("policy.source", "elsewhere")),
    ("weighted", alter.without("measures.travel")),
    ("weighted", alter.without("zones.0.figures")),
    ("weighted", alter.put("a remark", "kept beside the plan")),
    ("weighted", alter.put("proof.status", "feasible")),
    ("alternatives", alter.put("alternatives_complete", False)),
    ("alternatives", alter.both(alter.swapped("alternatives"), alter.put("alternatives_by", "difference"))),
    ("some alternatives", alter.without("alternatives.3")),
    ("order", alter.swapped("mode.stages.0.certificates")),
    ("infeasible", alter.put("proof.status", "unknown")),
    ("stopped early", alter.without("proof.certificates.1")),
    ("large", alter.add("proof.bound", 0)),
    ("large", alter.without("alternatives.1")),
)
"""Changes that leave a file true."""


@pytest.mark.parametrize(("kind", "change"), TRUE)
def test_what_stays_true_is_believed(kind: str, change: Alter) -> None:
    assert [str(one) for one in mistakes(kind, change)] == []


def test_there_are_some_three_hundred_changes() -> None:
    assert len(FORGERIES) + sum(len(by_field(kind)) for kind in KINDS) > 300
