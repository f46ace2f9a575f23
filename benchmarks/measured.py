"""What a measurement stands on: the machine, the memory of this process, and tables of results."""

import os
import platform
import resource
import statistics
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")
CPU = Path("/proc/cpuinfo")
STATUS_WORDS = {
    "en": {"optimal": "optimal", "feasible": "feasible", "infeasible": "infeasible", "unknown": "unknown"},
    "zh": {"optimal": "最优", "feasible": "可行", "infeasible": "无可行方案", "unknown": "未定"},
}
"""Status of a solution, by language."""


def machine() -> str:
    """Cores, processor where it is known, and Python."""
    cores = os.cpu_count() or 1
    named = f"{cores} × {_processor()}" if _processor() else f"{cores} cores"
    return f"{named}, {platform.system()}, Python {platform.python_version()}"


def busy() -> bool:
    """Whether more has wanted to run in the last five minutes than there are cores; only where the system tells."""
    return hasattr(os, "getloadavg") and os.getloadavg()[1] > (os.cpu_count() or 1) + 0.5


def _processor() -> str:
    if CPU.is_file():
        lines = (line.partition(":") for line in CPU.read_text(encoding="utf-8", errors="replace").splitlines())
        return next((value.strip() for key, _, value in lines if key.strip() == "model name"), "")
    return platform.processor()


def peak_mb() -> float:
    """The most memory this process has held, in MB; since :func:`forget_peak` where the system can forget."""
    if STATUS.is_file():
        lines = STATUS.read_text(encoding="utf-8").splitlines()
        held = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
        if held:
            return int(held[0]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


def forget_peak() -> None:
    """Let the peak begin anew with what is held now; only Linux can."""
    if CLEAR.exists():
        CLEAR.write_text("5", encoding="utf-8")


def spread(values: Sequence[float]) -> dict[str, float]:
    """Least, median and most of several runs, and how many there were."""
    return {"min": min(values), "median": statistics.median(values), "max": max(values), "runs": len(values)}


def shown(figure: Mapping[str, float] | None, digits: int = 2) -> str:
    """The median of a spread, with the least and the most where there are several runs; a dash where there is none."""
    if figure is None:
        return "–"
    least, middle, most = (f"{figure[key]:,.{digits}f}" for key in ("min", "median", "max"))
    return middle if figure["runs"] == 1 else f"{middle} ({least}–{most})"


def count(number: int | None) -> str:
    """With commas; a dash where there is none."""
    return "–" if number is None else f"{number:,}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], left: int = 1) -> str:
    """A Markdown table, its first ``left`` columns to the left and the others to the right."""
    rule = ["---"] * left + ["---:"] * (len(head) - left)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, rule, *rows))
