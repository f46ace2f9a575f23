"""Who may come in: the token of this start, sessions behind a cookie, and how often anything may be tried.

Token and session names are 256 random bits. What it may get wrong: sessions live in memory and end with the server.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from workbench.web.refusals import Refusal

HOURS = 12
"""How long a session lasts."""
TRIES, EDITS = 5, 200
"""Wrong tokens, and edits of a session, allowed a minute."""
MINUTE = 60.0
MOST = 1000
"""Sessions kept; beyond it the oldest ends."""


@dataclass
class Rate:
    """At most ``most`` of something in any stretch of a minute."""

    most: int
    clock: Callable[[], float] = time.monotonic
    at: deque[float] = field(default_factory=deque)

    @property
    def spent(self) -> bool:
        """Whether there was as much as is allowed within the last minute."""
        now = self.clock()
        while self.at and self.at[0] <= now - MINUTE:
            self.at.popleft()
        return len(self.at) >= self.most

    def count(self) -> None:
        self.at.append(self.clock())


@dataclass
class Session:
    """A browser that came in: whose it is (id and name of the person), its role, and what it did.

    ``opened`` holds the revision of each plan that was shown when its page was opened.
    """

    person: int
    name: str
    role: str
    ends: float
    edits: Rate
    opened: dict[int, int] = field(default_factory=dict)


class Sessions:
    """The sessions of a server, and the token that begins one."""

    def __init__(self, person: int, name: str, role: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.token = secrets.token_urlsafe(32)
        self._who, self._clock = (person, name, role), clock
        self._held: dict[str, Session] = {}
        self._wrong = Rate(TRIES, clock)
        self._lock = threading.Lock()
        self._bearer = self._new()

    def enter(self, token: str) -> str:
        """The name of a new session for who knows the token.

        Raises
        ------
        Refusal
            When the token is wrong, or too many were within a minute.
        """
        with self._lock:
            if not self.is_token(token):  # the right one is let in whatever others tried
                if self._wrong.spent:
                    raise Refusal("too_many_tries")
                self._wrong.count()
                raise Refusal("wrong_token")
            name = secrets.token_urlsafe(32)
            self._held[_hashed(name)] = self._new()
            while len(self._held) > MOST:
                del self._held[next(iter(self._held))]
            return name

    def is_token(self, word: str) -> bool:
        """Whether the word is the token, compared in constant time."""
        return hmac.compare_digest(word.encode("utf-8", "replace"), self.token.encode())

    def find(self, name: str) -> Session | None:
        """The session of that name, unless it has ended."""
        session = self._held.get(_hashed(name))
        if session is not None and session.ends <= self._clock():
            self.end(name)
            return None
        return session

    def of_bearer(self, word: str) -> Session | None:
        """The one session of programs that send the token with every request."""
        return self._bearer if self.is_token(word) else None

    def end(self, name: str) -> None:
        with self._lock:
            self._held.pop(_hashed(name), None)

    def _new(self) -> Session:
        return Session(*self._who, self._clock() + HOURS * 3600, Rate(EDITS, self._clock))


def _hashed(name: str) -> str:
    """What the name is kept under, so that looking it up takes equally long whatever it begins with."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
