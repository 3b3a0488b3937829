"""Issue a notice: print it only if the law finds nothing missing, seal the PDF, freeze what it says."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from inspector.actions.amend import must_be_open
from inspector.actions.decide_measure import LIST, PAPER_OF, papers_of
from inspector.actions.notice_seals import at_hand, journal_certificates, remembered
from inspector.actions.number_blocks import next_text
from inspector.actions.number_runs import number_runs
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.read import dossier_in, print_copy
from inspector.actions.sealing import sealed_for
from inspector.actions.written import record_written, written
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law.checks import Finding, blocking, examine, paper_findings, signature_findings
from inspector.law.pack import LawPack
from inspector.law.paper_wording import for_papers
from inspector.law.running import named_measure
from inspector.law.wording import for_notice
from inspector.records import (
    Bureau,
    Dossier,
    InspectionState,
    Measure,
    Notice,
    NoticeState,
    Paper,
    PaperSheet,
    Photo,
    PhotoForPaper,
    PrintedNotice,
    Signature,
)

RECORD = "9"
PAPER_FORMS = ("14", "11", "12", "10", "33", "44", "50", "4", "5", "16", "17", "20", "22", "23", "25", "31")
"""Filled in by an officer besides the record of the visit, as many of each as are needed."""
TITLES = {
    "4": "案件移送函",
    "5": "涉嫌犯罪案件移送书",
    "9": "现场笔录",
    "10": "送达地址确认书",
    "11": "证据提取单",
    "12": "电子数据证据提取笔录",
    "14": "询问笔录",
    "16": "协助辨认（鉴别）通知书",
    "17": "协助调查函",
    "19": "先行登记保存证据通知书",
    "20": "解除先行登记保存证据通知书",
    "21": "实施行政强制措施决定书",
    "22": "延长行政强制措施期限决定书",
    "23": "解除行政强制措施决定书",
    "24": "财物清单",
    "25": "封条",
    "29": "抽样记录",
    "31": "检测、检验、鉴定期间告知书",
    "33": "责令改正通知书",
    "44": "当场行政处罚决定书",
    "50": "送达回证",
}


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
    paper: Paper | None = None
    """What an officer fills in; None for forms that print the record of the visit."""
    sheet: PaperSheet | None = None
    measure: Measure | None = None
    """The measure it is of; None for papers that are of none."""
    is_one_of_several: bool = False
    """There is another measure with a paper of this form."""

    @property
    def key(self) -> str:
        """Tell this line from others of its form."""
        if self.paper:
            return self.paper.id
        return f"{self.form}:{self.measure.id}" if self.measure and self.is_one_of_several else self.form


def notice_readiness(device: Device, inspection_id: str) -> tuple[Readiness, ...]:
    """Tell for each form that fits the decision whether it can be issued now."""
    now = device.clock.now().wall
    with device.reading() as unit:
        dossier = dossier_in(unit, inspection_id)
    findings = examine(device.law, dossier, now)
    fitting = fitting_forms(dossier)
    of_form = Counter(form for form, _ in fitting)
    lines = [
        Readiness(
            form,
            TITLES[form],
            blocking(findings, form, measure.id if measure else ""),
            dossier.issued(form, measure_id=measure.id if measure else ""),
            measure=measure,
            is_one_of_several=of_form[form] > 1,
        )
        for form, measure in fitting
    ]
    lines += _issued_before(dossier)
    for paper in dossier.papers:
        if paper.inspection_id != inspection_id and dossier.issued(paper.form, paper_id=paper.id) is None:
            continue  # begun elsewhere in the case and never signed: it is nobody's any more
        form, sheet = paper.form, paper_sheet(device, paper.form)
        missing = _missing(device, dossier, form, now, paper)
        issued = dossier.issued(form, paper_id=paper.id)
        lines.append(Readiness(form, TITLES[form], missing, issued, paper, sheet))
    return tuple(lines)


def fitting_forms(dossier: Dossier) -> tuple[tuple[str, Measure | None], ...]:
    """Return the forms this inspection needs in the order they are handed over, each with the measure it is of.

    For each measure its list and the paper that names it, for a sampling its record; then the record of the
    visit that tells of all. Later acts need none of these: they were handed over at the stand.
    """
    if dossier.inspection.follows:
        return ()
    of_measures = ((form, measure) for measure in dossier.ordered_measures for form in papers_of(measure))
    return (*of_measures, (RECORD, None))


def _issued_before(dossier: Dossier) -> list[Readiness]:
    """Return what was handed over at the stand, for whoever records later acts."""
    if not dossier.inspection.follows:
        return []
    by_id = {measure.id: measure for measure in dossier.measures}
    standing = [n for n in dossier.notices if n.state is NoticeState.ISSUED and not n.paper_id]
    of_form = Counter(notice.form for notice in standing)
    return [
        Readiness(
            notice.form,
            TITLES[notice.form],
            (),
            notice,
            measure=by_id.get(notice.measure_id),
            is_one_of_several=of_form[notice.form] > 1,
        )
        for notice in standing
    ]


def class_titles(device: Device) -> dict[str, str]:
    """Return the title of the form that counts in each class of numbers, in the forms' order."""
    return {kind: TITLES[form] for form, kind in device.press.numbering().classes.items()}


