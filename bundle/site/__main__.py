"""``python -m bundle.site``: the documents as a site in ``dist/site``, Chinese first, English below ``en``.

It needs no network, neither to be built nor to be read: a browser opens ``index.html`` from disk. A link that leads
nowhere, or a page that nobody can reach from the menu, is an error.
"""

import argparse
import sys
from pathlib import Path

from bundle.site.build import build
from bundle.targets import ROOT


def main() -> int:
    """Build the site where it is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bundle.site", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist" / "site")
    out = parser.parse_args().out
    build(out)
    print(f"{out / 'index.html'}: {sum(1 for _ in out.rglob('*.html'))} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
