"""What a report says of plans drawn by hand: what they are, what they break, and how even their zones really are."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from pptx import Presentation

from geodata.county.build import Built
from workbench.given.sources import Layers
from workbench.report.chapters.gains import compared, facts, gains_and_losses, shortcomings
from workbench.report.chapters.sources import record
from workbench.report.chapters.summary import proposal, summary
from workbench.report.formats.pptx import pptx
from workbench.report.material import Material, read_material
from workbench.report.model import Block, Paragraph, Picture
from workbench.report.sections import build
from zoning.judge.figures import FIGURES
from zoning.judge.score import score
from zoning.model.plan import Plan
from zoning.texts.numbers import percent

SEAT, MOVED = "620521100", "620521207"


@pytest.fixture(scope="module")
def draft(built: Callable[[str], Built], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Material]:
    """The zones of today of a sample with some stations moved, as a table drawn by hand."""

    def one(**moved: str) -> Material:
        path = tmp_path_factory.mktemp("draft") / "draft.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(("派出所", "防区"))
            for station in built("qingshui").county.stations:
                rows.writerow((station.name, moved.get(f"s{station.code}", station.current_zone)))
        return read_material(path, "sample:qingshui", Layers(), "zh")

    return one


@pytest.fixture(scope="module")
def merged(draft: Callable[..., Material]) -> Material:
    """The county seat lies in a zone with others, which breaks the rule that it stands alone."""
    return draft(**{f"s{SEAT}": "南部防区"})


@pytest.fixture(scope="module")
def legal(draft: Callable[..., Material]) -> Material:
    return draft(**{f"s{MOVED}": "西部防区"})


def concluded(material: Material) -> str:
    """What the appendix concludes of the plan."""
    return next(block.text for block in record(material) if isinstance(block, Paragraph))


def words(blocks: Sequence[Block]) -> str:
    """What is written, and what stands on and under the pictures."""
    said = [block.text for block in blocks if isinstance(block, Paragraph)]
    for block in blocks:
        if isinstance(block, Picture):
            said += [block.caption, *(text.get_text() for text in block.paper.texts)]
    return "\n".join(said)


def test_the_appendix_concludes_what_page_one_does(merged: Material, legal: Material) -> None:
    assert concluded(merged) == "手工划分的方案；违反硬性规则 1 处，不能直接采用。"
    assert concluded(replace(merged, drawn=False)) == "违反硬性规则 1 处，不能直接采用。"
    says = concluded(legal)
    assert says.startswith("手工划分的方案；综合代价比")
    assert says.endswith("不违反任何硬性规则。")
    assert says.removeprefix("手工划分的方案；") in proposal(legal)


def test_a_draft_is_nobody_s_proposal(merged: Material) -> None:
    told = words(summary(merged))
    assert "建议" not in told
    assert "现行防区与手工划分的方案" in told
    assert "手工划分的方案（4 个防区）" in told
    english = words(summary(replace(merged, language="en")))
    assert "ropose" not in english
    assert "Drawn by hand (4 zones)" in english
    assert "建议方案（4 个防区）" in words(summary(replace(merged, drawn=False)))


def test_the_first_slide_names_the_rule_that_is_broken(merged: Material) -> None:
    show = Presentation(io.BytesIO(pptx(build(merged), merged)))
    first, *_, last = ("\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in show.slides)
    rule = "城关派出所须单设防区：永清镇、红堡镇、草川铺镇、丰望乡"
    assert f"不能直接采用：\n• {rule}" in first
    assert rule not in last


def test_a_zone_counts_as_uneven_unless_it_really_stands_alone_before_and_after(merged: Material) -> None:
    """All 133 officers are the base of both shares: the seat has as much too much as the zone that it joins."""
    county, current = merged.problem.county, merged.problem.current
    assert current is not None
    due = county.workload * county.officers.sum() / county.workload.sum()
    shares = []
    for plan in (current, merged.judged.plan):
        zones = [[county.index[code] for code in zone] for zone in plan.zones]
        lacking = sum(max(0.0, float((due - county.officers)[rows].sum())) for rows in zones)
        shares.append(lacking / county.officers.sum())
    (fact,) = (fact for fact in facts(merged) if fact.figure.key == "mismatch")
    assert [fact.before, fact.after] == pytest.approx(shares)
    assert merged.judged.measures["mismatch"] < fact.after / 2
    assert ("人均工作量拉平" in words(gains_and_losses(merged))) == (fact.change != 0)
    quiet = min(merged.judged.zones, key=lambda zone: zone.figures["workload_per_officer"]).stations
    zones_ = [zone for zone in current.zones if SEAT not in zone and zone[0] not in quiet]
    rest = [code for code in county.codes if not any(code in zone for zone in zones_)]
    other = replace(merged, judged=score(merged.problem, Plan.of([*zones_, rest])))
    share = next(fact.after for fact in facts(other) if fact.figure.key == "mismatch")
    about = f"调整 {percent(share, 1)} 的民警（全县派出所 133 名民警中约 {round(133 * share)} 人；"
    assert f"{about}现行防区 {percent(shares[0], 1)}，" in words(gains_and_losses(other))
    said = words(shortcomings(merged))
    assert "忙闲仍有差别：南部防区人均 300 警时/年（与须单设的派出所以外各所的均值相比 +197.3%）" in said
    assert "单设防区" not in said
    assert "附录的同名指标按规则不计" in compared(merged).note
    assert "须单设的派出所以外各所的均值" in words(build(merged).sections[1].blocks)


def test_a_zone_that_stands_alone_is_left_out_and_the_others_are_the_base(legal: Material) -> None:
    (fact,) = (fact for fact in facts(legal) if fact.figure.key == "mismatch")
    assert fact.after == legal.judged.measures["mismatch"]
    about = f"单设防区以外的 116 名民警中约 {round(116 * fact.after)} 人；"
    assert about in words(gains_and_losses(legal))
    said = words(shortcomings(legal))
    assert "县城防区" not in said
    assert "与单设防区以外各防区的均值相比" in said
    assert "同名指标" not in compared(legal).note


def test_less_than_one_officer_is_not_none(legal: Material) -> None:
    even = replace(legal)
    even.__dict__["values"] = legal.values | {"mismatch": 0.003}
    assert "单设防区以外的 116 名民警中不足 1 人" in words(gains_and_losses(even))


def test_no_measure_with_a_weight_gets_worse_in_silence(merged: Material, legal: Material) -> None:
    told = 0
    for material in (merged, legal):
        today, weights = material.baselines["current"], material.problem.policy.weights.model_dump()
        said = words(gains_and_losses(material)).split("变差")[-1]
        rows = {str(row[0]): row for row in compared(material).rows}
        for key in ("overload", "mix_loss", "density_loss", "border_cut"):
            figure, before, after = FIGURES[key], today[key], material.values[key]
            worse = weights[key] > 0 and figure.rounded(after) > figure.rounded(before)
            line = f"{figure.name('zh')} {figure.text(after)}（现行防区 {figure.text(before)}，"
            assert (line in said) == worse, key
            assert (figure.name("zh") in rows) == worse, key
            told += worse
    assert told
