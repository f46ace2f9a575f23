"""Styles of a workbook with a fill more: every style has a twin that differs in the fill alone.

Nothing of the part changes but what is added at the end of two of its lists, and their counts.
"""

from geodata.openxml.xml_bytes import Attributes, Edit, events, prefix_of, spliced, tag_at, with_attribute

COLOUR = "FFFFC7CE"
"""The light red that Excel itself gives to what is bad."""


class Twins:
    """Hands out the number of the marked twin of a style, and writes down the twins it handed out."""

    def __init__(self, data: bytes) -> None:
        """Read the lists.

        Raises
        ------
        ValueError
            When the part has no lists of fills and styles.
        """
        self.data = data
        self.styles: list[bytes] = []
        self.twins: dict[int, int] = {}
        self.fills = 0
        self._lists: dict[str, tuple[int, int]] = {}
        self._read()
        if set(self._lists) != {"fills", "cellXfs"} or not self.styles:
            raise ValueError("no styles")

    def _read(self) -> None:
        path: list[tuple[str, int]] = []

        def start(name: str, _attributes: Attributes, at: int) -> None:
            path.append((name, at))

        def end(name: str, at: int) -> None:
            _, began = path.pop()
            parent = path[-1][0] if path else ""
            if parent == "styleSheet" and name in ("fills", "cellXfs"):
                self._lists[name] = (began, at)
            elif parent == "fills" and name == "fill":
                self.fills += 1
            elif parent == "cellXfs" and name == "xf":
                empty = tag_at(self.data, began).endswith(b"/>")
                self.styles.append(self.data[began:at] + (b"" if empty else tag_at(self.data, at)))

        events(self.data, start, end)

    def marked(self, style: int) -> int:
        """The number of the twin of a style; one that is not there is the first."""
        style = style if style < len(self.styles) else 0
        return self.twins.setdefault(style, len(self.styles) + len(self.twins))

    def written(self) -> bytes:
        """The styles with the fill and the twins that were asked for."""
        fill_list, style_list = self._lists["fills"], self._lists["cellXfs"]
        prefix = prefix_of(tag_at(self.data, fill_list[0]))
        colour = b'<%bfgColor rgb="%b"/><%bbgColor indexed="64"/>' % (prefix, COLOUR.encode(), prefix)
        fill = b'<%bfill><%bpatternFill patternType="solid">%b</%bpatternFill></%bfill>' % (
            prefix, prefix, colour, prefix, prefix,
        )  # fmt: skip
        twins = b"".join(self._twin(self.styles[style]) for style in self.twins)
        return spliced(
            self.data,
            [
                *self._longer(fill_list, self.fills + 1, fill),
                *self._longer(style_list, len(self.styles) + len(self.twins), twins),
            ],
        )

    def _twin(self, style: bytes) -> bytes:
        tag = tag_at(style, 0)
        return with_attribute(with_attribute(tag, "fillId", str(self.fills)), "applyFill", "1") + style[len(tag) :]

    def _longer(self, where: tuple[int, int], count: int, more: bytes) -> list[Edit]:
        """The edits that put ``more`` at the end of a list and set its count."""
        start, end = where
        tag = tag_at(self.data, start)
        return [(start, start + len(tag), with_attribute(tag, "count", str(count))), (end, end, more)]
