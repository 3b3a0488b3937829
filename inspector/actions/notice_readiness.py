"""Which notices can be issued now, and what keeps the others back."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from inspector.actions.notice_forms import TITLES, dossier_about, fitting_forms, paper_sheet
from inspector.actions.notice_pages import wording_of
from inspector.actions.ports import Device
from inspector.actions.read import dossier_in
from inspector.errors import InputError
from inspector.law.checks import Finding, blocking, examine, paper_findings, signature_findings
from inspector.records import Dossier, Measure, Notice, NoticeState, Paper, PaperSheet, Signature


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
        missing = missing_on(device, dossier, form, now, paper)
        issued = dossier.issued(form, paper_id=paper.id)
        lines.append(Readiness(form, TITLES[form], missing, issued, paper, sheet))
    return tuple(lines)


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


def missing_on(
    device: Device,
    dossier: Dossier,
    form: str,
    now: datetime,
    paper: Paper | None = None,
    measure_id: str = "",
) -> tuple[Finding, ...]:
    """Return what of the record or the paper keeps this form from being issued, signatures aside."""
    if paper is None:
        return blocking(examine(device.law, dossier, now), form, measure_id)
    dossier = dossier_about(dossier, form, "", paper)
    wording = wording_of(device.law, dossier, now)  # what is blank does not hang on a bureau's words
    blank = device.press.blank_fields(form, dossier, number="—", printed=now, wording=wording, paper=paper)
    return paper_findings(device.law, paper_sheet(device, form), paper, dossier, blank, now)


def unsigned_on(
    device: Device,
    dossier: Dossier,
    form: str,
    signatures: tuple[Signature, ...],
    now: datetime,
    paper: Paper | None,
) -> tuple[Finding, ...]:
    """Return who of those that have to sign this form has not, or not as the law wants it."""
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
