"""Options that commands share, a dataclass each. Nothing heavy is imported: help is made of them.

Docstrings say what the fields mean to the program; what a person reads stands under ``workbench.option``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from cyclopts import Parameter

from workbench.line.shell import between, each, whole

Words = Annotated[Sequence[str] | None, Parameter(negative="")]
Flag = Annotated[bool, Parameter(negative="")]
WholePlans = Annotated[bool, Parameter(name="--plans", negative="")]
Whole = Annotated[int, whole(0, 1_000_000)]
Seconds = Annotated[float | None, Parameter(validator=between(0.001, 1e7), metavar="SECONDS")]
Share = Annotated[float, Parameter(validator=between(0, 1), metavar="SHARE")]
Minutes = Annotated[float, Parameter(validator=between(0, 10_000), metavar="MINUTES")]
Years = Annotated[float | None, Parameter(validator=between(0.001, 1_000), metavar="YEARS")]
Hours = Annotated[float, Parameter(validator=between(0, 168), metavar="HOURS")]
Reason = Annotated[str, Parameter(metavar="TEXT")]
Few = Annotated[int, whole(0, 10_000)]
Some = Annotated[int, whole(1, 10_000)]
PLANS = 20
"""Plans shown at most when only ``--gap`` is given."""
GAP = 0.05
"""Gap within which plans are looked for when only ``--plans`` is given."""
FEW = 3
"""Plans shown when only ``--different`` is given."""
CHOICE = 1000
"""Plans among which the most different are sought."""


@dataclass(frozen=True)
class Wishes:
    """What is wanted of a plan: a policy, values of it changed, a planner's decisions, and why.

    ``reasons`` are in the order of the fields, one a decision, empty where there is none; fewer leave the last without.
    """

    policy: Annotated[str, Parameter(metavar="NAME|FILE")] = "haidong"
    set_: Annotated[Words, Parameter(name="--set", metavar="KEY=VALUE")] = None
    pin: Annotated[Words, Parameter(metavar="STATION=TARGET")] = None
    together: Annotated[Words, Parameter(metavar="A,B")] = None
    apart: Annotated[Words, Parameter(metavar="A,B")] = None
    office: Annotated[Words, Parameter(metavar="STATION")] = None
    reasons: Annotated[Words, Parameter(name="--reason", metavar="TEXT")] = None


@dataclass(frozen=True)
class Issued:
    """Who issues a report, on which day, how secret it is and under which number."""

    unit: Annotated[str, Parameter(metavar="TEXT")] = ""
    date: Annotated[str, Parameter(metavar="YYYY-MM-DD")] = ""
    secrecy: Annotated[str, Parameter(metavar="TEXT")] = ""
    number: Annotated[str, Parameter(metavar="TEXT")] = ""


@dataclass(frozen=True)
class Pace:
    """How long to search."""

    time_limit: Seconds = None


@dataclass(frozen=True)
class Drafting:
    """The policy that a plan drawn by hand is judged by, and whether it is held against the best one."""

    draft_policy: Annotated[str | None, Parameter(name="--policy", metavar="NAME|FILE")] = None
    best: bool | None = None


@dataclass(frozen=True)
class Search:
    """What is sought, how long and how far; ``plans`` counts the best one, ``gap`` is a share of its points."""

    plans: Annotated[int | None, whole(1, 1_000)] = None
    gap: Annotated[float | None, Parameter(validator=between(0, 1), metavar="SHARE")] = None
    different: Flag = False
    mode: Annotated[
        Literal["weighted", "order", "minimax", "worst_period"] | None,
        Parameter(show_choices=False, metavar="weighted|order|minimax|worst_period"),
    ] = None
    order: Annotated[str | None, Parameter(metavar="MEASURE[:SLACK],…")] = None
    start: Annotated[Path | None, Parameter(metavar="PLAN")] = None
    time_limit: Seconds = None
    require_proof: Flag = False
    seed: Whole = 0

    @property
    def within(self) -> float | None:
        return self.gap if self.gap is not None else GAP if self.different or (self.plans or 1) > 1 else None

    @property
    def shown(self) -> int:
        """Plans to show beside the best one."""
        return (FEW if self.different else PLANS) if self.plans is None else self.plans - 1

    @property
    def most(self) -> int:
        """Plans to list beside the best one."""
        return CHOICE if self.different else self.shown


@dataclass(frozen=True)
class Tradeoff:
    """What is held against what: pairs of measures, or evenness against travel (``staircase``).

    ``whole_plans``: every plan gets a folder with its map and tables.
    """

    between: Annotated[Words, Parameter(metavar="MEASURE,MEASURE")] = None
    step: Annotated[int | None, whole(1, 1_000_000, metavar="POINTS")] = None
    staircase: Flag = False
    whole_plans: WholePlans = False


@dataclass(frozen=True)
class Choices:
    """A planner's own choices on the zones of a plan, why, those kept from before, and parameters changed."""

    set_name: Annotated[Words, Parameter(metavar="ZONE=NAME")] = None
    set_leader: Annotated[Words, Parameter(metavar="ZONE=POST")] = None
    set_branch: Annotated[Words, Parameter(metavar="ZONE=BRANCH")] = None
    office: Annotated[Words, Parameter(metavar="STATION")] = None
    command_room: Annotated[Words, Parameter(metavar="STATION")] = None
    case_team: Annotated[Words, Parameter(metavar="STATION")] = None
    community_team: Annotated[Words, Parameter(metavar="STATION")] = None
    reason: Reason = ""
    keep: Annotated[Path | None, Parameter(metavar="FILE")] = None
    parameter: Annotated[Words, Parameter(metavar="KEY=VALUE")] = None


