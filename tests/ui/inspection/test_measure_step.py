"""Step ④ over a real device: the gate's answers on the screen, and which rows the measure covers."""

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QPushButton

from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_readiness import notice_readiness
from inspector.law.powers import rule
from inspector.records import BureauLevel, MeasureKind, RightKind, SeizureForm
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.i18n import Language, speak
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.gate_block import GateBlock
from ui.desktop.screens.inspection.measure_shown import gate_rows, runs
from ui.desktop.screens.inspection.measure_view import MeasureView
from ui.desktop.screens.inspection.steps import Spot
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.widgets import StateWord, Words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


def open_measure(workspace: Workspace) -> None:
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.go(Step.MEASURE)


def boxes(workspace: Workspace) -> dict[str, QCheckBox]:
    """Return the visible ticks of the gate by name."""
    return {
        box.accessibleName(): box
        for block in workspace.screen.findChildren(GateBlock)
        for box in block.findChildren(QCheckBox)
        if box.isVisible()
    }


def tick(workspace: Workspace, name: str) -> None:
    boxes(workspace)[name].click()
    workspace.settle()


def covered(workspace: Workspace) -> list[int]:
    """Return the positions of the rows the recorded measure covers."""
    dossier = workspace.dossier
    return [item.position for m in dossier.measures for item in dossier.measured_items(m)]


def test_only_what_the_law_allows_can_be_included(workspace: Workspace) -> None:
    workspace.stand.item(RightKind.TRADEMARK)
    workspace.stand.item(RightKind.DESIGN_PATENT)
    workspace.stand.item(RightKind.DESIGN_PATENT)
    open_measure(workspace)
    assert list(boxes(workspace)) == ["列入措施 商标"]
    tick(workspace, "列入措施 商标")
    assert covered(workspace) == [1]


def test_single_rows_are_taken_in_and_out(workspace: Workspace) -> None:
    for name in ("样本盖碗", "样本茶盘", "样本品茗杯"):
        workspace.stand.item(label_name=name)
    open_measure(workspace)
    tick(workspace, "列入第 2 行 样本茶盘　24 套")
    assert covered(workspace) == [2]
    assert not boxes(workspace)["列入措施 商标"].isChecked()
    tick(workspace, "列入措施 商标")
    assert covered(workspace) == [1, 2, 3]
    tick(workspace, "列入第 1 行 样本盖碗　24 套")
    assert covered(workspace) == [2, 3]
    assert "已列入 2 / 3 行" in {words.text() for words in workspace.screen.findChildren(Words)}
    for name in ("列入第 2 行 样本茶盘　24 套", "列入第 3 行 样本品茗杯　24 套"):
        tick(workspace, name)
    assert workspace.dossier.measures == (), "no rows, no measure"


def test_what_may_not_be_seized_is_preserved_by_registration(workspace: Workspace) -> None:
    workspace.stand.item(RightKind.FALSE_ORIGIN)
    open_measure(workspace)
    assert boxes(workspace) == {}, "no seizure without grounds of quality"
    choose(workspace, "先行登记保存")
    tick(workspace, "列入措施 伪造产地")
    choose(workspace, "就地保存")
    choose(workspace, "以后难以取得")
    (measure,) = workspace.dossier.measures
    assert (measure.kind, measure.reason) == (MeasureKind.REGISTER, "以后难以取得")
    assert measure.is_kept_in_place
    ready = notice_readiness(workspace.stand.device, workspace.stand.inspection.id)
    assert [line.form for line in ready if line.paper is None] == ["24", "19", "9"]
    choose(workspace, "不采取")
    assert workspace.dossier.measures == ()


def choose(workspace: Workspace, words: str) -> None:
    """Press the button with these words on the step."""
    view = workspace.screen.findChild(MeasureView)
    assert view is not None
    (button,) = (each for each in view.findChildren(QPushButton) if each.text() == words)
    button.click()
    workspace.settle()


