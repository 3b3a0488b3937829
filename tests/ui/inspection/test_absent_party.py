"""An absent party answers nothing: the witness's account is asked for instead."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from inspector.actions import record_visit
from inspector.records import ClosingManner, PresenceKind
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window

SEEN = "当事人未到场，已向见证人出示证件。"
TOLD = "当事人未到场，已向见证人说明权利。"
READ = "当事人未到场，已向见证人宣读。"
ACCOUNT = "见证人见证情况"


def buttons(root: QWidget) -> dict[str, QAbstractButton]:
    """Return the visible buttons by their words."""
    return {each.text(): each for each in root.findChildren(QAbstractButton) if each.isVisible()}


def names(root: QWidget) -> set[str]:
    """Return the accessible names of the visible lines."""
    return {each.accessibleName() for each in root.findChildren(QLineEdit) if each.isVisible()}


def test_the_witness_is_told_where_the_party_is_absent(workspace: Workspace) -> None:
    page = workspace.screen.view_of(Step.ARRIVAL)
    assert "当事人申请回避" in buttons(page)
    buttons(page)["无法通知"].click()
    assert {f"出示执法证件：{ACCOUNT}", f"告知权利：{ACCOUNT}"} <= names(page)
    assert not {"当事人申请回避", "看清楚了。", "不申请回避。"} & set(buttons(page))
    buttons(page)[SEEN].click()
    buttons(page)[TOLD].click()
    workspace.settle()
    inspection = workspace.dossier.inspection
    assert inspection.credentials is not None
    assert inspection.rights is not None
    assert (inspection.credentials.answer, inspection.rights.answer) == (SEEN, TOLD)
    assert not inspection.rights.recusal_requested


def test_a_party_that_comes_after_all_is_asked_again(workspace: Workspace) -> None:
    page = workspace.screen.view_of(Step.ARRIVAL)
    buttons(page)["无法通知"].click()
    buttons(page)["当事人到场"].click()
    assert {"当事人申请回避", "看清楚了。", "不申请回避。"} <= set(buttons(page))


def test_a_half_typed_other_kind_of_presence_outlives_another_answer(workspace: Workspace) -> None:
    stand = workspace.stand
    record_visit.record_presence(
        stand.device, stand.inspection.id, kind=PresenceKind.PARTY, person="赵样本", by=stand.by
    )
    workspace.screen.read_again()
    workspace.settle()
    page = workspace.screen.view_of(Step.ARRIVAL)
    buttons(page)["无法通知"].click()
    lines = {each.accessibleName(): each for each in page.findChildren(QLineEdit)}
    note, recording = lines["何时、如何通知"], lines["录音录像编号"]
    note.setText("10时拨打登记电话三次无人接听")
    buttons(page)[SEEN].click()
    workspace.settle()
    assert note.isVisible()
    assert note.text() == "10时拨打登记电话三次无人接听"
    recording.setFocus()
    recording.insert("V-0001")
    QTest.keyClick(recording, Qt.Key.Key_Return)
    workspace.settle()
    presence = workspace.dossier.inspection.presence
    assert presence is not None
    assert (presence.kind, presence.note) == (PresenceKind.UNREACHABLE, "10时拨打登记电话三次无人接听")
    buttons(page)["当事人到场"].click()
    workspace.screen.open(workspace.begin_another())
    workspace.settle()
    assert not note.isVisible()
    workspace.screen.open(stand.inspection.id)
    workspace.settle()
    assert note.text() == presence.note, "nothing of it is left once another stand was open"


def test_the_record_is_read_out_to_the_witness(workspace: Workspace) -> None:
    stand = workspace.stand
    stand.visit()
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
    workspace.screen.open(stand.inspection.id)
    workspace.settle()
    workspace.go(Step.NOTICES)
    page = workspace.screen.view_of(Step.NOTICES)
    assert ACCOUNT in names(page)
    offered = buttons(page)[READ]
    assert offered.visibleRegion().boundingRect() == offered.rect()
    offered.click()
    buttons(page)["记入，结束检查"].click()
    workspace.settle()
    closing = workspace.dossier.inspection.closing
    assert closing is not None
    assert (closing.manner, closing.answer) == (ClosingManner.READ_OUT, READ)
