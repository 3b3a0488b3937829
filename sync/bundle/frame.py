"""A bundle as the device keeps it: all but the object files, which lie in the vault already (ADR 0163).

The frame is the bundle's own bytes with the objects left out: HEAD, manifest, entries, envelopes, FOOT and what
follows it. Together with the vault's files it is read as the whole bundle, to the byte.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import BinaryIO

from sync.bundle.layout import HEAD_SIZE
from sync.bundle.pieces import Piece, file_piece, joined
from sync.bundle.reader import BundleFile, judge_end, read_end

FRAME = ".frame"

Objects = Callable[[str], AbstractContextManager[BinaryIO]]
"""Opens an object file by its id; `SystemFault("vault.…")` if it cannot."""


def open_framed(frame: Path, objects: Objects) -> BundleFile:
    """Open the bundle that a frame and the vault hold together; its `path` is the name it would have as a file.

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
    return BundleFile(frame.with_suffix(".ipb"), joined(pieces))
