"""A report in every format, made once."""

import re

import openpyxl
import pypdf
import pytest
from docx import Document

import geodata
from tests.workbench.report.reports import Made, Solved, written
from workbench.cli import main
from workbench.given.sources import Layers
from workbench.report.material import read_material
from workbench.report.sections import build


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, solved: Solved) -> Made:
    """The report of a small county in every format, by the command, from a folder that stands alone."""
    solution, built = solved("xunhua", 2, 1)
    folder = written(tmp_path_factory.mktemp("plan"), solution)
    geodata.write_county(built.county, folder / "county.gpkg")
    assert main(["report", str(folder), "--lang", "zh"]) == 0
    word = Document(str(folder / "report.docx"))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    pages = pypdf.PdfReader(folder / "report.pdf").pages
    page = (folder / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(folder / "report.xlsx")
    values = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {
        "docx": "\n".join([*(p.text for p in word.paragraphs), *cells]),
        "pdf": "\n".join(p.extract_text() for p in pages),
        "html": re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL),
        "xlsx": "\n".join(values),
    }
    own = read_material(folder, None, Layers(), "zh")
    return Made(folder, solution, texts, own, build(own))
