"""Norms of officers and auxiliaries (C1-C13), with the values of Chongqing 2020 where it gives one."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from zoning.model.stations import Kind

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)]
RURAL: tuple[Kind, ...] = ("town", "township")
"""Kinds of stations in the country (农村); the others are urban (C3-C6)."""


class Norms(BaseModel):
    """The norms, each with its rule in docs/systems.md and the words of its source."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)
    station_share: Share = 0.45  # C1
    county_seat: Count = 20  # C2 城区20人
    urban: Count = 20  # C2
    town: Count = 10  # C2 建制镇10人
    township: Count = 5  # C2 建制乡5人
    auxiliaries_per_community: Count = 2  # C3 一区两辅, urban stations
    auxiliaries_per_village: Count = 1  # C3 一村一辅, rural stations
    group_officers: Count = 5  # C4-C6 不足5人
    group_stations: Annotated[int, Field(ge=2, le=64)] = 4  # C4-C6; no source
    quiet_share: Annotated[float, Field(ge=0, le=100)] = 0.5  # C6; no source
    two_teams_from: Count = 10  # C7; no source
    community_officers: Share = 0.4  # C9
    community_hours: Share = 0.8  # C9
    support_minutes: Annotated[float, Field(ge=0, le=10_000)] = 30.0  # C13; no source
    supports: Annotated[int, Field(ge=1, le=100)] = 2  # C13; no source

    def officers(self, kind: Kind) -> int:
        """Officers that a station of a kind should have (C2)."""
        value: int = getattr(self, kind)
        return value
