"""The numbers of plans in a chart lie on nothing: neither on each other nor on a mark or a line."""

from itertools import combinations, pairwise

import numpy as np
import pytest
import shapely

from workbench.draw.frontier_chart import KNEE, LINE, Axis, points
from workbench.draw.labels import Box
from workbench.draw.paper import Paper

FRAME = Box(24, 28, 170, 116)


@pytest.mark.parametrize("stepped", [True, False])
@pytest.mark.parametrize("count", [3, 12, 60])
def test_numbers_of_plans_lie_on_nothing(count: int, stepped: bool) -> None:
    for seed in range(2):
        rng = np.random.default_rng((count, seed))
        shares = np.column_stack([np.sort(rng.random(count) ** 2), -np.sort(-rng.random(count))]) * 100
        paper = Paper(180, 135)
        points(paper, FRAME, shares, (Axis("a", "%"), Axis("b", "")), "zh", knee=count // 2, stepped=stepped)
        written = [text for text in paper.texts if text.get_gid()]
        assert [text.get_text() for text in written if text.get_color() == KNEE], "the knee is always named"
        boxes = [paper.extent(text) for text in written]
        assert not any(a.meets(b) for a, b in combinations(boxes, 2))
        assert all(box.within(Box(FRAME.left - 0.3, FRAME.bottom, FRAME.right, FRAME.top + 0.3)) for box in boxes)
        drawn = paper.figure.axes[0].lines
        marks = [(line.get_xdata()[0], line.get_ydata()[0]) for line in drawn if line.get_marker() in ("o", "*")]
        lines = [
            shapely.LineString(pair)
            for line in drawn
            if line.get_color() == "#AABBCC"
            for pair in pairwise(zip(line.get_xdata(), line.get_ydata(), strict=True))
        ]
        assert len(marks) == count
        for box in boxes:
            covered = shapely.box(box.left, box.bottom, box.right, box.top)
            assert not any(covered.contains(shapely.Point(mark)) for mark in marks)
            assert not any(covered.intersects(line) for line in lines), LINE
