"""A bundle as the device keeps it: all but the object files, which lie in the vault already (ADR 0163).

The frame is the bundle's own bytes with the objects left out: HEAD, manifest, entries, envelopes, FOOT and what
follows it. Together with the vault's files it is read as the whole bundle, to the byte.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from inspector.errors import SystemFault
from sync.bundle.hashed import Hashed
from sync.bundle.layout import HEAD_SIZE, Part, altered
from sync.bundle.pieces import Piece, file_piece, joined
from sync.bundle.reader import BundleFile, as_signed, judge_end, read_end

FRAME = ".frame"

Objects = Callable[[str], AbstractContextManager[BinaryIO]]
"""Opens an object file by its id; `SystemFault("vault.…")` if it cannot."""


class FramedBundle(BundleFile):
    """The bundle of a frame and the vault, whose objects are read where they lie."""

    def __init__(self, frame: Path, pieces: list[Piece], objects: Objects, hashed: Hashed) -> None:
        super().__init__(frame.with_suffix(".ipb"), joined(pieces))
        self._objects = objects
        self._hashed = hashed

    def blocks(self, part: Part, most: int) -> Iterator[bytes]:
        """See `BundleFile`; the part of an object that was hashed in this run is not hashed again."""
        if not part.region.object_id:
            yield from super().blocks(part, most)
            return
        object_id = part.region.object_id
        try:
            with self._objects(object_id) as file:
                file.seek(part.offset - part.region.offset)
                sizes = (min(most, part.size - begin) for begin in range(0, part.size, most))
                blocks = map(file.read, sizes)
                yield from blocks if self._hashed.holds(object_id, file) else as_signed(blocks, part)
        except (OSError, SystemFault) as error:
            raise altered(f"object {object_id}", getattr(error, "code", "io")) from error


def open_framed(frame: Path, objects: Objects, hashed: Hashed | None = None) -> FramedBundle:
    """Open the bundle that a frame and the vault hold together; its `path` is the name it would have as a file.

    `hashed` names objects that need not be hashed as they leave.

    Raises:
        InputError: `bundle.altered`, `bundle.not_a_bundle`; later, from whatever reads on, `bundle.altered` with the
            object whose file is gone or cannot be read.
        OSError: if the frame cannot be read.
    """
    with frame.open("rb") as file:
        foot, _ = judge_end(read_end(file, frame.name))
        size = file.seek(0, io.SEEK_END)
    pieces = [file_piece(frame, 0, HEAD_SIZE, "frame")]
    pieces += [Piece(partial(objects, each.id), 0, each.size, f"object {each.id}") for each in foot.objects]
    pieces.append(file_piece(frame, HEAD_SIZE, size - HEAD_SIZE, "frame"))
    return FramedBundle(frame, pieces, objects, hashed or Hashed())
