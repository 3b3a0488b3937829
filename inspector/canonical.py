"""One byte form for each value, so that a hash of it means something.

The subset of RFC 8785 that the journal and the bundle use: ASCII keys, no floats, text in NFC,
integers within ±2^53.
"""

from __future__ import annotations

import json
import unicodedata

from inspector.errors import BugError

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
_LARGEST = 2**53


def canonical(value: Json) -> bytes:
    """Return the canonical UTF-8 JSON of `value`.

    Raises:
        BugError: `canonical.value` for a float, a non-ASCII key, an integer beyond ±2^53 or half a character.
    """
    text = json.dumps(_checked(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise BugError("canonical.value", why="surrogate") from error


def _checked(value: Json) -> Json:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise BugError("canonical.value", why="key")
        return {key: _checked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_checked(item) for item in value]
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) <= _LARGEST):
        return value
    raise BugError("canonical.value", why=type(value).__name__)
