"""Verify as one sees it: a place to drop files, and what was found, large."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.verify.files_model import FilesList
from ui.desktop.screens.verify.shown import VerifyShown
from ui.desktop.screens.verify.verdict_card import VerdictCard
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L
from ui.desktop.widgets import Banner, Button, Card, EmptyState, Kind, Page, Role, Stack, Words


class VerifyView(QWidget):
    """Takes files and shows verdicts; with `can_go_back` it stands alone before the device is unlocked."""

    files_given = Signal(list)
    """list[Path]"""
    files_asked = Signal()
    folder_asked = Signal()
    back_asked = Signal()

    def __init__(self, *, can_go_back: bool = False) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._files = FilesList(tr("ui.verify.files"))
        self._verdict = VerdictCard()
        self._summary = Words("", Role.STRONG, wraps=True)
        self._files.file_chosen.connect(self._verdict.show_file)
        self._pages = Stack()
        empty = Card()
        empty.body.addWidget(EmptyState("file-check", tr("ui.verify.empty")), 1)
        self._pages.addWidget(empty)
        self._pages.addWidget(self._make_found())
        page = Page()
        if can_go_back:
            page.body.addWidget(Words(tr("ui.place.verify"), Role.PAGE))
        page.body.addWidget(self._pages, 1)
        self._banner = Banner(lines=2)
        self._banner.say(tr("ui.verify.promise"), Tone.ACCENT)
        page.foot.addWidget(self._banner, 1)
        if can_go_back:
            back = Button(tr("ui.verify.back"), Kind.PLAIN, "chevron-left")
            back.clicked.connect(self.back_asked)
            page.foot.addWidget(back)
        self._folder = Button(tr("ui.verify.folder"), icon="folder-open")
        self._choose = Button(tr("ui.verify.choose"), Kind.PRIMARY, "file-check")
        self._folder.clicked.connect(self.folder_asked)
        self._choose.clicked.connect(self.files_asked)
        page.foot.addWidget(self._folder)
        page.foot.addWidget(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)

    def show_found(self, shown: VerifyShown) -> None:
        """Show what was found; the first file is open."""
        self.show_working(is_working=False)
        self._summary.setText(shown.summary)
        self._files.show_files(shown.files)
        self._pages.setCurrentIndex(1)

    def show_working(self, *, is_working: bool) -> None:
        """Say that files are being read; large bundles take a moment."""
        self._banner.say(tr("ui.verify.working" if is_working else "ui.verify.promise"), Tone.ACCENT)
        for button in (self._choose, self._folder):
            button.setEnabled(not is_working)

    def show_problem(self, sentence: str) -> None:
        """Say what went wrong."""
        self.show_working(is_working=False)
        self._banner.say(sentence, Tone.DANGER)

    @property
    def sentence(self) -> str:
        """What the foot says."""
        return self._banner.sentence

    @property
    def verdict(self) -> VerdictCard:
        """The card that shows the file chosen."""
        return self._verdict

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this machine, nothing else, and none while others are read."""
        if self._choose.isEnabled() and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand over what was dropped."""
        event.acceptProposedAction()
        self.files_given.emit(_dropped(event))

    def _make_found(self) -> QWidget:
        found = QWidget()
        row = QHBoxLayout(found)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(L)
        listed = Card(tr("ui.verify.files"))
        listed.body.addWidget(self._summary)
        listed.body.addWidget(self._files, 1)
        row.addWidget(listed, 2)
        row.addWidget(self._verdict, 3)
        return found


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
