"""Documents and settings spoilt from a seed: values within an object of JSON, lines of TOML, and then bytes.

Numbers, strings and depths that no program of ours writes are put in as text, since no value of Python holds them all.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.geodata.damage import spoil_bytes
from tests.geodata.odd import JSON, KEYS, SETTINGS, TEXTS, Rng, fresh, pick, times

LONG = "县" * 70_000
TOKENS: tuple[str, ...] = (
    "NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1E+99999", "-0", "-0.0", "0", "1", "-1", "2.5", "1e-320",
    "9" * 5000, "0." + "3" * 5000, "9007199254740993", "18446744073709551616", "01", "+1", "0x10", "1_000", "nan",
    "inf", "-inf", "true", "false", "null", "[]", "{}", "[[]]", "[null]", "[1, \"a\"]", "[" * 600 + "]" * 600,
    "[" * 60 + "]" * 60, '{"a":' * 600 + "1" + "}" * 600, "{a = {}}", '""', '"x"', '" "', r'"\ud800"', r'"\udc00x"',
    r'"\u0000"', r'"\u001b[2J"', '"\x07"', r'"\u202e\u200b"', '"=HYPERLINK(\\"http://x\\")"', '"+1"', '"@x"',
    '"{0}{name}"', '"../../etc/passwd"', '"/dev/zero"', "'''a\nb'''", '"""', "'", "2024-01-01", "08:30:00",
    "2024-13-45T99:99:99Z", "# ", f'"{LONG}"', f"[{', '.join(['0'] * 20_000)}]", '["county_seat", "county_seat"]',
    '"none"', '"each"', '"0%"', '"x1.3"', '"x1e400"', '"-99999999999999999999"', '"xNaN"', '"1e400"',
)  # fmt: skip
"""Values as they may stand in a file, some of them of no language."""
MILD = (
    "0",
    "1",
    "2",
    "3",
    "4",
    "6",
    "9",
    "0.1",
    "0.5",
    "1.5",
    '"none"',
    '"50%"',
    '"10%"',
    "true",
    '"one"',
    "-1",
    "1e6",
)
"""Values that a planner might try."""
MARK = "@token{}@"


def spoil_document(content: Any, rng: Rng) -> bytes:
    """An object as JSON in which some values are others, have gone, or stand twice."""
    content = copy.deepcopy(content)
    put: list[str] = []
    for _ in times(rng):
        places = list(_places(content))
        holder, key = pick(rng, places)
        pick(rng, CHANGES)(holder, key, rng, put)
    text = json.dumps(content, ensure_ascii=bool(rng.random() < 0.5), indent=pick(rng, (None, 1)))
    for k, token in enumerate(put):
        text = text.replace(f'"{MARK.format(k)}"', token)
    data = text.encode("utf-8", "surrogatepass")
    return spoil_bytes(data, rng) if rng.random() < 0.15 else data


def _places(content: Any) -> Iterator[tuple[Any, Any]]:
    """Every (object or list, key) within."""
    held = [content]
    while held:
        one = held.pop()
        for key in list(one) if isinstance(one, dict) else range(len(one)):
            yield one, key
            if isinstance(one[key], dict | list):
                held.append(one[key])


def _token(holder: Any, key: Any, rng: Rng, put: list[str]) -> None:
    holder[key] = MARK.format(len(put))
    put.append(pick(rng, TOKENS))


def _value(holder: Any, key: Any, rng: Rng, _put: list[str]) -> None:
    holder[key] = fresh(rng, (*JSON, *TEXTS))


def _lost(holder: Any, key: Any, _rng: Rng, _put: list[str]) -> None:
    del holder[key]


def _moved(holder: Any, key: Any, rng: Rng, _put: list[str]) -> None:
    """What stands elsewhere beside it, or itself once more."""
    other = pick(rng, list(holder) if isinstance(holder, dict) else range(len(holder)))
    if isinstance(holder, list) and rng.random() < 0.5:
        holder.insert(other, copy.deepcopy(holder[key]))
    else:
        holder[key] = copy.deepcopy(holder[other])


def _renamed(holder: Any, key: Any, rng: Rng, _put: list[str]) -> None:
    if isinstance(holder, dict):
        holder[pick(rng, TEXTS)] = holder.pop(key)


def _scaled(holder: Any, key: Any, rng: Rng, _put: list[str]) -> None:
    value = holder[key]
    if isinstance(value, int | float) and not isinstance(value, bool):
        holder[key] = value * pick(rng, (-1, 2, 0.5, 10**9, 1 + 1e-9, 1e300))
    elif isinstance(value, str):
        holder[key] = pick(rng, (value + " ", value[:-1], value.upper(), value * 2, value[::-1]))


CHANGES: tuple[Callable[[Any, Any, Rng, list[str]], None], ...] = (
    _token, _token, _token, _value, _value, _lost, _moved, _moved, _renamed, _scaled, _scaled,
)  # fmt: skip
PAIR = re.compile(r"^(\s*[^#=\[]+?\s*=\s*)(.*)$")


def spoil_lines(text: str, rng: Rng) -> bytes:
    """TOML in which some lines say something else, stand elsewhere, twice, or have gone."""
    lines = text.split("\n")
    for _ in times(rng):
        at, how = int(rng.integers(len(lines))), rng.random()
        found = PAIR.match(lines[at])
        if how < 0.45 and found:
            mild = rng.random()
            odd = pick(rng, TOKENS) if mild < 0.6 else _written(fresh(rng, SETTINGS))
            value = pick(rng, MILD) if mild < 0.35 else odd
            lines[at] = found[1] + value
        elif how < 0.6 and found:
            lines[at] = f"{pick(rng, (*TEXTS, *KEYS))} = {found[2]}"
        elif how < 0.7:
            lines.insert(int(rng.integers(len(lines) + 1)), lines[at])
        elif how < 0.8:
            del lines[at]
            lines = lines or [""]
        elif how < 0.9:
            lines.insert(at, pick(rng, ("[x]", "[[zones]]", "[scenarios]", "[", "]", "= 1", "a", "[a.b.c]", "{}")))
        else:
            lines[at] = pick(rng, (lines[at] * 2, lines[at].replace("=", ""), lines[at][::-1], "\x00", lines[at] + ","))
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    return spoil_bytes(data, rng) if rng.random() < 0.2 else data


def _written(value: Any) -> str:
    return json.dumps(value, default=str)
