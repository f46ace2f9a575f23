"""One side of :mod:`benchmarks.same`: command lines run in this process, one after the other, with the tree's program.

    PYTHONPATH=TREE python -P benchmarks/same_side.py TREE

Every line of stdin is a list of runs, each a folder and the words of a command line, ``zoning`` left out; for each line
one is answered, the seconds of the processor they took. What a run prints is left in its folder as ``stdout`` and
``stderr``, how it ends as ``exit``: its exit code, or the fault that it was. Nothing of the tree is known here but
``workbench.cli.main``.
"""

import contextlib
import json
import os
import sys
import time
from pathlib import Path

from workbench import cli

STDOUT, STDERR, EXIT = "stdout", "stderr", "exit"
"""Files that every run leaves."""


def ended(words: list[str]) -> str:
    """Run a command line; its exit code, or the fault, without the places in the code it passed."""
    try:
        return str(cli.main(words))
    except SystemExit as ending:
        return str(ending.code or 0)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other side has to end the same way
        return f"{type(error).__name__}: {error}"


def run(folder: Path, words: list[str]) -> float:
    """Run a command line and leave what it says in a folder; seconds of the processor."""
    folder.mkdir(parents=True)
    with (folder / STDOUT).open("w", encoding="utf-8") as out, (folder / STDERR).open("w", encoding="utf-8") as err:
        began = time.process_time()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            ending = ended(words)
        seconds = time.process_time() - began
    (folder / EXIT).write_text(ending + "\n", encoding="utf-8")
    return seconds


def main() -> None:
    """Answer until there is nothing more to do."""
    if not Path(cli.__file__).is_relative_to(sys.argv[1]):
        sys.exit(f"{cli.__file__} is not below {sys.argv[1]}")
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # libraries may print what they like
        for line in sys.stdin:
            seconds = sum(run(Path(folder), words) for folder, words in json.loads(line))
            print(json.dumps(seconds), file=answers, flush=True)


if __name__ == "__main__":
    main()
