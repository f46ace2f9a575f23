"""Documents of results: which there are, and what is said of those that are none or do not hold together."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.zoning.drawn import county, plan
from tests.zoning.result.test_plan_file import solution
from zoning.judge.score import Score, score
from zoning.model.equality import ByValue
from zoning.model.errors import InputError
from zoning.model.problem import Problem
from zoning.result.documents import dump, from_document, load, parsed, to_document
from zoning.result.kinds import KINDS


def judged() -> Score:
    first = solution(plan("AF", "BE", "CD"))
    assert first.score is not None
    return first.score


def said(document: object, **besides: Any) -> list[str]:
    with pytest.raises(InputError) as error:
        from_document(document, **besides)
    return [str(one) for one in error.value.mistakes]


def test_every_schema_and_every_record_stands_once() -> None:
    assert len({kind.schema for kind in KINDS}) == len({kind.place for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert f"{kind.record.__module__}:{kind.record.__qualname__}" == kind.place
        assert (kind.shape is None) == (not kind.shape_at)
        assert issubclass(kind.record, ByValue), f"{kind.place} should say when two of it are the same"


def test_a_result_in_a_file_comes_back(tmp_path: Path) -> None:
    dump(judged(), tmp_path / "deep" / "score.json")
    assert load(tmp_path / "deep" / "score.json") == judged()
    assert json.loads((tmp_path / "deep" / "score.json").read_text("utf-8"))["schema"] == "zoning.score/1"


def test_a_solution_comes_back_with_its_county() -> None:
    first = solution()
    document = to_document(first)
    assert from_document(document, county=first.problem.county) == first
    assert from_document(document, problem=first.problem) == first
    assert to_document(from_document(document, county=county())) == document


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "document: a document is a table of fields"),
        ({}, "document column schema: does not say what kind of document it is; known are zoning.plan/1"),
        ({"schema": 3}, "document column schema: does not say"),
        ({"schema": "zoning.plan/9"}, 'document column schema: "zoning.plan/9" is no kind of document that is known'),
    ],
    ids=str,
)
def test_what_is_no_document_is_told(document: object, says: str) -> None:
    (told,) = said(document)
    assert told.startswith(says)


def test_a_document_of_other_data_is_refused() -> None:
    first = solution()
    (told,) = said(to_document(first), county=county(years=2.0))
    assert "is the digest of other data" in told


def test_figures_that_do_not_follow_are_told_with_what_does() -> None:
    first = solution()
    document = to_document(first)
    document["points"] += 1
    document["zones"][1]["measures"]["travel"] += 1e-6
    document["zones"][2]["office"] = "X"
    document["violations"] = [{}]
    told = said(document, county=first.problem.county)
    assert len(told) == 4
    assert f'document column points: "{document["points"]}" does not follow' in "\n".join(told)
    assert [line.split(":")[0] for line in told] == [
        "document zones.1.measures.travel",
        "document zones.2.office",
        "document column points",
        "document column violations",
    ]


def test_wording_and_the_last_bit_are_not_held_against_a_document() -> None:
    first = solution(plan("AF", "BE", "CD"))
    document = to_document(first)
    document["violations"][0]["says"] = "别的说法"
    document["measures"]["travel"] *= 1 + 1e-12
    assert from_document(document, county=first.problem.county) == first


def test_what_is_needed_besides_is_the_callers_to_give() -> None:
    with pytest.raises(TypeError, match=r"zoning\.frontier/1 is read with problem"):
        from_document({"schema": "zoning.frontier/1"})


def test_a_plan_without_its_county_is_what_the_file_claims_and_no_more() -> None:
    first = solution()
    claim = from_document(to_document(first), name="plan.json")
    assert (claim.name, claim.plan, claim.document.points) == ("plan.json", first.plan, first.score.points)
    document = {**to_document(first), "zones": "none"}
    with pytest.raises(InputError, match=r"plan\.json column zones"):
        from_document(document, name="plan.json")


def test_what_is_no_result_has_no_document() -> None:
    with pytest.raises(InputError, match="no kind of document holds a Problem; give one of Solution, "):
        to_document(Problem(county(), solution().problem.policy))


@pytest.mark.parametrize("content", [b"\xff", b"{", b"", b"[" * 100_000])
def test_a_file_that_is_no_json_is_answered_in_words(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.json( row 1)?: the file is not JSON"):
        load(tmp_path / "a.json")
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "none.json")


def test_score_of_a_plan_stands_alone() -> None:
    problem = solution().problem
    first = score(problem, plan("AF", "BE", "CD"))
    assert from_document(to_document(first)) == first


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": NaN}', "NaN 不是 JSON 的数"),
        ('{"a": 1, "a": 2}', "键“a”出现两次"),
        ('{"a": 1,\n "b"', "x.json 第 2 行：文件不是 UTF-8 编码的 JSON：第 5 个字符起：没有写完就结束了"),
        ('{"a": "\\ud800"}', "有不成文字的字节"),
    ],
)
def test_what_is_no_json_is_told_in_the_language_asked_for(text: str, says: str) -> None:
    with pytest.raises(InputError) as error:
        parsed(text.encode(), "x.json")
    assert says in error.value.mistakes[0].text("zh")
