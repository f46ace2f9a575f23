"""The machines that bundles are made for, and which wheels each of them needs.

What a machine needs follows from what the installed libraries say they require, with the markers of that machine; their
versions are those of the lock. Which wheels there are is stored in ``requirements/wheels.txt``, with their digests.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parent.parent
LOCK, WHEELS = ROOT / "requirements" / "ci.txt", ROOT / "requirements" / "wheels.txt"
"""The lock, and the wheels of what is needed of it in the form of ``sha256sum``."""
PYTHONS = (11, 12, 13)
"""Minor versions of Python 3."""
GLIBC = 28
"""The C library of 银河麒麟 V10, 统信 UOS 20 and RHEL 8: 2.28."""


def _linux(machine: str) -> tuple[str, ...]:
    old = {"x86_64": ("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64")}
    return (
        *(f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC, 4, -1)),
        *old.get(machine, (f"manylinux2014_{machine}",)),
        f"linux_{machine}",
    )


@dataclass(frozen=True)
class Platform:
    """A kind of machine: the platform tags of its wheels, and what markers ask of it."""

    name: str
    tags: tuple[str, ...]
    markers: dict[str, str]

    @property
    def windows(self) -> bool:
        return self.markers["sys_platform"] == "win32"


def _markers(system: str, platform: str, name: str, machine: str) -> dict[str, str]:
    return {"platform_system": system, "sys_platform": platform, "os_name": name, "platform_machine": machine}


PLATFORMS = {
    one.name: one
    for one in (
        Platform("linux-x86_64", _linux("x86_64"), _markers("Linux", "linux", "posix", "x86_64")),
        Platform("linux-aarch64", _linux("aarch64"), _markers("Linux", "linux", "posix", "aarch64")),
        Platform("windows-amd64", ("win_amd64",), _markers("Windows", "win32", "nt", "AMD64")),
    )
}


@dataclass(frozen=True)
class Target:
    """A platform with one version of Python."""

    platform: Platform
    minor: int

    @cached_property
    def tags(self) -> frozenset[Tag]:
        """The tags of the wheels that it installs."""
        version = (3, self.minor)
        interpreter = f"cp3{self.minor}"
        return frozenset(
            [
                *cpython_tags(version, [interpreter], self.platform.tags),
                *compatible_tags(version, interpreter, self.platform.tags),
            ]
        )

    @property
    def environment(self) -> dict[str, str]:
        """What the markers of requirements are asked with."""
        versions = {"python_version": f"3.{self.minor}", "python_full_version": f"3.{self.minor}.0", "extra": ""}
        own = {name: str(value) for name, value in default_environment().items()}
        return own | versions | self.platform.markers | {"implementation_name": "cpython"}

    def fits(self, wheel: str) -> bool:
        """Whether it can install a wheel of that name."""
        return not self.tags.isdisjoint(parse_wheel_filename(wheel)[3])


def versions() -> dict[str, str]:
    """The versions of the lock by name."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if "==" in line and not line.startswith("#")]
    return {canonicalize_name(name): version.strip() for name, version in pairs}


def needs(target: Target) -> dict[str, str]:
    """Everything that the project needs on a target, with its version.

    Raises
    ------
    KeyError
        When the lock has no version of something.
    """
    locked, found = versions(), dict[str, str]()
    waiting = [Requirement(line) for line in _project()]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if not _applies(wanted, target) or name in found:
            continue
        found[name] = locked[name]
        waiting += list(_required(name, wanted.extras))
    return dict(sorted(found.items()))


def _project() -> Sequence[str]:
    import tomllib

    return list(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"])


def _applies(wanted: Requirement, target: Target) -> bool:
    return wanted.marker is None or wanted.marker.evaluate(target.environment)


def _required(name: str, extras: set[str]) -> Iterator[Requirement]:
    """What a library that is installed here requires."""
    for line in metadata.requires(name) or []:
        wanted = Requirement(line)
        optional = re.findall(r"extra *== *['\"]([^'\"]+)['\"]", line)
        if not optional:
            yield wanted
        elif extras.intersection(optional):
            yield Requirement(line.partition(";")[0])


def stored() -> dict[str, str]:
    """The digests of the wheels, by file name."""
    lines = [line.split() for line in WHEELS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: digest for digest, name in lines}


def wheels_of(target: Target) -> dict[str, str]:
    """The wheel of everything that a target needs, with its digest.

    Raises
    ------
    LookupError
        With the names of what there is no wheel of.
    """
    known, found, lost = stored(), dict[str, str](), []
    parsed = {wheel: parse_wheel_filename(wheel) for wheel in known}
    for name, version in needs(target).items():
        fit = [w for w, (n, v, *_) in parsed.items() if n == name and str(v) == version and target.fits(w)]
        if not fit:
            lost.append(f"{name}=={version}")
        found |= {wheel: known[wheel] for wheel in fit[:1]}
    if lost:
        raise LookupError(f"{target.platform.name}, Python 3.{target.minor}: no wheel of {', '.join(lost)}")
    return found
