"""Altered plan files of odd kinds, true and false ones: both verifiers must say the same of each.

Numbers in other forms, what is left out, keys and texts that look like others, values at the ends of their ranges,
parts of another file. Names of zones are left alone: only the first verifier knows them.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.solvers.proof.changes import at, both, put, swapped, without
from tests.solvers.proof.files import KINDS, Content, file

Alter = Callable[[Content], None]
CERTIFICATE = "proof.certificates.0"
REASONS = [{"says": "x", "says_en": "x"}]

PUT: dict[str, tuple[tuple[str, Any], ...]] = {
    "weighted": (
        *(("points", value) for value in ("5", 523368.0, True, 2**63)),
        *(("zones.0.points", value) for value in (371871.0, "371871", None)),
        *(("zones.0.office", value) for value in (None, "１６", 16)),
        *(("zones.0.alone", value) for value in (0, None)),
        *(("zones.0.stations.0", value) for value in ("１０", "10\u200b", " 10", 10, "13")),
        *(("proof.gap", value) for value in (0, -0.0, 1e-10, "0.0")),
        *(("proof.bound", value) for value in (2**43, 2**53 + 1, 10**30, -(2**63), 523368.0)),
        *(
            (f"{CERTIFICATE}.{key}", value)
            for key in ("bound", "zone_dual")
            for value in (2**43, 2**43 + 1, 2**64, 1.0)
        ),
        *((f"{CERTIFICATE}.zones_grown", value) for value in (10**30, -1)),
        *((f"{CERTIFICATE}.duals.{code}", 0) for code in ("*", "99", "１０")),
        (f"{CERTIFICATE}.zones", 5.0),
        (f"{CERTIFICATE}.limit_duals", [0.0]),
        (f"{CERTIFICATE}.limit_duals", {}),
        (f"{CERTIFICATE}.label_duals", [5]),
        (f"{CERTIFICATE}.bound", 100),
        *((f"{part}colour", "red") for part in ("", "zones.0.", "county.", "proof.", "policy.", "policy.rules.")),
        *((f"{part}colour", "red") for part in ("solver.", f"{CERTIFICATE}.", "policy.pins.")),
        ("mode", None),
        ("measures.trаvel", 0.7),
        ("measures.change", True),
        ("schema", "zoning.plan/１"),
        *(("proof.status", value) for value in ("optimаl", "OPTIMAL", "unknown", "feasible")),
        *(("proof.reasons", value) for value in ([], REASONS)),
        ("proof.reason", "x"),
        *(("county.name", value) for value in ("drawn\u00a0", "dráwn", None)),
        *(("county.detour", value) for value in (1.35 + 1e-10, 1.35 + 1e-8, "1.35")),
        *(("county.speed_kmh", value) for value in (20, True)),
        *(("alternatives_gap", value) for value in (1, 1e7, True)),
        ("alternatives_complete", 1),
        *(("policy.weights.response", value) for value in (0, 1e-300, 1e-12, "0")),
        *(("policy.weights.travel", value) for value in (1e9, 2e9, True)),
        *(("policy.measures.tolerance", value) for value in (0, 1000.5, None)),
        *(("policy.zones.max", value) for value in (5.0, 10_001, 0)),
        *(("policy.zones.max_stations", value) for value in (0, 10_000, 10_001, 7.0)),
        *(("policy.zones.min", value) for value in (6, 2)),
        ("policy.zones.min_stations", 0),
        *(("policy.zones.alone", value) for value in (["county_seat"], ["county_seat"] * 2, ["County_seat"], None)),
        *(("policy.zones.alone_as", value) for value in ("one", "both")),
        *(("policy.rules.max_minutes", value) for value in (60, 1e6, 2e6, False, "none", 0.0)),
        *(("policy.rules.min_officers", value) for value in (1, 10**6 + 1, 2.5)),
        *(("policy.rules.max_changed", value) for value in (10**6, 10**6 + 1, 5.0)),
        ("policy.rules.case_area", False),
        *(("policy.name", value) for value in ("", "x" * 121, " drawn ", "haidong")),
        ("policy.source", "x" * 500),
        *(("policy.pins.apart", value) for value in ([["10", "10"]], [["19", "22"]], [["19", "28"]], [["19"]])),
        *(("policy.pins.together", value) for value in ([["10", "10"]], [["19", "28"]], [["19", "22"]], [[]])),
        *(("policy.pins.offices", value) for value in (["16"], ["16", "16"], ["10"], ["16", "25"], "16")),
        *(("policy.pins.pinned", [value]) for value in (["10", "10"], ["10", "nowhere"], ["10", "16", "25"], ["10"])),
        *(("policy.pins.pinned", value) for value in ([["10", " 16 "]], [["10", "16"]] * 2, [["16", "10"]])),
    ),
    "infeasible": (
        *(("proof.status", value) for value in ("optimal", "feasible")),
        ("proof.reason", "x"),
        ("measures", {"travel": 0.0}),
        ("figures", {"gini": 0.0}),
        ("alternatives_gap", 0.5),
        ("alternatives_complete", False),
        ("policy.pins.pinned", [["10", "nowhere"]]),
        ("policy.pins.offices", ["10", "16", "13", "nobody"]),
    ),
    "order": (
        *(("mode.wanted.1.slack", value) for value in (0, False, "0", -0.0, 1e-12)),
        *(("mode.name", value) for value in ("best", None)),
        *(("mode.wanted.0.objective", value) for value in ("beauty", "weighted")),
        *(("mode.periods", value) for value in ({}, None)),
        ("mode.within", []),
        *((f"{part}colour", 1) for part in ("mode.", "mode.stages.0.", "mode.wanted.0.")),
        *(("alternatives_by", value) for value in ("difference", "luck")),
        *((f"proof.{key}", value) for key, value in (("duals", {}), ("dual_bound", None), ("reasons", REASONS))),
        *(("proof.status", value) for value in ("feasible", "unknown")),
    ),
    "alternatives": (("alternatives_by", "difference"), ("alternatives_gap", 0.0), ("alternatives.0.0", [])),
    "some alternatives": (("alternatives", []), ("alternatives_by", "difference")),
    "worst period": (("mode.periods", None),),
    "stopped early": (("proof.gap", 0.0),),
    "large": (("proof.bound", 10), ("alternatives", [])),
}
WITHOUT: dict[str, tuple[str, ...]] = {
    "weighted": (
        *("schema", "county", "county.digest", "county.code", "policy", "zones", "zones.0.stations", "zones.0.office"),
        *(
            "zones.0.alone",
            "zones.0.points",
            "zones.0.measures",
            "measures",
            "points",
            "current",
            "violations",
            "solver",
        ),
        *("proof.status", "proof.bound", "proof.gap", "proof.duals", "proof.certificates", f"{CERTIFICATE}.bound"),
        *(f"{CERTIFICATE}.{key}" for key in ("zones", "dual_bound", "duals", "zone_dual", "label_duals")),
        *(f"policy.{key}" for key in ("name", "weights", "weights.response", "weights.travel", "rules", "measures")),
        *(f"policy.{key}" for key in ("zones", "zones.max", "zones.alone", "zones.min_stations", "zones.alone_as")),
        *(f"policy.{key}" for key in ("pins", "pins.apart", "rules.max_changed", "rules.case_area")),
        *("alternatives", "alternatives_by", "alternatives_gap", "alternatives_complete", "overrides"),
    ),
    "infeasible": ("zones", "points", "proof.reasons", "proof.reason"),
    "order": (
        *("mode.name", "mode.wanted", "mode.wanted.1.slack", "mode.within", "mode.stages", "mode.stages.0.points"),
        *("mode.stages.0.zones", "mode.stages.0.certificates", "mode.wanted.2"),
    ),
    "worst period": ("mode", "mode.periods.2024年1月"),
    "frontier": ("mode.wanted.1",),
    "some alternatives": ("alternatives.0",),
}
REVERSED: dict[str, tuple[str, ...]] = {
    "weighted": ("zones.0.stations", "current.0", "policy.pins.pinned.0"),
    "alternatives": ("alternatives.0", "alternatives.0.0"),
    "order": ("mode.stages.1.zones", "mode.stages.0.zones.1"),
    "frontier": ("mode.wanted",),
}
DOUBLED: dict[str, tuple[str, ...]] = {
    "weighted": ("zones", "zones.0.stations", "current", "proof.certificates"),
    "alternatives": ("alternatives", "alternatives.0"),
    "order": ("mode.wanted", "mode.stages"),
}
OTHERS: tuple[tuple[str, str, str], ...] = (
    *(("weighted", "alternatives", key) for key in ("zones", "proof", "policy", "county", "current")),
    ("minimax", "order", "mode"),
    ("order", "frontier", "mode"),
)
"""A part of a file from another county's, or another mode's."""
BESIDES: tuple[tuple[str, Alter], ...] = (
    ("weighted", both(put("zones.0.stations", ["10", "13", "16"]), put("zones.1.stations", ["19", "28", "25"]))),
    ("weighted", both(put("proof.reasons", REASONS), put("proof.reason", "x"), put("proof.status", "feasible"))),
    ("infeasible", both(put("alternatives_gap", 0.5), put("alternatives_complete", False))),
    ("order", both(put("proof.status", "feasible"), without("mode.stages.2"))),
    ("order", both(put("proof.status", "feasible"), put("mode.stages", []))),
    ("order", both(put("proof.reasons", REASONS), put("proof.reason", "x"))),
    ("minimax", both(without("mode.wanted.0"), without("mode.stages.0"))),
    ("stopped", both(put("proof.bound", None), put("proof.gap", None))),
    ("large", both(put("proof.bound", None), put("proof.gap", None))),
)


def altered(kind: str) -> Iterator[tuple[str, str]]:
    """Name and text of every altered file of a kind."""
    changes = {
        **{f"{field} = {value!r}": put(field, value) for field, value in PUT.get(kind, ())},
        **{f"without {field}": without(field) for field in WITHOUT.get(kind, ())},
        **{f"{field} reversed": swapped(field) for field in REVERSED.get(kind, ())},
        **{f"{field} once more": _once_more(field) for field in DOUBLED.get(kind, ())},
        **{f"{part} of {other}": put(part, file(other).content[part]) for own, other, part in OTHERS if own == kind},
        **{f"besides {k}": change for k, (own, change) in enumerate(BESIDES) if own == kind},
    }
    for name, change in changes.items():
        content = file(kind).content
        change(content)
        yield name, json.dumps(content, ensure_ascii=False)
    text = json.dumps(file(kind).content, ensure_ascii=False)
    yield "keys in another order", json.dumps(dict(reversed(file(kind).content.items())))
    yield "escaped letters", json.dumps(file(kind).content)
    yield "lines of Windows", json.dumps(file(kind).content, indent=1).replace("\n", "\r\n")
    yield "a mark of byte order", f"\ufeff{text}"
    yield "a key twice with one value", text.replace('"proof": {', f'"proof": {{"status": "{_status(kind)}", ', 1)
    yield "two documents", f"{text}{{}}"
    yield "a remark of two halves", f'{{"remark": "\\ud83d\\ude00", {text[1:]}'


def _status(kind: str) -> str:
    return str(file(kind).content["proof"]["status"])


def _once_more(field: str) -> Alter:
    """The first entry of a list stands at its end, too."""
    return lambda content: at(content, field).append(at(content, field)[0])


def count() -> int:
    return sum(1 for kind in KINDS for _ in altered(kind))
