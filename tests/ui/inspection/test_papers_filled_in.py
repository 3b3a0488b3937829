"""Papers besides the record in the window: begun from the list, filled in, looked at, signed, issued."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton

from inspector.actions import write_paper
from inspector.actions.notice_forms import PAPER_FORMS
from inspector.records import NoticeState, Paper, SignatureRole
from tests.inspector.notices.filled import ANSWERS
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.stand_now import read_stand
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.notices.paper_form import PaperForm
from ui.desktop.screens.notices.shown import SignedPlace, paper_signers
from ui.desktop.screens.notices.view import NoticesView
from ui.desktop.widgets import Words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window
INK = (tuple((10 * x, 20 + 35 * (x % 3), 12 * x) for x in range(12)),)


@pytest.fixture
def at_papers(workspace: Workspace) -> Workspace:
    """A stand with a party and two photos, open at the papers, two hours later."""
    stand = workspace.stand
    stand.visit()
    stand.photo(1)
    stand.photo(2)
    stand.clock.advance(timedelta(hours=2))
    workspace.screen.open(stand.inspection.id)
    workspace.go(Step.NOTICES)
    return workspace


def notices(workspace: Workspace) -> NoticesView:
    page = workspace.screen.view_of(Step.NOTICES)
    assert isinstance(page, NoticesView)
    return page


def begin(workspace: Workspace, form: str) -> Paper:
    """Begin a paper from the list."""
    notices(workspace).forms.asked.emit(form)
    workspace.settle()
    return workspace.dossier.papers[-1]


def fields(workspace: Workspace) -> dict[str, TextField]:
    return {
        each.edit.accessibleName(): each
        for each in notices(workspace).paper.findChildren(TextField)
        if each.isVisibleTo(notices(workspace))
    }


def words(workspace: Workspace) -> set[str]:
    return {each.text() for each in notices(workspace).findChildren(Words) if each.isVisible()}


def fill(workspace: Workspace, paper: Paper, **changed: str) -> None:
    """Fill in the paper as of today, beside the window."""
    times = {"started": "2026-11-20 09:30", "ended": "2026-11-20 10:00", "served": "2026-11-20 10:30"}
    answers = {name: times.get(name, text) for name, text in ANSWERS[paper.form].items()} | changed
    write_paper.write_paper(workspace.stand.device, paper.id, answers=answers, by=workspace.stand.by)
    workspace.screen.open(workspace.stand.inspection.id)
    workspace.settle()
    notices(workspace).notice_chosen.emit(paper.id)
    workspace.settle()


def test_a_begun_paper_opens_with_what_is_known(at_papers: Workspace) -> None:
    paper = begin(at_papers, "14")
    assert notices(at_papers).paper.isVisible()
    shown = fields(at_papers)
    assert shown["被询问人"].text() == paper.answers["interviewee"]
    assert shown["地点"].text() == at_papers.stand.inspection.place
    assert "没有填写“身份证件号码”。" in words(at_papers)


def test_what_is_typed_is_written_down_and_what_cannot_be_is_said_there(at_papers: Workspace) -> None:
    begin(at_papers, "14")
    field = fields(at_papers)["职务"]
    field.put("展位负责人")
    at_papers.settle()
    assert at_papers.dossier.papers[-1].answers["post"] == "展位负责人"
    began = fields(at_papers)["开始时间"]
    began.put("上午九点")
    at_papers.settle()
    assert began.is_wrong
    dialogue = next(field for name, field in fields(at_papers).items() if name.startswith("问答"))
    dialogue.put("问：姓名？")
    at_papers.settle()
    assert any(text.startswith("第1问没有回答") for text in words(at_papers))


def test_photos_that_are_none_are_said_at_their_field(at_papers: Workspace) -> None:
    begin(at_papers, "11")
    (field,) = (each for name, each in fields(at_papers).items() if name.startswith("照片编号"))
    assert field.text() == "1至2"
    field.put("1、7")
    at_papers.settle()
    assert "没有第7张照片，本次检查共有2张。" in words(at_papers)
    assert field.text() == "1、7", "what was typed stays to be mended"
    field.put("2")
    at_papers.settle()
    assert len(at_papers.dossier.papers[-1].photo_ids) == 1


def test_what_is_asked_follows_the_answers(at_papers: Workspace) -> None:
    paper = begin(at_papers, "50")
    fill(at_papers, paper, manner="邮寄送达", track="")
    assert "邮件编号" in fields(at_papers)
    assert "拒收事由和日期" not in fields(at_papers)
    notices(at_papers).paper.answered.emit("manner", "留置送达")
    at_papers.settle()
    assert "邮件编号" not in fields(at_papers)
    assert "拒收事由和日期" in fields(at_papers)


def test_a_full_paper_is_looked_at_signed_and_issued_in_the_window(at_papers: Workspace) -> None:
    view, stand = notices(at_papers), at_papers.stand
    paper = begin(at_papers, "14")
    fill(at_papers, paper)
    view._filling.answered.emit("page")
    now = read_stand(stand.device, stand.inspection.id)
    (ready,) = (line for line in now.readiness if line.key == paper.id)
    people = paper_signers(now, ready)
    assert [each.role for each in people] == [SignatureRole.PARTY, *[SignatureRole.OFFICER] * 2]
    view.issue_asked.emit(tuple(SignedPlace(each, INK) for each in people))
    at_papers.settle()
    (notice,) = (each for each in at_papers.dossier.notices if each.paper_id == paper.id)
    assert notice.state is NoticeState.ISSUED
    assert not view.paper.isVisible()
    assert view.pages.page_count == notice.pages


def test_a_letter_with_the_seal_alone_is_issued_without_signatures(at_papers: Workspace) -> None:
    paper = begin(at_papers, "4")
    fill(at_papers, paper)
    (issue,) = (
        each
        for each in notices(at_papers).signing.findChildren(QAbstractButton)
        if each.accessibleName().startswith("出具") and each.isVisible()
    )
    assert issue.isEnabled()
    issue.click()
    at_papers.settle()
    assert [each.form for each in at_papers.dossier.notices] == ["4"]


def test_a_paper_nobody_wants_is_taken_back(at_papers: Workspace) -> None:
    begin(at_papers, "10")
    notices(at_papers).paper.drop_asked.emit()
    at_papers.settle()
    assert at_papers.dossier.papers == ()
    assert not notices(at_papers).paper.isVisible()


def test_every_paper_can_be_begun_from_the_list(at_papers: Workspace) -> None:
    for form in PAPER_FORMS:
        paper = begin(at_papers, form)
        assert paper.form == form
        (shown,) = notices(at_papers).findChildren(PaperForm)
        assert shown.isVisible()


def test_the_page_of_a_paper_is_printed_only_when_it_is_looked_at(at_papers: Workspace) -> None:
    view = notices(at_papers)
    paper = begin(at_papers, "11")
    fill(at_papers, paper)
    before = view.pages.page_count
    (look,) = (
        each
        for each in view.findChildren(QAbstractButton)
        if each.accessibleName().endswith("看页面") and each.isVisible()
    )
    look.click()
    at_papers.settle()
    assert view.pages.isVisible()
    assert before == 0 < view.pages.page_count
