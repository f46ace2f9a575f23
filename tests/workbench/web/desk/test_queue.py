"""Who works on what: a desk whose processes are played by the test."""

from collections.abc import Callable

import pytest

from workbench.web.desk import Desk, Task
from workbench.web.desk.slot import Slot


class Played:
    """A desk, its slots without processes, and what it told."""

    def __init__(self, slots: int, patch: pytest.MonkeyPatch) -> None:
        self.told: list[tuple[str, str]] = []
        self.stopped: list[str] = []
        patch.setattr(Slot, "start", lambda *_: None)
        patch.setattr(Slot, "kill", lambda *_: None)
        patch.setattr(Slot, "_send", self._send)
        self.desk = Desk(slots, lambda job, event: self.told.append((job, event["event"])))

    def _send(self, word: str, value: object) -> None:
        if word == "stop":
            self.stopped.append(str(value))

    def give(self, job: str, kind: str = "around", county: str = "A") -> None:
        self.desk.submit(Task(job, kind, county))

    def at(self) -> list[str | None]:
        """The job of each slot."""
        return [slot.task and slot.task.job for slot in self.desk._slots]

    def says(self, job: str, event: str = "done") -> None:
        """A slot tells an event of its job."""
        slot = next(slot for slot in self.desk._slots if slot.task and slot.task.job == job)
        self.desk._heard(slot, job, {"event": event})


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Played]:
    return lambda slots: Played(slots, monkeypatch)


def test_jobs_wait_for_their_turn(played: Callable[[int], Played]) -> None:
    one = played(1)
    for job in "abc":
        one.give(job)
    assert one.at() == ["a"]
    one.says("a")
    assert one.at() == ["b"]
    one.desk.stop("c")
    assert one.told == [("a", "done"), ("c", "stopped")]
    one.says("b", "failed")
    assert one.at() == [None]


def test_a_county_goes_where_it_is_known(played: Callable[[int], Played]) -> None:
    two = played(2)
    two.give("a", county="A")
    two.give("b", county="B")
    assert two.at() == ["a", "b"]
    two.says("a")
    two.says("b")
    two.give("c", county="B")
    assert two.at() == [None, "c"]
    two.give("d", county="B")
    assert two.at() == ["d", "c"], "rather than wait, it goes where a slot is free"
    two.says("c")
    two.says("d")
    two.give("e", county="C")
    assert two.at() == [None, "e"], "a new county goes where the fewest are known"


def test_a_patient_job_makes_way_and_begins_anew(played: Callable[[int], Played]) -> None:
    one = played(1)
    one.give("bound", "bound")
    one.give("other", "bound")
    assert one.stopped == [], "for another patient one it does not"
    one.give("around")
    one.give("repair", "repair")
    assert one.stopped == ["bound"]
    one.says("bound", "progress")
    one.says("bound", "stopped")
    assert one.at() == ["around"]
    one.says("around")
    assert one.at() == ["repair"]
    one.says("repair")
    assert one.at() == ["bound"], "before the patient one that came later"
    one.says("bound")
    assert one.at() == ["other"]
    assert one.told == [("bound", "progress"), ("around", "done"), ("repair", "done"), ("bound", "done")]


def test_one_that_was_done_before_it_heard_is_done(played: Callable[[int], Played]) -> None:
    one = played(1)
    one.give("bound", "bound")
    one.give("around")
    one.says("bound", "done")
    assert one.told == [("bound", "done")]
    one.says("around")
    one.give("bound", "bound")
    one.desk.stop("bound")
    one.says("bound", "stopped")
    assert one.told[-1] == ("bound", "stopped"), "a stop that somebody asked for is one"
    assert one.at() == [None]


def test_a_stop_while_it_makes_way_is_a_stop(played: Callable[[int], Played]) -> None:
    one = played(1)
    one.give("bound", "bound")
    one.give("around")
    one.desk.stop("bound")
    one.says("bound", "stopped")
    assert one.told == [("bound", "stopped")]
    assert one.at() == ["around"]


def test_nothing_follows_the_last_event(played: Callable[[int], Played]) -> None:
    one = played(1)
    one.give("a")
    slot = one.desk._slots[0]
    one.desk.stop("a")
    one.desk._end("a")  # it did not hear
    one.desk._heard(slot, "a", {"event": "done"})
    one.desk._end("a")
    one.desk._died(slot)
    assert one.told == [("a", "stopped")]


def test_a_listener_that_fails_loses_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("start", "kill"):
        monkeypatch.setattr(Slot, name, lambda *_: None)
    monkeypatch.setattr(Slot, "_send", lambda *_: None)

    def fail(*_: object) -> None:
        raise RuntimeError("no room")

    desk = Desk(1, fail)
    desk.submit(Task("a", "around"))
    desk.submit(Task("b", "around"))
    desk._heard(desk._slots[0], "a", {"event": "done"})
    assert desk._slots[0].task is not None
    assert desk._slots[0].task.job == "b"
