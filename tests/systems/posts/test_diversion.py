"""Incidents diverted from stations to posts (N4-N6)."""

import pytest

from systems.posts.diversion import divert
from tests.zoning.drawn import county
from zoning.model.errors import InputError


def test_n4_n5_n6_the_share_diverted_leaves_the_stations_and_reaches_their_posts() -> None:
    given = county()
    found = divert(given, (0, 0, 1, 0, 1, 1), 3, {"dispute": 0.25})
    assert found.hours_before == pytest.approx(given.workload)
    assert found.hours_before.sum() == pytest.approx(found.hours_after.sum() + found.post_hours.sum())
    assert found.incidents_before - found.incidents_after == pytest.approx(given.incidents[:, 0] / 4)
    assert found.post_incidents == pytest.approx([(10 + 20 + 40) / 4, (30 + 50 + 60) / 4, 0])
    with pytest.raises(InputError) as error:
        divert(given, (0,) * 6, 1, {"noise": 0.5})
    assert "noise" in error.value.mistakes[0].text("zh")
