"""What a check says of a code: what was read, whether it can be right, and every reason why not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector.errors import InputError

_BETWEEN = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True)
class Reason:
    """One thing that is wrong or worth a look, in words for the officer."""

    code: str
    """Stable name, e.g. "codes.credit_code.check"."""
    zh: str
    en: str
    position: int | None = None
    """Counted from 1 in the value as read; None where no single character can be named."""


@dataclass(frozen=True)
class CodeCheck:
    """The verdict on one code: a valid one is well formed, which never proves that it was issued."""

    kind: str
    value_as_read: str
    """Half-width, upper-case, without blanks: what the verdict is about."""
    valid: bool
    reasons: tuple[Reason, ...] = ()
    """Why it cannot be right; empty if and only if it is valid."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the code itself says, e.g. division, day of birth, type of patent."""
    remarks: tuple[Reason, ...] = ()
    """Worth a look although the code is well formed."""


def reason(code: str, position: int | None = None, /, **facts: object) -> Reason:
    """Word a reason from `resources/messages/codes.toml`."""
    wording = InputError(code, **facts)
    return Reason(code, wording.sentence("zh"), wording.sentence("en"), position)


def as_read(value: str) -> str:
    """Return the value in half-width upper case without blanks, as keyed in by hand or by an input method."""
    whole = value.encode("utf-8", "replace").decode()  # half a character, from a command line, reads as "?"
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", whole)).upper()


def verdict(
    kind: str,
    value: str,
    reasons: list[Reason],
    facts: Mapping[str, str] | None = None,
    remarks: tuple[Reason, ...] = (),
) -> CodeCheck:
    """Join the parts so that `valid` and `reasons` can never disagree."""
    return CodeCheck(kind, value, not reasons, tuple(reasons), dict(facts or {}), remarks)
