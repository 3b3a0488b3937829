"""Sync as one sees it: stands with their squares, deliveries, the network, one button."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.network import NetworkRule
from ui.desktop.screens.sync.originals import OriginalsCard
from ui.desktop.screens.sync.rows import BatchRow, StandRow
from ui.desktop.screens.sync.shown import BatchShown, StandSync, SyncShown
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import (
    Banner,
    Beside,
    Button,
    Card,
    EmptyState,
    Kind,
    Page,
    ProgressLine,
    Role,
    Segments,
    Words,
    row_of,
    scrolled,
)

_LEAST_STATUS = 420
"""Pixels in which what is said beside the buttons takes two lines at most."""


class SyncView(QWidget):
    """Shows how far each photo has come and offers the two ways to the centre."""

    send_asked = Signal()
    carry_asked = Signal()
    collect_asked = Signal()
    enrol_asked = Signal()
    stop_asked = Signal()
    pause_asked = Signal(bool)
    act_asked = Signal()
    """What was offered while nothing goes: try now, or send all the same."""
    network_chosen = Signal(str)
    """Value of a NetworkRule."""
    picture_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._stand_rows: list[StandRow] = []
        self._batch_rows: list[BatchRow] = []
        page = Page()
        self._total = Words("", Role.PAGE)
        page.body.addWidget(self._total)
        main, side = QWidget(), QWidget()
        lines = QVBoxLayout(main)
        lines.addWidget(self._make_stands(), 1)
        self.originals = OriginalsCard()
        lines.addWidget(self.originals)
        beside = QVBoxLayout(side)
        beside.addWidget(self._make_history(), 1)
        beside.addWidget(self._make_network())
        for column in (lines, beside):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(L)
        page.body.addWidget(Beside((main, 5), (side, 3)), 1)
        self._banner = Banner(lines=2)
        self._banner.acted.connect(self._act)
        self._answer: SignalInstance = self.enrol_asked
        """What the banner's button asks for."""
        self._progress = ProgressLine(can_pause=True)
        self._progress.cancelled.connect(self.stop_asked)
        self._progress.paused.connect(self.pause_asked)
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
        self._status.setMinimumWidth(_LEAST_STATUS)
        buttons = QWidget()
        buttons.setLayout(row_of(self._collect, self._carry, self._send, stretch_first=True))
        page.foot.addWidget(Beside((self._status, 1), (buttons, 0), spacing=M))
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
        self._show_history(shown.history)
        self._no_history.setVisible(not shown.history)
        self._can_send = shown.can_send
        self.originals.setVisible(shown.is_enrolled)
        self._enable()
        if not shown.is_enrolled:
            self.say(tr("ui.sync.not_enrolled"), Tone.WARN, action=tr("ui.sync.to_settings"))
        elif shown.is_forked:
            self.say(tr("ui.sync.forked"), Tone.DANGER, action=tr("ui.sync.to_settings"))

    def show_picture(self, photo_id: str, picture: QImage | None) -> None:
        """Give a picture that was wanted."""
        for row in self._stand_rows:
            row.squares.show_picture(photo_id, picture)
            row.missing.show_picture(photo_id, picture)

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

    def show_waiting(self, sentence: str, action: str, *, is_under_way: bool) -> None:
        """Say why nothing goes at the moment and offer what a person may do."""
        if is_under_way:
            self._is_working = True
        else:
            self._is_working = False
            self._progress.end()
        self.say(sentence, Tone.WARN, action=action, answer=self.act_asked)
        self._enable()

    def show_network(self, rule: NetworkRule, line: str) -> None:
        """Show the rule that holds and what the system says."""
        self._network.choose(rule.value)
        self._network_line.setText(line)

    def say(
        self, sentence: str, tone: Tone, *, action: str = "", answer: SignalInstance | None = None
    ) -> None:
        """Say something in place; the button asks to enrol unless another `answer` is given."""
        self._answer = answer or self.enrol_asked
        self._status.setCurrentWidget(self._banner)
        self._banner.say(sentence, tone, action=action)

    def _act(self) -> None:
        self._answer.emit()

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
        self._stands_pages.setMinimumHeight(200)
        card.body.addWidget(self._stands_pages, 1)
        return card

    def _make_history(self) -> Card:
        card = Card(tr("ui.sync.history"))
        self._no_history = Words(tr("ui.sync.no_history"), Role.MUTED, wraps=True)
        self._history = QVBoxLayout()
        self._history.setContentsMargins(0, 0, 0, 0)
        self._history.setSpacing(M)
        self._history.addStretch(1)
        card.body.addWidget(self._no_history)
        card.body.addWidget(scrolled(self._history), 1)
        card.setMinimumHeight(240)
        return card

    def _make_network(self) -> Card:
        card = Card(tr("ui.sync.network"))
        choices = [(rule.value, tr(f"ui.sync.network.{rule.value}")) for rule in NetworkRule]
        self._network = Segments(tr("ui.sync.network"), choices)
        self._network.chosen.connect(self.network_chosen)
        self._network_line = Words("", Role.CAPTION, wraps=True)
        card.body.addWidget(self._network)
        card.body.addWidget(self._network_line)
        return card

    def _show_stands(self, stands: tuple[StandSync, ...]) -> None:
        while len(self._stand_rows) < len(stands):
            row = StandRow()
            row.squares.picture_wanted.connect(self.picture_wanted)
            row.missing.picture_wanted.connect(self.picture_wanted)
            self._stands.insertWidget(len(self._stand_rows), row)
            self._stand_rows.append(row)
        for row, stand in zip(self._stand_rows, stands, strict=False):
            row.show_row(stand)
        for number, row in enumerate(self._stand_rows):
            row.setVisible(number < len(stands))

    def _show_history(self, history: tuple[BatchShown, ...]) -> None:
        while len(self._batch_rows) < len(history):
            row = BatchRow()
            self._history.insertWidget(len(self._batch_rows), row)
            self._batch_rows.append(row)
        for row, batch in zip(self._batch_rows, history, strict=False):
            row.show_row(batch)
        for number, row in enumerate(self._batch_rows):
            row.setVisible(number < len(history))
