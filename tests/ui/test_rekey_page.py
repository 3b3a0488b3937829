"""Every key changed from the settings: the device is locked first, and the new recovery code is shown once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.clock import SystemClock
from inspector.errors import InputError
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.desktop.portrait import settle
from ui.desktop.screens.rekey.view import RekeyView
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.desktop.widgets import Words
from ui.wiring import Workplace


def keep(window: Window, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if folder := os.environ.get("LOOK"):
        window.grab().save(str(Path(folder) / f"{name}.png"))


def test_every_key_is_changed_from_the_settings(qtbot: QtBot, tmp_path: Path) -> None:
    begin(tmp_path / "device").opened.close()
    workplace = Workplace(tmp_path / "device", is_sample=True, kdf_cost=CHEAP)
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(1366, 768)
    window.show()
    qtbot.addWidget(window)
    session = Session(workplace, window, SystemClock(), listen=lambda _: None)
    session.start()
    with qtbot.waitSignal(session.worked):
        session.work(workplace.unlock(PASSPHRASE))
    assert session.on_screen is not None
    session.on_screen.go(Place.SETTINGS)
    settle(session.on_screen.tasks)
    keep(window, "settings")
    card = session.on_screen._settings_view.ways_in
    with qtbot.waitSignal(session.locked):
        card.rekey_button.click()
    view = window.findChild(RekeyView)
    assert view is not None
    keep(window, "rekey-asks")
    view.secret_given.emit("wrong words here now")
    settle(session.gate)
    assert view.secret.problem
    view.secret.set_text(PASSPHRASE)
    view.go.click()
    assert not view.go.isEnabled()
    settle(session.gate)
    code = " ".join(words.text() for words in view.groups.findChildren(Words) if len(words.text()) > 1)
    keep(window, "rekey-done")
    assert view.secret.text() == ""
    view.done.click()
    assert window.findChild(UnlockView) is not None
    assert not [words for words in view.groups.findChildren(Words) if words.isVisible()]
    with workplace.unlock(code) as opened:
        assert opened.keyring.epoch == 2
    with pytest.raises(InputError):
        workplace.unlock("wrong words here now")
    session.close()


def test_a_change_that_is_stopped_leaves_the_keys_as_they_were(qtbot: QtBot, tmp_path: Path) -> None:
    begin(tmp_path / "device").opened.close()
    workplace = Workplace(tmp_path / "device", is_sample=True, kdf_cost=CHEAP)
    before = [file.read_bytes() for file in sorted((tmp_path / "device" / "keys").iterdir())]
    window = Window()
    qtbot.addWidget(window)
    session = Session(workplace, window, SystemClock(), listen=lambda _: None)
    session.start()
    session.work(workplace.unlock(PASSPHRASE))
    assert session.on_screen is not None
    with qtbot.waitSignal(session.locked):
        session.on_screen.rekey_asked.emit()
    view = window.findChild(RekeyView)
    assert view is not None
    view.secret_given.emit(PASSPHRASE)
    view.stopped.emit()
    settle(session.gate)
    assert "已停止" in view.banner.sentence
    assert [file.read_bytes() for file in sorted((tmp_path / "device" / "keys").iterdir())] == before
    session.close()
