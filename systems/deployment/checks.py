"""The video patrol on its levels (B5) and check-lists (B6), counted from the tables; blank is unknown.

A seat shows ``screens`` cameras at a time. The cameras of a room are looked at cameras × hours a day at the most, and
seats × screens × hours with the seats there are. What it may get wrong: cameras of two rooms are counted twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from zoning.model.bureau import Bureau, Video, VideoLevel

SCREENS = 16
"""Cameras that a seat shows at a time; an assumption, no source's."""
DAY = 24.0
LEVELS: tuple[VideoLevel, ...] = ("bureau", "zone", "station", "post")


@dataclass(frozen=True)
class VideoLevelSum:
    """The rooms of a level: their number and those with a blank, and of the others sums.

    ``seat_hours`` are those of a day, Σ seats · hours; ``camera_hours`` those that are looked at,
    Σ min(cameras, seats · screens) · hours; ``watched`` is their share of Σ cameras · 24, ``None`` without a camera.
    """

    level: VideoLevel
    video_rooms: int
    unknown: int
    cameras: int
    seats: int
    seat_hours: float
    camera_hours: float
    watched: float | None


@dataclass(frozen=True)
class CheckSum:
    """An item of a check-list: places where it is done, where it is ``missing``, and where that is unknown."""

    checklist: str
    item: str
    done: int
    missing: tuple[str, ...]
    unknown: int

    @property
    def share(self) -> float | None:
        """Done of known places, ``None`` where none is known."""
        known = self.done + len(self.missing)
        return self.done / known if known else None


def video_levels(bureau: Bureau, screens: int = SCREENS) -> tuple[VideoLevelSum, ...]:
    """A row a level that has a room, the bureau's first."""
    held = ((level, [room for room in bureau.video if room.level == level]) for level in LEVELS)
    return tuple(_level(level, rooms, screens) for level, rooms in held if rooms)


def _level(level: VideoLevel, rooms: Sequence[Video], screens: int) -> VideoLevelSum:
    known = [
        (room.cameras, room.seats, room.hours)
        for room in rooms
        if room.cameras is not None and room.seats is not None and room.hours is not None
    ]
    cameras = sum(count for count, _, _ in known)
    looked = sum(min(count, seats * screens) * hours for count, seats, hours in known)
    return VideoLevelSum(
        level,
        len(rooms),
        len(rooms) - len(known),
        cameras,
        sum(seats for _, seats, _ in known),
        float(sum(seats * hours for _, seats, hours in known)),
        float(looked),
        looked / (DAY * cameras) if cameras else None,
    )


def check_sums(bureau: Bureau) -> tuple[CheckSum, ...]:
    """A row an item, by check-list."""
    found = []
    for checklist, item in sorted({(check.checklist, check.item) for check in bureau.checks}):
        rows = [check for check in bureau.checks if (check.checklist, check.item) == (checklist, item)]
        missing = tuple(check.at for check in rows if check.done is False)
        unknown = sum(check.done is None for check in rows)
        found.append(CheckSum(checklist, item, len(rows) - len(missing) - unknown, missing, unknown))
    return tuple(found)
