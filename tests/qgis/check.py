"""Do the GeoPackages open finished in the QGIS of this machine? ``python -m tests.qgis.check [PICTURE.png]``.

The plan of a sample and the map of a system are written, each project is opened and drawn by QGIS itself, and what it
found is compared with what was written: layers, the features that each rule draws, colours on the picture. Where there
is no QGIS it says so and asks nothing more.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from matplotlib.image import imread

import geodata
from systems.staffing.staffing import staffing
from tests.workbench.drawn import grown
from workbench.draw.ground import Ground, ground
from workbench.draw.layers import package
from workbench.draw.services import service_files
from workbench.tables.palette import slot
from zoning.judge.names import zone_names
from zoning.judge.score import Score, score
from zoning.model.policy import read_policy
from zoning.model.problem import Problem

PYTHON = "/usr/bin/python3"
SECONDS = 120
AREA = 0.1
"""Part of its area that a zone may lose to names, marks and its hatch on the picture."""


def opened(data: bytes, name: str, picture: Path) -> dict[str, Any]:
    """What QGIS says of a GeoPackage called so."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        command = [PYTHON, str(Path(__file__).with_name("opened.py")), str(path), str(picture)]
        environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": folder, "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
        environment["XDG_RUNTIME_DIR"] = folder
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, env=environment, check=False
        )
    if done.returncode:
        raise SystemExit(f"QGIS failed on {name} with {done.returncode}:\n{done.stderr}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def checked_plan(problem: Problem, judged: Score, shapes: Ground, picture: Path) -> None:
    """The plan: three layers, a rule a zone, every station drawn by one rule, colours in proportion to areas."""
    found = opened(package(problem, judged, shapes, "zh"), "plan.gpkg", picture)
    assert found["read"]
    assert found["styled"], "a layer alone has its style, too"
    assert found["crs"].startswith("EPSG:45")
    seats, stations, zones = found["layers"]
    assert [layer["name"] for layer in found["layers"]] == ["派出所驻地", "派出所辖区", "防区"]
    assert all(layer["valid"] for layer in found["layers"])
    assert zones["rules"] == [1] * len(judged.zones)
    assert zones["labels"] == [f"{z + 1} {name}" for z, name in enumerate(zone_names(problem, judged))]
    assert sum(seats["rules"]) == sum(stations["rules"]) == len(problem)
    assert seats["rules"][0] + seats["rules"][1] == len(judged.zones)
    assert (zones["labelled"], stations["labelled"], seats["labelled"]) == (True, False, True)
    pixels = (imread(picture)[:, :, :3] * 255).round()
    index = problem.county.index
    whole = shapely.area(shapely.union_all(list(shapes.areas)))
    counted = {}
    for z, zone in enumerate(judged.zones):
        colour = [int(slot(z).colour[k : k + 2], 16) for k in (1, 3, 5)]
        counted[z] = np.abs(pixels - colour).max(axis=2) < 3
        share = shapes.merged([index[code] for code in zone.stations]).area / whole
        seen = counted[z].sum() / (np.abs(pixels - 255).max(axis=2) > 3).sum()
        assert 0.35 * share < seen < (1 + AREA) * share, f"zone {z + 1} covers {seen:.3f}, not about {share:.3f}"


def main(picture: Path) -> None:
    built = geodata.read("sample:fengdu")
    problem = Problem(built.county, read_policy("haidong"))
    judged = score(problem, grown(problem, 4))
    checked_plan(problem, judged, ground(built.county, built.areas), picture)
    made = service_files("staffing", staffing(built.county), built, "zh", judged.plan)["staffing.gpkg"]
    with tempfile.TemporaryDirectory() as folder:
        said = opened(made, "staffing.gpkg", Path(folder) / "staffing.png")
    assert said["read"]
    assert all(layer["valid"] and sum(layer["rules"]) == layer["features"] for layer in said["layers"]), said
    print(f"QGIS opened {len(said['layers']) + 3} layers of two GeoPackages")


if __name__ == "__main__":
    probe = [PYTHON, "-c", "import qgis.core"]
    if not Path(PYTHON).exists() or subprocess.run(probe, capture_output=True, check=False).returncode:
        print(f"no QGIS for {PYTHON} on this machine: nothing was checked")
        sys.exit(0)
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as place:
            main(Path(place) / "plan.png")
