"""Which column of a list of calls says what: time, station, kind, place, number, state. No other column is read.

A heading is known by its name, as the headings of tables are; where several fit, the one that stands first among the
aliases is taken, and what was taken is told. What it may get wrong: 时间 may be that of the entry, not of the call;
``--column time=报警时间`` says which.
"""

import itertools
import re
from collections.abc import Mapping, Sequence

from geodata.calls.shown import vocabulary
from geodata.tables.columns import find, plain
from geodata.tables.findings import nearest
from geodata.tables.kinds import LAT, LON, Column
from zoning.model.errors import InputError, Mistake, mistake
from zoning.texts import Message

COLUMNS = (
    Column(
        "time",
        (
            "报警时间", "接警时间", "来电时间", "报案时间", "发生时间", "案发时间", "发案时间", "受理时间",
            "接报时间", "录入时间", "警情时间", "报警日期", "接警日期", "日期时间", "时间", "日期", "bjsj", "jjsj",
            "calltime", "datetime", "date",
        ),
    ),
    Column(
        "date",
        (
            "报警日期", "接警日期", "来电日期", "报案日期", "发生日期", "案发日期", "发案日期", "受理日期", "接报日期",
            "警情日期", "日期",
        ),
    ),
    Column(
        "station",
        (
            "管辖派出所代码", "派出所代码", "管辖单位代码", "管辖派出所", "所属派出所", "辖区派出所", "派出所名称",
            "派出所", "管辖单位名称", "管辖单位", "处警单位代码", "处警单位", "出警单位", "责任单位", "接警单位",
            "gxdwdm", "gxdw", "cjdw", "stationcode", "code",
        ),
    ),
    Column(
        "kind",
        (
            "警情类别名称", "警情类别", "警情类型", "警情种类", "警情性质", "报警类别", "报警类型", "案件类别",
            "案件类型", "案由", "警情小类", "警情大类", "类别", "类型", "bjlb", "jqlb", "category", "type", "class",
        ),
    ),
    LON,
    LAT,
    Column(
        "id",
        (
            "接警单编号", "接警编号", "接警单号", "警单编号", "警单号", "警情编号", "报警编号", "处警编号",
            "事件编号", "工单编号", "工单号", "流水号", "jjdbh", "jqbh", "callid", "number", "编号",
        ),
    ),
    Column(
        "status",
        (
            "警情状态", "处警状态", "处警结果", "处理结果", "警单状态", "处置结果", "接警类型", "来话类型", "状态",
            "结果", "state",
        ),
    ),
)  # fmt: skip
ROLES = tuple(column.key for column in COLUMNS)
ALIASES = frozenset(plain(alias) for column in COLUMNS for alias in (column.key, *column.aliases))
SHOWN = 7
"""Headings that a sentence names before the number of the others."""
DATUM = re.compile("[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]|[0-9]{6}")
"""What no heading holds: a date, a long number."""
LOST = re.compile(r"[?？\ufffd]{2,}")
"""A heading whose characters were lost when it was saved in an encoding that has none of them."""
USUAL = ("报警时间", "管辖派出所", "警情类别")
"""Headings of a plain list."""
NEEDED = ("time", "kind")
"""Beside these a list says the station or the place of each call."""
Chosen = Mapping[str, str]
"""Heading by role, as a planner chose them."""


def roles(header: Sequence[str], chosen: Chosen, file: str) -> dict[str, int]:
    """The place of the column of each role.

    Raises
    ------
    InputError
        When a chosen heading is not there, a role is unknown, or no column says when, where or of what kind.
    """
    wrong = [*_strange(header, chosen, file)]
    held = {role: _place(header, chosen[role]) for role in chosen if role in ROLES}
    for column in COLUMNS:
        if column.key not in held:
            fitting = [place for place, heading in enumerate(header) if find(heading, (column,))[0] is not None]
            if fitting:
                held[column.key] = min(fitting, key=lambda place: _rank(header[place], column))
    _parted(held, header, chosen)
    lacking = [role for role in NEEDED if held.get(role) is None]
    if held.get("station") is None and not {"lon", "lat"} <= {
        role for role, place in held.items() if place is not None
    }:
        lacking.append("station")
    wrong += [_lacking(role, header, file) for role in lacking if role not in chosen]
    if lacking and not chosen and known(header) == 0 and any(map(DATUM.search, header)):
        wrong = [mistake("geodata.calls.no_headings", table=file, count=sum(map(bool, header)), aliases=USUAL)]
    if lacking and known(header) == 0 and any(map(LOST.search, header)):
        wrong = [mistake("geodata.calls.lost_letters", table=file)]
    if wrong:
        raise InputError(wrong)
    return {role: held[role] for role in ROLES if held.get(role) is not None}  # type: ignore[misc]


