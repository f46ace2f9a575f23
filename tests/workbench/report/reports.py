"""Reports in every format, made once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geodata.county.build import Built
from workbench.given.sources import Layers
from workbench.report.material import Material, read_material
from workbench.report.model import Report
from zoning.result.codec import dumps
from zoning.result.documents import to_document
from zoning.result.solution import Solution
from zoning.texts import Language

Solved = Callable[..., tuple[Solution, Built]]


@dataclass(frozen=True)
class Made:
    """A folder with a plan, its report in every format and the words in each; and the model of one made anew."""

    folder: Path
    solution: Solution
    texts: dict[str, str]
    material: Material
    report: Report


def written(folder: Path, solution: Solution) -> Path:
    """The folder as ``zoning solve --out`` leaves it."""
    folder.mkdir(exist_ok=True)
    (folder / "plan.json").write_text(dumps(to_document(solution)), encoding="utf-8")
    return folder


def material(folder: Path, sample: str, language: Language = "zh") -> Material:
    return read_material(folder, f"sample:{sample}", Layers(), language)
