"""Verifying without unlocking: reachable from the lock page and back, with nothing of the device open."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from inspector.clock import CHINA, SystemClock
from inspector.ids import Ids
from tests.stand import CHEAP, PASSPHRASE
from ui.demo import sample
from ui.desktop.portrait import settle
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.screens.verify.view import VerifyView
from ui.desktop.session import Session
from ui.desktop.shell import Window
from ui.wiring import Workplace

VECTORS = Path(__file__).parents[2] / "vectors"


def test_the_lock_page_leads_to_verifying_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    clock = SystemClock()
    ids = Ids(clock)
    workplace = Workplace(tmp_path / "device", clock=clock, is_sample=True, kdf_cost=CHEAP)
    officers = sample.officers(ids, clock.now().wall.astimezone(CHINA).date())
    workplace.set_up(sample.bureau(ids), officers, PASSPHRASE).open_device.close()
    window = Window()
    qtbot.addWidget(window)
    session = Session(workplace, window, clock)
    session.start()
    assert isinstance(window.page, UnlockView)
    window.page.verify_asked.emit()
    page = window.page
    assert isinstance(page, VerifyView)
    page.files_given.emit([VECTORS / "first.ipb"])
    settle(session.gate)
    assert page.verdict.word.text() == "完好，签名者已知"
    assert session.on_screen is None
    page.back_asked.emit()
    assert isinstance(window.page, UnlockView)
    settle(session.gate)
    session.close()
