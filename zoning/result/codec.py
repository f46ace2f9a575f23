"""Values as JSON can hold them: no NaN, no infinity, sentences in both languages."""

import json
import math

from zoning.texts import Message


def dumps(content: object) -> str:
    """JSON text as the project writes it: UTF-8, readable, one form on every machine."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def known(figures: dict[str, float]) -> dict[str, float | None]:
    """Figures with ``None`` for what is unknown: JSON has no NaN."""
    return {key: value if math.isfinite(value) else None for key, value in figures.items()}


def spoken(message: Message) -> dict[str, str]:
    """A sentence in both languages, under ``says`` (Chinese) and ``says_en``."""
    return {"says": message.text("zh"), "says_en": message.text("en")}
