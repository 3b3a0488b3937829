"""Rows of the sync screen: a stand with its squares and what is missing by picture; a delivery."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.sync.shown import BatchShown, StandSync
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import XS, M, S
from ui.desktop.widgets import Role, Square, SquaresBar, StateWord, Words, rule

_SMALL = QSize(64, 48)


class MissingStrip(QWidget):
    """The first photos of a stand that no receipt names, by picture; nothing is drawn where none is missing."""

    picture_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, ...] = ()
        self._pictures: dict[str, QLabel] = {}
        self._word = Words(tr("ui.sync.missing"), Role.CAPTION)
        self._more = Words("", Role.CAPTION)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(XS, 0, XS, S)
        self._row.setSpacing(S)
        self._row.addWidget(self._word)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self.hide()

    def show_missing(self, missing: tuple[Square, ...], more: int) -> None:
        """Show these photos; their pictures are asked for."""
        self._more.setText(tr("ui.sync.more_missing", count=more) if more else "")
        self._more.setVisible(bool(more))
        self.setVisible(bool(missing))
        ids = tuple(square.id for square in missing)
        self.setAccessibleName(f"{tr('ui.sync.missing')}：{'，'.join(square.name for square in missing)}")
        if ids == self._shown:
            return
        self._shown = ids
        for label in self._pictures.values():
            self._row.removeWidget(label)
            label.deleteLater()
        self._pictures = {}
        for place, square in enumerate(missing, 1):
            label = QLabel()
            label.setFixedSize(_SMALL)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setToolTip(square.name)
            label.setAccessibleName(square.name)
            label.setPixmap(theme().pixmap("image", size=24))
            self._row.insertWidget(place, label)
            self._pictures[square.id] = label
            self.picture_wanted.emit(square.id)

    def show_picture(self, photo_id: str, picture: QImage | None) -> None:
        """Give a picture that was asked for."""
        label = self._pictures.get(photo_id)
        if label is None or picture is None or picture.isNull():
            return
        kept, smooth = (
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        filling = picture.scaled(_SMALL, kept, smooth)
        corner = (filling.size() - _SMALL) / 2
        label.setPixmap(
            QPixmap.fromImage(filling.copy(corner.width(), corner.height(), _SMALL.width(), _SMALL.height()))
        )


class StandRow(QWidget):
    """One stand: name, numbers, squares."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Words("", Role.STRONG)
        self._numbers = StateWord()
        self.squares = SquaresBar()
        self.missing = MissingStrip()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.squares)
        column.addWidget(self.missing)
        column.addWidget(rule())

    def show_row(self, stand: StandSync) -> None:
        """Show a stand."""
        self._title.setText(stand.title)
        icon, tone = ("circle-check", Tone.OK) if stand.is_complete else ("cloud-upload", Tone.MUTED)
        self._numbers.say(icon, stand.numbers, tone)
        self.squares.show_squares(stand.squares, f"{stand.title} {stand.numbers}")
        self.missing.show_missing(stand.missing, stand.more_missing)


class BatchRow(QWidget):
    """One delivery: what went, when, how it stands."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: BatchShown | None = None
        self._icon = QLabel()
        self._title = Words("", wraps=True)
        self._line = Words("", Role.CAPTION, wraps=True)
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addWidget(self._title)
        words.addWidget(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self._icon)
        row.addLayout(words, 1)

    def show_row(self, batch: BatchShown) -> None:
        """Show a delivery."""
        self._shown = batch
        self._title.setText(batch.title)
        self._line.setText(batch.line)
        self._line.setVisible(bool(batch.line))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_shown"):
            self._draw()

    def _draw(self) -> None:
        if self._shown is not None:
            self._icon.setPixmap(theme().pixmap(self._shown.icon, self._shown.tone))
