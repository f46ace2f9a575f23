"""JSON back to values, by the types that are wanted: every mistake is told at once, with place, value and remedy.

The other way is :mod:`zoning.result.codec`. What it may get wrong: numbers that were infinite come back as NaN.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints, is_typeddict

import numpy as np
from pydantic import BaseModel, ValidationError

from zoning.model.errors import InputError, Mistake, mistake
from zoning.model.plan import Plan
from zoning.model.validation import mistake_of, mistakes_of, wanted
from zoning.texts import Message

T = TypeVar("T")
K = TypeVar("K", bound=str)
WRONG: Any = object()
"""Stands for a value that is none; a mistake says why."""
LARGEST = 2**63
"""Whole numbers below it fit into the arrays that results are made of."""
At = tuple[object, ...]
"""The keys and positions on the way to a value."""
SCALARS = {str: "text", int: "whole", float: "number", bool: "boolean"}


def decode(hint: type[T], content: object, table: str | None = None) -> T:
    """The content as a value of a type: a record, a table of fields (``TypedDict``), or what these are made of.

    Raises
    ------
    InputError
        With every key that is missing and every value of the wrong kind.
    """
    found: list[Mistake] = []
    value = _Reading(table, found).value(hint, content, ())
    if found:
        raise InputError(found)
    return cast(T, value)


def in_order(values: Mapping[K, T], codes: Sequence[K], column: str) -> tuple[T, ...]:
    """The values by station code in the order of the county's stations.

    Raises
    ------
    InputError
        For every station that has none.
    """
    missing = [mistake("zoning.value.missing", column=f"{column}.{code}") for code in codes if code not in values]
    if missing:
        raise InputError(missing)
    return tuple(values[code] for code in codes)


class _Reading:
    """One content on its way to a value; ``found`` collects what is wrong with it."""

    def __init__(self, table: str | None, found: list[Mistake]) -> None:
        self.table, self.found = table, found

    def wrong(self, at: At, says: Message, value: object = None) -> Any:
        shown = None if isinstance(value, dict | list) else value
        self.found.append(mistake_of(says, self.table, ".".join(map(str, at)) or None, shown))
        return WRONG

    def kind(self, at: At, name: str, value: object) -> Any:
        return self.wrong(at, Message("zoning.value.wrong_type", {"wanted": wanted(name)}), value)

    def value(self, hint: Any, content: Any, at: At) -> Any:
        """The content as a value of a type; :data:`WRONG` with a mistake where it is none."""
        if hint in SCALARS:
            return self._scalar(hint, content, at)
        if hint in (Any, object):
            return content
        handlers: dict[Any, Callable[[Any, Any, At], Any]] = {
            Annotated: lambda hint, content, at: self.value(get_args(hint)[0], content, at),
            Literal: self._choice,
            Union: self._one_of,
            UnionType: self._one_of,
            tuple: self._list,
            list: self._list,
            dict: self._mapping,
            Mapping: self._mapping,
            np.ndarray: self._array,
        }
        return handlers.get(get_origin(hint), self._record)(hint, content, at)

    def _scalar(self, hint: type, content: Any, at: At) -> Any:
        if hint is float and content is None:
            return float("nan")
        if type(content) is int and abs(content) >= LARGEST:
            return self.kind(at, SCALARS[hint], content)
        if hint is float and type(content) is int:
            return float(content)
        return content if type(content) is hint else self.kind(at, SCALARS[hint], content)

    def _choice(self, hint: Any, content: Any, at: At) -> Any:
        options = get_args(hint)
        if any(content == option and type(content) is type(option) for option in options):
            return content
        return self.wrong(at, Message("zoning.value.choice", {"wanted": list(options)}), content)

    def _one_of(self, hint: Any, content: Any, at: At) -> Any:
        """The content as the first type it fits; where it fits none, its mistakes as the first type."""
        if content is None and NoneType in get_args(hint):
            return None
        tried = [one for one in get_args(hint) if one is not NoneType]
        for one in tried:
            value = _Reading(self.table, []).value(one, content, at)
            if value is not WRONG:
                return value
        return self.value(tried[0], content, at)

    def _list(self, hint: Any, content: Any, at: At) -> Any:
        parts = get_args(hint)
        if not isinstance(content, list):
            return self.kind(at, "list", content)
        if get_origin(hint) is tuple and parts[-1] is not Ellipsis:
            if len(content) != len(parts):
                return self.wrong(at, Message("zoning.value.entries", {"count": len(parts)}), len(content))
            each: Sequence[Any] = parts
        else:
            each = [parts[0]] * len(content)
        values = [self.value(part, one, (*at, k)) for k, (part, one) in enumerate(zip(each, content, strict=True))]
        made = tuple if get_origin(hint) is tuple else list
        return WRONG if any(value is WRONG for value in values) else made(values)

    def _mapping(self, hint: Any, content: Any, at: At) -> Any:
        if not isinstance(content, dict):
            return self.kind(at, "table", content)
        of_key, of_part = get_args(hint)
        values = {self._key(of_key, key, at): self.value(of_part, part, (*at, key)) for key, part in content.items()}
        return WRONG if any(part is WRONG for pair in values.items() for part in pair) else values

    def _key(self, hint: Any, key: str, at: At) -> Any:
        if hint is not int:
            return self.value(hint, key, (*at, key))
        return int(key) if key.lstrip("-").isdecimal() else self.kind((*at, key), "whole", key)

    def _array(self, hint: Any, content: Any, at: At) -> Any:
        """Numbers in lists of lists of the same length."""
        kind = get_args(get_args(hint)[1])[0]
        allowed = {np.float64: (float, int, NoneType), np.int64: (int,), np.bool_: (bool,)}[kind]
        if not isinstance(content, list) or not all(type(leaf) in allowed for leaf in _leaves(content)):
            return self.kind(at, "numbers", content)
        try:
            return np.array(content, dtype=kind)
        except (ValueError, OverflowError):
            return self.kind(at, "numbers", content)

    def _record(self, hint: Any, content: Any, at: At) -> Any:
        if hint is Plan:
            zones = self.value(tuple[tuple[str, ...], ...], content, at)
            return WRONG if zones is WRONG else self._made(lambda: Plan.of(zones), at)
        if hint is Path:
            return WRONG if self.value(str, content, at) is WRONG else Path(content)
        if not isinstance(content, dict):
            return self.kind(at, "table", content)
        if hint is Message:
            return self._sentence(content, at)
        if hint is Mistake:
            content = {**content, "says": content.get("says_zh")}
        if isinstance(hint, type) and issubclass(hint, BaseModel):
            return self._model(hint, content, at)
        return self._fields(hint, content, at)

    def _fields(self, hint: Any, content: dict[str, Any], at: At) -> Any:
        """A record or a table of fields; keys that it does not know are left alone."""
        values: dict[str, Any] = {}
        for name, (part, needed) in _shape(hint).items():
            if part is Message and name == "says":
                values[name] = self._sentence(content, at)
            elif (key := name.removesuffix("_")) in content:
                values[name] = self.value(part, content[key], (*at, key))
            elif needed:
                values[name] = self.wrong((*at, key), Message("zoning.value.missing"))
        if any(value is WRONG for value in values.values()):
            return WRONG
        return self._made(lambda: hint(**values), at)

    def _sentence(self, content: dict[str, Any], at: At) -> Any:
        parts = [
            self.value(str, content[key], (*at, key))
            if key in content
            else self.wrong((*at, key), Message("zoning.value.missing"))
            for key in ("says", "says_en")
        ]
        return WRONG if any(part is WRONG for part in parts) else Message.of(*parts)

    def _model(self, hint: type[BaseModel], content: dict[str, Any], at: At) -> Any:
        try:
            return hint.model_validate(content)
        except ValidationError as error:
            before = ".".join(map(str, at))
            for one in mistakes_of(error, self.table):
                column = ".".join(part for part in (before, one.column) if part)
                self.found.append(mistake_of(one.says, self.table, column, one.value))
            return WRONG

    def _made(self, make: Callable[[], Any], at: At) -> Any:
        try:
            return make()
        except InputError as error:
            for one in error.mistakes:
                self.found.append(mistake_of(one.says, self.table, ".".join(map(str, at)) or None, one.value))
            return WRONG


def _leaves(content: list[Any]) -> Iterator[Any]:
    for part in content:
        if isinstance(part, list):
            yield from _leaves(part)
        else:
            yield part


@cache
def _shape(hint: Any) -> dict[str, tuple[Any, bool]]:
    """Type of every field, and whether it has to be there."""
    hints = get_type_hints(hint)
    if is_typeddict(hint):
        return {name: (part, name in hint.__required_keys__) for name, part in hints.items()}
    if not is_dataclass(hint):
        raise TypeError(f"JSON holds no {inspect.formatannotation(hint)}")
    return {
        field.name: (hints[field.name], field.default is MISSING and field.default_factory is MISSING)
        for field in fields(hint)
        if field.init
    }
