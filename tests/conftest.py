"""Sample counties, each read once; property tests draw the same examples in every run.

``HYPOTHESIS_PROFILE=search`` draws new ones, and many more.
"""

import os
import signal
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

import geodata
from geodata.county.build import Built

settings.register_profile(
    "same", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell; programs of tests inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def built() -> Callable[[str], Built]:
    """Sample counties by key, each read once."""
    read: dict[str, Built] = {}

    def one(name: str) -> Built:
        if name not in read:
            read[name] = geodata.read(f"sample:{name}")
        return read[name]

    return one
