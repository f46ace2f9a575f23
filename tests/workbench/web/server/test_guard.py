"""What the guard lets in, and what every answer carries."""

import json
import re
import socket
from pathlib import Path

import httpx
import pytest

from tests.workbench.web.served import PATIENT, Served, ask, served
from workbench.web.guard import CSP, HEADERS, Door
from workbench.web.place import bound
from workbench.web.refusals import STATUS
from workbench.web.session import HOURS, Sessions
from zoning.texts import LANGUAGES, say

COMING_IN = {"token": "wrong"}


def raw(server: Served, text: str) -> str:
    """The answer to a request written byte for byte."""
    host, port = server.address.removeprefix("http://").split("/")[0].split(":")
    with socket.create_connection((host, int(port)), PATIENT) as there:
        there.sendall(text.replace("\n", "\r\n").encode())
        found = b""
        while part := there.recv(65536):
            found += part
    return found.decode()


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1", "localhost:1", "", "127.0.0.1.nip.io"]
)
def test_another_host_is_not_served(server: Served, host: str) -> None:
    answer = server.client.get("/api/me", headers={"host": host})
    assert answer.status_code == 421
    assert answer.json()["error"] == "wrong_host"


def test_a_request_without_a_host_is_not_served(server: Served) -> None:
    assert " 421 " in raw(server, "GET /enter HTTP/1.0\n\n").split("\r\n")[0] + " "


