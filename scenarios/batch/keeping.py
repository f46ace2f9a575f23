"""What a batch keeps in its folder, so that the same command goes on from it: a file a county, and its plans.

A county is written plans first and its result last, each file whole or not there; a result whose plans are missing is
worked out again.
"""

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from scenarios.batch.records import CountyResult, Done
from scenarios.batch.splitting import File, Listed
from scenarios.spec.scenario import NAME
from zoning.files.whole import write_into, write_whole
from zoning.model.errors import InputError
from zoning.result.codec import dumps, encode
from zoning.result.decoding import decode
from zoning.result.documents import read_json

FINISHED, PLANS = ".finished", "plans"
LISTED = "counties.list"
"""No county's file is called so: those end with ``.json``."""


@dataclass(frozen=True)
class Folder:
    """The folder of a batch."""

    path: Path

    def kept(self, called: str) -> CountyResult | None:
        """The result of a county from an earlier run, where it is whole; what cannot be read is none."""
        result = self._read(called)
        planned = [] if result is None else [item.scenario for item in result.items if item.status != "refused"]
        return result if result is not None and all(self.plan(result, name).is_file() for name in planned) else None

    def earlier(self, called: str) -> Done | None:
        """The result of a county from an earlier run with those of its plans that can be read."""
        result = self._read(called)
        if result is None:
            return None
        plans = {}
        for scenario in result.answers:
            with contextlib.suppress(InputError):
                plans[scenario] = read_json(self.plan(result, scenario))
        return Done(result, plans)

    def keep(self, done: Done) -> None:
        """Write a county."""
        if done.plans:
            places = {self.plan(done.result, scenario): document for scenario, document in done.plans.items()}
            contents = {place.name: dumps(document).encode() for place, document in places.items()}
            write_into(next(iter(places)).parent, contents)
        held = json.dumps(encode(done.result), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        write_whole(self._result(done.result.called), held.encode())

    def listed(self) -> Listed | None:
        """The list of the file of many counties that an earlier run worked on."""
        with contextlib.suppress(InputError):
            return decode(Listed, read_json(self._list))
        return None

    def keep_list(self, file: File) -> None:
        """Write the list of a file of many counties, so that the next run need not read it."""
        if file.listed is not file.earlier:
            write_whole(self._list, dumps(file.listed).encode())

    @property
    def _list(self) -> Path:
        return self.path / FINISHED / LISTED

    def _read(self, called: str) -> CountyResult | None:
        place = self._result(called)
        with contextlib.suppress(InputError):
            return decode(CountyResult, read_json(place)) if place.is_file() else None
        return None

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
