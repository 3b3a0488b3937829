"""Today, sync and settings over a real device, drawn to a file; what holds of every screen: `looks/test_every_screen.py`."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector.actions import make_thumbnails, open_fair, read, seal_inspection
from inspector.errors import InputError
from inspector.records import Fair, Inspection
from inspector.space import room_left, usual_stand
from tests.stand import PASSPHRASE, Stand
from ui.desktop.i18n import Language, speak
from ui.desktop.portrait import DESK, LAPTOP, portrait, render, settle
from ui.desktop.preferences import preferred_look
from ui.desktop.screens.today.shown import Health, fair_of, fair_shown, health_lines, today_shown
from ui.desktop.shell import Place
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Look, Tone, theme
from ui.desktop.widgets import Reached
from ui.desktop.workplace import WorkplaceOnScreen

DAY = date(2026, 11, 20)
NEW = "another four words here"


@pytest.fixture
def working(stand: Stand, tasks: Tasks, qtbot: QtBot) -> WorkplaceOnScreen:
    made = WorkplaceOnScreen(stand.opened, tasks)
    made.shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.addWidget(made.shell)
    made.shell.resize(LAPTOP)
    made.shell.show()
    settle(tasks)
    return made


def _health(stand: Stand, **changes: object) -> Health:
    plain = {
        "room": room_left(200_000_000_000, usual_stand((), 1_000_000), 0),
        "now": stand.clock.now().wall,
        "drift_minutes": 0,
        "confirmed": 0,
        "oldest_unconfirmed": None,
        "missing_objects": 0,
    }
    return Health(**{**plain, **changes})  # type: ignore[arg-type]


# -- today -------------------------------------------------------------------------------------------------


def test_today_lists_the_open_stand_and_the_fair_in_progress(stand: Stand) -> None:
    shown = today_shown(read.today(stand.device), _health(stand))
    assert shown.day == "2026年11月20日 星期五"
    assert shown.fair is not None
    assert shown.fair.when == "第 2 天，共 4 天"
    assert [(row.title, row.state.text) for row in shown.stands] == [("B-217 · 当事人未填写", "进行中")]


def test_a_stand_that_was_left_is_listed_below_the_open_ones(stand: Stand) -> None:
    assert seal_inspection is not None
    lines = today_shown(read.today(stand.device), _health(stand)).stands
    assert lines[0].id == stand.inspection.id


@pytest.mark.parametrize(
    ("day", "said"),
    [(DAY - timedelta(days=3), "2 天后开幕"), (DAY + timedelta(days=9), "已闭幕"), (DAY, "第 2 天，共 4 天")],
)
def test_a_fair_says_where_it_stands(day: date, said: str) -> None:
    fair = Fair("f", "样本陶瓷博览会", "样本馆", "样本路", DAY - timedelta(days=1), DAY + timedelta(days=2))
    assert fair_shown(fair, day).when == said
    assert fair_of([fair], day) is fair
    assert fair_of([], day) is None


def test_the_device_says_one_calm_line_each_when_all_is_fine(stand: Stand) -> None:
    lines = health_lines((), _health(stand))
    assert [line.text for line in lines] == [
        "还没有照片",
        "空间还够检查约 390 家",
        "时钟正常：09:31（北京时间）",
        "还没有要备份的照片",
    ]
    assert {line.tone for line in lines} == {Tone.MUTED}


def test_the_device_says_what_is_wrong(stand: Stand) -> None:
    photo = stand.photo()
    now = stand.clock.now().wall
    lines = health_lines(
        (photo,),
        _health(stand, oldest_unconfirmed=photo.arrived, room=room_left(0, usual_stand((photo,), 0), 1)),
    )
    assert lines[0].text == "1 张未送达，最早 11-20 09:31"
    assert (lines[1].text.startswith("空间只够 0 张照片"), lines[1].tone) == (True, Tone.DANGER)
    back = health_lines((photo,), _health(stand, now=now - timedelta(days=1), missing_objects=2))
    assert [line.tone for line in back] == [
        Tone.DANGER, Tone.WARN, Tone.MUTED, Tone.DANGER, Tone.WARN,
    ]  # fmt: skip
    jumped = health_lines((), _health(stand, drift_minutes=-45))
    assert "45 分钟" in jumped[2].text
    done = health_lines((photo,), _health(stand, confirmed=1))
    assert done[0].tone is Tone.OK


def test_a_stand_is_begun_from_the_form_and_opens(
    working: WorkplaceOnScreen, stand: Stand, tasks: Tasks
) -> None:
    view = working._today_view
    view._start.click()
    form = view.start_form
    form.fields["hall"].set_text("3号馆")
    form.fields["booth"].set_text("C-001")
    form._fill_place()
    assert form.fields["place"].text().endswith("3号馆C-001展位")
    form.go.click()
    settle(tasks)
    with stand.device.reading() as unit:
        begun = unit.all(Inspection)[-1]
    assert (begun.booth, begun.officer_ids) == ("C-001", tuple(officer.id for officer in stand.officers))
    assert working.shell.place is Place.INSPECTION
    assert working.open_stand == begun.id


def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(
    working: WorkplaceOnScreen, tasks: Tasks
) -> None:
    form = working._today_view.start_form
    working._today_view._start.click()
    form.fields["booth"].set_text("C-001")
    form._fill_place()
    form._officers[1].setCurrentIndex(0)
    form.go.click()
    settle(tasks)
    assert form.fields["officer2"].problem
    assert form.fields["booth"].text() == "C-001"
    assert form.go.isEnabled()


def test_a_place_typed_by_hand_is_kept(working: WorkplaceOnScreen, qtbot: QtBot) -> None:
    form = working._today_view.start_form
    editor = form.fields["place"].editor
    assert isinstance(editor, QLineEdit)
    editor.clear()
    qtbot.keyClicks(editor, "C001")
    form.fields["hall"].editor.setFocus()
    qtbot.keyClicks(form.fields["hall"].editor, "4")
    assert form.fields["place"].text() == "C001"


def test_a_fair_is_written_down_and_its_days_are_checked(
    working: WorkplaceOnScreen, stand: Stand, tasks: Tasks
) -> None:
    view = working._today_view
    view.fair_asked.emit()
    form = view.fair_form
    form.fields["name"].set_text("样本春季博览会")
    form.set_days(DAY, DAY - timedelta(days=1))
    form.go.click()
    settle(tasks)
    assert form.fields["closes"].problem
    form.set_days(DAY, DAY)
    form.go.click()
    settle(tasks)
    assert [fair.name for fair in read.today(stand.device).fairs][-1] == "样本春季博览会"
    assert open_fair is not None


# -- sync --------------------------------------------------------------------------------------------------


def test_green_comes_only_from_a_receipt(
    working: WorkplaceOnScreen, stand: Stand, tasks: Tasks, tmp_path: Path
) -> None:
    from sync.central import create_central, invite, running_central

    photos = [stand.photo(seed) for seed in range(1, 4)]
    make_thumbnails.make_thumbnails(stand.device, [photo.id for photo in photos])
    working.go(Place.SYNC)
    settle(tasks)
    view = working._sync_view
    assert not view._send.isEnabled()
    assert "还没有接入" in view._banner.sentence

    create_central(tmp_path / "central", "样本中心")
    with running_central(tmp_path / "central") as url:
        invitation = tmp_path / "invitation.json"
        invitation.write_text(json.dumps(invite(tmp_path / "central", url)), "utf-8")
        working.settings.enrol(invitation)
        settle(tasks)
        working.go(Place.SYNC)
        settle(tasks)
        squares = view._stand_rows[0].squares
        assert {square.reached for square in squares._squares} == {Reached.SEALED}
        view._send.click()
        assert not view._send.isEnabled(), "one press, one delivery"
        settle(tasks)
    assert {square.reached for square in squares._squares} == {Reached.CONFIRMED}
    assert view._total.text() == "已封存 3 · 已传 3 · 已确认 3"
    assert view._banner.sentence == "3 张照片全部由中心端确认。"
    assert view._batch_rows[0]._title.text().startswith("第 1 批 · 3 张 · ")
    assert view._batch_rows[0]._line.text().endswith(" · 重传 0 字节")
    assert working.shell._line.word == "中心端已连通"
    squares.picture_wanted.emit(photos[0].id)
    settle(tasks)


def test_an_unreachable_centre_is_said_in_place_and_nothing_is_lost(
    working: WorkplaceOnScreen, stand: Stand, tasks: Tasks, tmp_path: Path
) -> None:
    from sync.central import create_central, invite, running_central

    create_central(tmp_path / "central", "样本中心")
    with running_central(tmp_path / "central") as url:
        invitation = tmp_path / "invitation.json"
        invitation.write_text(json.dumps(invite(tmp_path / "central", url)), "utf-8")
        working.settings.enrol(invitation)
        settle(tasks)
    stand.photo()
    working.go(Place.SYNC)
    settle(tasks)
    working._sync_view._send.click()
    settle(tasks)
    assert "连不上中心端" in working._sync_view._banner.sentence
    assert working._sync_view._total.text() == "已封存 1 · 已传 0 · 已确认 0"
    assert working._sync_view._send.isEnabled()

    stick = tmp_path / "stick"
    stick.mkdir()
    working.sync.carry_to(stick)
    settle(tasks)
    assert "写入U盘" in working._sync_view._banner.sentence
    from sync.central import take_in_folder

    take_in_folder(tmp_path / "central", stick)
    working.sync.collect_from(stick)
    settle(tasks)
    assert working._sync_view._total.text() == "已封存 1 · 已传 1 · 已确认 1"


# -- settings ----------------------------------------------------------------------------------------------


def test_a_look_is_chosen_and_worn_at_once(working: WorkplaceOnScreen, tasks: Tasks) -> None:
    working.go(Place.SETTINGS)
    settle(tasks)
    view = working._settings_view
    assert "王样本" in view.officers.text()
    view.look.looks._group.button(1).click()
    assert theme().look is Look.DARK
    settle(tasks)
    assert preferred_look(working.opened.folder) is Look.DARK


def test_the_passphrase_is_changed_only_with_the_present_one(
    working: WorkplaceOnScreen, stand: Stand, tasks: Tasks
) -> None:
    card = working._settings_view.passphrase
    working.settings.passphrase.refused(InputError("keys.wrong_secret"))
    assert "不正确" in card.fields["old"].problem
    for old, first, second, (field, said) in (
        ("", NEW, NEW, ("old", "请输入口令。")),
        (PASSPHRASE, NEW, "another four words", ("second", "两次输入不一致")),
    ):
        for name, typed in (("old", old), ("first", first), ("second", second)):
            card.fields[name].set_text(typed)
        card.given.emit()
        assert card.fields[field].problem == said


# -- every screen ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize(
    "size",
    [pytest.param(LAPTOP, id="laptop"), pytest.param(DESK, id="desk", marks=pytest.mark.long)],
)
def test_a_screen_is_drawn_to_a_file(
    working: WorkplaceOnScreen, tasks: Tasks, tmp_path: Path, look: Look, size: QSize
) -> None:
    theme().apply(look)
    settle(tasks)
    render(working.shell, tmp_path / "today.png", size)
    assert (tmp_path / "today.png").stat().st_size > 10_000
    picture = portrait(working.shell, size, 2.0)
    assert picture.size() == size * 2
    assert picture.pixelColor(4, picture.height() // 2).name().upper() == theme().tokens.surface


def test_the_screens_speak_english(stand: Stand, tasks: Tasks, qtbot: QtBot) -> None:
    speak(Language.ENGLISH)
    made = WorkplaceOnScreen(stand.opened, tasks)
    qtbot.addWidget(made.shell)
    settle(tasks)
    assert made._today_view._start.text() == "Start inspection"
    assert made.shell.rail._entries[0].words == "Today"
