"""The office's page within the whole window: the number on the rail, the ways there and back, drafts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector.actions.write_case import write_case
from inspector.errors import InputError
from inspector.records import Choice, Item
from sync.central import office as desk
from sync.central.feeding import Told, tell
from sync.central.revoking import revoke_officer
from tests.sync.fed_site import NUMBER, PLACE, STATUS, WHO, FedSite
from tests.ui.looks.facts import cut_words, outside, small_targets, unnamed
from tests.ui.office.conftest import shown
from tests.ui.office.test_case_on_stand import card_of, told, write
from tests.ui.test_language import names_and_law, untranslated
from ui.desktop.drafts.gathering import gathered, put_back_on_form
from ui.desktop.i18n import Language, speak
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.view import InspectionScreen
from ui.desktop.screens.office.view import OfficeView
from ui.desktop.screens.settings.view import SettingsPage
from ui.desktop.shell import Place
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen


def _page(working: WorkplaceOnScreen, tasks: Tasks) -> OfficeView:
    working.go(Place.TODAY)
    settle(tasks)
    working._today_view._office_card._all.click()
    return working._today_view.office


def _stand(working: WorkplaceOnScreen, tasks: Tasks, case: str) -> InspectionScreen:
    working.show_stand(case)
    settle(tasks)
    assert working.stand is not None
    working.stand.show_step(Step.LEAVE)
    settle(tasks)
    return working.stand


def _rail_says(working: WorkplaceOnScreen) -> str:
    return working.shell.rail._group.button(0).accessibleName()


def test_a_field_both_wrote_is_decided_on_its_own_page(
    fed: FedSite, working: WorkplaceOnScreen, tasks: Tasks
) -> None:
    desk.edit_case(fed.centre, fed.case, {STATUS: "filed"}, by=WHO)
    fed.fetch()
    assert _rail_says(working) == "今日"
    card = card_of(_stand(working, tasks, fed.case))
    write(card, PLACE, "三号馆", tasks)
    desk.edit_case(fed.centre, fed.case, {PLACE: "样本仓库"}, by=WHO)
    fed.fetch()
    working._read_stand_again()
    settle(tasks)
    editor = card.fields[PLACE].edit
    assert isinstance(editor, QLineEdit)
    assert editor.isReadOnly()
    assert told(card, PLACE) == "两边写得不一样，等你决定"
    card._to_office.click()
    settle(tasks)
    assert working.shell.place is Place.TODAY
    assert working.today_form == "office"
    assert _rail_says(working) == "今日，局里 1 件要办"
    view = working._today_view.office
    assert working.shell.focusWidget() is view.blocks[0].sides[Choice.OURS]
    view.blocks[0].sides[Choice.OURS].click()
    view.decide.click()
    settle(tasks)
    settle(tasks)
    assert not editor.isReadOnly(), "the stand's page was read again"


def test_what_was_typed_survives_a_lock(fed: FedSite, working: WorkplaceOnScreen, tasks: Tasks) -> None:
    write_case(fed.device, fed.case, {NUMBER: "乙"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    fed.fetch()
    view = _page(working, tasks)
    editor = view.blocks[0].own.editor
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "X-7")
    draft = gathered(working)
    assert draft.form == "office"
    again = WorkplaceOnScreen(fed.stand.opened, tasks)
    again.shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    again.shell.show()
    settle(tasks)
    put_back_on_form(again, draft)
    back = again.form_page("office")
    assert isinstance(back, OfficeView)
    decision = back.blocks[0].decision
    assert decision is not None
    assert (decision.choice, decision.value) == (Choice.ANEW, "X-7")
    again.close_today_form()  # another officer takes over
    assert back.blocks[0].decision is None
    again.shell.deleteLater()


def test_in_english_too_everything_is_named_large_enough_and_fits(
    fed: FedSite, tasks: Tasks, qtbot: QtBot
) -> None:
    """The longer language on the smaller screen, with something in every place there is for it."""
    with fed.device.reading() as unit:
        (row,) = unit.all(Item)
    write_case(fed.device, fed.case, {PLACE: "P-1", STATUS: "received"}, by=fed.stand.by)
    desk.edit_case(fed.centre, fed.case, {PLACE: "P-2", STATUS: "filed"}, by=WHO)
    for field, value in (("quantity", "23"), ("unit_price", "60.00")):
        desk.ask_correction(fed.centre, "Item", row.id, field, value, reason="film", by=WHO)
    tell(fed.centre, Told("of-tomorrow", {}, WHO), device=fed.device.id)  # type: ignore[arg-type]
    revoke_officer(fed.centre, fed.stand.officers[1].cert_no, reason="moved", by=WHO)
    fed.fetch()
    by_field = {task.field: task for task in fed.tasks()}
    fed.settle(by_field["quantity"], Choice.THEIRS)
    fed.settle(by_field["status"], Choice.OURS, note="as told")
    fed.stand.opened.delivery.feed._problem = InputError("feed.rollback", have=9, length=2)
    speak(Language.ENGLISH)
    working = WorkplaceOnScreen(fed.stand.opened, tasks)
    shown(working.shell, qtbot, tasks)
    allowed = [fed.centre.name, *names_and_law(fed.stand)]
    found = untranslated(working.shell, allowed)
    view = _page(working, tasks)
    for block in view.blocks:
        block.choose(Choice.THEIRS)
    found |= _seen(working, tasks, allowed)
    working.show_settings(SettingsPage.CENTRE)
    found |= _seen(working, tasks, allowed)
    screen = _stand(working, tasks, fed.case)
    found |= _seen(working, tasks, allowed)
    screen.show_step(Step.GOODS)
    found |= _seen(working, tasks, allowed)
    assert sorted(found) == []


def _seen(working: WorkplaceOnScreen, tasks: Tasks, allowed: list[str]) -> set[str]:
    settle(tasks)
    settle(tasks)
    working.shell.resize(LAPTOP)
    for fact in (unnamed, small_targets, cut_words, outside):
        assert list(fact(working.shell)) == []
    assert working.shell.minimumSizeHint().width() <= LAPTOP.width()
    return untranslated(working.shell, allowed)
