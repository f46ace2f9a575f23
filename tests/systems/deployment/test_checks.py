"""The video patrol by level (B5) and check-lists (B6), counted; blank is unknown."""

from systems.deployment.checks import check_sums, video_levels
from zoning.model.bureau import Bureau, Check, Video, VideoLevel


def room(code: str, level: VideoLevel, cameras: int | None, seats: int | None, hours: float | None) -> Video:
    return Video(code=code, name=code, level=level, cameras=cameras, seats=seats, hours=hours)


def test_b5_cameras_by_seats_by_hours_on_every_level() -> None:
    video = (
        room("1", "post", 10, 1, 12),
        room("2", "bureau", 400, 4, 24),
        room("3", "bureau", 80, 1, 8),
        room("4", "bureau", 50, None, 8),
    )
    bureau, post = video_levels(Bureau(video=video))
    assert (bureau.level, bureau.video_rooms, bureau.unknown) == ("bureau", 3, 1)
    assert (bureau.cameras, bureau.seats, bureau.seat_hours) == (480, 5, 4 * 24 + 8)
    assert bureau.camera_hours == 4 * 16 * 24 + 16 * 8
    assert bureau.watched == bureau.camera_hours / (480 * 24)
    assert (post.camera_hours, post.watched) == (10 * 12, 0.5), "one seat shows all ten"


def test_b5_a_level_with_blanks_alone_has_no_share() -> None:
    (level,) = video_levels(Bureau(video=(room("1", "zone", None, 2, 8),)))
    assert (level.unknown, level.watched, level.seat_hours) == (1, None, 0)


def test_b6_items_are_counted_and_blank_is_unknown() -> None:
    states = (True, True, False, None)
    checks = [Check(checklist="六统一", item="统一标识", at=f"{k}站", done=done) for k, done in enumerate(states)]
    checks.append(Check(checklist="六统一", item="统一着装", at="0站"))
    signs, uniforms = check_sums(Bureau(checks=tuple(checks)))
    assert (signs.done, signs.missing, signs.unknown, signs.share) == (2, ("2站",), 1, 2 / 3)
    assert (uniforms.item, uniforms.done, uniforms.unknown, uniforms.share) == ("统一着装", 0, 1, None)
