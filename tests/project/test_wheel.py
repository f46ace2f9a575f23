"""The built wheel: everything in it that a command needs, nothing else, and it works away from the sources."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from tests.project.source import PACKAGES, ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", target, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = target.glob("*.whl")
    return built


@pytest.mark.xdist_group("wheel")
def test_the_wheel_holds_the_packages_and_their_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = {Path(name).name for name in archive.namelist() if ".dist-info/licenses/" in name}
    files = {path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()}
    assert inside == {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert licences == {"LICENSE", "NOTICE"}


@pytest.mark.xdist_group("wheel")
def test_the_wheel_solves_a_sample_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    """A new environment holds the wheel alone; the libraries are lent by this one, so that nothing is fetched."""
    venv.create(tmp_path / "env", with_pip=False)
    at = {"base": str(tmp_path / "env"), "platbase": str(tmp_path / "env")}
    site, scripts = (Path(sysconfig.get_path(name, "venv", at)) for name in ("purelib", "scripts"))
    python = scripts / Path(sys.executable).name
    subprocess.run(
        [sys.executable, "-m", "pip", f"--python={python}", "install", "--quiet", "--no-deps", "--no-index", wheel],
        check=True,
    )
    # A path in a .pth file is searched last, and the .pth files in it (this project's editable install) are not read.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    solved = away([scripts / "zoning", "solve", "sample:xunhua", "--store", "kept.db", "--json"], tmp_path)
    assert isinstance(json.loads(solved), dict)
    kept = json.loads(away([scripts / "zoning", "store", "info", "--store", "kept.db", "--json"], tmp_path))
    assert kept["rows"]["answer"] == 1, "the schema of the store came along"
    where = "import workbench, zoning; print(workbench.__file__); print(zoning.__file__)"
    assert all(Path(line).is_relative_to(site) for line in away([python, "-c", where], tmp_path).splitlines())


def away(command: list[Path | str], folder: Path) -> str:
    """What a command prints when it is run in ``folder``, without a path that leads back to the sources."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
