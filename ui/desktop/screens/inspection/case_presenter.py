"""What office and officers say of the case, for the stand's pages: four fields to write, and corrections to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from inspector.actions.write_case import write_case
from inspector.errors import InspectorError
from inspector.records import CaseFieldName, Correction, standing_corrections
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.office.field_words import field_words, value_words, who_when
from ui.desktop.screens.office.shown import subject_words

_BRIEF = (CaseFieldName.NUMBER, CaseFieldName.STATUS)
"""Fields the panel has room for."""


@dataclass(frozen=True)
class CaseFieldShown:
    """One field: what it says, and who wrote it when."""

    value: str
    told: str
    is_waiting: bool
    """Both sides wrote it: it is decided on the office's page, not here."""


@dataclass(frozen=True)
class CaseShown:
    """The administrative side of a case."""

    fields: Mapping[CaseFieldName, CaseFieldShown]
    corrections: tuple[str, ...]
    waiting: int
    """Fields to decide and corrections asked for."""
    brief: tuple[str, ...]
    """The same in a few lines, for the panel."""
    is_begun: bool
    """The stand was left, or somebody has written something: before that there is no case to speak of."""


class CaseView(Protocol):
    """What the presenter asks of the card."""

    def show_case(self, shown: CaseShown) -> None:
        """Show the case; fields being typed into keep what is typed."""

    def is_typed_into(self, name: CaseFieldName) -> bool:
        """Tell whether something stands in a field that the record does not say."""

    def show_problem(self, name: CaseFieldName, sentence: str) -> None:
        """Say at the field why it was not written, or nothing with an empty sentence."""


class CasePresenter:
    """Writes case fields in the name of who acts; what the office wrote meanwhile is never overwritten unread."""

    def __init__(self, stand: Stand, view: CaseView) -> None:
        self._stand = stand
        self._view = view
        self._seen: dict[CaseFieldName, str] = {}
        """What each field showed when the officer began to write there."""
        self._disputed: frozenset[CaseFieldName] = frozenset()

    def show(self, now: StandNow) -> None:
        """Show the case as it stands."""
        shown = case_shown(now)
        self._disputed = frozenset(name for name, each in shown.fields.items() if each.is_waiting)
        self._view.show_case(shown)
        for name, each in shown.fields.items():
            if not self._view.is_typed_into(name):  # what came beneath somebody's typing nobody has read
                self._seen[name] = each.value

    def show_problem(self, about: str, sentence: str) -> None:
        """Everything of the case is said at its field."""

    def field_written(self, name: CaseFieldName, value: str) -> None:
        """Write one field; what both sides wrote is decided on the office's page, never in passing."""
        if name in self._disputed:
            self._view.show_problem(name, tr("ui.case.waiting"))
            return
        seen = self._seen.get(name, "")
        if value.strip() == seen:
            return
        self._stand.do(
            "case",
            lambda device, inspection_id, by: write_case(
                device, inspection_id, {name: value}, seen={name: seen}, by=by
            ),
            lambda _: self._view.show_problem(name, ""),
            lambda error: self._refused(name, error),
        )

    def _refused(self, name: CaseFieldName, error: InspectorError) -> None:
        if error.code == "case.changed":
            self._seen[name] = str(error.facts["value"])  # the sentence says it: from here on it was read
        self._view.show_problem(name, error.sentence(spoken()))


def case_shown(now: StandNow) -> CaseShown:
    """Say the case in words."""
    side = now.case
    waiting = {task.field for task in side.waiting if task.record_kind == "CaseFile"}
    fields = {}
    for name in CaseFieldName:
        known = side.file.field(name)
        value, told = (known.value, who_when(known.by, known.at)) if known else ("", "")
        is_waiting = name.value in waiting
        fields[name] = CaseFieldShown(value, tr("ui.case.waiting") if is_waiting else told, is_waiting)
    brief = [
        f"{field_words('CaseFile', name)}　{value_words('CaseFile', name, each.value, {})}"
        for name, each in fields.items()
        if each.value and name in _BRIEF
    ]
    standing = standing_corrections(now.dossier.corrections)
    if standing:
        brief.append(tr("ui.case.corrections", count=len(standing)))
    if side.waiting:
        brief.append(tr("ui.case.to_decide", count=len(side.waiting)))
    return CaseShown(
        fields=fields,
        corrections=tuple(correction_words(now, each) for each in standing),
        waiting=len(side.waiting),
        brief=tuple(brief),
        is_begun=now.is_sealed or bool(brief) or any(each.value for each in fields.values()),
    )


def correction_words(now: StandNow, correction: Correction) -> str:
    """Say a correction in full, e.g. 第 1 行 样本盖碗 · 数量：“24”更正为“23”（录像；王样本 · 11-25 10:02）."""
    item = next((each for each in now.dossier.items if each.id == correction.record_id), None)
    subject = subject_words(correction.record_kind, item)
    words = field_words(correction.record_kind, correction.field)
    return tr(
        "ui.case.correction",
        field=tr("ui.office.field_of", subject=subject, field=words) if subject else words,
        was=_value(now, correction, correction.was),
        value=_value(now, correction, correction.now),
        reason=correction.reason,
        who=_who(now, correction),
    )


def corrected_words(now: StandNow, record_kind: str, record_id: str) -> dict[str, str]:
    """Return by field what to say beside the facts of one record, e.g. 更正为“23”（王样本 · 11-25 10:02）."""
    return {
        each.field: tr("ui.case.corrected", value=_value(now, each, each.now), who=_who(now, each))
        for each in standing_corrections(now.dossier.corrections)
        if (each.record_kind, each.record_id) == (record_kind, record_id)
    }


def _value(now: StandNow, correction: Correction, value: str) -> str:
    return value_words(correction.record_kind, correction.field, value, dict(now.source_words))


def _who(now: StandNow, correction: Correction) -> str:
    by = next((each.name for each in now.colleagues if each.id == correction.by), "")
    return who_when(by, correction.at)
