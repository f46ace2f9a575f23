"""Every result as one JSON object, both ways: ``to_document`` and ``from_document``, ``dump`` and ``load``.

What a document states of a plan is believed by nobody: a reader judges it anew, and a figure that does not follow from
the rest of the document is a mistake. What it may get wrong: what cannot be recomputed (bounds, draws, seconds) is
taken as stated; ``solvers.proof.verify`` proves the bounds of a plan again.
"""

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from zoning.files.whole import write_whole
from zoning.model.errors import ClaimError, InputError, Mistake, expect, mistake, reason_of
from zoning.model.reading import content_of
from zoning.result.codec import dumps, encode
from zoning.result.decoding import decode
from zoning.result.kinds import BY_PLACE, BY_SCHEMA, Kind
from zoning.texts import Language, Message
from zoning.texts.syntax import Fault, json_fault

MAX_BYTES = 200_000_000
"""A file larger than this is refused."""
CLOSE = 1e-9
"""Difference, absolute and as a share, up to which a number in a file is the one that was computed."""
MOST = 20
"""Differences told at most."""
UNCHECKED = ("says", "says_en", "says_zh")
"""Sentences, whose wording may change, are not held against a document."""


def to_document(result: object, language: Language = "zh") -> dict[str, Any]:
    """The JSON object of a result, its ``schema`` first.

    Parameters
    ----------
    language : that of ``says`` in mistakes

    Raises
    ------
    InputError
        When it is none of the records of :data:`zoning.result.kinds.KINDS`.
    """
    kind = BY_PLACE.get(f"{type(result).__module__}:{type(result).__qualname__}")
    if kind is None:
        known = [place.rpartition(":")[2] for place in BY_PLACE]
        raise InputError(
            [mistake("zoning.documents.no_kind", table="result", given=type(result).__name__, known=known)]
        )
    content = kind.shape.write(result) if kind.shape else result
    return {"schema": kind.schema, **encode(content, language)}


def rendered(result: object) -> bytes:
    """A result as the content of a file."""
    return dumps(to_document(result)).encode()


def from_document(document: object, *, name: str = "document", **besides: Any) -> Any:
    """The result that a document holds; of a plan, when no county is given, the claims of its file.

    Parameters
    ----------
    name : what to call the document in mistakes
    besides : what its kind needs to be read: ``county`` or ``problem``, ``problems`` by name, ``study``; what is given
        beyond that is left alone, and a problem brings its county along

    Raises
    ------
    InputError
        With every mistake: an unknown schema, keys that are missing, values of the wrong kind, figures that do not
        follow from the rest.
    TypeError
        When something it needs is not given.
    """
    kind = _kind(document, name)
    if "problem" in besides:
        besides.setdefault("county", besides["problem"].county)
    needs = kind.shape.needs if kind.shape else ()
    lacking = [need for need in needs if besides.get(need) is None]
    if lacking and kind.shape and kind.shape.claim:
        return kind.shape.claim(document, name)
    if lacking:
        raise TypeError(f"a document of {kind.schema} is read with {', '.join(lacking)}")
    try:
        if kind.shape is None:
            result = decode(kind.record, document)
        else:
            result = kind.shape.read(document, **{need: besides[need] for need in needs})
        found = list(differences(document, to_document(result)))
    except InputError as error:
        raise InputError([replace(one, table=one.table or name) for one in error.mistakes]) from error
    except ClaimError as error:
        raise InputError([mistake("zoning.documents.false", table=name, reason=str(error))]) from error
    if found:
        raise InputError([replace(one, table=name) for one in found[:MOST]])
    return result


def load(source: Path | str | bytes, *, name: str = "", **besides: Any) -> Any:
    """The result in a file, or in the bytes of one called ``name``; raises as ``read_json`` and ``from_document``."""
    expect(source=(source, Path | str | bytes))
    if isinstance(source, bytes):
        return from_document(parsed(source, name), name=name, **besides)
    return from_document(read_json(source), name=name or Path(source).name, **besides)


def dump(result: object, path: Path | str) -> None:
    """Write a result as a file, whole or not at all.

    Raises
    ------
    InputError
        When the file cannot be written; what was there stays.
    """
    expect(path=(path, Path | str))
    write_whole(Path(path), rendered(result))


