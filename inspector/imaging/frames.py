"""Where live pictures come from: one promise for every camera, and a replay of files that keeps it too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from inspector.clock import Clock, SystemClock
from inspector.errors import InputError, SystemFault
from inspector.imaging.decoding import DecodingWorker
from inspector.imaging.headers.jpeg import size_of
from inspector.imaging.limits import MAX_FILE_BYTES, PREVIEW_SIDE

_PICTURES = frozenset({".jpg", ".jpeg", ".heic", ".heif", ".png", ".webp"})


@dataclass(frozen=True)
class Frame:
    """One picture of the live view; only for the eye, never stored."""

    jpeg: bytes
    width: int
    height: int
    sequence: int
    """Counted from 1 without a gap since `open`: a jump means that frames were dropped behind the source."""
    at: datetime
    """UTC, when the source gave it."""


@dataclass(frozen=True)
class Still:
    """One photo as it will be sealed: the very bytes the camera made."""

    content: bytes
    file_name: str
    is_witnessed: bool = True
    """False for a file another camera made: its origin is stated as imported."""


class FrameSource(Protocol):
    """A camera, for the live view and the shutter; used by one thread at a time."""

    @property
    def name(self) -> str:
        """Return what to call it before the officer."""
        ...

    @property
    def is_live(self) -> bool:
        """Tell whether a lens is behind it: two frames alike then mean that it hangs."""
        ...

    def open(self) -> None:
        """Start it, also after it was closed or lost.

        Raises:
            SystemFault: `camera.none` if there is none, `camera.denied` if this account may not use it.
        """
        ...

    def close(self) -> None:
        """Stop it and free everything; may be called again."""
        ...

    def frame(self) -> Frame:
        """Return the next picture of the live view; `SystemFault("camera.lost")` if it went away."""
        ...

    def still(self) -> Still:
        """Return a photo of what the live view shows, taken after this was called.

        Raises:
            SystemFault: `camera.lost` if it went away.
            InputError: this one picture cannot be had; the next one may.
        """
        ...


class ReplaySource:
    """Plays photo files as if a camera saw them, in a loop; for the demo, rehearsals and tests.

    The live view stays on one picture for `frames_each` frames; each still moves on to the next file.
    """

    def __init__(
        self, files: Path | Sequence[Path], *, clock: Clock | None = None, frames_each: int = 30
    ) -> None:
        self._given = files
        self._clock = clock or SystemClock()
        self._frames_each = frames_each
        self._files: list[Path] = []
        self._worker: DecodingWorker | None = None
        self._previews: dict[Path, tuple[bytes, int, int]] = {}
        self._picture = 0
        self._shown = 0
        self._sequence = 0
        self._is_open = False

    @property
    def name(self) -> str:
        """Return what to call it before the officer."""
        return "样片回放"

    @property
    def is_live(self) -> bool:
        """Tell that a picture may stand still."""
        return False

    def open(self) -> None:
        """List the pictures; `SystemFault("camera.none")` if there are none."""
        given = sorted(self._given.iterdir()) if isinstance(self._given, Path) else list(self._given)
        self._files = [file for file in given if is_picture_name(file) and file.is_file()]
        if not self._files:
            raise SystemFault("camera.none", name=self.name)
        self._picture = self._shown = self._sequence = 0
        self._is_open = True

    def close(self) -> None:
        """Stop and end the preview's worker; may be called again."""
        self._is_open = False
        self._previews.clear()
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def lose(self) -> None:
        """Behave from now on like a camera whose cable was pulled."""
        self._is_open = False

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def frame(self) -> Frame:
        """Return the next frame, a reduced copy of the file as stored (its EXIF orientation not applied).

        Raises:
            InputError: `photo.cannot_decode` if the file is damaged; a still of it can be had all the same.
            SystemFault: `camera.lost`.
        """
        file = self._current()
        if self._shown >= self._frames_each:
            self._move_on()
            file = self._current()
        jpeg, width, height = self._preview(file)
        self._shown += 1
        self._sequence += 1
        return Frame(jpeg, width, height, self._sequence, self._clock.now().wall)

    def still(self) -> Still:
        """Return the file the live view shows, byte for byte, and move on to the next."""
        file = self._current()
        content = read_file(file)
        self._move_on()
        return Still(content, file.name)

    def _current(self) -> Path:
        if not self._is_open:
            raise SystemFault("camera.lost", name=self.name)
        return self._files[self._picture]

    def _move_on(self) -> None:
        self._picture = (self._picture + 1) % len(self._files)
        self._shown = 0

    def _preview(self, file: Path) -> tuple[bytes, int, int]:
        if file not in self._previews:
            if self._worker is None:
                self._worker = DecodingWorker()
            jpeg = self._worker.shrink(read_file(file), 1, PREVIEW_SIDE)
            self._previews[file] = (jpeg, *size_of(jpeg))
        return self._previews[file]


def is_picture_name(file: Path) -> bool:
    """Tell by its name whether a file is worth opening as a picture."""
    return file.suffix.lower() in _PICTURES


def read_file(file: Path) -> bytes:
    """Return a picture file whole.

    Raises:
        InputError: `photo.unreadable`, `photo.too_large`.
    """
    try:
        with file.open("rb") as source:
            content = source.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise InputError("photo.unreadable", file=file.name, why=error.strerror or "") from error
    if len(content) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 2**20
        raise InputError("photo.too_large", file=file.name, mb=f"{limit}+", limit_mb=limit)
    return content
