"""The figures of zones, stations, plans and services: key, unit, decimals, and whether a share, once for every reader.

Terminal, sheet, report, page and long table read these rows, so a figure has one name, one unit and one rounding
everywhere. Names stand in the texts under ``zoning.figure.<key>``, units under ``zoning.unit.<unit>``. What it may get
wrong: a number that is no figure of this table has no unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from zoning.judge.measures import MEASURES
from zoning.texts import Language, say
from zoning.texts.numbers import number, percent, rounded

UNITS = {
    "beats": "villages",
    "cases_counted": "incidents",
    "cases": "scenarios",
    "group_hours": "group-hours/month",
    "half_days": "half days/week",
    "hours": "officer-hours/year",
    "hours_a_day": "hours/day",
    "hours_a_week": "hours/week",
    "hours_per_officer": "officer-hours/year per officer",
    "incidents": "incidents/year",
    "incidents_a_month": "incidents/month",
    "km2": "km²",
    "minutes": "min",
    "nats": "nats",
    "officer_hours": "officer-hours",
    "officer_hours_each": "officer-hours per officer",
    "officers": "officers",
    "pairs": "pairs",
    "persons": "persons",
    "per_1000": "incidents/year per 1,000 residents",
    "per_km2": "incidents/year per km²",
    "per_officer": "incidents/year per officer",
    "points": "points",
    "residents": "residents",
    "stations": "stations",
    "times_over": "times",
    "units": "units",
    "zones": "zones",
}
"""What a program reads as the unit, in files of numbers; a person reads ``zoning.unit.<unit>``."""
SHARE = "share"
"""What a program reads as the unit of a share, a number from 0 to 1."""


@dataclass(frozen=True)
class Figure:
    """A row: its key, the key of its unit, its decimals; a share is shown in per cent, ``signed`` always with a sign.

    ``count`` is a number that the name has in it. A person is shown 10 to ``tens`` times what files hold.
    """

    key: str
    unit: str = ""
    digits: int = 0
    share: bool = False
    signed: bool = False
    count: int = 0
    tens: int = 0

    def name(self, language: Language) -> str:
        """What it is called, without its unit."""
        return say(f"zoning.figure.{self.key}", language, count=self.count)

    def unit_name(self, language: Language, title: str = "") -> str:
        """The unit as a person reads it; empty where there is none, or where it is a word of the name or ``title``."""
        unit = say(f"zoning.unit.{self.unit}", language) if self.unit else ""
        return "" if unit.casefold() in (title or self.name(language)).casefold().split() else unit

    def header(self, language: Language) -> str:
        """Name and unit, e.g. ``工作量（警时/年）``."""
        name, unit = self.name(language), self.unit_name(language)
        return say("zoning.figure.header", language, name=name, unit=unit) if unit else name

    def rounded(self, value: float) -> float:
        """The value as exact as it is shown: what is computed from shown numbers must agree with them."""
        return rounded(value, self.digits + 2 * self.share + self.tens)

    def shown(self, value: float) -> float:
        """The number for a person, where files hold it in another unit."""
        return value * 10.0**self.tens if self.tens else value

    def text(self, value: float | None, *, signed: bool = False) -> str:
        """The value as it is shown, without its unit; a dash where it is not known."""
        signed, value = signed or self.signed, None if value is None else self.shown(value)
        return percent(value, self.digits, signed=signed) if self.share else number(value, self.digits, signed=signed)

    def change(self, before: float, after: float, language: Language) -> str:
        """The difference of the two numbers as they are shown; that of shares in percentage points."""
        value = self.rounded(after) - self.rounded(before)
        if not self.share:
            return self.text(value, signed=True)
        return say("zoning.figure.percentage_points", language, value=number(100 * value, self.digits, signed=True))

    def finer(self, digits: int) -> "Figure":
        """The same figure with other decimals, where rows that are close must be told apart."""
        return replace(self, digits=digits)


def _shares(digits: int, *keys: str) -> tuple[Figure, ...]:
    return tuple(Figure(key, digits=digits, share=True) for key in keys)


def _of(unit: str, *keys: str, digits: int = 0) -> tuple[Figure, ...]:
    return tuple(Figure(key, unit, digits) for key in keys)


MEASURE_FIGURES = _shares(1, *(measure.key for measure in MEASURES))
_ZONES = (
    *_of("zones", "zones"),
    *_of("stations", "stations", "moved_stations", "moved_against_base"),
    *_of("officers", "officers", "moved_officers"),
    *_of("residents", "population"),
    *_of("km2", "area_km2", digits=1),
    *_of("incidents", "incidents"),
    *_of("hours", "workload"),
    *_of("hours_per_officer", "workload_per_officer", "most_loaded", "least_loaded", "range"),
    *_of("per_officer", "incidents_per_officer", digits=1),
    *_of("per_km2", "incidents_per_km2", digits=2),
    Figure("incidents_per_1000", "per_1000", tens=1),
    *_of("minutes", "mean_minutes", "p90_minutes", "farthest_minutes", "diameter_minutes", "office_minutes", digits=1),
    *_of("", "compactness", "moment_index", "max_over_mean", digits=2),
    *_of("", "gini", "gini_corrected", "cv", digits=3),
    *_of("times_over", "per_officer_ratio", digits=1),
    Figure("deviation", digits=1, share=True, signed=True),
    *_shares(0, "band"),
    *_shares(1, "worst_deviation"),
    *MEASURE_FIGURES,
    *_of("points", "points"),
    *_of("cases", "broken"),
    *_of("pairs", "pairs"),
    *_of("", "number", "times", "records"),
    *_of("", "seconds", digits=1),
    *_shares(0, "weight"),
    *_shares(1, "share", "regret", "workload_share"),
    *_shares(2, "gap"),
    *_of("nats", "variation_of_information", digits=2),
)
"""Of zones, stations and plans, and of plans beside each other."""
_SERVICES = (
    *_of("units", "units_today", "units_before", "units"),
    *_of("units", "units_on_duty", digits=1),
    *_of("officers", "crew", digits=1),
    *_of("zones", "zones_unled", "zones_caseless"),
    *_of("officers", "case_team_officers", "team_short", "transferred"),
    *_of("officers", "officers_needed", "auxiliaries_short", "proportional", "branch_officers"),
    *_of("officers", "wanted", "team_officers", "own_officers", "seconded"),
    *_of("persons", "persons", "force_persons", "on_call"),
    *_of("cases_counted", "period_incidents", "period_cases", "period_community", "excess"),
    *_of("officer_hours", "task_hours"),
    *_of("officer_hours_each", "period_load", digits=1),
    *_shares(0, "complete_share"),
    *_of("minutes", "turnout"),
    *_of("officers", "village_officers", "village_roles", "village_others", "sent"),
    *_of(
        "officers",
        "norm",
        "short",
        "spare",
        "can_give",
        "auxiliaries",
        "auxiliary_norm",
        "community_staff",
        "newcomers",
    ),
    *_of("officers", "crew_a_day", "beyond_officers"),
    *_of("officers", "capacity", digits=1),
    *_of("hours", "hours_left", "community_hours", "case_hours", "hours_per_capacity"),
    *_of("hours_per_officer", "per_branch_officer"),
    *_of("hours_a_week", "manned", "workstation_hours", "workstation_short", "open_short"),
    *_of("incidents", "handled", "to_branches", "complexity", "returned"),
    *_of("minutes", "minutes_own", "minutes_zone", "minutes_county", "post_minutes", "minutes_until", digits=1),
    *_of("minutes", "unit_minutes_own", "unit_minutes_zone", "unit_minutes_county", digits=1),
    *_of("minutes", "mean_travel", "way", "arrival", "arrival_p90", digits=1),
    *_of("minutes", "on_scene"),
    *_of("beats", "beats", "off"),
    *_of("", "rooms", "workstations", "unstaffed", "part", "whole", "villages_known", "villages_complete", "rank"),
    *_of("", "communities", "villages"),
    *_of("", "score", digits=1),
    *_shares(1, "free_before", "free", "least_free", "in_reach", "handled_share", "cases_handled", "overflow", "busy"),
    *_of("incidents", "earlier_incidents", "later_incidents"),
    *(Figure(key, digits=1, share=True, signed=True) for key in ("rate_change", "rate_low", "rate_high")),
    *(Figure(key, digits=1, share=True, signed=True) for key in ("relative_change", "relative_low", "relative_high")),
    *_of("", "times_chance", digits=2),
    *_of("cases_counted", "square_error", "mean_error", "mean_bias", digits=2),
    *_of("cases_counted", "foretold", digits=1),
    *_of("cases_counted", "foretold_low", "foretold_high"),
    *_shares(1, "in_interval"),
    *_of("cases_counted", "expected_incidents", digits=1),
    *_of("times_over", "rate_ratio", "ratio_low", "ratio_high", digits=2),
    *_of("per_km2", "smoothed_per_km2", digits=2),
    *_of("incidents_a_month", "monthly_cases", digits=1),
    *_of("", "collected", "settled", "video_rooms", "cameras", "seats", "done", "not_done", "unknown"),
    *_of("hours_a_day", "seat_hours", "camera_hours"),
    *_shares(1, "bound_share", "visited_share", "familiar_share", "satisfied_share", "watched"),
    *_shares(2, "covered", "taken_share", "hand_back"),
    *_of("", "duty_groups", "duties", "nights", "extra_officers", "extra_auxiliaries"),
    *_of("", "nights_each", "night_crews_apart", "night_crews", "nights_apart", "nights_linked", digits=1),
    *_of("group_hours", "open_group_hours", "open_apart", "open_linked"),
    *_of("half_days", "presence_short", "visits_short", "opening_short"),
)
"""Of the services beside the zones: organisation, officers, rooms, posts, units, response and rosters."""
FIGURES: Mapping[str, Figure] = {figure.key: figure for figure in (*_ZONES, *_SERVICES)}
"""Every figure by its key."""


def by_key(*keys: str) -> tuple[Figure, ...]:
    """The rows of these keys, in this order; ``KeyError`` where there is none."""
    return tuple(FIGURES[key] for key in keys)


def unit_of(key: str) -> str:
    """The unit of a figure as a program reads it; empty where it has none or there is no such figure."""
    figure = FIGURES.get(key, Figure(key))
    return SHARE if figure.share else UNITS.get(figure.unit, "")


POINTS = FIGURES["points"]
ZONE_FIGURES = (
    *by_key("stations", "officers", "population", "area_km2", "incidents", "workload", "workload_per_officer"),
    *by_key("deviation", "incidents_per_officer", "incidents_per_km2", "incidents_per_1000"),
    *by_key("mean_minutes", "p90_minutes", "farthest_minutes", "diameter_minutes", "compactness", "moment_index"),
    *MEASURE_FIGURES,
    POINTS,
)
STATION_FIGURES = (
    *by_key("officers", "population", "area_km2", "incidents", "incidents_per_km2", "incidents_per_1000"),
    *by_key("incidents_per_officer", "workload", "workload_per_officer"),
)
PLAN_FIGURES = (
    *by_key("zones", "most_loaded", "least_loaded", "range", "max_over_mean", "gini", "gini_corrected", "cv"),
    *by_key("mean_minutes", "p90_minutes"),
    *MEASURE_FIGURES,
    POINTS,
)
INDICES = by_key("gini", "gini_corrected", "cv")
"""Of a plan, known to scholars; those in command see :data:`SHOWN_FIGURES`, and these in an appendix."""
SHOWN_FIGURES = (
    *by_key("zones", "most_loaded", "least_loaded", "range", "max_over_mean", "per_officer_ratio"),
    *by_key("mean_minutes", "p90_minutes"),
    *MEASURE_FIGURES,
    POINTS,
)
CHANGE_FIGURES = by_key("moved_stations", "moved_officers")
"""What only a plan of today gives: stations and officers whose zone changes."""
