"""From the console to the device and back: the office writes, both differ, a person decides, the centre has it."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector.law import load
from inspector.records import CaseFieldName, Choice
from sync.central import office as desk
from sync.central.cases import case_of
from sync.central.console.cases import Cases
from sync.central.console.roles import Role
from sync.central.enrolling import new_invitation
from tests.stand import begin
from tests.sync.console_site import Office, open_office, token_in
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.leave_view import LeaveView
from ui.desktop.shell import Place
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen

PLACE = CaseFieldName.STORAGE_PLACE


def write_at_the_office(office: Office, **fields: str) -> None:
    """Fill the form of the case's page and press its button."""
    client = office.signed_in(Role.CLERK)
    token = token_in(client.get(office.case).text)
    answer = client.post(f"{office.case}/office", data={"token": token, **fields})
    assert answer.status_code == 303, answer.text


def test_a_case_written_on_both_sides_is_decided_by_the_officer_and_reaches_the_centre(
    tmp_path: Path, tasks: Tasks, qtbot: QtBot
) -> None:
    stand = begin(tmp_path / "device")
    with stand.opened, open_office(tmp_path / "central") as office:
        stand.visit()
        row = stand.item()
        invitation = tmp_path / "invitation.json"
        invitation.write_text(json.dumps(new_invitation(office.centre, office.url)))
        stand.opened.delivery.enrol(invitation, by=stand.by)
        working = WorkplaceOnScreen(stand.opened, tasks)
        working.shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        qtbot.addWidget(working.shell)
        working.shell.resize(LAPTOP)
        working.shell.show()
        with qtbot.waitSignal(working.sync.sending.ended):
            working.sync.send()
        settle(tasks)
        assert working._today_view._office_card.list.rows.rowCount() == 0

        # the office writes, the device fetches, and shows it with who and when
        write_at_the_office(office, storage_place="样本仓库", number="样市监案〔2026〕7号")
        working.today.office.fetch()
        settle(tasks)
        settle(tasks)
        working.show_stand(stand.inspection.id)
        settle(tasks)
        assert working.stand is not None
        working.stand.show_step(Step.LEAVE)
        settle(tasks)
        view = working.stand.view_of(Step.LEAVE)
        assert isinstance(view, LeaveView)
        place = view.case.fields[PLACE]
        assert place.text() == "样本仓库"

        # the officer writes another place; the office, not knowing of it, writes a third
        assert isinstance(place.edit, QLineEdit)
        place.edit.setText("三号馆临时库")
        QTest.keyClick(place.edit, Qt.Key.Key_Return)
        settle(tasks)
        write_at_the_office(office, storage_place="样本二库")
        desk.ask_correction(office.centre, "Item", row.id, "quantity", "23", reason="录像", by="样本clerk")
        with qtbot.waitSignal(working.sync.sending.ended):
            working.sync.send()  # what the office said comes with every sync
        settle(tasks)
        settle(tasks)

        # today shows it, the page shows both sides, one button decides
        working.go(Place.TODAY)
        settle(tasks)
        card = working._today_view._office_card
        assert card.list.rows.rowCount() == 1
        card._all.click()
        block, asked = working._today_view.office.blocks
        assert (block.task.base.value, block.task.ours.value, block.task.theirs.value) == (
            "样本仓库",
            "三号馆临时库",
            "样本二库",
        )
        line = case_of(office.centre, stand.inspection.id).fields[PLACE]
        assert line.value == "样本二库"
        block.sides[Choice.OURS].click()
        asked.sides[Choice.THEIRS].click()
        working._today_view.office.decide.click()
        settle(tasks)
        settle(tasks)
        with qtbot.waitSignal(working.sync.sending.ended):
            working.sync.send()
        settle(tasks)

        # the centre has the decision, and its page shows it
        line = case_of(office.centre, stand.inspection.id).fields[PLACE]
        assert (line.value, line.is_waiting) == ("三号馆临时库", False)
        known = Cases(office.centre, load()).case(stand.device.id, stand.inspection.id).dossier
        assert [(each.was, each.now) for each in known.corrections] == [("24", "23")]
        assert known.items == (row,), "the fact of the stand is as it was"
        page = office.signed_in(Role.CLERK).get(office.case).text
        assert "三号馆临时库" in page
        assert "等现场人员确认" not in page
