"""The scorecard as a picture: a row a zone, incidents of every month as bars, its target across each, red where missed.

What it may get wrong: months of which some days are counted have short bars, and targets for as many days.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.draw.fonts import lettering
from workbench.draw.paper import Paper
from workbench.line.speech import folded
from workbench.report.pictures import LINE, WIDTH, small_print
from workbench.tables.palette import slot
from zoning.judge.figures import FIGURES
from zoning.judge.names import zone_called
from zoning.texts import Language, say
from zoning.texts.numbers import number

if TYPE_CHECKING:
    from systems.organisation.records import Organisation
    from systems.organisation.scorecard import Card

MOST, LEFT, HIGH, FOOT = 24, 38.0, 11.0, 12.0
"""Periods at most, the last ones; room for names, height of a zone's row, room for names of periods, in mm."""
RED, INK = "#C00000", "#222222"


def scorecard_chart(found: "Organisation", language: Language) -> Paper | None:
    """Incidents of the zones by period; ``None`` where there are fewer than two periods."""
    cards = [card for card in found.scorecard if card.figure == "period_incidents"]
    periods = list(dict.fromkeys(card.period for card in cards))[-MOST:]
    if len(periods) < 2:
        return None
    lines = folded(found.county.notice, int(WIDTH)) if found.county.notice else []
    below = FOOT + LINE * len(lines)
    paper = Paper(WIDTH, below + HIGH * len(found.zones) + 6)
    for z, zone in enumerate(found.zones):
        own = [card for card in cards if card.zone == z and card.period in periods]
        bottom = below + HIGH * (len(found.zones) - z - 1)
        _row(paper, own, z, bottom)
        name = f"{z + 1} {zone_called(zone.name, language)}"
        paper.text(LEFT - 7, bottom + HIGH / 2, name, 7, across="right", up="center")
    step = (WIDTH - LEFT - 2) / len(periods)
    for k, period in enumerate(periods):
        if k % max(1, -(-len(periods) // 8)) == 0:
            paper.text(LEFT + step * (k + 0.5), below - 4, period.split(" ")[0], 6, across="center")
    words = say("workbench.organise.scorecard_key", language, figure=FIGURES["period_incidents"].name(language))
    paper.text(LEFT, below - 8.5, words, 6.5)
    small_print(paper, lines)
    return paper


def _row(paper: Paper, cards: Sequence["Card"], zone: int, bottom: float) -> None:
    """The bars of a zone on a scale of its own, whose upper end stands beside it."""
    axes = paper.figure.add_axes(
        (LEFT / paper.width, (bottom + 1) / paper.height, (WIDTH - LEFT - 2) / paper.width, (HIGH - 2.5) / paper.height)
    )
    values = [card.value or 0.0 for card in cards]
    bars = axes.bar(range(len(cards)), values, width=0.8, edgecolor=INK, linewidth=0.5)
    for k, (bar, card) in enumerate(zip(bars, cards, strict=True)):
        bar.set(facecolor=slot(zone).colour, hatch=slot(zone).hatch)
        if card.target is not None:
            axes.plot([k - 0.45, k + 0.45], [card.target] * 2, color=INK if card.met else RED, linewidth=1.4)
    top = max([*values, *(card.target or 0.0 for card in cards), 1e-9])
    axes.set(xlim=(-0.5, len(cards) - 0.5), ylim=(0, top * 1.05), xticks=[], yticks=[top], yticklabels=[number(top)])
    axes.tick_params(labelsize=6, length=1.5, pad=1)
    for label in axes.get_yticklabels():
        label.set_fontproperties(lettering().properties(6))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def scorecard_files(found: "Organisation", language: Language) -> dict[str, bytes]:
    """``scorecard.png`` and ``scorecard.svg``, where there are periods to show."""
    paper = scorecard_chart(found, language)
    return {} if paper is None else {"scorecard.png": paper.png(), "scorecard.svg": paper.svg()}
