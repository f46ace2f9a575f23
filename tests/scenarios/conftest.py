"""Sample counties, each read once."""

from collections.abc import Callable

import pytest

import geodata
from geodata.county.build import Built


@pytest.fixture(scope="session")
def built() -> Callable[[str], Built]:
    read: dict[str, Built] = {}

    def one(name: str) -> Built:
        if name not in read:
            read[name] = geodata.read(f"sample:{name}")
        return read[name]

    return one
