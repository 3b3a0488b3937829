"""Reading JSON that must have one byte form only: nothing to hide in, nothing to vary."""

from __future__ import annotations

import binascii
import json
from base64 import b64decode, b64encode
from typing import NoReturn, TypeGuard

from inspector.canonical import Json, canonical
from inspector.errors import BugError


def parse_canonical(raw: bytes) -> Json:
    """Return the value if `raw` is its canonical form, else None (no statement of ours is a bare null)."""
    try:
        value: Json = json.loads(raw.decode("utf-8"), parse_float=_no, parse_constant=_no)
        return value if canonical(value) == raw else None
    except (ValueError, RecursionError, BugError):
        # not UTF-8, not JSON, nested beyond reason, or a value that has no canonical form
        return None


def base64_bytes(value: Json, length: int) -> bytes | None:
    """Return exactly `length` bytes from their only base64 form, or None."""
    if not isinstance(value, str):
        return None
    try:
        raw = b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if len(raw) == length and b64encode(raw).decode() == value else None


def is_whole_number(value: Json, least: int, most: int) -> TypeGuard[int]:
    """Tell whether `value` is an integer (never a bool) from `least` to `most`."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _no(text: str) -> NoReturn:
    raise ValueError(text)
