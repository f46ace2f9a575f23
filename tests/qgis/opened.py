"""Open the project of a GeoPackage in QGIS and say what is there; run by the Python that has QGIS, not by ours.

``python3 opened.py FILE PICTURE``: a line of JSON, and the map as a picture.
"""

import json
import os
import sqlite3
import sys
from typing import Any

from PyQt5.QtCore import QSize  # type: ignore[import-not-found]
from PyQt5.QtGui import QColor  # type: ignore[import-not-found]
from qgis.core import (  # type: ignore[import-not-found]
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
)

WIDE, HIGH, DPI = 1600, 1300, 150


def told(layer: Any) -> dict[str, Any]:
    """What a layer is called, and how many features each of its rules draws."""
    rules = layer.renderer().rootRule().children()
    for rule in rules:
        assert not rule.filter() or not rule.filter().hasParserError()
    drawn = [len(list(layer.getFeatures(rule.filterExpression() or "true"))) for rule in rules]
    return {
        "name": layer.name(),
        "valid": layer.isValid(),
        "features": layer.featureCount(),
        "rules": drawn,
        "labels": [rule.label() for rule in rules],
        "labelled": layer.labelsEnabled(),
    }


def picture(project: Any, layers: list[Any], path: str) -> None:
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setDestinationCrs(project.crs())
    settings.setOutputSize(QSize(WIDE, HIGH))
    settings.setOutputDpi(DPI)
    settings.setBackgroundColor(QColor("white"))
    extent = settings.fullExtent()
    extent.scale(1.06)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(path)


def main(file: str, image: str) -> None:
    application = QgsApplication([], False)
    application.initQgis()
    (name,) = sqlite3.connect(file).execute("SELECT name FROM qgis_projects").fetchone()
    project = QgsProject.instance()
    read = project.read(f"geopackage:{file}?projectName={name}")
    layers = project.layerTreeRoot().layerOrder()
    alone = QgsVectorLayer(layers[-1].source(), "alone", "ogr")
    print(
        json.dumps(
            {
                "read": read,
                "title": project.title(),
                "crs": project.crs().authid(),
                "layers": [told(layer) for layer in layers],
                "styled": alone.renderer().type() == "RuleRenderer" and alone.labelsEnabled(),
            },
            ensure_ascii=False,
        )
    )
    picture(project, layers, image)
    sys.stdout.flush()
    os._exit(0)  # QGIS takes its objects down in an order that Python does not know of


if __name__ == "__main__":
    main(*sys.argv[1:3])
