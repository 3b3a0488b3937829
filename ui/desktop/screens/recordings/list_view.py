"""The list of film and sound: each a tile with its picture, its length and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from inspector.records import PhotoTag
from ui.desktop.i18n import tr
from ui.desktop.recording_words import size_words
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import (
    Button,
    Choice,
    EmptyState,
    Kind,
    PhotoGrid,
    PhotoRow,
    PhotoRows,
    Role,
    Words,
    row_of,
)

_PICTURE = 248
"""Pixels of a tile: file names of body cameras are long."""


class RecordingsView(QWidget):
    """Shows recordings; one is opened by Enter, a double tap, or the button."""

    left = Signal()
    play_asked = Signal(str)
    """Recording id"""
    chosen = Signal(str)
    """Recording id; empty where none or several are chosen"""
    row_chosen = Signal(str, str)
    """(recording id, item id; empty for none)"""
    tag_chosen = Signal(str, str)
    """(recording id, PhotoTag; empty for none)"""

    def __init__(self) -> None:
        super().__init__()
        self.rows = PhotoRows(self)
        self.grid = PhotoGrid(self.rows, name=tr("ui.recording.list"), picture=_PICTURE)
        self._back = Button(tr("ui.recording.to_photos"), icon="chevron-left", key="Ctrl+Backspace")
        self._title = Words(tr("ui.recording.list"), Role.STRONG)
        self._count = Words("", Role.CAPTION)
        self._none = EmptyState("film", tr("ui.recording.loading"))
        self._hint = Words(tr("ui.recording.choose"), Role.CAPTION, wraps=True)
        self.row = Choice((("", tr("ui.recording.no_row")),))
        self.row.setAccessibleName(tr("ui.recording.row"))
        self.tag = Choice(
            (
                ("", tr("ui.recording.no_tag")),
                *((tag.value, tr(f"ui.tag.{tag}")) for tag in PhotoTag),
            )
        )
        self.tag.setAccessibleName(tr("ui.recording.tag"))
        self.play = Button(tr("ui.recording.play"), Kind.PRIMARY, "play")
        self._middle = QStackedWidget()
        self._lay_out()
        self._back.clicked.connect(self.left)
        self.play.clicked.connect(self._play_chosen)
        self.grid.photo_opened.connect(self.play_asked)
        self.grid.photos_selected.connect(self._tell_chosen)
        self.row.activated.connect(lambda place: self._tell_row(str(self.row.itemData(place))))
        self.tag.activated.connect(lambda place: self._tell_tag(str(self.tag.itemData(place))))
        self.play.setEnabled(False)
        self.show_choices((), "", "", can_assign=False)

    @property
    def chosen_id(self) -> str:
        """The one that is chosen; empty where none or several are."""
        ids = self.grid.selected_ids()
        return ids[0] if len(ids) == 1 else ""

    def show_choices(self, rows: Sequence[tuple[str, str]], row: str, tag: str, *, can_assign: bool) -> None:
        """Offer rows as (item id, words), and show on which one the chosen recording is and what it shows."""
        self.row.clear()
        self.row.addItem(tr("ui.recording.no_row"), "")
        for item_id, words in rows:
            self.row.addItem(words, item_id)
        self.row.setCurrentIndex(max(0, self.row.findData(row)))
        self.tag.setCurrentIndex(max(0, self.tag.findData(tag)))
        for choice in (self.row, self.tag):
            choice.setEnabled(can_assign)

    def say(self, sentence: str) -> None:
        """Say what was not done; an empty sentence says how to go on."""
        self._hint.setText(sentence or tr("ui.recording.choose"))

    def show_recordings(self, rows: Sequence[PhotoRow], size: int) -> None:
        """Show these, the newest first; `size` is what they take together."""
        self.rows.set_rows(rows)
        self._count.setText(tr("ui.recording.count", count=len(rows), size=size_words(size)) if rows else "")
        self._none.say(tr("ui.recording.none"))
        self._middle.setCurrentIndex(1 if rows else 0)
        self.play.setEnabled(len(self.grid.selected_ids()) == 1)

    def show_trouble(self, sentence: str) -> None:
        """Say why they cannot be read."""
        self._none.say(sentence)
        self._middle.setCurrentIndex(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back to the photos."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _tell_chosen(self, ids: list[str]) -> None:
        self.play.setEnabled(len(ids) == 1)
        self.chosen.emit(self.chosen_id)

    def _tell_row(self, item_id: str) -> None:
        if self.chosen_id:
            self.row_chosen.emit(self.chosen_id, item_id)

    def _tell_tag(self, tag: str) -> None:
        if self.chosen_id:
            self.tag_chosen.emit(self.chosen_id, tag)

    def _play_chosen(self) -> None:
        for recording_id in self.grid.selected_ids()[:1]:
            self.play_asked.emit(recording_id)

    def _lay_out(self) -> None:
        self._middle.addWidget(self._none)
        self._middle.addWidget(self.grid)
        top = QFrame()
        top.setProperty("role", "bar")
        bar = row_of(self._back, self._title, spacing=M)
        bar.addStretch(1)
        bar.addWidget(self._count)
        bar.setContentsMargins(L, S, L, S)
        top.setLayout(bar)
        foot = row_of(self.row, self.tag, self._hint, self.play, spacing=S)
        foot.setStretch(2, 1)
        self.row.setFixedWidth(240)
        foot.setContentsMargins(L, S, L, S)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self._middle, 1)
        whole.addLayout(foot)
