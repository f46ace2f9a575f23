"""The commands of rooms, posts and deployment end without a fault on drawn counties, and their documents come back."""

import contextlib
from collections.abc import Callable

import pytest

from geodata.county.build import Built
from systems.deployment.mexclp import Fleet, usual
from systems.deployment.report import deployment_report
from systems.deployment.standing import standing_today
from systems.errors import Impossible
from systems.posts.report import posts_report
from systems.rooms.rooms import rooms_of
from tests.systems.drawn import drawn, faults
from zoning.model.errors import InputError
from zoning.model.policy import read_policy
from zoning.result.documents import from_document, to_document


@pytest.mark.parametrize("seed", range(100, 106))
def test_what_is_found_of_a_drawn_county_comes_back_from_its_document(seed: int) -> None:
    county = drawn(seed)
    fleet = Fleet(usual(county), zone_least=0)
    asked: tuple[Callable[[], object], ...] = (
        lambda: posts_report(county, new=1),
        lambda: rooms_of(Built(county), read_policy("hengshan")),
        lambda: deployment_report(county, standing_today(county), fleet, persons={"特警": 5, "巡警": 3}),
    )
    for ask in asked:
        with contextlib.suppress(InputError, Impossible):  # no villages, no officers
            made = ask()
            assert from_document(to_document(made), county=county) == made


def test_no_command_faults_on_drawn_counties() -> None:
    assert list(faults(range(200, 203), ())) == []