def paper_sheet(device: Device, form: str) -> PaperSheet:
    """Return what an officer fills in on a form, with the article it is written by as the law has it today."""
    sheet = device.press.sheet(form)
    return replace(sheet, basis=device.law.cited(sheet.basis, _today(device.clock.now().wall)))


def notice_wording(device: Device, dossier: Dossier, now: datetime) -> dict[str, str]:
    """Return every sentence of the law a form may print, and the papers issued so far as they are named.

    Raises:
        InputError: `notice.overlay`, `wording.*` if the bureau's own wording is faulty.
    """
    return _wording(device.law.reworded(device.press.own_wording()), dossier, now)


def _wording(law: LawPack, dossier: Dossier, now: datetime) -> dict[str, str]:
    served = "\n".join(
        f"《{TITLES[notice.form]}》{notice.number}"
        for notice in dossier.notices
        if notice.state is NoticeState.ISSUED and notice.form not in {"11", "12", "14", "50"}
    )
    return {
        **for_notice(law, dossier, dossier.measure),
        **for_papers(law, dossier, _today(now)),
        "served": served,
        "scanned": _scanned(dossier),
    }


def _scanned(dossier: Dossier) -> str:
    """Say which pages came back signed on paper, by the numbers of the photos: evidence of service."""
    numbers = {photo.id: number for number, photo in enumerate(dossier.photos, 1)}
    told = []
    for notice in dossier.notices:
        if notice.state is NoticeState.ISSUED and notice.scans:
            scans = sorted(notice.scans, key=lambda scan: scan.page)
            pages = number_runs([scan.page for scan in scans])
            photos = number_runs(sorted(numbers[scan.photo_id] for scan in scans if scan.photo_id in numbers))
            told.append(f"《{TITLES[notice.form]}》{notice.number}第{pages}页（照片第{photos}号）")
    return "；".join(told)


def preview_notice(
    device: Device, inspection_id: str, form: str, paper_id: str = "", *, measure_id: str = ""
) -> PrintedNotice:
    """Print the page as it would be issued now, unsigned; nothing is kept."""
    now = device.clock.now().wall
    with device.reading() as unit:
        dossier = dossier_in(unit, inspection_id)
        numbers = _Numbers(device, unit, dossier.bureau, now)
    paper = _paper(dossier, paper_id)
    dossier = _about(dossier, form, measure_id, paper)
    return _print(device, dossier, form, numbers.next(form), numbers.list_number(dossier), now, (), paper)


