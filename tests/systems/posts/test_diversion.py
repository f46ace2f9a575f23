"""Incidents diverted from stations to posts (N4-N6)."""

import pytest

from systems.posts.binding import UNBOUND
from systems.posts.diversion import HAND_BACK, divert
from tests.zoning.drawn import county
from zoning.model.errors import InputError


def test_n4_n5_n6_the_share_diverted_is_settled_at_the_posts_but_for_what_they_hand_back() -> None:
    given = county()
    found = divert(given, (0, 0, 1, 0, 1, 1), 3, {"dispute": 0.25}, 0.2)
    disputes = given.incidents[:, 0]
    assert found.hours_before == pytest.approx(given.workload)
    assert found.hours_before - found.hours_after == pytest.approx(0.8 * given.class_workload[:, 0] / 4)
    assert found.incidents_before - found.incidents_after == pytest.approx(0.8 * disputes / 4)
    assert found.post_incidents == pytest.approx([(10 + 20 + 40) / 4, (30 + 50 + 60) / 4, 0])
    assert found.post_returned == pytest.approx(0.2 * found.post_incidents)
    assert found.post_hours.sum() == pytest.approx(given.class_workload[:, 0].sum() / 4)
    assert found.taken_share == pytest.approx(disputes.sum() / 4 / given.incidents.sum())
    with pytest.raises(InputError) as error:
        divert(given, (0,) * 6, 1, {"noise": 0.5})
    assert "noise" in error.value.mistakes[0].text("zh")


def test_n5_posts_settle_5202_of_6041_unless_the_user_says_otherwise() -> None:
    """5,202 of 6,041 are 86.11 %; the rest, 13.89 %, goes back to the station."""
    assert pytest.approx(1 - 5202 / 6041, abs=5e-5) == HAND_BACK
    given = county()
    found = divert(given, (0,) * 6, 1, {"dispute": 1.0})
    settled = (found.incidents_before - found.incidents_after).sum()
    assert settled / found.post_incidents.sum() == pytest.approx(5202 / 6041, abs=5e-5)


def test_n4_a_station_without_a_post_keeps_its_incidents() -> None:
    given = county()
    found = divert(given, (UNBOUND, 0, 0, 0, 0, 0), 1, {"dispute": 0.5})
    assert found.hours_after[0] == pytest.approx(given.workload[0])
    assert (found.hours_after[1:] < given.workload[1:]).all()
    assert found.post_incidents.sum() == pytest.approx(given.incidents[1:, 0].sum() / 2)
