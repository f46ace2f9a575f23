"""A store of its own for each test, and the package of its county, made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.store import Store, open_store
from tests.scenarios.store import drawn


@pytest.fixture(scope="session")
def package() -> bytes:
    return drawn.package()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.db") as made:
        yield made
