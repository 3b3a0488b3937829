"""After a recovery the window says what happened, what is safe and what is missing, once, before work goes on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector.clock import SystemClock
from inspector.store.recovery import Recovered
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.desktop.portrait import LAPTOP, render, settle
from ui.desktop.screens.recovery.shown import Counted, recovery_shown
from ui.desktop.screens.recovery.view import RecoveryView
from ui.desktop.session import Session
from ui.desktop.shell import Window
from ui.desktop.theme import Look, theme
from ui.wiring import Workplace

WHOLE = Recovered(
    why="store.damaged",
    snapshot="0000000120-20261120T013000Z.db",
    from_snapshot=120,
    replayed=33,
    carried_over=0,
    lost=(),
    set_aside="store.db.20261120T091500Z",
    wall="2026-11-20T09:15:00.000Z",
)
FLAWED = replace(WHOLE, snapshot="", from_snapshot=0, replayed=88, carried_over=58, lost=(*range(89, 96),))


def texts(told: Recovered, counted: Counted) -> str:
    shown = recovery_shown(told, counted)
    return "\n".join(said.text for said in (*shown.happened, *shown.safe, *shown.missing))


def test_what_is_whole_is_called_whole() -> None:
    shown = recovery_shown(WHOLE, Counted(photos=41, missing_objects=0, unnamed_objects=3))
    assert shown.is_whole
    said = texts(WHOLE, Counted(41, 0, 3))
    assert "120 条日志" in said
    assert "33 条" in said
    assert "153 条日志" in said
    assert "41 张照片" in said
    assert "set-aside/store.db.20261120T091500Z" in said


def test_what_is_missing_is_counted() -> None:
    shown = recovery_shown(FLAWED, Counted(photos=41, missing_objects=2, unnamed_objects=3))
    assert not shown.is_whole
    said = texts(FLAWED, Counted(41, 2, 3))
    for words in (
        "7 条日志找不到了",
        "89、90、91、92、93……",
        "58 条日志内容还在",
        "2 个照片或文书",
        "3 个封存文件",
        "39 张照片",
    ):
        assert words in said


@pytest.mark.parametrize("why", ["damaged", "empty", "missing", "brought_forward", "rebuild"])
def test_every_reason_has_its_words(why: str) -> None:
    code = why if why == "rebuild" else f"store.{why}"
    assert "ui.recovery" not in texts(replace(WHOLE, why=code), Counted(1, 0))


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    stand = begin(tmp_path / "device")
    with stand.opened as opened:
        stand.photo(1)
        opened.safekeeping.keep_snapshot()
        stand.photo(2)
    store = tmp_path / "device" / "store.db"
    store.write_bytes(store.read_bytes()[:7000])
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    qtbot.addWidget(window)
    made = Session(Workplace(tmp_path / "device", kdf_cost=CHEAP), window, SystemClock())
    made.start()
    yield made
    made.close()


def unlock(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.worked):
        page = session.window_.page
        page.secret_given.emit(PASSPHRASE)  # type: ignore[union-attr]
    assert session.on_screen is not None
    settle(session.on_screen.tasks)


def test_a_damaged_database_leads_to_the_page_and_from_there_to_work(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    unlock(qtbot, session)
    working = session.on_screen
    assert working is not None
    page = session.window_.page
    assert isinstance(page, RecoveryView)
    names = {button.text() for button in page.findChildren(QPushButton)} - {""}
    assert names == {"继续", "导出诊断"}
    page.continued.emit()
    settle(working.tasks)
    assert session.window_.page is working.shell
    assert working.opened.safekeeping.unread_recovery() is None
    entries = list(working.opened.device.journal.entries(1, working.opened.device.journal.length()))
    changes = [json.loads(entry)["change"] for entry in entries]
    assert changes.index("store.recovered") < changes.index("store.recovery_read")


def test_the_diagnosis_holds_facts_and_nothing_of_a_case(
    qtbot: QtBot, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlock(qtbot, session)
    working = session.on_screen
    assert working is not None
    page = session.window_.page
    assert isinstance(page, RecoveryView)
    file = tmp_path / "diagnosis.json"
    monkeypatch.setattr(
        "ui.desktop.screens.recovery.presenter.QFileDialog.getSaveFileName", lambda *_: (str(file), "")
    )
    page.diagnosis_asked.emit()
    settle(working.tasks)
    facts = json.loads(file.read_text("utf-8"))
    assert facts["recovered"]["why"] == "store.damaged"
    assert facts["flaws"] == []
    assert "样本" not in file.read_text("utf-8")


@pytest.mark.parametrize("look", list(Look))
def test_the_page_is_drawn_in_every_look(qtbot: QtBot, tmp_path: Path, look: Look) -> None:
    folder = Path(os.environ.get("PORTRAITS", tmp_path))
    theme().apply(look)
    for name, told, counted in (
        ("whole", WHOLE, Counted(41, 0)),
        ("missing", FLAWED, Counted(41, 2, 3)),
    ):
        view = RecoveryView(recovery_shown(told, counted))
        qtbot.addWidget(view)
        render(view, folder / f"recovery_{name}_{look.value}.png", LAPTOP)
        hint = view.minimumSizeHint()
        assert hint.height() <= LAPTOP.height()
