"""Settings over a real device: passphrase and recovery code are changed, numbers and law notes are shown."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector import law
from inspector.errors import InputError
from tests.stand import PASSPHRASE, Stand
from ui.desktop.portrait import settle
from ui.desktop.screens.settings.law_notes import unconfirmed
from ui.desktop.screens.settings.presenter import SettingsPresenter
from ui.desktop.screens.settings.view import SettingsView
from ui.desktop.screens.today.presenter import TodayPresenter
from ui.desktop.screens.today.view import TodayView
from ui.desktop.tasks import Tasks
from ui.desktop.widgets import Role, StateWord, Words

NEW = "another four words here"


@pytest.fixture
def view(stand: Stand, tasks: Tasks, qtbot: QtBot) -> SettingsView:
    made = SettingsView()
    made.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made)
    SettingsPresenter(stand.opened, tasks, made).refresh()
    made.show()
    settle(tasks)
    return made


def _code(view: SettingsView) -> str:
    words = view.code.groups.findChildren(Words)
    return "-".join(word.text() for word in words if word.property("role") == Role.CODE.value)


def test_a_changed_passphrase_opens_the_device_from_then_on(
    view: SettingsView, stand: Stand, tasks: Tasks
) -> None:
    for name, typed in (("old", PASSPHRASE), ("first", NEW), ("second", NEW)):
        view.passphrase.fields[name].set_text(typed)
    view.passphrase.given.emit()
    settle(tasks)
    assert view.passphrase.banner.sentence.startswith("口令已更换")
    assert view.passphrase.text("old") == ""
    stand.opened.close()
    with pytest.raises(InputError):
        stand.workplace.unlock(PASSPHRASE)
    stand.workplace.unlock(NEW).close()


def test_a_new_recovery_code_is_shown_once_and_opens(view: SettingsView, stand: Stand, tasks: Tasks) -> None:
    view.code.secret.set_text(PASSPHRASE)
    view.code.replace.click()
    settle(tasks)
    code = _code(view)
    assert "旧恢复码已作废" in view.code.told.sentence
    assert not view.code.secret.isVisible()
    view.code.done.click()
    settle(tasks)
    assert _code(view) == ""
    assert view.code.secret.isVisible()
    assert view.code.secret.text() == ""
    stand.opened.close()
    stand.workplace.unlock(code).close()


def test_no_recovery_code_is_made_for_a_wrong_passphrase(view: SettingsView, tasks: Tasks) -> None:
    view.code.replace.click()
    assert view.code.secret.problem == "请输入口令。"
    view.code.secret.set_text("not the passphrase")
    view.code.replace.click()
    settle(tasks)
    assert "不正确" in view.code.secret.problem
    assert _code(view) == ""
    assert view.code.replace.isEnabled()


def test_every_entry_of_the_law_pack_that_awaits_confirmation_is_listed(view: SettingsView) -> None:
    pack = law.load()
    lines = unconfirmed(pack)
    versions = [version for statute in pack.statutes.values() for version in statute.versions]
    rows = {id(power): power for power in pack.powers.values()}.values()
    lists = pack.code_lists.lists
    codes = [code for each in lists for code in each.codes]
    every: tuple[Any, ...] = (
        *versions,
        *rows,
        *pack.deadlines.rule,
        *pack.thresholds.threshold,
        *lists,
        *codes,
    )
    assert len(lines) == sum(bool(entry.note) or not entry.confirmed for entry in every) + 1  # and weekends
    assert not any("ui." in line for line in lines)
    assert view.law.waiting.text() == f"待法制确认 {len(lines)} 项"
    assert view.law.notes.text().splitlines() == list(lines)


def test_a_key_file_that_was_mended_is_told_today(stand: Stand, tasks: Tasks, qtbot: QtBot) -> None:
    stand.opened.close()
    (stand.workplace.folder / "keys" / "keys-b.json").write_bytes(b"damaged")
    told = []
    for _ in range(2):
        with stand.workplace.unlock(PASSPHRASE) as opened:
            today = TodayView()
            qtbot.addWidget(today)
            TodayPresenter(opened, tasks, today).refresh()
            settle(tasks)
            told.append([word.word for word in today.findChildren(StateWord) if "keys-b.json" in word.word])
    assert [len(lines) for lines in told] == [1, 0]