@dataclass(frozen=True)
class Crews:
    """Units on duty, the minutes within which one should be there, and the seed of the simulation."""

    units: Annotated[Words, Parameter(metavar="N|STATION=N")] = None
    within: Annotated[Sequence[float] | None, Parameter(negative="", metavar="MINUTES", validator=each(0.1, 1_000))] = (
        None
    )
    seed: Whole = 0


@dataclass(frozen=True)
class Fleet:
    """How many scenarios are solved at a time, and seed and seconds of every single search.

    ``whole_plans``: every plan gets a folder with its map and tables.
    """

    jobs: Annotated[int | None, whole(1, 1_000)] = None
    seed: Whole = 0
    time_limit: Seconds = None
    whole_plans: WholePlans = False


@dataclass(frozen=True)
class Force:
    """Units to be deployed (B1)."""

    units: Some | None = None
    busy: Annotated[float, Parameter(validator=between(0, 0.999), metavar="SHARE")] = 0.3
    minutes: Minutes = 10.0
    zone_least: Few = 1
    station_least: Few = 0
    most: Some | None = None
    crew: Annotated[int, whole(0, 1_000)] = 2
    pooled_share: Share = 0.3


@dataclass(frozen=True)
class Orders:
    """Persons by kind on urban beats and the least of a beat (B3), and the case team's share of criminal cases (B4)."""

    persons: Annotated[Words, Parameter(metavar="N|KIND=N")] = None
    beat_least: Few = 0
    team_share: Share = 0.5


@dataclass(frozen=True)
class Periods:
    """How many years two periods last, where their names do not tell, and stations to compare with (B7)."""

    years_before: Years = None
    years_after: Years = None
    comparison: Annotated[Words, Parameter(metavar="STATION")] = None


@dataclass(frozen=True)
class Counting:
    """How a list of calls is counted: its columns, words for kinds, periods, days, small counts, points."""

    column: Annotated[Words, Parameter(metavar="ROLE=HEADING")] = None
    kinds: Annotated[Path | None, Parameter(metavar="FILE.toml")] = None
    rest: Annotated[str | None, Parameter(metavar="CLASS")] = None
    by: Annotated[str, Parameter(metavar="month|quarter|year|weekday|shift|all")] = "month"
    since: Annotated[str | None, Parameter(metavar="DAY")] = None
    until: Annotated[str | None, Parameter(metavar="DAY")] = None
    at_least: Few = 0
    points: Annotated[str | None, Parameter(metavar="CRS")] = None


@dataclass(frozen=True)
class Street:
    """Stations of a post, new posts, their reach; shares that posts take and hand back (N1, N10, N4-N6)."""

    each: Some | None = None
    new: Few = 0
    minutes: Minutes = 15.0
    divert: Annotated[Words, Parameter(metavar="CLASS=SHARE")] = None
    hand_back: Share = 0.1389


