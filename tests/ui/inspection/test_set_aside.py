"""Setting an issued paper aside in the window: the reason is asked in place, then the record opens again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from inspector.actions import seal_inspection
from inspector.actions.issue_notice import issue_notice
from inspector.records import NoticeState
from tests.kept_stands import KeptStands
from tests.stand import Stand
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.notices.set_aside import SetAsideAsk
from ui.desktop.screens.notices.view import NoticesView
from ui.desktop.widgets import Words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


def with_three_papers(stand: Stand) -> None:
    stand.visit()
    item = stand.item()
    stand.photo(item_id=item.id)
    stand.seize(item)
    stand.issue("24")
    stand.issue("21")
    stand.close()
    stand.issue("9")


@pytest.fixture
def stand(stands: KeptStands, tmp_path: Path) -> Iterator[Stand]:
    """A stand whose three papers are issued."""
    with stands.at(with_three_papers, tmp_path / "device") as stand:
        yield stand


@pytest.fixture
def issued(workspace: Workspace) -> Workspace:
    """The record of that stand, open on the screen."""
    workspace.go(Step.NOTICES)
    return workspace


def notices(workspace: Workspace) -> NoticesView:
    page = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(page, NoticesView)
    return page


def choose(workspace: Workspace, form: str) -> None:
    notices(workspace).notice_chosen.emit(form)
    workspace.settle()


def press(workspace: Workspace, name: str) -> None:
    (found,) = (
        each
        for each in notices(workspace).findChildren(QAbstractButton)
        if each.accessibleName() == name and each.isVisible()
    )
    found.click()
    workspace.settle()


def set_aside(workspace: Workspace, form: str, reason: str) -> None:
    choose(workspace, form)
    press(workspace, "作废…")
    (ask,) = notices(workspace).findChildren(SetAsideAsk)
    (line,) = ask.findChildren(QLineEdit)
    line.setText(reason)
    press(workspace, "作废")


def words(workspace: Workspace) -> set[str]:
    return {each.text() for each in notices(workspace).findChildren(Words) if each.isVisible()}


def states(workspace: Workspace) -> dict[str, str]:
    """Return the state's word of each paper in the list."""
    return {
        str(each.property("paper")): each.accessibleName().split()[-1]
        for each in notices(workspace).findChildren(QAbstractButton)
        if each.property("paper")
    }


@pytest.mark.long
def test_the_old_number_stays_with_its_reason_and_the_form_is_open_again(issued: Workspace) -> None:
    number = next(n.number for n in issued.dossier.notices if n.form == "24")
    set_aside(issued, "24", "数量写错")
    (notice,) = (n for n in issued.dossier.notices if n.form == "24")
    assert (notice.state, notice.superseded_reason) == (NoticeState.SUPERSEDED, "数量写错")
    assert f"{number}\n已作废：数量写错" in words(issued)
    assert states(issued) == {"24": "可出具", "21": "可出具", "9": "已出具"}, "the decision names the list"


def test_a_reason_is_asked_for_in_place(issued: Workspace) -> None:
    set_aside(issued, "24", " ")
    assert "作废文书须写明原因。" in words(issued)
    assert all(notice.state is NoticeState.ISSUED for notice in issued.dossier.notices)
    press(issued, "不作废")
    assert "作废文书须写明原因。" not in words(issued)


def test_in_a_low_window_the_question_is_scrolled_to_with_its_buttons(issued: Workspace) -> None:
    issued.screen.resize(1200, 520)
    choose(issued, "24")
    press(issued, "作废…")
    (give,) = (
        each
        for each in notices(issued).findChildren(SetAsideAsk)[0].findChildren(QAbstractButton)
        if each.accessibleName() == "作废"
    )
    assert give.visibleRegion().boundingRect() == give.rect()


@pytest.mark.long
def test_it_says_beforehand_what_goes_too_and_what_still_holds(issued: Workspace) -> None:
    choose(issued, "24")
    press(issued, "作废…")
    said = words(issued)
    assert any(text.startswith("《实施行政强制措施决定书》写明了本清单的编号") for text in said)
    assert any(text.startswith("《现场笔录》仍然有效") for text in said)
    set_aside(issued, "9", "时间写错")
    assert states(issued)["21"] == "已出具", "the record takes nothing along"


def test_the_record_opens_once_no_paper_states_it_any_more(issued: Workspace) -> None:
    party = issued.screen.view_of(Step.PARTY)
    goods = issued.screen.view_of(Step.GOODS)

    def is_open(page: QWidget) -> bool:
        return not any(line.isReadOnly() for line in page.findChildren(QLineEdit))

    assert isinstance(goods, GoodsView)
    rows = goods.table.model().rowCount()
    assert not is_open(party)
    for form in ("9", "21"):
        set_aside(issued, form, "名称写错")
        assert not is_open(party), "the list still states the goods"
    set_aside(issued, "24", "名称写错")
    assert is_open(party)
    assert is_open(issued.screen.view_of(Step.MEASURE))
    assert is_open(issued.screen.view_of(Step.ARRIVAL))
    assert goods.table.model().rowCount() == rows + 1, "the line for a new row is back"
    assert not any(state == "已出具" for state in states(issued).values())


def test_a_corrected_paper_is_issued_under_a_new_number(issued: Workspace) -> None:
    set_aside(issued, "24", "数量写错")
    stand = issued.stand
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    old, new = sorted((n for n in issued.dossier.notices if n.form == "24"), key=lambda n: n.issued)
    assert old.number != new.number


@pytest.mark.long
def test_another_paper_does_not_inherit_an_open_question(issued: Workspace) -> None:
    choose(issued, "24")
    press(issued, "作废…")
    choose(issued, "21")
    assert not any(line.isVisible() for line in notices(issued).findChildren(QLineEdit))


def test_nothing_is_set_aside_after_the_stand_was_left(issued: Workspace) -> None:
    stand = issued.stand
    seal_inspection.seal_inspection(stand.device, stand.inspection.id, by=stand.by)
    issued.screen.open(stand.inspection.id)
    issued.go(Step.NOTICES)
    for form in ("24", "21", "9"):
        choose(issued, form)
        (ask,) = notices(issued).findChildren(SetAsideAsk)
        assert not ask.isVisible()
