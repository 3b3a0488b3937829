"""Later acts in the window: begun from a sealed stand, papers written in a record of their own."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.actions import read, seal_inspection, write_paper
from inspector.actions.issue_notice import issue_notice
from inspector.records import Inspection, PhotoTag
from tests.ui.inspection.inspection_workspace import Workspace
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.later_view import LaterView
from ui.desktop.screens.notices.paper_form import PaperForm
from ui.desktop.theme import Look, theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # said by the offscreen platform of any window


@pytest.fixture
def sealed(workspace: Workspace) -> Workspace:
    """The workspace on a stand that was sealed five days ago."""
    stand = workspace.stand
    stand.visit()
    row = stand.item()
    stand.photo(1, item_id=row.id, tag=PhotoTag.SEAL)
    stand.seize(row)
    for form in ("24", "21"):
        issue_notice(stand.device, stand.inspection.id, form, signatures=stand.signatures(), by=stand.by)
    stand.close()
    issue_notice(stand.device, stand.inspection.id, "9", signatures=stand.signatures(), by=stand.by)
    seal_inspection.seal_inspection(stand.device, stand.inspection.id, by=stand.by)
    stand.clock.advance(timedelta(days=5))
    workspace.screen.followed.connect(workspace.screen.open)  # as the window does
    workspace.screen.open(stand.inspection.id)
    workspace.settle()
    return workspace


def look(workspace: Workspace, name: str) -> None:
    """Keep the workspace as pictures where somebody wants to look at them."""
    if folder := os.environ.get("LOOK"):
        for each in (Look.LIGHT, Look.DARK, Look.HIGH_CONTRAST):
            theme().apply(each)
            workspace.settle()
            workspace.screen.grab().save(str(Path(folder) / f"{name}-{each.value}.png"))
        theme().apply(Look.LIGHT)


def later(workspace: Workspace) -> LaterView:
    view = workspace.screen.findChild(LaterView)
    assert view is not None
    return view


def test_they_are_begun_from_the_last_step_of_a_sealed_stand(sealed: Workspace) -> None:
    sealed.go(Step.LEAVE)
    assert later(sealed).isVisible()
    look(sealed, "later-begin")
    titles: list[str] = []
    sealed.screen.titled.connect(titles.append)
    later(sealed).button.click()
    sealed.settle()
    with sealed.stand.device.reading() as unit:
        visit, begun = unit.all(Inspection)
    assert begun.follows == visit.id
    assert titles[-1].startswith("B-217 后续办理 · ")
    assert not later(sealed).isVisible(), "it is offered once the stand is sealed"
    write_paper.begin_paper(sealed.stand.device, begun.id, "22", by=sealed.stand.by)
    sealed.screen.open(begun.id)
    sealed.settle()
    sealed.go(Step.NOTICES)
    look(sealed, "later-papers")
    form = sealed.screen.findChild(PaperForm)
    assert form is not None
    (paper,) = read.dossier(sealed.stand.device, begun.id).own_papers
    assert paper.answers["number"] == "样市监强制〔2026〕1号"
    assert sealed.dossier.own_papers == (), "the sealed record is as it was"


def test_a_refusal_stands_at_the_button_and_it_can_be_pressed_again(sealed: Workspace) -> None:
    sealed.go(Step.LEAVE)
    view = later(sealed)
    for choice in view._officers:
        choice.setCurrentIndex(0)
    view.button.click()
    sealed.settle()
    assert "两名" in view._problem.text()
    assert view.button.isEnabled()


def test_an_open_stand_offers_none(workspace: Workspace) -> None:
    workspace.go(Step.LEAVE)
    assert not later(workspace).isVisible()
