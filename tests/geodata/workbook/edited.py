"""Edits of a workbook, and what is told of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

import geodata
from zoning.model.errors import InputError, Mistake

Edit = Callable[[Workbook], object]


def mistakes(path: Path) -> tuple[Mistake, ...]:
    with pytest.raises(InputError) as caught:
        geodata.read(path)
    return caught.value.mistakes


def told(path: Path) -> list[tuple[str, str | None, str | None, str | None]]:
    """Sentence, sheet, cell and value of every mistake."""
    return [(m.says.key.removeprefix("geodata."), m.table, m.cell, m.value) for m in mistakes(path)]
