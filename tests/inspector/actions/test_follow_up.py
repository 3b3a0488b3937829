"""After a stand was sealed: later acts have a record of their own, and the sealed one stays as it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.actions import (
    follow_up,
    list_item,
    name_party,
    read,
    record_visit,
    seal_inspection,
    write_paper,
)
from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_pages import wording_of
from inspector.actions.notice_readiness import notice_readiness
from inspector.actions.supersede_notice import supersede_notice
from inspector.errors import InputError
from inspector.records import Inspection, InspectionState, Notice, PageScan, PhotoTag, PresenceKind
from tests.inspector.actions.test_measure_papers import issued, missing, written
from tests.kept_stands import KeptStands
from tests.stand import Stand
from ui.demo import sample


def begin(stand: Stand, **fields: object) -> Stand:
    """Begin later acts of the stand, some days on, with the receiver there."""
    values: dict[str, object] = {
        "officer_ids": stand.inspection.officer_ids,
        "place": "样本市市场监督管理局",
        "by": stand.by,
    }
    later = follow_up.begin_follow_up(stand.device, stand.inspection.id, **(values | fields))  # type: ignore[arg-type]
    begun = replace(stand, inspection=later)
    record_visit.record_presence(
        stand.device, later.id, kind=PresenceKind.PARTY, person="赵样本", by=stand.by
    )
    return begun


def left_and_sealed(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id, tag=PhotoTag.SEAL)
    stand.seize(row)
    stand.issue("24")
    stand.issue("21")
    stand.close()
    stand.issue("9")
    seal(stand)
    stand.clock.advance(timedelta(days=5))


@pytest.fixture
def sealed(stands: KeptStands, tmp_path: Path) -> Iterator[Stand]:
    """A stand with a seizure, left and sealed."""
    with stands.at(left_and_sealed, tmp_path / "sealed") as stand:
        yield stand


def seal(stand: Stand) -> Inspection:
    return seal_inspection.seal_inspection(stand.device, stand.inspection.id, by=stand.by)


def test_pages_scanned_at_the_stand_have_no_photo_in_the_record_of_later_acts(sealed: Stand) -> None:
    known, now = read.dossier(sealed.device, sealed.inspection.id), sealed.clock.now().wall
    scan = PageScan(1, known.photos[0].id, known.photos[0].sha256, 0, now, sealed.by)
    scanned = tuple(replace(notice, scans=(scan,)) for notice in known.notices[:1])
    known = replace(known, notices=(*scanned, *known.notices[1:]))
    law = sealed.device.law
    assert (
        wording_of(law, known, now)["scanned"] == f"《财物清单》{known.notices[0].number}第1页（照片第1号）"
    )
    later = replace(known, inspection=begin(sealed).inspection, photos=())
    assert wording_of(law, later, now)["scanned"] == ""


def test_testing_extension_and_release_are_issued_after_the_seal_and_move_the_end(sealed: Stand) -> None:
    before = read.dossier(sealed.device, sealed.inspection.id)
    later = begin(sealed)
    for form, changed, due in (
        ("31", {"starts": "2026-11-26", "ends": "2026-12-05"}, "2026-12-30"),
        ("22", {}, "2027-01-29"),
    ):
        paper = written(later, form, **changed)
        assert paper.answers["number"] == "样市监强制〔2026〕1号", "known from the sealed record"
        assert missing(later, paper) == []
        assert issued(later, paper).inspection_id == later.inspection.id
        assert [f"{ending.end.due}" for ending in read.today(sealed.device).endings] == [due]
        assert [f"{e.end.due}" for e in read.endings(sealed.device.law, before)] == ["2026-12-20"]
    seal(later)
    sealed.clock.advance(timedelta(days=20))
    again = begin(sealed)
    assert missing(again, written(again, "22")) == ["starts"], "extended already, in the record before"
    release = written(again, "23", scope="全部解除")
    issued(again, release)
    assert read.today(sealed.device).endings == ()
    after = read.dossier(sealed.device, sealed.inspection.id)
    assert (after.inspection, after.items, after.measures) == (
        before.inspection,
        before.items,
        before.measures,
    )
    assert after.own_notices == before.notices
    assert [notice.form for notice in after.notices] == ["24", "21", "9", "31", "22", "23"]


def test_the_record_of_later_acts_names_the_sealed_one_and_comes_after_it(sealed: Stand) -> None:
    later = begin(sealed)
    assert later.inspection.follows == sealed.inspection.id
    assert (
        later.inspection.party_id == sealed.inspection.party_id
        or read.dossier(sealed.device, later.inspection.id).party
    )
    changes = [
        change
        for change in ("inspection.sealed", "inspection.followed")
        for _ in sealed.device.journal.entries_of_change(change)
    ]
    assert changes == ["inspection.sealed", "inspection.followed"]


def test_it_shows_what_was_handed_over_and_asks_for_no_record_of_a_visit(sealed: Stand) -> None:
    later = begin(sealed)
    lines = notice_readiness(later.device, later.inspection.id)
    assert [(line.form, line.issued is not None) for line in lines] == [
        ("24", True),
        ("21", True),
        ("9", True),
    ]
    assert not [f for f in read.examine(later.device, later.inspection.id) if f.forms]


@pytest.mark.parametrize("state", [InspectionState.OPEN, InspectionState.SEALED])
def test_goods_measures_and_party_stay_as_they_were(sealed: Stand, state: InspectionState) -> None:
    later = begin(sealed)
    if state is InspectionState.SEALED:
        issued(later, written(later, "22"))
        seal(later)
    (row,) = read.dossier(later.device, later.inspection.id).items
    before = later.device.journal.length()
    for act in (
        later.item,
        lambda: list_item.change_item(later.device, replace(row, label_name="别的"), by=later.by),
        lambda: later.seize(row),
        lambda: name_party.name_party(later.device, later.inspection.id, by=later.by, **sample.PARTY),  # type: ignore[arg-type]
    ):
        with pytest.raises(InputError) as refusal:
            act()
        assert refusal.value.code in {"inspection.settled", "inspection.sealed"}
    assert later.device.journal.length() == before


def test_photos_of_later_acts_are_its_own_and_may_show_the_rows(sealed: Stand) -> None:
    later = begin(sealed)
    (row,) = read.dossier(later.device, later.inspection.id).items
    photo = later.photo(7, item_id=row.id)
    assert photo.inspection_id == later.inspection.id
    list_item.assign_photos(later.device, [photo.id], item_id=row.id, tag=PhotoTag.SEAL, by=later.by)
    assert len(read.dossier(sealed.device, sealed.inspection.id).photos) == 1, "the visit's are as they were"


def test_a_paper_of_the_sealed_record_is_neither_set_aside_nor_issued_from_here(
    stand: Stand, sealed: Stand
) -> None:
    later = begin(sealed)
    decision = next(n for n in read.dossier(later.device, later.inspection.id).notices if n.form == "21")
    with pytest.raises(InputError) as refusal:
        supersede_notice(later.device, decision.id, reason="写错", by=later.by)
    assert refusal.value.code == "inspection.sealed"
    with pytest.raises(InputError) as refusal:
        issue_notice(later.device, later.inspection.id, "24", signatures=later.signatures(), by=later.by)
    assert refusal.value.code == "notice.does_not_fit"
    own = issued(later, written(later, "22"))
    supersede_notice(later.device, own.id, reason="日期写错", by=later.by)
    with later.device.reading() as unit:
        assert unit.get(Notice, own.id).superseded_reason == "日期写错"


def test_it_is_sealed_once_its_papers_are_issued(sealed: Stand) -> None:
    later = begin(sealed)
    with pytest.raises(InputError) as refusal:
        seal(later)
    assert refusal.value.code == "inspection.cannot_leave"
    paper = written(later, "22")
    with pytest.raises(InputError):
        seal(later)
    write_paper.drop_paper(later.device, paper.id, by=later.by)
    issued(later, written(later, "22"))
    done = seal(later)
    assert done.state is InspectionState.SEALED
    assert done.ended is not None


def test_one_at_a_time_and_only_of_a_sealed_stand(stand: Stand) -> None:
    with pytest.raises(InputError) as refusal:
        begin(stand)
    assert refusal.value.code == "inspection.not_sealed"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"place": " "}, "inspection.place_missing"), ({"officer_ids": ()}, "inspection.two_officers")],
)
def test_place_and_two_officers_are_asked(sealed: Stand, fields: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refusal:
        begin(sealed, **fields)
    assert refusal.value.code == code


def test_a_second_one_waits_and_a_later_one_follows_the_visit(sealed: Stand) -> None:
    later = begin(sealed)
    with pytest.raises(InputError) as refusal:
        begin(sealed)
    assert refusal.value.code == "inspection.follow_up_open"
    issued(later, written(later, "22"))
    seal(later)
    assert begin(later).inspection.follows == sealed.inspection.id
