"""What is given to a process, what comes back: a task and its events."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Event = dict[str, Any]
"""``event`` is ``progress`` (stage, seconds, points, bound, grown), ``done`` (result, files), ``failed``
(says, says_en, perhaps mistakes) or ``stopped``; after one of the last three there is no other."""


@dataclass(frozen=True)
class Task:
    """A job: what kind of work, on which county, under which policy and content, and what else is asked.

    ``county`` is the digest of the county that ``package`` (county.gpkg, or its path) holds; of an upload that is to be
    checked, ``package`` is the file itself. ``policy`` is the county's whole policy as JSON, ``content`` that of a
    revision.
    """

    job: str
    kind: str
    county: str = ""
    package: bytes | Path = b""
    policy: dict[str, Any] = field(default_factory=dict)
    content: dict[str, Any] = field(default_factory=dict)
    request: dict[str, Any] = field(default_factory=dict)
