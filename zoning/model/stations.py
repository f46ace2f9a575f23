"""The records of a county: stations, the classes of its incidents, the borders between its stations."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from zoning.model.errors import Mistake, mistake

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Count = Annotated[int, Field(ge=0, le=10**9)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
SquareKm = Annotated[float, Field(gt=0, le=2_000_000, allow_inf_nan=False)]
Kind = Literal["county_seat", "urban", "town", "township"]
Travel = Literal["straight", "matrix", "roads"]
BorderKind = Literal["shared", "link", "barred"]
BorderSource = Literal["table", "areas", "voronoi"]


class IncidentClass(BaseModel):
    """A class of incidents: minutes on scene and officers sent to one incident of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    key: Text
    name: Text
    minutes: float = Field(ge=0, le=100_000, allow_inf_nan=False)
    officers: float = Field(ge=0, le=10_000, allow_inf_nan=False)
    team: Literal["community", "case"]


DEFAULT_CLASSES = tuple(
    IncidentClass(key=key, name=name, minutes=minutes, officers=officers, team=team)  # type: ignore[arg-type]
    for key, name, minutes, officers, team in (
        ("criminal", "刑事", 240, 2, "case"),
        ("public_order", "治安", 120, 2, "case"),
        ("dispute", "纠纷", 60, 2, "community"),
        ("help", "求助", 30, 1, "community"),
        ("traffic", "交通", 60, 2, "community"),
        ("complaint", "投诉举报", 40, 1, "community"),
        ("disaster", "灾害事故", 120, 3, "community"),
        ("other", "其他", 20, 1, "community"),
    )
)
"""Classes of a county that names none. Minutes and officers are assumptions, to be edited in ``county.toml``."""


class Station(BaseModel):
    """A police station and the area it answers for. Blank means unknown and is ``None``; zero is zero."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: Text
    name: Text
    kind: Kind
    lon: Longitude
    lat: Latitude
    area_km2: SquareKm
    population: Count | None = None
    officers: Count
    auxiliaries: Count | None = None
    villages: Count | None = None
    communities: Count | None = None
    has_case_area: bool = False
    is_seat: bool = False
    current_zone: Text | None = None


@dataclass(frozen=True)
class Border:
    """Two stations that touch (``shared``), are joined by hand (``link``) or kept apart (``barred``); ``km`` long."""

    a: str
    b: str
    km: float
    kind: BorderKind = "shared"


def border_mistakes(borders: Iterable[Border], is_station: Callable[[str], bool]) -> Iterator[Mistake]:
    """Unknown stations, borders of a station with itself, lengths that are none, and pairs that stand twice."""
    pairs: set[tuple[str, str]] = set()
    for border in borders:
        pair = (min(border.a, border.b), max(border.a, border.b))
        yield from (mistake("zoning.county.unknown_station", code=code) for code in pair if not is_station(code))
        if border.a == border.b:
            yield mistake("zoning.county.self_border", code=border.a)
        if not (math.isfinite(border.km) and border.km >= 0):
            yield mistake("zoning.county.border_km", a=border.a, b=border.b, km=border.km)
        if pair in pairs:
            yield mistake("zoning.county.duplicate_border", a=pair[0], b=pair[1])
        pairs.add(pair)
