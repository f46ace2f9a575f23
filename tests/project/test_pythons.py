"""Other Pythons are found where they are, and what became of the main job under each is told as it is."""

import json
import sys
from pathlib import Path

import pytest

from tests.pythons import candidates, found, verdict


def program(at: Path, line: str) -> Path:
    at.parent.mkdir(parents=True, exist_ok=True)
    at.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    at.chmod(0o755)
    return at


@pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")
def test_the_first_program_that_runs_is_taken_and_a_shim_that_leads_nowhere_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "shims/python3.12", "exit 127")
    program(tmp_path / "shims/python3.12-config", "echo '(3, 12)'")
    program(tmp_path / "shims/python3.9", "echo '(3, 9)'")
    lying = program(tmp_path / "shims/python3.13", "echo '(3, 11)'")
    real = program(tmp_path / "pyenv/versions/3.12.1/bin/python3.12", "echo '(3, 12)'")
    program(tmp_path / "pyenv/versions/3.12.9/bin/python3.12", "echo '(3, 12)'")
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    programs = [at for at in candidates() if tmp_path in at.parents]
    assert lying in programs
    assert found(programs) == {12: real}


def test_a_job_is_ok_only_where_the_sample_was_solved_to_the_end() -> None:
    solved, stopped = (json.dumps({"proof": {"status": status}}) for status in ("optimal", "feasible"))
    assert verdict(0, solved, "") == "ok"
    assert verdict(0, stopped, "") == "failed, the status is feasible"
    assert verdict(1, "", "Traceback\nKeyError: 'x'") == "failed, exit code 1: KeyError: 'x'"
    assert verdict(1, "", "") == "failed, exit code 1: no reason given"
