"""Every kind of result there and back, as a document, as text, in a file, pickled; and damaged: told in words."""

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.project.cases import CASES, cases
from zoning.model.errors import InputError
from zoning.result.codec import dumps
from zoning.result.documents import dump, from_document, load, to_document
from zoning.result.kinds import KINDS

EACH = pytest.mark.parametrize("schema", list(CASES))
DAMAGES: list[Any] = [None, -1, 1e308, "", "x", [], {}, [[]], True, 10**30, 10**400, [{}], 0.5]


def test_every_kind_has_its_cases() -> None:
    assert list(CASES) == [kind.schema for kind in KINDS]


@EACH
def test_a_result_comes_back_from_its_document(schema: str, tmp_path: Path) -> None:
    for case in cases(schema):
        document = to_document(case.result)
        assert next(iter(document)) == "schema"
        assert document["schema"] == schema
        assert json.loads(dumps(document)) == document
        again = from_document(document, **case.needs)
        assert type(again) is type(case.result)
        assert again == case.result
        assert to_document(again) == document
        dump(case.result, tmp_path / "result.json")
        assert load(tmp_path / "result.json", **case.needs) == case.result


@EACH
def test_a_result_comes_back_from_a_pickle(schema: str) -> None:
    for case in cases(schema):
        again = pickle.loads(pickle.dumps(case.result))
        assert again == case.result
        assert to_document(again) == to_document(case.result)


@EACH
def test_results_that_differ_are_not_equal(schema: str) -> None:
    results = [case.result for case in cases(schema)]
    assert all(a != b for k, a in enumerate(results) for b in results[:k])
    assert all(result != object() for result in results)


@EACH
def test_all_keys_that_are_missing_are_named_at_once(schema: str) -> None:
    case = cases(schema)[0]
    document = to_document(case.result)
    kept = {key: document[key] for key in ("schema", "county") if key in document}
    bare: dict[str, Any] = kept | ({"binding": {}} if schema == "zoning.posts/1" else {})
    told = said(bare, case.needs)
    assert told
    assert all("add it" in one for one in told)


def said(document: object, needs: dict[str, Any]) -> list[str]:
    with pytest.raises(InputError) as error:
        from_document(document, **needs)
    assert all(one.text("zh") for one in error.value.mistakes)
    return [str(one) for one in error.value.mistakes]


@EACH
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_one_damaged_value_is_told_or_does_no_harm(schema: str, data: st.DataObject) -> None:
    case = cases(schema)[0]
    document = copy.deepcopy(to_document(case.result))
    node: Any = document
    while True:
        key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else list(range(len(node)))))
        if not (isinstance(node[key], dict | list) and node[key]) or data.draw(st.integers(0, 3)) == 0:
            break
        node = node[key]
    if isinstance(node, dict) and data.draw(st.booleans()):
        del node[key]
    else:
        node[key] = data.draw(st.sampled_from(DAMAGES))
    told = again = None
    try:
        again = from_document(document, **case.needs)
    except InputError as error:
        told = [one.text("zh") + one.text("en") for one in error.mistakes]
    assert told or from_document(to_document(again), **case.needs) == again
