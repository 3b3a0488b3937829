"""Credit codes as a machine misreads them: what could be meant, chosen by the two check characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations, product

from inspector.codes import as_read
from inspector.codes.credit_code import ALPHABET, check, check_character

_LENGTH = 18
_MOST_CHANGED = 2
_MOST_PROPOSED = 3
_WIDE = str.maketrans({"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U"})
"""What GB 32100 leaves out because it is taken for another; a reader that sees one saw the other."""
_ALIKE = (
    "0DQCG",
    "1LT7J",
    "2Z7",
    "3B8",
    "5S6",
    "6GC",
    "8B3R",
    "UVYJ",
    "MNWH",
    "KXH",
    "EFP",
    "PRF",
    "A4",
)
_TAKEN_FOR: dict[str, str] = {
    character: "".join(
        dict.fromkeys(
            other
            for group in _ALIKE
            if character in group
            for other in group
            if other != character and other in ALPHABET
        )
    )
    for character in ALPHABET
}
_RUN = re.compile(r"[0-9A-Z]{15,20}")


@dataclass(frozen=True)
class CodeProposal:
    """A well-formed code that may stand where something was read."""

    code: str
    read: str
    """What was read, in half-width capitals."""
    changed: tuple[int, ...] = ()
    """Characters put right by the check characters, from 1."""


def proposals(text: str) -> tuple[CodeProposal, ...]:
    """Return the codes that a line of text may hold: as read if its last character fits, else mended.

    Two different codes that both fit are both returned: check characters then prove nothing, and the officer
    looks at the licence. What cannot be mended is returned as read, for the field's own check to tell why.
    """
    for run in _RUN.findall(as_read(text)):
        if len(run) == _LENGTH:
            return _mended(run)
    return ()


def _mended(read: str) -> tuple[CodeProposal, ...]:
    plain = read.translate(_WIDE)
    widened = tuple(place for place, (a, b) in enumerate(zip(read, plain, strict=True), 1) if a != b)
    as_it_stands = (CodeProposal(plain, read, widened),)
    if any(character not in ALPHABET for character in plain):
        return (CodeProposal(read, read),)
    if check_character(plain[:-1]) == plain[-1]:  # a misread character would break it 30 times in 31
        return as_it_stands
    for changes in range(1, _MOST_CHANGED + 1):
        found = tuple(
            CodeProposal(code, read, tuple(sorted({*widened, *places})))
            for code, places in _changed(plain, changes)
            if check_character(code[:-1]) == code[-1] and check(code).valid
        )
        if found:
            return found if len(found) <= _MOST_PROPOSED else as_it_stands
    return as_it_stands


def _changed(code: str, changes: int) -> list[tuple[str, tuple[int, ...]]]:
    made = []
    for places in combinations(range(_LENGTH), changes):
        for others in product(*(_TAKEN_FOR[code[place]] for place in places)):
            characters = list(code)
            for place, other in zip(places, others, strict=True):
                characters[place] = other
            made.append(("".join(characters), tuple(place + 1 for place in places)))
    return made
