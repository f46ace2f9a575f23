"""``docs/api.json``: what the workbench's interface takes and answers; ``python -m tests.project.api`` writes it."""

import json

from tests.project.source import ROOT
from workbench.web.app import description

PLACE = ROOT / "docs" / "api.json"


def written() -> str:
    """The description as the file holds it."""
    return json.dumps(description(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PLACE.write_text(written(), encoding="utf-8")
