"""办案情况 on the stand's last step: case number, where the goods lie, how far it has come, who handles it; and corrections."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout

from inspector.records import CaseFieldName
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.case_presenter import CaseFieldShown, CaseShown
from ui.desktop.screens.inspection.parts import StepCard, column, empty, row
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.office.field_words import field_words, options_of
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XS, L
from ui.desktop.widgets import Button, Choice, Field, Kind, Role, StateWord, Words

_TYPED = (CaseFieldName.NUMBER, CaseFieldName.STORAGE_PLACE, CaseFieldName.HANDLER)
_PLACES = {
    CaseFieldName.NUMBER: (0, 0),
    CaseFieldName.STATUS: (0, 1),
    CaseFieldName.STORAGE_PLACE: (1, 0),
    CaseFieldName.HANDLER: (1, 1),
}


class CaseCard(StepCard):
    """Shows the case and takes what an officer writes; what both sides wrote is decided elsewhere."""

    written = Signal(object, str)
    """(CaseFieldName, value)"""
    office_asked = Signal()
    """What waits shall be decided."""

    def __init__(self) -> None:
        super().__init__(tr("ui.case.title"))
        self._to_office = Button(tr("ui.case.decide"), Kind.PLAIN, "arrow-right")
        self._to_office.clicked.connect(self.office_asked)
        self.head.addWidget(self._to_office)
        self.fields = {name: TextField(field_words("CaseFile", name)) for name in _TYPED}
        options = options_of("CaseFile", CaseFieldName.STATUS, {})
        self._statuses = Choice((("", tr("ui.case.no_status")), *options))
        self.status = Field(field_words("CaseFile", CaseFieldName.STATUS), editor=self._statuses)
        grid = QGridLayout()
        grid.setHorizontalSpacing(L)
        grid.setVerticalSpacing(XS)
        for name, (line, place) in _PLACES.items():
            grid.addWidget(self.fields.get(name, self.status), line, place)
            grid.setColumnStretch(place, 1)
        self._corrections_head = StateWord("pen-line", tr("ui.case.corrections_head"), Tone.WARN)
        self._corrections = column(spacing=XS)
        self.body.addWidget(Words(tr("ui.case.line"), Role.CAPTION, wraps=True))
        self.body.addLayout(grid)
        self.body.addLayout(row(self._corrections_head, 1))
        self.body.addLayout(self._corrections)
        for name, field in self.fields.items():
            field.committed.connect(lambda text, name=name: self.written.emit(name, text))
        self.status.finished.connect(lambda: self.written.emit(CaseFieldName.STATUS, self.status.text()))

    def show_case(self, shown: CaseShown) -> None:
        """Show the case; fields being typed into keep what is typed."""
        self.setVisible(shown.is_begun)
        words = tr("ui.case.to_decide", count=shown.waiting) if shown.waiting else ""
        self.show_state(words, Tone.WARN)
        self._to_office.setVisible(bool(shown.waiting))
        for name, each in shown.fields.items():
            if name is CaseFieldName.STATUS:
                self._show_status(each)
            else:
                field = self.fields[name]
                field.show_text(each.value)
                field.set_frozen(is_frozen=each.is_waiting)
                if not field.is_refused:
                    field.show_message(each.told, is_wrong=False)
        self._corrections_head.setVisible(bool(shown.corrections))
        empty(self._corrections)
        for line in shown.corrections:
            self._corrections.addWidget(Words(line, wraps=True))

    def is_typed_into(self, name: CaseFieldName) -> bool:
        """Tell whether something stands in a field that the record does not say."""
        return name in self.fields and self.fields[name].is_unrecorded

    def show_problem(self, name: CaseFieldName, sentence: str) -> None:
        """Say at the field why it was not written; what was typed stays and is asked for again when it is left."""
        if name is CaseFieldName.STATUS:
            self.status.say(sentence)
        elif sentence:
            self.fields[name].keep_refused()
            self.fields[name].show_message(sentence)
        else:
            self.fields[name].let_go()

    def forget(self) -> None:
        """Empty what another stand left behind."""
        for field in self.fields.values():
            field.let_go()
            field.show_text("")
            field.show_message("")
        self.status.say("")

    def _show_status(self, shown: CaseFieldShown) -> None:
        self._statuses.setCurrentIndex(max(self._statuses.findData(shown.value), 0))
        self._statuses.setEnabled(not shown.is_waiting)
        self.status.set_hint(shown.told)
