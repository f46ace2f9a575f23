"""The chapters of a report: a row each, in the order in which they are read. Adding one is a row and a function.

A chapter that cannot be made costs no other: the reason stands in its place, and the report says which they are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from workbench.report.chapters import chance, frontier, periods, plan, services, sources, staircase, study
from workbench.report.chapters.organisation import organisation
from workbench.report.chapters.response import help_in_time
from workbench.report.chapters.summary import summary
from workbench.report.material import Material
from workbench.report.model import Block, Paragraph, Picture, Report, Section
from workbench.tables.table import Table
from zoning.model.errors import InputError
from zoning.texts import Language, say

DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class Chapter:
    """A row: ``workbench.chapter.<key>`` is its title; it is left out where ``blocks`` gives none.

    What is for the record and for machines stands in the appendix.
    """

    key: str
    blocks: Callable[[Material], Sequence[Block]]
    appendix: bool = False


SECTIONS = (
    Chapter("summary", summary),
    Chapter("zones", plan.zones),
    Chapter("organisation", organisation),
    Chapter("staffing", services.staffing),
    Chapter("changes", plan.changes),
    Chapter("response", help_in_time),
    Chapter("deployment", services.deployment),
    Chapter("density", services.density),
    Chapter("evaluation", services.evaluation),
    Chapter("posts", services.posts),
    Chapter("rooms", services.rooms),
    Chapter("rosters", services.rosters),
    Chapter("chance", chance.chance),
    Chapter("periods", periods.by_period),
    Chapter("alternatives", plan.alternatives),
    Chapter("frontier", frontier.trade_off),
    Chapter("staircase", staircase.evenness),
    Chapter("scenarios", study.scenarios),
    Chapter("pairs", study.pairs),
    Chapter("sources", sources.sources),
    Chapter("measures", sources.measures, appendix=True),
    Chapter("record", sources.record, appendix=True),
)


def build(material: Material, on_chapter: Callable[[float], None] | None = None) -> Report:
    """The report of a plan, every chapter that can be made in it; ``on_chapter`` is told the share that is made."""
    language, county = material.language, material.problem.county
    lost: dict[str, str] = {}
    filled = []
    for k, chapter in enumerate(SECTIONS):
        if on_chapter is not None:
            on_chapter(k / len(SECTIONS))
        if blocks := _blocks(chapter, material, lost):
            filled.append((chapter, blocks))
    counts = {False: -1, True: 0}
    sections = []
    for chapter, blocks in filled:
        counts[chapter.appendix] += 1
        title = say(f"workbench.chapter.{chapter.key}", language)
        numbered = _numbered(counts[chapter.appendix], title, language, appendix=chapter.appendix)
        sections.append(Section(chapter.key, numbered, tuple(blocks)))
    title = material.say("title", county=county.name)
    size = material.say("subtitle", stations=len(material.problem), zones=len(material.judged.zones))
    subtitle = " · ".join((size, *material.issue.signed(language)))
    told = tuple(
        material.say("lost", chapter=say(f"workbench.chapter.{key}", language), reason=reason)
        for key, reason in lost.items()
    )
    captioned = _captioned(sections, language)
    return Report(title, subtitle, county.notice, language, captioned, told, material.issue)


def _blocks(chapter: Chapter, material: Material, lost: dict[str, str]) -> Sequence[Block]:
    """The blocks of a chapter; where it fails the reason, which is also written down in ``lost`` by its key."""
    try:
        return chapter.blocks(material)
    except InputError as error:
        reason = "; ".join(mistake.text(material.language) for mistake in error.mistakes)
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost the other chapters
        reason = material.say("fault", kind=type(error).__name__, detail=str(error))
    lost[chapter.key] = reason
    return [Paragraph(material.say("lost_here", reason=reason), "warning")]


def _numbered(k: int, title: str, language: Language, *, appendix: bool) -> str:
    """The title with its number as official documents count, 一、 or 1.; page one has none."""
    if appendix:
        return say("workbench.report.appendix", language, number=_chinese(k) if language == "zh" else k, title=title)
    if k == 0:
        return title
    return f"{_chinese(k)}、{title}" if language == "zh" else f"{k}. {title}"


def _chinese(k: int) -> str:
    """A number from 1 to 19 in Chinese."""
    return DIGITS[k - 1] if k < 10 else "十" + (DIGITS[k - 11] if k > 10 else "")


def _captioned(sections: Sequence[Section], language: Language) -> tuple[Section, ...]:
    """Tables and pictures numbered through the report."""
    counts = {"table": 0, "picture": 0}
    numbered = []
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Table):
                counts["table"] += 1
                blocks.append(replace(block, title=_called("table", counts["table"], block.title, language)))
            elif isinstance(block, Picture):
                counts["picture"] += 1
                blocks.append(replace(block, caption=_called("picture", counts["picture"], block.caption, language)))
            else:
                blocks.append(block)
        numbered.append(replace(section, blocks=tuple(blocks)))
    return tuple(numbered)


def _called(kind: str, number: int, caption: str, language: Language) -> str:
    return say(f"workbench.report.caption_{kind}", language, number=number, caption=caption)