def _parted(held: dict[str, int | None], header: Sequence[str], chosen: Chosen) -> None:
    """A date and a clock in two columns: the column of the date is not that of the time, too."""
    times, dates = (next(column for column in COLUMNS if column.key == key) for key in ("time", "date"))
    if "date" not in held or held["date"] != held.get("time"):
        return
    clocks = [
        place
        for place, heading in enumerate(header)
        if find(heading, (times,))[0] is not None and find(heading, (dates,))[0] is None
    ]
    if clocks and "time" not in chosen:
        held["time"] = min(clocks, key=lambda place: _rank(header[place], times))
    else:
        del held["date"]


def known(header: Sequence[str]) -> int:
    """How many headings are those of a list of calls."""
    return sum(find(heading, COLUMNS)[0] is not None for heading in header)


def header_of(rows: Sequence[Sequence[str]]) -> tuple[int, int, Sequence[str]]:
    """How many headings of calls the best row has, how many rows lie before the next one, and the row.

    Headings that reach over two rows, as merged cells do, stand in the upper one: such rows are taken together where
    more headings are known then.
    """
    single = ((known(row), True, any(row), -number, row) for number, row in enumerate(rows, 1))
    joined = (
        (known(row), False, any(row), -number, row)
        for number, row in enumerate(itertools.starmap(_joined, itertools.pairwise(rows)), 2)
    )
    many, _, _, before, row = max((*single, *joined), key=lambda one: one[:4], default=(0, True, False, 0, []))
    return many, -before, row


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows as one: what stands in the lower one, else in the upper one."""
    return [below or above for above, below in itertools.zip_longest(upper, lower, fillvalue="")]


def _rank(heading: str, column: Column) -> int:
    """The place of a heading among the aliases of its column; one with a unit or in brackets comes behind them."""
    words = [plain(alias) for alias in (*column.aliases, column.key)]
    return words.index(plain(heading)) if plain(heading) in words else len(words)


def _place(header: Sequence[str], heading: str) -> int | None:
    """Where a heading stands, as it is written or else but for width, case and spaces."""
    exact = [place for place, other in enumerate(header) if other == heading]
    return next(iter(exact or [place for place, other in enumerate(header) if plain(other) == plain(heading)]), None)


def _strange(header: Sequence[str], chosen: Chosen, file: str) -> list[Mistake]:
    """Choices of roles and headings that do not exist."""
    wrong = [
        mistake("geodata.calls.no_role", table="--column", value=role, roles=list(ROLES))
        for role in chosen
        if role not in ROLES
    ]
    for role, heading in chosen.items():
        if role in ROLES and _place(header, heading) is None:
            hint = nearest(heading, [other for other in header if is_known(other)])
            wrong.append(
                mistake("geodata.calls.no_heading", table=file, value=heading, hint=hint, headings=shown(header))
            )
    return wrong


def _lacking(role: str, header: Sequence[str], file: str) -> Mistake:
    words = next(column.aliases[:3] for column in COLUMNS if column.key == role)
    return mistake(f"geodata.calls.lacks_{role}", table=file, aliases=list(words), headings=shown(header))


def shown(header: Sequence[str]) -> list[str | Message]:
    """The headings that tell of nobody, for a planner to choose from, and how many others there are."""
    named: list[str | Message] = [heading for heading in header if heading and is_known(heading)]
    others = sum(bool(heading) for heading in header) - len(named)
    return [*named[:SHOWN], *([Message("geodata.calls.more_headings", {"count": others})] if others else [])] or ["—"]


def is_known(heading: str) -> bool:
    """Whether a heading is one of a list of calls, or is made of known words alone."""
    return plain(heading) in ALIASES or vocabulary().names(heading)


def heading_shown(heading: str) -> str:
    """A heading as it is shown: a dash where anything may stand in it."""
    return heading if is_known(heading) else "—"
