"""The close look: reads and measures one photo, and writes down only what the officer accepts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from inspector.actions import measure_length, read
from inspector.actions.ports import Device, SeenScale
from inspector.actions.read_photo import PhotoRead, read_photo
from inspector.errors import InputError, InspectorError
from inspector.progress import Progress
from inspector.records import Dimension, Item, Photo, Point
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.close_look_shown import Target, proposals_shown, with_lengths, with_value
from ui.desktop.screens.inspection.close_look_view import CloseLookView
from ui.desktop.screens.inspection.items_model import ItemsModel
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow

T = TypeVar("T")


class CloseLookPresenter(QObject):
    """One photo at a time; what was read of it stays until another is opened."""

    party_value_accepted = Signal(str, str)
    """(field of the party, value)"""

    def __init__(self, stand: Stand, view: CloseLookView, items: ItemsModel) -> None:
        super().__init__(view)
        self._stand = stand
        self._view = view
        self._items = items
        self._now: StandNow | None = None
        self._photo_id = ""
        self._mode = Pointing.PART
        self._found: PhotoRead | None = None
        self._reading: Progress | None = None
        self._scale: SeenScale | None = None
        self._scale_asked = False
        self._ends: tuple[Point, Point] | None = None
        self._taken_off: list[Dimension] = []
        view.turned_over.connect(self._turn_over)
        view.reading_asked.connect(self._read)
        view.reading_cancelled.connect(self._cancel)
        view.value_accepted.connect(self._accept)
        view.mode_chosen.connect(self._choose_mode)
        view.ends_moved.connect(self._measure)
        view.length_asked.connect(self._keep_length)
        view.length_taken_off.connect(self._take_off)
        view.undo_asked.connect(self._put_back)
        view.specification_asked.connect(self._put_into_row)
        view.straightening_asked.connect(self._straighten)
        view.card_asked.connect(self._print_card)

    # -- the page opens and closes -----------------------------------------------------------------

    def open(self, photo_id: str, mode: Pointing) -> None:
        """Show a photo for reading or measuring."""
        self._cancel()
        self._photo_id, self._mode = photo_id, mode
        self._found, self._scale, self._ends = None, None, None
        self._scale_asked = False
        self._view.show_waiting()
        self._view.show_mode(mode)
        self._view.kept()
        self._view.show_read((), tr("ui.close_look.read_how"), (), is_frozen=False)
        self._view.show_scale(tr("ui.close_look.looking"), "", ())
        self._show_lengths()

        def shown(picture: QImage | None) -> None:
            if photo_id == self._photo_id:
                photos = self._photos
                number = next((n for n, photo in enumerate(photos, 1) if photo.id == photo_id), 1)
                name = next((photo.file_name for photo in photos if photo.id == photo_id), "")
                self._view.show_photo(number, len(photos), picture, name)
                self._look_for_scale()

        self._stand.load(lambda device, _: _picture(device, photo_id), shown)

    def leave(self) -> None:
        """Stop what runs and end the reading process with the page."""
        self._cancel()
        self._photo_id = ""
        self._found, self._scale = None, None
        if not self._stand.is_closing:  # a device that is closed ends all its processes itself
            self._stand.load(lambda device, _: device.photos.end_reading(), lambda _: None)

    def show(self, now: StandNow) -> None:
        """Show what the record says now beside what was read."""
        self._now = now
        self._show_read()
        self._show_lengths()

    def show_problem(self, sentence: str) -> None:
        """Say what was not done."""
        self._reading = None
        self._view.show_progress(0, 0)
        if sentence:
            self._view.show_problem(sentence)

    def _turn_over(self, step: int) -> None:
        places = [photo.id for photo in self._photos]
        if self._photo_id in places:
            place = places.index(self._photo_id) + step
            if 0 <= place < len(places):
                self.open(places[place], self._mode)

    def _choose_mode(self, mode: Pointing) -> None:
        self._mode = mode
        self._view.show_mode(mode)
        self._look_for_scale()

    @property
    def _photos(self) -> Sequence[Photo]:
        return self._now.dossier.photos if self._now is not None else ()

    @property
    def _item(self) -> Item | None:
        """The row the photo belongs to, with what was accepted or typed a moment ago."""
        item_id = next((photo.item_id for photo in self._photos if photo.id == self._photo_id), None)
        return self._items.item_at(self._items.row_of(item_id)) if item_id else None

    # -- reading -----------------------------------------------------------------------------------

    def _read(self, part: tuple[Point, Point] | None) -> None:
        photo_id = self._photo_id

        def done(found: PhotoRead) -> None:
            self._reading = None
            self._view.show_progress(0, 0)
            if photo_id == self._photo_id:
                self._found = found
                self._show_read()

        self._cancel()
        self._view.show_progress(0, 1)
        self._reading = self._stand.work(
            "reading",
            lambda device, _, __, progress: read_photo(device, photo_id, part=part, progress=progress),
            done,
            lambda step, total, _: self._view.show_progress(step, total) if step < total else None,
        )

    def _cancel(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
            self._view.show_progress(0, 0)

    def _show_read(self) -> None:
        if self._found is None or self._now is None:
            return
        shown = proposals_shown(self._found, self._now.dossier.party, self._item)
        if "credit_code" in self._found.licence.contradicted:
            said = tr("ui.close_look.contradicts")
        elif self._found.licence.contradicted:
            said = tr("ui.close_look.reads_otherwise")
        elif not shown:
            said = tr("ui.close_look.nothing")
        elif self._found.marks and self._item is None:
            said = tr("ui.close_look.no_row")
        else:
            said = tr("ui.close_look.compare")
        places = [corners for each in shown for corners in each.corners]
        self._view.show_read(shown, said, places, is_frozen=self._now.goods_are_frozen)

    def _accept(self, target: Target, value: str) -> None:
        if target.record == "party":
            self.party_value_accepted.emit(target.field, value)
            return
        item = self._item
        if item is None:
            self._view.show_problem(tr("ui.close_look.no_row"))
            return
        self._items.put(with_value(item, target.field, value))

    # -- measuring ---------------------------------------------------------------------------------

    def _look_for_scale(self) -> None:
        """Look for the card once for each photo, when somebody wants to measure."""
        if self._mode is not Pointing.ENDS or self._scale_asked:
            return
        self._scale_asked = True
        photo_id = self._photo_id

        def look(device: Device, _: str) -> SeenScale | InputError:
            try:
                seen = measure_length.look_for_scale(device, photo_id)
                seen.require_flat()
            except InputError as error:
                return error
            return seen

        def seen(found: SeenScale | InputError) -> None:
            if photo_id != self._photo_id:
                return
            if isinstance(found, InputError):
                self._view.show_scale(tr("ui.close_look.no_scale"), found.sentence(spoken()), ())
            else:
                self._scale = found
                self._view.show_scale(tr("ui.close_look.scale", tilt=found.tilt), "", found.outline)

        self._stand.load(look, seen)

    def _measure(self, start: Point, end: Point) -> None:
        self._ends = (start, end)
        if self._scale is None:
            self._view.show_length(self._ends, "", "")
            return
        try:
            length = self._scale.length(start, end)
        except InputError as error:
            self._view.show_length(self._ends, "", error.sentence(spoken()))
            return
        words = tr("ui.close_look.length", mm=length.mm, doubt=length.uncertainty_mm)
        self._view.show_length(self._ends, words, "")

    def _straighten(self, is_wanted: bool) -> None:
        photo_id = self._photo_id
        if not is_wanted:
            self.open(photo_id, self._mode)
            return

        def shown(jpeg: bytes) -> None:
            if photo_id == self._photo_id:
                self._ends = None
                self._view.show_straightened(QImage.fromData(jpeg))

        self._stand.load(lambda device, _: measure_length.straightened(device, photo_id), shown)

    def _print_card(self) -> None:
        printer = self._view.ask_printer()
        if printer is None:
            return

        def print_sheet(device: Device, _: str) -> int:
            from ui.desktop.printing import print_pdf

            return print_pdf(printer, measure_length.scale_card_sheet(device))

        def refused(error: InspectorError) -> None:
            self._view.show_problem(error.sentence(spoken()))

        self._stand.load(print_sheet, self._view.show_printed, refused)

    def _keep_length(self, label: str, lies_in_plane: bool) -> None:
        if self._ends is None:
            return
        photo_id, (start, end) = self._photo_id, self._ends
        self._do(
            lambda device, _, by: measure_length.measure_length(
                device, photo_id, start=start, end=end, label=label, lies_in_plane=lies_in_plane, by=by
            ),
            self._kept,
        )

    def _kept(self, _: object) -> None:
        self._ends = None
        self._view.kept()

    def _take_off(self, dimension_id: str) -> None:
        def remember(dimension: Dimension) -> None:
            self._taken_off.append(dimension)
            self._show_lengths()

        self._do(lambda device, _, by: measure_length.take_off(device, dimension_id, by=by), remember)

    def _put_back(self) -> None:
        if self._taken_off:
            last = self._taken_off.pop()
            self._do(lambda device, _, by: measure_length.put_back(device, last, by=by), lambda _: None)

    def _do(self, act: Callable[[Device, str, str], T], then: Callable[[T], None]) -> None:
        def refused(error: InspectorError) -> None:
            self._view.show_problem(error.sentence(spoken()))

        self._stand.do("dimension", act, then, refused)

    def _put_into_row(self) -> None:
        """Write the lengths of this photo into the specification of its row, each with its doubt."""
        item = self._item
        if item is not None:
            self._items.put(with_lengths(item, self._lengths))

    @property
    def _lengths(self) -> Sequence[Dimension]:
        dimensions = self._now.dossier.dimensions if self._now is not None else ()
        return [each for each in dimensions if each.photo_id == self._photo_id]

    def _show_lengths(self) -> None:
        mine, item = self._lengths, self._item
        is_frozen = self._now is None or self._now.goods_are_frozen
        if item is None:
            words = tr("ui.close_look.no_row_for_lengths")
        else:
            says = item.specification or tr("ui.close_look.no_specification")
            words = tr("ui.close_look.specification_now", row=item.position, says=says)
        is_new = item is not None and with_lengths(item, mine) != item
        self._view.show_row(words, can_take=is_new and not is_frozen)
        can_undo = bool(self._taken_off) and self._taken_off[-1].photo_id == self._photo_id
        self._view.show_lengths(mine, can_undo=can_undo)


def _picture(device: Device, photo_id: str) -> QImage | None:
    """Decode the working copy off the window's thread; None if the original cannot be decoded."""
    with device.reading() as unit:
        photo = unit.get(Photo, photo_id)
    try:
        jpeg = device.photos.working_copy(read.original(device, photo_id), photo.claims.orientation)
    except InputError:
        return None
    picture = QImage.fromData(jpeg)
    return None if picture.isNull() else picture
