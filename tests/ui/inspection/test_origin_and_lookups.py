"""Where a case comes from, grounds of quality, look-ups of rights and the reason for no questioning, on the screen."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from inspector.actions import read
from inspector.records import AllegedAct, MeasureKind, RightKind
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.portrait import portrait
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.gate_block import GateBlock
from ui.desktop.theme import Look, theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


def line(workspace: Workspace, name: str) -> QLineEdit:
    """Return the visible line of that name."""
    (found,) = [
        each
        for each in workspace.screen.findChildren(QLineEdit)
        if each.accessibleName() == name and each.isVisible()
    ]
    return found


def write(workspace: Workspace, name: str, text: str) -> None:
    field = line(workspace, name)
    field.setText(text)
    field.returnPressed.emit()
    workspace.settle()


def look(workspace: Workspace, name: str) -> None:
    """Keep pictures where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        for each in Look:
            theme().apply(each)
            workspace.settle()
            portrait(workspace.screen).save(str(Path(folder) / f"{name}-{each.value}.png"))
        theme().apply(Look.LIGHT)


def findings(workspace: Workspace) -> set[str]:
    found = read.examine(workspace.stand.device, workspace.stand.inspection.id)
    return {finding.id for finding in found}


def test_the_source_comes_from_the_law_pack_and_asks_for_its_time(workspace: Workspace) -> None:
    workspace.go(Step.ARRIVAL)
    (source,) = [each for each in workspace.screen.findChildren(QComboBox) if each.isVisible()]
    assert [source.itemText(number) for number in range(source.count())][1:4] == ["监督检查", "投诉", "举报"]
    source.setCurrentIndex(source.findData("3"))
    source.activated.emit(source.currentIndex())
    workspace.settle()
    assert workspace.dossier.inspection.source == "3"
    assert "F-20" in findings(workspace)
    lead = "线索收到时间（如 09:40）"
    write(workspace, lead, "昨天")
    assert workspace.dossier.inspection.lead_received is None
    write(workspace, lead, "08:15")
    assert workspace.dossier.inspection.lead_received == datetime(2026, 11, 20, 0, 15, tzinfo=UTC)
    assert "F-20" not in findings(workspace)
    look(workspace, "arrival")


def test_stated_grounds_open_the_gate_and_are_kept(workspace: Workspace) -> None:
    workspace.stand.item(RightKind.FALSE_ORIGIN)
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.go(Step.MEASURE)
    write(workspace, "严重质量问题的具体依据（产品质量法第十八条）", "铅溶出量快检超标")
    (box,) = [
        each
        for block in workspace.screen.findChildren(GateBlock)
        for each in block.findChildren(QCheckBox)
        if each.isVisible()
    ]
    box.click()
    workspace.settle()
    (measure,) = workspace.dossier.measures
    assert (measure.kind, measure.quality_grounds) == (MeasureKind.SEIZE, "铅溶出量快检超标")
    look(workspace, "grounds")


def test_each_right_is_looked_up_once_and_a_wrong_time_is_said(workspace: Workspace) -> None:
    for name in ("样本盖碗", "样本茶盘"):
        workspace.stand.item(label_name=name)
    workspace.stand.item(
        label_name="样本花瓶",
        alleged=AllegedAct(RightKind.COUNTERFEIT_PATENT, "ZL202230123456.2", "样本专利权人"),
    )
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.go(Step.MEASURE)
    write(workspace, "00000000 查询渠道", "中国商标网")
    write(workspace, "00000000 查询时间（如 09:40）", "九点")
    write(workspace, "00000000 有效期至（如 2030-01-31）", "2030-01-31")
    assert workspace.dossier.inspection.lookups[0].valid_until is None, (
        "nothing is written past a wrong field"
    )
    write(workspace, "00000000 查询时间（如 09:40）", "09:35")
    (lookup,) = workspace.dossier.inspection.lookups
    assert (lookup.number, lookup.channel) == ("00000000", "中国商标网")
    assert lookup.at == datetime(2026, 11, 20, 1, 35, tzinfo=UTC)
    assert f"{lookup.valid_until}" == "2030-01-31"
    assert "F-46" in findings(workspace), "the goods registered were not looked at"
    write(workspace, "不制作询问笔录的理由", "另行通知到局接受询问")
    assert workspace.dossier.inspection.questioning_note == "另行通知到局接受询问"
    workspace.screen.view_of(Step.MEASURE).go_to("lookups")  # type: ignore[attr-defined]
    look(workspace, "lookups")
