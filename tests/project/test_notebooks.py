"""The notebooks run, show a map, and show today what is stored in them."""

import json
from pathlib import Path

import pytest

from tests.project.source import ROOT

pytest.importorskip("nbclient", reason="nbclient runs the notebooks; it is in the group dev")
pytest.importorskip("ipykernel", reason="ipykernel runs the notebooks; it is in the group dev")

from tests.notebooks import NOTEBOOKS, executed, shown, stored


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_shows_what_is_stored_in_it_and_a_map(path: Path, tmp_path: Path) -> None:
    kept, today = stored(path), executed(path, tmp_path)
    assert shown(today) == shown(kept), "run python -m tests.notebooks to store what is shown now"
    assert "a picture" in shown(kept)
    assert [cell.source for cell in today.cells] == [cell.source for cell in kept.cells]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_tells_nothing_of_the_machine_and_says_that_its_data_are_made_up(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert str(ROOT) not in text
    assert str(Path.home()) not in text
    assert all(not cell["metadata"] for cell in json.loads(text)["cells"])
    assert "虚构" in text
