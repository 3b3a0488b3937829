"""A throw-away device with thousands of photos on several stands: records and thumbnails, no originals.

The thumbnails are sealed as the vault seals them, only without waiting for the disk: nothing here measures writing.
"""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta

from inspector.actions import list_item, open_inspection
from inspector.records import AllegedAct, Photo, PhotoOrigin, PhotoTag, RightKind, SealedObject
from inspector.vault.layout import place
from inspector.vault.object_file import seal
from ui.demo import sample

STANDS = 20
ITEMS = 12


def fill(stand: object, count: int) -> list[str]:
    """Put `count` photos with thumbnails on `STANDS` stands of the device; return their ids, oldest first."""
    from decimal import Decimal

    from cryptography.hazmat.primitives.keywrap import aes_key_wrap

    opened, by = stand.opened, stand.by  # type: ignore[attr-defined]
    device = opened.device
    with device.reading() as unit:
        first = unit.get(__import__("inspector.records").records.Inspection, stand.inspection_id)  # type: ignore[attr-defined]
    stands = [first.id]
    for number in range(1, STANDS):
        begun = open_inspection.open_inspection(
            device,
            fair_id=first.fair_id,
            officer_ids=first.officer_ids,
            by=by,
            **{**sample.STAND, "booth": f"B-{217 + number}"},
        )
        stands.append(begun.id)
    items = {}
    for inspection in stands:
        items[inspection] = [
            list_item.list_item(
                device,
                inspection,
                label_name=f"样本盖碗 {number}",
                specification="ø12",
                unit="套",
                quantity=Decimal(2),
                alleged=AllegedAct(RightKind.TRADEMARK),
                by=by,
            ).id
            for number in range(ITEMS)
        ]
    pictures = _thumbnails()
    arrived = device.clock.now().wall
    tags = (None, *PhotoTag)
    ids = []
    vault_key = opened.keyring.vault_key()
    folder = device.vault._folder
    with device.unit() as unit:
        for number in range(count):
            inspection = stands[number * STANDS // count]
            photo_id, thumbnail_id = device.ids.object(), device.ids.object()
            sha256 = hashlib.sha256(photo_id.encode()).hexdigest()
            photo = Photo(
                id=photo_id,
                inspection_id=inspection,
                file_name=f"IMG_{number:05}.JPG",
                sha256=sha256,
                size=4_800_000,
                media_type="image/jpeg",
                origin=PhotoOrigin.CAMERA,
                arrived=arrived + timedelta(seconds=number),
                taken_by=first.officer_ids[number % 2],
                item_id=items[inspection][number % ITEMS] if number % 3 else None,
                tag=tags[number % len(tags)],
            )
            unit.keep_object(SealedObject(photo_id, sha256, 4_800_000, sha256, 4_801_000, bytes(40)))
            unit.save(photo, change="photo.taken", by=by)
            key = os.urandom(32)
            with place(folder, thumbnail_id).open("wb") as file:
                sealing = seal(
                    io.BytesIO(pictures[number % len(pictures)]), file, thumbnail_id, key, os.urandom(7)
                )
            unit.keep_thumbnail(
                photo_id,
                SealedObject(
                    thumbnail_id,
                    sealing.sha256,
                    sealing.size,
                    sealing.cipher_sha256,
                    sealing.cipher_size,
                    aes_key_wrap(vault_key, key),
                ),
            )
            ids.append(photo_id)
        unit.commit()
    return ids


def _thumbnails() -> list[bytes]:
    """Return small JPEGs as the worker makes them, of the bundled samples."""
    from importlib import resources

    from PIL import Image

    made = []
    for file in sorted((resources.files("resources") / "samples").iterdir(), key=lambda each: each.name):
        if file.name.endswith(".jpg"):
            with Image.open(io.BytesIO(file.read_bytes())) as picture:
                picture.thumbnail((320, 320))
                content = io.BytesIO()
                picture.convert("RGB").save(content, "JPEG", quality=85)
                made.append(content.getvalue())
    return made
