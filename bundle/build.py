"""One bundle: wheels for several Pythons, an installer, a sample, the documents, licences and digests in one zip."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from bundle.fetch import download
from bundle.site.build import build as build_site
from bundle.targets import ROOT, Platform, Target, wheels_of

HERE = Path(__file__).parent
SAMPLE = "xunhua"
LEGAL = ("licen", "copying", "notice", "authors", "copyright")
"""How the names of files begin that say what may be done with a library."""
WHEN = (2020, 1, 1, 0, 0, 0)
"""The time of every file, so that equal bundles have equal bytes."""


def bundle(platform: Platform, minors: Sequence[int], out: Path, cache: Path) -> Path:
    """Write the bundle of a platform; gives its path.

    Parameters
    ----------
    minors : minor versions of Python 3 that it can be installed with
    cache : where fetched wheels are kept

    Raises
    ------
    LookupError
        When there is no wheel of something.
    """
    out.mkdir(parents=True, exist_ok=True)
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        own = built(Path(folder))
        name = f"zoning-{own.name.split('-')[1]}-offline-{platform.name}"
        root = Path(folder) / name
        (root / "wheels").mkdir(parents=True)
        needed: dict[str, str] = {}
        for minor in minors:
            target = Target(platform, minor)
            wheels = wheels_of(target)
            download(target, wheels, cache)
            digests = wheels | {own.name: digest(own)}
            _write(root / "needs" / f"3.{minor}" / "requirements.txt", _requirements(digests))
            needed |= wheels
        for wheel in needed:
            shutil.copyfile(cache / wheel, root / "wheels" / wheel)
        shutil.copyfile(own, root / "wheels" / own.name)
        shutil.copyfile(pip_wheel(cache), root / "wheels" / pip_wheel(cache).name)
        _beside(root, platform)
        _licences(root)
        _write(root / "SHA256SUMS", _sums(root))
        return _zipped(root, out / f"{name}.zip")


def built(folder: Path) -> Path:
    """The wheel of the project."""
    words = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT]
    subprocess.run([sys.executable, *map(str, words)], check=True)
    (wheel,) = folder.glob("zoning-*.whl")
    return wheel


def pip_wheel(cache: Path) -> Path:
    """The wheel of the pip that installs the others: the one of this environment, or one that fits every Python."""
    there = sorted(cache.glob("pip-*-py3-none-any.whl"))
    if not there:
        words = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", cache, "pip>=25"]
        subprocess.run([sys.executable, *map(str, words)], check=True)
        there = sorted(cache.glob("pip-*-py3-none-any.whl"))
    return there[-1]


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _requirements(wheels: dict[str, str]) -> str:
    """What pip installs, each with the one digest that it may have."""
    rows = [[*wheel.split("-")[:2], sha] for wheel, sha in sorted(wheels.items())]
    return "".join(f"{name}=={version} --hash=sha256:{sha}\n" for name, version, sha in rows)


def _beside(root: Path, platform: Platform) -> None:
    """The installer, what to read first, the sample, and the site of the documents."""
    for name in ("install.bat", "install.ps1") if platform.windows else ("install.sh",):
        text = (HERE / name).read_text(encoding="utf-8")
        if platform.windows:  # PowerShell 5 takes a file without a mark for one in the system's code page
            mark = "\ufeff" if name.endswith(".ps1") else ""
            (root / name).write_bytes((mark + text.replace("\n", "\r\n")).encode())
        else:
            _write(root / name, text)
    _write(root / "README.txt", (HERE / "README.txt").read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "geodata" / "samples" / SAMPLE, root / "sample" / SAMPLE)
    build_site(root / "docs")
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, root / name)


def _licences(root: Path) -> None:
    """The licence files of every wheel, and a list of what each says of itself."""
    rows = ["name\tversion\tlicence\tfiles\n"]
    for wheel in sorted((root / "wheels").glob("*.whl")):
        name, version = wheel.name.split("-")[:2]
        with zipfile.ZipFile(wheel) as archive:
            inside = [one for one in archive.namelist() if ".dist-info/" in one or _legal(one)]
            legal = [one for one in inside if _legal(one) and not one.endswith("/")]
            (meta,) = (one for one in inside if one.endswith(".dist-info/METADATA") and one.count("/") == 1)
            for number, one in enumerate(legal):
                target = root / "licences" / f"{name}-{version}" / f"{number:02d}-{PurePosixPath(one).name}"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(one))
            rows.append(f"{name}\t{version}\t{_stated(archive.read(meta).decode())}\t{len(legal)}\n")
    _write(root / "licences" / "LICENCES.tsv", "".join(rows))


def _legal(name: str) -> bool:
    path = PurePosixPath(name)
    in_place = ".dist-info/" in name or path.suffix in ("", ".txt", ".md", ".rst")
    return in_place and (path.name.lower().startswith(LEGAL) or "/licenses/" in name)


def _stated(metadata: str) -> str:
    """The licence that a wheel says it has: an expression, the classifiers, or the first line of the field."""
    head = HeaderParser().parsestr(metadata)
    if head.get("License-Expression"):
        return str(head["License-Expression"])
    kinds = [line.split(" :: ")[-1] for line in head.get_all("Classifier", []) if line.startswith("License ::")]
    return "; ".join(kinds) or (str(head.get("License", "")).strip().splitlines() or ["?"])[0][:80]


def _sums(root: Path) -> str:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return "".join(f"{digest(path)}  {path.relative_to(root).as_posix()}\n" for path in files)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _zipped(root: Path, target: Path) -> Path:
    """All of a folder in a zip; wheels are packed already."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in _sorted(root.rglob("*")):
            info = zipfile.ZipInfo(path.relative_to(root.parent).as_posix(), WHEN)
            info.external_attr = (0o755 if path.suffix == ".sh" else 0o644) << 16
            info.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes())
    return target


def _sorted(paths: Iterable[Path]) -> list[Path]:
    return sorted(path for path in paths if path.is_file())
