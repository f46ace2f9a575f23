"""What a service cannot do: :class:`Impossible`, with every reason as a sentence."""

from zoning.texts import Message


class Impossible(Exception):
    """No answer keeps what was asked; ``reasons`` say so with numbers."""

    def __init__(self, *reasons: Message) -> None:
        super().__init__("; ".join(str(reason) for reason in reasons))
        self.reasons = reasons
