"""The restore as one sees it: the medium, the secret, how far it is, how it went."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XL, L, M
from ui.desktop.widgets import (
    Banner,
    Button,
    Card,
    Choice,
    Field,
    Kind,
    Page,
    ProgressLine,
    Role,
    StateWord,
    Words,
    in_the_middle,
    row_of,
)

_WIDTH = 720


class RestoreView(QWidget):
    """One card and two buttons."""

    medium_asked = Signal()
    restore_asked = Signal(str, str)
    """(folder of the device on the medium, secret)"""
    enter_asked = Signal()
    back_asked = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._is_done = False
        self._medium = StateWord("usb", tr("ui.restore.no_medium"))
        choose = Button(tr("ui.restore.choose"), icon="folder-open")
        choose.clicked.connect(self.medium_asked)
        self.devices = Choice()
        self._device = Field(tr("ui.restore.device"), editor=self.devices)
        self.secret = Field(tr("ui.restore.secret"), is_secret=True)
        self.secret.value_changed.connect(lambda _: self.secret.say(""))
        self.progress = ProgressLine()
        self.banner = Banner(lines=2)
        self.back = Button(tr("ui.restore.back"), icon="chevron-left")
        self.go = Button(tr("ui.restore.go"), Kind.PRIMARY)
        card = Card(margin=XL)
        card.body.setSpacing(M)
        head = QHBoxLayout()
        head.addWidget(self._medium, 1)
        head.addWidget(choose)
        card.body.addLayout(head)
        for part in (self._device, self.secret, self.progress):
            card.body.addWidget(part)
        self._choose = choose
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(Words(tr("ui.restore.title"), Role.PAGE))
        column.addWidget(Words(tr("ui.restore.line"), Role.MUTED, wraps=True))
        column.addSpacing(M)
        column.addWidget(card)
        column.addWidget(self.banner)
        column.addLayout(row_of(self.back, self.go, stretch_first=True))
        column.addStretch(1)
        page = Page(margin=XL, has_foot=False)
        page.body.addSpacing(L)
        page.body.addLayout(in_the_middle(holder), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self.back.clicked.connect(self.back_asked)
        self.go.clicked.connect(self._pressed)
        self.progress.cancelled.connect(self.stopped)
        line = self.secret.editor
        if isinstance(line, QLineEdit):
            line.returnPressed.connect(self._pressed)
        self.offer(())

    def offer(self, found: tuple[tuple[str, str], ...]) -> None:
        """Offer the devices found as (folder, words); none keeps the button still."""
        self.devices.set_choices(found)
        self._device.setEnabled(len(found) > 1)
        self.go.setEnabled(bool(found))
        if found:
            self._medium.say("circle-check", tr("ui.restore.found", count=len(found)), Tone.OK)
            self.banner.say("")
            self.secret.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._medium.say("usb", tr("ui.restore.no_medium"))

    def show_step(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        self._allow(is_allowed=False)
        self.banner.say("")
        self.progress.show_step(done, total, words)

    def show_problem(self, sentence: str, *, is_secret_wrong: bool = False) -> None:
        """Say what kept it from coming back."""
        self._allow(is_allowed=True)
        self.progress.end()
        self.secret.say(sentence if is_secret_wrong else "")
        self.banner.say("" if is_secret_wrong else sentence, Tone.DANGER)

    def show_done(self, sentence: str, tone: Tone) -> None:
        """Say what came back; the button leads into it."""
        self._is_done = True
        self.progress.end()
        self.secret.set_text("")
        self.banner.say(sentence, tone)
        self.back.hide()
        self.go.set_text(tr("ui.restore.enter"))
        self.go.setEnabled(True)

    def _allow(self, *, is_allowed: bool) -> None:
        for widget in (self.go, self.back, self.secret, self._choose):
            widget.setEnabled(is_allowed)

    def _pressed(self) -> None:
        if self._is_done:
            self.enter_asked.emit()
        elif self.go.isEnabled():
            self.restore_asked.emit(str(self.devices.currentData() or ""), self.secret.text())
