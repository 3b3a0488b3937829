"""What is seen while the device is locked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import CAPTION, XL, M, S
from ui.desktop.widgets import Banner, Button, Card, Field, Kind, Role, StateWord, Words, centred


class UnlockView(QWidget):
    """One field, one button; says why it is locked and, in place, what was wrong."""

    secret_given = Signal(str)
    """Passphrase or recovery code, as typed."""
    verify_asked = Signal()
    """Files are to be verified, for which nothing needs to be unlocked."""
    shares_asked = Signal()

    def __init__(self, *, demo_passphrase: str = "") -> None:
        super().__init__()
        self._is_recovering = False
        card = Card(margin=XL)
        card.setFixedWidth(480)
        card.body.setSpacing(S)
        self._mark = QLabel()
        self._why = StateWord("lock", "")
        self._field = Field(tr("ui.unlock.passphrase"), is_secret=True, lines=3)
        self._button = Button(tr("ui.unlock.open"), Kind.PRIMARY, "lock-open")
        self._other = Button(tr("ui.unlock.use_code"), Kind.PLAIN, "key-round")
        self._shares = Button(tr("ui.shares.use"), Kind.PLAIN, "shield-check")
        self._shares.hide()
        self._shares.clicked.connect(self.shares_asked)
        self._status = Words("", Role.CAPTION, wraps=True)
        self._status.setFixedHeight(2 * (CAPTION + 7))
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(self._mark)
        head.addWidget(Words(tr("ui.window.title"), Role.PAGE))
        head.addStretch(1)
        card.body.addLayout(head)
        card.body.addWidget(self._why)
        card.body.addSpacing(S)
        card.body.addWidget(self._field)
        card.body.addWidget(self._status)
        card.body.addSpacing(S)
        card.body.addLayout(self._make_foot())
        card.body.addWidget(self._shares, 0, Qt.AlignmentFlag.AlignLeft)
        self._verify = Button(tr("ui.unlock.verify"), Kind.PLAIN, "file-check")
        self._verify.clicked.connect(self.verify_asked)
        hint = Banner(lines=2)
        hint.setFixedWidth(480)
        hint.say(tr("ui.unlock.demo", passphrase=demo_passphrase) if demo_passphrase else "", Tone.ACCENT)
        self.setLayout(centred(card, self._verify, hint))
        self._button.clicked.connect(self._give)
        self._other.clicked.connect(self._switch)
        line = self._field.editor
        if isinstance(line, QLineEdit):
            line.returnPressed.connect(self._give)
        self._field.value_changed.connect(lambda _: self._field.say(""))
        self._draw()

    def offer_shares(self, is_offered: bool) -> None:
        """Offer the custodians' way in, where an escrow key is registered."""
        self._shares.setVisible(is_offered)

    def show_why(self, why: str) -> None:
        """Say why the device is locked."""
        self._why.say("lock", why)

    def show_working(self, words: str) -> None:
        """Say that the secret is being tried; with empty words it can be typed again."""
        self._status.setText(words)
        for widget in (self._button, self._other, self._shares, self._verify, self._field.editor):
            widget.setEnabled(not words)
        if not words:
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_pause(self, words: str) -> None:
        """Say how long to wait before the next try; the field can be typed into meanwhile."""
        self._status.setText(words)
        self._button.setEnabled(not words)

    def show_problem(self, sentence: str) -> None:
        """Say at the field what was wrong and mark what is typed, so that it can be typed over."""
        self._field.say(sentence)
        line = self._field.editor
        if isinstance(line, QLineEdit):
            line.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the mark anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_mark"):
            self._draw()

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addWidget(self._other)
        foot.addStretch(1)
        foot.addWidget(self._button)
        return foot

    def _draw(self) -> None:
        self._mark.setPixmap(theme().pixmap("shield-check", Tone.ACCENT, 28))

    def _give(self) -> None:
        if self._button.isEnabled():
            self.secret_given.emit(self._field.text())

    def _switch(self) -> None:
        self._is_recovering = not self._is_recovering
        line = self._field.editor
        if isinstance(line, QLineEdit):
            shown = QLineEdit.EchoMode.Normal if self._is_recovering else QLineEdit.EchoMode.Password
            line.clear()
            line.setEchoMode(shown)
        name = tr("ui.unlock.code" if self._is_recovering else "ui.unlock.passphrase")
        self._field.label.setText(name)
        self._field.editor.setAccessibleName(name)
        self._field.say("")
        self._field.set_hint(tr("ui.unlock.code_hint") if self._is_recovering else "")
        self._other.set_text(tr("ui.unlock.use_passphrase" if self._is_recovering else "ui.unlock.use_code"))
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
