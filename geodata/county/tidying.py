"""Rows that people write below a table and that are no records: totals, and remarks of one cell.

They are left out of the reckoning and kept when the tables are written. What it may get wrong: a station called 合计.
"""

import re
from dataclasses import replace

from geodata.tables.findings import Findings
from geodata.tables.table import Row, Table, Tables
from geodata.tables.totals import is_total

REMARK = re.compile(
    r"(?:注|备注|说明|填表|制表|审核|统计|数据来源|来源|单位|note|source|remark)[^：:]{0,8}[：:].*", re.IGNORECASE
)
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
    left_out = {*totals, *remarks}
    return replace(table, rows=tuple(row for row in table.rows if row.line not in left_out)) if left_out else table


def _is_remark(row: Row) -> bool:
    said = [cell for cell in row.cells if cell]
    return len(said) == 1 and REMARK.fullmatch(said[0]) is not None
