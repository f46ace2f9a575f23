"""Plan files whose form is forged: values of another kind, keys that nobody knows, and text that is no sound JSON."""

import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from tests.solvers.proof.files import Content

Path = tuple[str | int, ...]
NO_CLAIM = re.compile(
    r"solver|overrides|.*\b(says|says_en|zones_grown|candidates|name|source|figures|amount|reasons)\b"
)
"""Fields that the second verifier leaves alone."""
ONCE = ("proof", "mode", "alternatives")
"""What differs from one kind of file to the next; the rest is tried on one of them."""
OTHER_KINDS: dict[type, Callable[[Any], list[Any]]] = {
    bool: lambda value: [int(value), str(value), None],
    int: lambda value: [str(value), bool(value), value + 0.5, [value], {}],
    float: lambda value: [str(value), bool(value), [value]],
    str: lambda value: [5, [value], None],
    list: lambda _: [None, {}, "x"],
    dict: lambda _: [None, [], "x"],
    type(None): lambda _: ["", False, {}],
}


def kinds(content: Content, whole: bool) -> Iterator[tuple[str, Content]]:
    """A file with one value of every kind of field in another form, by the name of the field; of all or of ``ONCE``."""
    met: set[str] = {"solver.stopped"}  # may be null
    for path, value in _walk(content, ()):
        name = ".".join("*" if isinstance(part, int) else part for part in path)
        name = re.sub(r"\bduals\.\d+", "duals.*", name)
        if name in met or not name or not (whole or name.startswith(ONCE)):
            continue
        met.add(name)
        for other in OTHER_KINDS[type(value)](value):
            yield f"{name} = {other!r}", changed(content, path, other)


def unknown(content: Content) -> Iterator[tuple[str, Content]]:
    """A file with a key that nobody knows in every kind of table but the first, where remarks may stand."""
    met: set[str] = set()
    for path, value in _walk(content, ()):
        name = ".".join("*" if isinstance(part, int) else part for part in path)
        if isinstance(value, dict) and path and name not in met and not name.startswith(("solver", "overrides")):
            met.add(name)
            yield name, changed(content, (*path, "bound2"), 5)


def changed(content: Content, path: Path, value: Any) -> Content:
    """A copy of the content with another value at a path."""
    made = deepcopy(content)
    node: Any = made
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return made


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, node
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, part in pairs:
        yield from _walk(part, (*path, key))


def texts(content: Content) -> dict[str, str]:
    """Texts that are no sound JSON, or that two programs could read differently."""
    text = json.dumps(content, ensure_ascii=False)
    body = text[:-1]
    return {
        "a key twice": f'{body}, "points": 1}}',
        "a part twice": '{"proof": {"status": "optimal", "bound": 0, "gap": 0.0}, ' + text[1:],
        "a dual twice": text.replace('"duals": {', '"duals": {"10": 1, "10": 2, ', 1),
        "NaN": f'{body}, "remark": NaN}}',
        "Infinity": f'{body}, "remark": [-Infinity]}}',
        "half a letter": f'{body}, "remark": "\\ud800"}}',
        "too deep": f'{body}, "remark": {"[" * 200_000}{"]" * 200_000}}}',
        "too many digits": f'{body}, "remark": {"9" * 5000}}}',
        "a huge exponent": text.replace('"status": ', '"gap": 1e999, "status": ', 1),
        "cut off": text[: len(text) // 2],
        "nothing": "",
        "null": "null",
        "a list": "[]",
        "a text": '"optimal"',
        "no keys": "{}",
    }


TEXTS = tuple(texts({"duals": {}, "status": 0}))
"""Names of the texts, which are the same for every file."""
