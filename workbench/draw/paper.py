"""A sheet of paper measured in millimetres: shapes, text and marks, saved as PNG and SVG, the same bytes each time.

Built on one matplotlib axes that covers the page; no global state is left changed. Letters in SVG are text that can be
edited, in families that Windows, WPS and Linux have; or in the first font here, for a page that brings it itself.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import matplotlib as mpl
import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from shapely.geometry.base import BaseGeometry

from workbench.draw.fonts import EDITORS, lettering
from workbench.draw.labels import Box
from workbench.draw.mapping import hatches
from zoning.model.county import Floats

MM_PER_INCH = 25.4
DPI = 200
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "zoning",
    "svg.fonttype": "none",
    "axes.unicode_minus": False,
}
HALO = 2.2
"""Width of the white line round letters on hatched ground, in points."""
HALOED = re.compile(
    r'<g id="halo\d+">\s*(?:<!--.*?-->\s*)?(?P<open><text style=")(?P<rest>.*?</text>)(?P<end>\s*</g>)', re.DOTALL
)
FAMILIES = re.compile(r"(?P<before>font(?:-family)?: [^;\"]*?)'[^;\"]*(?P<after>[;\"])")


@dataclass
class Paper:
    """A page of ``width`` by ``height`` mm; every coordinate is in mm from its lower left corner."""

    width: float = 297.0
    height: float = 210.0
    texts: list[Text] = field(default_factory=list)

    @cached_property
    def figure(self) -> Figure:
        figure = Figure(figsize=(self.width / MM_PER_INCH, self.height / MM_PER_INCH), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, self.width)
        axes.set_ylim(0, self.height)
        axes.set_axis_off()
        return figure

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float = 8,
        *,
        halo: bool = False,
        colour: str = "black",
        across: str = "left",
        up: str = "baseline",
    ) -> Text:
        """Words at a place, in points; a halo keeps them readable on hatched ground."""
        effects = [withStroke(linewidth=HALO, foreground="white")] if halo else []
        drawn = self.figure.axes[0].text(
            x,
            y,
            lettering().safe(words),
            fontproperties=lettering().properties(size),
            color=colour,
            ha=across,
            va=up,
            path_effects=effects,
            zorder=9,
            parse_math=False,
            gid=f"halo{len(self.texts)}" if halo else None,
        )
        self.texts.append(drawn)
        return drawn

    def extent(self, drawn: Text) -> Box:
        """The rectangle that a text covers."""
        mm = MM_PER_INCH / DPI
        canvas = self.figure.canvas
        assert isinstance(canvas, FigureCanvasAgg)
        box = drawn.get_window_extent(canvas.get_renderer())  # type: ignore[no-untyped-call]
        return Box(box.x0 * mm, box.y0 * mm, box.x1 * mm, box.y1 * mm)

    def shape(
        self,
        geometry: BaseGeometry,
        *,
        fill: str = "none",
        edge: str = "none",
        width: float = 0.0,
        hatch: str = "",
        order: float = 1.0,
    ) -> None:
        """A polygon, or several, filled and outlined; with a hatch the edge colour is the hatch's."""
        path = outline(geometry)
        if path is None:
            return
        edging = "none" if hatch else edge
        patch = PathPatch(path, facecolor=fill, edgecolor=edging, linewidth=width, zorder=order, joinstyle="round")
        self.figure.axes[0].add_patch(patch)
        if hatch:
            self._hatch(geometry, hatch, edge, order + 0.1)

    def _hatch(self, geometry: BaseGeometry, hatch: str, colour: str, order: float) -> None:
        """A hatch within a shape, drawn line by line or dot by dot."""
        axes = self.figure.axes[0]
        if drawn := hatches.lines(geometry, hatch):
            across = Path.make_compound_path(*(Path(line) for line in drawn))
            axes.add_patch(PathPatch(across, facecolor="none", edgecolor=colour, linewidth=0.6, zorder=order))
        spots = hatches.dots(geometry, hatch)
        if len(spots):
            size = hatches.DOTS[hatch[0]]
            filled = colour if size < 1.5 else "none"
            (drawn_,) = axes.plot(*spots.T, "o", markersize=size, linestyle="none", zorder=order)
            drawn_.set(markerfacecolor=filled, markeredgecolor=colour, markeredgewidth=0.5)

    def line(
        self, points: Sequence[tuple[float, float]], colour: str = "black", width: float = 0.6, order: float = 5
    ) -> None:
        x, y = zip(*points, strict=True)
        self.figure.axes[0].plot(x, y, color=colour, linewidth=width, zorder=order, solid_capstyle="butt")

    def arrow(
        self, start: tuple[float, float], end: tuple[float, float], colour: str = "black", width: float = 1.0
    ) -> None:
        self.figure.axes[0].annotate(
            "",
            end,
            start,
            arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": width, "shrinkA": 3, "shrinkB": 3},
            zorder=5,
        )

    def mark(self, x: float, y: float, kind: str, size: float, fill: str = "black", edge: str = "white") -> None:
        self.figure.axes[0].plot(
            [x],
            [y],
            marker=kind,
            markersize=size,
            markerfacecolor=fill,
            markeredgecolor=edge,
            markeredgewidth=0.6,
            linestyle="none",
            zorder=7,
        )

    def png(self) -> bytes:
        with mpl.rc_context(SETTINGS):
            stream = io.BytesIO()
            self.figure.savefig(stream, format="png", dpi=DPI, metadata={"Software": None})
        return stream.getvalue()

    def svg(self, *, embedded: bool = False) -> bytes:
        """The page as SVG with its letters as text, for an editor; ``embedded`` in a page that brings the font.

        Editors know no ``paint-order``, so a text with a halo stands there twice, white and wide below itself.
        """
        halos = [drawn for drawn in self.texts if drawn.get_gid()]
        effects = [drawn.get_path_effects() for drawn in halos]
        for drawn in halos:
            drawn.set_path_effects([])  # matplotlib draws outlines where there is one; SVG can paint it round text
        with mpl.rc_context(SETTINGS):
            stream = io.BytesIO()
            FigureCanvasSVG(self.figure).print_svg(stream, metadata={"Date": None, "Creator": None})  # type: ignore[no-untyped-call]
        for drawn, effect in zip(halos, effects, strict=True):
            drawn.set_path_effects(effect)
        made = stream.getvalue().decode()
        stroke = f"stroke: #ffffff; stroke-width: {HALO}px; stroke-linejoin: round; "
        if embedded:
            return HALOED.sub(rf"<g>\g<open>paint-order: stroke; {stroke}\g<rest>\g<end>", made).encode()
        made = HALOED.sub(rf"<g>\g<open>{stroke}\g<rest>\g<open>\g<rest>\g<end>", made)
        families = ", ".join(name if name == EDITORS[-1] else f"'{name}'" for name in EDITORS)
        return FAMILIES.sub(rf"\g<before>{families}\g<after>", made).encode()


def outline(geometry: BaseGeometry) -> Path | None:
    """Every ring of the polygons of a geometry as one matplotlib path, or ``None`` when it has no polygon."""
    polygons = [
        part for part in shapely.get_parts(geometry).tolist() if part.geom_type == "Polygon" and not part.is_empty
    ]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    paths = [Path(_coordinates(ring), closed=True) for ring in rings]
    return Path.make_compound_path(*paths) if paths else None


def _coordinates(ring: BaseGeometry) -> Floats:
    return np.asarray(shapely.get_coordinates(ring), dtype=np.float64)
