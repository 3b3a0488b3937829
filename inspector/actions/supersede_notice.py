"""Set an issued notice aside for a stated reason: its number stays, the record opens again."""

from __future__ import annotations

from dataclasses import replace

from inspector.actions.amend import must_be_open
from inspector.actions.decide_measure import LIST, PAPER_OF
from inspector.actions.notice_forms import RECORD, TITLES
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.read import dossier_in
from inspector.actions.written import written
from inspector.errors import InputError
from inspector.records import Notice, NoticeState


def supersede_notice(device: Device, notice_id: str, *, reason: str, by: str) -> Notice:
    """Set an issued notice aside for a stated reason, so that the record can be corrected and issued anew.

    The paper and its number stay; the number is never used again. With the list goes the decision that names
    it. Unless a signed record forbids it, the end of the inspection is taken back: what is corrected has to be
    handed over before it.

    Raises:
        InputError: `notice.reason_missing`, `notice.superseded_already`, `inspection.sealed`.
    """
    reason = written(reason)
    if not reason:
        raise InputError("notice.reason_missing")
    with device.unit() as unit:
        notice = unit.get(Notice, notice_id)
        inspection = must_be_open(unit, notice.inspection_id)
        if notice.state is not NoticeState.ISSUED:
            raise InputError(
                "notice.superseded_already", title=TITLES[notice.form], number=notice.number or "—"
            )
        dossier = dossier_in(unit, notice.inspection_id)
        notice = _set_aside(unit, notice, reason, by)
        of_list = [
            other
            for other in dossier.notices
            if notice.form == LIST
            and other.form in PAPER_OF.values()
            and other.measure_id == notice.measure_id
            and other.state is NoticeState.ISSUED
        ]
        for decision in of_list:
            because = InputError("notice.superseded_with_list", reason=reason, list=notice.number)
            _set_aside(unit, decision, because.sentence("zh"), by)
        if inspection.ended is not None and (notice.form == RECORD or dossier.issued(RECORD) is None):
            unit.save(replace(inspection, ended=None, closing=None), change="scene.record_reopened", by=by)
        unit.commit()
    return notice


def _set_aside(unit: UnitOfWork, notice: Notice, reason: str, by: str) -> Notice:
    notice = replace(notice, state=NoticeState.SUPERSEDED, superseded_reason=reason)
    unit.save(notice, change="notice.superseded", by=by)
    return notice
