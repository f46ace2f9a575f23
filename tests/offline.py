"""The bundle installed with the network off: ``python tests/offline.py``, in the environment of the checks.

The bundle of this machine and this Python is built, unpacked and installed in a network namespace of its own, and what
was installed solves a sample, writes its files and a report, and verifies the plan. Where the system gives no such
namespace that is said, and all else is done. Ends with 1 where something failed.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
OFF = (["unshare", "-n"], ["unshare", "-r", "-n"])
"""Ways to have no network: as root, and as any other user."""


def main() -> int:
    if sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"):
        print("the bundle: skipped, no Linux of a kind that it is made for")
        return 0
    began = time.perf_counter()
    off = without_network()
    with tempfile.TemporaryDirectory() as folder:
        failed = job(Path(folder), off)
    how = "with the network off" if off else "with the network on, for there is no namespace without one here"
    print(f"the bundle: {failed or 'installed and the main job done'}, {how}, {time.perf_counter() - began:.0f} s")
    return 1 if failed else 0


def without_network() -> list[str]:
    """The words before a command that has no network, none where the system cannot do that."""
    probe = "import socket; socket.create_connection(('192.0.2.1', 9), 3)"
    for words in OFF:
        try:
            done = subprocess.run([*words, sys.executable, "-c", probe], capture_output=True, text=True, check=False)
        except OSError:
            continue
        if "unreachable" in done.stderr:
            return words
    return []


def job(folder: Path, off: list[str]) -> str:
    """What went wrong, nothing where all went well."""
    build = [sys.executable, "-m", "bundle", "--platform", f"linux-{platform.machine()}"]
    build += ["--python", str(sys.version_info.minor), "--out", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"not built: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    (made,) = folder.glob("*.zip")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder)
    bundle = made.with_suffix("") if made.with_suffix("").is_dir() else folder / made.name.removesuffix(".zip")
    made.unlink()
    own = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    zoning, out = folder / "zoning" / "bin" / "zoning", folder / "out"
    steps = (
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"],
        ["sh", "install.sh", str(folder / "zoning"), sys.executable],
        [str(zoning), "solve", "sample/xunhua", "--out", str(out)],
        [str(zoning), "verify", "sample/xunhua", str(out / "plan.json")],
        [str(zoning), "report", str(out), "--format", "docx,pdf,html,xlsx"],
    )
    for step in steps:
        done = subprocess.run([*off, *step], cwd=bundle, env=own, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"failed: {' '.join(step[:3])}: {done.stdout[-1500:]}{done.stderr[-1500:]}"
    plan = json.loads((out / "plan.json").read_bytes())
    return "" if plan["proof"]["status"] == "optimal" else "the plan is not proved"


if __name__ == "__main__":
    sys.exit(main())
