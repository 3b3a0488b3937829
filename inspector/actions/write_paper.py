"""Write a paper besides the record of the visit: begin it with what is known, fill it in, take it back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from inspector.actions.amend import must_be_open
from inspector.actions.notice_forms import PAPER_FORMS, TITLES
from inspector.actions.notice_pages import notice_wording
from inspector.actions.number_runs import number_runs
from inspector.actions.ports import Device, UnitOfWork
from inspector.actions.read import dossier_in
from inspector.actions.written import TEXT_LIMIT, written
from inspector.errors import InputError
from inspector.law.running import named_measure
from inspector.records import Dossier, Notice, NoticeState, Paper

PHOTOS = "photos"
"""Name of the answer that chooses photos by their numbers."""
_ANSWERS_LIMIT = 4 * TEXT_LIMIT
"""Characters of one paper, so that its journal entry stays below what a bundle takes."""
_RUN = re.compile(r"(\d{1,6})(?:\s*(?:至|到|-|–|—|~|～)\s*(\d{1,6}))?")


def begin_paper(device: Device, inspection_id: str, form: str, *, by: str) -> Paper:
    """Begin a paper with what the record and the law already say; an evidence sheet takes every photo that is on none yet.

    Raises:
        InputError: `paper.unknown_form`, `inspection.sealed`.
    """
    if form not in PAPER_FORMS:
        raise InputError("paper.unknown_form", form=form)
    now = device.clock.now().wall
    with device.unit() as unit:
        must_be_open(unit, inspection_id)
        dossier = dossier_in(unit, inspection_id)
        dossier = dossier.speaking_of(named_measure(dossier, form, {}))
        paper = Paper(
            id=device.ids.record(),
            inspection_id=inspection_id,
            form=form,
            begun=now,
            answers=device.press.proposed(
                form, dossier, printed=now, wording=notice_wording(device, dossier, now)
            ),
            photo_ids=_photos_on_no_sheet(dossier) if form == "11" else (),
        )
        unit.save(paper, change="paper.begun", by=by)
        unit.commit()
    return paper


def write_paper(device: Device, paper_id: str, *, answers: Mapping[str, str], by: str) -> Paper:
    """Write answers down, by the name of what is asked; those not named stay as they are.

    Raises:
        InputError: `paper.issued` once it was signed (程序规定 29), `paper.not_asked`, `paper.too_long`,
            `paper.photo_numbers`, `paper.no_such_photo`, `text.broken`, `text.too_long`, `inspection.sealed`.
    """
    given = {name: written(text) for name, text in answers.items()}
    with device.unit() as unit:
        paper = _open_paper(unit, paper_id)
        asked = {ask.name for ask in device.press.sheet(paper.form).asks}
        for name in given:
            if name not in asked:
                raise InputError("paper.not_asked", name=name, title=TITLES[paper.form])
        if PHOTOS in given:
            dossier = dossier_in(unit, paper.inspection_id)
            paper = replace(paper, photo_ids=_chosen(dossier, given.pop(PHOTOS)))
        paper = replace(paper, answers={**paper.answers, **given})
        length = sum(map(len, paper.answers.values()))
        if length > _ANSWERS_LIMIT:
            raise InputError("paper.too_long", length=length, limit=_ANSWERS_LIMIT)
        unit.save(paper, change="paper.written", by=by)
        unit.commit()
    return paper


def drop_paper(device: Device, paper_id: str, *, by: str) -> None:
    """Take a paper that was never signed off the list; the journal keeps that it was there.

    Raises:
        InputError: `paper.issued`, `inspection.sealed`.
    """
    with device.unit() as unit:
        paper = _open_paper(unit, paper_id)
        if any(each.paper_id == paper.id for each in unit.all(Notice, inspection_id=paper.inspection_id)):
            raise InputError("paper.issued", title=TITLES[paper.form])
        unit.remove(Paper, paper.id, change="paper.dropped", by=by)
        unit.commit()


def photo_numbers(dossier: Dossier, paper: Paper) -> str:
    """Return the chosen photos as an officer writes them, e.g. 1至3、7."""
    chosen = set(paper.photo_ids)
    return number_runs([number for number, photo in enumerate(dossier.photos, 1) if photo.id in chosen])


def _open_paper(unit: UnitOfWork, paper_id: str) -> Paper:
    paper = unit.get(Paper, paper_id)
    must_be_open(unit, paper.inspection_id)
    for notice in unit.all(Notice, inspection_id=paper.inspection_id):
        if notice.paper_id == paper.id and notice.state is NoticeState.ISSUED:
            raise InputError("paper.issued", title=TITLES[paper.form])
    return paper


def _photos_on_no_sheet(dossier: Dossier) -> tuple[str, ...]:
    shown = {photo for paper in dossier.papers if paper.form == "11" for photo in paper.photo_ids}
    return tuple(photo.id for photo in dossier.photos if photo.id not in shown)


def _chosen(dossier: Dossier, text: str) -> tuple[str, ...]:
    numbers: set[int] = set()
    for part in filter(None, re.split(r"[、，,;；\s]+", re.sub(r"\s*([至到–—~～-])\s*", r"\1", text))):
        run = _RUN.fullmatch(part)
        if run is None:
            raise InputError("paper.photo_numbers", text=part[:40])
        first, last = int(run[1]), int(run[2] or run[1])
        for number in (first, last):
            if not 1 <= number <= len(dossier.photos):
                raise InputError("paper.no_such_photo", number=number, count=len(dossier.photos))
        numbers.update(range(min(first, last), max(first, last) + 1))
    return tuple(photo.id for number, photo in enumerate(dossier.photos, 1) if number in numbers)
