"""The interface from its own description: every route, and no request of any kind that makes it fault."""

import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workbench.web.served import PATIENT, Served, served
from workbench.web.app import description

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the library uses of others is not ours
    import schemathesis

DESCRIPTION = description()
ROUTES = [(path, method) for path, methods in DESCRIPTION["paths"].items() for method in methods]
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]
FILLED = {"ref": "1@1", "plan": "1", "job": "none", "sha256": "0" * 64, "digest": "sha256:00", "name": "plan.json"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
OPS = "move swap merge lock unlock together apart office policy rename take restore note undo redo"
KEYS = ["weights.travel", "zones.max", "rules.max_minutes", "pins.apart", "q"]
STEPS = st.fixed_dictionaries(
    {"key": st.text(min_size=1, max_size=9), "base": st.integers(0, 3), "op": st.sampled_from(OPS.split())},
    optional={
        "why": st.text(max_size=9),
        "zone": st.integers(0, 4) | st.just("new"),
        "stations": st.lists(st.sampled_from(["630225100", "630225101", "630225102", "x"]), max_size=3),
        "zones": st.lists(st.integers(0, 3), max_size=3),
        "all": st.booleans(),
        "off": st.booleans(),
        "station": st.sampled_from(["630225100", "y"]),
        "name": st.text(max_size=9),
        "to": st.integers(0, 3),
        "set": st.dictionaries(st.sampled_from(KEYS), JSON, max_size=2),
        "job": st.text(min_size=1, max_size=5),
        "sure": st.booleans(),
    },
)
OF_JSON = {"content-type": "application/json"}


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("fuzzed")) as one:
        one.plan("drawn", groups=[["630225100"], ["630225101", "630225102"]])
        one.state.errands.run = refused  # type: ignore[method-assign]
        yield one


def refused(*_: Any, **__: Any) -> Any:
    """What an upload is answered here: the desk only pretends."""
    return {"event": "failed", "says": "不是县数据", "says_en": "no county"}, {}


def sound(answer: Any) -> None:
    """No fault, and nothing told that is nobody's business."""
    assert answer.status_code < 500, answer.text
    for word in ("Traceback", 'File "', "site-packages", str(Path.home()), "store.db"):
        assert word not in answer.text or answer.request.url.path.endswith("/api/me")
    if answer.status_code >= 400:
        body = answer.json()
        assert {"error", "says", "says_en", "mistakes"} <= body.keys()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label.replace("/", "-"))
def test_what_the_description_allows_never_faults(fuzzed: Served, operation: Any) -> None:
    address, cookie = fuzzed.address, dict(fuzzed.client.cookies)

    @settings(max_examples=12, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def never_faults(case: Any) -> None:
        if case.path.endswith("/events"):
            return
        if operation.path == "/api/session":
            case.headers = {**(case.headers or {}), "x-none": "1"}
        case.headers = {**(case.headers or {}), "x-zoning": "1"}
        answer = case.call(base_url=address, cookies=cookie)
        assert answer.status_code < 500, answer.text

    never_faults()


@settings(max_examples=120, suppress_health_check=list(HealthCheck))
@given(step=STEPS)
def test_no_step_faults(fuzzed: Served, step: dict[str, Any]) -> None:
    _free(fuzzed)
    sound(
        fuzzed.client.post("/api/plans/1/edits", content=json.dumps(step).encode(), headers=OF_JSON),
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(body=JSON, route=st.sampled_from([path for path, method in ROUTES if method == "post"]))
def test_no_body_faults(fuzzed: Served, body: Any, route: str) -> None:
    _free(fuzzed)
    content = json.dumps(body).encode("utf-8", "surrogatepass")
    sound(
        fuzzed.client.post(route.format(**FILLED), content=content, headers=OF_JSON),
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(body=st.binary(max_size=200), route=st.sampled_from([path for path, method in ROUTES if method == "post"]))
def test_no_bytes_fault(fuzzed: Served, body: bytes, route: str) -> None:
    _free(fuzzed)
    sound(fuzzed.client.post(route.format(**FILLED), content=body, headers=OF_JSON))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(path=st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF), max_size=30), query=st.text(max_size=10))
def test_no_path_faults(fuzzed: Served, path: str, query: str) -> None:
    sound(
        fuzzed.client.get("/api/plans/" + path.replace("?", "%3F").replace("#", "%23"), params={"before": query}),
    )


def _free(server: Served) -> None:
    """No limit on how often: what is asked here is asked by nobody."""
    for session in server.state.sessions._held.values():
        session.edits.at.clear()
    server.state.sessions._wrong.at.clear()


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_every_route_wants_a_session_and_our_host(server: Served, path: str, method: str) -> None:
    there = path.format(**FILLED)
    with httpx.Client(base_url=server.address, timeout=PATIENT) as stranger:
        body = {"json": {}} if method == "post" else {}
        if not path.startswith(("/api/session", "/api/texts")):
            assert stranger.request(method, there, **body).status_code == 401  # type: ignore[arg-type]
        foreign = stranger.request(method, there, headers={"host": "evil.example"}, **body)  # type: ignore[arg-type]
        assert foreign.status_code == 421


def test_every_route_is_described_with_its_answer() -> None:
    for path, method in ROUTES:
        answers = DESCRIPTION["paths"][path][method]["responses"]
        good = next(answers[code] for code in answers if code.startswith("2"))
        assert good.get("content") or "204" in answers, (path, method)
        assert path == "/api/texts" or {"401", "403", "421", "500"} <= answers.keys()


def test_no_route_takes_a_path() -> None:
    fields = json.dumps(DESCRIPTION["components"]["schemas"])
    assert '"path"' not in fields
    assert not [path for path, _ in ROUTES if ":path" in path]
