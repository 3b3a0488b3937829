"""One file's verdict: icon and words large, why, what was checked, what the file says of itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.verify.shown import FileShown, RemarkShown
from ui.desktop.theme import theme
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import Card, Role, Words, rule
from ui.desktop.widgets.page import Readable

_MARK = 48
_SMALL = 16


class VerdictCard(Card):
    """Shows the file chosen; longer ones scroll."""

    def __init__(self) -> None:
        super().__init__()
        self._file: FileShown | None = None
        self._marks: list[tuple[QLabel, RemarkShown]] = []
        self._mark = QLabel()
        self.word = Words("", Role.PAGE)
        self._name = Words("", Role.CAPTION, wraps=True)
        self.reason = Words("", wraps=True)
        head = QHBoxLayout()
        head.setSpacing(L)
        head.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.setSpacing(S)
        for words in (self.word, self._name, self.reason):
            said.addWidget(words)
        head.addLayout(said, 1)
        self.body.addLayout(head)
        self.body.addWidget(rule())
        self._scroll = Readable()
        self._scroll.setWidgetResizable(True)
        self._scroll.setAccessibleName(tr("ui.verify.found"))
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self.body.addWidget(self._scroll, 1)

    def show_file(self, file: FileShown) -> None:
        """Show another file."""
        self._file = file
        self.word.setText(file.word)
        self._name.setText(f"{file.kind} · {file.name}")
        self.reason.setText(file.reason)
        self.setAccessibleName(f"{file.word}。{file.reason}")
        more = QWidget()
        column = QVBoxLayout(more)
        column.setContentsMargins(0, 0, S, 0)
        column.setSpacing(M)
        self._marks = []
        for remark in file.remarks:
            column.addLayout(self._remark(remark))
        if file.remarks and file.details:
            column.addWidget(rule())
        column.addLayout(_details(file.details))
        column.addStretch(1)
        self._scroll.setWidget(more)
        more.setAutoFillBackground(False)  # setting it switches this on; the card is the ground
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icons anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_scroll"):
            self._draw()

    def _remark(self, remark: RemarkShown) -> QHBoxLayout:
        icon = QLabel()
        icon.setContentsMargins(0, 3, 0, 0)  # the typeface sits low in its line
        self._marks.append((icon, remark))
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(remark.words, wraps=True), 1)
        return row

    def _draw(self) -> None:
        if self._file is None:
            return
        self._mark.setPixmap(theme().pixmap(self._file.icon, self._file.tone, _MARK))
        for label, remark in self._marks:
            label.setPixmap(theme().pixmap(remark.icon, remark.tone, _SMALL))


def _details(details: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(L)
    grid.setVerticalSpacing(S)
    grid.setColumnStretch(1, 1)
    for row, (label, value) in enumerate(details):
        words = Words(_breakable(value), wraps=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(Words(label, Role.CAPTION), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    return grid


def _breakable(value: str) -> str:
    """Let a long hash break into lines, in groups one can read out over the telephone."""
    if len(value) < 32 or not all(each in "0123456789abcdef" for each in value):
        return value
    return " ".join(value[at : at + 8] for at in range(0, len(value), 8))
