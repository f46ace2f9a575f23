"""plan.json there and back, the digest of a county, and files that are no plans: each mistake named, no traceback."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoning.drawn import CLASSES, CODES, PAIRS, changed, county, plan, policy
from zoning.judge.score import score
from zoning.model.errors import InputError
from zoning.model.plan import Plan
from zoning.model.problem import Override, Problem
from zoning.model.stations import Border, IncidentClass, Travel
from zoning.result.certificates import certificates
from zoning.result.codec import dumps
from zoning.result.digest import digest
from zoning.result.documents import to_document
from zoning.result.plan_file import read_plan
from zoning.result.solution import Certificate, Proof, Run, Solution
from zoning.texts import Message


def solution(judged: Plan | None = None, **overrides: Any) -> Solution:
    """An answer by hand: three zones of today's county, its certificate and an alternative."""
    made = Problem(
        county(),
        policy(weights__travel=1, rules__max_changed=5, pins__pinned=[["A", "西"]], **overrides),
        overrides=(Override("zones.max", "试点"),),
    )
    judged = judged or plan("AD", "BE", "CF")
    own = Certificate(3, 9, 7, (1, 2, 3, 4, 5, 6), -5, 2, (1, 0, 3), 40, 4)
    other = Certificate(2, None, 3, (0,) * 6, 0, 0, (0, 0, 0))
    return Solution(
        made,
        Proof("feasible", 9, 0.5, (own, other), (Message("zoning.plan.empty_zone"),)),
        Run("pool", 0.12345, 7, 40, 4, "time"),
        judged,
        score(made, judged),
        (plan("AD", "BCEF"),),
        alternatives_complete=False,
    )


def written(tmp_path: Path, content: object) -> Path:
    path = tmp_path / "plan.json"
    path.write_text(content if isinstance(content, str) else dumps(content), encoding="utf-8")
    return path


