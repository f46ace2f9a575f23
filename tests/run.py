"""Every check of the project, in this one place: ``python tests/run.py``, or some of them by name.

All of them run even when one fails. A line tells of each; pytest's own closing line comes last. What a check prints is
shown when it fails. The exit code is 0 when every check passed, else 1.
"""

import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sysconfig.get_path("scripts"))

CHECKS = {
    "lint": "ruff check --quiet --output-format=concise .",
    "format": "ruff format --check .",
    "types": "mypy",
    "floors": "lint-imports --no-cache",
    # Points, proofs and counts of work on samples and made-up counties, as stored: no clock.
    "work": "python -m benchmarks check",
    # Unit, property and truth tests; every example of the documents; the built wheel in an environment of its own.
    "tests": "pytest -n 2 --dist loadgroup --durations=8 --durations-min=2",
}

EXTRA = {
    # Does what is written for QGIS open finished in it? Says so where there is none on this machine.
    "qgis": "python -m tests.qgis.check",
    # Are the pages of reports sound, in the PDF, in Word by LibreOffice and in a browser?
    "reports": "python -m tests.reports.check",
}
"""Checks that run when they are asked for by name, and not with the others: they need another program."""


def run(command: str) -> tuple[int, list[str]]:
    """Exit code and printed lines; the lines of a long check are shown as they come."""
    program, *rest = command.split()
    live = program == "pytest"
    lines: list[str] = []
    with subprocess.Popen(
        [BIN / program, *rest],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if live and lines:
                print(lines[-1], end="", flush=True)  # one line behind, so that the last one can be kept back
            lines.append(line)
    return process.returncode, lines


def main(names: Sequence[str]) -> int:
    known = CHECKS | EXTRA
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such check: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    failed, closing = [], ""
    for name in names or CHECKS:
        began = time.perf_counter()
        code, lines = run(known[name])
        seconds = time.perf_counter() - began
        if code != 0:
            failed.append(name)
        if known[name].startswith("pytest"):
            closing = lines[-1] if lines else ""
        elif code != 0 or name in EXTRA:
            print("".join(lines), end="")
        print(f"{'ok  ' if code == 0 else 'FAIL'} {name:<7} {seconds:6.1f} s", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}")
    print(closing, end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