def read_json(path: Path | str) -> Any:
    """The content of a JSON file.

    Raises
    ------
    InputError
        When it is not there, too large, or not JSON in UTF-8.
    """
    path = Path(path)
    try:
        content = content_of(path, MAX_BYTES)
    except OSError as error:
        raise InputError([mistake("zoning.files.unreadable", table=str(path), reason=reason_of(error))]) from error
    return parsed(content, path.name)


def parsed(content: bytes, name: str) -> Any:
    """The value that the bytes of a JSON file called ``name`` hold.

    Raises
    ------
    InputError
        When they are too many, not JSON in UTF-8, or an object has a key twice.
    """
    if len(content) > MAX_BYTES:
        raise InputError([mistake("zoning.files.too_large", table=name, bytes=MAX_BYTES)])
    try:
        text = content.decode("utf-8-sig")
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
        if "\\ud" in text.lower():  # halves of a pair that stand alone are no text: they cannot be written or shown
            json.dumps(value, ensure_ascii=False).encode()
        return value
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        fault = _fault(content, error)
        raise InputError([mistake("zoning.files.not_json", table=name, row=fault.line, reason=fault.says)]) from error


class _Refused(ValueError):
    """JSON that Python would read and that means nothing, or different things to different programs."""

    def __init__(self, says: Message) -> None:
        super().__init__(says.text("en"))
        self.says = says


def _fault(content: bytes, error: Exception) -> Fault:
    """Why bytes are no JSON, and in which line."""
    if isinstance(error, _Refused):
        return Fault(error.says)
    if isinstance(error, json.JSONDecodeError):
        return json_fault(content.decode("utf-8-sig"), error)
    if isinstance(error, UnicodeError):
        return Fault(Message("zoning.files.json_letters"))
    deep = isinstance(error, RecursionError)
    return Fault(Message("zoning.files.json_deep" if deep else "zoning.files.json_number"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; a key that stands twice would be read differently by different programs."""
    made = dict(pairs)
    if len(made) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(Message("zoning.files.json_twice", {"key": twice}))
    return made


def _no_number(text: str) -> None:
    raise _Refused(Message("zoning.files.json_constant", {"text": text}))


def _kind(document: object, name: str) -> Kind:
    if not isinstance(document, dict):
        raise InputError([mistake("zoning.documents.not_an_object", table=name)])
    schema, known = document.get("schema"), list(BY_SCHEMA)
    if not isinstance(schema, str):
        raise InputError([mistake("zoning.documents.no_schema", table=name, column="schema", known=known)])
    if schema not in BY_SCHEMA:
        wrong = mistake("zoning.documents.unknown_schema", table=name, column="schema", value=schema, known=known)
        raise InputError([wrong])
    return BY_SCHEMA[schema]


def differences(stated: Any, actual: Any, at: tuple[object, ...] = (), *, unknown: bool = False) -> Iterator[Mistake]:
    """Values in which the document ``stated`` differs from ``actual``, the document of the result read from it.

    Missing keys are no difference.

    Parameters
    ----------
    at : the keys and positions on the way to it
    unknown : whether keys that are not written of the result are told as well
    """
    if isinstance(stated, dict) and isinstance(actual, dict):
        for key, part in stated.items():
            if key in UNCHECKED:
                continue
            if key in actual:
                yield from differences(part, actual[key], (*at, key), unknown=unknown)
            elif unknown:
                yield mistake("zoning.documents.unknown_key", column=".".join(map(str, (*at, key))))
    elif isinstance(stated, list) and isinstance(actual, list) and len(stated) == len(actual):
        for k, (one, other) in enumerate(zip(stated, actual, strict=True)):
            yield from differences(one, other, (*at, k), unknown=unknown)
    elif not _same(stated, actual):
        shown = None if isinstance(stated, dict | list) else stated
        place = ".".join(map(str, at)) or None
        yield mistake("zoning.documents.differs", column=place, value=shown, actual=_short(actual))


def _same(stated: Any, actual: Any) -> bool:
    """Whether two values are equal: whole numbers to the last digit, others up to what writing them rounds."""
    if isinstance(stated, bool) != isinstance(actual, bool):
        return False
    if isinstance(stated, int) and isinstance(actual, int):
        return stated == actual
    numbers = isinstance(stated, int | float) and isinstance(actual, int | float)
    if numbers and abs(stated) <= sys.float_info.max:  # a longer whole number is no float, and none is close to it
        return math.isclose(stated, actual, rel_tol=CLOSE, abs_tol=CLOSE)
    return bool(stated == actual)


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]
