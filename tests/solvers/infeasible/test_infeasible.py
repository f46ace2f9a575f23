"""Reasons on counties drawn by hand, each with one thing wrong, and on small random ones against every partition.

By hand, stations are letters and borders are pairs of letters; a capital letter is a county seat, which stands alone.
Workload is the number given, in officer-hours a year; unless said otherwise it is 10 a station, with 5 officers each.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from solvers.infeasible.by_number import causes
from solvers.infeasible.counts import COUNTS
from solvers.infeasible.cpsat import switches
from solvers.infeasible.facts import Facts
from solvers.infeasible.unsatisfiable import reasons, unsatisfiable_subset
from solvers.solve import solve
from tests.solvers.infeasible.test_cpsat import PLAIN, every_plan, random_problem
from zoning.model.county import County
from zoning.model.errors import ClaimError
from zoning.model.policy import Policy
from zoning.model.problem import Problem
from zoning.model.stations import Border, Station
from zoning.texts import Message


def drawn(
    borders: str,
    settings: Mapping[str, Any] | None = None,
    work: Mapping[str, float] | None = None,
    officers: Mapping[str, int] | None = None,
    areas: str = "",
    far: Sequence[str] = (),
    today: Mapping[str, str] | None = None,
) -> Problem:
    """A problem of the stations named in ``borders``, e.g. ``"ab bc D"``.

    ``areas`` are the stations with a case area; ``far`` pairs are 100 minutes apart, all others 10.
    """
    letters = sorted(set(borders) - {" "})
    row = {letter: i for i, letter in enumerate(letters)}
    minutes = np.full((len(letters), len(letters)), 10.0)
    np.fill_diagonal(minutes, 0)
    for a, b in far:
        minutes[row[a], row[b]] = minutes[row[b], row[a]] = 100
    stations = tuple(
        Station(
            code=letter,
            name=letter,
            kind="county_seat" if letter.isupper() else "town",
            lon=107,
            lat=30,
            area_km2=1e-9,
            officers=(officers or {}).get(letter, 5),
            has_case_area=letter in areas,
            current_zone=(today or {}).get(letter),
        )
        for letter in letters
    )
    counts = np.array([[(work or {}).get(letter, 10.0)] for letter in letters])
    pairs = tuple(Border(pair[0], pair[1], 1.0) for pair in borders.split() if len(pair) == 2)
    county = County("1", "小县", stations, counts, minutes, pairs, (PLAIN,))
    return Problem(county, Policy().override({"zones.max": 3, "zones.min_stations": 1, **(settings or {})}))


def said(problem: Problem) -> dict[str, Message]:
    """Reasons by the last part of their key; the exact search agrees that there is no plan."""
    solution = solve(problem)
    assert solution.proof.status == "infeasible"
    found = reasons(problem)
    assert solution.proof.reasons == found
    for message in found:
        assert message.text("zh")
        assert message.text("en")
    return {message.key.rpartition(".")[2]: message for message in found}


def test_more_zones_that_stand_alone_than_zones() -> None:
    found = said(drawn("Ab bC bD", {"zones.max": 2}))
    assert found["alone_zones"].text("zh") == "须单设的防区有 3 个，超过防区总数上限 2 个：A、C、D"
    assert set(found) == {"alone_zones"}


def test_no_zone_is_left() -> None:
    found = said(drawn("Ab bC bd", {"zones.max": 2}))
    assert found["no_room"].values == {"stations": ["A", "C"], "max": 2, "count": 2}


def test_too_few_stations_for_the_zones_required() -> None:
    found = said(drawn("Ab bc cd", {"zones.min": 3, "zones.min_stations": 2}))
    assert found["too_few"].values == {"count": 3, "most": 1, "least": 2, "alone": 1, "min": 3}
    assert found["too_few"].text("zh").startswith("其余 3 个派出所按每个防区至少 2 个所计，最多组成 1 个防区")


def test_stations_that_all_stand_alone_may_be_too_few() -> None:
    assert set(said(drawn("AB", {"zones.min": 3}))) == {"too_few"}


def test_more_parts_than_zones() -> None:
    found = said(drawn("ab cd ef", {"zones.max": 2}))
    assert found["parts"].values["count"] == 3
    assert "a+b, c+d, e+f" in found["parts"].text("en")


def test_a_county_seat_that_cuts_the_rest_is_named() -> None:
    found = said(drawn("Sa Sb Sc bd", {"zones.max": 3}))
    assert found["parts_cut"].text("zh").startswith("S 单设防区后，其余派出所被隔成互不相邻的 3 片，但只剩 2 个")
    assert found["parts_cut"].values["parts"] == ["a", "c", "b+d"]


def test_parts_smaller_than_a_zone() -> None:
    found = said(drawn("ab bc d", {"zones.min_stations": 2}))
    assert found["small_parts"].values == {"least": 2, "parts": ["d"]}


def test_parts_of_a_size_that_no_zones_add_up_to() -> None:
    path = "ab bc cd de ef fg"
    found = said(drawn(path, {"zones.max": 9, "zones.min_stations": 4, "zones.max_stations": 6}))
    assert found["sizes"].values == {"least": 4, "most": 6, "count": 7, "part": "a+b+c+d+… (7)"}
    assert found["sizes"].text("zh").startswith("每个防区须有 4 至 6 个所；相连的 7 个所无法这样划分")


def test_more_stations_than_the_zones_may_have() -> None:
    found = said(drawn("ab bc cd de", {"zones.max": 2, "zones.max_stations": 2}))
    assert found["too_many"].values == {"count": 5, "zones": 2, "most": 2}


def test_a_station_above_the_widest_band_fails_for_every_number() -> None:
    found = said(drawn("ab bc cd", {"rules.workload_band": 0.2, "zones.min": 2}, work={"b": 60}))
    assert set(found) == {"heavy"}
    assert found["heavy"].text("en") == (
        "b alone has a workload of 60.0 officer-hours a year; a zone may have 54.0 at the most, with 2 zones in all"
    )


def test_a_part_that_is_no_whole_number_of_zones_and_numbers_that_fail_otherwise() -> None:
    found = said(drawn("ab bc de", {"rules.workload_band": 0.1, "zones.max": 3, "zones.min": 2}))
    text = found["then"].text("en")
    assert "with 2 zones in all: a+b+c, a part of its own, has a workload of 30.0" in text
    assert "no whole number of zones of 22.5 to 27.5" in text
    assert "with 3 zones in all: d+e, a part of its own, has a workload of 20.0" in text
    assert "no whole number of zones of 15.0 to 18.3" in text


def test_parts_whose_zones_do_not_add_up() -> None:
    settings = {"rules.workload_band": 0.5, "zones.max": 2, "zones.min": 2}
    found = said(drawn("ab cd de", settings, work={"a": 1, "b": 1, "c": 20, "d": 20, "e": 20}))
    assert set(found) == {"by_number"}
    shared = said(drawn("ab bc cd de", {"zones.max": 4, "zones.min": 4, "zones.min_stations": 2}))
    assert set(shared) == {"too_few"}
    apart = said(drawn("ab bc de ef", {"zones.max": 3, "zones.min": 3, "zones.min_stations": 2}))
    assert apart["by_number"].text("zh") == "共 3 个防区时：各片合计最多只够 2 个防区"


def test_one_part_that_needs_more_zones_than_it_is_enough_for() -> None:
    settings = {"zones.min_stations": 2, "pins.apart": [["a", "b", "c"]]}
    found = said(drawn("ab bc ad", settings))
    assert found["part_bounds"].text("en") == (
        "a+b+c+d, a part of its own, needs at least 3 zones (stations that must not share one), "
        "but is enough for at most 2 (stations)"
    )


def test_too_few_officers() -> None:
    found = said(drawn("ab bc de", {"rules.min_officers": 11}))
    assert found["officers_parts"].values == {"least": 11, "parts": ["d+e"]}
    found = said(drawn("Sa ab bc", {"rules.min_officers": 5, "zones.min": 4, "zones.max": 4}, officers={"c": 4}))
    assert found["officers"].values == {"officers": 14, "most": 2, "least": 5, "zones": 3}


def test_too_few_case_areas() -> None:
    found = said(drawn("ab bc de", {"rules.case_area": True}, areas="a"))
    assert found["case_parts"].values == {"parts": ["d+e"]}
    found = said(drawn("ab bc cd", {"rules.case_area": True, "zones.min": 3}, areas="ac"))
    assert found["case_areas"].values == {"count": 2, "zones": 3}


def test_a_zone_that_stands_alone_may_break_a_rule_by_itself() -> None:
    settings = {"rules.min_officers": 6, "rules.case_area": True}
    found = reasons(drawn("Sa ab", settings, officers={"a": 6}, areas="ab"))
    assert [message.values["broken"].key for message in found] == ["zoning.rule.min_officers", "zoning.rule.case_area"]
    assert found[0].text("zh") == "S 须单设防区，但这样一来：比每个防区至少 6 名民警少 1 名：S"
    one = said(drawn("Sa aT", {"zones.alone_as": "one"}))
    assert one["alone_breaks"].values["broken"].key == "zoning.rule.contiguous"


def test_stations_too_far_from_any_office() -> None:
    limits = {"rules.max_minutes": 30, "zones.min_stations": 2}
    found = said(drawn("ab bc cd", limits, far=["ab", "ac", "ad"]))
    assert found["minutes_lonely"].values["stations"] == ["a"]
    limits = {"rules.max_minutes": 30, "zones.max": 2}
    found = said(drawn("ab bc cd", limits, far=["ab", "ac", "ad", "bc", "bd"]))
    assert set(found) == {"minutes_apart"}
    assert found["minutes_apart"].values["count"] == 3


def test_groups_that_cannot_share_a_zone() -> None:
    seat = said(drawn("Sa ab", {"pins.together": [["S", "b"]]}))
    assert seat["together_alone"].values == {"stations": ["S", "b"], "alone": ["S"]}
    parts = said(drawn("ab cd", {"pins.together": [["a", "c"]]}))
    assert parts["together_parts"].values == {"stations": ["a", "c"]}
    both = said(drawn("ab bc", {"pins.together": [["a", "b"], ["b", "c"]], "pins.apart": [["a", "c"]]}))
    assert both["together_apart"].values == {"stations": ["a", "c"]}
    offices = said(drawn("ab bc", {"pins.together": [["a", "b"]], "pins.offices": ["a", "b"]}))
    assert offices["together_offices"].text("zh") == "a、b 须同在一个防区，却都被指定为防区办公室"
    limits = {"pins.together": [["a", "c"]], "rules.max_minutes": 30}
    far = said(drawn("ab bc", limits, far=["ab", "ac", "bc"]))
    assert far["together_minutes"].values == {"stations": ["a", "c"], "limit": 30}
    limits = {"pins.together": [["a", "b", "c"]], "rules.workload_band": 0.2, "zones.min": 2}
    work = said(drawn("ab bc cd", limits))
    assert work["together_work"].values["work"] == pytest.approx(30)
    assert work["together_work"].values["high"] == pytest.approx(24)


def test_more_stations_apart_than_zones() -> None:
    found = said(drawn("Sa ab bc", {"pins.apart": [["a", "b"]], "pins.offices": ["a", "c"], "zones.max": 2}))
    assert found["apart"].values["count"] == 2
    three = {"pins.apart": [["a", "b"], ["b", "c"]], "pins.offices": ["a", "c"], "zones.max": 3}
    found = said(drawn("Sa ab bc", three))
    assert found["apart"].values == {"stations": ["a", "b", "c"], "count": 3, "zones": 2}


def test_a_pin_to_a_zone_of_today_that_cannot_be_kept() -> None:
    today = {"a": "x", "b": "x", "c": "x", "d": "y", "S": "y"}
    found = said(drawn("Sa Sb Sc cd", {"pins.pinned": [["a", "x"]], "zones.max": 4}, today=today))
    assert found["pinned"].values == {"station": "a", "needed": 2, "count": 1}


def test_more_stations_change_than_may() -> None:
    today = dict(zip("abcdef", "xxyyzz", strict=True))
    found = said(drawn("ab bc cd de ef", {"zones.max": 2, "rules.max_changed": 1}, today=today))
    assert found["changed"].values == {"zones": 2, "least": 2, "limit": 1}
    limits = {"zones.min": 3, "zones.min_stations": 2, "rules.max_changed": 1}
    found = said(drawn("ab bc cd de ef", limits, today=dict.fromkeys("abcdef", "x")))
    assert found["changed_new"].values == {"zones": 3, "today": 1, "least": 4, "limit": 1}


def test_all_counts_that_apply_are_given() -> None:
    settings = {"zones.min_stations": 2, "rules.min_officers": 8, "pins.together": [["a", "d"]]}
    assert set(said(drawn("ab bc d", settings))) == {"small_parts", "officers_parts", "together_parts"}


def test_a_conflict_is_said_in_words_where_no_count_shows_it() -> None:
    """Three in a row; the middle one is apart from both, so its neighbours do not hang together."""
    problem = drawn("ab bc", {"zones.max": 2, "pins.apart": [["a", "b"], ["b", "c"]]})
    (message,) = said(problem).values()
    assert message.text("en") == (
        "no plan keeps these 3 rules together, and no fewer are in conflict: at most 2 zones; "
        "the stations of a zone hang together; apart: a+b, b+c. At least one of them has to give"
    )
    assert message.text("zh").startswith("没有方案能同时满足以下 3 条规则，而任何更少的规则都不冲突：防区不多于 2 个")


def test_a_rule_that_nothing_can_keep_is_a_conflict_alone() -> None:
    problem = drawn("ab bc", {"pins.together": [["a", "b"]]})
    assert conflict_of(drawn("ab", {"rules.min_officers": 11})) == ("one", 1)
    with pytest.raises(ClaimError, match="keeps all rules"):
        unsatisfiable_subset(problem)


def conflict_of(problem: Problem) -> tuple[str, int]:
    message = unsatisfiable_subset(problem)
    return message.key.rpartition(".")[2], message.values["count"]


USED = {
    "alone_zones": {"zones_max", "alone"},
    "no_room": {"zones_max", "alone"},
    "too_few": {"zones_min", "alone", "min_stations"},
    "parts": {"zones_max", "alone", "contiguous"},
    "parts_cut": {"zones_max", "alone", "contiguous"},
    "small_parts": {"alone", "contiguous", "min_stations"},
    "too_many": {"zones_max", "alone", "max_stations"},
    "sizes": {"alone", "contiguous", "min_stations", "max_stations"},
    "officers_parts": {"alone", "contiguous", "min_officers"},
    "officers": {"zones_min", "alone", "contiguous", "min_officers"},
    "case_parts": {"alone", "contiguous", "case_area"},
    "case_areas": {"zones_min", "alone", "case_area"},
    "apart": {"zones_max", "alone", "apart", "offices"},
    "minutes_apart": {"zones_max", "alone", "contiguous", "max_minutes"},
    "minutes_lonely": {"alone", "contiguous", "min_stations", "max_minutes"},
    "together_alone": {"alone", "together"},
    "together_parts": {"alone", "contiguous", "together"},
    "together_apart": {"together", "apart"},
    "together_offices": {"together", "offices"},
    "together_minutes": {"alone", "contiguous", "together", "max_minutes"},
    "together_work": {"zones_min", "alone", "together", "workload_band"},
    "pinned": {"alone", "contiguous", "pinned"},
    "changed": {"zones_max", "alone", "contiguous", "max_changed"},
    "changed_new": {"zones_min", "min_stations", "max_changed"},
    "heavy": {"zones_min", "alone", "workload_band"},
}
"""The rules that each count is a proof from."""


@pytest.mark.parametrize("seed", range(120))
def test_every_count_is_a_proof_by_itself(seed: int) -> None:
    problem = random_problem(seed, 4 + seed % 3)
    plans = [keys for _, keys in every_plan(problem)]
    facts = Facts(problem)
    for message in (message for count in COUNTS for message in count(facts)):
        key = message.key.rpartition(".")[2]
        used = {"alone", message.values["broken"].key.rpartition(".")[2]} if key == "alone_breaks" else USED[key]
        assert all(keys & used for keys in plans), (key, message.text("en"))
    if causes(facts):
        assert all(plans), "counts by number of zones speak of infeasible problems only"


@pytest.mark.parametrize("seed", range(60))
def test_the_smallest_conflict_is_the_smallest_of_all_subsets(seed: int) -> None:
    problem = random_problem(1000 + seed, 4 + seed % 4)
    plans = [keys for _, keys in every_plan(problem)]
    if not all(plans):
        return
    subsets = (set(s) for k in range(1, 16) for s in combinations(switches(problem), k))
    smallest = next(subset for subset in subsets if all(keys & subset for keys in plans))
    assert conflict_of(problem) == ("smallest" if len(smallest) > 1 else "one", len(smallest))


def test_enough_of_the_random_problems_are_infeasible() -> None:
    found = [all(keys for _, keys in every_plan(random_problem(1000 + seed, 4 + seed % 4))) for seed in range(60)]
    assert sum(found) >= 30
