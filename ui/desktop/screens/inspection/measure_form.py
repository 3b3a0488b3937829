"""The measure's own fields: form, period, place, keeping, approval and what has to be asked first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector.law.checks.sampling import COMPARING, IDENTIFYING, TESTING
from inspector.law.wording import QUALITY_RIGHTS
from inspector.records import Approval, MeasureKind, RightKind, Sample, SeizureForm
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.measure_shown import (
    HARD_LATER,
    MAY_BE_LOST,
    Choice,
    MeasureShown,
    MeasureTyped,
    choice_name,
)
from ui.desktop.screens.inspection.moments import moment_shown, moment_typed
from ui.desktop.screens.inspection.parts import Answers, StepCard, column, row, tick
from ui.desktop.screens.inspection.sample_rows import SampleRows
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.theme import Tone
from ui.desktop.widgets import Button, Role, Words

PURPOSES = {IDENTIFYING: "identifying", COMPARING: "comparing", TESTING: "testing"}
"""What samples are for, as form 29 prints it, with the name of its word on the screen."""


class MeasureForm(StepCard):
    """Every field gives the whole measure anew; what cannot be read stays in its field with a sentence."""

    typed = Signal(object)
    """MeasureTyped"""
    approved_just_now = Signal()
    """The approver has said yes this minute, on the telephone."""

    def __init__(self) -> None:
        super().__init__(tr("ui.measure.decision"))
        self._shown: MeasureTyped | None = None
        self._form = Answers(
            tr("ui.measure.decision"),
            [
                (choice, choice_name(choice))
                for choice in (
                    None,
                    SeizureForm.SEAL_UP,
                    SeizureForm.TAKE_AWAY,
                    MeasureKind.REGISTER,
                    MeasureKind.SAMPLE,
                )
            ],
        )
        self._why = Answers(
            tr("ui.measure.reason"),
            [(MAY_BE_LOST, tr("ui.measure.may_be_lost")), (HARD_LATER, tr("ui.measure.hard_later"))],
        )
        self._kept = Answers(
            tr("ui.measure.kept"), [(False, tr("ui.measure.taken_along")), (True, tr("ui.measure.in_place"))]
        )
        self._act_day = TextField(tr("ui.measure.act_day"))
        self._days = TextField(tr("ui.measure.days"))
        self._place = TextField(tr("ui.measure.place"))
        self._keeping = TextField(tr("ui.measure.keeping"))
        self._urgent = Answers(
            tr("ui.measure.approval"), [(False, tr("ui.measure.before")), (True, tr("ui.measure.urgent"))]
        )
        self._approver = TextField(tr("ui.measure.approver"))
        self._approved_at = TextField(tr("ui.measure.approved_at"))
        self._now = Button(tr("ui.measure.approved_now"), icon="clock")
        self._reason = TextField(tr("ui.measure.urgent_reason"))
        self._grounds = TextField(
            tr("ui.measure.quality_grounds"), placeholder=tr("ui.measure.quality_grounds.such_as")
        )
        self._city_chief = tick(tr("ui.measure.city_chief"))
        self._not_sealed = tick(tr("ui.measure.not_sealed"))
        self._unrelated = tick(tr("ui.measure.unrelated"))
        self._problem = Words("", Role.PROBLEM)
        self._problem.setFixedHeight(18)
        self._details, self._preserving, self._approving = QWidget(), QWidget(), QWidget()
        self._sampling = QWidget()
        self._purpose = Answers(
            tr("ui.sample.purpose"),
            [(purpose, tr(f"ui.sample.{name}")) for purpose, name in PURPOSES.items()],
        )
        self._method = TextField(tr("ui.sample.method"))
        self._keeper = TextField(tr("ui.sample.keeper"))
        self._sampled_by = TextField(tr("ui.sample.sampled_by"))
        self.samples = SampleRows()
        self._summary = Words("", Role.MUTED, wraps=True)
        self._lay_out()
        self._listen()

    def show_form(self, shown: MeasureShown) -> None:
        """Show the measure as decided or as filled in so far."""
        measure = shown.measure
        self._shown = measure
        self._form.show_answer(measure.choice)
        self._why.show_answer(measure.reason)
        self._kept.show_answer(measure.is_kept_in_place)
        self._act_day.show_text(measure.act_day.isoformat())
        self._days.show_text(str(measure.days))
        self._place.show_text(measure.place)
        self._keeping.show_text(measure.keeping)
        self._urgent.show_answer(measure.approval.urgent)
        self._approver.show_text(measure.approval.approver)
        self._approved_at.show_text(moment_shown(measure.approval.at))
        self._grounds.show_text(measure.quality_grounds)
        self._reason.show_text(measure.approval.urgent_reason)
        for box, value in (
            (self._city_chief, measure.approval.by_city_chief),
            (self._not_sealed, measure.not_sealed_by_others),
            (self._unrelated, measure.unrelated_or_necessities),
        ):
            box.setChecked(value)
            box.setEnabled(not shown.is_frozen)
        self._purpose.show_answer(measure.purpose)
        self._method.show_text(measure.method)
        self._keeper.show_text(measure.keeper)
        self._sampled_by.show_text(measure.sampled_by)
        self.samples.show_samples(shown.samples, is_frozen=shown.is_frozen)
        is_sample, is_seizure = (measure.kind is kind for kind in (MeasureKind.SAMPLE, MeasureKind.SEIZE))
        self._form.setEnabled(bool(shown.gate))  # also once frozen: there may be several to look at
        self._details.setVisible(measure.choice is not None)
        self._preserving.setVisible(measure.kind is MeasureKind.REGISTER)
        self._sampling.setVisible(is_sample)
        self._approving.setVisible(not is_sample)
        self._days.setVisible(is_seizure)
        for widget in (self._not_sealed, self._unrelated):
            widget.setVisible(is_seizure)
        self._place.set_caption(tr("ui.sample.place" if is_sample else "ui.measure.place"))
        self._keeping.set_caption(tr("ui.sample.keeping" if is_sample else "ui.measure.keeping"))
        self._reason.setVisible(measure.approval.urgent)
        needs_chief = any(line.right is RightKind.UNFAIR_COMPETITION for line in shown.gate)
        self._city_chief.setVisible(needs_chief and is_seizure)
        asks_grounds = any(line.right in QUALITY_RIGHTS for line in shown.gate)
        self._grounds.setVisible((asks_grounds or bool(measure.quality_grounds)) and is_seizure)
        is_decided = shown.is_decided and bool(measure.item_ids)
        self.show_state(tr("ui.measure.decided") if is_decided else "", Tone.OK if is_decided else Tone.MUTED)
        self._summary.setText(shown.summary)
        self._summary.setVisible(bool(shown.summary))
        self._now.setVisible(not shown.is_frozen)
        self._freeze(is_frozen=shown.is_frozen)

    def show_problem(self, sentence: str) -> None:
        """Say why the measure was not decided."""
        self._problem.setText(sentence)
        self._problem.setToolTip(sentence)

    def choose_rows(self, item_ids: frozenset[str]) -> None:
        """Cover these rows; the first choice proposes taking away."""
        if self._shown is not None:
            choice = self._shown.choice or (SeizureForm.TAKE_AWAY if item_ids else None)
            self._give(replace(self._shown, item_ids=item_ids, choice=choice))

    def target(self, field: str) -> QWidget:
        """Return the field a finding is mended in."""
        return {
            "approval": self._approved_at if self._approver.text().strip() else self._approver,
            "days": self._days,
            "place": self._place,
            "keeping": self._keeping,
            "act_day": self._act_day,
            "not_sealed_by_others": self._not_sealed,
            "reason": self._why,
            "purpose": self._purpose,
            "method": self._method,
            "keeper": self._keeper,
            "sampled_by": self._sampled_by,
            "samples": self.samples.first_field,
            "unrelated_or_necessities": self._unrelated,
            "quality_grounds": self._grounds,
        }.get(field, self._form)

    def forget(self) -> None:
        """Empty what another stand left behind."""
        self._shown = None
        self.show_problem("")
        self.samples.forget()
        for field in self._fields():
            field.show_message("")

    def _fields(self) -> tuple[TextField, ...]:
        return (
            self._act_day,
            self._days,
            self._place,
            self._keeping,
            self._approver,
            self._approved_at,
            self._reason,
            self._grounds,
            self._method,
            self._keeper,
            self._sampled_by,
        )

    def _lay_out(self) -> None:
        self.body.addWidget(self._form)
        self.body.addWidget(self._summary)
        self.body.addWidget(self._grounds)
        self.body.addWidget(self._problem)
        details = QVBoxLayout(self._details)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(4)
        first = row(self._act_day, self._days, self._place, self._keeping)
        for place, stretch in enumerate((2, 2, 3, 3)):
            first.setStretch(place, stretch)
        details.addLayout(first)
        why, kept = (
            column(Words(tr(words), Role.CAPTION), answers, spacing=4)
            for words, answers in (("ui.measure.reason", self._why), ("ui.measure.kept", self._kept))
        )
        preserving = row(why, kept, 1, spacing=24)
        preserving.setContentsMargins(0, 0, 0, 8)
        self._preserving.setLayout(preserving)
        details.addWidget(self._preserving)
        approved = row(self._approver, self._approved_at, self._now, self._reason)
        approved.setAlignment(self._now, Qt.AlignmentFlag.AlignVCenter)
        self._approving.setLayout(
            column(
                Words(tr("ui.measure.approval"), Role.CAPTION),
                self._urgent,
                approved,
                row(self._not_sealed, self._unrelated, 1),
                self._city_chief,
                spacing=4,
            )
        )
        details.addWidget(self._approving)
        self._sampling.setLayout(
            column(
                Words(tr("ui.sample.purpose"), Role.CAPTION),
                self._purpose,
                row(self._method, self._keeper, self._sampled_by),
                self.samples,
                spacing=4,
            )
        )
        details.addWidget(self._sampling)
        self.body.addWidget(self._details)

    def _listen(self) -> None:
        self._form.answered.connect(self._form_chosen)
        self._now.clicked.connect(self.approved_just_now)
        self.samples.typed.connect(self._give_samples)
        for answers in (self._urgent, self._why, self._kept, self._purpose):
            answers.answered.connect(lambda _: self._give_fields())
        for field in self._fields():
            field.committed.connect(lambda _: self._give_fields())
        for box in (self._city_chief, self._not_sealed, self._unrelated):
            box.clicked.connect(lambda _: self._give_fields())

    def _form_chosen(self, choice: Choice) -> None:
        if self._shown is not None:
            self._give(replace(self._shown, choice=choice))
            if choice is not None and not self._shown.item_ids:
                self.show_problem(tr("ui.measure.choose_goods"))

    def _give_samples(self, samples: tuple[Sample, ...]) -> None:
        if self._shown is not None:
            self._give(replace(self._shown, samples=samples))

    def _give_fields(self) -> None:
        """Read all fields; one that cannot be read keeps the measure as it was."""
        if self._shown is None:
            return
        day, days, at = self._read_day(), self._read_days(), self._read_time()
        if day is None or days is None or isinstance(at, str):
            return
        self._give(
            replace(
                self._shown,
                act_day=day,
                days=days,
                place=self._place.text().strip(),
                keeping=self._keeping.text().strip(),
                not_sealed_by_others=self._not_sealed.isChecked(),
                unrelated_or_necessities=self._unrelated.isChecked(),
                reason=str(self._why.meant() or MAY_BE_LOST),
                is_kept_in_place=bool(self._kept.meant()),
                quality_grounds=self._grounds.text().strip(),
                purpose=str(self._purpose.meant() or ""),
                method=self._method.text().strip(),
                keeper=self._keeper.text().strip(),
                sampled_by=self._sampled_by.text().strip(),
                approval=Approval(
                    approver=self._approver.text().strip(),
                    at=at,
                    urgent=bool(self._urgent.meant()),
                    urgent_reason=self._reason.text().strip(),
                    by_city_chief=self._city_chief.isChecked(),
                ),
            )
        )

    def _give(self, measure: MeasureTyped) -> None:
        if measure.item_ids or measure.choice is None:
            self.show_problem("")
        self.typed.emit(measure)

    def put_approved(self, at: datetime) -> None:
        """Write down when it was approved, and go on to what is asked next."""
        self._approved_at.put(moment_shown(at))
        self._not_sealed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_day(self) -> date | None:
        try:
            day = date.fromisoformat(self._act_day.text().strip())
        except ValueError:
            self._act_day.show_message(tr("ui.measure.day_wrong"))
            return None
        self._act_day.show_message("")
        return day

    def _read_days(self) -> int | None:
        text = self._days.text().strip()
        days = int(text) if text.isdecimal() and len(text) < 4 else 0
        is_right = 1 <= days <= 30
        self._days.show_message("" if is_right else tr("ui.measure.days_wrong"))
        return days if is_right else None

    def _read_time(self) -> datetime | str | None:
        """Read "09:40" as today, or a day with it; "?" if it is neither."""
        self._approved_at.show_message("")
        if self._shown is None:
            return None
        try:
            return moment_typed(self._approved_at.text(), self._shown.act_day)
        except ValueError:
            self._approved_at.show_message(tr("ui.measure.time_wrong"))
            return "?"

    def _freeze(self, *, is_frozen: bool) -> None:
        for answers in (self._urgent, self._why, self._kept, self._purpose):
            answers.set_frozen(is_frozen=is_frozen)
        for field in self._fields():
            field.set_frozen(is_frozen=is_frozen)
