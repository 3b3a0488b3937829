"""Records to plain JSON values and back: the one form in journal, database and bundle."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from inspector.canonical import Json
from inspector.errors import BugError
from inspector.typed import converted, decoder_of

T = TypeVar("T")


def to_plain(record: object) -> dict[str, Json]:
    """Return the record as JSON values; decimals and instants become text, tuples become lists.

    Raises:
        BugError: `record.shape` for half a character, which no action lets onto a record.
    """
    try:
        plain: dict[str, Json] = msgspec.json.decode(msgspec.json.encode(record))
    except UnicodeEncodeError as error:
        raise BugError("record.shape", kind=type(record).__name__, why="surrogate") from error
    return plain


def from_plain(kind: type[T], plain: Json) -> T:
    """Build a record from plain values, checking every type; unknown fields are ignored.

    Raises:
        BugError: `record.shape` if the values do not fit the record.
    """
    try:
        return converted(plain, kind)
    except msgspec.ValidationError as error:
        raise BugError("record.shape", kind=kind.__name__, why=str(error)) from error


def from_json(kind: type[T], body: bytes) -> T:
    """Build a record from its JSON in one step, for reading thousands; as strict as `from_plain`.

    Raises:
        BugError: `record.shape` if the values do not fit the record.
    """
    try:
        return decoder_of(kind).decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BugError("record.shape", kind=kind.__name__, why=str(error)) from error


def instant_text(instant: datetime) -> str:
    """Return UTC with milliseconds, e.g. 2026-11-23T01:02:03.004Z."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
