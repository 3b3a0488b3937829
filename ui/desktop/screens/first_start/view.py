"""The first start as one sees it: where one is, the page, back and on."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.first_start.pages import BureauPage, CodePage, OfficersPage, PassphrasePage
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XL, XXL, M
from ui.desktop.widgets import Banner, Button, Kind, Leaves, Page, StateWord, in_the_middle, row_of

_PAGES = ("bureau", "officers", "passphrase", "code")
_MAKES = 2
"""The page from which the device is made."""
_WIDTH = 880


class FirstStartView(QWidget):
    """Four pages, one at a time."""

    next_pressed = Signal()
    back_pressed = Signal()
    restore_asked = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.bureau = BureauPage()
        self.officers = OfficersPage(today)
        self.passphrase = PassphrasePage()
        self.code = CodePage()
        self._stack = Leaves()
        for form in (self.bureau, self.officers, self.passphrase, self.code):
            self._stack.add(form)
        self._stack.setFixedWidth(_WIDTH)
        self._banner = Banner()
        self._banner.setFixedWidth(_WIDTH)
        self._restore = Button(tr("ui.restore.entry"), Kind.PLAIN, "hard-drive")
        self._restore.clicked.connect(self.restore_asked)
        self._back = Button(tr("ui.first.back"), icon="chevron-left")
        self._next = Button(tr("ui.first.next"), Kind.PRIMARY)
        self._back.clicked.connect(self.back_pressed)
        self._next.clicked.connect(self.next_pressed)
        self._steps: list[StateWord] = []
        page = Page(margin=XL)
        page.body.addLayout(self._make_steps())
        page.body.addSpacing(M)
        page.body.addLayout(in_the_middle(self._stack))
        page.body.addStretch(1)
        page.body.addLayout(in_the_middle(self._banner))
        foot = QWidget()
        foot.setFixedWidth(_WIDTH)
        buttons = row_of(self._restore)
        buttons.addStretch(1)
        for button in (self._back, self._next):
            buttons.addWidget(button)
        foot.setLayout(buttons)
        page.foot.addLayout(in_the_middle(foot))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self.show_page(0)

    @property
    def page(self) -> int:
        """Number of the page shown, from 0."""
        return self._stack.shown

    def show_page(self, number: int) -> None:
        """Show a page."""
        self._stack.show_leaf(number)
        self._restore.setVisible(number == 0)
        self._banner.setVisible(number == _MAKES)  # elsewhere nothing is said but at the fields
        self._back.setVisible(0 < number < len(_PAGES) - 1)
        words = {2: "ui.first.create", 3: "ui.first.enter"}
        self._next.set_text(tr(words.get(number, "ui.first.next")))
        for at, step in enumerate(self._steps):
            icon, tone = ("circle-check", Tone.OK) if at < number else ("circle", Tone.MUTED)
            step.say(
                "circle-dot" if at == number else icon,
                tr(f"ui.first.{_PAGES[at]}.step"),
                Tone.ACCENT if at == number else tone,
            )

    def show_working(self, words: str) -> None:
        """Say that the device is being made; with empty words one can go on."""
        self._banner.say(words, Tone.ACCENT)
        for widget in (self._next, self._back, self._stack):
            widget.setEnabled(not words)

    def show_problem(self, sentence: str) -> None:
        """Say what kept the device from being made."""
        self._banner.say(sentence, Tone.DANGER)

    def allow_next(self, is_allowed: bool) -> None:
        """Let one go on, or not yet."""
        self._next.setEnabled(is_allowed)

    def _make_steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(XXL)
        row.addStretch(1)
        for _ in _PAGES:
            step = StateWord()
            self._steps.append(step)
            row.addWidget(step)
        row.addStretch(1)
        return row
