"""Values there and back: records, arrays, sentences; and what is no value is told with its place, all at once."""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal, NotRequired, TypedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.zoning.drawn import plan
from zoning.model.county import Bools, Floats, Ints
from zoning.model.equality import ByValue, equal
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.policy import Policy
from zoning.result.codec import dumps, encode
from zoning.result.decoding import decode
from zoning.texts import Message

SAID = Message("zoning.plan.empty_zone")


@dataclass(frozen=True, eq=False)
class Part(ByValue):
    DERIVED: ClassVar = ("doubled",)
    name: str
    amount: float
    says: Message = SAID

    @property
    def doubled(self) -> float:
        return 2 * self.amount


@dataclass(frozen=True, eq=False)
class Record(ByValue):
    parts: tuple[Part, ...]
    pair: tuple[str, int]
    by_count: dict[int, float | None]
    kind: Literal["a", "b"]
    values: Floats
    rows: Ints
    marks: Bools
    plan: Plan
    at: Path
    wrong: tuple[Mistake, ...] = ()
    why: Message | None = None
    policy: Policy = field(default_factory=Policy)
    either: str | float | None = None


class Fields(TypedDict):
    record: Record
    note: NotRequired[str]


TABLE = "a table of settings, a [heading] with its keys below"
NUMBERS = st.floats(allow_infinity=False)
TEXTS = st.text(st.characters(codec="utf-8"))
SENTENCES = st.sampled_from(
    [Message("zoning.plan.twice", {"code": "甲"}), Message("zoning.plan.missing", {"codes": [1]})]
)
PARTS = st.builds(Part, TEXTS, NUMBERS, SENTENCES)


@st.composite
def records(draw: st.DrawFn) -> Record:
    n, m = draw(st.integers(0, 3)), draw(st.integers(1, 3))
    return Record(
        tuple(draw(st.lists(PARTS, max_size=3))),
        (draw(TEXTS), draw(st.integers(-(2**63) + 1, 2**63 - 1))),
        draw(
            st.dictionaries(
                st.integers(-(2**63) + 1, 2**63 - 1), st.none() | st.floats(allow_nan=False, allow_infinity=False)
            )
        ),
        draw(st.sampled_from(["a", "b"])),  # type: ignore[arg-type]
        np.array(draw(st.lists(st.lists(NUMBERS, min_size=m, max_size=m), min_size=n, max_size=n)), dtype=float),
        np.array(draw(st.lists(st.integers(-(2**63), 2**63 - 1))), dtype=np.int64),
        np.array(draw(st.lists(st.booleans())), dtype=bool),
        plan("AD", "BE", "CF"),
        Path("out") / "plan.json",
        (mistake("zoning.plan.twice", table="a.csv", row=3, column="b", value="x", code="乙"),),
        draw(st.none() | SENTENCES),
        Policy(name="own"),
        draw(st.none() | TEXTS | st.floats(allow_nan=False, allow_infinity=False)),
    )


@given(records(), st.sampled_from(["zh", "en"]))
def test_a_record_comes_back_as_it_was(record: Record, language: Any) -> None:
    content = encode({"record": record}, language)
    assert json.loads(dumps(content)) == content
    again = decode(Fields, content)
    assert equal(again["record"], record)
    assert encode(again, language) == content


def test_what_is_derived_is_written_and_not_read() -> None:
    content = encode(Part("x", 2.0))
    assert content["doubled"] == 4.0
    assert decode(Part, {**content, "doubled": "?"}) == Part("x", 2.0)


def test_json_holds_no_nan_no_infinity_and_no_half_of_a_pair() -> None:
    assert encode({"a": [math.nan, "\ud800", (1, math.inf, np.float64("nan"))]}) == {"a": [None, "?", [1, None, None]]}


def test_mistakes_speak_the_language_asked_for_and_both_besides() -> None:
    told = mistake("zoning.plan.twice", table="a.csv", code="A")
    zh, en = encode(told), encode(told, "en")
    assert (zh["says"], en["says"]) == (told.says.text("zh"), told.says.text("en"))
    assert decode(Mistake, zh) == decode(Mistake, en) == told


