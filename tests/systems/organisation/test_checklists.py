"""Check-lists of rooms, branches and posts (C10-C12): counted from the tables, blank is unknown."""

from systems.organisation.checklists import ListItem, checklists
from tests.zoning.drawn import county
from zoning.model.bureau import Branch, Bureau, Check, Post, Unit, Village


def items(bureau: Bureau, bound: dict[str, int] | None = None) -> dict[str, ListItem]:
    return {f"{one.kind}.{one.item}": one for one in checklists(county(bureau=bureau), bound or {})}


def test_c10_a_room_has_six_ones_and_what_the_table_leaves_blank_is_unknown() -> None:
    at = {"lon": 107, "lat": 30, "station": "A"}
    villages = (
        Village(code="1", name="甲村", is_room=True, officers=1, auxiliaries=0, roles=2, others=3, collected=5, **at),
        Village(code="2", name="乙村", is_room=True, officers=0, visited=9, **at),
        Village(code="3", name="丙村", officers=0, **at),
    )
    found = items(Bureau(villages=villages))
    assert [one.removeprefix("room.") for one in found] == [
        "officer",
        "auxiliary",
        "cadre",
        "helpers",
        "record",
        "visit",
    ]
    assert found["room.officer"] == ListItem("room", "officer", False, ("甲村",), ("乙村",), ())
    assert found["room.auxiliary"] == ListItem("room", "auxiliary", False, (), ("甲村",), ("乙村",))
    assert found["room.visit"] == ListItem("room", "visit", False, ("乙村",), (), ("甲村",))
    assert all(len(one.done) + len(one.lacking) + len(one.unknown) == 2 for one in found.values()), "丙村 has no room"


def test_c11_a_branch_is_bound_has_officers_and_a_speciality() -> None:
    branches = (
        Branch(name="刑侦", officers=3, specialities=("criminal",)),
        Branch(name="国保", officers=0, specialities=("钓鱼",)),
        Branch(name="法制"),
    )
    found = items(Bureau(branches=branches), {"刑侦": 0, "国保": 1})
    assert found["branch.bound"] == ListItem("branch", "bound", False, ("刑侦", "国保"), ("法制",), ())
    assert found["branch.strength"] == ListItem("branch", "strength", False, ("刑侦",), ("国保",), ("法制",))
    assert found["branch.speciality"] == ListItem("branch", "speciality", False, ("刑侦",), ("国保",), ("法制",))


def test_c12_a_post_has_officers_auxiliaries_and_units_at_every_hour() -> None:
    posts = tuple(Post(code=code, name=f"{code}站", lon=107, lat=30, officers=2) for code in ("P", "Q", "R"))
    units = (
        Unit(code="1", name="一组", base="P", start_hour=8, end_hour=20),
        Unit(code="2", name="二组", base="P", start_hour=20, end_hour=8),
        Unit(code="3", name="三组", base="Q", start_hour=8, end_hour=18),
    )
    found = items(Bureau(posts=posts, units=units))
    assert found["post.officer"].done == ("P站", "Q站", "R站")
    assert found["post.auxiliary"].unknown == ("P站", "Q站", "R站")
    assert found["post.unit"] == ListItem("post", "unit", False, ("P站", "Q站"), ("R站",), ())
    assert found["post.all_day"] == ListItem("post", "all_day", False, ("P站",), ("Q站", "R站"), ())
    assert items(Bureau(posts=posts))["post.unit"].unknown == ("P站", "Q站", "R站"), "no table of units"


def test_c10_c11_c12_lists_of_the_table_of_checks_are_added_under_their_own_words() -> None:
    checks = (
        Check(checklist="警务室六个一", item="一块牌子", at="甲村", done=True),
        Check(checklist="警务室六个一", item="一块牌子", at="乙村"),
        Check(checklist="基层吹哨、机关报到", item="半小时响应", at="刑侦", done=False),
        Check(checklist="屯警点联动", item="一键报警", at="P站", done=True),
        Check(checklist="六统一", item="统一标识", at="P站", done=True),
    )
    found = items(Bureau(checks=checks))
    assert found == {
        "room.一块牌子": ListItem("room", "一块牌子", True, ("甲村",), (), ("乙村",)),
        "branch.半小时响应": ListItem("branch", "半小时响应", True, (), ("刑侦",), ()),
        "post.一键报警": ListItem("post", "一键报警", True, ("P站",), (), ()),
    }
