"""Changing all keys as one sees it: what it does, the passphrase, how far it is, the new recovery code once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.first_start.code_groups import CodeGroups
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XL, M
from ui.desktop.widgets import (
    Banner,
    Button,
    Card,
    Field,
    Kind,
    Page,
    ProgressLine,
    Role,
    Words,
    in_the_middle,
    row_of,
)

_WIDTH = 720


class RekeyView(QWidget):
    """One card: first it asks, then it shows the new code."""

    secret_given = Signal(str)
    print_asked = Signal()
    stopped = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.secret = Field(tr("ui.settings.passphrase.old"), is_secret=True)
        self.progress = ProgressLine()
        self.banner = Banner(lines=2)
        self.groups = CodeGroups()
        self.back = Button(tr("ui.rekey.back"), Kind.PLAIN)
        self.go = Button(tr("ui.rekey.go"), Kind.PRIMARY, "refresh-cw")
        self.print_code = Button(tr("ui.first.code.print"), icon="printer")
        self.done = Button(tr("ui.rekey.done"), Kind.PRIMARY, "circle-check")
        self._lines = [Words(tr(f"ui.rekey.line.{number}"), wraps=True) for number in (1, 2, 3)]
        card = Card(margin=XL)
        card.body.setSpacing(M)
        for part in (*self._lines, self.secret, self.progress, self.groups):
            card.body.addWidget(part)
        holder = QWidget()
        holder.setFixedWidth(_WIDTH)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(Words(tr("ui.rekey.title"), Role.PAGE))
        column.addWidget(card)
        column.addWidget(self.banner)
        column.addLayout(row_of(self.back, self.print_code, self.go, self.done, stretch_first=True))
        column.addStretch(1)
        page = Page(margin=XL, has_foot=False)
        page.body.addLayout(in_the_middle(holder), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self.back.clicked.connect(self.left)
        self.done.clicked.connect(self.left)
        self.go.clicked.connect(self._give)
        self.print_code.clicked.connect(self.print_asked)
        self.progress.cancelled.connect(self.stopped)
        self.secret.value_changed.connect(lambda _: self.secret.say(""))
        line = self.secret.editor
        if isinstance(line, QLineEdit):
            line.returnPressed.connect(self._give)
        self._show_code("")

    def show_step(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        self._allow(is_allowed=False)
        self.banner.say("")
        self.progress.show_step(done, total, words)

    def show_problem(self, sentence: str, *, is_secret_wrong: bool = False) -> None:
        """Say what kept the keys from being changed."""
        self._allow(is_allowed=True)
        self.progress.end()
        self.secret.say(sentence if is_secret_wrong else "")
        self.banner.say("" if is_secret_wrong else sentence, Tone.DANGER)

    def show_done(self, code: str) -> None:
        """Show the new code in the place of the question; an empty text takes it off the screen."""
        self.progress.end()
        self.secret.set_text("")
        self._show_code(code)
        self.banner.say(tr("ui.rekey.changed") if code else "", Tone.WARN)

    def _show_code(self, code: str) -> None:
        self.groups.show_code(code)
        showing: tuple[QWidget, ...] = (self.groups, self.print_code, self.done)
        asking: tuple[QWidget, ...] = (*self._lines, self.secret, self.back, self.go)
        for widgets, is_there in ((showing, bool(code)), (asking, not code)):
            for widget in widgets:
                widget.setVisible(is_there)

        waiting = self.progress.sizePolicy()
        waiting.setRetainSizeWhenHidden(not code)  # beside the code nothing is waited for any more
        self.progress.setSizePolicy(waiting)

    def _allow(self, *, is_allowed: bool) -> None:
        for widget in (self.go, self.back, self.secret):
            widget.setEnabled(is_allowed)

    def _give(self) -> None:
        if self.go.isEnabled():
            self.secret_given.emit(self.secret.text())
