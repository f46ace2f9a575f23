"""What a batch is made of and what it gives: a county with its scenarios as a task, its result, the whole batch.

Everything goes through a pickle and, but for sources, through JSON. Points are scaled within a county: nothing here
adds them up. What it may get wrong: ``today`` is the judged plan of today where the county has one, else every station
by itself, whose minutes mean nothing and are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from geodata.tables.table import Tables
from scenarios.spec.scenario import ScenarioFile
from zoning.model.equality import ByValue
from zoning.model.errors import Mistake
from zoning.model.policy import Departure, Policy, departures
from zoning.texts import Message

if TYPE_CHECKING:
    from scenarios.batch.splitting import File

Status = Literal["optimal", "feasible", "infeasible", "unknown", "refused"]
"""Of a scenario of a county; ``refused``: it cannot be applied there."""
State = Literal["solved", "bad", "died", "fault"]
"""Of a county; ``bad``: its files have mistakes, ``died``: its process died twice, ``fault``: of the program."""
SOLVED: tuple[Status, ...] = ("optimal", "feasible")


@dataclass(frozen=True)
class Held:
    """The bytes of a county's file, or of its folder as a zip, for workers that do not see the disk.

    ``place`` is where it came from, in words.
    """

    name: str
    content: bytes
    place: str = ""


@dataclass(frozen=True, eq=False)
class Part:
    """A county of a file of many; ``digest`` is that of its tables."""

    whole: "File"
    code: str
    digest: str


Source = Path | str | Held | Part | Tables
"""Where a county is: a path, ``sample:NAME``, bytes, a part of one file of many, or its tables."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """A county to be solved: what it is ``called`` in this batch, where it is, its policy and its what-ifs.

    ``code`` is known before it is read where that is cheap. One that is not ``chosen`` is not worked on: it has its
    earlier result, or none. ``places`` are file and dotted key where settings of its policy were changed, by key.
    """

    called: str
    source: Source
    policy: Policy
    settings: Mapping[str, Any] = field(default_factory=dict)
    scenarios: tuple[ScenarioFile, ...] = ()
    code: str | None = None
    chosen: bool = True
    places: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def begun(self, source: str, key: str = "", digest: str = "", state: State = "solved") -> "CountyResult":
        """Its result before it is read: what it is called, the place of its source in words, and its rules."""
        name, changed = self.policy.name, departures(self.policy)[1]
        return CountyResult(self.called, source, key, digest, state, self.code or "", policy=name, departures=changed)


@dataclass(frozen=True, eq=False)
class Task:
    """A county with all its scenarios, and the ``key`` of everything that its result depends on.

    ``known`` has plans of an earlier run by the keys of their answers: what still has such a key is not solved again.
    ``made`` is the day, YYYY-MM-DD, that is written on the others.
    """

    wanted: Wanted
    key: str
    digest: str
    systems: tuple[str, ...] = ()
    seed: int = 0
    limit: float | None = None
    known: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    made: str = ""


@dataclass(frozen=True, eq=False)
class Way(ByValue):
    """A limit whose relaxation alone lets a plan exist, in words, and as ``--set`` takes it; empty where none does."""

    says: Message
    set_: str = ""


@dataclass(frozen=True, eq=False)
class Item(ByValue):
    """A scenario of a county: what came of it, its figures, and sentences on why there is no plan or no figure.

    ``figures`` has those of the plan, those of today behind ``today_``, and those of systems as ``system.figure``.
    ``relaxed`` says of rules that no plan keeps what it takes to have one.
    """

    scenario: str
    status: Status
    zones: int | None = None
    points: int | None = None
    bound: int | None = None
    gap: float | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    reasons: tuple[Message, ...] = ()
    relaxed: tuple[Way, ...] = ()

    @property
    def solved(self) -> bool:
        return self.status in SOLVED


@dataclass(frozen=True, eq=False)
class Zone(ByValue):
    """A zone of a county's base plan; ``shape`` is base64 of its polygon (WKB, WGS 84), drawn about 50 m exactly."""

    name: str
    office: str
    stations: tuple[str, ...]
    figures: Mapping[str, float]
    shape: str


@dataclass(frozen=True)
class Seat:
    """A station's seat in degrees, for maps."""

    code: str
    name: str
    lon: float
    lat: float


@dataclass(frozen=True, eq=False)
class CountyResult(ByValue):
    """A county of the batch: the base first among its ``items``; ``beside`` has digests of files outside its own.

    ``policy`` names its policy, ``departures`` are those from the preset. ``answers`` has the keys of its plans, by
    scenario.
    """

    called: str
    source: str
    key: str
    digest: str
    state: State = "solved"
    code: str = ""
    name: str = ""
    stations: int = 0
    officers: int = 0
    incidents: float = 0.0
    today: bool = False
    drawn: bool = False
    items: tuple[Item, ...] = ()
    zones: tuple[Zone, ...] = ()
    seats: tuple[Seat, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    notices: tuple[Message, ...] = ()
    notice: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    beside: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    host: str = ""
    policy: str = ""
    departures: tuple[Departure, ...] = ()

    @property
    def base(self) -> Item | None:
        return self.items[0] if self.items else None

    def item(self, scenario: str) -> Item | None:
        """The item of a scenario, where the county has it."""
        return next((one for one in self.items if one.scenario == scenario), None)

    @property
    def read(self) -> bool:
        """Whether its stations are known."""
        return self.state == "solved" or self.stations > 0

    @property
    def title(self) -> str:
        """Its name, else what it is called in the batch."""
        return self.name or self.called


@dataclass(frozen=True, eq=False)
class Done:
    """What a worker gives: the result, and the documents of its plans, by scenario."""

    result: CountyResult
    plans: Mapping[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Batch(ByValue):
    """The counties in the order in which they were named; ``known`` counts those that needed no work.

    ``name`` is what people call all of them together, where they said so.
    """

    DERIVED: ClassVar = ()
    counties: tuple[CountyResult, ...]
    asked: int
    known: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    name: str = ""

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of all scenarios, in the order in which they first occur."""
        return tuple(dict.fromkeys(item.scenario for county in self.counties for item in county.items))

    def count(self, *statuses: str) -> int:
        """Counties whose base has one of these statuses, or that are in one of these states."""
        return sum(
            (county.base.status if county.base is not None and county.state == "solved" else county.state) in statuses
            for county in self.counties
        )
