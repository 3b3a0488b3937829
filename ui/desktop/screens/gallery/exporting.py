"""Copies with marks into a folder somebody chose: whole files or none, and what cannot be made is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector.actions.export_photo import export_copy
from inspector.actions.ports import Device
from inspector.durable import write_file
from inspector.errors import InspectorError, SystemFault
from inspector.progress import Progress
from inspector.records import Photo

_DAMAGED = {"vault.altered", "vault.missing"}


@dataclass(frozen=True)
class Exported:
    """What became of each photo."""

    folder: Path
    files: tuple[Path, ...]
    refused: tuple[tuple[str, InspectorError], ...]
    """(file name of the photo, why there is no copy)"""


def export_copies(
    device: Device, photo_ids: Sequence[str], folder: Path, *, by: str, progress: Progress
) -> Exported:
    """Write a copy of each photo; a damaged one is named and the rest goes on.

    Raises:
        Cancelled: the copies written stay.
        SystemFault: `export.io` if the folder cannot be written; faults of the whole device.
    """
    files: list[Path] = []
    refused: list[tuple[str, InspectorError]] = []
    for place, photo_id in enumerate(photo_ids):
        progress.step(place, len(photo_ids))
        try:
            copy = export_copy(device, photo_id, by=by)
        except InspectorError as error:
            if isinstance(error, SystemFault) and error.code not in _DAMAGED:
                raise
            with device.reading() as unit:
                refused.append((unit.get(Photo, photo_id).file_name, error))
            continue
        file = free_name(folder / copy.file_name)
        try:
            write_file(file, copy.jpeg)
        except OSError as error:
            raise SystemFault("export.io", why=error.strerror or "", folder=folder.name) from error
        files.append(file)
    progress.step(len(photo_ids), len(photo_ids))
    return Exported(folder, tuple(files), tuple(refused))


def free_name(file: Path) -> Path:
    """Return the name, or one with a number behind it that no file has: nothing is written over."""
    found, number = file, 2
    while found.exists():
        found, number = file.with_stem(f"{file.stem}-{number}"), number + 1
    return found
