"""Looking closely: opens photos in the limited worker, fetches the tiles in view, and has marks written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector.actions import draw_on_photo, read
from inspector.actions.draw_on_photo import LayerVersion
from inspector.actions.ports import Device, LookedAt
from inspector.actions.read_times import DeviceTimes
from inspector.errors import InputError, InspectorError
from inspector.records import Officer, Photo, PhotoLayer
from inspector.records.time_bounds import TimeBounds
from ui.desktop.i18n import spoken, tr
from ui.desktop.photo_time import photo_time_line
from ui.desktop.screens.look.layer_desk import LayerDesk
from ui.desktop.screens.look.layer_history import LayerHistory
from ui.desktop.screens.look.photo_canvas import Tile
from ui.desktop.screens.look.tool_bar import NEW_LAYER
from ui.desktop.screens.look.view import PANES, LookView
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


@dataclass(frozen=True)
class ToLookAt:
    """A photo, as the gallery hands it over."""

    photo_id: str
    title: str


@dataclass(frozen=True)
class _Opened:
    photo: Photo
    held: LookedAt
    layers: tuple[PhotoLayer, ...]
    officers: dict[str, str]
    """Names by id, to say whose layer it is."""


class _Pane:
    """One photo being looked at; a newer look in the same pane makes what still arrives for it void."""

    def __init__(self, shown: ToLookAt) -> None:
        self.shown = shown
        self.held: LookedAt | None = None
        self.is_fetching = False
        self.is_left = False

    def leave(self) -> None:
        """End the look; its process goes at once."""
        self.is_left = True
        if self.held is not None:
            self.held.close()
            self.held = None


class LookPresenter(QObject):
    """Holds at most one photo open for each pane."""

    left = Signal()
    step_asked = Signal(str, int)
    """(photo id, step)"""
    export_asked = Signal(object, object)
    """(photo ids, Path of the folder)"""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: LookView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._times = DeviceTimes(opened.device)
        self._view = view
        self._panes: list[_Pane | None] = [None] * PANES
        self._officers: dict[str, str] = {}
        self._desk = LayerDesk(opened, tasks, self)
        self._desk.shown.connect(self._show_layer)
        self._desk.refused.connect(lambda sentence: view.show_message(sentence, is_problem=True))
        self._history = LayerHistory(opened, tasks, view.history, self._desk)
        self._history.seen.connect(self._show_version)
        self._history.refused.connect(
            lambda error: view.show_message(error.sentence(spoken()), is_problem=True)
        )
        view.tools.history.toggled.connect(self._history.set_open)
        for number, canvas in enumerate(view.panes):
            canvas.tiles_wanted.connect(lambda number=number: self._fetch(number))
        canvas = view.panes[0]
        canvas.mark_put.connect(self._desk.put)
        canvas.mark_taken.connect(self._desk.take)
        view.tools.undo_asked.connect(self._desk.undo)
        view.tools.redo_asked.connect(self._desk.redo)
        view.tools.layer_chosen.connect(self._choose_layer)
        view.left.connect(self._leave)
        view.step_asked.connect(self._step)
        view.export_asked.connect(self._export)

    def look(self, photo: ToLookAt) -> None:
        """Look at one photo."""
        self.close()
        self._view.show_one()
        self._open(0, photo)

    def compare(self, one: ToLookAt, other: ToLookAt) -> None:
        """Look at two side by side."""
        self.close()
        self._view.show_two()
        self._open(0, one)
        self._open(1, other)

    def close(self) -> None:
        """Let go of what is looked at: pixels here, and the processes that hold the rest."""
        self._desk.close()
        for number, pane in enumerate(self._panes):
            if pane is not None:
                pane.leave()
            self._panes[number] = None
        self._view.forget()

    # -- opening -----------------------------------------------------------------------------------

    def _open(self, number: int, shown: ToLookAt) -> None:
        pane = self._panes[number] = _Pane(shown)
        self._view.show_photo(number, shown.title, "")
        device = self._opened.device

        def opened(found: _Opened) -> None:
            if pane.is_left:
                found.held.close()
                return
            pane.held = found.held
            self._officers = found.officers
            self._history.name_officers(found.officers)
            self._view.show_open(number, found.held.size)
            self._show_line(pane, number, found)
            if not self._view.is_comparing:
                self._view.show_message(tr("ui.look.untouched"))
            fitting = tuple(each for each in found.layers if (each.width, each.height) == found.held.size)
            if len(fitting) < len(found.layers):
                width, height = found.held.size
                error = InputError("layer.other_canvas", width=width, height=height)
                self._view.show_message(error.sentence(spoken()), is_problem=True)
            if number == 0 and not self._view.is_comparing:
                self._desk.open_photo(found.photo, found.held.size, fitting)
                self._history.read()
            else:
                marks = tuple(mark for layer in fitting for mark in layer.marks)
                self._view.panes[number].show_drawing(None, 1, marks)

        self._tasks.run(
            lambda _: QImage.fromData(read.thumbnail(device, shown.photo_id) or b""),
            owner=self,
            done=lambda picture: None if pane.is_left else self._view.panes[number].show_preview(picture),
            failed=lambda _: None,  # only a foretaste: what is wrong is told by the original
            lane=Lane.READ,
        )
        self._tasks.run(
            lambda _: _look(device, shown.photo_id),
            owner=self,
            done=opened,
            failed=lambda error: self._trouble(pane, number, error),
            lane=Lane.READ,
        )

    def _show_line(self, pane: _Pane, number: int, found: _Opened) -> None:
        """Say which file it is and when it was taken, by what vouches for the time; read after the photo is there."""

        def shown(bounds: TimeBounds | None) -> None:
            if not pane.is_left:
                self._view.show_photo_line(number, _line(found.photo, found.held.size, bounds))

        self._tasks.run(
            lambda _: self._times.of_photos().get(found.photo.id),
            owner=self,
            done=shown,
            failed=lambda error: self._trouble(pane, number, error),
            lane=Lane.READ,
        )

    def _trouble(self, pane: _Pane, number: int, error: InspectorError) -> None:
        if not pane.is_left:
            self._view.show_trouble(number, error.sentence(spoken()))

    # -- tiles -------------------------------------------------------------------------------------

    def _fetch(self, number: int) -> None:
        """Fetch the tile in view that is nearest to the middle, then the next: what went out of view is not asked for."""
        pane, canvas = self._panes[number], self._view.panes[number]
        if pane is None or pane.held is None or pane.is_fetching:
            return
        missing = canvas.missing_tiles()
        if not missing:
            return
        pane.is_fetching = True
        wanted = missing[0]

        def arrived(picture: QImage) -> None:
            pane.is_fetching = False
            if not pane.is_left:
                canvas.set_tile(wanted, picture)
                self._fetch(number)

        def failed(error: InspectorError) -> None:
            pane.is_fetching = False
            self._trouble(pane, number, error)

        self._tasks.run(_tile_of(pane.held, wanted), owner=self, done=arrived, failed=failed, lane=Lane.READ)

    # -- marks -------------------------------------------------------------------------------------

    def _show_layer(self) -> None:
        layer = self._desk.layer
        if layer is None:
            return
        self._view.panes[0].show_drawing(layer.drawing, layer.last_number + 1, self._desk.beneath)
        self._view.tools.show_steps(can_undo=layer.can_undo, can_redo=layer.can_redo)
        names = [
            (each.id, tr("ui.look.layer_named", number=place, name=self._name_of(each)))
            for place, each in enumerate(self._desk.layers, 1)
        ]
        self._view.tools.show_layers(names, self._desk.kept_id)

    def _name_of(self, layer: PhotoLayer) -> str:
        return self._officers.get(layer.made_by, "")

    def _choose_layer(self, layer_id: str) -> None:
        if layer_id == NEW_LAYER:
            self._desk.begin_layer()
        else:
            self._desk.choose(layer_id)
        self._history.read()

    def _show_version(self, version: LayerVersion | None) -> None:
        """Show the layer as it once stood, to be looked at only; None shows it as it stands."""
        canvas, layer = self._view.panes[0], self._desk.layer
        if layer is None:
            return
        canvas.allow_drawing(version is None)
        self._view.tools.show_can_draw(version is None)
        if version is None:
            canvas.show_drawing(layer.drawing, layer.last_number + 1, self._desk.beneath)
            self._view.show_message(tr("ui.look.untouched"))
            return
        canvas.show_drawing(version.layer.drawing, layer.last_number + 1, self._desk.beneath)
        self._view.show_message(tr("ui.look.history.seen", number=version.revision))

    # -- going -------------------------------------------------------------------------------------

    def _leave(self) -> None:
        self.close()
        self.left.emit()

    def _step(self, step: int) -> None:
        pane = self._panes[0]
        if pane is not None:
            self.step_asked.emit(pane.shown.photo_id, step)

    def _export(self, folder: Path) -> None:
        pane = self._panes[0]
        if pane is not None:
            self.export_asked.emit([pane.shown.photo_id], folder)


def _look(device: Device, photo_id: str) -> _Opened:
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
    held = device.photos.look(read.original(device, photo.id), photo.claims.orientation)
    try:
        with device.reading() as unit:
            officers = {officer.id: officer.name for officer in unit.all(Officer)}
        return _Opened(photo, held, draw_on_photo.layers_of(device, photo.id), officers)
    except BaseException:
        held.close()
        raise


def _tile_of(held: LookedAt, wanted: Tile) -> Callable[[object], QImage]:
    def fetch(_: object) -> QImage:
        width, height, rgb = held.tile(*wanted)
        return QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888).copy()

    return fetch


def _line(photo: Photo, size: tuple[int, int], bounds: TimeBounds | None) -> str:
    width, height = size
    return tr(
        "ui.look.line",
        file=photo.file_name,
        time=photo_time_line(photo, bounds),
        hash=photo.sha256[:12],
        width=width,
        height=height,
    )
