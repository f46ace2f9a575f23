"""Streams as they are found: closed, missing, full, without Chinese, and of a width that nobody believes."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table

from tests.workbench.line.test_program import ENVIRONMENT, ZONING
from workbench.line import streams
from workbench.line.console import NARROWEST, WIDEST, console
from workbench.line.screen import Screen
from workbench.line.speech import folded
from workbench.line.streams import ERRORS, Unwritable, prepare, readable, writing

FULL = Path("/dev/full")


def shell(line: str, *words: object) -> subprocess.CompletedProcess[str]:
    """The program behind redirections of the shell."""
    command = ["sh", "-c", f'exec "$@" {line}', "sh", *ZONING, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT, timeout=300)


@pytest.mark.skipif(os.name == "nt", reason="no shell of this kind")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_service_without_streams_writes_its_files_and_nothing_else_in_them(closed: str, tmp_path: Path) -> None:
    ended = shell(closed, "sample", "xunhua", tmp_path / "county")
    assert ended.returncode == 0, ended.stderr
    for file in (tmp_path / "county").iterdir():
        assert file.read_bytes() == (Path(__file__).parents[3] / "geodata/samples/xunhua" / file.name).read_bytes()


def test_a_program_of_windows_without_a_console_runs_to_its_end(tmp_path: Path) -> None:
    """``pythonw`` has no streams at all."""
    code = (
        "import sys; sys.stdout = sys.stderr = sys.stdin = None\n"
        f"from workbench.cli import main; import os; os._exit(main(['template', {str(tmp_path / 't.xlsx')!r}]))"
    )
    ended = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, check=False, timeout=300)
    assert ended.returncode == 0
    assert (tmp_path / "t.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("words", [[], ["--json"]], ids=["person", "program"])
@pytest.mark.skipif(not FULL.exists(), reason="no full device here")
def test_a_full_disk_behind_the_results_is_told_once_and_is_code_3(words: list[str]) -> None:
    ended = shell(">/dev/full", "sample", *words)
    assert ended.returncode == 3
    assert ended.stderr.count("磁盘已满") == 1
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(not FULL.exists(), reason="no full device here")
def test_complaints_that_cannot_be_written_change_no_exit_code() -> None:
    assert shell("2>/dev/full", "check", "nowhere").returncode == 3
    assert shell("2>/dev/full", "sample", "nowhere").returncode == 3


def shown(encoding: str, *words: str) -> str:
    """What the program says on a stream of an encoding."""
    told = {**ENVIRONMENT, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    ended = subprocess.run([*ZONING, *words], capture_output=True, check=False, env=told, timeout=300)
    return ended.stdout.decode(encoding.partition(":")[0])


@pytest.mark.parametrize("encoding", ["latin1", "ascii:strict"])
def test_a_stream_without_chinese_gets_english_and_escapes_of_names(encoding: str) -> None:
    said = shown(encoding, "check", "sample:xunhua")
    assert "9 stations, 85 officers" in said
    assert "\\u5faa\\u5316" in said  # 循化
    assert said.count("?") == 0


def test_an_ascii_stream_gets_what_was_asked_for_in_escapes() -> None:
    ended = subprocess.run(
        [*ZONING, "check", "sample:xunhua", "--lang", "zh"],
        capture_output=True,
        check=False,
        env={**ENVIRONMENT, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=300,
    )
    assert ended.stderr.decode("ascii").startswith("The encoding of the output, ascii, has no Chinese")
    said = ended.stdout.decode("ascii")
    assert "\\u6d3e\\u51fa\\u6240" in said  # 派出所
    assert "stations" not in said


def test_a_console_of_chinese_windows_gets_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """cp936 has no ² and no ō: the first is written as a 2, the other as an escape."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp936", newline=""))
    prepare()
    assert readable("zh") == "zh"
    Screen("zh").show("防区面积 12 km²，约 3 分钟 ≤ 5，Ñ 😀")
    sys.stdout.flush()
    assert raw.getvalue().decode("cp936").rstrip() == "防区面积 12 km2，约 3 分钟 ≤ 5，\\xd1 \\U0001f600"


SPOKEN = {"utf-8": "zh", "gb18030": "zh", "cp936": "zh", "big5": "en", "ascii": "en", "nonsense": "en"}


@pytest.mark.parametrize(("encoding", "language"), SPOKEN.items())
def test_chinese_is_spoken_where_the_stream_has_it(
    encoding: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stream:
        pass

    stream = Stream()
    stream.encoding = encoding  # type: ignore[attr-defined]
    monkeypatch.setattr(sys, "stdout", stream)
    assert readable("zh") == language
    assert readable("en") == "en"


def test_signs_have_a_plain_form_and_nothing_becomes_a_question_mark() -> None:
    assert "1 km² × 3 ≤ 4 … 防".encode("ascii", ERRORS) == b"1 km2 x 3 <= 4 ... \\u9632"


@pytest.mark.parametrize("columns", ["0", "1", "-1", "8", "", "²", "８０", "1e9", "9" * 30, "10", "10000"])
def test_every_width_ends(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    stream = io.StringIO()
    made = console(stream, 140)
    assert NARROWEST <= made.width <= WIDEST
    table = Table("派出所", "民警", "警情")
    table.add_row("道帏藏族乡派出所", "12", "3,738")
    made.print(table)
    assert "道" in stream.getvalue()
    assert folded("防区办公室设在中心所。" * 3, made.width)


def test_a_width_that_is_said_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "77")
    assert console(io.StringIO(), 140).width == 77
    monkeypatch.delenv("COLUMNS")
    assert console(io.StringIO(), 140).width == 140


def test_a_reader_that_hung_up_is_told_apart_from_a_disk_that_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unwritable, match="No space left"), writing():
        raise OSError(28, "No space left on device")
    with pytest.raises(BrokenPipeError), writing():
        raise BrokenPipeError
    monkeypatch.setattr(streams.os, "name", "nt")
    try:
        with pytest.raises(BrokenPipeError), writing():
            raise OSError(22, "Invalid argument")  # what Windows says of a closed pipe
    finally:
        monkeypatch.setattr(streams.os, "name", "posix")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["solve", "sample:xunhua", "--out", ""], "--out"),
        (["solve", "sample:xunhua", "--out="], "--out"),
        (["check", ""], "#1"),
        (["solve", "sample:xunhua", "--policy", ""], "--policy"),
    ],
)
def test_an_empty_value_is_refused(words: list[str], named: str, zoning) -> None:  # type: ignore[no-untyped-def]
    said = zoning(*words)
    assert said.code == 2
    assert said.err.startswith(named)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_while_all_is_loaded_says_nothing() -> None:
    """A module that is loaded early takes its time, and the signal comes then."""
    code = (
        "import os, signal, sys, runpy, importlib.abc\n"
        "class Late(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'cyclopts': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Late()); sys.argv = ['zoning', 'sample']\n"
        "runpy.run_module('workbench', run_name='__main__')"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=300
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
