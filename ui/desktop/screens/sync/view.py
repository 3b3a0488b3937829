"""Sync as one sees it: stands with their squares, receipts, one button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.sync.shown import ReceiptShown, StandSync, SyncShown
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import XS, L, M, S
from ui.desktop.widgets import (
    Banner,
    Button,
    Card,
    EmptyState,
    Kind,
    Page,
    ProgressLine,
    Role,
    SquaresBar,
    StateWord,
    Words,
    rule,
)


class SyncView(QWidget):
    """Shows how far each photo has come and offers the two ways to the centre."""

    send_asked = Signal()
    carry_asked = Signal()
    collect_asked = Signal()
    enrol_asked = Signal()
    stop_asked = Signal()
    picture_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stand_rows: list[_StandRow] = []
        self._receipt_rows: list[_ReceiptRow] = []
        page = Page()
        self._total = Words("", Role.PAGE)
        page.body.addWidget(self._total)
        columns = QHBoxLayout()
        columns.setSpacing(L)
        columns.addWidget(self._make_stands(), 5)
        columns.addWidget(self._make_receipts(), 3)
        page.body.addLayout(columns, 1)
        self._banner = Banner(lines=2)
        self._banner.acted.connect(self.enrol_asked)
        self._progress = ProgressLine()
        self._progress.cancelled.connect(self.stop_asked)
        self._status = QStackedWidget()
        self._status.addWidget(self._banner)
        self._status.addWidget(self._progress)
        self._status.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._collect = Button(tr("ui.sync.collect"))
        self._carry = Button(tr("ui.sync.carry"), icon="usb")
        self._send = Button(tr("ui.sync.send"), Kind.PRIMARY, "send")
        self._send.clicked.connect(self.send_asked)
        self._carry.clicked.connect(self.carry_asked)
        self._collect.clicked.connect(self.collect_asked)
        page.foot.addWidget(self._status, 1)
        for button in (self._collect, self._carry, self._send):
            page.foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page)
        self._is_working = False
        self._can_send = False

    def show_status(self, shown: SyncShown) -> None:
        """Show what was read; rows are kept, so that nothing jumps."""
        self._total.setText(shown.total)
        self._stands_pages.setCurrentIndex(0 if shown.stands else 1)
        self._show_stands(shown.stands)
        self._show_receipts(shown.receipts)
        self._no_receipts.setVisible(not shown.receipts)
        self._can_send = shown.can_send
        self._enable()
        if not shown.is_enrolled:
            self.say(tr("ui.sync.not_enrolled"), Tone.WARN, action=tr("ui.sync.to_settings"))
        elif shown.is_forked:
            self.say(tr("ui.sync.forked"), Tone.DANGER, action=tr("ui.sync.to_settings"))

    def show_picture(self, photo_id: str, picture: QImage | None) -> None:
        """Give a picture that was wanted."""
        for row in self._stand_rows:
            row.squares.show_picture(photo_id, picture)

    def show_step(self, done: int, total: int, words: str) -> None:
        """Show how far it is."""
        self._is_working = True
        self._status.setCurrentWidget(self._progress)
        self._progress.show_step(done, total, words)
        self._enable()

    def show_ended(self, sentence: str, tone: Tone) -> None:
        """Say how it ended."""
        self._is_working = False
        self._progress.end()
        self.say(sentence, tone)
        self._enable()

    def say(self, sentence: str, tone: Tone, *, action: str = "") -> None:
        """Say something in place."""
        self._status.setCurrentWidget(self._banner)
        self._banner.say(sentence, tone, action=action)

    def _enable(self) -> None:
        for button in (self._send, self._carry, self._collect):
            button.setEnabled(self._can_send and not self._is_working)

    def _make_stands(self) -> Card:
        card = Card(tr("ui.sync.stands"))
        card.body.addWidget(Words(tr("ui.sync.line"), Role.CAPTION))
        holder = QWidget()
        self._stands = QVBoxLayout(holder)
        self._stands.setContentsMargins(0, 0, 0, 0)
        self._stands.setSpacing(S)
        self._stands.addStretch(1)
        self._stands_pages = QStackedWidget()
        self._stands_pages.addWidget(holder)
        self._stands_pages.addWidget(EmptyState("images", tr("ui.sync.none")))
        self._stands_pages.setMinimumHeight(320)
        card.body.addWidget(self._stands_pages, 1)
        return card

    def _make_receipts(self) -> Card:
        card = Card(tr("ui.sync.receipts"))
        self._no_receipts = Words(tr("ui.sync.no_receipts"), Role.MUTED, wraps=True)
        self._receipts = QVBoxLayout()
        self._receipts.setSpacing(M)
        self._receipts.addStretch(1)
        card.body.addWidget(self._no_receipts)
        card.body.addLayout(self._receipts, 1)
        return card

    def _show_stands(self, stands: tuple[StandSync, ...]) -> None:
        while len(self._stand_rows) < len(stands):
            row = _StandRow()
            row.squares.picture_wanted.connect(self.picture_wanted)
            self._stands.insertWidget(len(self._stand_rows), row)
            self._stand_rows.append(row)
        for row, stand in zip(self._stand_rows, stands, strict=False):
            row.show_row(stand)
        for number, row in enumerate(self._stand_rows):
            row.setVisible(number < len(stands))

    def _show_receipts(self, receipts: tuple[ReceiptShown, ...]) -> None:
        while len(self._receipt_rows) < len(receipts):
            row = _ReceiptRow()
            self._receipts.insertWidget(len(self._receipt_rows), row)
            self._receipt_rows.append(row)
        for row, receipt in zip(self._receipt_rows, receipts, strict=False):
            row.show_row(receipt)
        for number, row in enumerate(self._receipt_rows):
            row.setVisible(number < len(receipts))


class _StandRow(QWidget):
    """One stand: name, numbers, squares."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Words("", Role.STRONG)
        self._numbers = StateWord()
        self.squares = SquaresBar()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.squares)
        column.addWidget(rule())

    def show_row(self, stand: StandSync) -> None:
        """Show a stand."""
        self._title.setText(stand.title)
        icon, tone = ("circle-check", Tone.OK) if stand.is_complete else ("cloud-upload", Tone.MUTED)
        self._numbers.say(icon, stand.numbers, tone)
        self.squares.show_squares(stand.squares, f"{stand.title} {stand.numbers}")


class _ReceiptRow(QWidget):
    """One receipt: what it covers, when, and its short hash."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: ReceiptShown | None = None
        self._icon = QLabel()
        self._title = Words("", wraps=True)
        self._line = Words("", Role.CAPTION)
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addWidget(self._title)
        words.addWidget(self._line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(M)
        row.addWidget(self._icon)
        row.addLayout(words, 1)

    def show_row(self, receipt: ReceiptShown) -> None:
        """Show a receipt."""
        self._shown = receipt
        self._title.setText(receipt.title)
        self._line.setText(receipt.line)
        self._line.setVisible(bool(receipt.line))
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the icon anew when the look changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_shown"):
            self._draw()

    def _draw(self) -> None:
        if self._shown is not None:
            self._icon.setPixmap(theme().pixmap(self._shown.icon, self._shown.tone))
