"""Draw over a photo: marks on a layer of their own, each change journalled; the original is not touched.

A layer may grow after the stand was left: it is a note about the evidence, with its own hour and author, and
changes neither the photo nor any signed paper.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from inspector.actions.ports import Device
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import Mark, Photo, PhotoLayer, Shape
from inspector.records import photo_layer as layers
from inspector.records.photo_layer import Step
from inspector.records.plain import from_plain

DRAWN, UNDONE, REDONE, RESTORED = _CHANGES = (
    "layer.drawn",
    "layer.undone",
    "layer.redone",
    "layer.restored",
)
"""How the journal calls what happens to a layer."""


@dataclass(frozen=True)
class LayerVersion:
    """One state a layer had, for its history."""

    layer: PhotoLayer
    at: datetime
    by: str
    """Officer id."""
    change: str

    @property
    def revision(self) -> int:
        """Return its number among the states of its layer, from 1."""
        return self.layer.revision

    @property
    def step(self) -> Step | None:
        """Return what was done, for a state that something was done to; None after an undo."""
        return self.layer.steps[self.layer.done - 1] if self.change != UNDONE and self.layer.done else None


def begin_layer(device: Device, photo_id: str, *, size: tuple[int, int], mark: Mark, by: str) -> PhotoLayer:
    """Begin a layer over a photo with its first mark; `size` is the upright original's, in pixels.

    Raises:
        InputError: `layer.*` if the mark cannot stand there; `store.unknown` if there is no such photo.
    """
    with device.unit() as unit:
        photo = unit.get(Photo, photo_id)
        empty = PhotoLayer(
            id=device.ids.record(),
            inspection_id=photo.inspection_id,
            photo_id=photo.id,
            photo_sha256=photo.sha256,
            width=size[0],
            height=size[1],
            made=device.clock.now().wall,
            made_by=by,
        )
        layer = layers.put(empty, _checked(mark))
        unit.save(layer, change=DRAWN, by=by)
        unit.commit()
    return layer


def put_mark(device: Device, layer_id: str, mark: Mark, *, by: str) -> PhotoLayer:
    """Put a mark on a layer, or in the place of the one with its number; raises as `begin_layer`."""
    return _changed(device, layer_id, lambda layer: layers.put(layer, _checked(mark)), DRAWN, by)


def take_mark(device: Device, layer_id: str, number: int, *, by: str) -> PhotoLayer:
    """Take a mark off; `InputError("layer.unknown_mark")` if it is not there."""
    return _changed(device, layer_id, lambda layer: layers.take(layer, number), DRAWN, by)


def undo_step(device: Device, layer_id: str, *, by: str) -> PhotoLayer:
    """Take the last step back; `InputError("layer.nothing_to_undo")`."""
    return _changed(device, layer_id, layers.undo, UNDONE, by)


def redo_step(device: Device, layer_id: str, *, by: str) -> PhotoLayer:
    """Do again what was taken back; `InputError("layer.nothing_to_redo")`."""
    return _changed(device, layer_id, layers.redo, REDONE, by)


def restore_version(device: Device, layer_id: str, revision: int, *, by: str) -> PhotoLayer:
    """Put the marks back as they stood at an earlier revision, as a new step.

    Raises:
        InputError: `layer.no_revision` if the journal knows no such state.
    """
    earlier = next((each for each in history_of(device, layer_id) if each.revision == revision), None)
    if earlier is None:
        raise InputError("layer.no_revision", revision=revision)
    marks = earlier.layer.marks
    return _changed(device, layer_id, lambda layer: layers.restore(layer, marks), RESTORED, by)


def layers_of(device: Device, photo_id: str) -> tuple[PhotoLayer, ...]:
    """Return the layers over one photo, oldest first.

    Raises:
        InputError: `layer.steps` and others of `require_layer` if one was not written by these rules.
    """
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
        found = unit.all(PhotoLayer, inspection_id=photo.inspection_id)
    mine = tuple(layer for layer in found if layer.photo_id == photo_id)
    for layer in mine:
        layers.require_layer(layer)
        if layer.photo_sha256 != photo.sha256:
            raise InputError("layer.other_photo")
    return mine


def history_of(device: Device, layer_id: str) -> tuple[LayerVersion, ...]:
    """Return every state a layer has had, newest first, from the journal itself."""
    versions = []
    for change in _CHANGES:
        for entry in device.journal.entries_of_change(change):
            told = json.loads(entry)
            if told["subject"] == layer_id:
                layer = from_plain(PhotoLayer, told["record"])
                at = datetime.fromisoformat(told["wall"])
                versions.append(LayerVersion(layer, at, told["by"], change))
    return tuple(sorted(versions, key=lambda version: -version.revision))


def marked_photos(device: Device, inspection_ids: Iterable[str] | None = None) -> dict[str, int]:
    """Return how many marks each photo has that has any."""
    with device.reading() as unit:
        found = (
            unit.all(PhotoLayer)
            if inspection_ids is None
            else [each for one in inspection_ids for each in unit.all(PhotoLayer, inspection_id=one)]
        )
    counts: dict[str, int] = {}
    for layer in found:
        counts[layer.photo_id] = counts.get(layer.photo_id, 0) + len(layer.marks)
    return {photo_id: count for photo_id, count in counts.items() if count}


def _changed(
    device: Device, layer_id: str, change: Callable[[PhotoLayer], PhotoLayer], name: str, by: str
) -> PhotoLayer:
    with device.unit() as unit:
        layer = change(unit.get(PhotoLayer, layer_id))
        unit.save(layer, change=name, by=by)
        unit.commit()
    return layer


def _checked(mark: Mark) -> Mark:
    """Return the mark with its text as texts are written down."""
    return replace(mark, text=written(mark.text)) if mark.shape is Shape.TEXT else mark
