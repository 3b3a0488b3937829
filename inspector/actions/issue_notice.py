"""Issue a notice: print it only if the law finds nothing missing, seal the PDF, freeze what it says."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from inspector.actions.amend import must_be_open
from inspector.actions.notice_seals import at_hand, journal_certificates, remembered
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.read import dossier_in, print_copy
from inspector.actions.sealing import sealed_for
from inspector.actions.written import record_written, written
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law.checks import Finding, blocking, examine, signature_findings
from inspector.law.wording import for_notice
from inspector.records import (
    Bureau,
    Dossier,
    InspectionState,
    Measure,
    MeasureKind,
    Notice,
    NoticeState,
    Photo,
    PrintedNotice,
    Signature,
)

FORMS = ("24", "21", "9")
"""In the order they are handed over: the list, the decision that names it, the record that tells of both."""
TITLES = {"9": "现场笔录", "21": "实施行政强制措施决定书", "24": "财物清单"}
NUMBER_CLASS = {"21": "强制", "24": "财清"}
"""类 in 样市监类〔2026〕1号; forms that are not here carry no number."""


class NotReady(InputError):  # noqa: N818 - reads as the state it reports
    """A notice the law does not allow yet; `findings` say why, each with its article."""

    def __init__(self, form: str, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(
            "notice.not_ready",
            form=form,
            title=TITLES[form],
            count=len(findings),
            reasons="；".join(
                f"{finding.id} {finding.message_zh}（{finding.article}）" for finding in findings
            ),
            reasons_en="; ".join(f"{finding.id} {finding.message_en}" for finding in findings),
        )


@dataclass(frozen=True)
class Readiness:
    """One line of the notices list: what the form is and what still keeps it from being issued."""

    form: str
    title: str
    missing: tuple[Finding, ...]
    issued: Notice | None


def notice_readiness(device: Device, inspection_id: str) -> tuple[Readiness, ...]:
    """Tell for each form that fits the decision whether it can be issued now."""
    now = device.clock.now().wall
    with device.reading() as unit:
        dossier = dossier_in(unit, inspection_id)
    return tuple(
        Readiness(form, TITLES[form], _missing(device, dossier, form, now), _issued(dossier, form))
        for form in fitting_forms(dossier)
    )


def fitting_forms(dossier: Dossier) -> tuple[str, ...]:
    """Return the forms this inspection needs: the record always, decision and list with a seizure."""
    seizes = any(measure.kind is MeasureKind.SEIZE for measure in dossier.measures)
    return FORMS if seizes else ("9",)


def preview_notice(device: Device, inspection_id: str, form: str) -> PrintedNotice:
    """Print the page as it would be issued now, unsigned; nothing is kept."""
    now = device.clock.now().wall
    with device.reading() as unit:
        dossier = dossier_in(unit, inspection_id)
        numbers = _Numbers(unit, dossier.bureau, now)
    return _print(device, dossier, form, numbers.next(form), numbers.list_number(dossier), now, ())


def issue_notice(
    device: Device, inspection_id: str, form: str, *, signatures: tuple[Signature, ...], by: str
) -> Notice:
    """Issue the form with its signatures; from here on what it prints is frozen.

    Raises:
        NotReady: code `notice.not_ready` with every finding that forbids it (F-number and article).
        InputError: `notice.already_issued`, `notice.numbers_used_up`, `inspection.sealed`.
    """
    now = device.clock.now().wall
    with device.reading() as unit:
        dossier = dossier_in(unit, inspection_id)
        numbers = _Numbers(unit, dossier.bureau, now)
        keys = at_hand(device, unit)
    if dossier.inspection.state is InspectionState.SEALED:
        raise InputError("inspection.sealed", booth=dossier.inspection.booth)
    if form not in fitting_forms(dossier):
        raise InputError("notice.does_not_fit", title=TITLES.get(form, form))
    if _issued(dossier, form):
        raise InputError("notice.already_issued", title=TITLES[form])
    signatures = tuple(map(record_written, signatures))
    missing = _missing(device, dossier, form, now) + signature_findings(
        device.law, dossier, form, signatures, now
    )
    if missing:
        raise NotReady(form, missing)
    if form == "21" and _issued(dossier, "24") is None:
        raise InputError("notice.list_first")
    number = numbers.next(form)
    printed = _print(device, dossier, form, number, numbers.list_number(dossier), now, signatures)
    closed = device.sealer.seal(printed.pdf, keys, at=now, place=dossier.inspection.place)
    with sealed_for(device, io.BytesIO(closed)) as sealed, device.unit() as unit:
        notice = Notice(
            id=device.ids.record(),
            inspection_id=inspection_id,
            form=form,
            number=number,
            issued=now,
            pdf_object_id=sealed.id,
            pdf_sha256=sealed.sha256,
            pages=printed.pages,
            signatures=signatures,
            seals=remembered(keys),
        )
        if (
            dossier_in(unit, inspection_id) != dossier
            or _Numbers(unit, dossier.bureau, now).next(form) != number
        ):
            raise InputError("notice.record_changed", title=TITLES[form])
        journal_certificates(unit, keys, by=by)
        unit.keep_object(sealed)
        unit.save(notice, change="notice.issued", by=by)
        unit.commit()
    return notice


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
        decision = _issued(dossier, "21") if notice.form == "24" else None
        if decision is not None:
            because = InputError("notice.superseded_with_list", reason=reason, list=notice.number)
            _set_aside(unit, decision, because.sentence("zh"), by)
        if inspection.ended is not None and (notice.form == "9" or _issued(dossier, "9") is None):
            unit.save(replace(inspection, ended=None, closing=None), change="scene.record_reopened", by=by)
        unit.commit()
    return notice


def _set_aside(unit: UnitOfWork, notice: Notice, reason: str, by: str) -> Notice:
    notice = replace(notice, state=NoticeState.SUPERSEDED, superseded_reason=reason)
    unit.save(notice, change="notice.superseded", by=by)
    return notice


class _Numbers:
    """Document numbers of the device's block: the next after all ever used, void ones included."""

    def __init__(self, unit: UnitOfWork, bureau: Bureau, now: datetime) -> None:
        self._bureau = bureau
        self._year = now.astimezone(CHINA).year
        self._used = [notice.number for notice in unit.all(Notice)]

    def next(self, form: str) -> str:
        if form not in NUMBER_CLASS:
            return ""
        stem = f"{self._bureau.short_name}市监{NUMBER_CLASS[form]}〔{self._year}〕"
        taken = [
            int(found[1])
            for text in self._used
            if (found := re.fullmatch(re.escape(stem) + r"(\d+)号", text))
        ]
        number = max(taken, default=self._bureau.numbers_from - 1) + 1
        if number > self._bureau.numbers_to:
            raise InputError("notice.numbers_used_up", title=TITLES[form], last=self._bureau.numbers_to)
        return f"{stem}{number}号"

    def list_number(self, dossier: Dossier) -> str:
        issued = _issued(dossier, "24")
        return issued.number if issued else self.next("24")


def _issued(dossier: Dossier, form: str) -> Notice | None:
    return next((n for n in dossier.notices if n.form == form and n.state is NoticeState.ISSUED), None)


def _missing(device: Device, dossier: Dossier, form: str, now: datetime) -> tuple[Finding, ...]:
    return blocking(examine(device.law, dossier, now), form)


def _seizure(dossier: Dossier) -> Measure | None:
    return next((measure for measure in dossier.measures if measure.kind is MeasureKind.SEIZE), None)


def _print(
    device: Device,
    dossier: Dossier,
    form: str,
    number: str,
    list_number: str,
    now: datetime,
    signatures: tuple[Signature, ...],
) -> PrintedNotice:
    wording = {**for_notice(device.law, dossier, _seizure(dossier)), "list_number": list_number}
    return device.press.print(
        form,
        dossier,
        number=number,
        printed=now,
        wording=wording,
        signatures=signatures,
        picture=_pictures(device),
        is_sample=device.is_sample,
    )


def _pictures(device: Device) -> Callable[[Photo], bytes | None]:
    def picture(photo: Photo) -> bytes | None:
        return print_copy(device, photo.id)

    return picture
