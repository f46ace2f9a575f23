"""How long the program takes to start, each start over ``python -c pass``: medians of paired runs.

``import zoning``, ``zoning --help``, and ``zoning solve`` of the smallest sample, which is start and little else. All
runs but the first are warm: compiled files, compiled kernels and the disk's cache are there.

python -m benchmarks.startup [--pairs 15]
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measured import machine

ROOT = Path(__file__).parents[1]
COMMAND = "import sys; sys.argv = {}; from workbench.cli import main; sys.exit(main())"
"""What the installed command does."""
STARTS = {
    "import zoning": "import zoning",
    "zoning --help": COMMAND.format(["zoning", "--help"]),
    "zoning solve sample:xunhua --json": COMMAND.format(["zoning", "solve", "sample:xunhua", "--json"]),
}


def seconds(code: str) -> float:
    """Wall time of a fresh Python that runs this, and may keep what it compiles.

    Raises
    ------
    subprocess.CalledProcessError
        When it fails.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.startup", description="measure the start of the program"
    )
    options.add_argument("--pairs", type=int, default=15, help="paired runs")
    chosen = options.parse_args()
    for name, code in STARTS.items():
        seconds(code)
        pairs = [(seconds("pass"), seconds(code)) for _ in range(chosen.pairs)]
        bare, shown = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(shown / bare for bare, shown in pairs)
        print(
            f"{name}: {shown:.3f} s, python -c pass {bare:.3f} s, ratio {ratio:.1f} (medians of {chosen.pairs} pairs)"
        )
    print(f"medians of {chosen.pairs} pairs\n{machine()}")


if __name__ == "__main__":
    main()
