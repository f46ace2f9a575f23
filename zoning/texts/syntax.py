"""Why a text is no TOML or no JSON, in both languages: the line, the character and the cause.

The parsers say so in English only. What they say is known by how it begins, and the cause is told by what stands at the
place: a sign of a Chinese keyboard, text without quotes, a code with a zero in front. What it may get wrong: where a
quote is missing, the place is that at which the parser noticed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import JSONDecodeError

from zoning.texts import Message

PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")
NESTED, DIGITS = "nested too deep", "integer string conversion"
"""Words of an error by which it is no slip of the pen."""
LONG_NUMBER = re.compile(r"\d{4000}")
WORD = re.compile(r"[^\s,\]}#=]+")
WIDE = {"“": '"', "”": '"', "‘": "'", "’": "'", "【": "[", "】": "]", "。": ".", "、": ",", "—": "-", "−": "-"}
"""Signs of a Chinese keyboard by the plain one, beside those that Unicode itself makes plain."""
TRUTH = {"true": "true", "yes": "true", "on": "true", "是": "true", "false": "false", "no": "false", "off": "false"}
TRUTH |= {"否": "false"}
LONGEST = 30
"""Characters of a word that is repeated."""
TOML: Sequence[tuple[str, str]] = (
    ("Invalid statement", "statement"),
    ("Expected '='", "equals"),
    ("Invalid initial character", "key"),
    ("Invalid value", "value"),
    ("Expected newline", "behind"),
    ("Unterminated string", "open_string"),
    ("Expected \"'", "open_string"),
    ("Illegal character '\\n'", "open_string"),
    ("Found invalid character '\\n'", "open_string"),
    ("Illegal character", "control"),
    ("Found invalid character", "control"),
    ("Unescaped", "backslash"),
    ("Invalid hex", "backslash"),
    ("Escaped character", "backslash"),
    ("Unclosed array", "open_list"),
    ("Unclosed inline", "open_table"),
    ("Expected ']", "open_heading"),
    ("Cannot declare", "heading_twice"),
    ("Cannot overwrite", "key_twice"),
    ("Duplicate inline", "key_twice"),
    ("Cannot mutate", "table_twice"),
    ("Cannot redefine", "table_twice"),
    ("Invalid date", "date"),
)
"""How what :mod:`tomllib` says begins, and the cause that it is."""
JSON: Sequence[tuple[str, str]] = (
    ("Illegal trailing comma", "json_comma"),
    ("Expecting value", "json_value"),
    ("Expecting property name", "json_key"),
    ("Expecting ':'", "json_colon"),
    ("Expecting ','", "json_between"),
    ("Extra data", "json_more"),
    ("Unterminated string", "json_string"),
    ("Invalid control", "json_string"),
    ("Invalid \\", "json_backslash"),
)
"""How what :mod:`json` says begins, and the cause that it is."""


@dataclass(frozen=True)
class Fault:
    """Why a text is not what it should be, and the line from 1 on, ``None`` where nobody knows."""

    says: Message
    line: int | None = None


def toml_fault(text: str, error: Exception) -> Fault:
    """What ``error`` of :mod:`tomllib` says of a text."""
    said = str(error)
    if isinstance(error, RecursionError) or NESTED in said:
        return Fault(Message("zoning.syntax.nested"))
    lines = text.replace("\r\n", "\n").split("\n")
    if DIGITS in said:
        line = next((number for number, one in enumerate(lines, start=1) if LONG_NUMBER.search(one)), None)
        return Fault(Message("zoning.syntax.digits"), line)
    place = PLACE.search(said)
    if place is None:
        return Fault(Message("zoning.syntax.toml"))
    key = _key(TOML, said) or "toml"
    number, column = (int(place[1]), int(place[2])) if place[1] else _end(lines)
    if place[1] is None and key == "value" and lines[number - 1].rstrip().endswith((",", "[")):
        key = "open_list"
    if place[1] is None and key == "open_string":
        number, column = next(_odd_quotes(lines), (number, column))
    return Fault(_placed(_toml_cause(key, lines[number - 1], column), column), number)


def json_fault(text: str, error: Exception) -> Fault:
    """What ``error`` of :mod:`json` says of a text."""
    if not isinstance(error, JSONDecodeError):
        return Fault(Message("zoning.syntax.nested" if isinstance(error, RecursionError) else "zoning.syntax.digits"))
    lines = text.split("\n")
    rest = text[error.pos :].strip()
    ended = not rest or (error.msg.startswith("Unterminated") and "\n" not in rest)
    number, column = _end(lines) if ended else (error.lineno, error.colno)
    cause = Message("zoning.syntax.json_end")
    if not ended:
        cause = _json_cause(_key(JSON, error.msg) or "json", lines[number - 1], column)
    return Fault(_placed(cause, column), number)


def _key(table: Sequence[tuple[str, str]], said: str) -> str | None:
    return next((key for start, key in table if said.startswith(start)), None)


def _end(lines: Sequence[str]) -> tuple[int, int]:
    """Line and column behind the last sign of a text."""
    number = max((number for number, line in enumerate(lines, start=1) if line.strip()), default=1)
    return number, len(lines[number - 1].rstrip()) + 1


def _odd_quotes(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Line and column of the last quote of each line in which a quote has no other."""
    for number, line in enumerate(lines, start=1):
        odd = [line.rindex(quote) + 1 for quote in "'\"" if line.count(quote) % 2]
        yield from ((number, column) for column in odd)


