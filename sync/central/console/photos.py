"""Photos for the eye: opened in memory for one answer, drawn by the limited worker, never written to a disk."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from inspector.actions.read_times import bounds_of_photos
from inspector.errors import InputError, InspectorError
from inspector.records import CopyWords, Drawing, Photo, PhotoLayer
from inspector.records.time_bounds import Anchor, TimeBounds
from sync.bundle.entries import Entry
from sync.central.centre import Centre
from sync.central.reading import entries_in, object_pieces
from sync.central.tables import bundles, heads

if TYPE_CHECKING:
    from inspector.imaging.reader import GuardedPhotoReader

_KEPT_BYTES = 24 << 20
"""Of small pictures kept in memory: about a thousand."""
MEDIA_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/avif"})
"""What an original is handed out as; anything else is plain bytes."""


class Pictures:
    """Originals and pictures made of them; one for a centre, shared by its threads. Close it after use."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._turn = Lock()
        self._reader: GuardedPhotoReader | None = None
        self._small: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._size = 0

    def original(self, device: str, photo: Photo) -> bytes:
        """Return the original, verified against the hash its record names.

        Raises:
            InputError: `central.unknown_object`; `bundle.altered` if the kept bundle was damaged.
        """
        content = b"".join(object_pieces(self._centre, photo.id, device))
        if hashlib.sha256(content).hexdigest() != photo.sha256:
            raise InputError("bundle.altered", place=f"object {photo.id}", why="sha256")
        return content

    def small(self, device: str, photo: Photo) -> bytes:
        """Return the small upright JPEG; raises as `original`, and `photo.cannot_decode`."""
        key = device, photo.id
        with self._turn:
            if key in self._small:
                self._small.move_to_end(key)
                return self._small[key]
        made = self._imaging.thumbnail(self.original(device, photo), photo.claims.orientation)
        with self._turn:
            if key not in self._small:
                self._small[key] = made
                self._size += len(made)
            while self._size > _KEPT_BYTES:
                _, dropped = self._small.popitem(last=False)
                self._size -= len(dropped)
        return made

    def large(self, device: str, photo: Photo) -> bytes:
        """Return the upright JPEG as large as a screen needs it; raises as `small`."""
        return self._imaging.working_copy(self.original(device, photo), photo.claims.orientation)

    def marked(self, device: str, photo: Photo, layers: tuple[PhotoLayer, ...], words: CopyWords) -> bytes:
        """Return the JPEG with its marks and a strip that says it is a copy; raises as `small`, and `layer.*`."""
        for layer in layers:
            if (layer.width, layer.height) != (layers[0].width, layers[0].height):
                raise InputError("layer.other_canvas", width=layer.width, height=layer.height)
            if layer.photo_sha256 != photo.sha256:
                raise InputError("layer.other_photo")
        marks = [mark for layer in layers for mark in layer.marks]
        drawing = Drawing(
            layers[0].width,
            layers[0].height,
            tuple(mark.numbered(place) for place, mark in enumerate(marks, 1)),
        )
        original = self.original(device, photo)
        return self._imaging.annotated_copy(original, photo.claims.orientation, drawing, words)

    @property
    def _imaging(self) -> GuardedPhotoReader:
        from inspector.imaging.reader import GuardedPhotoReader

        with self._turn:
            self._reader = self._reader or GuardedPhotoReader()
            return self._reader

    def close(self) -> None:
        """End the worker and forget every picture."""
        with self._turn:
            reader, self._reader = self._reader, None
            self._small.clear()
            self._size = 0
        if reader is not None:
            reader.close()


class Times:
    """When photos were taken, by all that vouches for it; a device's journal is read anew when it has grown."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._turn = Lock()
        self._known: dict[str, tuple[bytes, Mapping[str, TimeBounds]]] = {}

    def of(self, device: str, photo_id: str) -> TimeBounds | None:
        """Return the bounds of one photo; None if its device's journal cannot be read whole."""
        with self._turn:
            with self._centre.reading() as connection:
                mine = select(heads.c.leaf).where(heads.c.device == device).order_by(heads.c.epoch.desc())
                end = connection.execute(mine.limit(1)).scalar()
            if end is None:
                return None
            if self._known.get(device, (b"",))[0] != end:
                self._known[device] = end, self._bounds(device, end)
            return self._known[device][1].get(photo_id)

    def _bounds(self, device: str, end: bytes) -> Mapping[str, TimeBounds]:
        entries: dict[bytes, Entry] = {}
        received: dict[bytes, datetime] = {}
        """By the last entry of each bundle, when the centre had it."""
        try:
            for bundle, at in _accepted(self._centre, device):
                entry = None
                for entry in entries_in(self._centre, bundle):
                    entries.setdefault(entry.leaf, entry)
                if entry is not None:
                    received[entry.leaf] = at
            journal = _up_to(entries, end)
            anchors = [
                Anchor(received[entry.leaf], held_at=0, covers=entry.seq)
                for entry in journal
                if entry.leaf in received
            ]
            return bounds_of_photos((entry.raw for entry in journal), anchors)
        except InspectorError:
            return {}


def _accepted(centre: Centre, device: str) -> list[tuple[str, datetime]]:
    """Return the accepted bundles of a device in order, each with the time on its receipt."""
    mine = bundles.c.device == device, bundles.c.state == "accepted"
    query = select(bundles.c.bundle, bundles.c.receipt_text).where(*mine)
    with centre.reading() as connection:
        rows = connection.execute(query.order_by(bundles.c.epoch, bundles.c.sequence)).all()
    return [
        (row.bundle, datetime.fromisoformat(msgspec.json.decode(row.receipt_text)["received"]))
        for row in rows
    ]


def _up_to(entries: Mapping[bytes, Entry], end: bytes) -> list[Entry]:
    """Return the journal that ends with an entry: of branches, the one it belongs to."""
    journal, leaf = [], end
    while (entry := entries.get(leaf)) is not None:
        journal.append(entry)
        leaf = bytes.fromhex(entry.prev)
    return journal[::-1]
