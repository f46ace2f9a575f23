"""What line, workbook and report say of an added rule and measure; run by ``tests/solvers/test_coverage.py``."""

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.project import rows
from tests.project import test_documents as documents
from tests.project.source import ROOT
from workbench.cli import main

RULE, MEASURE = ("rules.max_population=45000", "weights.crowding=0.05")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The tables of a sample, with residents filled in."""
    folder = tmp_path_factory.mktemp("county") / "tables"
    assert main(["export", "sample:xunhua", str(folder)]) == 0
    stations = folder / "stations.csv"
    rows = list(csv.DictReader(io.StringIO(stations.read_text(encoding="utf-8-sig"))))
    for k, row in enumerate(rows):
        row["population"] = str(12000 + 1500 * k)
    with stations.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(folder)


def said(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> str:
    capsys.readouterr()
    assert main(list(words)) == code, capsys.readouterr()
    captured = capsys.readouterr()
    return captured.out + captured.err


SET = ("--set", RULE, "--set", MEASURE, "--set", "zones.min_stations=1")


def test_solve_score_explain_and_report_name_both(
    county: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "plan")
    for language, limit, name, unknown in (
        ("zh", "每个防区居民不超过 45000 人", "居民分布", "不认识 max_population、crowding"),
        (
            "en",
            "at most 45000 residents a zone",
            "Crowding",
            "does not know max_population, crowding",
        ),
    ):
        text = " ".join(said(capsys, 0, "solve", county, *SET, "--lang", language, "--out", out).split())
        assert limit in text
        assert name in text
        assert unknown in text
        plan = json.loads((Path(out) / "plan.json").read_text(encoding="utf-8"))
        assert plan["policy"]["rules"]["max_population"] == 45000
        assert plan["measures"]["crowding"] > 0
        sheets = openpyxl.load_workbook(Path(out) / "plan.xlsx")
        cells = [str(cell.value) for sheet in sheets for row in sheet for cell in row if cell.value is not None]
        assert any(name in cell for cell in cells)
        assert any(limit in cell for cell in cells)
        judged = said(capsys, 0, "score", county, f"{out}/plan.json", "--lang", language)
        assert name in judged
        explained = said(capsys, 0, "explain", county, f"{out}/plan.json", "--lang", language, "--time-limit", "60")
        assert limit.split("（")[0].split(" (")[0] in explained, explained
        said(capsys, 0, "verify", county, f"{out}/plan.json", "--lang", language)
        said(capsys, 0, "report", out, "--format", "docx,html", "--lang", language)
        page = next(Path(out).glob("*.html")).read_text(encoding="utf-8")
        page = re.sub(r"</?span[^>]*>", "", page)  # which keep a number with its unit
        assert limit.split("（")[0].split(" (")[0] in page
        assert name in page
        with zipfile.ZipFile(next(Path(out).glob("*.docx"))) as document:
            assert name in document.read("word/document.xml").decode()


def test_a_broken_limit_and_a_relaxation_are_told(
    county: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "plan")
    said(capsys, 0, "solve", county, "--out", out)
    file = Path(out) / "plan.json"
    plan = json.loads(file.read_text(encoding="utf-8"))
    plan["policy"]["rules"]["max_population"] = 20000
    file.write_text(json.dumps(plan), encoding="utf-8")
    assert "residents beyond the 20000 allowed" in said(capsys, 6, "score", county, str(file), "--lang", "en")
    assert "居民比上限 20000 人多" in said(capsys, 6, "score", county, str(file), "--lang", "zh")
    refused = said(capsys, 4, "solve", county, "--set", "rules.max_population=25000", "--lang", "en")
    assert "--set rules.max_population=" in refused
    assert "residents a zone" in refused
    chinese = said(capsys, 4, "solve", county, "--set", "rules.max_population=25000", "--lang", "zh")
    assert "居民不超过 25000 人" in chinese


def test_an_unknown_value_is_refused_as_any_other(county: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "rules.max_population" in said(
        capsys, 3, "solve", county, "--set", "rules.max_population=-1", "--lang", "en"
    )
    assert "rules.max_population" in said(capsys, 3, "solve", county, "--set", "rules.max_popluation=1", "--lang", "en")


def test_a_command_is_in_the_help_and_speaks_both_languages(county: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "清点全县居民" in said(capsys, 0, "--help", "--lang", "zh")
    assert "Count the residents of a county" in said(capsys, 0, "census", "--help", "--lang", "en")
    assert "全县居民 162,000 人" in said(capsys, 0, "census", county, "--lang", "zh")
    assert "162,000 residents in the county" in said(capsys, 0, "census", county, "--lang", "en")
    assert json.loads(said(capsys, 0, "census", county, "--json"))["residents"] == 162000


def test_the_rows_that_the_documents_lack_are_written_by_a_command() -> None:
    assert "crowding" not in (ROOT / "docs/measures.md").read_text(encoding="utf-8")
    for path, text in rows.documents().items():
        path.write_text(text, encoding="utf-8")
    for language in ("", ".zh"):
        documents.test_rules_are_documented(language)
        documents.test_measures_are_documented(language)
        documents.test_policy_keys_are_documented_with_their_defaults(language)
        documents.test_every_policy_example_is_accepted_and_changes_its_key(language)
    assert "at most `rules.max_population` residents a zone" in (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    assert "| `rules.max_population` | 整数，或 `none` | 0–1,000,000 |" in (ROOT / "docs/policy.zh.md").read_text(
        encoding="utf-8"
    )
