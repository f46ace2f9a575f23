"""What a spreadsheet itself refuses or questions while a template is filled in: drop-downs, ranges, unique codes.

These are for the planner's convenience; what is true of a table is checked by :mod:`geodata.county.build` alone. What
it may get wrong: a spreadsheet checks what is typed, never what is pasted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from geodata.coordinates.angles import CHINA
from geodata.tables.cells import BORDER_KINDS, STATION_KINDS, UNIT_KINDS, VIDEO_LEVELS, VILLAGE_KINDS, chinese
from geodata.tables.settings import WORDS
from geodata.workbook.choices import CLASS_LIST, STATION_LIST
from zoning.texts import Language, say

LAST_ROW = 20_000
"""Rules reach down to here."""


@dataclass(frozen=True)
class Rule:
    """What may stand in a column: one of some words, a number in a range, an entry of another sheet, a code once.

    ``words`` are pairs of what is written in English and in Chinese. With ``warns`` a value beyond is questioned, else
    refused.
    """

    kind: Literal["words", "whole", "number", "station", "class", "unique"]
    low: float = 0
    high: float = 0
    words: tuple[tuple[str, str], ...] = ()
    warns: bool = False


YES_NO = Rule("words", words=(("yes", "是"), ("no", "否")))
LON, LAT = Rule("number", CHINA[0], CHINA[2], warns=True), Rule("number", CHINA[1], CHINA[3], warns=True)
PERSONS, OFFICERS, COUNT = Rule("whole", 0, 20_000_000), Rule("whole", 0, 100_000), Rule("whole", 0, 10_000)
STATION = Rule("station", warns=True)


def _words(table: Mapping[str, tuple[str, ...]]) -> Rule:
    return Rule("words", words=tuple((key, chinese(aliases)) for key, aliases in table.items()))


RULES: Mapping[tuple[str, str], Rule] = {
    ("classes", "key"): Rule("unique"),
    ("classes", "minutes"): Rule("number", 0, 10_000),
    ("classes", "officers"): Rule("number", 0, 1_000),
    ("classes", "team"): _words(WORDS["team"]),
    ("stations", "code"): Rule("unique"),
    ("stations", "kind"): _words(STATION_KINDS),
    ("stations", "lon"): LON,
    ("stations", "lat"): LAT,
    ("stations", "area_km2"): Rule("number", 0, 300_000),
    ("stations", "population"): PERSONS,
    ("stations", "officers"): OFFICERS,
    ("stations", "auxiliaries"): OFFICERS,
    ("stations", "villages"): COUNT,
    ("stations", "communities"): COUNT,
    ("stations", "has_case_area"): YES_NO,
    ("stations", "is_seat"): YES_NO,
    ("incidents", "station"): STATION,
    ("incidents", "class"): Rule("class", warns=True),
    ("incidents", "count"): Rule("number", 0, 10_000_000),
    ("borders", "a"): STATION,
    ("borders", "b"): STATION,
    ("borders", "km"): Rule("number", 0, 10_000),
    ("borders", "kind"): _words(BORDER_KINDS),
    ("travel", "from"): STATION,
    ("travel", "to"): STATION,
    ("travel", "minutes"): Rule("number", 0, 10_000),
    ("leaders", "is_head"): YES_NO,
    ("branches", "officers"): OFFICERS,
    ("places", "lon"): LON,
    ("places", "lat"): LAT,
    ("villages", "code"): Rule("unique"),
    ("villages", "station"): STATION,
    ("villages", "kind"): _words(VILLAGE_KINDS),
    ("villages", "lon"): LON,
    ("villages", "lat"): LAT,
    ("villages", "population"): PERSONS,
    ("villages", "incidents"): Rule("number", 0, 10_000_000),
    ("villages", "households"): PERSONS,
    ("villages", "area_km2"): Rule("number", 0, 300_000),
    ("villages", "officers"): OFFICERS,
    ("villages", "roles"): COUNT,
    ("villages", "others"): COUNT,
    ("villages", "auxiliaries"): OFFICERS,
    ("villages", "is_room"): YES_NO,
    **{("villages", key): COUNT for key in ("visited", "familiar", "collected", "settled", "asked", "satisfied")},
    ("places", "weight"): Rule("number", 0, 10_000_000),
    ("posts", "code"): Rule("unique"),
    ("posts", "lon"): LON,
    ("posts", "lat"): LAT,
    ("posts", "stations"): COUNT,
    ("posts", "officers"): OFFICERS,
    ("posts", "auxiliaries"): OFFICERS,
    ("units", "code"): Rule("unique"),
    ("units", "kind"): _words(UNIT_KINDS),
    ("units", "base"): Rule("station", warns=True),  # or a post
    ("units", "crew"): COUNT,
    ("units", "start_hour"): Rule("number", 0, 24),
    ("units", "end_hour"): Rule("number", 0, 24),
    ("experience", "station"): STATION,
    ("experience", "officers"): OFFICERS,
    ("forces", "station"): STATION,
    ("forces", "village_police"): OFFICERS,
    ("forces", "guards"): OFFICERS,
    ("forces", "militia"): OFFICERS,
    ("video", "code"): Rule("unique"),
    ("video", "level"): _words(VIDEO_LEVELS),
    ("video", "cameras"): Rule("whole", 0, 1_000_000),
    ("video", "seats"): COUNT,
    ("video", "hours"): Rule("number", 0, 24),
    ("checks", "done"): YES_NO,
}
"""By table and column; columns without a rule may hold anything."""
SETTING_RULES: Mapping[str, Rule] = {
    "years": Rule("number", 0.01, 100),
    "travel.mode": _words(WORDS["travel.mode"]),
    "travel.speed_kmh": Rule("number", 1, 200),
    "travel.detour": Rule("number", 1, 10),
    "borders.from": _words(WORDS["borders.from"]),
    "bureau.officers": Rule("number", 0, 1_000_000),
}


def validation(rule: Rule, language: Language, column: str, first: int) -> dict[str, Any]:
    """The rule as xlsxwriter takes it; ``column`` letters and ``first`` row, from 1, are those of its first cell."""
    wrong = {
        "error_title": say("geodata.template.wrong_title", language),
        "error_type": "warning" if rule.warns else "stop",
    }
    limits = {name: int(end) if end == int(end) else end for name, end in (("low", rule.low), ("high", rule.high))}
    if rule.kind == "words":
        options = [pair[language == "zh"] for pair in rule.words]
        said = say("geodata.template.wrong_list", language, options=options)
        return {"validate": "list", "source": options, "error_message": said, **wrong}
    if rule.kind in ("whole", "number"):
        said = say(f"geodata.template.wrong_{rule.kind}", language, **limits)
        kind = "integer" if rule.kind == "whole" else "decimal"
        bounds = {"criteria": "between", "minimum": limits["low"], "maximum": limits["high"]}
        return {"validate": kind, **bounds, "error_message": said, **wrong}
    said = say(f"geodata.template.wrong_{rule.kind}", language)
    if rule.kind == "unique":
        once = f"=COUNTIF(${column}:${column},{column}{first})=1"
        return {"validate": "custom", "value": once, "error_message": said, **wrong}
    name = STATION_LIST if rule.kind == "station" else CLASS_LIST
    return {"validate": "list", "source": f"={name}", "error_message": said, **wrong}
