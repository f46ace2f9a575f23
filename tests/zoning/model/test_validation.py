"""Mistakes of pydantic in our words, each with its place, its value and what to write instead."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from zoning.model.errors import mistake
from zoning.model.validation import mistakes_of


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    count: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    share: Annotated[float, Field(gt=0, lt=0.5, allow_inf_nan=False)] = 0.1
    kind: Literal["town", "urban"] = "town"
    words: Annotated[list[str], Field(min_length=1, max_length=2)] = Field(default_factory=lambda: ["a"])
    text: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    yes: bool = True
    wrong: int = 0

    @field_validator("wrong")
    @classmethod
    def _stated(cls, value: int) -> int:
        if value:
            raise ValueError("zoning.policy.no_weight")
        return value


class Outer(BaseModel):
    name: str
    parts: list[Inner]


def said(part: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as error:
        Outer.model_validate({"name": "x", "parts": [part]})
    (found,) = mistakes_of(error.value, "a.json")
    assert found.text("zh") != found.text("en")
    return found.text("en")


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"count": 0}, 'count: "0" is out of range; it must be ≥ 1'),
        ({"count": 10**7}, 'count: "10000000" is out of range; it must be ≤ 1,000,000'),
        ({"count": "many"}, 'count: "many" is of the wrong kind; use a whole number, in digits without quotes'),
        ({"share": 0}, 'share: "0" is out of range; it must be > 0'),
        ({"share": 0.5}, 'share: "0.5" is out of range; it must be < 0.5'),
        ({"share": float("nan")}, 'share: "nan" is of the wrong kind; use a number, in digits without quotes'),
        ({"kind": "x"}, 'kind: "x" is not possible here; use town, urban'),
        ({"words": []}, 'words: "[]" has too few entries; use at least 1'),
        ({"words": ["a", "b", "c"]}, 'words: "["a", "b", "c"]" has too many entries; use at most 2'),
        ({"words": 3}, 'words: "3" is of the wrong kind; use a list'),
        ({"text": ""}, 'text: "" is empty; write a text'),
        ({"text": "long"}, 'text: "long" is too long; use at most 3 characters'),
        ({"text": 3}, 'text: "3" is of the wrong kind; use a text, in double quotes'),
        ({"yes": 1}, 'yes: "1" is of the wrong kind; use true or false, without quotes'),
        ({"wrong": 1}, 'wrong: "1" all weights are 0; give at least one measure a positive weight'),
    ],
    ids=str,
)
def test_each_mistake_is_said_with_place_value_and_remedy(part: dict[str, Any], says: str) -> None:
    assert said(part) == f"a.json parts.0.{says}"


def test_a_part_that_is_no_table_is_told() -> None:
    with pytest.raises(ValidationError) as error:
        Outer.model_validate({"parts": [3]})
    assert [found.text("en") for found in mistakes_of(error.value, None)] == [
        "column name: is missing; add it",
        'parts.0: "3" is of the wrong kind; use a table of settings, a [heading] with its keys below',
    ]


def test_a_key_that_is_none_is_told_by_the_caller() -> None:
    with pytest.raises(ValidationError) as error:
        Outer.model_validate({"name": "x", "parts": [{"cuont": 1}]})
    told = mistakes_of(
        error.value,
        "a.json",
        lambda key, value: mistake("zoning.value.unknown_key", column=key, value=value, nearest=["count"]),
    )
    assert [str(found) for found in told] == ['parts.0.cuont: "1" there is no such setting; did you mean count?']
