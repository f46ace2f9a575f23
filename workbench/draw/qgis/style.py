"""The style of a layer: what is drawn how, by rules, and what is written there; as QML, and as part of a project."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from workbench.draw.fonts import EDITORS
from workbench.draw.qgis.symbols import options, rgba, symbol

VERSION = "3.22.0"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
WHITE = "255,255,255,255"


@dataclass(frozen=True)
class Rule:
    """What features look like for which an expression holds (all, where it is empty); ``label`` is for the legend."""

    label: str
    filter: str
    layers: tuple[Element, ...]


@dataclass(frozen=True)
class Words:
    """What is written at a feature: an expression, its letters in points; in a frame, or else with a halo."""

    expression: str
    size: float
    framed: bool = False


@dataclass(frozen=True)
class Style:
    """Of features that are a Polygon, Line or Point."""

    geometry: str
    rules: tuple[Rule, ...]
    words: Words | None = None

    def elements(self) -> list[Element]:
        """What QGIS keeps of a style in a layer."""
        return [self._renderer(), *([_labeling(self.words, self.geometry)] if self.words else [])]

    def qml(self) -> str:
        """The style as a file of its own."""
        root = Element("qgis", {"version": VERSION, "styleCategories": "Symbology|Labeling"})
        root.set("labelsEnabled", str(int(self.words is not None)))
        root.extend(self.elements())
        return DOCTYPE + tostring(root, encoding="unicode")

    def _renderer(self) -> Element:
        made = Element("renderer-v2", {"type": "RuleRenderer", "symbollevels": "0", "forceraster": "0"})
        rules, symbols = SubElement(made, "rules", {"key": "{0}"}), SubElement(made, "symbols")
        for k, rule in enumerate(self.rules):
            given = {"filter": rule.filter} if rule.filter else {}
            SubElement(rules, "rule", {"key": f"{{{k + 1}}}", "symbol": str(k), "label": rule.label, **given})
            symbols.append(symbol(self.geometry, str(k), rule.layers))
        return made


def quoted(name: str) -> str:
    """A field in an expression."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text in an expression."""
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"


def _labeling(words: Words, geometry: str) -> Element:
    made = Element("labeling", {"type": "simple"})
    settings = SubElement(made, "settings", {"calloutType": "simple"})
    style = {
        "fieldName": words.expression,
        "isExpression": "1",
        "fontFamily": EDITORS[0],
        "fontSize": str(words.size),
        "fontSizeUnit": "Point",
        "textColor": rgba("#222222"),
    }
    written = SubElement(settings, "text-style", style)
    families = SubElement(written, "families")
    for family in EDITORS:
        SubElement(families, "family", {"name": family})
    halo = {
        "bufferDraw": str(int(not words.framed)),
        "bufferSize": "0.8",
        "bufferColor": WHITE,
        "bufferSizeUnits": "MM",
    }
    SubElement(written, "text-buffer", halo)
    frame = {"shapeDraw": str(int(words.framed)), "shapeType": "0", "shapeSizeType": "0", "shapeSizeUnit": "MM"}
    frame |= {"shapeSizeX": "0.6", "shapeSizeY": "0.4", "shapeFillColor": WHITE, "shapeRadiiX": "0.4"}
    frame |= {"shapeBorderColor": rgba("#222222"), "shapeBorderWidth": "0.25", "shapeBorderWidthUnit": "MM"}
    SubElement(written, "background", frame)
    around = {"Point": "6", "Polygon": "4", "Line": "2"}[geometry]
    where = {"placement": around, "dist": "0.5", "distUnits": "MM", "offsetType": "1"}
    where["priority"] = "9" if words.framed else "5"
    order = "R,L,T,B,TR,BR,TL,BL"
    SubElement(settings, "placement", where | {"predefinedPositionOrder": order})
    SubElement(settings, "rendering", {"obstacle": "1", "drawLabels": "1", "displayAll": "0", "fontMinPixelSize": "3"})
    options(SubElement(settings, "dd_properties"), {"name": ""})
    return made
