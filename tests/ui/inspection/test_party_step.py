"""What is typed about the party is never lost, and nothing hidden holds the case back."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from inspector.records import PartyKind
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window

WRONG_CODE = "91360200MA1XG61250"


def line(root: QWidget, name: str) -> QLineEdit:
    """Return the visible line with this accessible name."""
    (found,) = (
        each for each in root.findChildren(QLineEdit) if each.accessibleName() == name and each.isVisible()
    )
    return found


def enter(root: QWidget, name: str, text: str) -> None:
    """Type a text and press Enter."""
    edit = line(root, name)
    edit.selectAll()
    edit.insert(text)
    edit.returnPressed.emit()


def press(root: QWidget, words: str) -> None:
    """Press the visible button of this name."""
    (found,) = (b for b in root.findChildren(QAbstractButton) if b.text() == words and b.isVisible())
    found.click()


def says(root: QWidget, words: str) -> bool:
    """Tell whether these words stand on the screen."""
    return any(
        each.isVisible() and words in (each.property("text") or "") for each in root.findChildren(QWidget)
    )


def test_what_is_typed_before_the_name_stays_and_is_recorded_with_it(workspace: Workspace) -> None:
    workspace.go(Step.PARTY)
    page = workspace.screen.view_of(Step.PARTY)
    press(page, "自然人")
    enter(page, "住所（住址）", "样本路9号")
    assert says(page, "填写姓名后记入")
    assert not says(workspace.screen, "已全部记入")
    workspace.stand.item()
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.settle()
    workspace.go(Step.PARTY)
    assert workspace.dossier.party is None
    assert line(page, "住所（住址）").text() == "样本路9号"
    assert says(page, "填写姓名后记入")
    enter(page, "姓名", "王样本")
    workspace.settle()
    party = workspace.dossier.party
    assert party is not None
    assert (party.kind, party.name, party.address) == (PartyKind.PERSON, "王样本", "样本路9号")
    assert says(workspace.screen, "已全部记入")
    assert not says(page, "填写姓名后记入")


def test_a_code_not_asked_of_a_person_holds_nothing_back(workspace: Workspace) -> None:
    workspace.go(Step.PARTY)
    page = workspace.screen.view_of(Step.PARTY)
    enter(page, "名称", "王样本")
    enter(page, "统一社会信用代码（注册号）", WRONG_CODE)
    workspace.settle()
    assert not says(workspace.screen, "已全部记入")
    press(page, "自然人")
    workspace.settle()
    assert says(workspace.screen, "已全部记入")
    party = workspace.dossier.party
    assert party is not None
    assert (party.credit_code, party.licence_kind, party.representative) == ("", "", "")


def test_choosing_the_wrong_kind_for_a_moment_loses_nothing(workspace: Workspace) -> None:
    workspace.stand.visit()
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.settle()
    workspace.go(Step.PARTY)
    before = workspace.dossier.party
    page = workspace.screen.view_of(Step.PARTY)
    assert before is not None
    press(page, "自然人")
    workspace.settle()
    press(page, "企业")
    workspace.settle()
    assert workspace.dossier.party == before


def test_a_name_taken_out_again_keeps_the_rest_on_the_screen(workspace: Workspace) -> None:
    workspace.stand.visit()
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.settle()
    workspace.go(Step.PARTY)
    page = workspace.screen.view_of(Step.PARTY)
    enter(page, "名称", "")
    enter(page, "住所（住址）", "样本路9号")
    assert says(page, "填写名称后记入")
    enter(page, "名称", "样本瓷业有限公司")
    workspace.settle()
    party = workspace.dossier.party
    assert party is not None
    assert (party.name, party.address) == ("样本瓷业有限公司", "样本路9号")
