"""Who signs which paper, when its page can be seen, and what counts as given."""

from inspector.actions import record_visit
from inspector.actions.issue_notice import issue_notice
from inspector.actions.supersede_notice import supersede_notice
from inspector.records import InkFault, PresenceKind, SignatureRole
from tests.stand import Stand
from ui.demo import sample
from ui.desktop.i18n import Language, speak
from ui.desktop.screens.inspection.stand_now import read_stand
from ui.desktop.screens.notices.shown import SetAside, SignedPlace, Signer, notice_line, notice_shown, signers

PARTY = Signer(SignatureRole.PARTY, "赵样本")


def test_party_and_both_officers_sign(stand: Stand) -> None:
    stand.visit()
    roles = [signer.role for signer in signers(read_stand(stand.device, stand.inspection.id))]
    assert roles == [SignatureRole.PARTY, SignatureRole.OFFICER, SignatureRole.OFFICER]


def test_a_witness_signs_where_the_party_is_absent(stand: Stand) -> None:
    record_visit.record_presence(
        stand.device,
        stand.inspection.id,
        kind=PresenceKind.UNREACHABLE,
        note="三次拨打无人接听",
        recording="V-0001",
        by=stand.by,
    )
    record_visit.name_witness(
        stand.device, stand.inspection.id, name="钱样本", id_number="样本证0001", contact="000", by=stand.by
    )
    first = signers(read_stand(stand.device, stand.inspection.id))[0]
    assert first == Signer(SignatureRole.WITNESS, "钱样本")


def test_a_paper_that_misses_something_has_reasons_instead_of_a_page(stand: Stand) -> None:
    shown = notice_shown(read_stand(stand.device, stand.inspection.id), "9")
    assert not shown.has_page
    assert shown.missing
    assert all(line.number and line.article for line in shown.missing)


def test_the_reasons_are_in_the_language_spoken(stand: Stand) -> None:
    now = read_stand(stand.device, stand.inspection.id)
    (ready,) = now.readiness
    speak(Language.ENGLISH)
    try:
        shown = notice_shown(now, "9")
    finally:
        speak(Language.CHINESE)
    assert {line.message for line in shown.missing} == {finding.message_en for finding in ready.missing}


def test_the_record_can_be_read_before_the_party_answers(stand: Stand) -> None:
    stand.visit()
    stand.seize(stand.item())
    shown = notice_shown(read_stand(stand.device, stand.inspection.id), "9")
    assert shown.has_page
    assert shown.asks_closing
    assert {line.spot.field for line in shown.missing} == {"closing"}


def test_the_list_counts_what_is_missing(stand: Stand) -> None:
    now = read_stand(stand.device, stand.inspection.id)
    (ready,) = now.readiness
    assert notice_line(now, ready).missing == len(ready.missing) > 0


def test_a_paper_set_aside_stays_in_the_list_with_its_number_and_reason(stand: Stand) -> None:
    stand.visit()
    item = stand.item()
    stand.photo(item_id=item.id)
    stand.seize(item)
    for reason in ("数量写错", "名称写错"):
        notice = issue_notice(
            stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by
        )
        supersede_notice(stand.device, notice.id, reason=reason, by=stand.by)
    now = read_stand(stand.device, stand.inspection.id)
    line = notice_shown(now, "24").line
    assert not line.is_issued
    assert line.number == ""
    first, second = line.set_aside
    assert (first.reason, second) == ("数量写错", SetAside(second.number, "名称写错"))
    assert first.number != second.number
    assert notice_shown(now, "21").line.set_aside == ()


def test_a_dot_is_no_signature() -> None:
    assert not SignedPlace(PARTY, strokes=(((500, 500, 0),),)).is_given
    assert SignedPlace(PARTY, strokes=sample.strokes(1)).is_given


def test_odd_ink_is_named() -> None:
    line = tuple((20 * step, 300 + step % 2, 12 * step) for step in range(30))
    across = tuple((300, 20 * step, 900 + 12 * step) for step in range(30))
    assert SignedPlace(PARTY).ink_fault is InkFault.BLANK
    assert SignedPlace(PARTY, strokes=(((500, 500, 0),),)).ink_fault is InkFault.SMALL
    assert SignedPlace(PARTY, strokes=(line,)).ink_fault is InkFault.LINE
    assert SignedPlace(PARTY, strokes=(line, across)).ink_fault is None


def test_a_refusal_needs_its_recording() -> None:
    assert not SignedPlace(PARTY, refusal="对检查结果有异议").is_given
    assert SignedPlace(PARTY, refusal="对检查结果有异议", recording="V-0001").is_given
