"""Today's zones beside the proposal: the same scale, the same look where a zone goes on, moved stations in red."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import shapely

from geodata.county.build import Built
from workbench.draw.before_after import Change, before_after, change, draw_before_after, numbered
from workbench.draw.ground import ground
from workbench.draw.labels import Box
from workbench.draw.mapping.sheet import RED, Sheet
from workbench.draw.paper import Paper
from zoning.judge.names import zone_names
from zoning.result.solution import Solution

Solved = Callable[..., tuple[Solution, Built]]


def changed(solved: Solved, name: str = "qingshui") -> Change | None:
    solution, built = solved(name, 4)
    assert solution.score
    notices = (built.county.notice,)
    return change(Sheet(solution.problem, solution.score, ground(built.county, built.areas), "", notices, "zh"))


@pytest.fixture(scope="module")
def found(solved: Solved) -> Change:
    found = changed(solved)
    assert found is not None
    return found


def red(paper: Paper) -> list[str]:
    return sorted(text.get_text() for text in paper.texts if text.get_color() == RED)


def test_without_zones_of_today_there_is_nothing_to_compare(solved: Solved) -> None:
    assert changed(solved, "xunhua") is None


def test_exactly_the_stations_that_move_are_red_in_both_maps(found: Change) -> None:
    county = found.sheet.problem.county
    before = {c: zone for zone in found.today.plan.zones for c in zone}
    after = {c: zone for zone in found.sheet.score.plan.zones for c in zone}
    assert any(before[c] != after[c] for c in found.moved)
    kept = [code for code in county.codes if before[code] == after[code]]
    assert not set(kept) & found.moved, "a zone that stays as it is moves nobody"
    names = sorted(2 * [county.names[code].removesuffix("派出所") for code in found.moved])
    assert red(before_after(found)) == names


def test_a_plan_that_is_todays_marks_nobody_and_gives_both_maps_one_look(found: Change) -> None:
    same = replace(found, sheet=replace(found.sheet, score=found.today))
    assert red(before_after(same)) == []
    assert any("没有派出所调整" in text.get_text() for text in before_after(same).texts)


def test_every_number_on_both_maps_is_explained_below_them(found: Change) -> None:
    today, proposed = numbered(found, 1000)
    names = zone_names(found.sheet.problem, found.sheet.score, "zh")
    assert all(f"{z + 1} {name}" in proposed for z, name in enumerate(names))
    labels = {station.code: station.current_zone for station in found.sheet.problem.county.stations}
    for number, zone in zip(found.before.numbers, found.today.plan.zones, strict=True):
        assert f"{number + 1} {labels[zone[0]]}" in today
    assert len(numbered(found, 20)) == 1, "of too many lines one says where they are"


@pytest.mark.parametrize("box", [Box(0.5, 1, 155.5, 83), Box(0, 0, 100, 220)])
def test_both_maps_have_one_scale_and_lie_in_their_box(found: Change, box: Box) -> None:
    paper = Paper(160, 224)
    draw_before_after(paper, replace(found, sheet=replace(found.sheet, frame=box)))
    halves: dict[str, list[tuple[float, ...]]] = {"left": [], "right": []}
    wide = box.right - box.left > box.top - box.bottom
    for patch in paper.figure.axes[0].patches:
        bounds = shapely.MultiPoint(patch.get_path().vertices).bounds
        first = bounds[2] < (box.left + box.right) / 2 if wide else bounds[1] > (box.bottom + box.top) / 2
        halves["left" if first else "right"].append(bounds)
    ends = [shapely.MultiPoint([xy for b in held for xy in (b[:2], b[2:])]).bounds for held in halves.values()]
    sizes = [(round(e[2] - e[0], 6), round(e[3] - e[1], 6)) for e in ends]
    assert sizes[0] == sizes[1]
    assert all(Box(*end).within(box) for end in ends)
