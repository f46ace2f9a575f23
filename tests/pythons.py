"""The main job under every other Python of this machine: ``python tests/pythons.py``.

The wheel is built once. For each further Python from 3.11 on, it is installed into an empty environment, with the
libraries of the lock, and a sample county is solved by the command that was installed. A Python that is not there is
said to be skipped, and so is one newer than :data:`PROMISED` that some library does not know yet. Ends with 1 where a
job failed. It needs the standard library only.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROMISED = range(11, 14)
"""Minor versions that the lock is for."""
LOOKED_FOR = range(11, 16)
PROGRAM = re.compile(r"python3\.(\d+)")


def main() -> int:
    own = sys.version_info.minor
    pythons = {minor: path for minor, path in found(candidates()).items() if minor != own}
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        wheel = built(Path(folder)) if pythons else Path()
        for minor in LOOKED_FOR:
            if minor in pythons:
                began = time.perf_counter()
                outcome = job(pythons[minor], wheel, Path(folder) / f"3.{minor}", promised=minor in PROMISED)
                print(f"Python 3.{minor}: {outcome}, {time.perf_counter() - began:.0f} s", flush=True)
                failed += [minor] if outcome.startswith("failed") else []
            elif minor != own:
                print(f"Python 3.{minor}: skipped, not on this machine", flush=True)
    return 1 if failed else 0


def candidates() -> Iterator[Path]:
    """Programs called ``python3.N`` on the path, then those of pyenv."""
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        yield from sorted(Path(folder).glob("python3.*")) if folder else ()
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob("versions/*/bin/python3.*"))


def found(programs: Iterable[Path]) -> dict[int, Path]:
    """The first program that runs, by the minor version it is, of 3.11 and later."""
    pythons: dict[int, Path] = {}
    for program in programs:
        named = PROGRAM.fullmatch(program.name)
        if named and int(named[1]) in LOOKED_FOR and int(named[1]) not in pythons and runs(program, int(named[1])):
            pythons[int(named[1])] = program
    return pythons


def runs(program: Path, minor: int) -> bool:
    """Whether it is that Python, and can make environments; a shim may lead nowhere."""
    code = "import ensurepip, sys, venv; print(sys.version_info[:2])"
    try:
        done = subprocess.run([program, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and done.stdout.strip() == str((3, minor))


def built(folder: Path) -> Path:
    """The wheel of the project.

    Raises
    ------
    subprocess.CalledProcessError
        When it cannot be built.
    """
    venv.create(folder / "build", with_pip=True)
    python = folder / "build" / "bin" / "python"
    wheels = folder / "wheels"
    said = quietly([python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, ROOT])
    said.check_returncode()
    (wheel,) = wheels.glob("*.whl")
    return wheel


def job(python: Path, wheel: Path, folder: Path, *, promised: bool) -> str:
    """Install the wheel and solve a sample; what became of it, in words."""
    steps: list[list[Path | str]] = [
        [python, "-m", "venv", folder],
        [folder / "bin/python", "-m", "pip", "install", "--quiet", "--constraint", ROOT / "requirements/ci.txt", wheel],
    ]
    for step in steps:
        done = quietly(step)
        if done.returncode != 0:
            why = ([line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["no reason given"])[-1]
            return f"{'failed' if promised else 'skipped'}, it cannot be installed: {why}"
    done = quietly([folder / "bin/zoning", "solve", "sample:xunhua", "--json"], folder)
    return verdict(done.returncode, done.stdout, done.stderr)


def verdict(code: int, printed: str, complained: str) -> str:
    """Whether the command solved the sample to the end."""
    if code != 0:
        return f"failed, exit code {code}: {(complained.strip().splitlines() or ['no reason given'])[-1]}"
    status = json.loads(printed)["proof"]["status"]
    return "ok" if status == "optimal" else f"failed, the status is {status}"


def quietly(command: list[Path | str], folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run a command as if it were alone on the machine."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


if __name__ == "__main__":
    sys.exit(main())
