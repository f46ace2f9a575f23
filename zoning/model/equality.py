"""Records compared by value, arrays and NaN included, and pickled without what is derived from them.

A dataclass that holds arrays, mappings or numbers which may be unknown is declared with ``@dataclass(frozen=True,
eq=False)`` and derived from :class:`ByValue`. Its generated comparison would fail at an array and call NaN unequal to
NaN. What it may get wrong: a value of a type that is none of those named in :func:`equal` is left to its own ``==``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np

from zoning.texts import Message

A = TypeVar("A", bound=np.ndarray[Any, Any])


class ByValue:
    """Equality, hash and pickle of a frozen dataclass by its fields; those declared ``compare=False`` do not count.

    Cached properties are left out of a pickle and computed again where they are asked for. Arrays and mappings that
    were read-only are read-only in the copy.
    """

    def __eq__(self, other: object) -> bool:
        return equal(self, other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return _hash(self)

    def __getstate__(self) -> tuple[dict[str, object], tuple[str, ...]]:
        """Values by field, and the names of the fields that are read-only."""
        values = {name: getattr(self, name) for name in _names(self)}
        plain = {name: dict(v) if isinstance(v, MappingProxyType) else v for name, v in values.items()}
        return plain, tuple(name for name, value in values.items() if _is_frozen(value))

    def __setstate__(self, state: tuple[dict[str, Any], tuple[str, ...]]) -> None:
        values, kept = state
        for name, value in values.items():
            object.__setattr__(self, name, _frozen_again(value) if name in kept else value)


def equal(a: object, b: object) -> bool:
    """Whether two values are the same: NaN equals NaN, arrays have the same shape and elements.

    Goes through dataclasses of one type, mappings, tuples and lists; everything else is compared by ``==``.
    """
    if a is b:
        return True
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return _equal_arrays(a, b)
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(equal(value, b[key]) for key, value in a.items())
    if isinstance(a, (tuple, list)):
        return type(a) is type(b) and len(a) == len(b) and all(map(equal, a, b))
    if is_dataclass(a) and not isinstance(a, type | Message):
        return type(a) is type(b) and all(equal(getattr(a, n), getattr(b, n)) for n in _names(a, compared=True))
    return bool(a == b) or (_is_nan(a) and _is_nan(b))


def frozen(array: A) -> A:
    """The array itself, no longer writable."""
    array.setflags(write=False)
    return array


def _equal_arrays(a: object, b: object) -> bool:
    if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)):
        return False
    return np.array_equal(a, b, equal_nan=a.dtype.kind in "fc" and b.dtype.kind in "fc")


def _hash(value: object) -> int:
    """The same for values that are :func:`equal`: of an array its shape, of a mapping its keys."""
    if isinstance(value, np.ndarray):
        return hash(value.shape)
    if isinstance(value, Mapping):
        return hash(frozenset(value))
    if isinstance(value, (tuple, list)):
        return hash(tuple(map(_hash, value)))
    if is_dataclass(value) and not isinstance(value, type | Message):
        return hash(tuple(_hash(getattr(value, name)) for name in _names(value, compared=True)))
    return 0 if _is_nan(value) else hash(value)


def _names(record: object, *, compared: bool = False) -> Iterator[str]:
    """Names of the fields of a dataclass, of all or of those that count in comparisons."""
    shape: Any = record
    return (field.name for field in fields(shape) if field.compare or not compared)


def _is_nan(value: object) -> bool:
    return isinstance(value, (float, np.floating)) and bool(np.isnan(value))


def _frozen_again(value: Any) -> object:
    return frozen(value) if isinstance(value, np.ndarray) else MappingProxyType(value)


def _is_frozen(value: object) -> bool:
    return isinstance(value, MappingProxyType) or (isinstance(value, np.ndarray) and not value.flags.writeable)
