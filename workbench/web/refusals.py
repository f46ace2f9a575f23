"""What the server answers when it does not do as asked: a status, a code, a sentence in both languages, every mistake.

One row an exception. Nothing of a fault reaches an answer but its number; the details stand in the log beside it.
"""

import logging
import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from zoning.model.errors import Mistake
from zoning.result.codec import encode, spoken
from zoning.texts import Message

LOG = logging.getLogger("zoning.serve")
STATUS = {
    "no_session": 401,
    "wrong_token": 403,
    "foreign_origin": 403,
    "read_only": 403,
    "missing": 404,
    "wrong_method": 405,
    "no_form": 400,
    "too_slow": 408,
    "conflict": 409,
    "ask": 409,
    "fixed": 409,
    "no_offer": 409,
    "too_large": 413,
    "wrong_type": 415,
    "wrong_host": 421,
    "invalid": 422,
    "why": 422,
    "errand_too_slow": 422,
    "locked": 423,
    "too_many_tries": 429,
    "too_many_edits": 429,
    "too_many_jobs": 429,
    "fault": 500,
    "busy": 503,
    "no_desk": 503,
    "full": 507,
}
"""HTTP status of every code; its sentence is ``workbench.refused.<code>``."""


class Refusal(Exception):
    """An answer that refuses.

    Parameters
    ----------
    code : one of :data:`STATUS`
    values : what its sentence names
    beside : what stands beside it in the body
    says : a sentence in place of that of the code
    fields : whether places of mistakes are fields of a body, not columns of a table
    """

    def __init__(
        self,
        code: str,
        values: Mapping[str, object] = MappingProxyType({}),
        beside: Mapping[str, Any] = MappingProxyType({}),
        mistakes: Sequence[Mistake] = (),
        says: Message | None = None,
        *,
        fields: bool = False,
    ) -> None:
        super().__init__(code)
        self.fields = fields
        self.code, self.beside, self.mistakes = code, beside, tuple(mistakes)
        self.says = says or Message(f"workbench.refused.{code}", values)

    @property
    def status(self) -> int:
        return STATUS[self.code]

    @property
    def headers(self) -> dict[str, str]:
        """Headers beside the body: how many seconds to wait where there was too much within a minute."""
        return {"retry-after": "60"} if self.status == 429 else {}

    @property
    def body(self) -> dict[str, Any]:
        """The object of the answer."""
        made = {
            "error": self.code,
            **spoken(self.says),
            "mistakes": [told(one, fields=self.fields) for one in self.mistakes],
        }
        return {**made, **encode(dict(self.beside))}


def told(mistake: Mistake, *, fields: bool = False) -> dict[str, Any]:
    """A mistake for the page: where, the value, and what is wrong with its remedy."""
    field = " ".join(part for part in (mistake.table, mistake.column) if part)
    zh, en = (field, field) if fields else (mistake.place("zh"), mistake.place("en"))
    where = {"where": encode(zh), "where_en": encode(en)}
    return {**where, "value": encode(mistake.value), **spoken(mistake.says)}


def invalid(mistakes: Sequence[Mistake], *, fields: bool = True, **beside: Any) -> Refusal:
    """The input is wrong: the sentence is that of a single mistake, or says how many there are."""
    says = mistakes[0].says if len(mistakes) == 1 else None
    return Refusal("invalid", {"count": len(mistakes)}, beside, tuple(mistakes), says, fields=fields)


def fault(error: BaseException) -> Refusal:
    """A fault of the program under a number of its own, which the log holds with the details."""
    number = secrets.token_hex(4).upper()
    LOG.error("fault %s", number, exc_info=error)
    return Refusal("fault", {"number": number}, {"number": number})
