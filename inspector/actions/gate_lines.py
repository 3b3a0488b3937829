"""What is looked at before a stand is left: papers, photos, the four counts, seals and periods. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inspector.actions.decide_measure import LIST
from inspector.actions.notice_forms import TITLES, fitting_forms
from inspector.actions.number_runs import number_runs
from inspector.clock import CHINA
from inspector.errors import InputError
from inspector.law import LawPack
from inspector.law.checks.finding import day_text
from inspector.law.checks.measures import measure_name
from inspector.law.deadlines.deadline import Deadline
from inspector.law.running import approval_end_of, course_of, end_of
from inspector.records import Dossier, Item, Measure, MeasureKind, Notice, NoticeState, PhotoTag


@dataclass(frozen=True)
class GateLine:
    """One thing looked at before leaving; `passed` False and `stops` True keeps the stand open."""

    code: str
    passed: bool
    stops: bool
    text_zh: str
    text_en: str


def gate_of(dossier: Dossier, law: LawPack) -> tuple[GateLine, ...]:
    """Return every line, in the order in which they are mended.

    Later acts are asked for their own papers and photos; rows and seals were looked at when the stand was left.
    """
    if dossier.inspection.follows:
        return (*_papers(dossier), _loose(dossier), *_recordings(dossier), *_periods(dossier, law))
    return (
        *_papers(dossier),
        *_photos(dossier),
        *_recordings(dossier),
        _counts(dossier),
        *_seals(dossier),
        *_periods(dossier, law),
    )


def _papers(dossier: Dossier) -> Iterator[GateLine]:
    for form, measure in fitting_forms(dossier):
        yield _paper(dossier, form, measure)
    is_later, papers = bool(dossier.inspection.follows), dossier.own_papers
    issued_papers = {n.paper_id for n in dossier.own_notices if n.state is NoticeState.ISSUED}
    begun = [TITLES[paper.form] for paper in papers if paper.id not in issued_papers]
    if begun:
        said = InputError("gate.papers_begun", titles="、".join(begun), count=len(begun))
        yield _line("papers.issued", said, passed=False, stops=is_later)
    elif papers:
        yield _done("papers.issued", InputError("gate.papers_issued", count=len(papers)))
    elif is_later:
        yield _line("papers.issued", InputError("gate.no_papers"), passed=False, stops=True)
    if signed := [notice for notice in dossier.own_notices if notice.is_signed_on_paper]:
        yield _scans(signed)


def _paper(dossier: Dossier, form: str, measure: Measure | None) -> GateLine:
    """The decision names the list it was issued with; a list issued later is not the one it names."""
    code, title = f"notice.{form}", TITLES[form]
    measure_id = measure.id if measure else ""
    if measure is not None and sum(needed == form for needed, _ in fitting_forms(dossier)) > 1:
        code, title = f"{code}:{measure_id}", f"{title}（{measure_name(measure)[0]}）"
    issued, listed = dossier.issued(form, measure_id=measure_id), dossier.issued(LIST, measure_id=measure_id)
    if issued is None:
        return _line(code, InputError("gate.not_issued", title=title, form=form), passed=False, stops=True)
    is_older = listed is not None and listed.issued > issued.issued
    if measure is not None and measure.has_list and is_older:
        return _line(code, InputError("gate.other_list", title=title, form=form), passed=False, stops=True)
    return _line(code, InputError("gate.issued", title=title, form=form), passed=True, stops=True)


def _scans(notices: list[Notice]) -> GateLine:
    """Pages signed by hand that are not back: without them nothing shows that anybody signed."""
    out = [notice for notice in notices if notice.waits_for_scans]
    if not out:
        return _line("scans", InputError("gate.scanned"), passed=True, stops=True)
    pages = "、".join(f"{TITLES[notice.form]}第{number_runs(list(notice.unscanned))}页" for notice in out)
    count = sum(len(notice.unscanned) for notice in out)
    return _line("scans", InputError("gate.not_scanned", pages=pages, count=count), passed=False, stops=True)


def _photos(dossier: Dossier) -> Iterator[GateLine]:
    without = [item for item in dossier.items if not dossier.photos_of(item.id)]
    if without:
        yield _advice(
            "items.photos",
            InputError("gate.rows_without_photo", rows=_rows(without), rows_en=_rows_en(without)),
        )
    else:
        yield _done("items.photos", InputError("gate.rows_with_photos", count=len(dossier.items)))
    yield _loose(dossier)


def _loose(dossier: Dossier) -> GateLine:
    loose = sum(1 for photo in dossier.photos if photo.item_id is None and photo.tag is None)
    if loose:
        return _advice("photos.assigned", InputError("gate.photos_loose", count=loose))
    return _done("photos.assigned", InputError("gate.photos_assigned", count=len(dossier.photos)))


def _recordings(dossier: Dossier) -> Iterator[GateLine]:
    """Film and sound that were taken in; not every stand has any, and cards may come later."""
    films = sum(1 for each in dossier.recordings if each.is_film)
    sounds = len(dossier.recordings) - films
    if films and sounds:
        yield _done("recordings", InputError("gate.recordings_both", films=films, sounds=sounds))
    elif films or sounds:
        code = "gate.recordings_film" if films else "gate.recordings_sound"
        yield _done("recordings", InputError(code, count=films or sounds))


def _counts(dossier: Dossier) -> GateLine:
    """清单 = 照片 = 标签 = 文书: goods under a measure have a seal number and stand on the issued list."""
    rows = len(dossier.items)
    photographed = sum(1 for item in dossier.items if dossier.photos_of(item.id))
    covered = _covered(dossier)
    labelled = sum(1 for item in covered if item.seal_number)
    listed = {m.id for m in dossier.measures if dossier.issued(LIST, measure_id=m.id) is not None}
    printed = len(
        {item_id for m in dossier.measures if m.has_list and m.id in listed for item_id in m.item_ids}
    )
    if photographed == rows and labelled == printed == len(covered):
        return _done(
            "counts",
            InputError(
                "gate.counts_equal",
                rows=rows,
                photographed=photographed,
                covered=len(covered),
                labelled=labelled,
                printed=printed,
            ),
        )
    return _advice(
        "counts",
        InputError(
            "gate.counts_differ",
            rows=rows,
            photographed=photographed,
            covered=len(covered),
            labelled=labelled,
            printed=printed,
        ),
    )


def _seals(dossier: Dossier) -> Iterator[GateLine]:
    """Every sealed row has a picture of its seal, or there are as many pictures of seals that name no row."""
    sealed = [item for item in _covered(dossier) if item.seal_number]
    if not sealed:
        return
    pictures = [photo for photo in dossier.photos if photo.tag is PhotoTag.SEAL]
    pictured = {photo.item_id for photo in pictures}
    without = [item for item in sealed if item.id not in pictured]
    if len(without) <= sum(1 for photo in pictures if photo.item_id is None):
        yield _done("seals.photographed", InputError("gate.seals_photographed", count=len(sealed)))
    else:
        yield _advice(
            "seals.photographed",
            InputError("gate.seals_not_photographed", rows=_rows(without), rows_en=_rows_en(without)),
        )


def _periods(dossier: Dossier, law: LawPack) -> Iterator[GateLine]:
    for measure in dossier.measures:
        if measure.kind is MeasureKind.SAMPLE:
            continue
        name = "register" if measure.kind is MeasureKind.REGISTER else "seize"
        end = end_of(law, measure, course_of(dossier, measure))
        if end is None:
            yield _advice("deadlines", InputError("gate.no_period"))
        elif name == "register":
            yield _done(
                "deadlines", InputError("gate.period_register", day=day_text(end.alarm), day_en=_day_en(end))
            )
        else:
            yield _done(
                "deadlines", InputError("gate.period_seize", day=day_text(end.alarm), day_en=_day_en(end))
            )
        made_good = approval_end_of(law, measure)
        if made_good is not None:
            yield _advice("approval", InputError("gate.approval_pending", time=_moment(made_good)))


def _covered(dossier: Dossier) -> list[Item]:
    """Goods under a measure that has a list; a sample has a document of its own."""
    covered = {item_id for measure in dossier.measures if measure.has_list for item_id in measure.item_ids}
    return [item for item in dossier.items if item.id in covered]


def _rows(items: list[Item]) -> str:
    return number_runs([item.position for item in items])


def _rows_en(items: list[Item]) -> str:
    return _rows(items).replace("至", "–").replace("、", ", ")


def _day_en(end: Deadline) -> str:
    day = end.alarm.astimezone(CHINA) if isinstance(end.alarm, datetime) else end.alarm
    return f"{day:%Y-%m-%d}"


def _moment(end: Deadline) -> str:
    due = end.due.astimezone(CHINA) if isinstance(end.due, datetime) else end.due
    return f"{due:%m-%d %H:%M}"


def _done(code: str, said: InputError) -> GateLine:
    return _line(code, said, passed=True, stops=False)


def _advice(code: str, said: InputError) -> GateLine:
    return _line(code, said, passed=False, stops=False)


def _line(code: str, said: InputError, *, passed: bool, stops: bool) -> GateLine:
    return GateLine(code, passed, stops, said.sentence("zh"), said.sentence("en"))
