"""The office's page: what is to be heeded, every field to decide with both sides beside each other, and what was decided."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import empty, row
from ui.desktop.screens.office.notices import NoticeShown, Way
from ui.desktop.screens.office.shown import DecidedShown, MatterShown, OfficeShown
from ui.desktop.screens.office.task_block import TaskBlock
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import (
    Banner,
    Button,
    Card,
    EmptyState,
    Kind,
    Page,
    Role,
    Words,
    bring_into_view,
    rule,
)
from ui.desktop.widgets.words import StateWord

_MARK = 24
"""Pixels of an icon with the gap after it."""


class OfficeView(Page):
    """Shows what the office said and collects what a person decides; one button decides all that is chosen."""

    decided = Signal(object)
    """list of Decision"""
    undo_asked = Signal()
    again_asked = Signal(str)
    """Id of a task that was decided and shall be decided again."""
    fetch_asked = Signal()
    settings_asked = Signal()
    stand_asked = Signal(str)
    """Id of an inspection."""
    back_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._blocks: dict[str, TaskBlock] = {}
        self._order: list[tuple[str, tuple[str, ...]]] = []
        self._wanted = ""
        """Fields of which matter shall come into view."""
        self._is_enrolled = False
        self._is_working = False
        self._count = Words("", Role.MUTED)
        self._fetch = Button(tr("ui.office.fetch"), icon="download")
        self._heed = Card(tr("ui.office.heed"))
        self._notices = QVBoxLayout()
        self._matters = QVBoxLayout()
        self._more = Words("", Role.MUTED)
        self._done = Card(tr("ui.office.decided"))
        self._done_lines = QVBoxLayout()
        self._nothing = EmptyState("circle-check", "", tr("ui.office.fetch"))
        self._no_centre = EmptyState("unlink", tr("ui.office.not_enrolled"), tr("ui.office.to_settings"))
        self._banner = Banner(lines=2)
        self._chosen = Words("", Role.MUTED)
        self.back = Button(tr("ui.office.back"), icon="chevron-left")
        self.decide = Button(tr("ui.office.decide"), Kind.PRIMARY, "check")
        self._lay_out()
        self._listen()

    @property
    def blocks(self) -> tuple[TaskBlock, ...]:
        """The fields that wait, in their order."""
        return tuple(self._blocks[task_id] for _, ids in self._order for task_id in ids)

    def show_office(self, shown: OfficeShown) -> None:
        """Show what waits; what is chosen and typed stays."""
        self._is_enrolled = shown.is_enrolled
        self._count.setText(tr("ui.office.count", count=shown.count) if shown.count else "")
        self._fetch.setVisible(shown.is_enrolled and bool(shown.count or shown.decided))
        self._show_notices(shown.notices)
        self._show_matters(shown.matters)
        self._more.setText(tr("ui.office.more", count=shown.more) if shown.more else "")
        self._more.setVisible(bool(shown.more))
        self._show_decided(shown.decided)
        is_empty = not (shown.count or shown.decided)
        self._nothing.say(shown.calm)
        self._nothing.setVisible(is_empty and shown.is_enrolled)
        self._no_centre.setVisible(is_empty and not shown.is_enrolled)
        self._line.setVisible(bool(shown.matters))
        self._show_chosen()
        if self._wanted:
            self.go_to(self._wanted)

    def go_to(self, matter_id: str) -> None:
        """Bring the fields of one stand into view, the cursor on the first side to choose; as soon as they are read."""
        self._wanted = matter_id
        ids = dict(self._order).get(matter_id, ())
        if not ids:
            return
        self._wanted = ""
        block = self._blocks[ids[0]]
        next(iter(block.sides.values())).setFocus()
        bring_into_view(block)

    def say(self, sentence: str, tone: Tone = Tone.ACCENT, *, action: str = "") -> None:
        """Say how it went."""
        self._banner.say(sentence, tone, action=action)

    def show_working(self, *, is_working: bool) -> None:
        """Keep a second press from doing it twice."""
        self._is_working = is_working
        self._fetch.setEnabled(not is_working)
        self._show_chosen()

    def show_problem(self, code: str, task_id: str, sentence: str) -> None:
        """Say at the field what keeps it from being decided."""
        block = self._blocks.get(task_id)
        if block is None:
            self.say(sentence, Tone.DANGER)
        else:
            self.say("")
            block.show_problem(code, sentence)
            bring_into_view(block)

    def follow_fields(self) -> None:
        """Take what a draft put back as chosen."""
        for block in self.blocks:
            block.follow_fields()

    def forget(self) -> None:
        """Let go of what was chosen and typed: another officer takes over."""
        for block in self.blocks:
            block.forget()
        self._show_chosen()

    def _lay_out(self) -> None:
        head = row(Words(tr("ui.office.title"), Role.PAGE), self._count, 1, self._fetch)
        self._line = Words(tr("ui.office.line"), Role.MUTED, wraps=True)
        self.body.setSpacing(M)
        self.body.addLayout(head)
        self.body.addWidget(self._line)
        self._heed.body.addLayout(self._notices)
        self._notices.setSpacing(S)
        self._matters.setSpacing(L)
        self._done.body.addLayout(self._done_lines)
        self._done_lines.setSpacing(0)
        self.body.addWidget(self._heed)
        self.body.addLayout(self._matters)
        for each in (self._more, self._done):
            self.body.addWidget(each)
        for empty_state in (self._nothing, self._no_centre):
            self.body.addWidget(empty_state, 1)
            empty_state.hide()
        self.body.addStretch(1)
        self.foot.addWidget(self._banner, 1)
        self.foot.addWidget(self._chosen)
        self.foot.addWidget(self.back)
        self.foot.addWidget(self.decide)

    def _listen(self) -> None:
        self._fetch.clicked.connect(self.fetch_asked)
        self._nothing.acted.connect(self.fetch_asked)
        self._no_centre.acted.connect(self.settings_asked)
        self._banner.acted.connect(self.undo_asked)
        self.back.clicked.connect(self.back_pressed)
        self.decide.clicked.connect(self._decide)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            both = QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self)
            both.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            both.activated.connect(self.decide.click)

    def _decide(self) -> None:
        chosen = [block.decision for block in self.blocks if block.decision is not None]
        if chosen:
            self.decided.emit(chosen)

    def _show_notices(self, notices: tuple[NoticeShown, ...]) -> None:
        self._heed.setVisible(bool(notices))
        empty(self._notices)
        for notice in notices:
            mark = StateWord(notice.line.icon, "", notice.line.tone)
            mark.setFixedWidth(_MARK)
            line = row(mark, Words(notice.line.text, wraps=True), spacing=0)
            line.setStretch(1, 1)
            holder = QWidget()
            holder.setLayout(line)
            if notice.way is not Way.NONE and (self._is_enrolled or notice.way is Way.SETTINGS):
                words = "ui.office.fetch" if notice.way is Way.FETCH else "ui.office.to_settings"
                button = Button(tr(words), Kind.PLAIN)
                button.clicked.connect(self.fetch_asked if notice.way is Way.FETCH else self.settings_asked)
                line.addWidget(button)
            self._notices.addWidget(holder)

    def _show_matters(self, matters: tuple[MatterShown, ...]) -> None:
        order = [(each.id, tuple(task.id for task in each.tasks)) for each in matters]
        for task in (task for each in matters for task in each.tasks):
            block = self._blocks.get(task.id)
            if block is None:
                self._blocks[task.id] = block = TaskBlock(task)
                block.chosen.connect(self._show_chosen)
            else:
                block.show_task(task)
        if order == self._order:
            return
        self._order = order
        focused = self.focusWidget()
        kept = {task_id for _, ids in order for task_id in ids}
        for block in self._blocks.values():
            block.setParent(None)
        empty(self._matters)
        for gone in set(self._blocks) - kept:
            self._blocks.pop(gone).deleteLater()
        for matter in matters:
            self._matters.addWidget(self._card(matter))
        if focused is not None and self.isAncestorOf(focused):
            focused.setFocus()  # what comes in while somebody types does not take the field away

    def _card(self, matter: MatterShown) -> Card:
        card = Card(matter.title)
        if matter.is_stand:
            button = Button(tr("ui.office.to_stand"), Kind.PLAIN, "arrow-right")
            button.setAccessibleName(f"{tr('ui.office.to_stand')}：{matter.title}")
            button.clicked.connect(lambda: self.stand_asked.emit(matter.id))
            card.head.addWidget(button)
        for number, task in enumerate(matter.tasks):
            if number:
                card.body.addWidget(rule())
            card.body.addWidget(self._blocks[task.id])
            self._blocks[task.id].show()
        return card

    def _show_decided(self, decided: tuple[DecidedShown, ...]) -> None:
        self._done.setVisible(bool(decided))
        empty(self._done_lines)
        for each in decided:
            line = row(Words(each.line, wraps=True), Words(each.who, Role.CAPTION))
            line.setStretch(0, 1)
            if each.may_reopen:
                button = Button(tr("ui.office.again"), Kind.PLAIN)
                button.setAccessibleName(tr("ui.office.again_named", line=each.line))
                button.clicked.connect(lambda _=False, task=each.task_id: self.again_asked.emit(task))
                line.addWidget(button)
            holder = QWidget()
            holder.setMinimumHeight(44)
            holder.setLayout(line)
            self._done_lines.addWidget(holder)

    def _show_chosen(self) -> None:
        chosen = sum(block.decision is not None for block in self.blocks)
        count = len(self.blocks)
        words = tr("ui.office.chosen", chosen=chosen, count=count) if chosen else tr("ui.office.chosen_none")
        self._chosen.setText(words if count else "")
        self.decide.set_text(tr("ui.office.decide_count", count=chosen) if chosen else tr("ui.office.decide"))
        self.decide.setVisible(bool(count))
        self.decide.setEnabled(bool(chosen) and not self._is_working)
