"""The party refuses to sign, or never comes: papers are issued lawfully all the same, and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.records import SignatureRole
from tests.journeys.window.hands import Hands
from tests.journeys.window.kept import recorded
from tests.journeys.window.stand_steps import arrive, begin_stand, decide

REASON = "不愿意签字"
RECORDING = "录像1号"


def list_one(hands: Hands) -> None:
    hands.key("ctrl+3", "Return")
    hands.type("gw\n24\n68\n")
    hands.key("Escape")
    hands.press("规格", "cell")
    hands.write("无")
    hands.key("Return", "Escape")


def refuse(hands: Hands) -> None:
    """The party refuses: without reason and recording the sheet does not close."""
    hands.press("当事人", "push button")
    hands.press("拒绝签名", "push button")
    hands.typed_into("拒签原因")
    hands.key("Return")
    hands.wait_for_words("请写明拒签原因")
    hands.write(REASON)
    hands.key("Return")
    hands.typed_into("录音录像编号")
    hands.look("refused_without_recording")
    hands.write(RECORDING)
    hands.key("Return")
    hands.press("其余的在纸上签", "push button")


def refuse_again(hands: Hands) -> None:
    """What was said of the paper before is proposed, and the officers sign on paper as they did there."""
    hands.press("当事人", "push button")
    hands.press("拒绝签名", "push button")
    assert hands.text_in("拒签原因") == REASON
    hands.look("refuses_again")
    hands.key("Return")
    hands.keyboard_at("出具")


def serve(hands: Hands) -> None:
    """Leave the papers where the party is, with the recording that shows it."""
    hands.press("另写文书", "check box")
    hands.typed_into("按编号、名称或者阶段查找")
    hands.type("50\n")
    hands.press("请选择", "combo box")
    hands.key("Down", "Down", "Return")
    hands.press("拒收事由和日期", "text")
    hands.write("拒收")
    hands.key("Tab", "Tab")
    hands.typed_into("录音录像、截屏或者公告件编号")
    hands.write(RECORDING)
    hands.key("Tab")
    hands.look("service")
    hands.press("其余的在纸上签", "push button")
    hands.press("出具《送达回证》")
    hands.wait_for_words("文书 50 送达回证 待扫描")
    hands.look("service_issued")


@pytest.mark.long
def test_a_party_that_refuses_is_noted_on_every_paper(hands: Hands, tmp_path: Path) -> None:
    arrive(hands)
    list_one(hands)
    decide(hands)
    hands.key("ctrl+5")
    refuse(hands)
    hands.look("refused")
    hands.press("出具《财物清单》")
    hands.press("下一份：实施行政强制措施决定书")
    refuse_again(hands)
    hands.press("出具《实施行政强制措施决定书》")
    hands.press("下一份：现场笔录")
    hands.press("核对无误", "push button")
    refuse_again(hands)
    hands.press("出具《现场笔录》")
    hands.wait_for_words("已出具并封存")
    hands.look("record_issued")
    serve(hands)
    hands.leave()
    dossier = recorded(tmp_path, "B217")
    papers = {notice.form: notice for notice in dossier.own_notices}
    assert set(papers) == {"9", "21", "24", "50"}
    for form in ("9", "21", "24"):
        (party,) = (each for each in papers[form].signatures if each.role is SignatureRole.PARTY)
        assert (party.refusal, party.recording, party.strokes) == (REASON, RECORDING, ())
    assert {each.role for each in papers["50"].signatures} == {SignatureRole.OFFICER}
    (service,) = dossier.papers
    said = service.answers
    assert (said["manner"], said["refusal"], said["recording"]) == ("留置送达", "拒收", RECORDING)
    assert all(papers[form].number in said["documents"] for form in ("9", "21", "24"))


def nobody_comes(hands: Hands) -> None:
    """The party was called and did not come; what it would have been told is told to a witness."""
    begin_stand(hands)
    hands.press("通知当事人到场：已电话通知未到", "check box")
    hands.typed_into("何时、如何通知")
    hands.write("电话无人接听")
    hands.key("Tab")
    hands.write(RECORDING)
    hands.key("Tab")
    hands.press("当事人未到场，已向见证人出示证件", "push button")
    hands.press("当事人未到场，已向见证人说明权利", "push button")


def name_witness(hands: Hands) -> None:
    hands.press("去补：F-17", "push button")
    hands.typed_into("见证人姓名")
    hands.type("Zhou Min\t110101199003070337\t13900000000\t")
    hands.look("witness")


def witnessed(hands: Hands) -> None:
    """The witness signs on the pad."""
    hands.press("见证人", "push button")
    hands.sign(hands.find("见证人", "filler", innermost=True))
    hands.key("Return")


@pytest.mark.long
def test_a_party_that_never_comes_needs_a_witness(hands: Hands, tmp_path: Path) -> None:
    nobody_comes(hands)
    list_one(hands)
    decide(hands)
    hands.key("ctrl+5")
    hands.wait_for_words("当事人不到场，须有见证人")
    hands.look("no_witness")
    name_witness(hands)
    hands.key("ctrl+5")
    witnessed(hands)
    hands.press("其余的在纸上签", "push button")
    hands.press("出具《财物清单》")
    hands.press("下一份：实施行政强制措施决定书")
    witnessed(hands)
    hands.keyboard_at("出具")  # the officers go on signing on paper
    hands.press("出具《实施行政强制措施决定书》")
    hands.wait_for_words("已出具并封存")
    hands.leave()
    dossier = recorded(tmp_path, "B217")
    assert sorted(notice.form for notice in dossier.own_notices) == ["21", "24"]
    for notice in dossier.own_notices:
        first, *others = notice.signatures
        assert (first.role, first.name, bool(first.strokes)) == (SignatureRole.WITNESS, "Zhou Min", True)
        assert {each.role for each in others} == {SignatureRole.OFFICER}
