"""What the office says reaches the device: every kind, one transaction each, merged and never twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from inspector.actions.follow_up import begin_follow_up
from inspector.actions.make_thumbnails import make_thumbnails
from inspector.actions.settle_task import Decision, reopen_task, settle_tasks
from inspector.actions.write_case import write_case
from inspector.errors import InputError
from inspector.records import (
    Bureau,
    CaseField,
    CaseFile,
    Choice,
    Correction,
    Exhibitor,
    Fair,
    FeedState,
    Inspection,
    InspectionState,
    Item,
    NumberBlock,
    Officer,
    Photo,
    Roster,
    TaskKind,
    TaskState,
)
from sync.central import office as desk
from sync.central.cases import case_of, cases_of, waiting_cases
from sync.central.enrolling import new_invitation
from sync.central.rotating import rotate_receipt
from sync.central.standing import device_standings
from sync.enrolment import enrol, pin, pinned
from sync.retention import originals
from tests.stand import begin
from tests.sync.fed_site import NUMBER, PLACE, STATUS, WHO, ByHand, FedSite

OFFICER = Officer(
    "o-new", "周样本", "SAMPLE-0009", date(2026, 1, 1), date(2028, 12, 31), "样本市市场监督管理局"
)


def test_the_first_fetch_brings_root_keys_and_certificate(fed: FedSite) -> None:
    found = fed.fetch()
    assert [each.kind for each in found.applied] == ["root", "recipients", "certificate"]
    kept = fed.pinned()
    assert kept.root_key
    assert kept.certificate
    assert [each.key for each in kept.recipients] == [kept.recipient_key]
    assert fed.fetch().applied == ()


def test_an_office_edit_is_written_down_with_who_and_when(fed: FedSite) -> None:
    desk.edit_case(fed.centre, fed.case, {NUMBER: "样市监案〔2026〕7号", STATUS: "filed"}, by=WHO)
    fed.fetch()
    field = fed.field(NUMBER)
    assert (field.value, field.by, field.centre) == ("样市监案〔2026〕7号", WHO, "样市监案〔2026〕7号")
    assert fed.file().value(STATUS) == "filed"
    assert not fed.tasks()
    changes = list(fed.device.journal.entries_of_change("feed.case"))
    assert len(changes) == 1


def test_both_wrote_one_field_and_a_person_decides(fed: FedSite, tmp_path: Path) -> None:
    write_case(fed.device, fed.case, {PLACE: "三号馆临时库"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    fed.fetch()
    (task,) = fed.tasks()
    assert (task.ours.value, task.theirs.value, task.theirs.by) == ("三号馆临时库", "样本仓库", WHO)
    assert fed.file().value(PLACE) == "样本仓库"  # the office's stands while nobody has decided
    fed.settle(task, Choice.OURS)
    assert fed.file().value(PLACE) == "三号馆临时库"
    fed.deliver(tmp_path / "outbox")
    line = case_of(fed.centre, fed.case).fields[PLACE]
    assert (line.value, line.is_waiting) == ("三号馆临时库", False)
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本二库"}, by=WHO)  # knowing what the device said
    fed.fetch()
    assert fed.file().value(PLACE) == "样本二库"
    assert not fed.tasks()


def test_the_centre_shows_a_conflict_until_it_is_decided(fed: FedSite, tmp_path: Path) -> None:
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    write_case(fed.device, fed.case, {NUMBER: "乙"}, by=fed.stand.by)
    fed.deliver(tmp_path / "outbox")  # the device has not heard of the office's word yet
    (waiting,) = waiting_cases(fed.centre)
    line = waiting.fields[NUMBER]
    assert (line.value, line.office, line.device, line.is_waiting) == ("甲", "甲", "乙", True)
    fed.fetch()
    (task,) = fed.tasks()
    fed.settle(task, Choice.ANEW, value="丙")
    fed.deliver(tmp_path / "outbox")
    assert case_of(fed.centre, fed.case).fields[NUMBER].value == "丙"
    assert not waiting_cases(fed.centre)


def test_the_office_changes_its_mind_before_anybody_decided(fed: FedSite) -> None:
    write_case(fed.device, fed.case, {NUMBER: "乙"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    fed.fetch()
    desk.edit_case(fed.centre, fed.case, {NUMBER: "丁"}, by=WHO)
    fed.fetch()
    (task,) = fed.tasks()
    assert (task.ours.value, task.theirs.value) == ("乙", "丁")
    desk.edit_case(fed.centre, fed.case, {NUMBER: "乙"}, by=WHO)
    fed.fetch()
    assert not fed.tasks()
    assert fed.file().value(NUMBER) == "乙"


def test_what_is_written_on_later_acts_is_of_the_visit_s_case(fed: FedSite, tmp_path: Path) -> None:
    with fed.device.unit() as unit:
        sealed = replace(unit.get(Inspection, fed.case), state=InspectionState.SEALED)
        unit.save(sealed, change="inspection.sealed", by=fed.stand.by)
        unit.commit()
    ids = tuple(officer.id for officer in fed.stand.officers)
    later = begin_follow_up(fed.device, fed.case, officer_ids=ids, place="样本局", by=fed.stand.by)
    fed.deliver(tmp_path / "outbox")
    desk.edit_case(fed.centre, later.id, {NUMBER: "甲"}, by=WHO)
    fed.fetch()
    write_case(fed.device, fed.case, {NUMBER: "乙"}, by=fed.stand.by)
    fed.deliver(tmp_path / "outbox")
    (known,) = cases_of(fed.centre)
    line = known.fields[NUMBER]
    assert (known.inspection, line.value, line.office, line.is_waiting) == (fed.case, "乙", "甲", False)


def test_a_fact_of_the_stand_changes_by_a_correction_alone(fed: FedSite, tmp_path: Path) -> None:
    item = fed.stand.item()
    fed.deliver(tmp_path / "outbox")
    desk.ask_correction(fed.centre, "Item", item.id, "quantity", "23", reason="清点录像只有23套", by=WHO)
    fed.fetch()
    (task,) = fed.tasks()
    assert (task.kind, task.ours.value, task.theirs.value) == (TaskKind.CORRECTION, "24", "23")
    fed.settle(task, Choice.THEIRS)
    with fed.device.reading() as unit:
        (correction,) = unit.all(Correction)
        assert unit.get(Item, item.id) == item
    assert (correction.was, correction.now, correction.reason) == ("24", "23", "清点录像只有23套")
    with pytest.raises(InputError, match=r"task\.settled"):
        fed.settle(task, Choice.OURS, note="x")


def test_leaving_a_fact_as_it_is_needs_a_reason(fed: FedSite, tmp_path: Path) -> None:
    item = fed.stand.item()
    fed.deliver(tmp_path / "outbox")
    desk.ask_correction(fed.centre, "Item", item.id, "unit", "件", reason="单位", by=WHO)
    fed.fetch()
    (task,) = fed.tasks()
    with pytest.raises(InputError, match=r"task\.note_missing"):
        fed.settle(task, Choice.OURS)
    fed.settle(task, Choice.OURS, note="现场按套清点")
    (settled,) = fed.tasks(TaskState.SETTLED)
    assert (settled.choice, settled.note) == (Choice.OURS, "现场按套清点")


def test_the_roster_of_officers_follows_the_certificate_number(fed: FedSite) -> None:
    desk.tell_officer(fed.centre, OFFICER, by=WHO)
    fed.fetch()
    with fed.device.reading() as unit:
        before = {each.cert_no: each for each in unit.all(Officer)}
    assert before[OFFICER.cert_no] == OFFICER
    known = fed.stand.officers[0]
    longer = replace(known, id="another", valid_to=known.valid_to + timedelta(days=365))
    desk.tell_officer(fed.centre, longer, by=WHO)
    fed.fetch()
    with fed.device.reading() as unit:
        after = unit.get(Officer, known.id)
        assert len(unit.all(Officer)) == len(before)
    assert after.valid_to == longer.valid_to
    assert not fed.tasks()


def test_number_blocks_are_allotted_once_and_entered_by_the_same_door(fed: FedSite) -> None:
    desk.allot_numbers(fed.centre, fed.device.id, [NumberBlock("强制", 2026, 501, 520, "样本中心")], by=WHO)
    with pytest.raises(InputError, match=r"numbers\.allotted"):
        desk.allot_numbers(fed.centre, fed.device.id, [NumberBlock("强制", 2026, 520, 530)], by=WHO)
    for none in (NumberBlock("强制", 26, 600, 620), NumberBlock("强制", 2026, 600, 1_000_000)):
        with pytest.raises(InputError, match=r"numbers\.range"):  # no device could take it
            desk.allot_numbers(fed.centre, fed.device.id, [none], by=WHO)
    fed.fetch()
    with fed.device.reading() as unit:
        bureau = unit.all(Bureau)[-1]
    assert [(each.first, each.last, each.source) for each in bureau.blocks] == [(501, 520, "样本中心")]


def test_a_fair_and_its_roster_come_once(fed: FedSite) -> None:
    fair = Fair("f-1", "样本陶瓷交易会", "样本展馆", "样本路2号", date(2026, 12, 1), date(2026, 12, 3))
    told = {"file_name": "名单.xlsx", "file_sha256": "ab" * 32, "by": WHO}
    for _ in range(2):
        desk.tell_roster(fed.centre, fair, [Exhibitor("样本陶瓷厂", "B12", "3")], **told)
    fed.fetch()
    with fed.device.reading() as unit:
        (roster,) = unit.all(Roster)
        assert unit.get(Fair, roster.fair_id) == fair
    rosters = [each for each in fed.heard() if each.kind == "roster"]
    assert [each.code for each in rosters] == ["", "roster.same_file"]
    assert rosters[0].body == ""  # the roster's own entry holds it


def test_a_law_pack_of_the_feed_is_the_one_that_could_be_imported(fed: FedSite) -> None:
    from importlib import resources

    from inspector.law import load
    from sync.law_packs import kept_law_packs, sign_law_pack

    folder = fed.data / "tables"
    folder.mkdir()
    for file in (resources.files("resources") / "law").iterdir():
        if file.name.endswith(".toml"):
            text = file.read_text("utf-8").replace(f'pack = "{load().version}"', 'pack = "2027.1.1"')
            (folder / file.name).write_text(text, "utf-8")
    signed = sign_law_pack(
        folder,
        issuer=fed.centre.name,
        at=fed.centre.now(),
        sign=fed.centre.keys.signing.sign,
    ).encoded()
    assert desk.tell_signed_law(fed.centre, signed, by=WHO) == ("2027.1.1", 1)
    fed.fetch()
    assert [each.pack.version for each in kept_law_packs(fed.device.journal)] == ["2027.1.1"]


def test_what_cannot_be_applied_is_set_aside_and_the_rest_goes_on(fed: FedSite) -> None:
    from sync.central.feeding import Told, tell
    from sync.feed.entry import Kind

    body = {"inspection": "nowhere", "fields": {"number": "甲"}, "over": {}}
    tell(fed.centre, Told(Kind.CASE, body, WHO, "nowhere"), device=fed.device.id)
    desk.edit_case(fed.centre, fed.case, {NUMBER: "乙"}, by=WHO)
    found = fed.fetch()
    assert [each.code for each in found.set_aside] == ["feed.case_unknown"]
    assert fed.file().value(NUMBER) == "乙"
    assert fed.fetch().applied == ()
    assert fed.set_aside() == ["feed.case_unknown"]


def test_a_later_word_holds_over_one_that_was_set_aside(
    fed: FedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.feed import applying

    known = dict(applying._KINDS)
    monkeypatch.delitem(applying._KINDS, "case")  # as a program that does not know the kind yet
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    fed.fetch()
    assert fed.set_aside() == ["feed.kind_unknown"]
    monkeypatch.setitem(applying._KINDS, "case", known["case"])
    desk.edit_case(fed.centre, fed.case, {NUMBER: "乙"}, by=WHO)
    fed.fetch()
    assert fed.set_aside() == []
    assert fed.file().value(NUMBER) == "乙"


def test_a_device_enrolled_later_hears_what_everybody_was_told(fed: FedSite, tmp_path: Path) -> None:
    from sync.central.enrolling import enrol_device, new_invitation
    from sync.central.feed_pages import answer
    from sync.enrolment import enrol, pin
    from sync.feed.fetching import fetch
    from tests.stand import begin

    desk.tell_officer(fed.centre, OFFICER, by=WHO)
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)

    class ByHand:
        def enrol(self, request: bytes) -> bytes:
            return enrol_device(fed.centre, request).encoded()

    later = begin(tmp_path / "later")
    with later.opened:
        pin(
            later.device,
            enrol(later.device, "样本二局", new_invitation(fed.centre, ""), ByHand()),
            by="device",
        )
        found = fetch(later.device, lambda request: answer(fed.centre, request)[1])
        with later.device.reading() as unit:
            assert OFFICER in unit.all(Officer)
    assert [each.kind for each in found.applied] == ["root", "recipients", "certificate", "officer"]
    assert found.applied[-1].state is FeedState.APPLIED


def test_the_centre_knows_how_far_a_device_has_come(fed: FedSite) -> None:
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    fed.fetch()
    (position,) = device_standings(fed.centre)
    assert (position.length, position.acknowledged) == (4, 0)  # it asked before it had anything
    fed.fetch()
    (position,) = device_standings(fed.centre)
    assert position.acknowledged == 4


def test_tasks_are_decided_all_or_none_and_never_unread(fed: FedSite) -> None:
    write_case(fed.device, fed.case, {NUMBER: "乙", PLACE: "三号馆"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲", PLACE: "样本仓库"}, by=WHO)
    fed.fetch()
    tasks = {each.field: each for each in fed.tasks()}
    first, second = tasks[NUMBER], tasks[PLACE]
    halves = [Decision(first.id, Choice.OURS), Decision(second.id, Choice.ANEW)]
    with pytest.raises(InputError, match=r"task\.value_missing") as refused:
        settle_tasks(fed.device, halves, by=fed.stand.by)
    assert refused.value.facts["task"] == second.id
    assert len(fed.tasks()) == 2
    desk.edit_case(fed.centre, fed.case, {NUMBER: "丁"}, by=WHO)
    fed.fetch()
    with pytest.raises(InputError, match=r"task\.changed"):
        settle_tasks(fed.device, [Decision(first.id, Choice.OURS, seen=first.entry)], by=fed.stand.by)
    with pytest.raises(InputError, match=r"case\.changed"):
        write_case(fed.device, fed.case, {NUMBER: "戊"}, seen={NUMBER: "甲"}, by=fed.stand.by)
    assert fed.file().value(NUMBER) == "丁"


def test_a_new_decision_takes_the_place_of_the_old_one(fed: FedSite, tmp_path: Path) -> None:
    write_case(fed.device, fed.case, {PLACE: "三号馆"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    fed.fetch()
    (task,) = fed.tasks()
    fed.settle(task, Choice.OURS)
    fed.deliver(tmp_path / "outbox")
    reopen_task(fed.device, task.id, by=fed.stand.by)
    assert fed.file().value(PLACE) == "三号馆"  # until the new decision
    fed.settle(task, Choice.THEIRS)
    fed.deliver(tmp_path / "outbox")
    assert case_of(fed.centre, fed.case).fields[PLACE].value == "样本仓库"
    assert len(list(fed.device.journal.entries_of_change("task.reopened"))) == 1
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本二库"}, by=WHO)
    fed.fetch()
    with pytest.raises(InputError, match=r"task\.superseded"):
        reopen_task(fed.device, task.id, by=fed.stand.by)


def test_a_correction_is_taken_back_by_another_one(fed: FedSite, tmp_path: Path) -> None:
    item = fed.stand.item()
    fed.deliver(tmp_path / "outbox")
    desk.ask_correction(fed.centre, "Item", item.id, "quantity", "23", reason="录像", by=WHO)
    fed.fetch()
    (task,) = fed.tasks()
    for wrong in ("二十三", "-1"):
        with pytest.raises(InputError, match=r"task\.value_wrong"):
            fed.settle(task, Choice.ANEW, value=wrong, note="重数")
    fed.settle(task, Choice.THEIRS)
    reopen_task(fed.device, task.id, by=fed.stand.by)
    fed.settle(task, Choice.OURS, note="重看录像，还是24套")
    with fed.device.reading() as unit:
        assert [(each.was, each.now) for each in unit.all(Correction)] == [("24", "23"), ("23", "24")]


def test_what_an_earlier_receipt_key_signed_still_lets_originals_leave(fed: FedSite, tmp_path: Path) -> None:
    fed.stand.photo(1)
    with fed.device.reading() as unit:
        make_thumbnails(fed.device, [photo.id for photo in unit.all(Photo)])
    fed.deliver(tmp_path / "outbox")
    fed.stand.clock.advance(timedelta(days=40))
    rotate_receipt(fed.centre, by=WHO)
    fed.fetch()
    keys = pinned(fed.device)
    assert keys is not None
    assert keys.former
    assert len(originals(fed.device, keys, days=30).may_go) == 1


def test_another_device_says_nothing_of_a_case_that_is_not_its_own(fed: FedSite, tmp_path: Path) -> None:
    """It knows the id, says the inspection is its own and writes a whole case of it; entries are kept, the case stays."""
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    sister = begin(tmp_path / "sister")
    with sister.opened:
        keys = enrol(sister.device, "样本二局", new_invitation(fed.centre, ""), ByHand(fed.centre))
        pin(sister.device, keys, by="device")
        at = sister.device.clock.now().wall
        foreign = CaseFile(fed.case, fed.case, (CaseField(PLACE, "别处", "李样本", at, "样本仓库"),))
        with fed.device.reading() as unit:
            theirs = unit.get(Inspection, fed.case)
        with sister.device.unit() as unit:
            unit.save(theirs, change="inspection.opened", by=sister.by)
            unit.save(foreign, change="case.written", by=sister.by)
            unit.commit()
        fed.stand.clock.advance(timedelta(seconds=1))  # whose came first is told by the centre's clock
        replace(fed, stand=sister).deliver(tmp_path / "sisters-outbox")
    case = case_of(fed.centre, fed.case)
    assert case.device == fed.device.id
    assert [each.device for each in cases_of(fed.centre) if each.inspection == fed.case] == [fed.device.id]
    assert (case.fields[PLACE].value, case.fields[PLACE].device) == ("样本仓库", "")
