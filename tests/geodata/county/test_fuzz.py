"""Counties spoilt in every way we could think of are refused in a sentence or read, never met with a fault.

``FUZZ_CASES=5000 python -m pytest tests/geodata/test_fuzz.py`` tries more; ``python -m tests.geodata.fuzz`` sums up.
"""

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from tests.geodata import fuzz
from tests.geodata.mutants import FORMS
from workbench.cli import main as zoning

CASES = int(os.environ.get("FUZZ_CASES", "200"))
BATCH = 25

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the guard against hangs needs timers")


@pytest.fixture(autouse=True)
def plain_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("first", range(0, CASES, BATCH))
def test_a_spoilt_county_is_read_or_refused_and_nothing_else(first: int, tmp_path: Path) -> None:
    cases = list(fuzz.run(first, min(BATCH, CASES - first), None, tmp_path))
    assert [(case.seed, case.form, case.findings) for case in cases if case.findings] == []
    assert {case.code for case in cases} <= {0, 3}


@pytest.mark.parametrize("form", FORMS)
def test_a_seed_is_always_the_same_county(form: str, tmp_path: Path) -> None:
    grown = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        fuzz.grow(7, form, tmp_path / name)
        grown.append(fuzz.contents(tmp_path / name))
    assert grown[0]
    assert grown[0] == grown[1]


@pytest.mark.parametrize("form", FORMS)
def test_of_each_form_some_are_read_and_some_refused(form: str, tmp_path: Path) -> None:
    codes = set()
    for case in fuzz.run(1, 40, form, tmp_path):
        codes.add(case.code)
        if codes == {0, 3}:
            return
    pytest.fail(f"only {codes}")


@pytest.mark.parametrize(
    ("does", "found"),
    [
        (lambda: 1 / 0, "ZeroDivisionError"),
        (lambda: 4, "exit code 4"),
        (lambda: 3, "refused without a mistake"),
        (lambda: print("Traceback (most recent call last):") or 0, "on the screen"),
        (lambda: os.write(2, b"ERROR 1: x") and 0, "a library says"),
        (lambda: Path("left").write_text("x", encoding="utf-8") and 0, "written, changed or lost"),
        (lambda: np.float64(1) / np.float64(0) and 0, "divide by zero"),
        (lambda: next(iter([]), None) or endless(), "no end"),
    ],
)
def test_what_should_not_be_is_found(does: object, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "zoning", lambda _words: does())  # type: ignore[operator]
    monkeypatch.setattr(fuzz, "SECONDS", 0.1)
    case = fuzz.run_case(1, tmp_path, "folder")
    assert found in "".join(case.findings)


def endless() -> int:
    while True:
        pass


def test_the_summary_names_the_seed_of_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: str(tmp_path))
    assert fuzz.main(["5", "2", "folder"]) == 0
    assert "cases      2 in" in capsys.readouterr().out
    tmp_path.mkdir(exist_ok=True)
    monkeypatch.setattr(fuzz, "zoning", lambda words: (zoning(words) and 1) or 1)
    assert fuzz.main(["5", "2", "folder"]) == 1
    assert "python -m tests.geodata.fuzz 6 1 folder" in capsys.readouterr().out
    assert fuzz.main(["5", "x"]) == 2
