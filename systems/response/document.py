"""The response of a plan as one object, both ways: by mode of dispatch, for county, zones, stations and hours."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import numpy as np

from systems.response.crews import Band, Crew
from systems.response.records import MODES, Mode, ModeKey, PoolState, ResponseReport, Summary
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.decoding import decode, in_order
from zoning.result.kinds import Shape


class SummaryFields(TypedDict):
    """Figures over incidents; ``within`` by target in minutes."""

    minutes: float
    minutes_interval: tuple[float, float]
    p90_minutes: float
    p90_interval: tuple[float, float]
    within: dict[str, float]
    overflow: float
    overflow_interval: tuple[float, float]
    growing: float
    busy: float


class StationFields(SummaryFields):
    """A station, and the share of its incidents that units of each station answer."""

    answered_by: dict[str, float]


class ModeFields(TypedDict):
    """One mode of dispatch."""

    county: SummaryFields
    bands: tuple[SummaryFields, ...]
    zones: tuple[SummaryFields, ...]
    stations: dict[str, StationFields]
    pools: tuple[PoolState, ...]


class Fields(TypedDict):
    """What is read."""

    targets: tuple[float, ...]
    reserve: str
    seed: int
    units: tuple[Crew, ...]
    bands: tuple[Band, ...]
    zones: Plan
    modes: dict[ModeKey, ModeFields]


def written(report: ResponseReport) -> dict[str, Any]:
    """The object of ``zoning response --json``."""
    codes = report.problem.county.codes
    return {
        "targets": report.targets,
        "reserve": report.reserve,
        "seed": report.seed,
        "units": report.crews,
        "bands": report.bands,
        "zones": report.plan,
        "modes": {mode.key: _mode(mode, codes, report.targets) for mode in report.modes},
    }


def _mode(mode: Mode, codes: Sequence[str], targets: Sequence[float]) -> dict[str, Any]:
    answered = ({codes[j]: float(share) for j, share in enumerate(answers) if share > 0} for answers in mode.answers)
    return {
        "county": _summary(mode.county, targets),
        "bands": [_summary(band, targets) for band in mode.bands],
        "zones": [_summary(zone, targets) for zone in mode.zones],
        "stations": {
            code: {**_summary(row, targets), "answered_by": answers}
            for code, row, answers in zip(codes, mode.stations, answered, strict=True)
        },
        "pools": mode.pools,
    }


def _summary(summary: Summary, targets: Sequence[float]) -> dict[str, Any]:
    return {
        "minutes": summary.minutes,
        "minutes_interval": summary.minutes_interval,
        "p90_minutes": summary.p90,
        "p90_interval": summary.p90_interval,
        "within": dict(zip(_keys(targets), summary.within, strict=True)),
        "overflow": summary.overflow,
        "overflow_interval": summary.overflow_interval,
        "growing": summary.growing,
        "busy": summary.busy,
    }


def _keys(targets: Sequence[float]) -> list[str]:
    return [f"{target:g}" for target in targets]


def read(document: Mapping[str, Any], *, problem: Problem) -> ResponseReport:
    """The response that an object states for a plan of a problem."""
    fields, codes = decode(Fields, document), problem.county.codes
    fields["zones"].labels(codes)  # a plan of another county is refused
    modes = in_order(fields["modes"], MODES, "modes")
    return ResponseReport(
        problem,
        fields["zones"],
        fields["units"],
        fields["bands"],
        fields["targets"],
        fields["reserve"],
        fields["seed"],
        tuple(_read_mode(key, mode, codes, fields["targets"]) for key, mode in zip(MODES, modes, strict=True)),
    )


def _read_mode(key: ModeKey, stated: ModeFields, codes: Sequence[str], targets: Sequence[float]) -> Mode:
    at = f"modes.{key}"
    stations = in_order(stated["stations"], codes, f"{at}.stations")
    return Mode(
        key,
        np.array([[one["answered_by"].get(code, 0.0) for code in codes] for one in stations]),
        tuple(_read_summary(one, targets, f"{at}.stations.{code}") for code, one in zip(codes, stations, strict=True)),
        tuple(_read_summary(zone, targets, f"{at}.zones.{z}") for z, zone in enumerate(stated["zones"])),
        tuple(_read_summary(band, targets, f"{at}.bands.{k}") for k, band in enumerate(stated["bands"])),
        _read_summary(stated["county"], targets, f"{at}.county"),
        stated["pools"],
    )


def _read_summary(stated: SummaryFields, targets: Sequence[float], at: str) -> Summary:
    return Summary(
        stated["minutes"],
        stated["minutes_interval"],
        stated["p90_minutes"],
        stated["p90_interval"],
        in_order(stated["within"], _keys(targets), f"{at}.within"),
        stated["overflow"],
        stated["overflow_interval"],
        stated["growing"],
        stated["busy"],
    )


SHAPE = Shape(written, read, ("problem",))
