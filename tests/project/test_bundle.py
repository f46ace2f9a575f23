"""The bundles for machines without a network are complete: a wheel of everything, for every platform and Python."""

import re
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from bundle import targets
from bundle.build import LEGAL, _licences, _requirements
from bundle.targets import PLATFORMS, PYTHONS, ROOT, Target, needs, stored, versions, wheels_of
from tests.project.test_floors import PROJECT

TARGETS = [Target(platform, minor) for platform in PLATFORMS.values() for minor in PYTHONS]
EACH = pytest.mark.parametrize("target", TARGETS, ids=lambda t: f"{t.platform.name}-3.{t.minor}")
HERE = ROOT / "bundle"


@EACH
def test_there_is_one_wheel_of_everything_that_a_target_needs(target: Target) -> None:
    wheels = wheels_of(target)
    held = {canonicalize_name(parse_wheel_filename(wheel)[0]) for wheel in wheels}
    assert held == set(needs(target))
    assert len(wheels) == len(held)
    assert {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]} <= held
    for wheel in wheels:
        _, _, _, tags = parse_wheel_filename(wheel)
        assert tags & target.tags, wheel


@EACH
def test_no_wheel_is_for_another_machine(target: Target) -> None:
    machine = {"linux-x86_64": "x86_64", "linux-aarch64": "aarch64", "windows-amd64": "win_amd64"}[target.platform.name]
    for wheel in wheels_of(target):
        platform = wheel.removesuffix(".whl").rpartition("-")[2]
        assert platform == "any" or machine in platform, wheel
        newest = [int(minor) for minor in re.findall(r"manylinux_2_(\d+)_", platform)]
        assert not newest or min(newest) <= targets.GLIBC, "银河麒麟 V10 and 统信 UOS 20 have glibc 2.28"


def test_markers_are_asked_for_the_target_and_not_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [
        "numpy", "tzdata; sys_platform == 'win32'", "greenlet; platform_machine == 'aarch64'",
        "idna; python_version < '3.12'", "certifi; os_name == 'posix'",
    ]  # fmt: skip
    monkeypatch.setattr(targets, "_project", lambda: wanted)
    found = {(t.platform.name, t.minor): sorted(set(needs(t)) - {"numpy"}) for t in TARGETS}
    assert found["windows-amd64", 11] == ["idna", "tzdata"]
    assert found["windows-amd64", 13] == ["tzdata"]
    assert found["linux-aarch64", 12][:2] == ["certifi", "greenlet"]
    assert found["linux-x86_64", 12] == ["certifi"]


def test_what_the_lock_lacks_is_no_silent_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "_project", lambda: ["pywin32; sys_platform == 'win32'"])
    assert needs(TARGETS[0]) == {}
    with pytest.raises(KeyError, match="pywin32"):
        needs(TARGETS[-1])


def test_tools_of_the_checks_are_not_carried_along() -> None:
    for target in TARGETS:
        assert not {"pytest", "mypy", "ruff", "hypothesis", "playwright", "ipykernel"} & set(needs(target))


def test_what_has_no_wheel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: digest for name, digest in stored().items() if not name.startswith("numpy-")}
    monkeypatch.setattr(targets, "stored", lambda: kept)
    with pytest.raises(LookupError, match=r"linux-x86_64, Python 3\.11: no wheel of numpy=="):
        wheels_of(TARGETS[0])


def test_every_stored_wheel_is_of_the_lock_and_has_a_digest() -> None:
    locked = versions()
    for wheel, digest in stored().items():
        name, version, _, _ = parse_wheel_filename(wheel)
        assert str(version) == locked[canonicalize_name(name)]
        assert re.fullmatch("[0-9a-f]{64}", digest)


def test_pip_is_told_the_one_digest_that_each_wheel_may_have() -> None:
    told = _requirements({"numpy-2.4.6-cp311-cp311-win_amd64.whl": "0" * 64, "zoning-0.1.0-py3-none-any.whl": "1" * 64})
    assert told == f"numpy==2.4.6 --hash=sha256:{'0' * 64}\nzoning==0.1.0 --hash=sha256:{'1' * 64}\n"


def test_licences_of_every_wheel_are_laid_out(tmp_path: Path) -> None:
    (tmp_path / "wheels").mkdir()
    for name, head in (
        ("one", "License-Expression: MIT"),
        ("two", "Classifier: License :: OSI Approved :: BSD License"),
    ):
        with zipfile.ZipFile(tmp_path / "wheels" / f"{name}-1.0-py3-none-any.whl", "w") as archive:
            archive.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\n{head}\n\n")
            archive.writestr(f"{name}-1.0.dist-info/licenses/LICENSE", "text")
            archive.writestr(f"{name}/vendored/COPYING", "theirs")
            archive.writestr(f"{name}/licensing.py", "code")
    _licences(tmp_path)
    rows = (tmp_path / "licences" / "LICENCES.tsv").read_text(encoding="utf-8").splitlines()
    assert rows[1:] == ["one\t1.0\tMIT\t2", "two\t1.0\tBSD License\t2"]
    texts = sorted(path.read_text() for path in (tmp_path / "licences" / "one-1.0").iterdir())
    assert texts == ["text", "theirs"]
    assert all(word in LEGAL for word in ("licen", "copying", "notice"))


def test_installers_ask_nothing_of_the_network_and_hold_digests_against_the_files() -> None:
    for name in ("install.sh", "install.ps1"):
        text = (HERE / name).read_text(encoding="utf-8")
        assert {"--no-index", "--require-hashes", "--without-pip"} <= set(re.findall(r"--[a-z-]+", text))
        assert not re.search(r"https?://|curl|wget|Invoke-WebRequest|sudo", text)
    assert (HERE / "install.bat").read_text(encoding="utf-8").isascii(), "cmd.exe reads it in the system's code page"
