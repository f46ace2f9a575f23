"""Symbols as QGIS writes them: fills with a hatch, lines, marks. Sizes in mm, colours ``#RRGGBB`` or ``#RRGGBBAA``."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from workbench.draw.fonts import MM_PER_POINT
from workbench.draw.mapping.hatches import ANGLES, APART, DOTS

KINDS = {"Polygon": "fill", "Line": "line", "Point": "marker"}
SHAPES = {"*": "star", "o": "circle", "s": "square", "P": "cross_fill", "^": "triangle"}
"""What QGIS calls the marks of :mod:`workbench.draw`."""
HATCH = "#00000055"
CLEAR = "#00000000"


def symbol(geometry: str, name: str, layers: Sequence[Element]) -> Element:
    """A symbol for a kind of geometry, drawn layer by layer."""
    made = Element("symbol", {"type": KINDS[geometry], "name": name, "alpha": "1", "clip_to_extent": "1"})
    made.extend(layers)
    return made


def fill(colour: str, edge: str, width: float, hatch: str = "") -> list[Element]:
    """A polygon filled and outlined; the hatch lies between."""
    base = _layer("SimpleFill", {"color": rgba(colour), "style": "solid", "outline_style": "no"})
    line = _layer("SimpleLine", {"line_color": rgba(edge), "line_width": _mm(width), "joinstyle": "round"})
    return [base, *_hatched(hatch), line]


def line(colour: str, width: float, *, arrow: bool = False) -> list[Element]:
    """A line of so many points; with an arrow head at its end."""
    drawn = [_layer("SimpleLine", {"line_color": rgba(colour), "line_width": _mm(width)})]
    if arrow:
        head = _layer("MarkerLine", {"placement": "lastvertex", "rotate": "1"})
        mark = {"name": "filled_arrowhead", "size": "2.6", "color": rgba(colour), "outline_style": "no"}
        head.append(symbol("Point", "@0@1", [_layer("SimpleMarker", mark)]))
        drawn.append(head)
    return drawn


def mark(kind: str, size: float, colour: str, edge: str = "#FFFFFF") -> Element:
    """A mark of so many points."""
    shape = {"name": SHAPES[kind], "size": _mm(size), "color": rgba(colour)}
    return _layer("SimpleMarker", {**shape, "outline_color": rgba(edge), "outline_width": "0.2"})


def rgba(colour: str) -> str:
    """A colour, ``#RRGGBBAA`` or a name of matplotlib's, as four numbers from 0 to 255."""
    from matplotlib.colors import to_rgba

    return ",".join(str(round(255 * part)) for part in to_rgba(colour))


def options(parent: Element, values: Mapping[str, str]) -> None:
    """Values as a map of options."""
    held = SubElement(parent, "Option", {"type": "Map"})
    for key, value in values.items():
        SubElement(held, "Option", {"type": "QString", "name": key, "value": value})


def _hatched(hatch: str) -> list[Element]:
    """The layers of a hatch of :mod:`workbench.tables.palette`, with the distances it has on paper."""
    step = str(APART.get(len(hatch), 0.0))
    found = []
    for angle in ANGLES.get(hatch[:1], ()):
        made = _layer("LinePatternFill", {"angle": str(angle), "distance": step, "distance_unit": "MM"})
        made.append(symbol("Line", "@0@1", line(HATCH, 0.6)))
        found.append(made)
    if size := DOTS.get(hatch[:1]):
        apart = {"distance_x": step, "distance_y": step, "displacement_x": str(float(step) / 2)}
        made = _layer("PointPatternFill", apart)
        inside = HATCH if size < 1.5 else CLEAR
        made.append(symbol("Point", "@0@1", [mark("o", size, inside, HATCH)]))
        found.append(made)
    return found


def _layer(kind: str, values: Mapping[str, str]) -> Element:
    made = Element("layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    options(made, values)
    for key, value in values.items():
        SubElement(made, "prop", {"k": key, "v": value})  # what QGIS before 3.20 reads
    return made


def _mm(points: float) -> str:
    return f"{points * MM_PER_POINT:.3f}"
