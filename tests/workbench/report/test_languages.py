"""Reports, workbooks, layers and the words of the page are in one language, names of the data aside."""

import io
import re
import tomllib
from pathlib import Path

import openpyxl
import pyogrio
import pytest

from tests.project.source import ROOT
from tests.workbench.languages import CHINESE, ENGLISH, TYPED, foreign
from tests.workbench.report.reports import Made
from workbench.draw.layers import package
from workbench.given.sources import Layers
from workbench.report.material import read_material
from workbench.report.model import Paragraph, Picture
from workbench.report.sections import SECTIONS, build
from workbench.tables.plan.words import applied
from workbench.tables.plan.workbook import workbook
from workbench.tables.table import Table
from zoning.judge.score import score
from zoning.texts import LANGUAGES, Language

APPENDIX = {chapter.key for chapter in SECTIONS if chapter.appendix}
KEYS = {"Word", "PDF", "English", "Enter", "Esc", "Shift", "Ctrl", "xlsx", "gpkg", "svg", "zip", "GeoPackage", "Zoning"}
"""English words on a Chinese page: formats, keys of a keyboard, and the switch to the other language."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_and_layers_speak_one_language(made: Made, tmp_path: Path, language: Language) -> None:
    own = made.material
    judged = score(own.problem, own.judged.plan)
    lines = applied(own.problem, own.built.notices, language)
    book = openpyxl.load_workbook(io.BytesIO(workbook(own.solution, judged, lines, language)))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    digests = re.compile(r"[0-9a-f]{64}")
    said = "\n".join([*book.sheetnames, *(digests.sub(" ", text) for text in texts)])
    assert {*foreign(said, language, own.problem.county)} - {"pool", "hand", "sha"} == set(), (
        "how it was sought, and a digest"
    )
    path = tmp_path / "plan.gpkg"
    path.write_bytes(package(own.problem, judged, own.ground, language))
    for name, *_ in pyogrio.list_layers(path):
        if name != "layer_styles":
            columns = [*pyogrio.read_dataframe(path, layer=name).columns]
            shown = [name, *columns] if language == "zh" else columns
            assert {*foreign(" ".join(shown), language, own.problem.county)} <= {
                "geometry",
                "zones",
                "stations",
                "seats",
            }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chapters_of_a_report_speak_one_language_and_no_machine_s(made: Made, language: Language) -> None:
    """What is for machines, keys and commands and file names, stands in the appendix."""
    report = made.report if language == "zh" else build(read_material(made.folder, None, Layers(), language))
    county = made.material.problem.county
    for section in report.sections:
        if section.key in APPENDIX:
            continue
        said = [section.title]
        for block in section.blocks:
            texts: list[str] = []
            if isinstance(block, Table):
                cells = [block.text(r, c) for r in range(len(block.rows)) for c in range(len(block.columns))]
                texts += [block.title, block.note, *(column.title for column in block.columns), *cells]
            elif isinstance(block, Paragraph):
                texts += [block.head, block.text]
            elif isinstance(block, Picture):
                texts.append(block.caption)
            said += texts
        text = "\n".join(said)
        assert list(foreign(text, language, county)) == [], section.key
        assert re.findall(r"(?<![A-Za-z0-9])[HCGNB]\d{1,2}(?![A-Za-z0-9])", text) == [], section.key
        assert "zoning " not in text.replace("zoning 制图", ""), section.key


def test_the_words_of_the_page_and_of_all_sentences_are_in_their_language() -> None:
    for language in LANGUAGES:
        texts = tomllib.loads((ROOT / "workbench" / "texts" / f"{language}.toml").read_text(encoding="utf-8"))
        page = " ".join(text for key, text in texts["page"].items() if key != "other_language_zh")
        words = (
            CHINESE.findall(page)
            if language == "en"
            else ENGLISH.findall(re.sub(r"\{[^}]*\}", "", TYPED.sub(" ", page)))
        )
        assert {*words} - KEYS - ({"zoning", "serve"} if language == "zh" else set()) == set()
    for package_ in ("zoning", "geodata", "solvers", "systems", "scenarios", "workbench"):
        english = tomllib.loads((ROOT / package_ / "texts" / "en.toml").read_text(encoding="utf-8"))
        found = [f"{s}.{k}" for s, held in english.items() for k, text in held.items() if CHINESE.search(text)]
        assert found in ([], ["page.other_language_zh"])
