"""Step ④ on the screen: the gate's answers, the measure they allow, what was found and said."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.gate_view import GateView
from ui.desktop.screens.inspection.lookup_view import LookupView
from ui.desktop.screens.inspection.measure_form import MeasureForm
from ui.desktop.screens.inspection.measure_shown import MeasureShown, MeasureTyped, SceneTyped
from ui.desktop.screens.inspection.parts import StepCard, page_of, row
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.theme import Tone
from ui.desktop.widgets import Button


class MeasureView(QWidget):
    """Gate, decision, telling, findings: from what is lawful to what is written."""

    measure_typed = Signal(object)
    """MeasureTyped"""
    scene_typed = Signal(object)
    """SceneTyped"""
    lookups_typed = Signal(object)
    """tuple of RightLookup"""
    draft_asked = Signal()
    approved_just_now = Signal()
    told = Signal(str)
    goods_asked = Signal()
    """There are no goods yet: lead to them."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = GateView()
        self._form = MeasureForm()
        self._lookups = LookupView()
        self._told_text = TextField(tr("ui.scene.told"), lines=3)
        self._told_button = Button(tr("ui.scene.told_button"))
        self._told_card = StepCard(tr("ui.scene.told"))
        self._findings = TextField(tr("ui.scene.findings"), lines=5, message_lines=0)
        self._draft = Button(tr("ui.scene.draft"))
        self._supplier = TextField(tr("ui.scene.supplier"))
        self._evidence = TextField(tr("ui.scene.evidence"))
        self._questioning = TextField(tr("ui.scene.questioning"))
        self._statement = TextField(tr("ui.scene.statement"))
        self._no_statement = Button(tr("ui.scene.no_statement"))
        self._scene_card = StepCard(tr("ui.scene.findings"))
        self._lay_out()
        self._listen()

    def show_measure(self, shown: MeasureShown) -> None:
        """Show the step as recorded."""
        self._gate.show_gate(shown.gate, shown.measure.item_ids, is_frozen=shown.is_frozen)
        self._form.show_form(shown)
        has_measure = shown.is_decided and bool(shown.told or shown.told_draft)
        self._told_card.setVisible(has_measure)
        if has_measure:
            self._told_text.show_text(shown.told or shown.told_draft)
            self._told_card.show_state(
                tr("ui.scene.told_recorded") if shown.told else tr("ui.visit.not_yet"),
                Tone.OK if shown.told else Tone.MUTED,
            )
            self._told_text.set_frozen(is_frozen=shown.scene_is_frozen)
            self._told_button.setVisible(
                not shown.scene_is_frozen and self._told_text.text().strip() != shown.told
            )
        self._lookups.show_lookups(shown.lookups, shown.day, is_frozen=shown.scene_is_frozen)
        scene = shown.scene
        for field, text in (
            (self._findings, scene.findings),
            (self._supplier, scene.supplier_asked),
            (self._evidence, scene.evidence_note),
            (self._questioning, scene.questioning_note),
            (self._statement, scene.statement),
        ):
            field.show_text(text)
            field.set_frozen(is_frozen=shown.scene_is_frozen)
        if shown.supplier_corrected:
            self._supplier.show_message(shown.supplier_corrected, is_wrong=False)
        self._draft.setEnabled(not shown.scene_is_frozen)
        self._no_statement.setVisible(not shown.scene_is_frozen)

    def show_approved(self, at: datetime) -> None:
        """Put a moment into the time of the approval."""
        self._form.put_approved(at)

    def show_draft(self, findings: str) -> None:
        """Put a drafted text into the findings; one undo brings the former one back."""
        self._findings.put(findings)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong."""
        targets = {
            "findings": self._supplier,
            "lookups": self._evidence,
            "statement": self._statement,
            "measure_told": self._told_text,
        }
        if field == "measure":
            self._form.show_problem(sentence)
        elif field in targets:
            targets[field].show_message(sentence)

    def go_to(self, field: str) -> None:
        """Put the cursor where a finding is mended."""
        targets: dict[str, QWidget] = {
            "findings": self._findings if self._findings.text().strip() else self._draft,
            "supplier_asked": self._supplier,
            "evidence_note": self._evidence,
            "questioning_note": self._questioning,
            "lookups": self._lookups.first(),
            "statement": self._statement if self._statement.text().strip() else self._no_statement,
            "measure_told": self._told_button,
        }
        target = targets.get(field) or self._form.target(field)
        target.setFocus()
        self._area.ensureWidgetVisible(target, 0, 60)

    def forget(self) -> None:
        """Empty what another stand left behind."""
        for field in (
            self._findings,
            self._supplier,
            self._evidence,
            self._questioning,
            self._statement,
            self._told_text,
        ):
            field.show_message("")
            field.show_text("")
        self._form.forget()

    def _lay_out(self) -> None:
        self._told_card.body.addWidget(self._told_text)
        self._told_card.body.addLayout(row(1, self._told_button))
        self._scene_card.head.addWidget(self._draft)
        self._scene_card.body.addWidget(self._findings)
        self._scene_card.body.addLayout(row(self._supplier, self._evidence, spacing=16))
        spoken = row(self._statement, self._no_statement, self._questioning, spacing=16)
        spoken.setStretch(0, 1)
        spoken.setStretch(2, 1)
        self._scene_card.body.addLayout(spoken)
        self._area = page_of(self._gate, self._form, self._told_card, self._lookups, self._scene_card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._area)

    def _listen(self) -> None:
        self._gate.goods_asked.connect(self.goods_asked)
        self._gate.rows_chosen.connect(self._form.choose_rows)
        self._form.typed.connect(self._give_measure)
        self._form.approved_just_now.connect(self.approved_just_now)
        self._lookups.lookups_typed.connect(self.lookups_typed)
        self._draft.clicked.connect(self.draft_asked)
        self._told_text.typed.connect(lambda _: self._told_button.show())
        self._told_button.clicked.connect(lambda: self.told.emit(self._told_text.text()))
        self._no_statement.clicked.connect(lambda: self._statement.put(tr("ui.scene.no_statement")))
        for field in (
            self._findings,
            self._supplier,
            self._evidence,
            self._questioning,
            self._statement,
        ):
            field.committed.connect(self._give_scene)

    def _give_measure(self, typed: MeasureTyped) -> None:
        self.measure_typed.emit(typed)

    def _give_scene(self, _text: str = "") -> None:
        self.scene_typed.emit(
            SceneTyped(
                self._findings.text().strip(),
                self._supplier.text().strip(),
                self._evidence.text().strip(),
                self._questioning.text().strip(),
                self._statement.text().strip(),
            )
        )