def test_ticking_keeps_the_keyboard_where_it_is(workspace: Workspace) -> None:
    for _ in range(2):
        workspace.stand.item()
    open_measure(workspace)
    box = boxes(workspace)["列入第 1 行 样本盖碗　24 套"]
    box.setFocus()
    tick(workspace, box.accessibleName())
    assert boxes(workspace)[box.accessibleName()] is box
    assert box.hasFocus()
    assert covered(workspace) == [1]


def test_many_rows_are_folded_away_until_wanted(workspace: Workspace) -> None:
    for _ in range(7):
        workspace.stand.item()
    open_measure(workspace)
    assert list(boxes(workspace)) == ["列入措施 商标"]
    (block,) = workspace.screen.findChildren(GateBlock)
    block._unfold.click()
    workspace.settle()
    assert len(boxes(workspace)) == 8


def test_rows_on_signed_paper_can_be_seen_but_not_chosen(workspace: Workspace) -> None:
    stand = workspace.stand
    first, _ = stand.item(), stand.item()
    stand.visit()
    stand.photo(item_id=first.id)
    stand.seize(first)
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    open_measure(workspace)
    assert [(box.isChecked(), box.isEnabled()) for box in boxes(workspace).values()] == [
        (False, False),
        (True, False),
        (False, False),
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.CHINESE, "待法制确认"), (Language.ENGLISH, "Awaiting the legal unit's confirmation")],
)
def test_a_reading_not_yet_confirmed_says_so(workspace: Workspace, language: Language, words: str) -> None:
    speak(language)
    workspace.stand.item(RightKind.TRADEMARK)
    workspace.stand.item(RightKind.COPYRIGHT)
    open_measure(workspace)
    marked = [
        any(state.word == words for state in block.findChildren(StateWord))
        for block in workspace.screen.findChildren(GateBlock)
    ]
    assert marked == [False, True]


def test_a_right_without_an_answer_yet_is_not_shown(workspace: Workspace) -> None:
    item = workspace.stand.item()
    other = replace(item, alleged=replace(item.alleged, kind=RightKind.COPYRIGHT))
    law = workspace.stand.device.law
    ruling = rule(law, RightKind.TRADEMARK, MeasureKind.SEIZE, date(2026, 11, 20), BureauLevel.COUNTY)
    shown = gate_rows((item, other), {RightKind.TRADEMARK: ruling})
    assert [line.right for line in shown] == [RightKind.TRADEMARK]


@pytest.mark.parametrize(
    ("positions", "words"), [((), ""), ((3,), "3"), ((1, 2), "1、2"), ((1, 2, 3, 4, 7, 9), "1–4、7、9")]
)
def test_runs_of_positions_are_drawn_together(positions: tuple[int, ...], words: str) -> None:
    assert runs(positions) == words


def write(workspace: Workspace, name: str, text: str) -> None:
    """Type into the field of this name on the step and leave it."""
    view = workspace.screen.findChild(MeasureView)
    assert view is not None
    (field,) = (f for f in view.findChildren(TextField) if f.edit.accessibleName() == name and f.isVisible())
    field.put(text)
    workspace.settle()


def look(workspace: Workspace, name: str) -> None:
    """Keep the workspace as a picture where somebody wants to look at it."""
    if folder := os.environ.get("LOOK"):
        workspace.screen.resize(1366 - 88, 768)
        workspace.settle()
        workspace.screen.grab().save(str(Path(folder) / f"{name}.png"))


