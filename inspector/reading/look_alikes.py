"""Characters that come out as a commoner look-alike: what else may stand on the paper.

The reader is sure of them, so nothing but the eye can tell; the table says where to look. It is data with its
sources (`resources/reading/look_alikes.toml`), and nothing is ever replaced by it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Doubt:
    """One character that may be another."""

    place: int
    """In the text, from 0."""
    read: str
    others: tuple[str, ...]
    """What it may be instead, the likeliest first."""


def doubts(text: str, known: Iterable[str] = ()) -> tuple[Doubt, ...]:
    """Return which characters of a name as read may be others; those of `known` words in it are what they seem."""
    settled = {
        place
        for word in known
        for found in re.finditer(re.escape(word), text)
        for place in range(*found.span())
    }
    table = look_alikes()
    return tuple(
        Doubt(place, read, table[read])
        for place, read in enumerate(text)
        if read in table and place not in settled
    )


def with_other(text: str, place: int, other: str) -> str:
    """Return the text with another character at a place."""
    return text[:place] + other + text[place + 1 :]


@cache
def look_alikes() -> Mapping[str, tuple[str, ...]]:
    """Return by the character read what it may be instead."""
    data = tomllib.loads((resources.files("resources") / "reading" / "look_alikes.toml").read_text("utf-8"))
    table: dict[str, dict[str, None]] = {}
    for read, others in data["read_as"].items():
        table.setdefault(read, {}).update(dict.fromkeys(others))
    for group in data["alike"]:
        for read in group:
            table.setdefault(read, {}).update((other, None) for other in group if other != read)
    return {read: tuple(others) for read, others in table.items()}
