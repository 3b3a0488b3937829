"""When photos were taken, for whoever looks at one: the journal read once, bounds for every photo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

import msgspec

from inspector.actions.ports import Device
from inspector.records.time_bounds import Anchor, EntryTime, TimeBounds, time_bounds
from inspector.typed import decoder_of

STEPPED = "clock.stepped"


@dataclass
class _Heard:
    """What the journal says of the time, as far as it has been read."""

    entries: list[EntryTime] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    photos: dict[str, int] = field(default_factory=dict)
    """Number of the entry that brought each photo in."""


class DeviceTimes:
    """Bounds for every photo of a device; reads only what the journal gained since it was asked last."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._heard = _Heard()
        self._bounds: Mapping[str, TimeBounds] = {}
        self._turn = Lock()
        self._is_stale = False
        """Entries were heard since the bounds were worked out."""

    def of_photos(self) -> Mapping[str, TimeBounds]:
        """Return the bounds of every photo by its id."""
        with self._turn:
            if self._hear_news():
                bounds = time_bounds(self._heard.entries, self._heard.anchors)
                self._bounds = {photo: bounds[seq - 1] for photo, seq in self._heard.photos.items()}
            return self._bounds

    def steps_since(self, moment: datetime) -> int:
        """Count the jumps of the wall clock journalled since a moment, by the device's own word."""
        with self._turn:
            self._is_stale = self._hear_news()
            return sum(1 for entry in self._heard.entries if entry.is_step and entry.wall >= moment)

    def _hear_news(self) -> bool:
        known, length = len(self._heard.entries), self._device.journal.length()
        for raw in self._device.journal.entries(known + 1, length):
            _hear(self._heard, raw)
        was_stale, self._is_stale = self._is_stale, False
        return length > known or was_stale


def bounds_of_photos(entries: Iterable[bytes], witnessed: Iterable[Anchor] = ()) -> Mapping[str, TimeBounds]:
    """Return the bounds of every photo of a journal given from its first entry on.

    `witnessed` are times the reader itself vouches for, besides those the journal tells of.
    """
    heard = _Heard()
    for raw in entries:
        _hear(heard, raw)
    bounds = time_bounds(heard.entries, [*heard.anchors, *witnessed])
    return {photo: bounds[seq - 1] for photo, seq in heard.photos.items()}


def _hear(heard: _Heard, raw: bytes) -> None:
    told = _ENTRY.decode(raw)
    heard.entries.append(
        EntryTime(
            told.seq,
            datetime.fromisoformat(told.wall).astimezone(UTC),
            told.mono_us,
            told.boot,
            is_step=told.change == STEPPED,
        )
    )
    if told.kind == "Photo" and told.record != b"null":
        heard.photos.setdefault(told.subject, told.seq)
    elif told.kind == "Receipt" and told.record != b"null":
        receipt = decoder_of(_Signed).decode(decoder_of(_Receipt).decode(told.record).text)
        at = datetime.fromisoformat(receipt.received).astimezone(UTC)
        heard.anchors.append(Anchor(at, held_at=told.seq, covers=receipt.last))


class _Entry(msgspec.Struct):
    seq: int
    change: str
    kind: str
    subject: str
    wall: str
    mono_us: int
    boot: str
    record: msgspec.Raw


class _Receipt(msgspec.Struct):
    text: str


class _Signed(msgspec.Struct):
    """The receipt as the centre signed it (FORMAT.md section 6); form and signature were verified before it was journalled."""

    last: int
    received: str


_ENTRY = msgspec.json.Decoder(_Entry)
