"""The store that a command keeps its result in: opened where one is asked for, with the county in it.

``$ZONING_STORE`` asks for one, too. The county itself is kept beside, where a GeoPackage can hold it.
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from workbench.line.options import Keeping
from zoning.model.errors import InputError
from zoning.result.digest import digest

if TYPE_CHECKING:
    from geodata.county.build import Built
    from geodata.tables.table import Tables
    from scenarios.store import Store


@contextlib.contextmanager
def store_of(keeping: Keeping) -> Iterator["Store | None"]:
    """The store, made if need be, or ``None`` where none is asked for.

    Raises
    ------
    InputError
        When it cannot be used, or its disk has no room: before an hour is spent on what goes in it.
    """
    place = keeping.kept_in or os.environ.get("ZONING_STORE")
    if not place:
        yield None
        return
    from scenarios.store import open_store

    with open_store(place) as store:
        store.refuse_full()
        yield store


def keep_county(store: "Store", built: "Built", tables: "Tables", source: str) -> None:
    """Keep a county with its package; one that no package can hold is left out, its answers are kept all the same."""
    from geodata.county.export import packed
    from scenarios.store import Missing

    with contextlib.suppress(Missing):
        store.county(digest(built.county))
        return
    with contextlib.suppress(InputError):
        store.add_county(packed(tables), built.county, source, built.notices, store.local().id)


def keep_run(store: "Store", kind: str, asked: Mapping[str, object], *, answer: str | None = None) -> None:
    """Write down that a command was run to its end, and under which key its answer is kept."""
    made = store.begin_run(kind, None, None, asked, store.local().id)
    store.move_run(made.id, state="done", answer=answer)
