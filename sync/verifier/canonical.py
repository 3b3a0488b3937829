"""Canonical JSON and base64 as FORMAT.md begins with: one value, one byte form."""

from __future__ import annotations

import base64
import json
import unicodedata
from typing import Any


def parse(raw: bytes) -> Any:
    """Return the value; only the canonical form passes.

    Raises:
        ValueError: any other form.
    """
    try:
        value = json.loads(raw.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
        again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        is_canonical = again.encode("utf-8") == raw and _is_plain(value)
    except RecursionError as error:
        raise ValueError("nested beyond reason") from error
    if not is_canonical:
        raise ValueError("not canonical")
    return value


def exact_base64(text: object) -> bytes | None:
    """Return the bytes if `text` is their only standard, padded form."""
    if not isinstance(text, str):
        return None
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if base64.b64encode(raw).decode() == text else None


def is_whole(value: object, least: int, most: int) -> bool:
    """Tell whether a value is an integer within bounds; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return unicodedata.is_normalized("NFC", value)
    if isinstance(value, dict):
        return all(key.isascii() and _is_plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, bool) or is_whole(value, -(2**53), 2**53)


def _refuse(text: str) -> None:
    raise ValueError(text)
