"""Files on somebody's card, stick or phone: which there are, how they are read, and when the card is gone."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.actions.take_photo import file_label
from inspector.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SYSTEM_FOLDERS = {"system volume information", "$recycle.bin"}
_SYSTEM_FILES = {"thumbs.db", "desktop.ini", "autorun.inf", ".ds_store", ".nomedia"}


def is_system_folder(name: str) -> bool:
    """Tell whether phones and computers keep such a folder for themselves, e.g. `.thumbnails`."""
    return name.startswith(".") or name.lower() in _SYSTEM_FOLDERS


def is_system_file(name: str) -> bool:
    """Tell whether computers leave such a file behind, e.g. macOS `._IMG_1.JPG`; a hidden photo is none."""
    return name.startswith("._") or name.lower() in _SYSTEM_FILES


def files_under(path: Path) -> list[Path]:
    """Return a file as it is given, or the files of a whole folder in order, without those of the system."""
    if _is_link(path) or not is_folder(path):
        return [path]
    return sorted(_walk(path))


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; False also where a failing or pulled card no longer says."""
    return os.path.isdir(path)  # noqa: PTH112 - pathlib lets the card's own errors through


def _is_link(path: Path) -> bool:
    return os.path.islink(path)  # noqa: PTH114 - as above


def _is_file(path: Path) -> bool:
    """Tell whether a path is a file; raises what the card's own failing raises, of a folder as well."""
    if is_folder(path):
        with os.scandir(path):
            return False
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files, and every folder in between that cannot be read: it is refused by name like a file."""
    unread: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: unread.append(Path(error.filename))):
        folders[:] = [name for name in folders if not is_system_folder(name)]
        for name in [*names, *(name for name in folders if _is_link(Path(place) / name))]:
            if not is_system_file(name):
                yield Path(place) / name
    yield from unread


def is_gone(card: Path) -> bool:
    """Tell whether a card was pulled out: its folder is not there any more, or cannot be read at all."""
    try:
        with os.scandir(card):
            return False
    except OSError:
        return True


class OpenCardFile(io.FileIO):
    """A file on a card, opened for reading: its errors concern that file alone, not our disk.

    At its end it is compared with what it was at the beginning: a file that is still being written is refused.
    """

    def __init__(self, file: Path) -> None:
        self._label = file_label(file.name)
        if _is_link(file):
            raise InputError("photo.link", file=self._label)
        try:
            if not _is_file(file):
                raise InputError("photo.not_a_file", file=self._label)
            super().__init__(file, "rb")
            self._began = self._looks()
        except OSError as error:
            raise self._unreadable(error) from error

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        """Read on; at the end, look whether the file stood still meanwhile.

        Raises:
            InputError: `photo.unreadable`, `photo.changing`.
        """
        try:
            count = super().readinto(buffer)
            ended = self._looks() if count == 0 else self._began
        except OSError as error:
            raise self._unreadable(error) from error
        if ended != self._began:
            raise InputError("photo.changing", file=self._label)
        return count

    def _looks(self) -> tuple[int, int]:
        facts = os.fstat(self.fileno())
        return facts.st_size, facts.st_mtime_ns

    def _unreadable(self, error: OSError) -> InputError:
        return InputError("photo.unreadable", file=self._label, why=error.strerror or "")
