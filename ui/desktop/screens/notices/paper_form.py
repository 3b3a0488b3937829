"""A paper as a form to fill in: the form's own file says what is asked, in which order."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import Answers, StepCard, column, row
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.notices.paper_shown import FieldShown, PaperShown
from ui.desktop.theme.tokens import L, S
from ui.desktop.widgets import Button, Choice, Kind, Role, Words, scrolled
from ui.desktop.widgets.stands_for import StandsFor

_LINES = {"text": 4, "dialogue": 12}
_LINE_HEIGHT = 24
"""Pixels of a line in a field of several."""
_EXAMPLES = {"moment": "2026-11-23 09:05", "day": "2026-11-23", "dialogue": "问：\n答："}
_FEW = 4
"""Choices that stand side by side; more of them are a list."""


class PaperForm(QWidget):
    """Whatever is typed goes into the record when a field is left; short fields stand two in a row."""

    answered = Signal(str, str)
    """(name of what is asked, what was written)"""
    drop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shape: object = None
        self._asked: tuple[FieldShown, ...] = ()
        self._texts: dict[str, TextField] = {}
        self._choices: dict[str, _ChoiceField] = {}
        self._card = StepCard("")
        self._title = Words("", Role.SECTION, wraps=True)
        self._basis = Words("", Role.CAPTION, wraps=True)
        self._confirm = Words("", Role.CAPTION, wraps=True)
        self._elsewhere = Words("", Role.PROBLEM, wraps=True)
        self._fields = QVBoxLayout()
        self._drop = Button(tr("ui.paper.drop"), Kind.PLAIN, "trash-2")
        for part in (self._title, self._basis, self._confirm, self._elsewhere):
            self._card.body.addWidget(part)
        self._card.body.addLayout(self._fields)
        self._card.body.addLayout(row(self._drop, 1))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(column(self._card, 1)))
        self._drop.clicked.connect(self.drop_asked)

    def show_paper(self, paper: PaperShown) -> None:
        """Show what is asked; the fields stay while the same is asked on the same paper."""
        self._title.setText(paper.title)
        self._basis.setText(paper.basis)
        self._confirm.setText(paper.confirm)
        self._confirm.setVisible(bool(paper.confirm))
        self._elsewhere.setText("\n".join(paper.also_missing))
        self._elsewhere.setVisible(bool(paper.also_missing))
        self._asked = paper.fields
        shape = (paper.key, tuple(field.name for field in paper.fields))
        if shape != self._shape:
            self._shape = shape
            self._build(paper.fields)
        for field in paper.fields:
            self._show_field(field, is_frozen=paper.is_frozen)
        self._drop.setVisible(not paper.is_frozen)

    def show_problem(self, name: str, sentence: str) -> None:
        """Say at the field what is wrong with what was written there, which stays to be mended."""
        if name in self._texts:
            field = self._texts[name]
            if sentence:
                field.keep_refused()
            else:
                field.note_taken()
            field.show_message(sentence)
        elif name in self._choices:
            self._choices[name].show_message(sentence)

    @property
    def first_missing(self) -> QWidget | None:
        """The first field that keeps the paper from being issued, else the first of all."""
        wanted = next((field for field in self._asked if field.told), next(iter(self._asked), None))
        if wanted is None:
            return None
        return self._choices.get(wanted.name) or self._texts[wanted.name]

    def forget(self) -> None:
        """Empty what another stand left behind."""
        self._shape, self._asked = None, ()
        self._build(())

    def _build(self, fields: tuple[FieldShown, ...]) -> None:
        while (item := self._fields.takeAt(0)) is not None:
            holder = item.widget()
            if holder is not None:
                holder.hide()
                holder.deleteLater()
        self._texts, self._choices = {}, {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(S)
        line, place = 0, 0
        for field in fields:
            widget = self._field(field)
            is_wide = field.kind in _LINES or len(field.label) > 16 or len(field.choices) > 2
            if is_wide and place:
                line, place = line + 1, 0
            grid.addWidget(widget, line, place, 1, 2 if is_wide else 1, Qt.AlignmentFlag.AlignTop)
            place += 2 if is_wide else 1
            if place > 1:
                line, place = line + 1, 0
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        holder = QWidget()
        holder.setLayout(grid)
        self._fields.addWidget(holder)

    def _field(self, field: FieldShown) -> QWidget:
        name = field.name
        if field.choices:
            chosen = _ChoiceField(field.label, field.choices)
            chosen.answered.connect(lambda said: self.answered.emit(name, said))
            self._choices[name] = chosen
            return chosen
        text = TextField(
            field.label, placeholder=_EXAMPLES.get(field.kind, ""), lines=_LINES.get(field.kind, 1)
        )
        if lines := _LINES.get(field.kind):
            text.edit.setMaximumHeight(_LINE_HEIGHT * (lines + 1))
        text.committed.connect(lambda said: self.answered.emit(name, said))
        self._texts[name] = text
        return text

    def _show_field(self, field: FieldShown, *, is_frozen: bool) -> None:
        if field.name in self._choices:
            self._choices[field.name].show_answer(field.text, is_frozen=is_frozen)
            self._choices[field.name].show_message(field.told)
            return
        text = self._texts[field.name]
        text.show_text(field.text)
        text.set_frozen(is_frozen=is_frozen)
        if not text.is_refused:
            text.show_message(field.told, is_wrong=field.is_wrong)


class _ChoiceField(StandsFor):
    """One of a few words under its caption, with a reserved line for a message."""

    answered = Signal(str)

    def __init__(self, caption: str, choices: tuple[str, ...]) -> None:
        super().__init__()
        self._segments: Answers | None = None
        self._list: Choice | None = None
        if len(choices) <= _FEW:
            self._segments = Answers(caption, [(choice, choice) for choice in choices])
            self._segments.answered.connect(lambda said: self.answered.emit(str(said)))
        else:
            self._list = Choice((("", tr("ui.paper.choose")), *((choice, choice) for choice in choices)))
            self._list.setAccessibleName(caption)
            self._list.activated.connect(lambda _: self.answered.emit(self._value()))
        self._message = Words("", Role.CAPTION)
        editor = self._segments or self._list
        if editor is not None:
            self.stand_for(editor)
        self.setLayout(
            column(Words(caption, Role.CAPTION), *((editor,) if editor else ()), self._message, spacing=4)
        )

    def show_answer(self, text: str, *, is_frozen: bool) -> None:
        """Show what is recorded."""
        if self._segments is not None:
            self._segments.show_answer(text)
            self._segments.set_frozen(is_frozen=is_frozen)
        elif self._list is not None:
            self._list.setCurrentIndex(max(0, self._list.findData(text)))
            self._list.setEnabled(not is_frozen)

    def show_message(self, sentence: str) -> None:
        """Say something beneath."""
        self._message.setText(sentence)

    def _value(self) -> str:
        return str(self._list.currentData()) if self._list is not None else ""
