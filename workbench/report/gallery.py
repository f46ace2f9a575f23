"""Drawings of many plans: small maps with one look a zone, and what the plans trade against each other."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from scenarios.runs.record import Record
from workbench.draw.before_after import continued
from workbench.draw.fonts import lettering
from workbench.draw.ground import Ground, ground
from workbench.draw.labels import Box, placed
from workbench.draw.mapping.sheet import Sheet
from workbench.draw.maps import draw_ground, label, put
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from workbench.report.material import Material
from workbench.report.pictures import CELLS_PER_MM, LINE, SMALL, WIDTH, notice, small_print
from workbench.report.whole_plans import areas_after
from zoning.judge.figures import by_key
from zoning.judge.values import plan_values
from zoning.texts import say

ACROSS = 3
CELL, NAME = 46.0, 7.0
"""Height of a small map with its name, in mm; letters of names and numbers, in points."""


def small_maps(material: Material, records: Sequence[Record]) -> Paper:
    """One map a plan; a zone that goes on from one of the base's has its colour, hatch and number."""
    lines = notice(material)
    rows = -(-len(records) // ACROSS)
    paper = Paper(WIDTH, rows * CELL + 1 + LINE * len(lines))
    wide, base = WIDTH / ACROSS, material.judged.plan
    for k, record in enumerate(records):
        assert record.score is not None
        assert record.problem is not None
        left, top = (k % ACROSS) * wide, paper.height - (k // ACROSS) * CELL
        frame = Box(left + 1, top - CELL + 1, left + wide - 1, top - 5)
        shapes = _ground(material, record)
        slots = continued(base, record.score.plan, material.problem.county.staff)
        sheet = Sheet(record.problem, record.score, shapes, "", (), material.language, frame, slots)
        draw_ground(paper, sheet, named=False)
        room = int((wide - 3) * CELLS_PER_MM * SMALL / NAME)
        name = folded(material.labels[record.name], room)
        paper.text(left + wide / 2, top - 4, name[0] + ("…" if len(name) > 1 else ""), NAME, across="center")
    small_print(paper, lines)
    return paper


def _ground(material: Material, record: Record) -> Ground:
    """The ground of a scenario's county: what was merged belongs to the station that took it over."""
    assert record.problem is not None
    if record.problem.county.codes == material.problem.county.codes:
        return material.ground
    return ground(record.problem.county, areas_after(material.built.areas, record.merged))


def trade_off(material: Material, records: Sequence[Record]) -> Paper:
    """Every plan by its mean way and its mismatch: to the lower left is better on both."""
    lines = notice(material)
    below = 14 + LINE * len(lines)
    paper, room = Paper(WIDTH, below + 64), Box(18, below, WIDTH - 12, below + 60)
    x, y = by_key("mean_minutes", "mismatch")
    spots: dict[tuple[float, float], list[str]] = {}
    for record in records:
        assert record.score is not None
        values = plan_values(record.score)
        spot = x.rounded(values[x.key]), 100 * y.rounded(values[y.key])
        spots.setdefault(spot, []).append(str(material.number(record.name)))
    across, up = (scale([spot[axis] for spot in spots]) for axis in (0, 1))
    axes(paper, room, across, up)
    marks, labels, texts = [], [], []
    for spot, names in spots.items():
        left = room.left + (room.right - room.left) * (spot[0] - across[0]) / (across[1] - across[0])
        high = room.bottom + (room.top - room.bottom) * (spot[1] - up[0]) / (up[1] - up[0])
        kind, size, colour = ("*", 12, "#C00000") if names[0] == "0" else ("o", 6, "#4477AA")
        paper.mark(left, high, kind, size, fill=colour)
        marks.append(Box.around(left, high, 3, 3))
        texts.append(paper.text(0, 0, say("workbench.list.separator", material.language).join(names), NAME, halo=True))
        labels.append(label(paper, texts[-1], left, high, 1.8))
    put(paper, texts, labels, placed(labels, marks, room))
    paper.text((room.left + room.right) / 2, below - 10, x.header(material.language), 7.5, across="center")
    words = f"{y.name(material.language)} (%)"
    paper.text(4, (room.bottom + room.top) / 2, words, 7.5, across="center", up="center").set_rotation(90)
    small_print(paper, lines)
    return paper


def scale(values: Sequence[float]) -> tuple[float, float]:
    """From where to where an axis goes: all values, and some room round them."""
    room = 0.12 * (max(values) - min(values)) or 1.0
    return min(values) - room, max(values) + room


def axes(paper: Paper, room: Box, across: tuple[float, float], up: tuple[float, float]) -> Axes:
    """Axes over a part of the page, with their grid and numbers, below everything else."""
    size = (room.right - room.left) / paper.width, (room.top - room.bottom) / paper.height
    drawn = paper.figure.add_axes((room.left / paper.width, room.bottom / paper.height, *size))
    drawn.set(xlim=across, ylim=up)
    drawn.set_zorder(-1)
    drawn.grid(color="#DDDDDD", linewidth=0.5)
    drawn.set_axisbelow(True)
    for side in ("top", "right"):
        drawn.spines[side].set_visible(False)
    for words in [*drawn.get_xticklabels(), *drawn.get_yticklabels()]:
        words.set_fontproperties(lettering().properties(7))
    return drawn
