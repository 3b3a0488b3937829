"""Words as they go onto a record: the one door for every text an officer types, pastes or scans."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from inspector.errors import InputError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

R = TypeVar("R", bound="DataclassInstance")

TEXT_LIMIT = 50_000
"""Characters. An inspection has fewer than twenty texts, so its journal entry stays below the 4 MiB a bundle takes."""

_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANKS = re.compile("[\t\v\f]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls and what turns or hides text, so that screen, paper and journal say the same; joiners and variation
selectors stay, they decide how a character looks."""
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def written(text: str) -> str:
    """Return the text trimmed, in NFC, with one kind of line end and nothing in it that cannot be seen.

    Raises:
        InputError: `text.broken` with `position` (from 1) for half a character, as damaged files and clipboards
            give; `text.too_long`.
    """
    broken = _HALF_CHARACTER.search(text)
    if broken is not None:
        raise InputError("text.broken", position=broken.start() + 1)
    lines = _UNSEEN.sub("", _BLANKS.sub(" ", _LINE_ENDS.sub("\n", text)))
    result = unicodedata.normalize("NFC", lines).strip()
    if len(result) > TEXT_LIMIT:
        raise InputError("text.too_long", length=len(result), limit=TEXT_LIMIT)
    return result


def record_written(record: R) -> R:
    """Return the record, or part of one, with every text inside it as `written` has it; raises the same."""
    return replace(record, **{each.name: _written(getattr(record, each.name)) for each in fields(record)})


def _written(value: Any) -> Any:
    if type(value) is str:  # not the members of a StrEnum
        return written(value)
    if isinstance(value, tuple):
        return tuple(map(_written, value))
    return record_written(value) if is_dataclass(value) and not isinstance(value, type) else value
