"""Steps of editing, beside plain dictionaries that are changed in the same way."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.solvers.drawn import draw, problem_of
from tests.workbench.web.editing.walks import drawn_content, drawn_step
from tests.zoning.drawn import county, policy
from workbench.web.editing.content import Content, Locks, check, content_of, stations_moved
from workbench.web.editing.ops import STEPS, apply, touches
from workbench.web.editing.refusals import Locked
from zoning.model.errors import InputError

SIX, OWN = county(), policy()
THREE = Content((("A", "D"), ("B", "E"), ("C", "F")))


def after(content: Content, /, **step: Any) -> Content:
    return apply(SIX, OWN, content, step)


def locked(content: Content, /, **step: Any) -> tuple[str, ...]:
    """The locks that a step touches; the content stays as it was."""
    with pytest.raises(Locked) as refused:
        after(content, **step)
    assert len(refused.value.mistakes) == len(refused.value.locks)
    return refused.value.locks


def wrong(content: Content, /, **step: Any) -> int:
    """The number of mistakes of a step, each with a sentence in both languages."""
    with pytest.raises(InputError) as refused:
        after(content, **step)
    assert not isinstance(refused.value, Locked)
    assert all(one.text("zh") != one.text("en") for one in refused.value.mistakes)
    return len(refused.value.mistakes)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 2**32), max_size=14))
def test_steps_keep_stations_slots_and_locks_and_refused_ones_change_nothing(seed: int, steps: list[int]) -> None:
    problem = problem_of(draw(seed))
    own = problem.policy.override({"pins.together": (), "pins.apart": (), "pins.pinned": (), "pins.offices": ()})
    content = drawn_content(problem, np.random.default_rng(seed))
    past = [content]
    for number in steps:
        step = drawn_step(content, problem.county.codes, np.random.default_rng(number))
        before = json.dumps(content.document())
        try:
            made = apply(problem.county, own, content, step)
        except InputError:
            assert json.dumps(content.document()) == before
            continue
        assert sorted(made.slot) == sorted(problem.county.codes)
        assert len(made.zones) >= len(content.zones), "a slot never goes away"
        assert all(made.slot[code] == content.slot[code] for code in content.held)
        assert all(made.zones[z] == content.zones[z] for z in content.locks.zones)
        for group in content.locks.together:
            kept = len({content.slot[code] for code in group}) == 1
            assert not kept or len({made.slot[code] for code in group}) == 1
        assert set(stations_moved(content, made)) <= moving(step, content)
        assert content_of(json.loads(json.dumps(made.document()))) == made
        check(problem.county, own, made)
        past.append(content := made)
    for one in reversed(past):  # undoing is the content of an earlier revision
        content = apply(problem.county, own, content, {"op": "restore", "content": one.document()})
        assert content == one


def moving(step: dict[str, Any], content: Content) -> set[str]:
    """Stations that a step may put elsewhere."""
    if step["op"] == "merge":
        return set(content.zones[step["zones"][0]])
    return set(step.get("stations", ())) if step["op"] in ("move", "swap") else set()


def test_an_emptied_zone_keeps_its_slot_and_a_new_one_gets_the_next() -> None:
    merged = after(THREE, op="merge", zones=[1, 2])
    assert merged.zones == (("A", "D"), (), ("B", "C", "E", "F"))
    fresh = after(merged, op="move", stations=["B", "E"], zone="new")
    assert fresh.zones == (("A", "D"), (), ("C", "F"), ("B", "E"))
    assert after(fresh, op="move", stations=["F"], zone=1).zones == (("A", "D"), ("F",), ("C",), ("B", "E"))
    assert after(fresh, op="move", stations=["E", "B", "E"], zone="new") == fresh, "a zone of their own already"
    assert fresh.slots == (0, 3, 2), "zones of the plan in canonical order: AD, BE, CF"


def test_two_stations_change_places() -> None:
    assert after(THREE, op="swap", stations=["A", "F"]).zones == (("D", "F"), ("B", "E"), ("A", "C"))
    for pair in (["A", "D"], ["A"], ["A", "B", "C"], ["A", "A"]):
        assert wrong(THREE, op="swap", stations=pair) == 1


def test_what_is_locked_is_named_and_nothing_else_is_refused() -> None:
    held = after(THREE, op="lock", stations=["A"], zones=[1])
    assert held.locks == Locks(stations=("A",), zones=(1,))
    assert locked(held, op="move", stations=["A", "D"], zone=2) == ("station:A",)
    assert locked(held, op="move", stations=["A", "B"], zone=2) == ("station:A", "zone:1")
    assert locked(held, op="move", stations=["D"], zone=1) == ("zone:1",)
    assert locked(held, op="merge", zones=[2, 1]) == ("zone:1",)
    assert locked(held, op="swap", stations=["A", "C"]) == ("station:A",)
    assert after(held, op="move", stations=["D"], zone=2).zones == (("A",), ("B", "E"), ("C", "D", "F"))
    assert after(held, op="move", stations=["A"], zone=0) == held, "it is there already"
    free = after(held, op="unlock", stations=["A"], zones=[1])
    assert after(free, op="move", stations=["A"], zone=1).zones[1] == ("A", "B", "E")
    every = after(THREE, op="lock", all=True)
    assert every.locks.stations == SIX.codes
    assert after(after(every, op="lock", zones=[0]), op="unlock", all=True) == THREE


def test_groups_and_offices_are_kept_once_they_are_met() -> None:
    pair = after(THREE, op="together", stations=["A", "D"])
    assert locked(pair, op="move", stations=["A"], zone=1) == ("together:A,D",)
    assert after(pair, op="move", stations=["A", "D"], zone=1).zones[1] == ("A", "B", "D", "E")
    wish = after(THREE, op="together", stations=["A", "B"])
    assert after(wish, op="move", stations=["A"], zone=2).locks == wish.locks, "one not met yet forbids nothing"
    apart = after(THREE, op="apart", stations=["A", "B", "C"])
    assert locked(apart, op="merge", zones=[0, 1]) == ("apart:A,B,C",)
    assert after(pair, op="together", stations=["D", "A"], off=True) == THREE
    assert wrong(pair, op="apart", stations=["A", "D", "B"]) == 1, "both together and apart"
    assert wrong(THREE, op="together", stations=["A", "A"]) == 1
    assert wrong(THREE, op="apart", stations=["A", "D"], off=True) == 1
    chosen = after(after(THREE, op="office", station="A"), op="office", station="D")
    assert chosen.locks.offices == ("D",), "a zone has one office"
    assert locked(chosen, op="move", stations=["D"], zone=1) == ("office:D",)
    assert after(chosen, op="office", station="D", off=True) == THREE


def test_every_mistake_of_a_step_is_told_at_once() -> None:
    assert wrong(THREE, op="move", stations=["X", "A", "Y"], zone=7) == 3
    assert wrong(THREE, op="move", stations=[], zone=1) == 1
    assert wrong(THREE, op="move", station="A", zone="old") == 3, "no stations, no such zone, an unknown field"
    assert wrong(THREE, op="lock") == wrong(THREE, op="unlock", stations=[]) == 1
    assert wrong(THREE, op="lock", zones=[-1, 3]) == 2
    assert wrong(THREE, op="merge", zones=[1, 1]) == wrong(THREE, op="merge", zones=[0]) == 1
    assert wrong(THREE, op="fly") == wrong(THREE, op=7) == wrong(THREE) == 1
    assert wrong(THREE, op="policy", set={"weights.speed": 1, "pins.apart": [], "name": "x"}) == 3
    assert wrong(THREE, op="policy", set={"weights.travel": -1, "zones.max": "many"}) == 2
    assert wrong(THREE, op="note", text="…") == 1


def test_the_policy_holds_what_differs_from_the_countys() -> None:
    less = after(THREE, op="policy", set={"weights.travel": 0.5, "rules.max_minutes": 40})
    assert less.policy == {"rules.max_minutes": 40.0, "weights.travel": 0.5}
    assert less.effective(OWN).rules.max_minutes == 40
    assert after(less, op="policy", set={"weights.travel": None, "rules.max_minutes": "none"}) == THREE
    strict = policy(rules__max_minutes=60)
    off = apply(SIX, strict, THREE, {"op": "policy", "set": {"rules.max_minutes": "none"}})
    assert off.policy == {"rules.max_minutes": None}, "off where the county has it on"
    assert apply(SIX, strict, off, {"op": "policy", "set": {"rules.max_minutes": None}}) == THREE


def test_zones_have_names_of_their_own() -> None:
    named = after(THREE, op="rename", zone=2, name=" 龙河防区 ")
    assert named.names == {"2": "龙河防区"}
    assert wrong(named, op="rename", zone=0, name="龙河防区") == 1
    assert wrong(named, op="rename", zone=0, name="一" * 41) == wrong(named, op="rename", zone=0, name="a\nb") == 1
    assert wrong(named, op="rename", zone=5, name="东") == 1
    assert after(named, op="rename", zone=2, name="") == THREE
    assert after(named, op="merge", zones=[2, 1]).names == named.names, "a name stays with its slot"


def test_an_offer_gives_its_zones_and_a_revision_everything() -> None:
    held = after(after(THREE, op="lock", stations=["A"]), op="rename", zone=1, name="东")
    offer = Content((("A", "B", "D"), ("C", "E", "F")), policy={"weights.travel": 0.5})
    taken = after(held, op="take", content=offer.document())
    assert taken == replace(held, zones=(("A", "B", "D"), ("C", "E", "F"), ()))
    assert locked(held, op="take", content=Content((("D",), ("A", "B", "C", "E", "F"))).document()) == ("station:A",)
    assert after(held, op="restore", content=THREE.document()) == THREE
    for op in ("take", "restore"):
        assert wrong(THREE, op=op, content={}) == 1
        assert wrong(THREE, op=op, content=Content((("A", "A", "X"), ("B", "A"))).document()) == 3
        assert wrong(THREE, op=op, content={"zones": [["A"], "B"], "names": {"0": 1}}) == 2


def test_steps_clash_where_they_name_the_same() -> None:
    move = touches({"op": "move", "stations": ["A"], "zone": 2}, THREE)
    assert move == {"station:A", "zone:2"}
    assert not move & touches({"op": "lock", "zones": [1]}, THREE)
    assert move & touches({"op": "merge", "zones": [0, 2]}, THREE)
    assert move & touches({"op": "unlock", "all": True}, THREE)
    assert move & touches({"op": "restore", "content": {}}, THREE)
    assert not touches({"op": "note"}, THREE)
    assert touches({"op": "office", "station": "A"}, THREE) == {"station:A"}
    assert touches({"op": "rename", "zone": 1, "name": ""}, THREE) == {"zone:1", "names"}
    assert touches({"op": "policy", "set": {}}, THREE) == {"policy"}


def test_every_step_is_walked_through() -> None:
    drawn = {drawn_step(THREE, SIX.codes, np.random.default_rng(number))["op"] for number in range(200)}
    assert drawn | {"take", "restore"} == set(STEPS)
