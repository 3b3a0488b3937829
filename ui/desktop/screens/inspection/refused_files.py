"""Files that were not taken, by name with the reason, until the officer has read them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout

from inspector.actions.import_photos import Refusal
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.parts import row
from ui.desktop.widgets import Button, Role, Words


class RefusedFiles(QFrame):
    """A quiet strip that lists what was refused; the rest was sealed all the same."""

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", "warn")
        self._title = Words("", Role.STRONG)
        self._list = QPlainTextEdit()
        self._list.setReadOnly(True)
        self._list.setFixedHeight(76)
        dismiss = Button(tr("ui.photos.dismiss"))
        dismiss.clicked.connect(self.dismissed)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(4)
        top = row(self._title, dismiss)
        top.setStretch(0, 1)
        column.addLayout(top)
        column.addWidget(self._list)
        self.hide()

    def show_files(self, refused: Sequence[Refusal]) -> None:
        """List the files; an empty list hides the strip."""
        self._title.setText(tr("ui.photos.refused", count=len(refused)))
        is_english = spoken() == "en"
        self._list.setPlainText(
            "\n".join(refusal.reason_en if is_english else refusal.reason_zh for refusal in refused)
        )
        self._list.setAccessibleName(self._title.text())
        self.setVisible(bool(refused))
