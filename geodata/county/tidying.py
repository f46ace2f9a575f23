"""Rows of a table that are no records: totals, remarks of one cell below it, and headings or units written again.

They are left out of the reckoning and kept when the tables are written. What it may get wrong: a station called 合计.
"""

import re
import string
from dataclasses import replace

from geodata.tables.columns import plain
from geodata.tables.findings import Findings
from geodata.tables.table import Row, Table, Tables
from geodata.tables.totals import is_total
from geodata.tables.units import ALL

REMARK = re.compile(
    r"(?:注|备注|说明|填表|制表|审核|统计|数据来源|来源|单位|note|source|remark)[^：:]{0,8}[：:].*", re.IGNORECASE
)
RULE = re.compile(r":?-{3,}:?")
LEAST = 2
"""So many headings or units make a row of them."""
TIDIED = ("stations", "incidents", "borders", "travel")
"""Tables whose rows are counted; the others are only carried along."""


def tidied(tables: Tables, found: Findings) -> Tables:
    """The tables without totals and remarks; which rows those are is told in a notice, never what stands in them."""
    kept = {key: _tidied(table, found) if key in TIDIED else table for key, table in tables.tables.items()}
    return replace(tables, tables=kept)


def _tidied(table: Table, found: Findings) -> Table:
    totals = [row.line for row in table.rows if is_total(row)]
    end = len(table.rows)
    while end and (_is_remark(table.rows[end - 1]) or is_total(table.rows[end - 1])):
        end -= 1
    remarks = [row.line for row in table.rows[end:] if row.line not in totals]
    if totals:
        found.note("geodata.notice.totals", table=table.file, rows=totals, count=len(totals))
    if remarks:
        found.note("geodata.notice.remarks", table=table.file, rows=remarks, count=len(remarks))
    again = [row.line for row in table.rows if _is_heading(row, table)]
    if again:
        found.note("geodata.notice.headings_again", table=table.file, rows=again, count=len(again))
    left_out = {*totals, *remarks, *again}
    return replace(table, rows=tuple(row for row in table.rows if row.line not in left_out)) if left_out else table


UNITS = {plain(unit) for unit in ALL}


def _is_rule(row: Row) -> bool:
    """Whether a row is the line that Markdown has below its headings."""
    return all(RULE.fullmatch(cell) for cell in row.cells if cell)


def _is_heading(row: Row, table: Table) -> bool:
    """Whether a row has nothing but its headings again, as on every printed page, or units."""
    if any(cell[0] in string.digits for cell in row.cells if cell):  # as records have them
        return False
    said = [(cell, place) for place, cell in enumerate(row.cells) if cell]
    if len(said) < LEAST:
        return False
    words = [
        (plain(cell).strip("()"), {plain(table.header[place]), plain(table.keys[place] or "")}) for cell, place in said
    ]
    return all(word in UNITS or word in own for word, own in words) or _is_rule(row)


def _is_remark(row: Row) -> bool:
    said = [cell for cell in row.cells if cell]
    return len(said) == 1 and REMARK.fullmatch(said[0]) is not None
