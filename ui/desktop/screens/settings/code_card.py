"""A new recovery code: asks for the passphrase, shows the new code once, and puts it away when told so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.first_start.code_groups import CodeGroups
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets import AskingCard, Banner, Button, Role, Words, row_of


class CodeCard(AskingCard):
    """The card in the settings; nothing of the code stays once it is put away."""

    given = Signal()
    print_asked = Signal()
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__(tr("ui.settings.code"))
        self.secret = self.ask("secret", "ui.settings.passphrase.old", is_secret=True)
        self.replace = self.button("ui.settings.code.replace", "refresh-cw")
        self.told = Banner(lines=2)
        """Beside the new code: what has become of the old one."""
        self.groups = CodeGroups()
        self.done = Button(tr("ui.settings.code.written"), icon="circle-check")
        print_code = Button(tr("ui.first.code.print"), icon="printer")
        self._asking, self._showing = QWidget(), QWidget()
        asking, showing = QVBoxLayout(self._asking), QVBoxLayout(self._showing)
        for column in (asking, showing):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(S)
        asking.addWidget(Words(tr("ui.settings.code.line"), Role.CAPTION, wraps=True))
        asking.addWidget(self.secret)
        asking.addLayout(row_of(self.banner, self.replace))
        showing.addWidget(self.told)
        showing.addWidget(self.groups)
        showing.addLayout(row_of(print_code, self.done, stretch_first=True))
        self.body.addWidget(self._asking)
        self.body.addWidget(self._showing)
        self._showing.hide()
        self.replace.clicked.connect(self.given)
        self.done.clicked.connect(self.put_away)
        print_code.clicked.connect(self.print_asked)
        line = self.secret.editor
        if isinstance(line, QLineEdit):
            line.returnPressed.connect(self.replace.click)

    def show_code(self, code: str) -> None:
        """Show the new code in the place of the question; an empty text brings the question back."""
        self.groups.show_code(code)
        self.told.say(tr("ui.settings.code.done") if code else "", Tone.WARN)
        self._showing.setVisible(bool(code))
        self._asking.setVisible(not code)
