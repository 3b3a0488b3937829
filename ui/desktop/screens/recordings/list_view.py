"""The list of film and sound: each a tile with its picture, its length and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.recording_words import size_words
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import Button, EmptyState, Kind, PhotoGrid, PhotoRow, PhotoRows, Role, Words, row_of

_PICTURE = 248
"""Pixels of a tile: file names of body cameras are long."""


class RecordingsView(QWidget):
    """Shows recordings; one is opened by Enter, a double tap, or the button."""

    left = Signal()
    play_asked = Signal(str)
    """Recording id"""

    def __init__(self) -> None:
        super().__init__()
        self.rows = PhotoRows(self)
        self.grid = PhotoGrid(self.rows, name=tr("ui.recording.list"), picture=_PICTURE)
        self._back = Button(tr("ui.recording.to_photos"), icon="chevron-left", key="Ctrl+Backspace")
        self._title = Words(tr("ui.recording.list"), Role.STRONG)
        self._count = Words("", Role.CAPTION)
        self._none = EmptyState("film", tr("ui.recording.loading"))
        self._hint = Words(tr("ui.recording.choose"), Role.CAPTION)
        self.play = Button(tr("ui.recording.play"), Kind.PRIMARY, "play")
        self._middle = QStackedWidget()
        self._lay_out()
        self._back.clicked.connect(self.left)
        self.play.clicked.connect(self._play_chosen)
        self.grid.photo_opened.connect(self.play_asked)
        self.grid.photos_selected.connect(lambda ids: self.play.setEnabled(len(ids) == 1))
        self.play.setEnabled(False)

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
        foot = row_of(self._hint, spacing=S)
        foot.addStretch(1)
        foot.addWidget(self.play)
        foot.setContentsMargins(L, S, L, S)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self._middle, 1)
        whole.addLayout(foot)
