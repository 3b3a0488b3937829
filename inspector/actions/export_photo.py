"""Take a picture of a photo with its marks out of the device: a copy that says so, by hash and in words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from inspector.actions import read
from inspector.actions.draw_on_photo import layers_of
from inspector.actions.ports import Device
from inspector.canonical import Json
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.records import CopyWords, Drawing, Inspection, Officer, Photo, PhotoLayer, Shape

_WORDS = {
    Shape.ARROW: "箭头",
    Shape.ELLIPSE: "圈",
    Shape.BOX: "框",
    Shape.TEXT: "文字",
}


@dataclass(frozen=True)
class ExportedCopy:
    """What leaves the device, with a name that tells what it is; nothing is written to disk here."""

    photo: Photo
    file_name: str
    jpeg: bytes
    sha256: str
    """Of the copy."""


def export_copy(
    device: Device, photo_id: str, *, layer_ids: Iterable[str] | None = None, by: str
) -> ExportedCopy:
    """Return a copy of the photo with these layers burnt in (None: all); that it left is journalled before it does.

    The original is read, verified by its hash, and not changed.

    Raises:
        InputError: `photo.cannot_decode`; `layer.*`, e.g. `layer.glyph_missing`; `store.unknown`.
        SystemFault: `vault.*`, `imaging.*`: nothing left then.
    """
    wanted = None if layer_ids is None else frozenset(layer_ids)
    layers = [layer for layer in layers_of(device, photo_id) if wanted is None or layer.id in wanted]
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
        inspection = unit.get(Inspection, photo.inspection_id)
        number = [each.id for each in unit.all(Photo, inspection_id=inspection.id)].index(photo.id) + 1
        officer = unit.find(Officer, by)
    original = read.original(device, photo_id)
    drawing = _flat(device, photo, original, layers)
    words = CopyWords(
        lines=_lines(device, photo, inspection, number, drawing, officer.name if officer else "—"),
        original_sha256=photo.sha256,
        description=(
            f"副本，不是原件。原件 SHA-256：{photo.sha256}。"
            f" This is a copy, not the original; SHA-256 of the original: {photo.sha256}."
        ),
    )
    jpeg = device.photos.annotated_copy(original, photo.claims.orientation, drawing, words)
    sha256 = hashlib.sha256(jpeg).hexdigest()
    drawn: list[Json] = [{"layer": layer.id, "revision": layer.revision} for layer in layers]
    facts: dict[str, Json] = {"sha256": photo.sha256, "copy_sha256": sha256, "layers": drawn}
    with device.unit() as unit:
        unit.note("photo.copy_exported", photo.id, facts, by=by)
        unit.commit()
    booth = "".join(ch if ch.isalnum() or ch in "-_" else "_" for ch in inspection.booth)
    return ExportedCopy(photo, f"{booth}-照片{number}-副本-{photo.sha256[:8]}.jpg", jpeg, sha256)


def _flat(device: Device, photo: Photo, original: bytes, layers: list[PhotoLayer]) -> Drawing:
    """Lay the layers on one canvas, the oldest lowest; numbers are given anew."""
    if layers:
        size = layers[0].width, layers[0].height
    else:
        held = device.photos.look(original, photo.claims.orientation)
        size = held.size
        held.close()
    if any((layer.width, layer.height) != size for layer in layers):
        raise InputError("layer.other_canvas", width=size[0], height=size[1])
    marks = [mark for layer in layers for mark in layer.marks]
    return Drawing(*size, tuple(mark.numbered(place) for place, mark in enumerate(marks, 1)))


def _lines(
    device: Device, photo: Photo, inspection: Inspection, number: int, drawing: Drawing, officer: str
) -> tuple[str, ...]:
    sample = "样本 · " if device.is_sample else ""
    now = device.clock.now().wall.astimezone(CHINA)
    taken = photo.arrived.astimezone(CHINA)
    counts = Counter(mark.shape for mark in drawing.marks)
    told = [f"{_WORDS[shape]} {counts[shape]}" for shape in _WORDS if counts[shape]]
    if counts[Shape.CROP]:
        told.append("已裁剪，只是原件的一部分")
    if counts[Shape.BLUR]:
        told.append(f"遮挡 {counts[Shape.BLUR]} 处，遮挡处的像素已去除")
    return (
        f"{sample}副本 · 不是原件 · {inspection.hall} {inspection.booth} 照片 {number} · 收到 {taken:%Y-%m-%d %H:%M:%S}",
        f"原件 SHA-256 {photo.sha256}",
        f"{'、'.join(told) or '没有标注'} · {officer} 于 {now:%Y-%m-%d %H:%M} 导出",
    )
