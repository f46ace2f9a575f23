"""The counties that the server works on: read once from the store, kept while used, drawn when first looked at.

What it may get wrong: a county that changes on disk is another county; plans stay with the one they were made for.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from workbench.web.service.shapes import shapes
from zoning.model.county import County
from zoning.model.policy import Policy, read_policy
from zoning.result.codec import spoken

if TYPE_CHECKING:
    from scenarios.store import CountyRow, Store

KEPT = 8
"""Counties kept in memory."""
K = TypeVar("K")
V = TypeVar("V")


class Latest(Generic[K, V]):
    """The values used last by key, at most so many; others are made anew. Safe for threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made where it is not there; two threads may both make it, and one is kept."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
        made = make()
        with self._lock:
            value = self._held.setdefault(key, made)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return value


@dataclass(frozen=True, eq=False)
class Held:
    """A county with the policy that its plans begin with."""

    digest: str
    county: County
    policy: Policy

    @cached_property
    def drawing(self) -> tuple[bytes, str]:
        """The shapes as JSON, and their tag."""
        return _tagged(shapes(self.county, self.policy))

    @cached_property
    def density(self) -> tuple[bytes, str]:
        """The density of its incidents as JSON, and its tag."""
        from workbench.web.densities import layer

        return _tagged(layer(self.county))


def _tagged(document: dict[str, Any]) -> tuple[bytes, str]:
    """A document as JSON, and a tag that tells it from others."""
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return content, f'"{sha256(content).hexdigest()[:32]}"'


class Counties:
    """The counties of a store."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._held: Latest[str, Held] = Latest(KEPT)

    def get(self, digest: str) -> Held:
        """The county of a digest; raises the store's ``Missing`` where there is none."""
        return self._held.get(digest, lambda: self._read(digest))

    def _read(self, digest: str) -> Held:
        from geodata.reading import read

        built = read(self._store.package(digest), name="county.gpkg")
        return Held(digest, built.county, read_policy("haidong"))

    def add(self, source: str, by: int) -> "CountyRow":
        """Take a county into the store: a sample, or what the command line names; one that is there stays as it is.

        Raises
        ------
        InputError
            With every mistake of its files.
        """
        from geodata.county.build import build
        from geodata.reading import read_source
        from zoning.result.digest import digest

        tables = read_source(source)
        built = build(tables)
        known = digest(built.county)
        row = next((one for one in self._store.counties() if one.digest == known), None)
        if row is None:
            from geodata.county.export import packed

            notices: list[Any] = [spoken(notice) for notice in built.notices]
            name = source if source.startswith("sample:") else PurePath(source).name
            row = self._store.add_county(packed(tables), built.county, name, notices, by)
        self._held.get(known, lambda: Held(known, built.county, read_policy("haidong")))
        return row
