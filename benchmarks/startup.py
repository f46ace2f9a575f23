"""How long the program takes to start: ``zoning --help`` over ``python -c pass``, as the median ratio of paired runs.

python -m benchmarks.startup [--pairs 15]
"""

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.measured import machine

ROOT = Path(__file__).parents[1]
HELP = "import sys; sys.argv = ['zoning', '--help']; from workbench.cli import main; sys.exit(main())"
"""What the installed command does."""


def seconds(code: str) -> float:
    """Wall time of a fresh Python that runs this.

    Raises
    ------
    subprocess.CalledProcessError
        When it fails.
    """
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        prog="python -m benchmarks.startup", description="measure the start of the program"
    )
    options.add_argument("--pairs", type=int, default=15, help="paired runs")
    chosen = options.parse_args()
    seconds(HELP)  # compiled files and the disk's cache are there for all that follow
    pairs = [(seconds("pass"), seconds(HELP)) for _ in range(chosen.pairs)]
    bare, shown = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(shown / bare for bare, shown in pairs)
    print(
        f"python -c pass {bare:.3f} s, zoning --help {shown:.3f} s, ratio {ratio:.1f} (medians of {chosen.pairs} pairs)"
    )
    print(machine())


if __name__ == "__main__":
    main()
