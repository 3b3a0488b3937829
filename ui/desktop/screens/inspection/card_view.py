"""The import page: where from at the left, what will become of each file in the middle, one button to take it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.card_places import CardKind, CardPlace
from ui.desktop.i18n import tr
from ui.desktop.recording_words import size_words
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.inspection.refused_list import RefusedList, RefusedRow
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import TARGET, XS, L, M, S
from ui.desktop.widgets import (
    Banner,
    Button,
    Choice,
    EmptyState,
    Kind,
    PhotoGrid,
    PhotoRow,
    PhotoRows,
    ProgressLine,
    Role,
    Tick,
    Words,
    Wrapping,
    scrolled,
)

_PLACES_WIDTH = 256
_PICTURE = 148
_ICONS = {CardKind.PHONE: "smartphone", CardKind.OTHER: "folder-open"}


class Group(StrEnum):
    """What a page of files is about."""

    NEW = "new"
    KNOWN = "known"
    REFUSED = "refused"


class CardView(QWidget):
    """Fills the work area; Escape leads back."""

    place_chosen = Signal(object)
    """CardPlace"""
    files_chosen = Signal(object)
    """list of Path: a folder, or files"""
    source_stated = Signal(str)
    """CardKind the officer says the files come from"""
    group_chosen = Signal(str)
    left_out = Signal(object)
    """ids of files not to be taken"""
    let_in = Signal(object)
    """ids of files to be taken after all"""
    auto_wanted = Signal(bool)
    taking_asked = Signal()
    taking_paused = Signal(bool)
    stop_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(tr("ui.card.places"))
        self._places: tuple[CardPlace, ...] = ()
        self._place_buttons = QButtonGroup(self)
        self._listed = QVBoxLayout()
        self._folder = Button(tr("ui.card.folder"), icon="folder-open")
        self._files = Button(tr("ui.card.files"), icon="image")
        self._source = Choice(tuple((kind.value, tr(f"ui.card.kind.{kind}")) for kind in CardKind))
        self._source.setAccessibleName(tr("ui.card.source"))
        self._auto = Tick(tr("ui.card.auto"))
        self._banner = Banner()
        self._groups = QButtonGroup(self)
        self._rows = PhotoRows(self)
        self.grid = PhotoGrid(self._rows, name=tr("ui.card.pictures"), picture=_PICTURE)
        self._refused = RefusedList(tr("ui.card.refused"))
        self._empty = EmptyState("usb", tr("ui.card.empty"))
        self._body = QStackedWidget()
        self._growing = Words("", Role.CAPTION)
        self._choice = Button(tr("ui.card.leave_out"), icon="ban")
        self._progress = ProgressLine(can_pause=True)
        self._back = Button(tr("ui.capture.back"), icon="chevron-left")
        self.take = Button("", Kind.PRIMARY, "shield-check")
        self._group = Group.NEW
        self._lay_out()
        self._listen()
        self.show_places((), None)
        self.show_counts({}, 0)
        self.show_empty(tr("ui.card.empty"))
        self._show_choice()

    # -- what is shown -----------------------------------------------------------------------------

    def show_places(self, places: Sequence[CardPlace], chosen: Path | None) -> None:
        """List what is plugged in; a place that stays keeps its button."""
        if tuple(places) != self._places or not self._listed.count():
            self._places = tuple(places)
            while (item := self._listed.takeAt(0)) is not None:
                widget = item.widget()
                if isinstance(widget, QPushButton):
                    self._place_buttons.removeButton(widget)
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
            for number, place in enumerate(self._places):
                self._listed.addWidget(self._place_button(number, place))
            if not self._places:
                self._listed.addWidget(Words(tr("ui.card.none"), Role.MUTED, wraps=True))
        self._place_buttons.setExclusive(False)
        for number, place in enumerate(self._places):
            self._place_buttons.button(number).setChecked(place.path == chosen)
        self._place_buttons.setExclusive(True)

    def show_source(self, kind: CardKind) -> None:
        """Show what is stated as the source."""
        self._source.setCurrentIndex(self._source.findData(kind.value))

    def show_automatic(self, *, wanted: bool) -> None:
        """Show whether new files are taken by themselves, without telling it."""
        self._auto.blockSignals(True)
        self._auto.setChecked(wanted)
        self._auto.blockSignals(False)

    def show_empty(self, sentence: str) -> None:
        """Say what to do while there is nothing to look at."""
        self._empty.say(sentence)
        self._body.setCurrentWidget(self._empty)

    def show_counts(self, counts: Mapping[Group, int], growing: int) -> None:
        """Say how many files are in each group, and how many are still being written."""
        for group in Group:
            self._groups.button(list(Group).index(group)).setText(
                tr(f"ui.card.group.{group}", count=counts.get(group, 0))
            )
        self._growing.setText(tr("ui.card.growing", count=growing) if growing else "")

    def show_pictures(self, group: Group, rows: Sequence[PhotoRow]) -> None:
        """Show the files of a group as pictures."""
        self._enter(group)
        self._rows.set_rows(rows)
        if rows:
            self._body.setCurrentWidget(self.grid)
        else:
            self.show_empty(tr(f"ui.card.no_{group}"))
        self._show_choice()

    def show_refused(self, rows: Sequence[RefusedRow]) -> None:
        """Show what will not be taken, by name with the reason."""
        self._enter(Group.REFUSED)
        self._refused.show_rows(rows)
        if rows:
            self._body.setCurrentWidget(self._refused)
        else:
            self.show_empty(tr("ui.card.no_refused"))
        self._show_choice()

    def show_take(self, words: str, size: int, *, can_take: bool) -> None:
        """Say on the button how much would be taken."""
        self.take.set_text(tr("ui.card.take", what=words, size=size_words(size)))
        self.take.setEnabled(can_take)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Show how far looking or taking is; empty words hide it."""
        if words:
            self._progress.show_step(done, total, words)
        else:
            self._progress.end()

    def say(self, sentence: str, tone: Tone = Tone.ACCENT) -> None:
        """Say in the reserved place how it stands."""
        self._banner.say(sentence, tone)

    @property
    def sentence(self) -> str:
        """What is said."""
        return self._banner.sentence

    # -- what the officer does ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back; taking goes on."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("ui.photos.import_title"))
        if folder:
            self.files_chosen.emit([Path(folder)])

    def _choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, tr("ui.card.files_title"))
        if files:
            self.files_chosen.emit([Path(file) for file in files])

    def _choose_some(self) -> None:
        if self._group is Group.REFUSED:
            self.let_in.emit(self._refused.selected_ids())
        else:
            self.left_out.emit(self.grid.selected_ids())

    def _show_choice(self) -> None:
        """Offer to leave out what is selected, or to let it in again."""
        is_refused = self._group is Group.REFUSED
        self._choice.setVisible(self._group is not Group.KNOWN)
        self._choice.set_text(tr("ui.card.let_in" if is_refused else "ui.card.leave_out"))
        self._choice.set_icon("undo-2" if is_refused else "ban")
        selected = self._refused.selected_ids() if is_refused else self.grid.selected_ids()
        self._choice.setEnabled(bool(selected))

    def _enter(self, group: Group) -> None:
        self._group = group
        self._groups.button(list(Group).index(group)).setChecked(True)

    # -- making ------------------------------------------------------------------------------------

    def _place_button(self, number: int, place: CardPlace) -> QPushButton:
        button = QPushButton()
        shown = button.fontMetrics().elidedText(
            place.name, Qt.TextElideMode.ElideMiddle, _PLACES_WIDTH - 2 * TARGET
        )
        button.setText(shown)
        button.setIcon(theme().icon(_ICONS.get(place.kind, "usb"), Tone.MUTED))
        button.setProperty("kind", "nav")
        button.setCheckable(True)
        button.setMinimumHeight(TARGET)
        button.setToolTip(str(place.path))
        button.setAccessibleName(f"{tr(f'ui.card.kind.{place.kind}')} {place.name}")
        self._place_buttons.addButton(button, number)
        return button

    def _lay_out(self) -> None:
        for number in range(len(Group)):
            button = QPushButton()
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setMinimumHeight(TARGET)
            self._groups.addButton(button, number)
        self._listed.setSpacing(XS)
        side = QWidget()
        side.setFixedWidth(_PLACES_WIDTH)
        beside = column(
            Words(tr("ui.card.places"), Role.SECTION),
            scrolled(column(self._listed, 1, spacing=0)),
            self._folder,
            self._files,
            Words(tr("ui.card.source"), Role.CAPTION),
            self._source,
            self._auto,
            spacing=S,
        )
        beside.setStretch(1, 1)
        side.setLayout(beside)
        above = row(*self._groups.buttons(), self._growing, 1, self._choice, spacing=S)
        self._body.addWidget(self.grid)
        self._body.addWidget(self._refused)
        self._body.addWidget(self._empty)
        buttons = QWidget()
        buttons.setLayout(row(1, self._back, self.take))
        foot = Wrapping(self._progress, buttons, spacing=M)
        work = column(self._banner, above, self._body, foot, spacing=S)
        work.setStretch(2, 1)
        whole = row(side, work, spacing=L)
        whole.setStretch(1, 1)
        whole.setContentsMargins(L, M, L, M)
        self.setLayout(whole)

    def _listen(self) -> None:
        self._place_buttons.idClicked.connect(lambda number: self.place_chosen.emit(self._places[number]))
        self._folder.clicked.connect(self._choose_folder)
        self._files.clicked.connect(self._choose_files)
        self._source.activated.connect(
            lambda place: self.source_stated.emit(str(self._source.itemData(place)))
        )
        self._auto.toggled.connect(self.auto_wanted)
        self._groups.idClicked.connect(lambda number: self.group_chosen.emit(list(Group)[number].value))
        self._choice.clicked.connect(self._choose_some)
        self.grid.photos_selected.connect(lambda _: self._show_choice())
        self._refused.chosen.connect(self._show_choice)
        self._progress.paused.connect(self.taking_paused)
        self._progress.cancelled.connect(self.stop_asked)
        self._back.clicked.connect(self.left)
        self.take.clicked.connect(self.taking_asked)
