"""The layer being drawn on: shown at once, written down behind in the order it was done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.actions import draw_on_photo
from inspector.actions.ports import Device
from inspector.errors import InputError, InspectorError
from inspector.records import Mark, Photo, PhotoLayer
from inspector.records import photo_layer as rules
from ui.desktop.i18n import spoken
from ui.desktop.tasks import Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


@dataclass
class _Kept:
    """Under which id a layer stands in the record: known once its first mark is written, before the next one is."""

    id: str = ""


@dataclass(frozen=True)
class _Open:
    """The layer as it is on the screen."""

    photo: Photo
    layer: PhotoLayer
    kept: _Kept = field(default_factory=_Kept)


class LayerDesk(QObject):
    """Applies each step on the screen by the record's own rules, then runs the action; a refusal shows the record again."""

    shown = Signal()
    """Another state is to be seen."""
    refused = Signal(str)
    """Sentence: the step was not written, and is gone from the screen"""
    written = Signal()
    """A step is in the record."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened
        self._tasks = tasks
        self._all: tuple[PhotoLayer, ...] = ()
        self._open: _Open | None = None
        self._size = (0, 0)

    def open_photo(self, photo: Photo, size: tuple[int, int], layers: tuple[PhotoLayer, ...]) -> None:
        """Turn to a photo: its newest layer is open, or an empty one."""
        self._all, self._size = layers, size
        self._open = None
        if layers:
            self.choose(layers[-1].id, photo)
        else:
            self.begin_layer(photo)

    def close(self) -> None:
        """Turn away; what was done is being written all the same."""
        self._all, self._open = (), None

    def choose(self, layer_id: str, photo: Photo | None = None) -> None:
        """Draw on another layer of the photo."""
        layer = next((each for each in self._all if each.id == layer_id), None)
        photo = photo or (self._open.photo if self._open is not None else None)
        if layer is not None and photo is not None:
            self._open = _Open(photo, layer, _Kept(layer.id))
            self.shown.emit()

    def begin_layer(self, photo: Photo | None = None) -> None:
        """Draw on a new layer; it is written with its first mark."""
        photo = photo or (self._open.photo if self._open is not None else None)
        if photo is None:
            return
        device = self._opened.device
        empty = PhotoLayer(
            id="",
            inspection_id=photo.inspection_id,
            photo_id=photo.id,
            photo_sha256=photo.sha256,
            width=self._size[0],
            height=self._size[1],
            made=device.clock.now().wall,
            made_by=self._opened.ways_in.acting_officer,
        )
        self._open = _Open(photo, empty)
        self.shown.emit()

    @property
    def layer(self) -> PhotoLayer | None:
        """The layer that is drawn on, as it is on the screen."""
        return self._open.layer if self._open is not None else None

    @property
    def kept_id(self) -> str:
        """Under which id the layer drawn on stands in the record; empty before its first mark is written."""
        return self._open.kept.id if self._open is not None else ""

    @property
    def layers(self) -> tuple[PhotoLayer, ...]:
        """Every layer of the photo that is written."""
        return self._all

    @property
    def beneath(self) -> tuple[Mark, ...]:
        """The marks of the other layers."""
        return tuple(mark for layer in self._all if layer.id != self.kept_id for mark in layer.marks)

    def put(self, mark: Mark) -> None:
        """Put a mark down, or anew."""
        if self._open is None:
            return
        photo, size = self._open.photo, self._size

        def write(device: Device, kept: _Kept, by: str) -> PhotoLayer:
            if kept.id:
                return draw_on_photo.put_mark(device, kept.id, mark, by=by)
            layer = draw_on_photo.begin_layer(device, photo.id, size=size, mark=mark, by=by)
            kept.id = layer.id
            return layer

        self._step(lambda layer: rules.put(layer, mark), write)

    def take(self, number: int) -> None:
        """Take a mark off."""
        self._step(
            lambda layer: rules.take(layer, number),
            lambda device, kept, by: draw_on_photo.take_mark(device, kept.id, number, by=by),
        )

    def undo(self) -> None:
        """Take the last step back."""
        if self._open is not None and self._open.layer.can_undo:
            self._step(rules.undo, lambda device, kept, by: draw_on_photo.undo_step(device, kept.id, by=by))

    def redo(self) -> None:
        """Do again what was taken back."""
        if self._open is not None and self._open.layer.can_redo:
            self._step(rules.redo, lambda device, kept, by: draw_on_photo.redo_step(device, kept.id, by=by))

    def restore(self, revision: int, marks: tuple[Mark, ...]) -> None:
        """Put the marks back as they stood at an earlier revision, as a new step."""
        self._step(
            lambda layer: rules.restore(layer, marks),
            lambda device, kept, by: draw_on_photo.restore_version(device, kept.id, revision, by=by),
        )

    def _step(
        self,
        change: Callable[[PhotoLayer], PhotoLayer],
        write: Callable[[Device, _Kept, str], PhotoLayer],
    ) -> None:
        here = self._open
        if here is None:
            return
        try:
            self._open = _Open(here.photo, change(here.layer), here.kept)
        except InputError as error:
            self.refused.emit(error.sentence(spoken()))
            self.shown.emit()
            return
        self.shown.emit()
        device, by = self._opened.device, self._opened.ways_in.acting_officer

        def written(layer: PhotoLayer) -> None:
            known = [each for each in self._all if each.id != layer.id]
            if self._open is not None and self._open.photo.id == layer.photo_id:
                is_new = len(known) == len(self._all)
                self._all = tuple(sorted([*known, layer], key=lambda each: (each.made, each.id)))
                if is_new:
                    self.shown.emit()
            self.written.emit()

        def failed(error: InspectorError) -> None:
            self.refused.emit(error.sentence(spoken()))
            self._read_again(here.photo)

        self._tasks.run(lambda _: write(device, here.kept, by), owner=self, done=written, failed=failed)

    def _read_again(self, photo: Photo) -> None:
        """Show what the record says: a step on the screen did not come about."""
        device = self._opened.device

        def read(layers: tuple[PhotoLayer, ...]) -> None:
            if self._open is not None and self._open.photo.id == photo.id:
                self.open_photo(photo, self._size, layers)

        self._tasks.run(
            lambda _: draw_on_photo.layers_of(device, photo.id),
            owner=self,
            done=read,
            failed=lambda error: self.refused.emit(error.sentence(spoken())),
        )
