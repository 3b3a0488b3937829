"""Backup on the screen: the line that grows louder, the card in the settings, the way back at the first start."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.clock import SystemClock
from inspector.space import Room
from tests.stand import CHEAP, MORNING, PASSPHRASE, Stand
from ui.backup_desk import VerifiedBackup
from ui.desktop.portrait import settle
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.screens.restore.view import RestoreView
from ui.desktop.screens.settings.backup_card import BackupCard
from ui.desktop.screens.settings.backup_presenter import BackupPresenter
from ui.desktop.screens.today.forms import StartForm
from ui.desktop.screens.today.safety import (
    backup_line,
    battery_line,
    copy_line,
    leave_lines,
    space_line,
)
from ui.desktop.session import Session
from ui.desktop.shell import Window
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Tone
from ui.power import Battery, battery
from ui.wiring import OpenDevice, Workplace

BACKUP = VerifiedBackup(MORNING, "备份盘", 10, 4, ())
ROOM = Room(stands=300, days=30, photos=9000, is_enough_to_start=True, is_enough_to_finish=True)


@pytest.mark.parametrize(
    ("last", "age", "taken", "unsent", "tone", "words"),
    [
        (None, 0, 0, 0, Tone.MUTED, "还没有要备份的照片"),
        (None, 0, 3, 3, Tone.WARN, "还没有验证过的备份"),
        (None, 8, 3, 3, Tone.DANGER, "从未备份，3 张"),
        (None, 8, 3, 0, Tone.WARN, "还没有验证过的备份"),
        (BACKUP, 0, 3, 3, Tone.MUTED, "最近一次验证过的备份：09:30（备份盘）"),
        (BACKUP, 2, 3, 3, Tone.MUTED, "最近一次验证过的备份：11-20 09:30"),
        (BACKUP, 4, 3, 3, Tone.WARN, "在 4 天前"),
        (BACKUP, 9, 3, 0, Tone.WARN, "在 9 天前"),
        (BACKUP, 9, 3, 2, Tone.DANGER, "9 天没有备份，2 张只在本机"),
    ],
)
def test_the_backup_line_grows_louder(
    last: VerifiedBackup | None, age: int, taken: int, unsent: int, tone: Tone, words: str
) -> None:
    now = MORNING + timedelta(days=age, minutes=1)
    line = backup_line(last, now, taken=taken, unsent=unsent, oldest_unsent=MORNING if unsent else None)
    assert line.tone is tone
    assert words in line.text


@pytest.mark.parametrize(
    ("stands", "days", "is_enough", "tone", "words"),
    [
        (300, 30, True, Tone.MUTED, "空间还够约 30 天、300 家"),
        (70_000, 9, True, Tone.MUTED, "空间充足，还够检查 500 家以上"),
        (300, None, True, Tone.MUTED, "空间还够检查约 300 家"),
        (6, 4, True, Tone.WARN, "空间只够约 4 天、6 家"),
        (30, 1, True, Tone.WARN, "空间只够约 1 天、30 家"),
        (6, None, True, Tone.WARN, "空间只够约 6 家"),
        (0, 0, False, Tone.DANGER, "空间只够 7 张照片"),
    ],
)
def test_the_space_line_counts_stands_and_days(
    stands: int, days: int | None, is_enough: bool, tone: Tone, words: str
) -> None:
    line = space_line(Room(stands, days, 7, is_enough, True))
    assert line.tone is tone
    assert words in line.text
    assert "B" not in line.text  # no GB: nobody at a stand knows what one is worth
    assert space_line(ROOM, is_reserve_used=True).tone is Tone.DANGER


def test_leaving_a_stand_looks_at_copy_room_and_battery(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.desktop.screens.today.safety.battery", lambda: None)
    inspection = stand.inspection.id
    assert [line.tone for line in leave_lines(stand.opened, inspection)] == [Tone.WARN]
    stand.opened.space.room(())
    monkeypatch.setattr("ui.desktop.screens.today.safety.battery", lambda: Battery(80, True, None))
    assert [line.icon for line in leave_lines(stand.opened, inspection)] == [
        "triangle-alert",
        "hard-drive",
        "battery",
    ]


def test_a_copy_counts_only_if_it_was_made_after_the_newest_evidence() -> None:
    last = VerifiedBackup(MORNING, "U盘", 9, 3, ())
    assert copy_line(None, MORNING, MORNING).tone is Tone.WARN
    assert copy_line(last, MORNING + timedelta(minutes=1), MORNING).tone is Tone.WARN
    assert copy_line(last, MORNING - timedelta(minutes=1), MORNING).tone is Tone.OK


@pytest.mark.parametrize(
    ("power", "tone", "words"),
    [
        (Battery(12, True, None), Tone.MUTED, "正在充电"),
        (Battery(80, False, 200), Tone.MUTED, "约可用 3 小时 20 分"),
        (Battery(29, False, None), Tone.WARN, "先充电"),
        (Battery(60, False, 20), Tone.DANGER, "先充电"),
        (Battery(15, False, 90), Tone.DANGER, "先充电"),
    ],
)
def test_the_battery_is_told_in_time_and_louder_when_short(power: Battery, tone: Tone, words: str) -> None:
    line = battery_line(power)
    assert line.tone is tone
    assert words in line.text


def test_a_machine_without_a_battery_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("psutil.sensors_battery", lambda: None, raising=False)
    assert battery() is None


def test_the_card_backs_up_and_says_so(stand: Stand, tasks: Tasks, qtbot: QtBot, tmp_path: Path) -> None:
    stand.photo(1)
    (tmp_path / "stick").mkdir()
    card = BackupCard()
    qtbot.addWidget(card)
    presenter = BackupPresenter(stand.opened, tasks, card)
    presenter.back_up(tmp_path / "stick")
    assert not card.button.isEnabled()
    settle(tasks)
    assert card.banner.sentence == "备份已验证：共 1 个文件，本次复制 1 个"
    assert card.button.isEnabled()
    presenter.back_up(tmp_path / "gone")
    settle(tasks)
    assert "找不到备份介质" in card.banner.sentence


def test_stopping_a_backup_says_that_the_former_one_holds(
    stand: Stand, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    card = BackupCard()
    qtbot.addWidget(card)
    presenter = BackupPresenter(stand.opened, tasks, card)
    presenter.back_up(tmp_path / "stick")
    card.stopped.emit()
    settle(tasks)
    assert "已停止" in card.banner.sentence
    assert stand.opened.backup.last_verified() is None


def test_a_refused_start_offers_to_begin_all_the_same(qtbot: QtBot) -> None:
    form = StartForm()
    qtbot.addWidget(form)
    form.show_problem("空间不够")
    form.offer_risk(False)
    with qtbot.assertNotEmitted(form.started):
        pass
    form.offer_risk(True)
    with qtbot.waitSignal(form.started) as started:
        form._banner.acted.emit()
    assert started.args[0].is_risk_taken
    assert not form.typed().is_risk_taken


def test_an_empty_machine_gets_its_device_back_on_one_screen(
    stand: Stand, qtbot: QtBot, tmp_path: Path
) -> None:
    stand.photo(1)
    (tmp_path / "stick").mkdir()
    stand.opened.backup.back_up(tmp_path / "stick", by=stand.by)
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    qtbot.addWidget(window)
    workplace = Workplace(tmp_path / "new", is_sample=True, kdf_cost=CHEAP)
    session = Session(workplace, window, SystemClock(), listen=lambda _: None)
    session.start()
    first = window.findChild(FirstStartView)
    assert first is not None
    first.restore_asked.emit()
    view = window.findChild(RestoreView)
    assert view is not None
    presenter = next(child for child in view.children() if hasattr(child, "look_at"))
    assert not view.go.isEnabled()
    presenter.look_at(tmp_path)
    settle(session.gate)
    assert "没有备份" in view.banner.sentence
    assert not view.go.isEnabled()
    presenter.look_at(tmp_path / "stick")
    settle(session.gate)
    assert view.go.isEnabled()
    folder = str(view.devices.currentData())
    view.restore_asked.emit(folder, "wrong words here now")
    settle(session.gate)
    assert not workplace.is_set_up()
    view.restore_asked.emit(folder, PASSPHRASE)
    settle(session.gate)
    assert "已恢复" in view.banner.sentence
    opened: list[OpenDevice] = []
    session._entrance.opened.disconnect(session.work)
    presenter.finished.connect(opened.append)  # type: ignore[attr-defined]
    view.enter_asked.emit()
    assert opened[0].device.id == stand.device.id
    opened[0].close()
    session.close()
