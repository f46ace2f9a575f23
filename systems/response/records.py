"""Expected response by mode of dispatch, for stations, zones and the county, as records."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zoning.model.county import Floats, Ints
from zoning.model.plan import Plan
from zoning.model.problem import Problem
from zoning.result.codec import known

ModeKey = Literal["own", "zone", "county"]
MODES: tuple[ModeKey, ...] = ("own", "zone", "county")


@dataclass(frozen=True)
class Summary:
    """Means over incidents: ``minutes``, share ``within`` each target, share ``overflow``; ``busy`` is over units.

    Minutes are of all incidents, the reserve's included. An overflow is within no target.
    """

    minutes: float
    within: tuple[float, ...]
    overflow: float
    busy: float


@dataclass(frozen=True, eq=False)
class Mode:
    """One mode of dispatch over n stations and t targets.

    ``answers`` (n, n) is the share of incidents at row i answered by units of column j; ``overflow`` (n,) the share
    left to the reserve; ``minutes`` (n,) the mean, reserve included; ``within`` (n, t) the share answered by units
    within a target; ``busy`` (n,) the share of time that units of a station are busy, NaN without units.
    """

    key: ModeKey
    answers: Floats
    overflow: Floats
    minutes: Floats
    within: Floats
    busy: Floats
    zones: tuple[Summary, ...]
    county: Summary


@dataclass(frozen=True, eq=False)
class ResponseReport:
    """A plan's response under each mode; ``units`` (n,) a station, ``reserve`` the code of the reserve's station."""

    problem: Problem
    plan: Plan
    units: Ints
    targets: tuple[float, ...]
    reserve: str
    modes: tuple[Mode, ...]

    def mode(self, key: ModeKey) -> Mode:
        """``own``, ``zone`` or ``county``."""
        return self.modes[MODES.index(key)]

    def document(self) -> dict[str, Any]:
        """Everything as plain values for JSON."""
        codes = self.problem.county.codes
        return {
            "targets": list(self.targets),
            "reserve": self.reserve,
            "units": dict(zip(codes, self.units.tolist(), strict=True)),
            "zones": [list(zone) for zone in self.plan.zones],
            "modes": {mode.key: _document(mode, codes, self.targets) for mode in self.modes},
        }


def _document(mode: Mode, codes: Sequence[str], targets: Sequence[float]) -> dict[str, Any]:
    def plain(summary: Summary) -> dict[str, Any]:
        figures = known({"minutes": summary.minutes, "overflow": summary.overflow, "busy": summary.busy})
        within = {f"{target:g}": share for target, share in zip(targets, summary.within, strict=True)}
        return {**figures, "within": within}

    rows = (
        Summary(float(mode.minutes[i]), tuple(mode.within[i].tolist()), float(mode.overflow[i]), float(mode.busy[i]))
        for i in range(len(codes))
    )
    return {
        "county": plain(mode.county),
        "zones": [plain(zone) for zone in mode.zones],
        "stations": {
            code: {
                **plain(row),
                "answered_by": {codes[j]: float(share) for j, share in enumerate(mode.answers[i]) if share > 0},
            }
            for i, (code, row) in enumerate(zip(codes, rows, strict=True))
        },
    }
