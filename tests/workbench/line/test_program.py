"""The program as a process: how fast it starts, and how it ends when it is cut off, interrupted or at fault."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ZONING = [sys.executable, "-m", "workbench"]
TERMINAL = ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "ZONING_DEBUG")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in TERMINAL}
ENVIRONMENT |= {"PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}


def run(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [*ZONING, *words]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**ENVIRONMENT, **changes}, timeout=300
    )


def loads(calls: str, modules: tuple[str, ...]) -> str:
    """Which of the modules are there after these calls of ``main``."""
    found = f"[m for m in {modules!r} if m in sys.modules]"
    code = f"import sys; from workbench.cli import main; {calls}; sys.exit(str({found}))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    return ended.stderr.strip()


def test_help_imports_nothing_heavy() -> None:
    heavy = ("numpy", "networkx", "pydantic", "ortools", "geopandas", "matplotlib", "shapely", "pyproj", "xlsxwriter")
    assert loads("main(['--help']); main(['solve', '--help'])", heavy) == "[]"


def test_a_program_that_solves_waits_for_no_library_of_tables_or_drawings() -> None:
    heavy = ("rich", "pandas", "geopandas", "matplotlib", "xlsxwriter", "openpyxl", "docx", "typst", "networkx")
    assert loads("main(['solve', 'sample:xunhua', '--json'])", heavy) == "[]"


def test_a_closed_pipe_is_no_error() -> None:
    for words in (["check", "sample:fengdu"], ["check", "sample:fengdu", "--json"], ["completion"]):
        with subprocess.Popen(
            [*ZONING, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
        ) as cut:
            assert cut.stdout
            assert cut.stderr
            cut.stdout.close()
            said = cut.stderr.read()
        assert (cut.returncode, said) == (0, b"")


def test_a_fault_is_one_sentence_and_code_1() -> None:
    code = (
        "import sys, geodata; from workbench.cli import main\n"
        "def broken(*_): raise RuntimeError('boom')\n"
        "geodata.read_source = broken; sys.argv = ['zoning', 'check', 'x', *sys.argv[1:]]; sys.exit(main())"
    )
    for words, stream in ((["--json"], "stdout"), ([], "stderr")):
        command = [sys.executable, "-c", code, *words]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
        assert ended.returncode == 1
        assert "boom" in getattr(ended, stream)
        assert "Traceback" not in ended.stdout + ended.stderr
    debugged = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**ENVIRONMENT, "ZONING_DEBUG": "1"}
    )
    assert "Traceback" in debugged.stderr


@pytest.mark.parametrize(
    ("locale", "word"), [("en_GB.UTF-8", "Usage"), ("de_DE.UTF-8", "用法"), ("C", "用法"), ("", "用法")]
)
def test_the_language_is_that_of_the_locale_else_chinese(locale: str, word: str) -> None:
    assert word in run("--help", LC_ALL=locale, LC_MESSAGES="", LANG="").stdout


def test_colour_can_be_switched_off_and_forced() -> None:
    assert "\x1b[" in run("check", "no-such", FORCE_COLOR="1").stderr
    assert "\x1b[3" not in run("check", "no-such", FORCE_COLOR="1", NO_COLOR="1").stderr


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_completion_script_of_bash_is_valid_bash() -> None:
    script = run("completion", "bash").stdout
    checked = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_solve_from_end_to_end_is_proved_and_verified(tmp_path: Path) -> None:
    solved = run("solve", "sample:xunhua", "--out", str(tmp_path))
    assert solved.returncode == 0, solved.stderr
    assert solved.stdout.startswith("已证明最优")
    verified = run("verify", "sample:xunhua", str(tmp_path / "plan.json"))
    assert verified.returncode == 0, verified.stderr
    assert "已证明没有更好的方案" in verified.stdout


def test_rules_that_cannot_be_kept_end_with_code_4() -> None:
    ended = run("solve", "sample:xunhua", "--set", "rules.max_minutes=0")
    assert ended.returncode == 4, ended.stderr
    assert "无解" in ended.stdout
    assert "\n* " in ended.stdout


PATIENT = [sys.executable, str(Path(__file__).parents[1] / "patient.py")]
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of Unix")


def wait_for(path: Path) -> None:
    for _ in range(2400):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path.name} never came")


@UNIX
@pytest.mark.parametrize("signals", [[signal.SIGINT], [signal.SIGTERM], [signal.SIGTERM, signal.SIGTERM]])
def test_ctrl_c_and_sigterm_keep_the_best_plan(tmp_path: Path, signals: list[signal.Signals]) -> None:
    words = [str(tmp_path / "flag"), "solve", "sample:xunhua", "--out", str(tmp_path / "out")]
    with subprocess.Popen(
        [*PATIENT, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT
    ) as process:
        wait_for(tmp_path / "flag")
        for number in signals:
            process.send_signal(number)
            wait_for(tmp_path / "flag.stopped")
        (tmp_path / "flag.go").touch()
        out, err = process.communicate(timeout=300)
    assert process.returncode == 130, err.decode()
    assert err == b""
    assert "已中断，这是已找到的最好方案" in out.decode()
    written = {path.name for path in (tmp_path / "out").iterdir()}
    wanted = {"plan.json", "plan.gpkg", "plan.xlsx", "map.png", "map.svg", "county.gpkg"}
    assert written == wanted, "all of it and no half file"


@UNIX
def test_progress_is_on_stderr_and_only_on_a_terminal(tmp_path: Path) -> None:
    import pty

    terminal, end = pty.openpty()
    words = [str(tmp_path / "flag"), "solve", "sample:xunhua"]
    with subprocess.Popen(
        [*PATIENT, *words], stdout=subprocess.PIPE, stderr=end, env=ENVIRONMENT | {"TERM": "xterm"}
    ) as process:
        os.close(end)
        wait_for(tmp_path / "flag")
        seen = b""
        while "差距 50.00%".encode() not in seen:  # the search goes on for a minute; after it there is an OSError
            seen += os.read(terminal, 100_000)
        (tmp_path / "flag.go").touch()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=300)
    os.close(terminal)
    assert "拼合方案" in seen.decode(errors="replace")
    assert "拼合方案" not in out.decode()


@UNIX
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
def test_ctrl_c_and_sigterm_before_the_search_leave_nothing(tmp_path: Path, number: str) -> None:
    code = (
        "import sys, signal, geodata; from workbench.cli import main\n"
        f"geodata.read_source = lambda *_: signal.raise_signal(signal.{number})\n"
        f"sys.exit(main(['solve', 'x', '--out', {str(tmp_path / 'out')!r}]))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert (ended.returncode, ended.stdout) == (130, "")
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out").exists()


def test_an_object_survives_a_terminal_that_knows_no_chinese() -> None:
    for encoding in ("ascii", "gbk"):
        said = run("sample", "--json", PYTHONIOENCODING=encoding, PYTHONUTF8="0").stdout
        assert {"key": "kaizhou", "name": "开州区"} in json.loads(said)["samples"]
    assert run("sample", PYTHONIOENCODING="ascii", PYTHONUTF8="0").returncode == 0
