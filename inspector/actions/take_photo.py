"""Take a photo: shutter = sealed. Nothing is acknowledged before it is durable.

Order, and why: look at the headers (refuse what is no photo before anything is written), seal the
bytes into the vault (hashed as they arrive, file and folder fsynced), then one transaction with the
journal entry. A crash before the commit leaves an unnamed sealed file, never half a photo.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from inspector.actions.amend import must_be_open
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.sealing import sealed_for
from inspector.errors import InputError, SystemFault
from inspector.progress import Cancelled, Progress
from inspector.records import Item, Photo, PhotoOrigin, PhotoTag, SealedObject

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_DAMAGED = {"vault.altered", "vault.missing", "vault.io"}


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, by name, with the reason for people."""

    file: str
    code: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True)
class ImportResult:
    """What became of each file given: taken, refused, or not reached because somebody stopped it."""

    taken: tuple[Photo, ...]
    refused: tuple[Refusal, ...]
    not_reached: tuple[str, ...] = ()
    rest: tuple[Path, ...] = ()
    """The files not reached, to go on with."""


def take_photo(
    device: Device,
    inspection_id: str,
    *,
    content: BinaryIO,
    file_name: str,
    origin: PhotoOrigin,
    by: str,
    item_id: str | None = None,
    tag: PhotoTag | None = None,
) -> Photo:
    """Seal one photo and return it once it is durable; `content` must be seekable.

    The same bytes as a photo whose sealed file is damaged mend that photo, which is returned.

    Raises:
        InputError: the reader's `photo.*` refusals; `photo.already_sealed` if the same bytes are here;
            `inspection.sealed`.
        SystemFault: `vault.disk_full`, `vault.io`: nothing was acknowledged, the source is untouched.
    """
    arrived = device.clock.now().wall
    label = file_label(file_name)
    facts = device.photos.examine(content, label)
    content.seek(0)
    with sealed_for(device, content) as sealed, device.unit() as unit:
        known = unit.photo_with(sealed.sha256)
        if known is not None and not _opens(device, unit.sealed_object(known.id)):
            return _sealed_again(device, unit, known, sealed, by)
        must_be_open(unit, inspection_id)
        if known is not None:
            raise InputError("photo.already_sealed", file=label, known=known.file_name)
        if item_id is not None and unit.get(Item, item_id).inspection_id != inspection_id:
            raise InputError("item.other_inspection")
        photo = Photo(
            id=sealed.id,
            inspection_id=inspection_id,
            file_name=label,
            sha256=sealed.sha256,
            size=sealed.size,
            media_type=facts.media_type,
            origin=origin,
            arrived=arrived,
            taken_by=by,
            claims=facts.claims,
            item_id=item_id,
            tag=tag,
        )
        unit.keep_object(sealed)
        unit.save(photo, change="photo.taken" if origin is PhotoOrigin.CAMERA else "photo.imported", by=by)
        unit.commit()
    return photo


def import_photos(
    device: Device, inspection_id: str, paths: Iterable[Path], *, by: str, progress: Progress | None = None
) -> ImportResult:
    """Import files and whole folders; refuse by name what is no photo and go on with the rest.

    Raises:
        SystemFault: a full or failing disk stops the import; what was taken before stays taken.
    """
    progress = progress or Progress()
    files = [file for path in paths for file in _files_under(path)]
    taken: list[Photo] = []
    refused: list[Refusal] = []
    for number, file in enumerate(files):
        try:
            progress.step(number, len(files), file_label(file.name))
        except Cancelled:
            return ImportResult(
                tuple(taken),
                tuple(refused),
                tuple(file_label(rest.name) for rest in files[number:]),
                tuple(files[number:]),
            )
        try:
            taken.append(_import_file(device, inspection_id, file, by))
        except InputError as error:
            if error.code.startswith("inspection."):
                raise
            refused.append(
                Refusal(file_label(file.name), error.code, error.sentence("zh"), error.sentence("en"))
            )
    progress.step(len(files), len(files))
    return ImportResult(tuple(taken), tuple(refused))


def file_label(name: str) -> str:
    """Return a name fit for a label: one line, printable, at most 120 characters."""
    readable = name.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(ch if unicodedata.category(ch)[0] != "C" else "�" for ch in readable)
    return unicodedata.normalize("NFC", kept)[:120] or "�"


def _opens(device: Device, sealed: SealedObject) -> bool:
    try:
        for _ in device.vault.chunks(sealed):
            pass
    except SystemFault as fault:
        if fault.code in _DAMAGED:
            return False
        raise
    return True


def _sealed_again(device: Device, unit: UnitOfWork, known: Photo, sealed: SealedObject, by: str) -> Photo:
    """Put the bytes just sealed in the place of a known photo's damaged file, which is kept aside.

    Cut off before the commit, the photo is as damaged as it was, and the next try mends it.
    """
    whole = device.vault.read(sealed)
    device.vault.set_aside(known.id)
    unit.replace_object(device.vault.put(known.id, io.BytesIO(whole)))
    unit.note("photo.resealed", known.id, {"sha256": known.sha256}, by=by)
    unit.commit()
    device.vault.discard(sealed.id)
    return known


def _import_file(device: Device, inspection_id: str, file: Path, by: str) -> Photo:
    if file.is_symlink():
        raise InputError("photo.link", file=file_label(file.name))
    if not file.is_file():
        raise InputError("photo.not_a_file", file=file_label(file.name))
    with io.BufferedReader(_CardFile(file)) as content:
        return take_photo(
            device, inspection_id, content=content, file_name=file.name, origin=PhotoOrigin.IMPORTED, by=by
        )


class _CardFile(io.FileIO):
    """A file on somebody's card: its read errors concern that file alone, not our disk."""

    def __init__(self, file: Path) -> None:
        try:
            super().__init__(file, "rb")
        except OSError as error:
            raise InputError(
                "photo.unreadable", file=file_label(file.name), why=error.strerror or ""
            ) from error

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        try:
            return super().readinto(buffer)
        except OSError as error:
            name = file_label(Path(str(self.name)).name)
            raise InputError("photo.unreadable", file=name, why=error.strerror or "") from error


def _files_under(path: Path) -> list[Path]:
    if path.is_symlink() or not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_symlink() or not file.is_dir())
