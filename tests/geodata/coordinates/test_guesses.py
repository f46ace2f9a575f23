"""Layers that do not say their system, or say a wrong one: a guess with the mistake, never a silent one."""

from collections.abc import Callable
from pathlib import Path

import pytest
import shapely

import geodata
from geodata.coordinates.placing import Guess, guessed
from tests.geodata.coordinates.placed import SEATS, assert_in_place, mistakes, without_crs
from tests.geodata.drawn import CODES, get, put
from tests.geodata.layered import SQUARES, county, moved, save, turned
from zoning.texts import Message

# --- guesses
GUESSED = {
    "EPSG:4490": "EPSG:4490",
    "EPSG:4326": "EPSG:4490",
    "EPSG:4545": "EPSG:4545",
    "EPSG:4544": "EPSG:4544",
    "EPSG:4524": "EPSG:4524",
    "EPSG:4508": "EPSG:4546",
    "EPSG:4496": "EPSG:4496",
    "EPSG:3857": "EPSG:3857",
}
"""4508 and 4546 are one projection: a 6-degree belt and the 3-degree belt of the same meridian."""


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
@pytest.mark.parametrize("crs", GUESSED)
def test_a_layer_that_does_not_say_its_system_is_a_mistake_with_a_guess(crs: str, suffix: str, tmp_path: Path) -> None:
    at = county(tmp_path / "county", lambda at: without_crs(at, moved(crs), suffix))
    (mistake,) = mistakes(at)
    assert (mistake.says.key, mistake.table) == ("geodata.crs.unsaid", f"areas.{suffix}")
    assert GUESSED[crs] in mistake.text("zh")
    assert "areas.crs" in mistake.text("zh")
    assert_in_place(geodata.read(at, {"areas.crs": GUESSED[crs]}).areas)


def test_utm_is_told_from_a_belt_by_where_the_stations_stand() -> None:
    """The two differ by 1.3 km north, so some stations near an edge leave their areas."""
    near = {code: (lon, lat + 0.049) for code, (lon, lat) in SEATS.items()}
    assert guessed(dict(zip(CODES, moved("EPSG:32648"), strict=True)), near) == Guess("EPSG:32648")


@pytest.mark.parametrize("crs", ["gcj02", "bd09"])
def test_a_shifted_layer_is_told_by_where_the_stations_stand(crs: str) -> None:
    """Seats that stand 200 m within the side from which the shift comes."""
    shapes = dict(zip(CODES, moved(crs), strict=True))
    near = {code: (lon - 0.0497, lat) for code, (lon, lat) in SEATS.items()}
    assert guessed(shapes, near) == Guess(crs)


def test_figures_that_fit_nothing_are_not_guessed(tmp_path: Path) -> None:
    far = [shapely.transform(square, lambda xy: xy * 1e9) for square in SQUARES]
    at = county(tmp_path / "county", lambda at: without_crs(at, far))
    (mistake,) = mistakes(at)
    assert mistake.says.values["hint"] == Message("geodata.guess.none")
    assert guessed({}, SEATS) is None


def test_without_stations_the_figures_alone_are_judged() -> None:
    assert guessed(dict(zip(CODES, moved("EPSG:4524"), strict=True)), {}) == Guess("EPSG:4524")


SWAPPED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "degrees": (lambda at: save(at / "areas.gpkg", turned(SQUARES)), "areas.not_degrees"),
    "a belt": (lambda at: save(at / "areas.gpkg", turned(moved("EPSG:4545")), crs="EPSG:4545"), "areas.elsewhere"),
    "a belt with prefix": (
        lambda at: save(at / "areas.gpkg", turned(moved("EPSG:4524")), crs="EPSG:4524"),
        "areas.nowhere",
    ),
    "a system unsaid": (lambda at: without_crs(at, turned(moved("EPSG:4545"))), "crs.unsaid"),
}


@pytest.mark.parametrize("what", SWAPPED)
def test_swapped_axes_are_recognised(what: str, tmp_path: Path) -> None:
    make, key = SWAPPED[what]
    (mistake,) = mistakes(county(tmp_path / "county", make))
    assert mistake.says.key == f"geodata.{key}"
    assert mistake.says.values["hint"].key == "geodata.guess.swapped"


def test_swapped_degrees_that_could_be_degrees_are_recognised_by_the_stations(tmp_path: Path) -> None:
    """In the far west the longitude would do for a latitude."""
    shift = 30.0
    west = [shapely.transform(square, lambda xy: xy - [shift, 0]) for square in SQUARES]
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", turned(west)))
    text = get(at, "stations.csv")
    put(at, "stations.csv", text.replace(",107.", ",77."))
    (mistake,) = mistakes(at)
    assert mistake.says.key == "geodata.areas.elsewhere"
    assert mistake.says.values["hint"] == Message("geodata.guess.swapped", {"crs": "EPSG:4490"})


@pytest.mark.parametrize(
    ("drawn", "said", "key"),
    [
        ("EPSG:4545", "EPSG:4544", "areas.elsewhere"),
        ("EPSG:4545", "EPSG:4490", "areas.not_degrees"),
        ("EPSG:4490", "EPSG:4545", "areas.not_metres"),
        ("EPSG:4524", "EPSG:4545", "areas.nowhere"),
    ],
)
def test_a_wrong_system_is_recognised_by_where_the_stations_stand(
    drawn: str, said: str, key: str, tmp_path: Path
) -> None:
    at = county(tmp_path / "county", lambda at: save(at / "areas.gpkg", moved(drawn), crs=said))
    (mistake,) = mistakes(at)
    assert mistake.says.key == f"geodata.{key}"
    assert drawn in mistake.text("zh")
