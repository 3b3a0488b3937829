"""Issue a notice: print it only if the law finds nothing missing, seal the PDF, freeze what it says."""

from __future__ import annotations

import io
from dataclasses import replace

from inspector.actions.decide_measure import LIST
from inspector.actions.notice_forms import TITLES, dossier_about, measure_of_form, named_paper
from inspector.actions.notice_pages import NextNumbers, print_form
from inspector.actions.notice_readiness import NotReady, missing_on, unsigned_on
from inspector.actions.notice_seals import at_hand, journal_certificates, remembered
from inspector.actions.ports import Device
from inspector.actions.read import dossier_in
from inspector.actions.sealing import sealed_for
from inspector.actions.written import record_written
from inspector.errors import InputError
from inspector.records import InspectionState, Notice, Signature


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
        numbers = NextNumbers(device, unit, dossier.bureau, now)
        keys = at_hand(device, unit)
    if dossier.inspection.state is InspectionState.SEALED:
        raise InputError("inspection.sealed", booth=dossier.inspection.booth)
    paper = named_paper(dossier, paper_id)
    if paper is not None and (paper.form != form or paper.inspection_id != inspection_id):
        raise InputError("notice.does_not_fit", title=TITLES.get(form, form))
    measure = None if paper else measure_of_form(dossier, form, measure_id)
    of_measure = measure.id if measure else ""
    if dossier.issued(form, measure_id=of_measure, paper_id=paper_id):
        raise InputError("notice.already_issued", title=TITLES[form])
    signatures = tuple(map(record_written, signatures))
    missing = missing_on(device, dossier, form, now, paper, of_measure) + unsigned_on(
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
    as_read, dossier = dossier, dossier_about(dossier, form, of_measure, paper)
    number, list_number, notice_id = numbers.next(form), numbers.list_number(dossier), device.ids.record()
    unsigned = print_form(device, dossier, form, number, list_number, now, (), paper)
    if any(signature.pages not in {(), unsigned.page_sha256} for signature in signatures):
        raise InputError("notice.page_changed", title=TITLES[form])
    signatures = tuple(replace(signature, pages=unsigned.page_sha256) for signature in signatures)
    printed = print_form(device, dossier, form, number, list_number, now, signatures, paper, notice_id)
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
            or NextNumbers(device, unit, dossier.bureau, now).next(form) != number
        ):
            raise InputError("notice.record_changed", title=TITLES[form])
        journal_certificates(unit, keys, by=by)
        unit.keep_object(sealed)
        unit.save(notice, change="notice.issued", by=by)
        unit.commit()
    return notice
