"""The colours of zones."""

from workbench.tables.palette import COLOURS, SLOTS, slot


def test_twenty_zones_look_different_and_eight_differ_in_colour_and_in_hatch() -> None:
    looks = [slot(zone) for zone in range(SLOTS)]
    assert len(set(looks)) == SLOTS >= 20
    assert len({look.colour for look in looks[:8]}) == len({look.hatch for look in looks[:8]}) == len(COLOURS) == 8


def test_colours_carry_black_letters() -> None:
    for colour in COLOURS:
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        assert 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 > 0.3
