"""Crews held against the officers there are (B1, H31): at a station those of its own, and those other stations send.

A unit needs ``crew`` officers where it stands. A station sends at most a share of its officers, rounded down; whom it
sends crews no unit of its own. What it may get wrong: all officers are taken to be on duty together; auxiliaries crew
nothing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from ortools.sat.python import cp_model

from systems.staffing.transfers import Transfer, transfers
from zoning.model.county import County, Ints

DECIMALS = 9


def sendable(county: County, share: float) -> Ints:
    """(n,) the most officers that every station sends: ⌊share · officers⌋."""
    return np.asarray(np.floor(np.round(share * county.officers, DECIMALS)), dtype=np.int64)


def crewed(model: cp_model.CpModel, units: Sequence[Any], county: County, crew: int, share: float) -> Any:
    """Hold the crews of the units (n,) against officers, and give the number of officers missing, to be minimised.

    crew · u_i ≤ p_i + r_i − s_i with s_i at most what a station sends, and Σ r = Σ s + the officers missing.
    """
    most = crew * 10**6
    sent = [model.new_int_var(0, int(limit), "sent") for limit in sendable(county, share)]
    received = [model.new_int_var(0, most, "received") for _ in sent]
    missing = model.new_int_var(0, most, "missing")
    for unit, officers, r, s in zip(units, county.officers.tolist(), received, sent, strict=True):
        model.add(crew * unit <= round(officers) + r - s)
    model.add(sum(received) == sum(sent) + missing)
    return missing


def short(county: County, units: Sequence[int], crew: int) -> Ints:
    """(n,) officers that every station's crews need beyond its own."""
    need = crew * np.asarray(units, dtype=np.int64) - county.officers.astype(np.int64)
    return np.maximum(need, 0)


def secondments(county: County, units: Sequence[int], crew: int, share: float) -> tuple[Transfer, ...]:
    """Who sends how many officers to whom so that every unit is crewed, over the least Σ officers · minutes."""
    spare = county.officers.astype(np.int64) - crew * np.asarray(units, dtype=np.int64)
    gives = np.clip(spare, 0, sendable(county, share))
    return transfers(gives.tolist(), short(county, units, crew).tolist(), county.minutes)
