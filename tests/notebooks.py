"""The notebooks of the documents, run anew: ``python -m tests.notebooks`` stores what they show.

Stored are outputs alone, nothing of the machine or the time; a test compares the text among them.
"""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
ABOUT = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
SECONDS = 600


def stored(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def executed(path: Path, folder: Path) -> Any:
    """The notebook with what its cells show when they are run in ``folder``."""
    notebook = stored(path)
    client = NotebookClient(
        notebook, timeout=SECONDS, startup_timeout=SECONDS, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    for cell in notebook.cells:
        cell.metadata = {}
    notebook.metadata = ABOUT
    return notebook


def shown(notebook: Any) -> list[str]:
    """The lines of all outputs in order, however a kernel parts its stream; of a picture, that there is one."""
    told: list[str] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            text = "a picture" if "image/png" in data else output.get("text") or data["text/plain"]
            told.extend(text.splitlines())
    return told


def main() -> None:
    for path in NOTEBOOKS:
        nbformat.write(executed(path, path.parent), path)  # type: ignore[no-untyped-call]  # it has types elsewhere
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