@dataclass(frozen=True)
class Staffing:
    """What rooms are to have (G3-G6) and when a village is near one (G8)."""

    communities: Some = 4
    room_share: Share = 0.4
    room_auxiliaries: Few = 1
    room_hours: Hours = 20.0
    workstation_hours: Hours = 8.0
    open_hours: Annotated[float, Parameter(validator=between(0, 24), metavar="HOURS")] = 8.0
    week_hours: Hours = 40.0
    minutes: Minutes = 15.0


@dataclass(frozen=True)
class Draws:
    """How often incidents are drawn anew, from which seed, by how many processes; folders of optima; earlier tables."""

    replicates: Annotated[int, whole(1, 1_000_000)] = 500
    draw_seed: Annotated[Whole, Parameter(name="--seed")] = 0
    jobs: Annotated[int | None, whole(1, 1_000)] = None
    whole_plans: WholePlans = False
    earlier: Annotated[Sequence[Path] | None, Parameter(negative="", metavar="FILE.csv")] = None


@dataclass(frozen=True)
class Together:
    """What all steps in one are told: draws of the incidents, formats of the report, time and seed of the search."""

    replicates: Annotated[int, whole(1, 1_000_000)] = 200
    format_: Annotated[str, Parameter(name="--format", metavar="docx,pdf,html,xlsx,pptx")] = "docx,pdf,html,xlsx"
    time_limit: Seconds = None
    jobs: Annotated[int | None, whole(1, 1_000)] = None
    seed: Whole = 0


@dataclass(frozen=True)
class Serving:
    """Where the workbench is served, from which store, and to whom; ``slots`` are solving processes."""

    store: Annotated[str | None, Parameter(metavar="FILE")] = None
    host: Annotated[str, Parameter(metavar="HOST")] = "127.0.0.1"
    port: Annotated[int, whole(0, 65_535)] = 8765
    no_browser: Flag = False
    read_only: Flag = False
    slots: Annotated[int, Parameter(name="--jobs"), whole(1, 64)] = 1
    allow_host: Annotated[Words, Parameter(metavar="NAME")] = None
    root_path: Annotated[str, Parameter(metavar="/PATH")] = ""


@dataclass(frozen=True)
class Upkeep:
    """The store that is looked after, and how."""

    store: Annotated[str | None, Parameter(metavar="FILE")] = None
    ended_before: Annotated[str | None, Parameter(name="--before", metavar="YYYY-MM-DD")] = None
    salvage: Flag = False
    yes: Flag = False


@dataclass(frozen=True)
class Printing:
    """The sheet that a map is drawn for, upright or across as the county is."""

    paper: Literal["a4", "a3"] = "a4"


@dataclass(frozen=True)
class Keeping:
    """The store that a command keeps its result in, and takes from what is there."""

    PANEL: ClassVar[str] = "common"
    kept_in: Annotated[str | None, Parameter(name="--store", metavar="FILE")] = None


@dataclass(frozen=True)
class Many:
    """What is wanted of every county: policy, values changed, what-ifs, systems; which counties, and what counts."""

    preset: Annotated[str | None, Parameter(name="--policy", metavar="NAME|FILE")] = None
    set_: Annotated[Words, Parameter(name="--set", metavar="KEY=VALUE")] = None
    what_ifs: Annotated[Words, Parameter(name="--scenarios", metavar="FILE|NAME")] = None
    systems: Annotated[Words, Parameter(metavar="NAME,…")] = None
    split: Annotated[str | None, Parameter(metavar="COLUMN")] = None
    only: Annotated[Words, Parameter(metavar="CODE")] = None
    require_proof: Flag = False


@dataclass(frozen=True)
class Mass:
    """How many counties are worked on: processes or a cluster, seed and seconds of every search, what is done again."""

    jobs: Annotated[int | None, whole(1, 1_000)] = None
    engine: Annotated[str | None, Parameter(metavar="dask[=ADDRESS]")] = None
    shared: Flag = False
    dask_tls: Annotated[Path | None, Parameter(metavar="DIR")] = None
    time_limit: Annotated[float | None, Parameter(validator=between(0.001, 1e7), metavar="SECONDS")] = 60.0
    seed: Whole = 0
    retry_failed: Flag = False
