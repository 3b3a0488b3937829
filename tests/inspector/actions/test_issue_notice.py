import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.actions import describe_scene, list_item, read, record_visit, seal_inspection
from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_readiness import NotReady, notice_readiness
from inspector.actions.preview_notice import preview_notice
from inspector.actions.supersede_notice import supersede_notice
from inspector.errors import InputError
from inspector.records import Notice, NoticeState, Signature, SignatureRole
from tests.kept_stands import KeptStands
from tests.stand import Stand


def up_to_the_papers(stand: Stand) -> None:
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id)
    stand.photo(2, item_id=row.id)
    stand.seize(row)


@pytest.fixture
def ready(stands: KeptStands, tmp_path: Path) -> Iterator[Stand]:
    """A lawful seizure, complete up to the papers."""
    with stands.at(up_to_the_papers, tmp_path / "ready") as stand:
        yield stand


def issue_all(stand: Stand) -> None:
    stand.issue("24")
    stand.issue("21")
    stand.close()
    stand.issue("9")


def test_the_three_papers_come_from_one_record_and_the_stand_can_be_left(ready: Stand) -> None:
    assert ready.issue("24").number == "样市监财清〔2026〕1号"
    assert ready.issue("21").number == "样市监强制〔2026〕1号"
    ready.close()
    ready.issue("9")
    for notice in read.dossier(ready.device, ready.inspection.id).notices:
        pdf = read.notice_pdf(ready.device, notice.id)
        assert pdf.startswith(b"%PDF-")
        assert hashlib.sha256(pdf).hexdigest() == notice.pdf_sha256
    sealed = seal_inspection.seal_inspection(ready.device, ready.inspection.id, by=ready.by)
    assert sealed.state.value == "sealed"


def test_an_empty_record_issues_nothing_and_says_why_with_number_and_article(stand: Stand) -> None:
    before = stand.device.journal.length()
    with pytest.raises(NotReady) as refusal:
        stand.issue("9")
    found = {finding.id for finding in refusal.value.findings}
    assert {"F-13", "F-14"} <= found
    assert all(finding.article for finding in refusal.value.findings)
    assert stand.device.journal.length() == before


def test_nothing_is_issued_without_signatures(ready: Stand) -> None:
    with pytest.raises(NotReady) as refusal:
        issue_notice(ready.device, ready.inspection.id, "24", signatures=(), by=ready.by)
    assert {finding.id for finding in refusal.value.findings} & {"F-01", "F-15"}


def test_a_dot_is_not_a_signature(ready: Stand) -> None:
    now = ready.clock.now().wall
    dots = tuple(
        Signature(signature.role, signature.name, now, (((1, 1, 0),),), cert_no=signature.cert_no)
        for signature in ready.signatures()
    )
    with pytest.raises(NotReady):
        issue_notice(ready.device, ready.inspection.id, "24", signatures=dots, by=ready.by)


def test_a_refusal_to_sign_needs_its_reason_and_recording(ready: Stand) -> None:
    now = ready.clock.now().wall
    officers = ready.signatures()[1:]
    refused = Signature(SignatureRole.PARTY, "赵样本", now, refusal="称须经公司同意")
    with pytest.raises(NotReady) as refusal:
        issue_notice(ready.device, ready.inspection.id, "24", signatures=(refused, *officers), by=ready.by)
    assert "F-16" in {finding.id for finding in refusal.value.findings}
    recorded = Signature(SignatureRole.PARTY, "赵样本", now, refusal="称须经公司同意", recording="YX-0001")
    issue_notice(ready.device, ready.inspection.id, "24", signatures=(recorded, *officers), by=ready.by)


def test_the_decision_waits_for_its_list(ready: Stand) -> None:
    with pytest.raises(InputError) as refusal:
        ready.issue("21")
    assert refusal.value.code == "notice.list_first"


def test_issued_paper_freezes_what_it_prints(ready: Stand) -> None:
    ready.issue("24")
    (row,) = read.dossier(ready.device, ready.inspection.id).items
    with pytest.raises(InputError) as refusal:
        list_item.change_item(ready.device, row, by=ready.by)
    assert refusal.value.code == "inspection.signed"
    record_visit.tell_rights(ready.device, ready.inspection.id, answer="仍不申请。", by=ready.by)
    ready.issue("21")
    ready.close()
    ready.issue("9")
    with pytest.raises(InputError) as refusal:
        describe_scene.record_statement(ready.device, ready.inspection.id, text="改口", by=ready.by)
    assert refusal.value.code == "inspection.signed"


def test_a_notice_set_aside_keeps_its_number_used(ready: Stand) -> None:
    ready.issue("24")
    (notice,) = read.dossier(ready.device, ready.inspection.id).notices
    with pytest.raises(InputError):
        supersede_notice(ready.device, notice.id, reason=" ", by=ready.by)
    assert (
        supersede_notice(ready.device, notice.id, reason="数量写错", by=ready.by).state
        is NoticeState.SUPERSEDED
    )
    assert ready.issue("24").number == "样市监财清〔2026〕2号"


def test_previews_use_no_number_and_leave_nothing(ready: Stand) -> None:
    before = ready.device.journal.length()
    for form in ("24", "21", "9"):
        assert preview_notice(ready.device, ready.inspection.id, form).pages >= 1
    assert ready.device.journal.length() == before
    assert ready.issue("24").number == "样市监财清〔2026〕1号"


