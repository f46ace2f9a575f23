"""Mistakes and notices of a folder, by key."""

from pathlib import Path

import pytest

import geodata
from tests.geodata.drawn import CODES, counted, put
from zoning.model.errors import InputError, Mistake
from zoning.texts import Message

STATIONS, INCIDENTS, BORDERS = "stations.csv", "incidents.csv", "borders.csv"


def mistakes(at: Path) -> tuple[Mistake, ...]:
    with pytest.raises(InputError) as caught:
        geodata.read(at)
    return caught.value.mistakes


def notices(at: Path) -> dict[str, Message]:
    return {notice.key.removeprefix("geodata.notice."): notice for notice in geodata.read(at).notices}


def wide(at: Path, *, headings: tuple[str, ...] = ("纠纷", "交通")) -> None:
    """The incidents of the drawn county, one row a station."""
    rows = [f"{code},{counted(i, 0)},{counted(i, 1)}" for i, code in enumerate(CODES)]
    put(at, INCIDENTS, "\n".join([",".join(("派出所代码", *headings)), *rows]) + "\n")
