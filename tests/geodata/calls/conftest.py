"""The county whose calls are counted."""

from pathlib import Path

import pytest

from tests.geodata.calls.made import named


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return named(tmp_path_factory.mktemp("county"))
