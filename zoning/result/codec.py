"""Values as JSON can hold them, by what they are: records field by field, arrays as lists, NaN as ``null``.

A field whose name is a word of Python ends with an underscore (``from_``), its key without one. A sentence is written
in both languages: under ``says`` (Chinese) and ``says_en``, beside the other fields of the record
that says it. A record may name properties in ``DERIVED``; they are written for the reader and left out when it is read
again (:mod:`zoning.result.decoding`).
"""

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel

from zoning.model.errors import Mistake
from zoning.model.plan import Plan
from zoning.texts import Language, Message


def dumps(content: object) -> str:
    """JSON text as the project writes it: UTF-8, readable, one form on every machine."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def encode(value: object, language: Language = "zh") -> Any:
    """The value as JSON: no NaN, no infinity, text that is valid UTF-8.

    Parameters
    ----------
    language : of the field ``says`` of mistakes; both languages stand beside it

    Raises
    ------
    TypeError
        When it is neither a record nor a JSON value.
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {encode(str(key)): encode(part, language) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [encode(part, language) for part in value]
    return _record(value, language)


def _record(value: object, language: Language) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        known = value.dtype.kind in "biuf" and bool(np.isfinite(value).all())
        return value.tolist() if known else encode(value.tolist())
    if isinstance(value, Message):
        return spoken(value)
    if isinstance(value, Mistake):
        return _mistake(value, language)
    if isinstance(value, Plan):
        return encode(value.zones)
    if isinstance(value, BaseModel):
        return encode(value.model_dump(mode="json"))
    if isinstance(value, Path):
        return encode(str(value))
    if is_dataclass(value) and not isinstance(value, type):
        return _fields(value, language)
    raise TypeError(f"JSON holds no {type(value).__name__}")


def _fields(record: Any, language: Language) -> dict[str, Any]:
    """A record field by field, then what it derives from them."""
    content: dict[str, Any] = {}
    for name in (*(field.name for field in fields(record)), *getattr(record, "DERIVED", ())):
        value = getattr(record, name)
        content |= spoken(value) if name == "says" else {name.removesuffix("_"): encode(value, language)}
    return content


def known(figures: Mapping[str, float]) -> dict[str, float | None]:
    """Figures with ``None`` for what is unknown: JSON has no NaN."""
    return {key: value if math.isfinite(value) else None for key, value in figures.items()}


def spoken(message: Message) -> dict[str, str]:
    """A sentence in both languages, under ``says`` (Chinese) and ``says_en``."""
    return {"says": encode(message.text("zh")), "says_en": encode(message.text("en"))}


def _mistake(mistake: Mistake, language: Language) -> dict[str, Any]:
    """A mistake: its place, its value, and what it says in the language asked for and in both."""
    place = {name: encode(getattr(mistake, name)) for name in ("table", "row", "column", "cell", "value")}
    zh, en = spoken(mistake.says).values()
    return {**place, "says": en if language == "en" else zh, "says_zh": zh, "says_en": en}