def issue_notice(
    device: Device,
    inspection_id: str,
    form: str,
    *,
    signatures: tuple[Signature, ...],
    by: str,
    paper_id: str = "",
    measure_id: str = "",
) -> Notice:
    """Issue the form with its signatures; from here on what it prints is frozen.

    `measure_id` tells of which measure it is, where several have a paper of this form.

    Raises:
        NotReady: code `notice.not_ready` with every finding that forbids it (F-number and article).
        InputError: `notice.already_issued`, `notice.does_not_fit`, `notice.which_measure`, `numbers.*`,
            `inspection.sealed`; `store.unknown` if there is no such paper.
    """
    now = device.clock.now().wall
    with device.reading() as unit:
        dossier = dossier_in(unit, inspection_id)
        numbers = _Numbers(device, unit, dossier.bureau, now)
        keys = at_hand(device, unit)
    if dossier.inspection.state is InspectionState.SEALED:
        raise InputError("inspection.sealed", booth=dossier.inspection.booth)
    paper = _paper(dossier, paper_id)
    if paper is not None and (paper.form != form or paper.inspection_id != inspection_id):
        raise InputError("notice.does_not_fit", title=TITLES.get(form, form))
    measure = None if paper else _measure_of(dossier, form, measure_id)
    of_measure = measure.id if measure else ""
    if dossier.issued(form, measure_id=of_measure, paper_id=paper_id):
        raise InputError("notice.already_issued", title=TITLES[form])
    signatures = tuple(map(record_written, signatures))
    missing = _missing(device, dossier, form, now, paper, of_measure) + _unsigned(
        device, dossier, form, signatures, now, paper
    )
    if missing:
        raise NotReady(form, missing)
    if (
        measure is not None
        and measure.has_list
        and form != LIST
        and dossier.issued(LIST, measure_id=of_measure) is None
    ):
        raise InputError("notice.list_first")
    as_read, dossier = dossier, _about(dossier, form, of_measure, paper)
    number, list_number, notice_id = numbers.next(form), numbers.list_number(dossier), device.ids.record()
    unsigned = _print(device, dossier, form, number, list_number, now, (), paper)
    if any(signature.pages not in {(), unsigned.page_sha256} for signature in signatures):
        raise InputError("notice.page_changed", title=TITLES[form])
    signatures = tuple(replace(signature, pages=unsigned.page_sha256) for signature in signatures)
    printed = _print(device, dossier, form, number, list_number, now, signatures, paper, notice_id)
    closed = device.sealer.seal(printed.pdf, keys, at=now, place=dossier.inspection.place)
    with sealed_for(device, io.BytesIO(closed)) as sealed, device.unit() as unit:
        notice = Notice(
            id=notice_id,
            inspection_id=inspection_id,
            form=form,
            number=number,
            issued=now,
            pdf_object_id=sealed.id,
            pdf_sha256=sealed.sha256,
            pages=printed.pages,
            signatures=signatures,
            seals=remembered(keys),
            paper_id=paper_id,
            measure_id=of_measure,
        )
        if (
            dossier_in(unit, inspection_id) != as_read
            or _Numbers(device, unit, dossier.bureau, now).next(form) != number
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


class _Numbers:
    """Document numbers of the device's block: the next after all ever used, void ones included."""

    def __init__(self, device: Device, unit: UnitOfWork, bureau: Bureau, now: datetime) -> None:
        self._bureau, self._numbering = bureau, device.press.numbering()
        self._year = now.astimezone(CHINA).year
        self._used = [notice.number for notice in unit.all(Notice)]

    def next(self, form: str) -> str:
        kind = self._numbering.classes.get(form)
        return next_text(self._bureau, self._numbering, kind, self._year, self._used) if kind else ""

    def list_number(self, dossier: Dossier) -> str:
        measure = dossier.measure
        if measure is None or not measure.has_list:
            return ""  # no list: a record alone shall not wait for a number it does not carry
        issued = dossier.issued(LIST, measure_id=measure.id)
        return issued.number if issued else self.next(LIST)


def _measure_of(dossier: Dossier, form: str, measure_id: str) -> Measure | None:
    """Return the measure a form of the record is of.

    Raises:
        InputError: `notice.does_not_fit` if this inspection needs no such form, `notice.which_measure` if several
            measures have one and none is named.
    """
    fitting = [measure for needed, measure in fitting_forms(dossier) if needed == form]
    if measure_id:
        fitting = [measure for measure in fitting if measure and measure.id == measure_id]
    if not fitting:
        raise InputError("notice.does_not_fit", title=TITLES.get(form, form))
    if len(fitting) > 1:
        raise InputError("notice.which_measure", title=TITLES[form])
    return fitting[0]


def _about(dossier: Dossier, form: str, measure_id: str, paper: Paper | None) -> Dossier:
    """Return the dossier as the form reads it: a paper speaks of the measure whose document it names."""
    if paper is not None:
        return dossier.speaking_of(named_measure(dossier, paper.form, paper.answers))
    of_form = [measure for needed, measure in fitting_forms(dossier) if measure and needed == form]
    return dossier.speaking_of(measure_id or (of_form[0].id if of_form else ""))


def _paper(dossier: Dossier, paper_id: str) -> Paper | None:
    if not paper_id:
        return None
    for paper in dossier.papers:
        if paper.id == paper_id:
            return paper
    raise InputError("store.unknown", kind="Paper", id=paper_id)


def _missing(
    device: Device,
    dossier: Dossier,
    form: str,
    now: datetime,
    paper: Paper | None = None,
    measure_id: str = "",
) -> tuple[Finding, ...]:
    if paper is None:
        return blocking(examine(device.law, dossier, now), form, measure_id)
    dossier = _about(dossier, form, "", paper)
    wording = _wording(device.law, dossier, now)  # what is blank does not hang on a bureau's words
    blank = device.press.blank_fields(form, dossier, number="—", printed=now, wording=wording, paper=paper)
    return paper_findings(device.law, paper_sheet(device, form), paper, dossier, blank, now)


def _unsigned(
    device: Device,
    dossier: Dossier,
    form: str,
    signatures: tuple[Signature, ...],
    now: datetime,
    paper: Paper | None,
) -> tuple[Finding, ...]:
    if paper is None:
        return signature_findings(device.law, dossier, form, signatures, now)
    sheet = device.press.sheet(form)
    return signature_findings(
        device.law,
        dossier,
        form,
        signatures,
        now,
        signers=sheet.signs_for(paper.answers),
        stands_for_party=paper.answers.get(sheet.party, ""),
        stands_as_witness=sheet.witness_of(paper.answers),
    )


def _print(
    device: Device,
    dossier: Dossier,
    form: str,
    number: str,
    list_number: str,
    now: datetime,
    signatures: tuple[Signature, ...],
    paper: Paper | None = None,
    code: str = "",
) -> PrintedNotice:
    wording = {**notice_wording(device, dossier, now), "list_number": list_number}
    return device.press.print(
        form,
        dossier,
        number=number,
        printed=now,
        wording=wording,
        signatures=signatures,
        picture=_pictures(device),
        paper=paper,
        code=code,
        is_sample=device.is_sample,
    )


def _today(now: datetime) -> date:
    return now.astimezone(CHINA).date()


def _pictures(device: Device) -> PhotoForPaper:
    """Return what opens and decodes each photo once, though it is set again with the ink and after each correction."""

    def picture(photo: Photo, longer_side: float) -> bytes | None:
        make = partial(print_copy, device, photo.id, longer_side)
        return device.copies.of(photo.id, longer_side, make)

    return picture
