"""Sentences of counts, and several sentences as one."""

from collections.abc import Sequence

from zoning.texts import Message


def said(key: str, **values: object) -> Message:
    """The sentence of a count."""
    return Message(f"solvers.count.{key}", values)


def cause(key: str, **values: object) -> Message:
    """Why there is no plan of one number of zones."""
    return Message(f"solvers.number.{key}", values)


def chained(key: str, messages: Sequence[Message]) -> Message:
    """Several sentences as one."""
    *before, chain = messages
    for message in reversed(before):
        chain = Message(key, {"first": message, "more": chain})
    return chain
