"""``python -m bundle``: build bundles into ``dist``; ``python -m bundle resolve``: store which wheels there are."""

import argparse
import sys
from pathlib import Path

from bundle.build import bundle
from bundle.fetch import resolve
from bundle.targets import PLATFORMS, PYTHONS, ROOT


def main() -> int:
    """Build the bundles that are asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m bundle", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["build", "resolve"], default="build")
    parser.add_argument("--platform", nargs="+", choices=list(PLATFORMS), default=list(PLATFORMS))
    parser.add_argument("--python", nargs="+", type=int, choices=PYTHONS, default=list(PYTHONS), metavar="MINOR")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "wheels")
    given = parser.parse_args()
    if given.what == "resolve":
        resolve()
        return 0
    for name in given.platform:
        made = bundle(PLATFORMS[name], given.python, given.out, given.cache)
        print(f"{made}: {made.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
