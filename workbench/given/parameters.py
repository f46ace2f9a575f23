"""Values of a command's own parameters, changed by ``KEY=VALUE``; every mistake of them is told at once."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from workbench.line.screen import Misused
from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.policy import parse_value
from zoning.model.validation import mistakes_of, unknown_key

M = TypeVar("M", bound=BaseModel)


def changed(held: M, words: Sequence[str], option: str) -> M:
    """The parameters with the values that the words give.

    Raises
    ------
    Misused
        With every word without a value, key that is none, and value out of range.
    """
    values: dict[str, Any] = {}
    found: list[Mistake] = []
    known = list(type(held).model_fields)
    for word in words:
        key, sign, value = (part.strip() for part in word.partition("="))
        if not sign or not key:
            found.append(mistake("workbench.decision.no_value", table=option, value=word))
        elif key not in known:
            found.append(unknown_key(key, known, option, value))
        else:
            values[key] = parse_value(value)
    try:
        made = type(held).model_validate(held.model_dump() | values)
    except ValidationError as error:
        raise Misused([*found, *mistakes_of(error, option)]) from error
    if found:
        raise Misused(found)
    return made


def restored(model: type[M], values: Mapping[str, Any], table: str) -> M:
    """The parameters as a file states them; :class:`InputError` with every mistake."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InputError(mistakes_of(error, table)) from error