def test_what_json_cannot_hold_is_a_fault_of_the_program() -> None:
    for value in (object(), {1, 2}, 1j, Record):
        with pytest.raises(TypeError, match="JSON holds no"):
            encode(value)
    with pytest.raises(TypeError, match="JSON holds no"):
        decode(complex, {})


def spoilt(**changes: Any) -> list[str]:
    """What is said of a record with some of its content replaced, or without it where that is ``...``."""
    whole = Record((Part("x", 1.0),), ("a", 1), {1: None}, "a", np.zeros((1, 2)), np.zeros(1, int), np.ones(1, bool),
                   plan("AD", "BE", "CF"), Path())  # fmt: skip
    content = encode(whole) | changes
    with pytest.raises(InputError) as error:
        decode(Record, {key: part for key, part in content.items() if part is not ...}, "a.json")
    assert all(one.text("zh") != one.text("en") for one in error.value.mistakes)
    return [str(one) for one in error.value.mistakes]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"parts": {}}, "column parts: is of the wrong kind; use a list"),
        ({"parts": [3]}, 'parts.0: "3" is of the wrong kind; use ' + TABLE),
        ({"pair": ["a", "b"]}, 'pair.1: "b" is of the wrong kind; use a whole number, in digits without quotes'),
        ({"pair": ["a", True]}, 'pair.1: "true" is of the wrong kind; use a whole number, in digits without quotes'),
        ({"pair": ["a"]}, 'column pair: "1" is the number of entries; there must be 2'),
        ({"by_count": {"x": 1}}, 'by_count.x: "x" is of the wrong kind; use a whole number, in digits without quotes'),
        (
            {"by_count": []},
            "column by_count: is of the wrong kind; use a table of settings, a [heading] with its keys below",
        ),
        ({"kind": "c"}, 'column kind: "c" is not possible here; use a, b'),
        ({"kind": ["a"]}, "column kind: is not possible here; use a, b"),
        ({"values": [[1], [2, 3]]}, "column values: is of the wrong kind; use a table of numbers"),
        ({"values": [["1"]]}, "column values: is of the wrong kind; use a table of numbers"),
        ({"rows": [1.5]}, "column rows: is of the wrong kind; use a table of numbers"),
        ({"rows": [2**70]}, "column rows: is of the wrong kind; use a table of numbers"),
        ({"marks": [1]}, "column marks: is of the wrong kind; use a table of numbers"),
        ({"plan": [["A"], ["A"]]}, "column plan: station A stands in two zones; keep it in one"),
        ({"plan": [[]]}, "column plan: a zone has no station; drop it"),
        ({"at": 3}, 'column at: "3" is of the wrong kind; use a text, in double quotes'),
        ({"why": {"says": "x"}}, "why.says_en: is missing; add it"),
        ({"policy": {"zones": {"max": 0}}}, 'policy.zones.max: "0" is out of range; it must be ≥ 1'),
        ({"either": []}, "column either: is of the wrong kind; use a text, in double quotes"),
        ({"pair": ...}, "column pair: is missing; add it"),
    ],
    ids=str,
)
def test_each_mistake_is_told_with_place_value_and_remedy(change: dict[str, Any], says: str) -> None:
    assert spoilt(**change) == [f"a.json {says}"]


def test_all_mistakes_are_told_at_once() -> None:
    said = spoilt(parts=[{"name": 3}, {"amount": "x", "says": "a", "says_en": 1}], pair=..., rows="x")
    assert said == [
        'a.json parts.0.name: "3" is of the wrong kind; use a text, in double quotes',
        "a.json parts.0.amount: is missing; add it",
        "a.json parts.0.says: is missing; add it",
        "a.json parts.0.says_en: is missing; add it",
        "a.json parts.1.name: is missing; add it",
        'a.json parts.1.amount: "x" is of the wrong kind; use a number, in digits without quotes',
        'a.json parts.1.says_en: "1" is of the wrong kind; use a text, in double quotes',
        "a.json column pair: is missing; add it",
        'a.json column rows: "x" is of the wrong kind; use a table of numbers',
    ]