def test_readiness_tells_for_each_form_what_is_missing(ready: Stand) -> None:
    lines = {line.form: line for line in notice_readiness(ready.device, ready.inspection.id)}
    assert not lines["24"].missing
    assert not lines["21"].missing
    assert lines["9"].missing, "the record is not closed yet"


def test_without_a_measure_only_the_record_is_needed(stand: Stand) -> None:
    assert [line.form for line in notice_readiness(stand.device, stand.inspection.id)] == ["9"]
    with pytest.raises(InputError) as refusal:
        stand.issue("21")
    assert refusal.value.code == "notice.does_not_fit"


def test_the_stand_is_not_left_before_its_papers(ready: Stand) -> None:
    with pytest.raises(InputError) as refusal:
        seal_inspection.seal_inspection(ready.device, ready.inspection.id, by=ready.by)
    assert refusal.value.code == "inspection.cannot_leave"
    assert "现场笔录" in refusal.value.sentence("zh")


def test_the_record_is_not_closed_before_list_and_decision_are_handed_over(ready: Stand) -> None:
    for form in ("24", "21"):
        with pytest.raises(InputError) as refusal:
            ready.close()
        assert refusal.value.code == "scene.papers_first"
        ready.issue(form)
    ready.close()


@pytest.mark.parametrize("form", ["24", "21"])
def test_list_and_decision_are_issued_on_the_day_of_the_measure_only(ready: Stand, form: str) -> None:
    if form == "21":
        ready.issue("24")
    ready.clock.advance(timedelta(hours=30))
    with pytest.raises(NotReady) as refusal:
        ready.issue(form)
    assert [finding.id for finding in refusal.value.findings if "日期" in finding.message_zh] == ["F-28"]
    assert "强制法》第二十四条" in refusal.value.findings[0].article


def notices(stand: Stand, state: NoticeState) -> dict[str, Notice]:
    found = read.dossier(stand.device, stand.inspection.id).notices
    return {notice.form: notice for notice in found if notice.state is state}


def test_with_the_list_goes_the_decision_that_names_it(ready: Stand) -> None:
    issue_all(ready)
    former = notices(ready, NoticeState.ISSUED)
    supersede_notice(ready.device, former["24"].id, reason="数量写错", by=ready.by)
    aside = notices(ready, NoticeState.SUPERSEDED)
    assert set(aside) == {"24", "21"}
    assert aside["24"].superseded_reason == "数量写错"
    assert "数量写错" in aside["21"].superseded_reason
    assert former["24"].number in aside["21"].superseded_reason
    with pytest.raises(InputError) as refusal:
        seal_inspection.seal_inspection(ready.device, ready.inspection.id, by=ready.by)
    assert refusal.value.code == "inspection.cannot_leave"


def test_after_setting_all_aside_the_papers_are_issued_anew_in_order(ready: Stand) -> None:
    issue_all(ready)
    former = notices(ready, NoticeState.ISSUED)
    for form in ("24", "9"):
        supersede_notice(ready.device, former[form].id, reason="数量写错", by=ready.by)
    assert read.dossier(ready.device, ready.inspection.id).inspection.ended is None
    issue_all(ready)
    sealed = seal_inspection.seal_inspection(ready.device, ready.inspection.id, by=ready.by)
    assert sealed.ended is not None


def test_a_list_set_aside_after_the_end_opens_the_record_again(ready: Stand) -> None:
    ready.issue("24")
    ready.issue("21")
    ready.close()
    supersede_notice(ready.device, notices(ready, NoticeState.ISSUED)["24"].id, reason="错字", by=ready.by)
    inspection = read.dossier(ready.device, ready.inspection.id).inspection
    assert (inspection.ended, inspection.closing) == (None, None)
    issue_all(ready)


def test_a_notice_is_set_aside_once(ready: Stand) -> None:
    ready.issue("24")
    notice = notices(ready, NoticeState.ISSUED)["24"]
    supersede_notice(ready.device, notice.id, reason="错字", by=ready.by)
    before = ready.device.journal.length()
    with pytest.raises(InputError) as refusal:
        supersede_notice(ready.device, notice.id, reason="再次", by=ready.by)
    assert refusal.value.code == "notice.superseded_already"
    assert ready.device.journal.length() == before


def test_a_stand_is_not_left_with_a_decision_that_names_another_list(ready: Stand) -> None:
    issue_all(ready)
    decision = notices(ready, NoticeState.ISSUED)["21"]
    with ready.device.unit() as unit:
        earlier = replace(decision, issued=decision.issued - timedelta(minutes=1))
        unit.save(earlier, change="notice.issued", by=ready.by)
        unit.commit()
    with pytest.raises(InputError) as refusal:
        seal_inspection.seal_inspection(ready.device, ready.inspection.id, by=ready.by)
    assert "清单" in refusal.value.sentence("zh")


def test_a_strangers_signature_of_another_year_issues_nothing(ready: Stand) -> None:
    party, *officers = ready.signatures()
    stranger = replace(party, name="路人样本", at=party.at - timedelta(days=2000))
    with pytest.raises(NotReady) as refusal:
        issue_notice(ready.device, ready.inspection.id, "24", signatures=(stranger, *officers), by=ready.by)
    assert {finding.id for finding in refusal.value.findings} == {"F-15", "F-71"}
