"""One field that waits for a person: before, here and the office side by side, one's own word, and what comes of the choice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from inspector.actions.settle_task import Decision
from inspector.records import Choice
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, row
from ui.desktop.screens.office.shown import SideShown, TaskShown, result_words
from ui.desktop.screens.office.side_choice import SIDE_HEIGHT, SideChoice
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L, M, S
from ui.desktop.widgets import Button, Field, Kind, Role, StateWord, Words
from ui.desktop.widgets import Choice as Choices


class TaskBlock(QWidget):
    """Shows one task and holds what is chosen until it is decided; nothing is chosen from the start."""

    chosen = Signal()
    """What is chosen, or why, is another thing now."""

    def __init__(self, task: TaskShown) -> None:
        super().__init__()
        self._task = task
        self._choice: Choice | None = None
        self._field = Words("", Role.STRONG)
        self._state = StateWord()
        self._unchoose = Button(tr("ui.office.unchoose"), Kind.PLAIN, "undo-2")
        self._reason = Words("", wraps=True)
        self._before = _Before()
        ours, theirs = (
            ("ui.office.recorded", "ui.office.asked_value")
            if task.is_correction
            else (
                "ui.office.ours",
                "ui.office.theirs",
            )
        )
        self.sides = {Choice.OURS: SideChoice(tr(ours)), Choice.THEIRS: SideChoice(tr(theirs))}
        self.own = _own_field(task)
        self.note = Field(
            tr("ui.office.note_needed" if task.is_correction else "ui.office.note", task=task.id)
        )
        self._result = Words("", wraps=True)
        self._lay_out()
        self._listen()
        self.show_task(task)

    @property
    def task(self) -> TaskShown:
        """What is shown."""
        return self._task

    @property
    def decision(self) -> Decision | None:
        """What is chosen, None if nothing is."""
        if self._choice is None:
            return None
        value = self.own.text() if self._choice is Choice.ANEW else ""
        return Decision(self._task.id, self._choice, value, self.note.text(), self._task.entry)

    def show_task(self, task: TaskShown) -> None:
        """Show the task; if the office has said something else meanwhile, what was chosen counts no more."""
        if self._choice is not None and task.entry != self._task.entry:
            self._choose(None)
            self.show_problem("task.changed", tr("ui.office.changed"))
        self._task = task
        self._field.setText(task.field)
        words = "ui.office.correction" if task.is_correction else "ui.office.differs"
        self._state.say("pen-line" if task.is_correction else "columns-2", tr(words), Tone.WARN)
        self._reason.setText(tr("ui.office.reason", reason=task.reason) if task.reason else "")
        self._reason.setVisible(bool(task.reason))
        self._before.show_side(task.base)
        self._before.setVisible(not task.is_correction)
        for side in self.sides.values():
            side.setAccessibleDescription(task.field)  # one hears which field a side is of
        for field in (self.own, self.note):
            field.editor.setAccessibleName(f"{task.field}：{field.label.text()}")
        self.sides[Choice.OURS].show_side(task.ours)
        self.sides[Choice.THEIRS].show_side(task.theirs)
        self._say_result()

    def choose(self, choice: Choice | None) -> None:
        """Choose a side, or nothing."""
        self._choose(choice)
        self.chosen.emit()

    def follow_fields(self) -> None:
        """Take what a draft put back as chosen: who wrote something of their own meant it."""
        if isinstance(self.own.editor, QLineEdit) and self.own.text():
            self._choose(Choice.ANEW)
            self.chosen.emit()

    def forget(self) -> None:
        """Let go of choice and note."""
        self.note.set_text("")
        self._choose(None)

    def show_problem(self, code: str, sentence: str) -> None:
        """Say where it is mended what is wrong with the choice."""
        field = self.note if code in {"task.note_missing", "task.changed"} else self.own
        field.say(sentence)
        if code != "task.changed":
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = row(self._field, self._state, 1, self._unchoose, spacing=M)
        own = QFrame()
        own.setProperty("role", "cell")
        own.setMinimumHeight(SIDE_HEIGHT)
        inner = column(self.own, 1)
        inner.setContentsMargins(M, S, M, 0)
        own.setLayout(inner)
        self._own_frame = own
        sides = row(self._before, self.sides[Choice.OURS], self.sides[Choice.THEIRS], own, spacing=M)
        for place in range(4):
            sides.setStretch(place, 1)
        foot = row(self._result, self.note, spacing=L)
        foot.setStretch(0, 1)
        foot.setStretch(1, 1)
        foot.setAlignment(self._result, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(column(head, self._reason, sides, foot, spacing=S))

    def _listen(self) -> None:
        for choice, side in self.sides.items():
            side.clicked.connect(lambda is_on, choice=choice: self.choose(choice if is_on else None))
        self._unchoose.clicked.connect(lambda: self.choose(None))
        self.own.value_changed.connect(self._typed)
        self.note.value_changed.connect(lambda _: self.note.say(""))

    def _typed(self, text: str) -> None:
        self.own.say("")
        self.choose(Choice.ANEW if text.strip() else None)

    def _choose(self, choice: Choice | None) -> None:
        self._choice = choice
        for each, side in self.sides.items():
            side.setChecked(each is choice)
        if choice is not Choice.ANEW:
            self.own.set_text("")
        for field in (self.own, self.note):
            field.say("")
        self._say_result()

    def _say_result(self) -> None:
        own = self.own.text()
        self._result.setText(result_words(self._task, self._choice, dict(self._task.options).get(own, own)))
        muted = self._choice is None
        for widget, name, value in (
            (self._result, "role", "muted" if muted else "body"),
            (self._own_frame, "lit", self._choice is Choice.ANEW),
        ):
            if widget.property(name) != value:
                widget.setProperty(name, value)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        policy = self._unchoose.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._unchoose.setSizePolicy(policy)
        self._unchoose.setVisible(not muted)


class _Before(QFrame):
    """What both sides had last: to be read, not chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "cell")
        self._value = Words("", wraps=True)
        self._value.setProperty("role", "muted")
        parts = column(Words(tr("ui.office.base"), Role.CAPTION), self._value, 1, spacing=2)
        parts.setContentsMargins(M, S, M, S)
        self.setLayout(parts)

    def show_side(self, side: SideShown) -> None:
        """Show what both had."""
        self._value.setText(side.value)


def _own_field(task: TaskShown) -> Field:
    """Return the field for one's own value: a list where the words are fixed."""
    label = tr("ui.office.own", task=task.id)
    if task.options:
        return Field(label, editor=Choices((("", tr("ui.office.own_choice")), *task.options)))
    return Field(label)
