"""Take a photo: shutter = sealed. Nothing is acknowledged before it is durable.

Order, and why: look at the headers (refuse what is no photo before anything is written), seal the
bytes into the vault (hashed as they arrive, file and folder fsynced), then one transaction with the
journal entry. A crash before the commit leaves an unnamed sealed file, never half a photo.
"""

from __future__ import annotations

import unicodedata
from typing import BinaryIO

from inspector.actions.amend import must_be_open
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.sealing import sealed_again, sealed_for
from inspector.errors import InputError, SystemFault
from inspector.records import Item, Photo, PhotoOrigin, PhotoTag, SealedObject

_DAMAGED = {"vault.altered", "vault.missing", "vault.io"}


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
        if known is not None and not opens(device, unit.sealed_object(known.id)):
            return _sealed_again(device, unit, known, sealed, by)
        inspection = must_be_open(unit, inspection_id)
        if known is not None:
            raise InputError("photo.already_sealed", file=label, known=known.file_name)
        if item_id is not None and unit.get(Item, item_id).inspection_id != inspection.case_id:
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


def file_label(name: str) -> str:
    """Return a name fit for a label: one line, printable, at most 120 characters."""
    readable = name.encode("utf-8", "replace").decode("utf-8")
    kept = "".join(ch if unicodedata.category(ch)[0] != "C" else "�" for ch in readable)
    return unicodedata.normalize("NFC", kept)[:120] or "�"


def opens(device: Device, sealed: SealedObject) -> bool:
    """Tell whether a sealed file is whole, by reading all of it; one at the centre only is not looked for here."""
    if sealed.is_released:
        return True
    try:
        for _ in device.vault.chunks(sealed):
            pass
    except SystemFault as fault:
        if fault.code in _DAMAGED:
            return False
        raise
    return True


def _sealed_again(device: Device, unit: UnitOfWork, known: Photo, sealed: SealedObject, by: str) -> Photo:
    """Put the bytes just sealed in the place of a known photo's damaged file."""
    unit.replace_object(sealed_again(device, known.id, sealed))
    unit.note("photo.resealed", known.id, {"sha256": known.sha256}, by=by)
    unit.commit()
    device.vault.discard(sealed.id)
    return known
