"""The gallery on the screen: filters above, photos large, the stand's rows beside them to put photos on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from inspector.law.shots import MissingShot
from inspector.records import PhotoTag
from ui.desktop.i18n import tr
from ui.desktop.screens.gallery.filter_bar import FilterBar
from ui.desktop.screens.gallery.gallery_rows import GalleryRows
from ui.desktop.screens.gallery.item_targets import ItemRows, ItemTargets
from ui.desktop.screens.gallery.listed import (
    GalleryNow,
    Listed,
    Wanted,
    chosen,
    chosen_missing,
    counts_by_item,
)
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import (
    Button,
    Choice,
    EmptyState,
    IconButton,
    Kind,
    PhotoGrid,
    ProgressLine,
    Role,
    Words,
    row_of,
)

_SIDE = 280
_LOADING, _NONE, _NO_MATCH, _GRID = range(4)


class GalleryView(QWidget):
    """Shows photos and tells what the officer wants done with the chosen ones."""

    look_asked = Signal(str)
    """Photo id"""
    compare_asked = Signal(str, str)
    assign_asked = Signal(object, object)
    """(item id or None, photo ids)"""
    tag_asked = Signal(object, object)
    """(PhotoTag or None, photo ids)"""
    export_asked = Signal(object, object)
    """(photo ids, Path of the folder)"""
    export_cancelled = Signal()
    undo_asked = Signal()
    stand_asked = Signal()
    stand_wanted = Signal(str)
    """Inspection id: the photos of one stand shall be shown, and what its shot list still asks for; empty: of all"""
    shot_asked = Signal(str, object, object)
    """(inspection id, item id or None, PhotoTag): an empty frame shall be filled"""

    def __init__(self) -> None:
        super().__init__()
        self.rows = GalleryRows(self)
        self.filters = FilterBar()
        self.grid = PhotoGrid(self.rows, name=tr("ui.gallery.grid"))
        self.grid.setDragEnabled(True)
        self.grid.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.item_rows = ItemRows(self)
        self.items = ItemTargets(self.item_rows)
        self._now: GalleryNow | None = None
        self._missing: tuple[MissingShot, ...] = ()
        self._missing_of = ""
        """The stand whose empty frames are known."""
        self._loading = EmptyState("images", tr("ui.gallery.loading"))
        self._none = EmptyState("images", tr("ui.gallery.none"), tr("ui.gallery.to_stand"))
        self._no_match = EmptyState("images", tr("ui.gallery.no_match"), tr("ui.gallery.all"))
        self._middle = QStackedWidget()
        self._chosen = Words("", Role.STRONG)
        self._detail = Words("", Role.CAPTION, wraps=True)
        self._tag = Choice(
            (
                ("", tr("ui.gallery.set_tag")),
                *((tag.value, tr(f"ui.tag.{tag}")) for tag in PhotoTag),
                ("-", tr("ui.gallery.no_tag")),
            )
        )
        self._items_title = Words("", Role.STRONG)
        self._assign = Button(tr("ui.gallery.assign"), icon="check")
        self._message = Words("", Role.CAPTION, wraps=True)
        self._many = Button(tr("ui.gallery.many"), icon="list-checks")
        self._undo = IconButton("undo-2", tr("ui.items.undo"), key="Ctrl+Z")
        self._export = Button(tr("ui.gallery.export"), icon="download", key="Ctrl+E")
        self._compare = Button(tr("ui.gallery.compare"), icon="columns-2", key="Ctrl+D")
        self._look = Button(tr("ui.gallery.look"), Kind.PRIMARY, "zoom-in")
        self._progress = ProgressLine()
        self.menu: QMenu | None = None
        """What was offered last beside the finger."""
        self._lay_out()
        self._listen()
        self._show_choice()

    # -- what is shown -----------------------------------------------------------------------------

    def show_loading(self) -> None:
        """Say that the photos are being read, unless some are shown already."""
        if self._now is None:
            self._middle.setCurrentIndex(_LOADING)

    def show_photos(self, now: GalleryNow) -> None:
        """Show the photos as they are now; place and choice stay where the photos stay."""
        before, self._now = self._now, now
        if before is None or (before.inspections, before.items) != (now.inspections, now.items):
            self.filters.show_words(now)
        self._filter()

    def show_missing(self, inspection_id: str, missing: Sequence[MissingShot]) -> None:
        """Show the frames of one stand that are still empty, while its photos are shown."""
        if (tuple(missing), inspection_id) != (self._missing, self._missing_of):
            self._missing, self._missing_of = tuple(missing), inspection_id
            self._filter()

    def show_can_undo(self, can_undo: bool) -> None:
        """Say whether the last assignment can be taken back."""
        self._undo.setEnabled(can_undo)

    def show_message(self, sentence: str, *, is_problem: bool = False) -> None:
        """Say what was done, or what could not be."""
        self._message.setText(sentence)
        self._message.setToolTip(sentence)
        role = (Role.PROBLEM if is_problem else Role.CAPTION).value
        if self._message.property("role") != role:
            self._message.setProperty("role", role)
            self._message.style().unpolish(self._message)
            self._message.style().polish(self._message)

    def show_progress(self, done: int, total: int, what: str) -> None:
        """Show how far an export is; total 0 ends it."""
        if total:
            self._progress.show_step(done, total, tr("ui.gallery.exporting", done=done, total=total))
        else:
            self._progress.end()
        self._export.setEnabled(not total and bool(self.grid.selected_ids()))

    def show_stand(self, inspection_id: str) -> None:
        """Show the photos of one stand only."""
        self.filters.set_wanted(Wanted(inspection_id=inspection_id), tells=True)

    def photo(self, photo_id: str) -> Listed | None:
        """Return one of the photos shown."""
        index = self.rows.place_of(photo_id)
        return self.rows.photo_at(index) if index.isValid() else None

    # -- making ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for page in (self._loading, self._none, self._no_match, self.grid):
            self._middle.addWidget(page)
        self._middle.setCurrentIndex(_LOADING)
        self._detail.setFixedHeight(56)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._message.setFixedHeight(40)
        self._tag.setAccessibleName(tr("ui.gallery.set_tag"))
        self._many.setCheckable(True)
        self._many.setProperty("kind", "segment")
        side = QFrame()
        side.setProperty("role", "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(_SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(M, M, M, S)
        column.setSpacing(S)
        column.addWidget(self._chosen)
        column.addWidget(self._detail)
        column.addWidget(self._tag)
        column.addSpacing(S)
        column.addWidget(self._items_title)
        column.addWidget(self.items, 1)
        column.addWidget(self._assign)
        column.addWidget(self._message)
        work = row_of(self._middle, side, spacing=0)
        work.setStretch(0, 1)
        foot = row_of(self._many, self._undo, self._progress, spacing=S)
        foot.addStretch(1)
        for button in (self._export, self._compare, self._look):
            foot.addWidget(button)
        foot.setContentsMargins(L, S, L, S)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.filters)
        whole.addLayout(work, 1)
        whole.addLayout(foot)

    def _listen(self) -> None:
        self.filters.changed.connect(self._wanted_changed)
        self.grid.photos_selected.connect(lambda _: self._show_choice())
        self.grid.photo_opened.connect(self._open)
        self.grid.asked.connect(self._offer)
        self._look.clicked.connect(self._look_at_current)
        self._compare.clicked.connect(self._compare_chosen)
        self._export.clicked.connect(self._choose_folder)
        self._progress.cancelled.connect(self.export_cancelled)
        self._undo.clicked.connect(self.undo_asked)
        self._many.toggled.connect(self._choose_many)
        self._tag.activated.connect(self._tag_chosen)
        self._assign.clicked.connect(self._assign_chosen)
        self.items.item_taken.connect(self._assign_to)
        self.item_rows.photos_dropped.connect(self.assign_asked)
        self.items.selectionModel().currentChanged.connect(lambda *_: self._show_choice())
        self._none.acted.connect(self.stand_asked)
        self._no_match.acted.connect(lambda: self.filters.set_wanted(Wanted(), tells=True))
        to_items = QShortcut(QKeySequence("Ctrl+G"), self)
        to_items.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        to_items.activated.connect(lambda: self.items.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.items.setToolTip("Ctrl+G")

    # -- what the officer does ---------------------------------------------------------------------

    def _wanted_changed(self, wanted: Wanted) -> None:
        if self._now is not None:
            self.filters.offer_items(self._now)
            self._filter()
        if wanted.inspection_id != self._missing_of:
            self.stand_wanted.emit(wanted.inspection_id)

    def _open(self, row_id: str) -> None:
        """Look at a photo; an empty frame leads to the camera."""
        empty = self.rows.missing_at(self.grid.currentIndex())
        if empty is not None:
            self.shot_asked.emit(self.filters.wanted.inspection_id, empty.item_id, empty.tag)
        else:
            self.look_asked.emit(row_id)

    def _filter(self) -> None:
        now = self._now
        if now is None:
            return
        wanted = self.filters.wanted
        kept = self.grid.selected_ids()
        photos = chosen(now, wanted)
        missing = self._missing if wanted.inspection_id == self._missing_of else ()
        frames = chosen_missing(missing, wanted)
        self.rows.show_photos(now, photos, frames, names_stands=not wanted.inspection_id)
        if not self.grid.selected_ids():
            self.grid.select_all_of(kept)
        self.filters.show_count(len(photos), len(now.listed))
        self._middle.setCurrentIndex(_GRID if photos or frames else _NO_MATCH if now.listed else _NONE)
        self._show_choice()

    def _show_choice(self) -> None:
        """Show what is chosen, and the rows of the stand it belongs to."""
        chosen_ids = self.grid.selected_ids()
        count = len(chosen_ids)
        self._chosen.setText(tr("ui.gallery.chosen", count=count) if count else tr("ui.gallery.none_chosen"))
        self._detail.setText(self._said_of(chosen_ids))
        stand = self._stand_of(chosen_ids)
        now = self._now
        if now is not None:
            items = now.items_of(stand) if stand else ()
            self.item_rows.show_items(items, counts_by_item(now, stand) if stand else {})
            booth = now.inspections[stand].booth if stand in now.inspections else ""
            self._items_title.setText(
                tr("ui.gallery.items_of", booth=booth) if booth else tr("ui.gallery.items")
            )
        can_assign = bool(count and stand and now is not None and not now.is_sealed(stand))
        self.items.setEnabled(bool(stand))
        self._assign.setEnabled(can_assign and self.items.chosen() is not None)
        self._tag.setEnabled(can_assign)
        self._look.setEnabled(count > 0)
        self._compare.setEnabled(count == 2)
        self._export.setEnabled(count > 0 and not self._progress.isVisible())

    def _said_of(self, chosen_ids: Sequence[str]) -> str:
        if len(chosen_ids) != 1:
            return tr("ui.gallery.many_hint") if chosen_ids else tr("ui.gallery.choose_hint")
        each = self.photo(chosen_ids[0])
        if each is None:
            return ""
        row = self.rows.row(self.rows.place_of(chosen_ids[0]))
        return "\n".join(part for part in (each.photo.file_name, row.state_word, row.drawn) if part)

    def _stand_of(self, chosen_ids: Sequence[str]) -> str:
        """Return the stand of the chosen photos, or of the filter; empty if they are of several."""
        stands = {each.photo.inspection_id for one in chosen_ids if (each := self.photo(one)) is not None}
        if not stands:
            return self.filters.wanted.inspection_id
        return stands.pop() if len(stands) == 1 else ""

    def _offer(self, at: QPoint) -> None:
        """List beside the finger what the buttons do with what is chosen."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self._look, self._compare, self._export, self._assign):
            action = menu.addAction(button.text(), button.click)
            action.setEnabled(button.isEnabled())
        tags = menu.addMenu(tr("ui.gallery.set_tag"))
        tags.setEnabled(self._tag.isEnabled())
        for place in range(1, self._tag.count()):
            tags.addAction(self._tag.itemText(place), partial(self._tag_chosen, place))
        self.menu = menu
        menu.popup(at)

    def _look_at_current(self) -> None:
        ids = self.grid.selected_ids()
        if ids:
            self.look_asked.emit(ids[0])

    def _compare_chosen(self) -> None:
        ids = self.grid.selected_ids()
        if len(ids) == 2:
            self.compare_asked.emit(ids[0], ids[1])

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("ui.gallery.export_title"))
        if folder:
            self.export_asked.emit(self.grid.selected_ids(), Path(folder))

    def _choose_many(self, is_many: bool) -> None:
        """With a finger there is no Ctrl: every tap adds to the choice or takes away."""
        mode = (
            QListView.SelectionMode.MultiSelection if is_many else QListView.SelectionMode.ExtendedSelection
        )
        self.grid.setSelectionMode(mode)

    def _tag_chosen(self, place: int) -> None:
        value = str(self._tag.itemData(place))
        self._tag.setCurrentIndex(0)
        if value and self.grid.selected_ids():
            self.tag_asked.emit(None if value == "-" else PhotoTag(value), self.grid.selected_ids())

    def _assign_chosen(self) -> None:
        row = self.items.chosen()
        if row is not None:
            self._assign_to(row[0])

    def _assign_to(self, item_id: str | None) -> None:
        if self._tag.isEnabled() and self.grid.selected_ids():
            self.assign_asked.emit(item_id, self.grid.selected_ids())
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
