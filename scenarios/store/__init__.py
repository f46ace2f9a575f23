"""What is kept: counties, plans with every step, answers with their proofs, runs and events, in one database.

:func:`open_store` opens a :class:`Store`; records and errors stand beside it. Names are imported when they are asked
for, so that a command that needs no store does not load a database.
"""

from typing import TYPE_CHECKING

from zoning.lazy import attach

if TYPE_CHECKING:
    from scenarios.store.connecting import default_place
    from scenarios.store.opening import open_store, salvage
    from scenarios.store.records import (
        BatchItem,
        Closed,
        Conflict,
        CountyRow,
        Event,
        Info,
        Missing,
        Moved,
        Person,
        PlanRow,
        Revision,
        Run,
        Step,
        StoreBusy,
        StoredAnswer,
        StoreError,
        StoreFull,
        StoreRefused,
        StoreTaken,
        Verified,
    )
    from scenarios.store.store import Store
else:
    RECORDS = (
        "BatchItem", "Closed", "Conflict", "CountyRow", "Event", "Info", "Missing", "Moved", "Person", "PlanRow",
        "Revision", "Run", "Step", "StoreBusy", "StoreError", "StoreFull", "StoreRefused", "StoreTaken",
        "StoredAnswer", "Verified",
    )  # fmt: skip
    HOMES = {name: f"scenarios.store.records:{name}" for name in RECORDS} | {
        "Store": "scenarios.store.store:Store",
        "default_place": "scenarios.store.connecting:default_place",
        "open_store": "scenarios.store.opening:open_store",
        "salvage": "scenarios.store.opening:salvage",
    }
    __getattr__, __dir__ = attach(__name__, HOMES)

__all__ = [
    "BatchItem",
    "Closed",
    "Conflict",
    "CountyRow",
    "Event",
    "Info",
    "Missing",
    "Moved",
    "Person",
    "PlanRow",
    "Revision",
    "Run",
    "Step",
    "Store",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "StoreRefused",
    "StoreTaken",
    "StoredAnswer",
    "Verified",
    "default_place",
    "open_store",
    "salvage",
]
