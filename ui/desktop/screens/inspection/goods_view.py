"""Step ③ on the screen: filmstrip above, table below, what was refused in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from inspector.actions.import_photos import Refusal
from inspector.records import Item, PhotoTag, Recording
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.goods_photos import GoodsPhotos, goods_strip, is_loose
from ui.desktop.screens.inspection.item_columns import FIELD_OF, Column
from ui.desktop.screens.inspection.items_model import ItemsModel
from ui.desktop.screens.inspection.items_presenter import Totals
from ui.desktop.screens.inspection.items_table import ItemsTable
from ui.desktop.screens.inspection.parts import row
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.inspection.photos_presenter import PhotoCell
from ui.desktop.screens.inspection.refused_files import RefusedFiles
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.theme.tokens import XS, L, S
from ui.desktop.widgets import (
    Button,
    Choice,
    EmptyState,
    IconButton,
    Line,
    ProgressLine,
    Role,
    Sparing,
    StateWord,
    Words,
)
from ui.desktop.widgets.stands_for import StandsFor

_COLUMN_OF = {name: column for column, name in FIELD_OF.items()}
_DETAILS: Mapping[str, Callable[[Item, str], Item]] = {
    "holder": lambda item, text: replace(item, alleged=replace(item.alleged, holder=text)),
    "mark": lambda item, text: replace(item, alleged=replace(item.alleged, mark=text)),
    "keeping_place": lambda item, text: replace(item, keeping_place=text),
    "remark": lambda item, text: replace(item, remark=text),
}
"""The fields beneath the table, and how a row says each."""


class GoodsView(StandsFor):
    """Photos and rows on one page: an assignment is one drag or one key."""

    card_asked = Signal()
    """Open the import page."""
    import_resumed = Signal()
    import_cancelled = Signal()
    camera_asked = Signal()
    close_look_asked = Signal(str, object)
    """(photo id, Pointing)"""
    photos_assigned = Signal(object, object, object)
    """(item id or None, photo ids, PhotoTag or None)"""
    removal_asked = Signal(object)
    """Item"""
    undo_asked = Signal()
    redo_asked = Signal()
    pasted = Signal(str, int, int)
    """(text, row and column the cursor stands in)"""
    table_asked = Signal()
    """Rows shall come from a CSV or Excel file."""
    refusals_dismissed = Signal()
    photo_opened = Signal(str)
    """Id of a photo that shall be looked at closely"""
    recording_opened = Signal(str)
    """Id of a recording that shall be played"""

    def __init__(self, items: ItemsModel) -> None:
        super().__init__()
        self._items = items
        self._photos = GoodsPhotos()
        self.table = ItemsTable(items)
        self.strip = goods_strip(self._photos)
        self._cells: tuple[PhotoCell, ...] = ()
        self._summary = Line("", Role.CAPTION)
        self._import = Button(tr("ui.photos.import"), icon="folder-open")
        self._camera = Button(tr("ui.photos.camera"), icon="camera")
        self._assign = Button(tr("ui.photos.assign"), icon="check")
        self._read = IconButton("scan-text", tr("ui.photos.read"))
        self._measure = IconButton("ruler", tr("ui.photos.measure"))
        self._unassign = IconButton("x", tr("ui.photos.unassign"))
        self._tag = Choice(
            (("", tr("ui.photos.tag")), *((tag.value, tr(f"ui.tag.{tag}")) for tag in PhotoTag))
        )
        self._empty = EmptyState("images", tr("ui.photos.empty"))
        self._strip_or_empty = QStackedWidget()
        self._progress = ProgressLine()
        self._refused = RefusedFiles()
        self._message = Words("", Role.CAPTION)
        self.recorded = StateWord()
        """Whether what is typed is in the record; the foot of this step has no room for it."""
        self._total = Words("", Role.STRONG, wraps=True)
        self._add = Button(tr("ui.items.add"), icon="plus")
        self._remove = IconButton("trash-2", tr("ui.items.remove"))
        self._undo = IconButton("undo-2", tr("ui.items.undo"))
        self._redo = IconButton("redo-2", tr("ui.items.redo"))
        self._same_cell = IconButton("arrow-down-to-line", tr("ui.items.same_cell"))
        self._same_row = IconButton("copy", tr("ui.items.same_row"))
        self._paste = IconButton("clipboard-paste", tr("ui.items.paste"))
        self._from_file = IconButton("table", tr("ui.items.from_file"))
        self._details = {name: TextField(tr(f"ui.items.{name}"), message_lines=0) for name in _DETAILS}
        self._chosen: Item | None = None
        self._is_frozen = False
        self._rest_count = 0
        self._lay_out()
        self.stand_for(self.table)
        self._listen()
        self._show_choice()

    # -- what is shown -----------------------------------------------------------------------------

    def show_photos(
        self,
        cells: Sequence[PhotoCell],
        recordings: Sequence[Recording],
        rows: Mapping[str, int],
        *,
        is_frozen: bool,
    ) -> None:
        """Show the strip; what belongs to no row comes first, recordings come last. `rows`: item id to row."""
        self._cells = tuple(cells)
        self._photos.show_cells(cells, recordings, rows)
        loose = sum(1 for cell in cells if is_loose(cell))
        parts = [tr("ui.photos.summary", count=len(cells), unassigned=loose)] if cells else []
        parts += [tr("ui.recording.recordings", count=len(recordings))] if recordings else []
        self._summary.setText("　".join(parts))
        self._strip_or_empty.setCurrentIndex(0 if cells or recordings else 1)
        for button in (self._import, self._camera):
            button.setEnabled(not is_frozen)
        self._show_choice()

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how far the import is, in its reserved place."""
        in_its_place = (self._summary, self._import)
        if total > 0:
            for (
                each
            ) in in_its_place:  # first: with both in the row for a moment, the window would grow for good
                each.hide()
            self._progress.show_step(done, total, tr("ui.photos.progress", done=done, total=total, what=what))
        else:
            self._progress.end()
            for each in in_its_place:
                each.show()

    def show_times(self, lines: Mapping[str, str]) -> None:
        """Say of each photo when it was taken."""
        self._photos.set_times(lines)

    def offer_import(self, count: int) -> None:
        """Offer on the import's own button to go on with what an import left."""
        self._rest_count = count
        self._import.set_text(tr("ui.photos.resume", count=count) if count else tr("ui.photos.import"))

    def show_refused(self, refused: Sequence[Refusal]) -> None:
        """List by name what was not taken."""
        self._refused.show_files(refused)

    def show_totals(self, totals: Totals, *, is_frozen: bool, can_undo: bool, can_redo: bool) -> None:
        """Show the total row."""
        self._is_frozen = is_frozen
        self._total.setText(
            tr("ui.items.total", rows=totals.rows, quantity=totals.quantity, value=totals.value)
        )
        self._add.setEnabled(not is_frozen)
        self._undo.setEnabled(can_undo and not is_frozen)
        self._redo.setEnabled(can_redo and not is_frozen)
        for button in (self._paste, self._from_file):
            button.setEnabled(not is_frozen)
        if is_frozen:
            self._say(tr("ui.items.frozen"), Role.CAPTION)
        self._row_chosen(self.table.chosen())

    def show_pasted(self, sentence: str, *, is_wrong: bool) -> None:
        """Say beneath the table what was pasted and what was not."""
        self._say(sentence, Role.PROBLEM if is_wrong else Role.CAPTION)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say beneath the table what is wrong."""
        self._say(sentence, Role.PROBLEM)

    def go_to(self, field: str, record_id: str = "") -> None:
        """Put the cursor into the row a finding is mended in; where rows lack a text, it is typed at once, for all of them
        with Ctrl+Enter."""
        if record_id and field == FIELD_OF[Column.SPECIFICATION]:
            count = self.table.go_to_lacking(record_id, Column.SPECIFICATION)
            self._say(tr("ui.items.say_in_lacking", count=count) if count > 1 else "", Role.CAPTION)
        elif record_id:
            self.table.go_to(record_id, _COLUMN_OF.get(field, Column.NAME))
        else:
            self.table.setFocus()

    def forget(self) -> None:
        """Empty what another stand left behind."""
        self.show_problem("", "")
        self.show_progress(0, 0, "")

    def showEvent(self, event: QShowEvent) -> None:
        """Give the table the keyboard when the step is opened, so that Space takes a photo at once."""
        super().showEvent(event)
        if not event.spontaneous():
            self.table.begin()
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- making ------------------------------------------------------------------------------------

    def _say(self, sentence: str, role: Role) -> None:
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
        if self._message.property("role") != role.value:
            self._message.setProperty("role", role.value)
            self._message.style().unpolish(self._message)
            self._message.style().polish(self._message)

    def _lay_out(self) -> None:
        self._tag.setAccessibleName(tr("ui.photos.tag"))
        self._tag.setMinimumWidth(136)
        self._strip_or_empty.addWidget(self.strip)
        self._strip_or_empty.addWidget(self._empty)
        self._strip_or_empty.setFixedHeight(self.strip.height())
        self._message.setFixedHeight(22)
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._progress.setMinimumWidth(200)
        instead = self._progress.sizePolicy()
        instead.setRetainSizeWhenHidden(
            False
        )  # it stands in the summary's place: the row has no room for both
        self._progress.setSizePolicy(instead)
        details = row(*self._details.values())
        page = QVBoxLayout(self)
        page.setContentsMargins(L, S, L, S)
        page.setSpacing(XS)
        above = Sparing()
        for part in (
            self._summary,
            self._progress,
            self._read,
            self._measure,
            self._tag,
            self._unassign,
            self._assign,
            self._import,
            self._camera,
        ):
            above.row.addWidget(part)
        above.row.setStretch(0, 1)
        above.row.setStretch(1, 1)
        above.spare((self._assign, self._import))
        page.addWidget(above)
        page.addWidget(self._strip_or_empty)
        page.addWidget(self._refused)
        page.addWidget(self.table, 1)
        page.addLayout(details)
        beneath = row(self._message, self.recorded)
        beneath.setStretch(0, 1)
        page.addLayout(beneath)
        self.foot = QWidget()
        foot = row(
            self._total,
            self._undo,
            self._redo,
            self._same_cell,
            self._same_row,
            self._paste,
            self._from_file,
            self._remove,
            self._add,
            spacing=XS,
        )
        foot.setStretch(0, 1)
        self.foot.setLayout(foot)

    def _listen(self) -> None:
        self._import.clicked.connect(self._import_or_resume)
        self._progress.cancelled.connect(self.import_cancelled)
        self.strip.photo_opened.connect(self._open)
        self._camera.clicked.connect(self.camera_asked)
        self._assign.clicked.connect(self._assign_chosen)
        self._read.clicked.connect(lambda: self._look_closely(Pointing.PART))
        self._measure.clicked.connect(lambda: self._look_closely(Pointing.ENDS))
        self._unassign.clicked.connect(lambda: self.photos_assigned.emit(None, self._chosen_photos(), None))
        self._tag.activated.connect(self._tag_chosen)
        self._add.clicked.connect(self.table.begin_new_row)
        self._remove.clicked.connect(self._remove_chosen)
        self._undo.clicked.connect(self.undo_asked)
        self._redo.clicked.connect(self.redo_asked)
        self._same_cell.clicked.connect(lambda: self.table.copy_from_above(whole_row=False))
        self._same_row.clicked.connect(lambda: self.table.copy_from_above(whole_row=True))
        self._paste.clicked.connect(self._paste_here)
        self.table.paste_asked.connect(self._paste_here)
        self._from_file.clicked.connect(self.table_asked)
        self._refused.dismissed.connect(self.refusals_dismissed)
        self.table.row_chosen.connect(self._row_chosen)
        self.table.removal_asked.connect(self.removal_asked)
        self.strip.photos_selected.connect(lambda _: self._show_choice())
        self._items.cell_refused.connect(
            lambda row, _column, code: self.show_problem(
                "items", f"{tr('ui.photos.row', row=row + 1)}　{tr(code)}"
            )
        )
        self._items.row_changed.connect(lambda _before, _after: self.show_problem("items", ""))
        self._items.dataChanged.connect(lambda *_: self._show_corrected())
        for name, field in self._details.items():
            field.committed.connect(partial(self._give_detail, name))
        keys = [(QKeySequence(QKeySequence.StandardKey.Undo), self.undo_asked)]
        keys += [(QKeySequence(key), self.redo_asked) for key in ("Ctrl+Y", "Ctrl+Shift+Z")]
        for key, asked in keys:
            shortcut = QShortcut(key, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(asked)
        for place in (self.strip, self.table):  # Space still presses a button and is typed into a field
            shutter = QShortcut(QKeySequence(Qt.Key.Key_Space), place)
            shutter.setContext(Qt.ShortcutContext.WidgetShortcut)
            shutter.activated.connect(self._camera.click)

    # -- what the officer does ---------------------------------------------------------------------

    def _import_or_resume(self) -> None:
        (self.import_resumed if self._rest_count else self.card_asked).emit()

    def _look_closely(self, pointing: Pointing) -> None:
        chosen = self._chosen_photos()
        if len(chosen) == 1:
            self.close_look_asked.emit(chosen[0], pointing)

    def _assign_chosen(self) -> None:
        item, photos = self.table.chosen(), self._chosen_photos()
        if item is not None and photos:
            self.photos_assigned.emit(item.id, photos, None)

    def _tag_chosen(self, place: int) -> None:
        tag, photos = str(self._tag.itemData(place)), self._chosen_photos()
        self._tag.setCurrentIndex(0)
        if not tag or not photos:
            return
        rows = {cell.photo.id: cell.photo.item_id for cell in self._cells}
        for item_id in dict.fromkeys(rows[photo] for photo in photos):
            self.photos_assigned.emit(
                item_id, [photo for photo in photos if rows[photo] == item_id], PhotoTag(tag)
            )

    def _paste_here(self) -> None:
        text = QGuiApplication.clipboard().text()
        here = self.table.currentIndex()
        if text.strip() and not self._is_frozen:
            row = here.row() if here.isValid() else len(self._items.rows)
            self.pasted.emit(text, row, max(here.column(), 0))

    def _remove_chosen(self) -> None:
        item = self.table.chosen()
        if item is not None:
            self.removal_asked.emit(item)

    def _row_chosen(self, item: Item | None) -> None:
        self._chosen = item
        values = (
            (item.alleged.holder, item.alleged.mark, item.keeping_place, item.remark)
            if item
            else ("", "", "", "")
        )
        for field, value in zip(self._details.values(), values, strict=True):
            field.show_text(value)
            field.setEnabled(item is not None)
            field.set_frozen(is_frozen=self._is_frozen)
        self._show_corrected()
        self._show_choice()

    def _show_corrected(self) -> None:
        """Say beside a detail what a correction says; the table says it in its own cells."""
        for name, field in self._details.items():
            said = self._items.corrected(self._chosen.id, name) if self._chosen else None
            field.show_beside(
                tr("ui.items.corrected", value=said.value) if said else "", said.sentence if said else ""
            )

    def _give_detail(self, name: str, text: str) -> None:
        """Put one detail into the row as the table has it, which may know more than the record by now."""
        row = self._items.item_at(self._items.row_of(self._chosen.id)) if self._chosen else None
        if row is not None:
            self._items.put(_DETAILS[name](row, text.strip()))

    def _open(self, opened_id: str) -> None:
        is_photo = bool(self._photos.photos_among([opened_id]))
        (self.photo_opened if is_photo else self.recording_opened).emit(opened_id)

    def _chosen_photos(self) -> list[str]:
        return self._photos.photos_among(self.strip.selected_ids())

    def _show_choice(self) -> None:
        has_photos = bool(self._chosen_photos())
        has_row = self.table.chosen() is not None
        self._assign.setEnabled(has_photos and has_row)
        self._unassign.setEnabled(has_photos)
        self._tag.setEnabled(has_photos)
        for button in (self._read, self._measure):
            button.setEnabled(len(self._chosen_photos()) == 1)
        self._remove.setEnabled(has_row and not self._is_frozen)
        has_above = self.table.currentIndex().row() > 0 and not self._is_frozen
        for button in (self._same_cell, self._same_row):
            button.setEnabled(has_above)
