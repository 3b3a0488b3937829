"""Take photos and recordings in from a card, a phone or a folder: refused by name what is neither, the rest goes on."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inspector.actions.already_here import AlreadyHere
from inspector.actions.card_files import OpenCardFile, files_under, is_folder, is_gone
from inspector.actions.ports import Device
from inspector.actions.take_photo import file_label, take_photo
from inspector.actions.take_recording import take_recording
from inspector.errors import InputError
from inspector.progress import Cancelled, Progress
from inspector.records import Photo, PhotoOrigin, Recording

_STOPS = "inspection."
"""Refusals of the stand, not of a file."""
_GONE = {"photo.unreadable", "photo.not_a_file"}


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, by name, with the reason for people."""

    file: str
    code: str
    reason_zh: str
    reason_en: str


def refused(file: Path, error: InputError) -> Refusal:
    """Return the refusal of a file."""
    return Refusal(file_label(file.name), error.code, error.sentence("zh"), error.sentence("en"))


@dataclass(frozen=True)
class ImportResult:
    """What became of each file given: taken, refused, or not reached because somebody stopped it."""

    taken: tuple[Photo, ...]
    refused: tuple[Refusal, ...]
    not_reached: tuple[str, ...] = ()
    rest: tuple[Path, ...] = ()
    """The files not reached, to go on with."""
    is_pulled: bool = False
    """The card went away; `rest` goes on once it is back."""
    recordings: tuple[Recording, ...] = ()
    """Film and sound taken; counted apart from the photos."""


def import_photos(
    device: Device,
    inspection_id: str,
    paths: Iterable[Path],
    *,
    by: str,
    source: str = "",
    progress: Progress | None = None,
) -> ImportResult:
    """Import files and whole folders; refuse by name what is neither photo nor recording and go on with the rest.

    Bytes that are sealed already are not written again. A card that is pulled out ends the import: what was
    taken is safe, what was not reached is named. With a `source`, such as "card" or "phone", the officer's
    statement where the files came from is journalled with the numbers.

    Raises:
        SystemFault: a full or failing disk stops the import; what was taken before stays taken.
    """
    progress = progress or Progress()
    cards = {file: path if is_folder(path) else path.parent for path in paths for file in files_under(path)}
    files = list(cards)
    here = AlreadyHere(device)
    taken: list[Photo | Recording] = []
    turned_down: list[Refusal] = []

    def ended(reached: int, *, is_pulled: bool = False) -> ImportResult:
        rest = tuple(files[reached:])
        names = tuple(file_label(file.name) for file in rest)
        photos = tuple(each for each in taken if isinstance(each, Photo))
        recordings = tuple(each for each in taken if isinstance(each, Recording))
        result = ImportResult(photos, tuple(turned_down), names, rest, is_pulled, recordings)
        if source and (taken or turned_down):
            _journal(device, inspection_id, source, result, by)
        return result

    for number, file in enumerate(files):
        try:
            progress.step(number, len(files), file_label(file.name))
            sealed = _import_file(device, inspection_id, file, here, by, progress)
        except Cancelled:
            return ended(number)
        except InputError as error:
            if error.code.startswith(_STOPS):
                raise
            if error.code in _GONE and is_gone(cards[file]):
                return ended(number, is_pulled=True)
            turned_down.append(refused(file, error))
        else:
            taken.append(sealed)
            here.add(sealed)
    progress.step(len(files), len(files))
    return ended(len(files))


def _import_file(
    device: Device, inspection_id: str, file: Path, here: AlreadyHere, by: str, progress: Progress
) -> Photo | Recording:
    with io.BufferedReader(OpenCardFile(file)) as content:
        label = file_label(file.name)
        known = here.of(file, content.seek(0, io.SEEK_END), progress)
        if known is not None:
            code = "photo" if isinstance(known, Photo) else "recording"
            raise InputError(f"{code}.already_sealed", file=label, known=known.file_name)
        if device.recordings.examine(content) is not None:
            return take_recording(
                device, inspection_id, content=content, file_name=file.name, by=by, progress=progress
            )
        content.seek(0)
        return take_photo(
            device, inspection_id, content=content, file_name=file.name, origin=PhotoOrigin.IMPORTED, by=by
        )


def _journal(device: Device, inspection_id: str, source: str, result: ImportResult, by: str) -> None:
    with device.unit() as unit:
        unit.note(
            "photos.import_ended",
            inspection_id,
            {
                "source": source,
                "taken": len(result.taken),
                "recordings": len(result.recordings),
                "refused": len(result.refused),
                "not_reached": len(result.rest),
                "pulled": result.is_pulled,
            },
            by=by,
        )
        unit.commit()
