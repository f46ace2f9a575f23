"""What is known of a county from earlier runs, in the folder of the batch and in a store: its result, or some plans.

What is known in one of them is put into the other, so that either is enough the next time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from scenarios.batch.keeping import Folder
from scenarios.batch.keys import still
from scenarios.batch.records import CountyResult, Done, Wanted
from scenarios.batch.splitting import File
from scenarios.batch.storing import Shelf
from scenarios.batch.worker import shown

OPEN = ("unknown", "feasible")
"""What becomes of a scenario that might have become more in another time."""


@dataclass(frozen=True)
class Kept:
    """Where results are kept and looked for; those that failed are sought ``again`` where that is asked for."""

    folder: Folder | None = None
    shelf: Shelf | None = None
    again: bool = False

    def keep(self, done: Done) -> None:
        """Keep a county, in the store first: a folder may be lost."""
        for keeper in (self.shelf, self.folder):
            if keeper is not None:
                keeper.keep(done)

    def keep_lists(self, files: Iterable[File]) -> None:
        """Keep the lists of files of many counties."""
        for file in {id(one): one for one in files}.values():
            if self.folder is not None:
                self.folder.keep_list(file)

    def known(self, wanted: Wanted, key: str) -> CountyResult | None:
        """The result of a county of which nothing has changed since that it depends on."""
        there = None if self.folder is None else self.folder.kept(wanted.called)
        if there is not None and self._stands(there, key):
            if self.folder is not None and self.shelf is not None and not self.shelf.has(key):
                done = self.folder.earlier(wanted.called)
                if done is not None:
                    self.shelf.keep(done)
            return there
        stored = None if self.shelf is None else self.shelf.kept(key)
        if stored is None or not self._stands(stored.result, key):
            return None
        result = replace(stored.result, called=wanted.called, source=shown(wanted.source))
        if self.folder is not None:
            self.folder.keep(Done(result, stored.plans))
        return result

    def before(self, called: str) -> CountyResult | None:
        """The result of a county from an earlier run, whatever has changed since."""
        return None if self.folder is None else self.folder.kept(called)

    def answers(self, called: str) -> dict[str, dict[str, Any]]:
        """The plans of an earlier run of a county by the keys of their answers, but those that are sought again."""
        found: dict[str, dict[str, Any]] = {}
        for keeper in (self.shelf, self.folder):
            done = None if keeper is None else keeper.earlier(called)
            if done is not None:
                without = {item.scenario for item in done.result.items if self.again and item.status in OPEN}
                found |= {done.result.answers[n]: plan for n, plan in done.plans.items() if n not in without}
        return found

    def _stands(self, result: CountyResult, key: str) -> bool:
        return result.key == key and still(result) and not (self.again and failed(result))


def failed(result: CountyResult) -> bool:
    """Whether a county is worth another try: not solved, or a scenario without an answer in its time."""
    return result.state != "solved" or any(item.status in OPEN for item in result.items)
