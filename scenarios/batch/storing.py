"""Answers of a batch in a store, under the keys that other commands look for them by; only the driver writes there."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.batch.records import Done
from scenarios.runs.keys import InStore
from scenarios.runs.worker import Answer

if TYPE_CHECKING:
    from scenarios.store import Store


@dataclass(frozen=True)
class Shelf:
    """A store for the answers of a batch."""

    store: "Store"

    def keep(self, done: Done) -> None:
        """Keep every plan of a county with its proof; an answer that is there stays."""
        for item in done.result.items:
            if item.scenario in done.plans:
                key, document = done.plans[item.scenario]
                InStore(self.store).keep(Answer(key, document, item.seconds))
