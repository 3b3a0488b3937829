"""The line beside an issued paper that tells of its electronic seals."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.actions.issue_notice import issue_notice
from inspector.actions.notice_seals import SealTold, SealVerdict
from inspector.records import SealRole
from tests.seal_keys import seal_key
from tests.stand import Stand, begin
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.notices.seal_line import SealsShown, seals_shown
from ui.desktop.screens.notices.view import NoticesView

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    """A device with seals, and one inspection begun."""
    begun = begin(tmp_path / "device")
    with begun.opened as opened:
        keys = (
            seal_key(SealRole.DEVICE, "this device", opened.device.id),
            seal_key(SealRole.OFFICER, "first officer", begun.officers[0].id),
        )
        opened.device = replace(opened.device, seals=lambda: keys)
        yield begun


def seals_of(workspace: Workspace) -> str:
    page = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(page, NoticesView)
    return page.signing.seals.text if page.signing.seals.isVisible() else ""


def choose(workspace: Workspace, form: str) -> None:
    page = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(page, NoticesView)
    page.notice_chosen.emit(form)
    workspace.settle()


@pytest.fixture
def issued(workspace: Workspace) -> Workspace:
    """The list is issued, the decision is not."""
    stand = workspace.stand
    stand.visit()
    item = stand.item()
    stand.photo(item_id=item.id)
    stand.seize(item)
    issue_notice(stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by)
    workspace.screen.open(stand.inspection.id)
    workspace.go(Step.NOTICES)
    return workspace


def test_an_issued_paper_shows_its_seals_and_a_preview_none(issued: Workspace) -> None:
    choose(issued, "24")
    assert seals_of(issued) == f"电子印记：设备 ✓　{issued.stand.officers[0].name} ✓"
    choose(issued, "21")
    assert seals_of(issued) == ""


def told(role: SealRole, verdict: SealVerdict) -> SealTold:
    return SealTold(role, "张样本（样A001）", verdict)


def test_each_verdict_but_good_says_what_it_means_and_what_to_do() -> None:
    for verdict in SealVerdict:
        shown = seals_shown((told(SealRole.OFFICER, verdict),))
        if verdict is SealVerdict.GOOD:
            assert shown == SealsShown("电子印记：张样本 ✓")
        else:
            assert shown.line == "电子印记：张样本 ✗"
            assert shown.problems == (tr(f"ui.notices.seal.{verdict.value}", holder="张样本"),)
            assert "报告管理员" in shown.problems[0]


def test_the_device_is_called_so_and_a_paper_without_seals_says_nothing() -> None:
    assert seals_shown((told(SealRole.DEVICE, SealVerdict.GOOD),)).line == "电子印记：设备 ✓"
    assert seals_shown(()) == SealsShown()
