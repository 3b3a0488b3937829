"""Step ① on the screen: officers, certificates shown, rights told, who was present."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from inspector.law.checks.origin import INSPECTED
from inspector.records import Presence, PresenceKind, Witness
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.moments import moment_shown, moment_typed
from ui.desktop.screens.inspection.parts import Answers, StepCard, column, page_of, row, tick
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.inspection.visit_presenter import VisitShown, is_complete, needs_witness
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import XL, L, S
from ui.desktop.widgets import Button, Choice, Role, Words

_NAME_WIDTH = 110
"""Pixels of a name on a button beside the field it fills."""


class VisitView(QWidget):
    """Reads like the first page of the record; every answer has a quick one beside it."""

    credentials_answered = Signal(str)
    rights_answered = Signal(str, bool)
    source_given = Signal(str, object)
    """Code, and when the lead was received or None"""
    presence_given = Signal(object)
    """Presence"""
    witness_given = Signal(object)
    """Witness"""

    def __init__(self) -> None:
        super().__init__()
        self._people = Words("", Role.STRONG, wraps=True)
        self._place = Words("", Role.CAPTION, wraps=True)
        self._corrected = Words("", wraps=True)
        self._source = Choice()
        self._source.setAccessibleName(tr("ui.visit.source"))
        self._lead = TextField(tr("ui.visit.lead"))
        self._visit: VisitShown | None = None
        self._credentials = _Told("ui.visit.credentials", "ui.visit.answer_seen", "ui.visit.witnessed_seen")
        self._rights = _Told("ui.visit.rights", "ui.visit.answer_no_recusal", "ui.visit.witnessed_told")
        self._recusal = tick(tr("ui.visit.recusal"))
        self._rights.head.addWidget(self._recusal)
        self._presence = Answers(
            tr("ui.visit.presence"), [(kind, tr(f"ui.presence.{kind}")) for kind in PresenceKind]
        )
        self._person = TextField(tr("ui.visit.person"))
        self._likely = Button("")
        """Who usually speaks for the party: one press instead of a name to type."""
        self._note = TextField(tr("ui.visit.note"))
        self._recording = TextField(tr("ui.visit.recording"))
        self._witness_name = TextField(tr("ui.visit.witness_name"))
        self._witness_id = TextField(tr("ui.visit.witness_id"))
        self._witness_contact = TextField(tr("ui.visit.witness_contact"))
        self._presence_card = StepCard(tr("ui.visit.presence"))
        self._witness_card = StepCard(tr("ui.visit.witness"))
        self._lay_out()
        self._listen()

    def show_visit(self, visit: VisitShown) -> None:
        """Show the step as recorded."""
        officers = "　　".join(
            f"{name}　{tr('ui.visit.cert', number=number)}" for name, number in visit.officers
        )
        self._people.setText(f"{tr('ui.visit.started', time=visit.started)}　　{officers}")
        self._place.setText(f"{visit.place}　·　{visit.subject}")
        self._corrected.setText("\n".join(visit.corrected))
        self._corrected.setVisible(bool(visit.corrected))
        self._show_source(visit)
        self._credentials.show_told(
            visit.credentials_sentence, visit.credentials_at, visit.credentials_answer, "ui.visit.shown_at"
        )
        self._rights.show_told(
            visit.rights_sentence, visit.rights_at, visit.rights_answer, "ui.visit.told_at"
        )
        self._recusal.setChecked(visit.recusal_requested)
        self._likely.set_text(
            self._likely.fontMetrics().elidedText(
                visit.likely_person, Qt.TextElideMode.ElideRight, _NAME_WIDTH
            )
        )
        self._likely.setAccessibleName(f"{tr('ui.visit.person')}：{visit.likely_person}")
        presence = visit.presence
        if self._is_half_said(visit):
            pass  # another kind than the recorded one was chosen: what it asks for is being typed
        elif presence is not None:
            self._presence.show_answer(presence.kind)
            self._person.show_text(presence.person)
            self._note.show_text(presence.note)
            self._recording.show_text(presence.recording)
        elif self._presence.meant() is None or visit.is_frozen:
            self._presence.show_answer(None)
        if visit.witness is not None:
            self._witness_name.show_text(visit.witness.name)
            self._witness_id.show_text(visit.witness.id_number)
            self._witness_contact.show_text(visit.witness.contact)
        self._presence_card.show_state("" if presence else tr("ui.visit.not_yet"), Tone.MUTED)
        self._show_presence_fields()
        self._freeze(is_frozen=visit.is_frozen)

    def show_problem(self, field: str, sentence: str) -> None:
        """Say at the field what is wrong."""
        targets = {
            "credentials": self._credentials.answer,
            "rights": self._rights.answer,
            "presence": self._person if not needs_witness(self._presence.meant()) else self._note,
            "witness": self._witness_name,
            "lead": self._lead,
        }
        if field in targets:
            targets[field].show_message(sentence)

    def go_to(self, field: str) -> None:
        """Put the cursor where a finding is mended."""
        targets: dict[str, QWidget] = {
            "credentials": self._credentials.answer,
            "rights": self._rights.answer,
            "presence": self._person if not needs_witness(self._presence.meant()) else self._note,
            "witness": self._witness_name,
        }
        targets |= {"lead": self._lead if self._lead.isVisible() else self._source}
        targets.get(field, self._credentials.answer).setFocus()

    def forget(self) -> None:
        """Empty what another stand left behind."""
        self._presence.show_answer(None)
        for field in (
            self._person,
            self._note,
            self._recording,
            self._witness_name,
            self._witness_id,
            self._witness_contact,
            self._lead,
        ):
            field.show_text("")
            field.show_message("")

    def _lay_out(self) -> None:
        top = StepCard("")
        top.body.setSpacing(4)
        where = column(self._people, self._place, self._corrected, 1, spacing=4)
        source = column(Words(tr("ui.visit.source"), Role.CAPTION), self._source, 1, spacing=4)
        came = row(where, source, self._lead, spacing=L)
        for place, stretch in enumerate((5, 2, 2)):
            came.setStretch(place, stretch)
        top.body.addLayout(came)
        who = row(self._person, self._likely, spacing=S)
        who.setAlignment(self._likely, Qt.AlignmentFlag.AlignVCenter)
        answered = row(column(Words("", Role.CAPTION), self._presence, 1, spacing=4), who, spacing=L)
        answered.setStretch(1, 1)
        self._presence_card.body.addLayout(answered)
        self._presence_card.body.addLayout(row(self._note, self._recording))
        self._witness_card.body.addWidget(Words(tr("ui.visit.witness_why"), Role.CAPTION))
        self._witness_card.body.addLayout(row(self._witness_name, self._witness_id, self._witness_contact))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(
            page_of(top, self._credentials, self._rights, self._presence_card, self._witness_card)
        )

    def _listen(self) -> None:
        self._source.activated.connect(lambda _: self._give_source())
        self._lead.committed.connect(lambda _: self._give_source())
        self._credentials.answer.committed.connect(self.credentials_answered)
        self._rights.answer.committed.connect(self._answer_rights)
        self._recusal.clicked.connect(self._recusal_pressed)
        self._presence.answered.connect(self._presence_chosen)
        self._likely.clicked.connect(
            lambda: self._person.put(self._visit.likely_person if self._visit else "")
        )
        for field in (self._person, self._note, self._recording):
            field.committed.connect(self._give_presence)
        for field in (self._witness_name, self._witness_id, self._witness_contact):
            field.committed.connect(self._give_witness)

    def _show_source(self, visit: VisitShown) -> None:
        self._visit = visit
        offered = (("", tr("ui.visit.not_yet")), *visit.sources)
        if self._source.count() != len(offered):
            self._source.set_choices(offered)
        self._source.setCurrentIndex(max(self._source.findData(visit.source), 0))
        self._source.setEnabled(not visit.is_frozen)
        self._lead.show_text(moment_shown(visit.lead_received))
        self._lead.set_frozen(is_frozen=visit.is_frozen)
        self._lead.setVisible(visit.source not in {"", INSPECTED})

    def _give_source(self) -> None:
        code = str(self._source.currentData() or "")
        self._lead.setVisible(code not in {"", INSPECTED})
        self._lead.show_message("")
        if self._visit is None:
            return
        try:
            received = moment_typed(self._lead.text(), self._visit.day) if self._lead.isVisible() else None
        except ValueError:
            self._lead.show_message(tr("ui.measure.time_wrong"))
            return
        self.source_given.emit(code, received)

    def _answer_rights(self, _text: str = "") -> None:
        is_requested = self._recusal.isChecked() and not needs_witness(self._presence.meant())
        self.rights_answered.emit(self._rights.answer.text(), is_requested)

    def _recusal_pressed(self, is_requested: bool) -> None:
        """The word of the party goes with the tick; typing another answer stays possible."""
        self._rights.answer.put(
            tr("ui.visit.answer_recusal" if is_requested else "ui.visit.answer_no_recusal")
        )
        self._answer_rights()

    def _presence_chosen(self, _kind: PresenceKind) -> None:
        self._show_presence_fields()
        self._give_presence()
        (self._note if needs_witness(self._presence.meant()) else self._person).setFocus()

    def _typed_presence(self) -> Presence | None:
        kind = self._presence.meant()
        if kind is None:
            return None
        if needs_witness(kind):
            return Presence(kind, "", self._note.text().strip(), self._recording.text().strip())
        return Presence(
            kind, self._person.text().strip(), self._note.text().strip(), self._recording.text().strip()
        )

    def _is_half_said(self, visit: VisitShown) -> bool:
        """Tell whether a kind was chosen that the record does not say yet, for want of what it asks for."""
        typed = self._typed_presence()
        if typed is None or visit.is_frozen or is_complete(typed):
            return False
        return visit.presence is None or typed.kind is not visit.presence.kind

    def _give_presence(self, _text: str = "") -> None:
        presence = self._typed_presence()
        if presence is not None:
            self._hint(presence)
            self.presence_given.emit(presence)

    def _hint(self, presence: Presence) -> None:
        """Say what is still asked before this can be written down."""
        field, hint = (
            (self._note, "ui.visit.absent_hint")
            if presence.kind.is_absent
            else (self._person, "ui.visit.person_hint")
        )
        field.show_message("" if is_complete(presence) else tr(hint), is_wrong=False)

    def _give_witness(self, _text: str = "") -> None:
        self.witness_given.emit(
            Witness(self._witness_name.text(), self._witness_id.text(), self._witness_contact.text())
        )

    def _show_presence_fields(self) -> None:
        kind = self._presence.meant()
        absent = needs_witness(kind)
        self._person.setVisible(not absent)
        is_offered = self._visit is not None and bool(self._visit.likely_person) and not self._visit.is_frozen
        self._likely.setVisible(is_offered and kind is PresenceKind.PARTY)
        self._note.setVisible(absent)
        self._recording.setVisible(absent)
        self._witness_card.setVisible(absent)
        self._recusal.setVisible(not absent)
        self._credentials.ask(absent=absent)
        self._rights.ask(absent=absent)

    def _freeze(self, *, is_frozen: bool) -> None:
        self._credentials.set_frozen(is_frozen=is_frozen)
        self._rights.set_frozen(is_frozen=is_frozen)
        self._recusal.setEnabled(not is_frozen)
        self._presence.set_frozen(is_frozen=is_frozen)
        for field in (
            self._person,
            self._note,
            self._recording,
            self._witness_name,
            self._witness_id,
            self._witness_contact,
        ):
            field.set_frozen(is_frozen=is_frozen)


class _Told(StepCard):
    """A fixed sentence to read aloud, and the answer to it; with nobody to answer, what the witness saw."""

    def __init__(self, title: str, answered: str, witnessed: str) -> None:
        super().__init__(tr(title))
        self._title, self._answered, self._witnessed = title, answered, witnessed
        self.sentence = Words("", wraps=True)
        self.answer = TextField(tr("ui.visit.answer"))
        self._quick = Button(tr(answered))
        self._quick.clicked.connect(lambda: self.answer.put(self._quick.text()))
        self._beside = row(self.answer, self._quick, spacing=S)
        self._beside.setAlignment(self._quick, Qt.AlignmentFlag.AlignVCenter)
        both = row(self.sentence, self._beside, spacing=XL)
        both.setAlignment(self.sentence, Qt.AlignmentFlag.AlignTop)
        both.setStretch(0, 3)
        both.setStretch(1, 2)
        self.body.addLayout(both)
        self.ask(absent=False)

    def ask(self, *, absent: bool) -> None:
        """Ask for the party's answer or, where the party is absent, for what the witness saw."""
        caption = tr("ui.visit.witnessed" if absent else "ui.visit.answer")
        self.answer.set_caption(caption)
        self.answer.edit.setAccessibleName(f"{tr(self._title)}：{caption}")
        self._quick.set_text(tr(self._witnessed if absent else self._answered))
        # The witness's sentence is too long to stand beside the field it fills.
        self._beside.setDirection(
            QBoxLayout.Direction.TopToBottom if absent else QBoxLayout.Direction.LeftToRight
        )
        beside = Qt.AlignmentFlag.AlignLeft if absent else Qt.AlignmentFlag.AlignVCenter
        self._beside.setAlignment(self._quick, beside)

    def show_told(self, sentence: str, at: str, answer: str, word: str) -> None:
        """Show the sentence, when it was said, and what was answered."""
        self.sentence.setText(sentence)
        self.answer.show_text(answer)
        self.show_state(tr(word, time=at) if at else tr("ui.visit.not_yet"), Tone.OK if at else Tone.MUTED)

    def set_frozen(self, *, is_frozen: bool) -> None:
        """Let the answer be read but not changed."""
        self.answer.set_frozen(is_frozen=is_frozen)
        self._quick.setVisible(not is_frozen)
