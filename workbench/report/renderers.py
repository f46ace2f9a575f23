"""What writes a report, a row a format; each is imported when it is asked for."""

from collections.abc import Callable

from workbench.report.material import Material
from workbench.report.model import Report


def _docx(report: Report, _: Material) -> bytes:
    from workbench.report.formats.docx import docx

    return docx(report)


def _pdf(report: Report, _: Material) -> bytes:
    from workbench.report.formats.pdf import pdf

    return pdf(report)


def _html(report: Report, _: Material) -> bytes:
    from workbench.report.formats.html import html

    return html(report)


def _xlsx(report: Report, _: Material) -> bytes:
    from workbench.report.formats.xlsx import xlsx

    return xlsx(report)


def _pptx(report: Report, material: Material) -> bytes:
    from workbench.report.formats.pptx import pptx

    return pptx(report, material)


FORMATS: dict[str, Callable[[Report, Material], bytes]] = {
    "docx": _docx,
    "pdf": _pdf,
    "html": _html,
    "xlsx": _xlsx,
    "pptx": _pptx,
}
"""By the suffix of the file."""
