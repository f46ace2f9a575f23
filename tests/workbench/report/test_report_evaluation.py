"""The chapter of a report on two periods: the figures of the file beside the plan; one of other zones is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workbench.conftest import Said
from tests.workbench.drawn import numbers
from tests.workbench.report.reports import Solved, material, written
from workbench.report.chapters.services import evaluation
from workbench.report.model import Paragraph
from workbench.tables.table import Table
from zoning.model.errors import InputError

Zoning = Callable[..., Said]


def test_two_periods_beside_the_plan_are_told_with_their_intervals_and_other_zones_are_refused(
    zoning: Zoning, solved: Solved, tmp_path: Path
) -> None:
    solution, _ = solved("qingshui", 3)
    folder, county = written(tmp_path / "plan", solution), solution.problem.county
    for name, count in (("2023", 20), ("2024", 10)):
        rows = [f"{code},{kind.key},{count}" for code in county.codes for kind in county.classes]
        (tmp_path / f"{name}.csv").write_text("\n".join(["station,class,count", *rows]) + "\n", encoding="utf-8")
    sides = [str(tmp_path / f"{name}.csv") for name in ("2023", "2024")]
    words = ("evaluate", "sample:qingshui", *sides, str(folder), "--comparison", county.codes[0], "--out", str(folder))
    assert zoning(*words).code == 0
    blocks = evaluation(material(folder, "qingshui", "en"))
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [len(table.rows) > 1 for table in tables] == [True, True, True], "zones, classes, beside the stations"
    document = json.loads((folder / "evaluate.json").read_text(encoding="utf-8"))
    whole = document["changes"][0]
    assert numbers(tables[0], 0)[4:7] == pytest.approx([-0.5, whole["low"], whole["high"]], abs=1e-3)
    assert any(isinstance(block, Paragraph) and "no cause" in block.text for block in blocks)
    zones = document["zones"]
    zones[0]["stations"].append(zones[1]["stations"].pop())
    (folder / "evaluate.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        evaluation(material(folder, "qingshui", "en"))
    assert "other zones" in refused.value.mistakes[0].text("en")
