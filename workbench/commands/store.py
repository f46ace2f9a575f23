"""``zoning store``: what a store holds, whether it is whole, copies of it, and what is old dropped.

A store that is only looked at is opened to be read, so that nothing is made by a slip of the pen.
"""

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scenarios.store import Info, Moved, Verified, default_place, open_store, salvage
from scenarios.store.records import Content
from workbench.line.mistakes import told
from workbench.line.options import Upkeep
from workbench.line.progress import interruptible
from workbench.line.screen import BROKEN_RULE, DONE, INTERRUPTED, Misused, Screen
from workbench.tables.table import Table, Value
from workbench.tables.terminal import show_rows
from zoning.judge.figures import FIGURES
from zoning.model.county import County
from zoning.model.errors import Mistake, mistake
from zoning.model.policy import read_policy
from zoning.model.problem import Problem
from zoning.result.documents import to_document

DATE = re.compile(r"\d{4}-\d\d-\d\d")


def work_on_store(screen: Screen, work: str, target: Path | None, asked: Upkeep) -> int:
    """Do one piece of work on a store, and say what was done.

    The exit code is 6 where ``verify`` finds a difference.

    Raises
    ------
    InputError
        When the store or the target cannot be used.
    Misused
        When an argument is missing or has no effect here.
    """
    _refuse_misuse(work, target, asked)
    place = asked.store or default_place()
    return WORKS[work](screen, place, target or Path(), asked)


def _refuse_misuse(work: str, target: Path | None, asked: Upkeep) -> None:
    found: list[Mistake] = []
    if (target is None) == (work in TARGETED):
        found.append(mistake("workbench.store.target" if target is None else "workbench.store.no_target", table=work))
    if asked.salvage and work != "export":
        found.append(mistake("workbench.store.only", table="--salvage", work="export"))
    if (asked.ended_before is not None or asked.yes) and work != "prune":
        found.append(mistake("workbench.store.only", table="--before" if asked.ended_before else "--yes", work="prune"))
    if work == "prune" and not DATE.fullmatch(asked.ended_before or ""):
        found.append(mistake("workbench.store.before", table="--before", value=asked.ended_before))
    if found:
        raise Misused(found)


def framing(county: County, content: Content) -> Problem:
    """The problem by which the workbench judges a content."""
    from workbench.web.editing.content import content_of
    from workbench.web.editing.problems import judged_problem

    return judged_problem(county, read_policy("haidong"), content_of(content))


def _info(screen: Screen, place: str, _target: Path, _asked: Upkeep) -> int:
    with open_store(place, read_only=True) as store:
        found: Info = store.info()
    screen.emit(to_document(found))
    screen.sentence(screen.say("workbench.store.place", store=found.store, megabytes=found.bytes / 1e6), "bold")
    if found.server is not None:
        screen.show(screen.say("workbench.store.server", server=found.server, since=found.since))
    _rows(screen, "kept", found.rows)
    return DONE


def _verify(screen: Screen, place: str, _target: Path, _asked: Upkeep) -> int:
    with interruptible() as asked, open_store(place, read_only=True) as store:
        found: Verified = store.verify(framing, asked)
        stopped = asked()
    code = BROKEN_RULE if found.different else INTERRUPTED if stopped else DONE
    if found.different:
        sentence = screen.say("workbench.store.different", count=len(found.different))
        return screen.refuse(sentence, code, found.different, to_document(found, screen.language))
    screen.emit(to_document(found, screen.language), code)
    key = "stopped" if stopped else "whole"
    screen.sentence(screen.say(f"workbench.store.{key}", store=found.store), "bold green")
    _told(screen, "workbench.store.unproved", found.unproved)
    _told(screen, "workbench.store.rejudged", found.rejudged)
    _rows(screen, "checked", found.checked)
    return code


def _backup(screen: Screen, place: str, target: Path, _asked: Upkeep) -> int:
    with open_store(place, read_only=True) as store:
        return _moved(screen, store.backup(target))


def _export(screen: Screen, place: str, target: Path, asked: Upkeep) -> int:
    if asked.salvage:
        return _moved(screen, salvage(place, target, framing))
    with open_store(place, read_only=True) as store:
        return _moved(screen, store.export(target, framing))


def _import(screen: Screen, place: str, target: Path, _asked: Upkeep) -> int:
    with open_store(place) as store:
        return _moved(screen, store.import_(target))


def _prune(screen: Screen, place: str, _target: Path, asked: Upkeep) -> int:
    before = str(asked.ended_before)
    with open_store(place, read_only=True):
        pass  # a store that is not there is not made
    if not (asked.yes or _agreed(screen, place, before)):
        screen.show(screen.say("workbench.store.left"))
        return DONE
    with open_store(place) as store:
        return _moved(screen, store.prune(before))


def _agreed(screen: Screen, place: str, before: str) -> bool:
    """What a person at a terminal says to it; a program has to say it beforehand."""
    if screen.json or not sys.stdin.isatty():
        raise Misused([mistake("workbench.store.yes", table="--yes")])
    screen.note(screen.say("workbench.store.ask", store=place, date=before))
    return input().strip().lower() in ("y", "yes", "是")


def _moved(screen: Screen, moved: Moved) -> int:
    """Say what was copied, written, read or dropped, and what was lost."""
    screen.emit(to_document(moved, screen.language))
    screen.sentence(screen.say(f"workbench.store.{moved.work}", store=moved.store, target=moved.target), "bold")
    _told(screen, "workbench.store.lost", moved.lost)
    _rows(screen, "moved", moved.rows)
    return DONE


def _told(screen: Screen, key: str, found: Sequence[Mistake]) -> None:
    if found and not screen.json:
        screen.show(screen.say(key, count=len(found)), *told(found, screen.language))


def _rows(screen: Screen, key: str, rows: Mapping[str, int]) -> None:
    """How many of each kind, those there are."""
    counts: list[list[Value]] = [
        [screen.say(f"workbench.stored.{name}"), count] for name, count in rows.items() if count
    ]
    if counts:
        show_rows(screen, Table.of(key, screen.language, ("stored", FIGURES["records"]), counts))


Work = Callable[[Screen, str, Path, Upkeep], int]
WORKS: dict[str, Work] = {
    "info": _info,
    "verify": _verify,
    "backup": _backup,
    "export": _export,
    "import": _import,
    "prune": _prune,
}
"""What can be done with a store."""
TARGETED = ("backup", "export", "import")
"""What needs a file or a folder."""
