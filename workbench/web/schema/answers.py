"""The bodies that routes answer. Points are whole, measures are shares, minutes minutes, times UTC in ISO 8601."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict


class Answered(BaseModel):
    """A body that is answered."""

    model_config = ConfigDict(extra="forbid")


class Told(Answered):
    """One mistake: where, the value, what is wrong with it and what to do."""

    where: str
    where_en: str
    value: str | None
    says: str
    says_en: str


class Refused(BaseModel):
    """The body of every refusal; a conflict also names the head, ``marked`` is a copy of the workbook with remarks."""

    model_config = ConfigDict(extra="allow")
    error: str
    says: str
    says_en: str
    mistakes: list[Told] = []


class Says(Answered):
    """A sentence in both languages."""

    says: str
    says_en: str


class Me(Answered):
    """Who is there, what server this is, its store without a password, and the page to go to first."""

    name: str
    role: str
    lang: str
    version: str
    store: str
    read_only: bool
    first: str


class CountyEntry(Answered):
    """A county of the store."""

    digest: str
    code: str
    name: str
    stations: int
    source: str
    notices: list[Says]
    by: str
    at: str


class SampleEntry(Answered):
    """A sample county that can be taken into the store."""

    key: str
    name: str
    stations: int


class CountyList(Answered):
    """The counties of the store, and the samples."""

    counties: list[CountyEntry]
    samples: list[SampleEntry]


class CountyAdded(Answered):
    """A county that was checked and taken into the store."""

    digest: str
    notices: list[Says]


class Shapes(Answered):
    """A county as a drawing, every list in the order of ``codes``.

    ``paths`` are closed rings (fill rule evenodd), ``at`` the seats, ``named`` the best place of a name and its radius,
    ``lines`` the shared borders of ``pairs``, ``current`` the zone of today or −1.
    """

    size: tuple[int, int]
    codes: list[str]
    names: list[str]
    kinds: list[str]
    officers: list[int]
    is_seat: list[bool]
    alone: list[bool]
    ground: str
    paths: list[str]
    at: list[tuple[int, int]]
    named: list[tuple[int, int, int]] | None
    pairs: list[tuple[int, int]]
    lines: list[str]
    outline: str
    neighbours: list[list[int]]
    current: list[int]


class LegendRow(Answered):
    """A class of a legend: the values that it has, and its colour."""

    words: str
    fill: str


class Shaded(Answered):
    """Stations by class, in the order of the shapes; ``at`` is −1 and ``words`` null where nothing is shown."""

    at: list[int]
    words: list[str | None]
    legend: list[LegendRow]


class DensityPart(Answered):
    """A part of the incidents by its key: all of them, a class, a season, a period; and its rates."""

    key: str
    by: Literal["all", "class", "season", "period"]
    says: str
    says_en: str
    rates: dict[Literal["per_km2", "per_1000"], Shaded]


class Densities(Answered):
    """Incidents a year of the stations, from counts over so many years; counts below ``least`` are left out."""

    years: float
    least: int
    notice: str
    parts: list[DensityPart]


class Difference(Answered):
    """A value of a station that is another in newer data; ``what`` is its key, ``station`` where one came or went."""

    station: str
    name: str
    what: Literal["station", "name", "kind", "officers", "incidents", "current_zone"]
    before: float | str | None
    after: float | str | None


class NewerData(Answered):
    """Newer data of a county in the store, the first differences, and how many there are."""

    digest: str
    source: str
    at: str
    differences: list[Difference]
    count: int


class Newer(Answered):
    """The newest data of a county, ``None`` where those asked about are."""

    newer: NewerData | None


class CountyName(Answered):
    """Which county a plan is of."""

    digest: str
    name: str


class PlanEntry(Answered):
    """A plan in the list: its last revision, what that is worth, and what is proved of it."""

    id: int
    county: CountyName
    name: str
    state: str
    rev: int
    points: int | None
    gap: float | None
    broken: int
    by: str
    at: str
    op: str


class PlanList(Answered):
    """The plans of the store, the last changed first."""

    plans: list[PlanEntry]


class PlanHead(Answered):
    """A plan as a whole; ``forked`` is the plan and revision that it was copied from."""

    id: int
    name: str
    state: str
    head: int
    county: CountyName
    forked: tuple[int, int] | None


class ZoneLine(BaseModel):
    """One zone as judged."""

    model_config = ConfigDict(extra="allow")
    slot: int
    name: str
    office: str
    stations: int
    officers: int
    points: int


class ScoreBody(BaseModel):
    """What a revision is worth: points, measures and weights by key, broken rules, zones by slot, what is proved."""

    model_config = ConfigDict(extra="allow")
    points: int
    measures: dict[str, float]
    weights: dict[str, float]
    broken: list[dict[str, Any]]
    zones: list[ZoneLine | None]
    gap_box: dict[str, Any]
    bound: int | None
    locked_bound: int | None
    gap: float | None
    delta: dict[str, int | None]
    delta_measures: dict[str, dict[str, float] | None]


class RevisionBody(Answered):
    """A revision: what was done, by whom and when, the zone slot of every station in county order, and its score."""

    rev: int
    by: str
    at: str
    what: dict[str, Any]
    why: str
    labels: list[int]
    locks: dict[str, Any]
    undo_to: int | None
    redo_to: int | None
    score: ScoreBody


class PolicyBody(Answered):
    """The policy of a revision by dotted key: as applied, what differs from the county's, and its preset."""

    effective: dict[str, Any]
    changed: dict[str, Any]
    preset: str


class JobEntry(Answered):
    """A job: what it is, how far, and what came of it."""

    job: str
    kind: str
    state: str
    plan: int | None
    rev: int | None
    by: str
    at: str
    ended: str | None
    seconds: float | None
    progress: dict[str, Any]
    result: dict[str, Any] | None
    says: str
    says_en: str
    files: list[dict[str, str]]


class JobList(Answered):
    """The jobs of the store, the last first."""

    jobs: list[JobEntry]


class JobBegun(Answered):
    """The number of a job that was begun."""

    job: str


class PlanBody(RevisionBody):
    """A plan with one of its revisions, all that a page shows of it."""

    plan: PlanHead
    zones: list[list[str]]
    names: dict[str, str]
    zone_names: list[str]
    policy: PolicyBody
    moves: list[dict[str, Any]]
    jobs: list[JobEntry]


class HeadBody(Answered):
    """Whether a plan has changed: its head, who made it, its state, jobs that run, and what is proved of it."""

    rev: int
    by: str
    state: str
    jobs: int
    gap_box: dict[str, Any]


class HistoryLine(Answered):
    """A revision in the history; ``undone`` when the present one does not build on it."""

    rev: int
    op: str
    what: dict[str, Any]
    why: str
    by: str
    at: str
    points: int | None
    broken: int
    undone: bool


class History(Answered):
    """Revisions, the last first, and whether there are more before them."""

    revisions: list[HistoryLine]
    more: bool


class ComparedBody(BaseModel):
    """Plans side by side: slots matched, measures, moves."""

    model_config = ConfigDict(extra="allow")
