"""Volumes of one bundle read as one file, by their list: FORMAT.md 4.11."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any, BinaryIO, cast

from .verdict import CannotTellError

LIST = ".volumes"
LIST_MOST = 1 << 20
VOLUMES_MOST = 999
_PIECE = re.compile(r"\.ipb\.[0-9]{3}$")


def is_piece(path: Path) -> bool:
    """Tell whether a file's name is that of one volume of several."""
    return _PIECE.search(path.name) is not None


def list_of(piece: Path) -> Path:
    """Return where the list of a volume's set lies."""
    return piece.with_name(piece.name[:-4] + LIST)


def is_list(path: Path) -> bool:
    """Tell whether a file's name is that of a list of volumes."""
    return path.name.endswith(".ipb" + LIST)


def open_whole(path: Path) -> BinaryIO:
    """Open a bundle: a file, or all volumes of a list as one.

    Raises:
        CannotTellError: the list makes no sense, a volume is missing or has another length.
    """
    if not is_list(path):
        return path.open("rb")
    volumes = []
    for number, size in enumerate(_sizes(path), 1):
        volume = path.with_name(f"{path.name[: -len(LIST)]}.{number:03d}")
        if not volume.is_file():
            raise CannotTellError(
                f"缺少分卷“{volume.name}”，无法核验。", f"The volume “{volume.name}” is missing."
            )
        if volume.stat().st_size != size:
            raise CannotTellError(
                f"分卷“{volume.name}”长度不对，可能没有复制完整。",
                f"The volume “{volume.name}” has the wrong length; it may be half copied.",
            )
        volumes.append((volume, size))
    return cast("BinaryIO", io.BufferedReader(_Joined(volumes), 1 << 20))


def _sizes(path: Path) -> list[int]:
    try:
        with path.open("rb") as file:
            said: Any = json.loads(file.read(LIST_MOST).decode("utf-8"))
        sizes = [each["bytes"] for each in said["volumes"]] if said["v"] == 1 else []
    except (ValueError, KeyError, TypeError, RecursionError):
        sizes = []
    if not 0 < len(sizes) <= VOLUMES_MOST or not all(
        type(size) is int and 0 < size < 2**53 for size in sizes
    ):
        raise CannotTellError(f"“{path.name}”不是有效的分卷清单。", f"“{path.name}” is no list of volumes.")
    return sizes


class _Joined(io.RawIOBase):
    """The volumes in their order, as one file to read and seek in."""

    def __init__(self, volumes: list[tuple[Path, int]]) -> None:
        self._volumes = volumes
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        whole = sum(size for _, size in self._volumes)
        self._place = max(0, offset + (0, self._place, whole)[whence])
        return self._place

    def readinto(self, buffer: Any, /) -> int:
        left = self._place
        for path, size in self._volumes:
            if left < size:
                with path.open("rb") as file:
                    file.seek(left)
                    content = file.read(min(len(buffer), size - left))
                buffer[: len(content)] = content
                self._place += len(content)
                return len(content)
            left -= size
        return 0
