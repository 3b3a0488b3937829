"""A bureau's own wording of a sentence: other words, the same facts."""

from __future__ import annotations

import re
import unicodedata

from inspector.errors import InputError

LONGEST = 600
"""Characters a sentence of a form may have."""
_PLACE = re.compile(r"\{([^{}:]*)(?::[^{}]*)?\}")


def require_reworded(name: str, shipped: str, own: str) -> None:
    """Refuse an own wording that leaves out or adds a fact, or cannot be printed as a sentence.

    Raises:
        InputError: `wording.places` if other values stand in it than in the shipped sentence, `wording.text` if it
            is empty, too long or has characters that are no text.
    """
    plain = _PLACE.sub("", own)
    if (
        not own.strip()
        or len(own) > LONGEST
        or any(char in "{}" or (unicodedata.category(char)[0] == "C" and char != "\n") for char in plain)
    ):
        raise InputError("wording.text", name=name, longest=LONGEST)
    here, there = places_in(own), places_in(shipped)
    if here != there:
        raise InputError(
            "wording.places",
            name=name,
            missing="、".join(sorted(f"{{{place}}}" for place in there - here)) or "—",
            added="、".join(sorted(f"{{{place}}}" for place in here - there)) or "—",
        )


def places_in(sentence: str) -> frozenset[str]:
    """Return the names of the values that stand in a sentence."""
    return frozenset(_PLACE.findall(sentence))