def mistakes(path: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        read_plan(path)
    assert all(mistake.text("zh") for mistake in error.value.mistakes)
    return [str(mistake) for mistake in error.value.mistakes]


# -- there and back ---------------------------------------------------------------------------------------------------


def test_a_plan_file_gives_plan_problem_and_proof_back(tmp_path: Path) -> None:
    first = solution()
    read = read_plan(written(tmp_path, to_document(first)))
    assert read.plan == first.plan
    assert read.policy == first.problem.policy
    again = read.problem(county())
    assert again.current == first.problem.current
    assert again.overrides == first.problem.overrides
    judged = score(again, read.plan)
    assert first.score is not None
    assert judged.points == first.score.points == read.document.points
    assert judged.measures == first.score.measures == read.document.measures
    assert read.document.county.digest == digest(county())
    assert read.document.proof.status == "feasible"
    assert read.document.proof.bound == 9
    claims = certificates(read.document.proof.certificates, county())
    assert first.proof.certificates == claims


def test_a_solution_without_a_plan_is_written_and_read(tmp_path: Path) -> None:
    infeasible = replace(solution(), proof=Proof("infeasible"), plan=None, score=None, alternatives=())
    read = read_plan(written(tmp_path, to_document(infeasible)))
    assert read.document.zones == []
    with pytest.raises(InputError, match="no zones"):
        _ = read.plan


def test_the_duals_of_the_plans_own_number_of_zones_stand_in_front() -> None:
    content = to_document(solution())
    assert content["proof"]["duals"] == dict(zip(CODES, (1, 2, 3, 4, 5, 6), strict=True))
    assert content["proof"]["zone_dual"] == -5
    assert len(content["proof"]["certificates"]) == 2


def test_a_plan_file_holds_no_number_that_json_does_not_know() -> None:
    bare = county(stations=changed(**{code: {"population": None, "officers": 0} for code in CODES}))
    made = Problem(bare, policy(weights__travel=1))
    answer = replace(solution(), problem=made, score=score(made, plan("AD", "BE", "CF")))
    content = json.loads(dumps(to_document(answer)), parse_constant=pytest.fail)
    assert content["zones"][0]["figures"]["population"] is None


def test_violations_are_written_in_both_languages() -> None:
    content = to_document(solution(plan("AF", "BE", "CD")))
    assert content["violations"]
    for violation in content["violations"]:
        assert violation["says"]
        assert violation["says_en"]
        assert violation["says"] != violation["says_en"]


# -- digest -----------------------------------------------------------------------------------------------------------


@given(st.permutations(list(range(6))), st.permutations(list(PAIRS)))
def test_the_digest_does_not_know_the_order_of_rows(order: list[int], pairs: list[str]) -> None:
    given = county()
    mixed = county(
        stations=tuple(given.stations[i] for i in order),
        counts=given.counts[order],
        minutes=given.minutes[np.ix_(order, order)],
        borders=tuple(Border(pair[1], pair[0], 10.0) for pair in pairs),
    )
    assert digest(mixed) == digest(given)


@pytest.mark.parametrize("travel", ["matrix", "straight"])
def test_the_digest_is_that_of_plain_json_of_rounded_numbers(travel: Travel) -> None:
    rng = np.random.default_rng(3)
    minutes = rng.random((6, 6)) * 10.0 ** rng.integers(-6, 13, (6, 6))
    minutes[0] = np.arange(6) * 0.0005  # halves, which round to the even neighbour of what the bits stand for
    np.fill_diagonal(minutes, 0)
    made = county(minutes=minutes, travel=travel)
    digits = 6 if travel == "matrix" else 3
    content = {
        "code": made.code,
        "name": made.name,
        "stations": [station.model_dump() for station in made.stations],
        "classes": [c.model_dump() for c in made.classes],
        "counts": made.counts.tolist(),
        "years": made.years,
        "borders": [[b.a, b.b, round(b.km, 6), b.kind] for b in made.borders],
        "travel": [travel, made.speed_kmh, made.detour],
        "minutes": [[round(x, digits) for x in row] for row in made.minutes.tolist()],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert digest(made) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def test_the_digest_does_not_know_the_notice_and_not_a_thousandth_of_a_millimetre() -> None:
    minutes = np.array(county().minutes)
    minutes[minutes > 0] += 1e-9
    assert digest(county(notice="虚构", minutes=minutes)) == digest(county())


STATION_CHANGES: list[dict[str, object]] = [
    {"name": "B"},
    {"kind": "urban"},
    {"lon": 107.05},
    {"lat": 30.05},
    {"area_km2": 101},
    {"population": 10_001},
    {"population": None},
    {"officers": 11},
    {"auxiliaries": 0},
    {"villages": 1},
    {"communities": 1},
    {"has_case_area": True},
    {"is_seat": True},
    {"current_zone": "西"},
    {"current_zone": None},
]


@pytest.mark.parametrize("change", STATION_CHANGES, ids=str)
def test_the_digest_knows_every_value_of_a_station(change: dict[str, object]) -> None:
    assert digest(county(stations=changed(B=change))) != digest(county())


def one_count() -> np.ndarray:
    counts = np.array(county().counts)
    counts[2, 1] += 1
    return counts


def one_way() -> np.ndarray:
    minutes = np.array(county().minutes)
    minutes[0, 5] += 0.001
    return minutes


@pytest.mark.parametrize(
    "change",
    [
        {"code": "101"},
        {"name": "七宫县"},
        {"counts": one_count()},
        {"minutes": one_way()},
        {"years": 2.0},
        {"speed_kmh": 41.0},
        {"detour": 1.36},
        {"travel": "straight"},
        {"travel": "roads"},
        {"borders": (*county().borders[1:],)},
        {"borders": (Border("A", "B", 10.001), *county().borders[1:])},
        {"borders": (Border("A", "B", 10.0, "barred"), *county().borders[2:], county().borders[1])},
        {"classes": (CLASSES[1], CLASSES[0])},
        {"classes": (IncidentClass(**{**CLASSES[0].model_dump(), "minutes": 61}), CLASSES[1])},
        {"classes": (IncidentClass(**{**CLASSES[0].model_dump(), "officers": 3}), CLASSES[1])},
        {"classes": (IncidentClass(**{**CLASSES[0].model_dump(), "team": "case"}), CLASSES[1])},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_digest_knows_every_value_of_a_county(change: dict[str, Any]) -> None:
    assert digest(county(**change)) != digest(county())


# -- broken files -----------------------------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        assert str(path) in mistakes(path)[0]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "3", '"plan"', "{}", '{"schema": "zoning.plan/2"}', "[" * 100_000, "NaN"],
    ids=lambda content: content[:20] or "empty",
)
def test_a_file_that_is_no_plan_is_answered_in_words(tmp_path: Path, content: str) -> None:
    said = mistakes(written(tmp_path, content))
    assert said
    assert all(line.startswith("plan.json") for line in said)


def test_a_file_that_is_no_text_is_answered_in_words(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(b"\x89PNG\xff\xfe\x00")
    assert "JSON" in mistakes(path)[0]


def test_all_mistakes_of_a_plan_file_are_named_with_their_place(tmp_path: Path) -> None:
    content = to_document(solution())
    content["schema"] = "zoning.plan/9"
    content["zones"][0]["stations"] = []
    content["zones"][1]["points"] = "many"
    content["proof"]["status"] = "perfect"
    del content["county"]["digest"]
    text = "\n".join(mistakes(written(tmp_path, content)))
    for place in ("column schema", "zones.0.stations", "zones.1.points", "proof.status", "county.digest"):
        assert f"{place}: " in text


def test_a_policy_that_is_none_is_told_key_by_key(tmp_path: Path) -> None:
    content = to_document(solution())
    content["policy"]["zones"]["max"] = 0
    content["policy"]["weights"]["travle"] = 1
    said = mistakes(written(tmp_path, content))
    assert len(said) == 2
    assert "did you mean weights.travel?" in "\n".join(said)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400], ids=str)
def test_numbers_that_are_none_are_refused(tmp_path: Path, value: float) -> None:
    content = to_document(solution())
    content["measures"]["travel"] = value
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert mistakes(path)


def test_a_plan_with_a_station_in_two_zones_is_refused_when_it_is_asked_for(tmp_path: Path) -> None:
    content = to_document(solution())
    content["zones"][0]["stations"] = ["A", "B", "D"]
    with pytest.raises(InputError, match="station B stands in two zones"):
        _ = read_plan(written(tmp_path, content)).plan


def test_a_plan_of_another_county_is_refused_as_a_problem(tmp_path: Path) -> None:
    content = to_document(solution())
    content["policy"]["pins"]["offices"] = ["X"]
    content["current"] = [["A", "Y"]]
    with pytest.raises(InputError) as error:
        read_plan(written(tmp_path, content)).problem(county())
    assert [one.table for one in error.value.mistakes] == ["pins.offices"], "the county has the zones of today"


@given(st.data())
def test_one_damaged_value_never_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = to_document(solution())
    node: Any = content
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else list(range(len(node)))))
        if not (isinstance(node[key], (dict, list)) and node[key]) or data.draw(st.booleans()):
            break
        node = node[key]
    damages = [None, -1, 1e308, "", "x", [], {}, [[]], True, 10**30]
    node[key] = data.draw(st.sampled_from(damages))
    path = written(tmp_path_factory.mktemp("damaged"), content)
    try:
        read = read_plan(path)
        again = read.problem(county())
        score(again, read.plan)
        certificates(read.document.proof.certificates, county())
        said = "fine"
    except InputError as error:
        said = str(error)
    assert said
