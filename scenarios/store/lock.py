"""One server a store: a row that says who works on it, with a beat that says that it still does.

A server that ended without a word is known by its process, where it ran on this machine, else by a beat older than
:data:`STALE`. A server whose row was taken from it learns so at its next write and writes no more.
"""

import os
import secrets
import socket
import sys
import threading
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from scenarios.store.connecting import Database
from scenarios.store.records import StoreError, StoreTaken
from scenarios.store.rows import local, now, seconds_since
from scenarios.store.schema import server
from zoning.model.errors import mistake

STALE = 30.0
"""Seconds after which a process that was not heard of is taken for ended."""
BEAT = 5.0
"""Seconds between two beats."""


@dataclass(frozen=True)
class Holder:
    """The server that works on a store."""

    name: str
    host: str
    process: int
    since: str


def here() -> str:
    """This process, as ``name:process``."""
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(host: str, beat: str) -> bool:
    """Whether a process ``name:process`` last heard of at ``beat`` has ended, as far as can be known."""
    name, _, process = host.rpartition(":")
    if seconds_since(beat) > STALE:
        return True
    return name == socket.gethostname() and process.isdecimal() and not _lives(int(process))


def holder(connection: Connection) -> Holder | None:
    """The server that works on the store, where one does."""
    row = connection.execute(select(server)).one_or_none()
    if row is None or is_gone(f"{row.host}:{row.process}", row.beat):
        return None
    return Holder(row.name, row.host, row.process, row.since)


class Lock:
    """The row of this server, kept alive by a thread until it is given back.

    Raises
    ------
    StoreTaken
        When another server works on the store: its host, its process and since when.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database, self._token = database, secrets.token_hex(16)
        with database.write() as connection:
            refuse_taken(connection, database.shown)
            connection.execute(delete(server))
            host, time = socket.gethostname(), now()
            row = {"id": 1, "token": self._token, "name": name, "host": host, "process": os.getpid()}
            connection.execute(insert(server).values(**row, since=time, beat=time))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beats, name="zoning-store-beat", daemon=True)
        self._thread.start()

    def refuse_lost(self, connection: Connection) -> None:
        """Refuse to write where another server has taken the store over."""
        token = connection.execute(select(server.c.token)).scalar()
        if token != self._token:
            raise StoreTaken(mistake("scenarios.store.lost", table=self._database.shown))

    def release(self) -> None:
        """Give the row back."""
        self._ended.set()
        self._thread.join()
        with self._database.write() as connection:
            connection.execute(delete(server).where(server.c.token == self._token))

    def _beats(self) -> None:
        while not self._ended.wait(BEAT):
            try:
                with self._database.write() as connection:
                    connection.execute(update(server).where(server.c.token == self._token).values(beat=now()))
            except StoreError:  # busy or full: the next beat may get through, and others tell the user
                continue


def refuse_taken(connection: Connection, shown: str) -> None:
    """Refuse where a server works on the store."""
    held = holder(connection)
    if held is not None:
        who, since = f"{held.host}:{held.process}", local(held.since)
        raise StoreTaken(mistake("scenarios.store.taken", table=shown, name=held.name, who=who, since=since))


def _lives(process: int) -> bool:
    """Whether a process of this machine runs."""
    if sys.platform == "win32":
        import ctypes

        opened = ctypes.windll.kernel32.OpenProcess(0x00100000, False, process)  # SYNCHRONIZE
        if not opened:
            return False
        ended = ctypes.windll.kernel32.WaitForSingleObject(opened, 0) == 0
        ctypes.windll.kernel32.CloseHandle(opened)
        return not ended
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
