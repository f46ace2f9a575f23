"""A batch in a store: each county with its answers, under the keys that other commands look for them by.

Only the driver writes there. A county that the store holds from any earlier batch needs no work, whatever folder that
batch was left in. What it may get wrong: with a time limit the first answer under a key stays; a county whose result
says otherwise than that answer is solved again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.batch.records import Batch, CountyResult, Done
from scenarios.runs.keys import stored
from zoning.model.errors import InputError
from zoning.result.codec import encode
from zoning.result.decoding import decode

if TYPE_CHECKING:
    from scenarios.store import BatchItem, Store
    from scenarios.store.records import RunState


@dataclass(frozen=True)
class Shelf:
    """A store for the results of the batch that has the number ``run`` there."""

    store: "Store"
    run: str

    @classmethod
    def begun(cls, store: "Store", request: Mapping[str, Any]) -> "Shelf":
        """A batch that begins; raises :class:`scenarios.store.StoreFull` where its results could not be kept."""
        made = store.begin_run("batch", None, None, request, store.local().id)
        store.move_run(made.id, state="running")
        return cls(store, made.id)

    def ended(self, batch: Batch | None) -> None:
        """Write down how the batch ended; without one it was ended by a fault."""
        state: RunState = "failed" if batch is None else "stopped" if batch.interrupted else "done"
        told = {} if batch is None else {"counties": len(batch.counties), "asked": batch.asked, "known": batch.known}
        self.store.move_run(self.run, state=state, says=told)

    def keep(self, done: Done) -> None:
        """Keep a county and every plan with its proof in one transaction; an answer that is there stays."""
        from scenarios.store import BatchItem

        result = done.result
        seconds = {item.scenario: item.seconds for item in result.items}
        answers = [stored(result.answers[name], plan, seconds[name]) for name, plan in done.plans.items()]
        keys = {name: key for name, key in result.answers.items() if name in done.plans}
        held = BatchItem(self.run, result.called, result.key, result.state, encode(result), keys)
        self.store.keep_item(held, answers)

    def has(self, key: str) -> bool:
        """Whether there is a county with all that it depends on under this key."""
        return self.store.item(source=key) is not None

    def kept(self, key: str) -> Done | None:
        """The county with all that it depends on under this key, where it is whole."""
        done = self._done(self.store.item(source=key))
        if done is None:
            return None
        said = {item.scenario: item.points for item in done.result.items if item.status != "refused"}
        whole = {name: plan["points"] for name, plan in done.plans.items()} == said
        return done if whole else None

    def earlier(self, called: str) -> Done | None:
        """The county that was kept last under this name, with those of its plans that are there."""
        return self._done(self.store.item(name=called))

    def _done(self, item: "BatchItem | None") -> Done | None:
        if item is None:
            return None
        try:
            result = decode(CountyResult, item.result)
        except InputError:
            return None
        found = {name: self.store.answer(key) for name, key in item.answers.items()}
        return Done(result, {name: answer.document for name, answer in found.items() if answer is not None})