def test_some_rows_are_seized_others_preserved_and_samples_drawn(workspace: Workspace) -> None:
    for name in ("样本盖碗", "样本茶盘", "样本品茗杯"):
        workspace.stand.item(label_name=name)
    open_measure(workspace)
    tick(workspace, "列入第 1 行 样本盖碗　24 套")
    choose(workspace, "先行登记保存")
    tick(workspace, "列入第 2 行 样本茶盘　24 套")
    choose(workspace, "抽样取证")
    tick(workspace, "列入第 1 行 样本盖碗　24 套")
    choose(workspace, "权利人辨认鉴别")
    write(workspace, "抽样方法和依据", "从陈列商品中随机抽取")
    write(workspace, "样品保管人", "样本保管员")
    write(workspace, "第 1 行 抽样数量", "一")
    look(workspace, "measure-sample-wrong")
    assert workspace.dossier.ordered_measures[-1].samples[0].taken == 0, "what cannot be read is not written"
    for name, text in (
        ("抽样数量", "1"),
        ("备样数量", "1"),
        ("封条号", "样封001"),
        ("批号（生产日期）", "2026-08"),
    ):
        write(workspace, f"第 1 行 {name}", text)
    look(workspace, "measure-sample")
    seized, preserved, sampled = workspace.dossier.ordered_measures
    assert [m.kind for m in (seized, preserved, sampled)] == [
        MeasureKind.SEIZE,
        MeasureKind.REGISTER,
        MeasureKind.SAMPLE,
    ]
    (sample,) = sampled.samples
    assert (sample.base, sample.taken, sample.reserve) == (24, 1, 1)
    assert (sample.seal_number, sample.batch, sampled.purpose) == ("样封001", "2026-08", "权利人辨认鉴别")
    said = {words.text() for words in workspace.screen.findChildren(Words)}
    assert "扣押：第 1 行；先行登记保存：第 2 行；抽样取证：第 1 行" in said
    ready = notice_readiness(workspace.stand.device, workspace.stand.inspection.id)
    assert [line.form for line in ready] == ["24", "21", "24", "19", "29", "9"]
    workspace.go(Step.NOTICES)
    look(workspace, "notices-several")


def test_a_row_ticked_under_another_measure_leaves_the_former(workspace: Workspace) -> None:
    for name in ("样本盖碗", "样本茶盘"):
        workspace.stand.item(label_name=name)
    open_measure(workspace)
    tick(workspace, "列入措施 商标")
    choose(workspace, "查封")
    look(workspace, "measure-under")
    shown = [box.text() for name, box in boxes(workspace).items() if "第 2 行" in name]
    assert shown == ["2　样本茶盘　24 套（现列入扣押）"]
    tick(workspace, "列入第 2 行 样本茶盘　24 套")
    assert [(m.form, len(m.item_ids)) for m in workspace.dossier.ordered_measures] == [
        (SeizureForm.SEAL_UP, 1),
        (SeizureForm.TAKE_AWAY, 1),
    ]
    choose(workspace, "不采取")
    (left,) = workspace.dossier.measures
    assert left.form is SeizureForm.TAKE_AWAY
    assert boxes(workspace)["列入第 1 行 样本盖碗　24 套"].isChecked(), (
        "the measure that is left is looked at"
    )


def test_a_finding_leads_to_its_own_measure(workspace: Workspace) -> None:
    first, second = workspace.stand.item(), workspace.stand.item()
    workspace.stand.seize(first)
    workspace.stand.preserve(second, reason="")
    open_measure(workspace)
    (kept,) = (m for m in workspace.dossier.measures if m.kind is MeasureKind.REGISTER)
    workspace.screen._jump(Spot(Step.MEASURE, "reason", kept.id))
    workspace.settle()
    assert [name for name, box in boxes(workspace).items() if box.isChecked()] == [
        "列入第 2 行 样本盖碗　24 套"
    ]


def test_an_approval_just_given_is_this_minute_of_the_device(workspace: Workspace) -> None:
    stand = workspace.stand
    row = stand.item()
    workspace.screen.read_again()
    workspace.go(Step.MEASURE)
    view = workspace.screen.view_of(Step.MEASURE)
    assert isinstance(view, MeasureView)
    view._form.choose_rows(frozenset({row.id}))
    workspace.settle()
    view._form._approver.put("孙样本")
    workspace.settle()
    stand.clock.advance(timedelta(minutes=7))
    view._form._now.click()
    workspace.settle()
    approval = workspace.dossier.measures[0].approval
    assert (approval.approver, approval.at) == (
        "孙样本",
        stand.clock.now().wall.replace(second=0, microsecond=0),
    )
