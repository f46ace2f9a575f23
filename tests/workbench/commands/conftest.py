"""A plan file of the smallest sample."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zoning.result.codec import dumps
from zoning.result.documents import to_document


@pytest.fixture
def xunhua_plan(solved: Callable[..., Any], tmp_path: Path) -> str:
    """A plan of xunhua made by hand."""
    path = tmp_path / "plan.json"
    path.write_text(dumps(to_document(solved("xunhua", 3)[0])), encoding="utf-8")
    return str(path)
