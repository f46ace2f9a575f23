"""Files beside a county, spoilt in every way we could think of, are read or refused in a sentence."""

import signal
from pathlib import Path

import pytest

from tests.fuzz import run
from tests.fuzz.files import KINDS, grow
from tests.geodata.fuzz import contents
from workbench.cli import main as zoning

SEEDS = 4
"""Of each kind in every run; ``python -m tests.fuzz.run 0 10000`` tries more."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the guard against hangs needs timers")


@pytest.fixture(autouse=True)
def plain_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_spoilt_file_is_read_or_refused_and_nothing_else(kind: str, tmp_path: Path) -> None:
    cases = list(run.run(0, SEEDS, kind, tmp_path))
    assert [(case.seed, case.findings) for case in cases if case.findings] == []
    assert {case.code for case in cases} <= set(KINDS[kind].codes)


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_is_always_the_same_file(kind: str, tmp_path: Path) -> None:
    grown = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        grow(7, kind, tmp_path / name)
        grown.append(contents(tmp_path / name))
    assert grown[0]
    assert grown[0] == grown[1]


@pytest.mark.parametrize(
    ("does", "found"),
    [
        (lambda: 1 / 0, "ZeroDivisionError"),
        (lambda: 1, "exit code 1"),
        (lambda: Path("left").write_text("x", encoding="utf-8") and 0, "written, changed or lost"),
    ],
)
def test_what_should_not_be_is_found(does: object, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.geodata.fuzz.zoning", lambda _words: does())  # type: ignore[operator]
    assert found in "".join(run.run_case(1, tmp_path, "settings").findings)


def test_the_summary_names_the_seed_of_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.mkdtemp", lambda **_: str(tmp_path))
    monkeypatch.setattr("tests.geodata.fuzz.zoning", lambda words: (zoning(words) and 1) or 1)
    assert run.main(["5", "1", "settings"]) == 1
    assert "python -m tests.fuzz.run 5 1 settings" in capsys.readouterr().out
    assert run.main(["5", "x"]) == 2
