"""Plain values and JSON read as our types, by as many threads as like.

msgspec keeps what it learns about a class on the class itself, and before it is complete: two threads that met a type
for the first time ended the process with a segmentation fault (0.22.0, 12 of 15 runs of `tests/inspector/test_typed.py`
without the lock). So types are learnt by one thread at a time, here; reading by what is known needs no turn.
"""

from __future__ import annotations

from threading import Lock
from typing import Any, TypeVar, cast

import msgspec

T = TypeVar("T")
_KNOWN: dict[Any, msgspec.json.Decoder[Any]] = {}
_TURN = Lock()


def decoder_of(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Return the JSON decoder of a type; the same one each time."""
    decoder = _KNOWN.get(kind)
    if decoder is None:
        with _TURN:
            decoder = _KNOWN.get(kind)
            if decoder is None:
                decoder = _KNOWN[kind] = msgspec.json.Decoder(kind)
    return cast("msgspec.json.Decoder[T]", decoder)


def converted(plain: object, kind: type[T]) -> T:
    """Return plain values as a type; raises `msgspec.ValidationError` as `msgspec.convert` does."""
    decoder_of(kind)
    return msgspec.convert(plain, kind)
