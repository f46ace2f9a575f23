"""Tables with everything that a county may hold."""

from pathlib import Path

import pytest

import geodata
from geodata.tables.table import Tables
from tests.geodata.everything import everything


@pytest.fixture
def full(tmp_path: Path) -> Tables:
    return geodata.read_source(everything(tmp_path / "full"))
