"""Wheels from the package index, by pip: which there are, and the files themselves."""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from bundle.targets import PLATFORMS, PYTHONS, WHEELS, Target, needs


def resolve() -> None:
    """Ask the index for the wheels of every target and store their names and digests."""
    found: dict[str, str] = {}
    for platform in PLATFORMS.values():
        for minor in PYTHONS:
            found |= _offered(Target(platform, minor))
    lines = [f"{digest}  {name}" for name, digest in sorted(found.items(), key=lambda pair: pair[0].lower())]
    head = "# The wheels that the bundles hold, for Python 3.11 to 3.13. Made by `make lock`; see CONTRIBUTING.md."
    WHEELS.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="\n")


def _offered(target: Target) -> dict[str, str]:
    """Digests of the wheels that pip would install on a target, by file name."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = ["install", "--dry-run", "--ignore-installed", "--target", folder, "--report", report]
        _pip([*words, *_of(target), *(f"{name}=={version}" for name, version in needs(target).items())])
        items = json.loads(report.read_text(encoding="utf-8"))["install"]
    infos = [item["download_info"] for item in items]
    return {info["url"].rpartition("/")[2]: info["archive_info"]["hashes"]["sha256"] for info in infos}


def download(target: Target, wheels: Mapping[str, str], folder: Path) -> None:
    """Fetch wheels that are not there yet, and hold all of them against their digests.

    Raises
    ------
    subprocess.CalledProcessError
        When one cannot be had.
    ValueError
        When one is not the one that is stored.
    """
    missing = [name for name in wheels if not (folder / name).exists()]
    if missing:
        _pip(["download", "--dest", folder, *_of(target), *(f"{n}=={v}" for n, v in map(_called, missing))])
    for name, digest in wheels.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise ValueError(f"{name} is not the file of requirements/wheels.txt")


def _called(wheel: str) -> tuple[str, str]:
    name, version, *_ = wheel.split("-")
    return name, version


def _of(target: Target) -> list[str]:
    """Options of pip for wheels of a target and nothing else."""
    words = ["--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", f"3.{target.minor}"]
    for tag in target.platform.tags:
        words += ["--platform", tag]
    for abi in (f"cp3{target.minor}", "abi3", "none"):
        words += ["--abi", abi]
    return words


def _pip(words: Iterable[object]) -> None:
    own = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", *map(str, words), *own], check=True)
