"""A folder another camera's program puts its photos into (tethered shooting): the live view is the newest one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from inspector.clock import Clock, SystemClock
from inspector.errors import InputError, SystemFault
from inspector.imaging.decoding import DecodingWorker
from inspector.imaging.frames import Frame, Still, is_picture_name, read_file
from inspector.imaging.headers.jpeg import size_of
from inspector.imaging.limits import PREVIEW_SIDE
from inspector.settling import Settling

_LOOK_SECONDS = 0.5


class FolderSource:
    """The newest complete picture of one folder; a still of it is stated as imported, once for each file."""

    def __init__(self, folder: Path, *, clock: Clock | None = None) -> None:
        self._folder = folder
        self._clock = clock or SystemClock()
        self._settling = Settling(self._clock)
        self._worker: DecodingWorker | None = None
        self._looked_ns: int | None = None
        self._newest: Path | None = None
        self._preview: tuple[Path, bytes, int, int] | None = None
        self._taken: set[Path] = set()
        self._sequence = 0
        self._is_open = False

    @property
    def name(self) -> str:
        """Return what to call it before the officer."""
        return self._folder.name or str(self._folder)

    @property
    def is_live(self) -> bool:
        """Tell that the picture stands still until the next one comes."""
        return False

    def open(self) -> None:
        """Begin to look; `SystemFault("camera.none")` if the folder is not there."""
        if not self._folder.is_dir():
            raise SystemFault("camera.none", name=self.name)
        self._sequence = 0
        self._looked_ns = None
        self._is_open = True

    def close(self) -> None:
        """Stop looking and end the preview's worker; may be called again."""
        self._is_open = False
        self._preview = None
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def frame(self) -> Frame:
        """Return a reduced copy of the newest picture.

        Raises:
            InputError: `camera.folder_empty` while there is none; `photo.cannot_decode`.
            SystemFault: `camera.lost` if the folder went away.
        """
        file = self._look()
        if self._preview is None or self._preview[0] != file:
            if self._worker is None:
                self._worker = DecodingWorker()
            jpeg = self._worker.shrink(self._read(file), 1, PREVIEW_SIDE)
            self._preview = (file, jpeg, *size_of(jpeg))
        _, jpeg, width, height = self._preview
        self._sequence += 1
        return Frame(jpeg, width, height, self._sequence, self._clock.now().wall)

    def still(self) -> Still:
        """Return the newest picture byte for byte; `InputError("camera.nothing_new")` if it was taken already."""
        file = self._look()
        if file in self._taken:
            raise InputError("camera.nothing_new", file=file.name)
        still = Still(self._read(file), file.name, is_witnessed=False)
        self._taken.add(file)
        return still

    def _look(self) -> Path:
        if not self._is_open:
            raise SystemFault("camera.lost", name=self.name)
        now_ns = self._clock.now().monotonic_ns
        if self._looked_ns is None or now_ns - self._looked_ns >= _LOOK_SECONDS * 1e9:
            self._looked_ns = now_ns
            self._newest = self._newest_complete()
        if self._newest is None:
            raise InputError("camera.folder_empty", name=self.name)
        return self._newest

    def _read(self, file: Path) -> bytes:
        try:
            return read_file(file)
        except InputError as error:
            if not self._folder.is_dir():
                raise SystemFault("camera.lost", name=self.name) from error
            raise

    def _newest_complete(self) -> Path | None:
        try:
            with os.scandir(self._folder) as entries:
                pictures = [Path(entry.path) for entry in entries if is_picture_name(Path(entry.name))]
        except OSError as error:
            raise SystemFault("camera.lost", name=self.name) from error
        self._settling.forget_all_but(set(pictures))
        complete: list[tuple[int, str, Path]] = []
        for file in pictures:
            try:
                facts = file.stat(follow_symlinks=False)
            except OSError:
                continue  # renamed or removed between listing and looking: seen at the next look
            if stat.S_ISREG(facts.st_mode) and self._settling.is_settled(file, facts):
                complete.append((facts.st_mtime_ns, file.name, file))
        return max(complete)[2] if complete else None
