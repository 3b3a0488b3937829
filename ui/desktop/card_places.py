"""Cards, phones and body cameras that are plugged in, as this system shows them: folders one can read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_MEDIA_ROOTS = ("/media/", "/run/media/", "/mnt/")
_CAMERA_FOLDERS = ("DCIM", "PRIVATE")
"""Folders cameras make on their cards: DCIM by the DCF standard (JEITA CP-3461), PRIVATE by camcorders."""


class CardKind(StrEnum):
    """What is plugged in; also what the officer states as the source."""

    CARD = "card"
    PHONE = "phone"
    BODY_CAMERA = "body_camera"
    OTHER = "other"


@dataclass(frozen=True)
class CardPlace:
    """One place photos can be taken in from."""

    path: Path
    name: str
    kind: CardKind


def card_places() -> tuple[CardPlace, ...]:
    """List what is plugged in now; may wait for a slow medium, so never on the window's thread."""
    places = {place.path: place for place in (*_volumes(), *_phones())}
    return tuple(places.values())


def _volumes() -> Iterator[CardPlace]:
    for volume in QStorageInfo.mountedVolumes():
        path = Path(volume.rootPath())
        if not volume.isReady() or volume.isRoot():
            continue
        is_media = volume.rootPath().startswith(_MEDIA_ROOTS)
        if is_media or any(_is_folder(path / name) for name in _CAMERA_FOLDERS):
            yield CardPlace(path, volume.displayName() or path.name or str(path), CardKind.CARD)


def _phones() -> Iterator[CardPlace]:
    """Phones under Linux: gvfs mounts MTP and PTP devices below the user's run-time folder."""
    run_time = os.environ.get("XDG_RUNTIME_DIR", "")
    mounts = Path(run_time) / "gvfs"
    if not run_time or not _is_folder(mounts):
        return
    for phone in _folders_in(mounts):
        if not phone.name.startswith(("mtp:", "gphoto2:")):
            continue
        name = phone.name.partition("host=")[2].replace("_", " ") or phone.name
        storages = [phone, *_folders_in(phone)]
        for storage in storages:
            if _is_folder(storage / "DCIM"):
                yield CardPlace(storage / "DCIM", name, CardKind.PHONE)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # a medium that is just going away


def _folders_in(path: Path) -> list[Path]:
    try:
        return sorted(entry for entry in path.iterdir() if _is_folder(entry))
    except OSError:
        return []