def _placed(cause: Message, column: int) -> Message:
    return Message("zoning.syntax.at", {"column": column, "cause": cause})


def plain_sign(sign: str) -> str:
    """The sign of the code that a sign of a Chinese keyboard stands for; blank where it is none of these."""
    plain = WIDE.get(sign) or unicodedata.normalize("NFKC", sign)
    return plain if plain.isascii() and not sign.isascii() and not plain.isalpha() else ""


def _wide(line: str, column: int) -> Message | None:
    """The cause where a sign of a Chinese keyboard stands at the place."""
    sign = line[column - 1 : column]
    plain = plain_sign(sign) if sign else ""
    return Message("zoning.syntax.wide", {"sign": sign, "plain": plain}) if plain else None


def _toml_cause(key: str, line: str, column: int) -> Message:
    """The cause by what the parser missed and what stands at the place."""
    rest = line[column - 1 :]
    word = _word(rest)
    quotes = next((sign for sign in line if plain_sign(sign) in ('"', "'")), None) if key == "open_string" else None
    if quotes is not None:
        return Message("zoning.syntax.wide", {"sign": quotes, "plain": plain_sign(quotes)})
    if key == "equals" and rest[:1] in (":", "："):
        return Message("zoning.syntax.colon", {"sign": rest[0]})
    if key not in ("key_twice", "control") and (wide := _wide(line, column)) is not None:
        return wide
    if key in ("statement", "equals", "key", "open_heading") and rest and not rest[0].isascii():
        begun = re.search(r"[\w.-]*$", line[: column - 1].lstrip(" \t["))
        name = _word((begun[0].rpartition(".")[2] if begun else "") + rest)
        return Message("zoning.syntax.bare_key", {"word": name})
    if key == "value":
        return _no_value(word)
    if key == "behind":
        return _behind(re.sub(r"^.*[\s=]", "", line[: column - 1]) + re.sub(r"[\s#].*", "", rest))
    words = {"key_twice": line.partition("=")[0].strip()[:LONGEST], "control": f"U+{ord(rest[:1] or chr(0)):04X}"}
    return Message(f"zoning.syntax.{key}", {"word": words.get(key) or word or "…"})


def _word(text: str) -> str:
    """The first word of a text, cut."""
    found = WORD.match(text.lstrip())
    return found[0][:LONGEST] if found else ""


def _no_value(word: str) -> Message:
    """The cause where something is no value: nothing at all, a truth value, half a number, bare text."""
    if not word:
        return Message("zoning.syntax.no_value")
    if (meant := TRUTH.get(word.casefold())) is not None:
        return Message("zoning.syntax.truth", {"word": word, "plain": meant})
    if re.fullmatch(r"[+-]?\.\d+", word):
        return Message("zoning.syntax.point", {"word": word, "plain": word.replace(".", "0.")})
    return Message("zoning.syntax.bare_text", {"word": word})


def _behind(token: str) -> Message:
    """The cause where more stands behind a value: a code with zeros in front, a number with its unit."""
    if re.fullmatch(r"0\d+", token):
        return Message("zoning.syntax.zeros", {"word": token[:LONGEST]})
    return Message("zoning.syntax.behind", {"word": token[:LONGEST] or "…"})


def _json_cause(key: str, line: str, column: int) -> Message:
    """The cause by what the parser missed and what stands at the place."""
    rest = line[column - 1 :]
    if key in ("json_value", "json_key", "json_colon", "json_between") and (wide := _wide(line, column)) is not None:
        return wide
    if (key == "json_value" and rest[:1] in ("]", "}", ",")) or (key == "json_key" and rest[:1] == "}"):
        key = "json_comma"
    return Message(f"zoning.syntax.{key}", {"word": _word(rest) or rest[:1] or "…"})
