"""Ways to the centre behind one protocol: over HTTP, or carried in a folder."""

from sync.transport.protocol import (
    Accepted,
    Answers,
    Caller,
    Carried,
    Incomplete,
    Refused,
    Said,
    Standing,
    Transport,
    Waiting,
)

__all__ = [
    "Accepted",
    "Answers",
    "Caller",
    "Carried",
    "Incomplete",
    "Refused",
    "Said",
    "Standing",
    "Transport",
    "Waiting",
]
