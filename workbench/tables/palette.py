"""One colour and one hatch for every zone slot, the same on the map, in the terminal and in a workbook.

The colours are Paul Tol's *light* scheme, which stays apart for colour-blind eyes and under black labels; the hatch
tells apart what colour cannot (a black-and-white copy, or more zones than colours). What it may get wrong: beyond
:data:`SLOTS` zones the pairs repeat; the number of the zone, which always stands beside, does not.

References
----------
P. Tol, Colour Schemes, SRON technical note SRON/EPS/TN/09-002, issue 3.2 (2021), figure 6.
"""

from dataclasses import dataclass

COLOURS = ("#77AADD", "#EE8866", "#EEDD88", "#FFAABB", "#99DDFF", "#44BB99", "#BBCC33", "#AAAA00")
HATCHES = ("", "///", "...", "\\\\\\", "xx", "---", "oo", "|||", "++")
SLOTS = len(COLOURS) * len(HATCHES)
"""Different pairs there are: 8 and 9 have no common divisor, so walking both in step meets every pair once."""


@dataclass(frozen=True)
class Slot:
    """How a zone looks: fill colour and matplotlib hatch."""

    colour: str
    hatch: str


def slot(zone: int) -> Slot:
    """The look of zone number ``zone``, counted from 0."""
    return Slot(COLOURS[zone % len(COLOURS)], HATCHES[zone % len(HATCHES)])
