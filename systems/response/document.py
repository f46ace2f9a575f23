"""The response of a plan as one object, both ways: by mode of dispatch, for county, zones and stations."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import numpy as np

from systems.response.records import MODES, Mode, ModeKey, ResponseReport, Summary
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.decoding import decode, in_order
from zoning.result.kinds import Shape


class SummaryFields(TypedDict):
    """Means over incidents; ``within`` by target in minutes."""

    minutes: float
    overflow: float
    busy: float
    within: dict[str, float]


class StationFields(SummaryFields):
    """A station, and the share of its incidents that units of each station answer."""

    answered_by: dict[str, float]


class ModeFields(TypedDict):
    """One mode of dispatch."""

    county: SummaryFields
    zones: tuple[SummaryFields, ...]
    stations: dict[str, StationFields]


class Fields(TypedDict):
    """What is read."""

    targets: tuple[float, ...]
    reserve: str
    units: dict[str, int]
    zones: Plan
    modes: dict[ModeKey, ModeFields]


def written(report: ResponseReport) -> dict[str, Any]:
    """The object of ``zoning response --json``."""
    codes = report.problem.county.codes
    return {
        "targets": report.targets,
        "reserve": report.reserve,
        "units": dict(zip(codes, report.units.tolist(), strict=True)),
        "zones": report.plan,
        "modes": {mode.key: _mode(mode, codes, report.targets) for mode in report.modes},
    }


def _mode(mode: Mode, codes: Sequence[str], targets: Sequence[float]) -> dict[str, Any]:
    rows = (
        Summary(float(mode.minutes[i]), tuple(mode.within[i].tolist()), float(mode.overflow[i]), float(mode.busy[i]))
        for i in range(len(codes))
    )
    answered = ({codes[j]: float(share) for j, share in enumerate(answers) if share > 0} for answers in mode.answers)
    return {
        "county": _summary(mode.county, targets),
        "zones": [_summary(zone, targets) for zone in mode.zones],
        "stations": {
            code: {**_summary(row, targets), "answered_by": answers}
            for code, row, answers in zip(codes, rows, answered, strict=True)
        },
    }


def _summary(summary: Summary, targets: Sequence[float]) -> dict[str, Any]:
    within = dict(zip(_keys(targets), summary.within, strict=True))
    return {"minutes": summary.minutes, "overflow": summary.overflow, "busy": summary.busy, "within": within}


def _keys(targets: Sequence[float]) -> list[str]:
    return [f"{target:g}" for target in targets]


def read(document: Mapping[str, Any], *, problem: Problem) -> ResponseReport:
    """The response that an object states for a plan of a problem."""
    fields, codes = decode(Fields, document), problem.county.codes
    fields["zones"].labels(codes)  # a plan of another county is refused
    units = np.array(in_order(fields["units"], codes, "units"), dtype=np.int64)
    modes = in_order(fields["modes"], MODES, "modes")
    return ResponseReport(
        problem,
        fields["zones"],
        units,
        fields["targets"],
        fields["reserve"],
        tuple(_read_mode(key, mode, codes, fields["targets"]) for key, mode in zip(MODES, modes, strict=True)),
    )


def _read_mode(key: ModeKey, stated: ModeFields, codes: Sequence[str], targets: Sequence[float]) -> Mode:
    at = f"modes.{key}"
    stations = in_order(stated["stations"], codes, f"{at}.stations")
    rows = [_read_summary(one, targets, f"{at}.stations.{code}") for code, one in zip(codes, stations, strict=True)]
    return Mode(
        key,
        np.array([[one["answered_by"].get(code, 0.0) for code in codes] for one in stations]),
        np.array([row.overflow for row in rows]),
        np.array([row.minutes for row in rows]),
        np.array([row.within for row in rows]),
        np.array([row.busy for row in rows]),
        tuple(_read_summary(zone, targets, f"{at}.zones.{z}") for z, zone in enumerate(stated["zones"])),
        _read_summary(stated["county"], targets, f"{at}.county"),
    )


def _read_summary(stated: SummaryFields, targets: Sequence[float], at: str) -> Summary:
    within = in_order(stated["within"], _keys(targets), f"{at}.within")
    return Summary(stated["minutes"], within, stated["overflow"], stated["busy"])


SHAPE = Shape(written, read, ("problem",))
