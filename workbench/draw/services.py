"""The map of a system as files beside its answer; drawing is loaded when there is something to draw."""

from geodata.county.build import Built
from zoning.model.plan import Plan
from zoning.texts import Language


def service_files(
    key: str, found: object, built: Built, language: Language, plan: Plan | None = None
) -> dict[str, bytes]:
    """``key.png``, ``key.svg`` and ``key.gpkg`` of what a system found; ``plan`` draws the zones, if any."""
    from workbench.draw.ground import ground
    from workbench.draw.subjects import SUBJECTS
    from workbench.draw.theme import Leaf, files

    theme = SUBJECTS[key](found, language)
    return files(Leaf(theme, built.county, ground(built.county, built.areas), language, plan))
