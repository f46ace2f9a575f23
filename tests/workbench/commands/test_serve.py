"""``zoning serve`` as a process: what it says, what it refuses, and that it ends with all its children."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from workbench.web.place import bound, way_in
from zoning.model.errors import InputError


@contextmanager
def serving(folder: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A server, and what it says when it answers."""
    command = [sys.executable, "-m", "workbench", "serve", "--no-browser", "--json", "--port", "0", *words]
    environment = {**os.environ, "ZONING_STORE": str(folder / "store.db")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as one:
        try:
            assert one.stdout is not None
            text = ""
            while not text.endswith("}\n"):
                line = one.stdout.readline()
                if not line:
                    assert one.stderr is not None
                    pytest.fail(text + one.stderr.read())
                text += line
            yield one, json.loads(text)
        finally:
            one.kill()


def children(process: int) -> list[int]:
    """The processes that a process began."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                status = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it has just ended
            if int(status[1]) == process:
                found.append(int(folder.name))
    return found


def alive(process: int) -> bool:
    try:
        return (Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split())[0] != "Z"
    except OSError:
        return False


def gone(processes: list[int]) -> bool:
    """Whether all of them end within a minute."""
    for _ in range(1200):
        if not any(alive(one) for one in processes):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_the_server_ends_and_its_children_with_it(tmp_path: Path, by: signal.Signals) -> None:
    with serving(tmp_path, "sample:xunhua") as (process, said):
        way, _, token = said["enter"].partition("#")
        assert way == said["address"] + "enter"
        assert len(token) >= 43
        with httpx.Client(base_url=said["address"], timeout=120) as client:
            assert client.get("enter").status_code == 200
            client.post("api/session", json={"token": token}).raise_for_status()
            first = client.get("api/me").json()["first"]
            plan = client.get(f"api/{first}").json()
            assert plan["plan"]["county"]["name"] == "循化撒拉族自治县"
            assert len(set(plan["labels"])) > 1
        begun = children(process.pid)
        assert begun
        process.send_signal(by)
        code = process.wait(60)
        assert code == (0 if by == signal.SIGINT else -by)
        assert gone(begun)
    left = [one for one in Path(tempfile.gettempdir()).glob("zoning-*.html") if token in one.read_text()]
    assert not left or by == signal.SIGKILL
    for one in left:
        one.unlink()


def test_a_second_server_on_the_store_is_refused_and_a_reader_is_not(tmp_path: Path) -> None:
    with serving(tmp_path, "sample:xunhua"):
        command = [sys.executable, "-m", "workbench", "serve", "--no-browser", "--json", "--port", "0"]
        environment = {**os.environ, "ZONING_STORE": str(tmp_path / "store.db")}
        second = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300, check=False)
        assert second.returncode == 3, second.stderr
        assert "zoning serve" in json.loads(second.stdout)["mistakes"][0]["says"]
        with serving(tmp_path, "--read-only") as (_, said):
            token = said["enter"].partition("#")[2]
            me = httpx.get(said["address"] + "api/me", headers={"authorization": f"Bearer {token}"}, timeout=120).json()
            assert (me["read_only"], me["role"]) == (True, "viewer")


def test_others_than_this_computer_are_refused(zoning: Callable[..., Any]) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "bureau.example"):
        said = zoning("serve", "--host", host)
        assert said.code == 2
        assert "--host" in said.err
    assert zoning("serve", "--root-path", "p").code == 2
    assert zoning("serve", "--jobs", "0").code == 2


def test_a_port_that_is_taken_gives_way_to_the_next() -> None:
    with bound("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with bound("127.0.0.1", port) as second:
            assert port < second.getsockname()[1] < port + 10
    with pytest.raises(InputError, match="none of the 10 ports"):
        bound("203.0.113.1", 8765)


def test_the_way_in_is_for_its_user_alone_and_goes_with_the_server() -> None:
    with way_in('http://127.0.0.1:1/enter#a"<b') as page:
        assert page.stat().st_mode & 0o777 == 0o600
        assert 'url=http://127.0.0.1:1/enter#a&quot;&lt;b"' in page.read_text(encoding="utf-8")
    assert not page.exists()
