"""What a batch keeps in its folder, so that the same command goes on from it: a file a county, and its plans.

A county is written plans first and its result last, each file whole or not there; a result whose plans are missing is
worked out again.
"""

from dataclasses import dataclass
from pathlib import Path

from scenarios.batch.records import CountyResult, Done
from scenarios.spec.scenario import NAME
from zoning.files.whole import write_whole
from zoning.model.errors import InputError
from zoning.result.codec import dumps, encode
from zoning.result.decoding import decode
from zoning.result.documents import read_json

FINISHED, PLANS = ".finished", "plans"


@dataclass(frozen=True)
class Folder:
    """The folder of a batch."""

    path: Path

    def kept(self, called: str) -> CountyResult | None:
        """The result of a county from an earlier run, where it is whole; what cannot be read is none."""
        place = self._result(called)
        if not place.is_file():
            return None
        try:
            result = decode(CountyResult, read_json(place))
        except InputError:
            return None
        planned = [item.scenario for item in result.items if item.status != "refused"]
        return result if all(self.plan(result, name).is_file() for name in planned) else None

    def keep(self, done: Done) -> None:
        """Write a county."""
        for scenario, (_, document) in done.plans.items():
            write_whole(self.plan(done.result, scenario), dumps(document).encode())
        write_whole(self._result(done.result.called), dumps(encode(done.result)).encode())

    def drop(self, called: str) -> None:
        """Forget a county that is to be done again."""
        self._result(called).unlink(missing_ok=True)

    def _result(self, called: str) -> Path:
        return self.path / FINISHED / f"{named(called)}.json"

    def plan(self, result: CountyResult, scenario: str) -> Path:
        """Where the plan of a scenario stands."""
        return self.path / PLANS / named(result.code or result.called) / f"{named(scenario)}.json"


def named(word: str) -> str:
    """A word as the name of a file: itself where it can be one."""
    if NAME.fullmatch(word) and not word.endswith("."):
        return word
    safe = "".join(c if c.isalnum() or c in "+-_" else "_" for c in word)[:60] or "_"
    return f"{safe}-{sum((k + 1) * ord(c) for k, c in enumerate(word)) % 100_000:05}"