def test_localhost_is_this_computer(server: Served) -> None:
    port = server.address.rpartition(":")[2]
    assert server.client.get("/api/texts", headers={"host": f"LOCALHOST:{port}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://[broken"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin, cross-site"},
    ],
)
def test_what_another_site_has_a_browser_send_is_refused(server: Served, headers: dict[str, str]) -> None:
    answer = server.client.post("/api/me", json={"lang": "en"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"] == "foreign_origin"


def test_our_own_pages_may_send(server: Served) -> None:
    own = {"origin": server.address, "sec-fetch-site": "same-origin"}
    assert server.client.post("/api/me", json={"lang": "zh"}, headers=own).status_code == 204


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_forms_of_other_sites_are_of_the_wrong_type(server: Served, kind: str) -> None:
    answer = server.client.post("/api/me", content=b'{"lang": "en"}', headers={"content-type": kind})
    assert (answer.status_code, answer.json()["error"]) == (415, "wrong_type")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_are_refused_and_nobody_else_is_let_read(server: Served, method: str) -> None:
    answer = server.client.request(method, "/api/me", headers={"origin": "https://evil.example"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_too_much_is_refused_before_it_is_read(server: Served) -> None:
    port = server.address.rpartition(":")[2]
    head = f"POST /api/me HTTP/1.1\nHost: 127.0.0.1:{port}\nContent-Type: application/json\nConnection: close\n"
    answer = raw(server, f"{head}Content-Length: 1000001\n\n")
    assert answer.split(" ")[1] == "413"
    assert '"error": "too_large"' in answer


def test_too_much_is_refused_while_it_is_read(server: Served) -> None:
    def parts() -> "object":
        for _ in range(12):
            yield b" " * 100_000

    answer = server.client.post("/api/me", content=parts(), headers={"content-type": "application/json"})  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["error"]) == (413, "too_large")


@pytest.mark.parametrize("length", ["-1", "1e3", "x"])
def test_a_length_that_is_none_never_reaches_a_route(server: Served, length: str) -> None:
    port = server.address.rpartition(":")[2]
    head = (
        f"POST /api/me HTTP/1.1\nHost: 127.0.0.1:{port}\nContent-Type: application/json\nContent-Length: {length}\n\n"
    )
    assert raw(server, head).split(" ")[1] in ("400", "413")


def test_without_a_session_there_is_nothing_but_the_way_in(server: Served) -> None:
    with httpx.Client(base_url=server.address, timeout=PATIENT) as stranger:
        answer = stranger.get("/api/plans")
        assert (answer.status_code, answer.json()["error"]) == (401, "no_session")
        for path, up in (
            ("/", "./enter"),
            ("/jobs", "./enter"),
            ("/plans/3", "../enter"),
            ("/plans/3/history", "../../enter"),
        ):
            page = stranger.get(path)
            assert (page.status_code, page.headers["location"]) == (303, up)
        assert stranger.get("/enter").status_code == 200
        assert stranger.get("/api/texts").status_code == 200


def test_a_made_up_session_is_none(server: Served) -> None:
    name = server.state.door.cookie
    for value in ("x", "", '"', "a" * 5000):
        answer = ask("GET", f"{server.address}/api/me", headers={"cookie": f"{name}={value}"})
        assert answer.status_code == 401


def test_the_cookie_is_for_this_server_alone(server: Served) -> None:
    answer = ask("POST", f"{server.address}/api/session", json={"token": server.state.sessions.token})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"zoning_{server.state.door.port}=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Domain" not in cookie
    assert f"Max-Age={HOURS * 3600}" in cookie


def test_a_program_sends_the_token_itself(server: Served) -> None:
    own = {"authorization": f"Bearer {server.state.sessions.token}", "origin": "https://elsewhere.example"}
    assert ask("GET", f"{server.address}/api/me", headers=own).status_code == 200
    assert ask("POST", f"{server.address}/api/me", json={"lang": "zh"}, headers=own).status_code == 204
    assert ask("GET", f"{server.address}/api/me", headers={"authorization": "Bearer x"}).status_code == 401


def test_leaving_ends_the_session(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        cookies = dict(server.client.cookies)
        assert server.client.delete("/api/session").status_code == 204
        assert ask("GET", f"{server.address}/api/me", cookies=cookies).status_code == 401


def test_wrong_tokens_are_counted_and_keep_nobody_out(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        tries = [ask("POST", f"{server.address}/api/session", json=COMING_IN) for _ in range(6)]
        assert [answer.status_code for answer in tries] == [403] * 5 + [429]
        assert tries[-1].headers["retry-after"] == "60"
        right = ask("POST", f"{server.address}/api/session", json={"token": server.state.sessions.token})
        assert right.status_code == 204


def test_a_session_ends_after_its_hours() -> None:
    now = [0.0]
    sessions = Sessions(1, "张三", "admin", lambda: now[0])
    name = sessions.enter(sessions.token)
    now[0] = HOURS * 3600 - 1
    assert sessions.find(name) is not None
    now[0] += 1
    assert sessions.find(name) is None


def test_a_slow_request_is_broken_off(tmp_path: Path) -> None:
    with served(tmp_path, seconds=0.3) as server:
        head = f"POST /api/session HTTP/1.1\nHost: 127.0.0.1:{server.state.door.port}\nContent-Length: 20\n"
        answer = raw(server, f"{head}Content-Type: application/json\nConnection: close\n\n{{")
        assert answer.split(" ")[1] == "408"
        assert server.state.door.seconds == 0.3
        assert "0 秒" in json.loads(answer.split("\r\n\r\n")[-1])["says"], "what it was given, not the usual limit"


def test_every_answer_has_the_headers(server: Served) -> None:
    for path in ("/", "/enter", "/nowhere", "/api/me", "/api/plans/77", "/api/texts", "/static/x/y.js", "/api/plans/x"):
        answer = server.client.get(path)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS, path
        assert "server" not in answer.headers
        assert path.startswith(("/static", "/api/texts")) or answer.headers["cache-control"] == "no-store"
    refused = server.client.get("/api/me", headers={"host": "evil.example"})
    assert refused.headers["content-security-policy"] == CSP


def test_the_policy_of_content_allows_nothing_unsafe() -> None:
    assert "unsafe" not in CSP
    assert "*" not in CSP
    assert "http" not in CSP


def test_a_fault_has_a_number_and_tells_nothing_else(
    server: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("/secret/place of the fault")

    monkeypatch.setattr(server.state.store, "counties", broken)
    answer = server.client.get("/api/counties")
    body = answer.json()
    assert answer.status_code == 500
    assert body["number"] in body["says"]
    assert body["number"] in body["says_en"]
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert "/secret/place" in caplog.text
    assert body["number"] in caplog.text


def test_a_name_that_was_allowed_is_answered(tmp_path: Path) -> None:
    with served(tmp_path, further=("plans.bureau",)) as server:
        for host in ("plans.bureau", "plans.bureau:443"):
            assert server.client.get("/api/texts", headers={"host": host}).status_code == 200
        own = {"host": "plans.bureau", "origin": "https://plans.bureau"}
        assert server.client.post("/api/session", json=COMING_IN, headers=own).json()["error"] == "wrong_token"


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8765/x", "ftp://127.0.0.1:8765", "127.0.0.1:8765", ""])
def test_an_origin_is_a_scheme_and_a_host(origin: str) -> None:
    assert not Door(8765).sent_from(origin)


def test_every_refusal_has_its_sentence_in_both_languages() -> None:
    values = dict.fromkeys(("method", "seconds", "by", "head", "name", "megabytes", "count", "number"), 3)
    for code in STATUS:
        assert all(say(f"workbench.refused.{code}", language, **values) for language in LANGUAGES)


def test_a_refusal_says_so_in_both_languages(server: Served) -> None:
    body = json.loads(server.client.get("/api/plans/77").text)
    assert body["says"]
    assert body["says_en"]
    assert body["says"] != body["says_en"]


@pytest.mark.parametrize("strips", [True, False])
def test_behind_a_proxy_everything_lies_below_its_path(tmp_path: Path, strips: bool) -> None:
    """Whether or not the proxy takes the path away before it asks us."""
    with served(tmp_path, root="/zoning") as server:
        bare = server.address.removesuffix("/zoning")
        outside = "" if strips else "/zoning"
        token = {"token": server.state.sessions.token}
        entered = ask("POST", f"{bare}{outside}/api/session", json=token)
        assert "Path=/zoning" in entered.headers["set-cookie"]
        cookies = {server.state.door.cookie: entered.cookies[server.state.door.cookie]}
        page = ask("GET", f"{bare}{outside}/", cookies=cookies)
        assert page.status_code == 200
        links = re.findall(r'(?:href|src)="([^"#]+)"', page.text)
        assert links
        assert all(link.startswith("/zoning/") for link in links)
        script = next(link for link in links if link.endswith(".js"))
        static = ask("GET", bare + (script.removeprefix("/zoning") if strips else script))
        assert static.status_code == 200
        assert "immutable" in static.headers["cache-control"]
        lost = ask("GET", f"{bare}{outside}/plans/3", follow_redirects=False)
        assert (lost.status_code, lost.headers["location"]) == (303, "../enter")


def test_answers_are_sent_at_once() -> None:
    with bound("127.0.0.1", 0) as there:  # else each waits for the acknowledgement of its head, 40 ms
        assert there.proto == socket.IPPROTO_TCP
