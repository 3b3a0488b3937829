"""The settings' page of the centre: keys with their dates, how the feed stands, and the ways to fetch it."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from sync.central import office as desk
from sync.central.certifying import recipients_body
from sync.central.feed_pages import answer
from sync.central.feeding import Told, tell
from sync.central.restarting import restart_feeds
from sync.central.revoking import revoke_device
from sync.central.rotating import rotate_receipt
from sync.feed.entry import Kind
from sync.transport.folder import FEED, FEED_REQUEST, IN, OUT
from tests.stand import begin
from tests.sync.fed_site import NUMBER, WHO, FedSite
from tests.ui.office.conftest import Day, Settings
from tests.ui.office.test_office_page import said
from ui.desktop.portrait import settle
from ui.desktop.screens.settings.presenter import SettingsPresenter
from ui.desktop.screens.settings.view import SettingsPage, SettingsView
from ui.desktop.screens.today.presenter import TodayPresenter
from ui.desktop.screens.today.view import TodayView
from ui.desktop.tasks import Tasks


def page(settings: Settings, tasks: Tasks) -> str:
    """Open the page and return every word of it."""
    settings.view.show_page(SettingsPage.CENTRE)
    settings.presenter.refresh()
    settle(tasks)
    view = settings.view
    cards = (view.centre, view.feed, view.keys)
    return "\n".join(
        each.text() for card in cards for each in card.findChildren(QLabel) if each.isVisibleTo(card)
    )


def press(settings: Settings, text: str) -> None:
    card = settings.view.feed
    next(each for each in card.findChildren(QAbstractButton) if each.text() == text).click()


def test_every_key_is_shown_with_what_it_is_for_and_since_when(
    fed: FedSite, settings: Settings, tasks: Tasks
) -> None:
    told = page(settings, tasks)
    keys = fed.stand.opened.delivery.feed.status().keys
    assert keys is not None
    digits = re.sub(r"\s", "", told)
    assert keys.root in digits
    assert keys.receipt in digits
    assert keys.recipient in digits
    assert "根密钥已为本机出具证书" in told
    assert "自 2026-11-20 起使用" in told
    assert "自登记起使用" in told
    rotate_receipt(fed.centre, by=WHO)
    fed.fetch()
    assert "之前换过 1 次" in page(settings, tasks)
    body = {"inspection": "nowhere", "fields": {"number": "甲"}, "over": {}}
    tell(fed.centre, Told(Kind.CASE, body, WHO, "nowhere"), device=fed.device.id)
    revoke_device(fed.centre, fed.device.id, reason="遗失", by=WHO)
    fed.fetch()
    told = page(settings, tasks)
    assert "已于 2026-11-20 被局里注销" in told
    assert "先搁置：没有编号为 nowhere 的记录" in told


def test_a_key_that_ends_soon_is_warned_of(fed: FedSite, settings: Settings, day: Day, tasks: Tasks) -> None:
    with fed.centre.reading() as connection:
        body = recipients_body(connection, fed.centre, fed.centre.keys)
    keys = body["keys"]
    assert isinstance(keys, list)
    planned = [{**each, "until": "2026-11-25T00:00:00.000Z"} for each in keys if isinstance(each, dict)]
    tell(fed.centre, Told(Kind.RECIPIENTS, {"keys": planned}, WHO))
    fed.fetch()
    assert "2026-11-25 到期，还没有收到新的" in page(settings, tasks)
    day.read()
    assert "加密用的密钥 2026-11-25 到期" in said(day.view._office_card)[0]


def test_the_way_by_stick_carries_the_request_out_and_the_answer_in(
    fed: FedSite, settings: Settings, tasks: Tasks, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    page(settings, tasks)
    feed = settings.presenter.feed
    feed.take_from(stick)
    settle(tasks)
    assert "U 盘上没有带给本机的内容" in page(settings, tasks)
    feed.carry_request(stick)
    settle(tasks)
    assert "请求已写到 U 盘" in page(settings, tasks)
    request = (stick / OUT / f"{fed.device.id}{FEED_REQUEST}").read_bytes()
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    (stick / IN).mkdir()
    (stick / IN / f"{fed.device.id}{FEED}").write_bytes(answer(fed.centre, request)[1])
    feed.take_from(stick)
    settle(tasks)
    told = page(settings, tasks)
    assert "取回 1 条，已生效" in told
    assert f"11-20 09:31　办案情况（{WHO}）" in told
    assert fed.file().value(NUMBER) == "甲"


def test_a_centre_that_went_back_is_told_in_plain_words_and_work_goes_on(
    fed: FedSite, settings: Settings, day: Day, tasks: Tasks, tmp_path: Path
) -> None:
    desk.edit_case(fed.centre, fed.case, {NUMBER: "甲"}, by=WHO)
    older = fed.page(_request(fed))
    desk.edit_case(fed.centre, fed.case, {NUMBER: "乙"}, by=WHO)
    fed.fetch()
    stick = tmp_path / "stick"
    (stick / IN).mkdir(parents=True)
    (stick / IN / f"{fed.device.id}{FEED}").write_bytes(older)  # all the centre has after its restore
    settings.presenter.feed.take_from(stick)
    settle(tasks)
    told = page(settings, tasks)
    assert "中心端的记录比本机已有的少" in told
    assert "取证、封存、送达都不受影响" in told
    assert "请把这句话连同上面的条数告诉中心端管理员" in told
    assert fed.file().value(NUMBER) == "乙"
    day.read()
    (row,) = said(day.view._office_card)
    assert row.startswith("中心端的记录比本机的少，局里新写的进不来 请留意")
    restart_feeds(fed.centre, reason="恢复备份", by=WHO)
    (stick / IN / f"{fed.device.id}{FEED}").write_bytes(fed.page(_request(fed)))
    settings.presenter.feed.take_from(stick)
    settle(tasks)
    told = page(settings, tasks)
    assert "凭单位根密钥让下发重新开始（恢复备份）" in told
    assert "中心端的记录比本机已有的少" not in told
    day.read()
    assert not any("局里新写的进不来" in row for row in said(day.view._office_card))


def test_without_a_network_fetching_says_so_and_loses_nothing(
    fed: FedSite, settings: Settings, day: Day, tasks: Tasks
) -> None:
    page(settings, tasks)
    press(settings, "现在取回")
    settle(tasks)
    told = page(settings, tasks)
    assert "不影响取证和封存" in told
    assert settings.view.feed._problem.sentence
    day.read()
    assert said(day.view._office_card) == [], "no network is no news"


def test_a_device_that_is_not_enrolled_shows_neither_keys_nor_feed(
    tmp_path: Path, tasks: Tasks, qtbot: QtBot
) -> None:
    alone = begin(tmp_path / "alone")
    with alone.opened:
        view, today = SettingsView(), TodayView()
        for each in (view, today):
            qtbot.addWidget(each)
        told = page(Settings(view, SettingsPresenter(alone.opened, tasks, view)), tasks)
        assert "还没有接入" in told
        assert "现在取回" not in told
        assert view.keys.isHidden()
        TodayPresenter(alone.opened, tasks, today).refresh()
        settle(tasks)
        assert any(
            "本机还没有登记中心端" in each.text()
            for each in today.office.findChildren(QLabel)
            if each.isVisibleTo(today.office)
        )


def _request(fed: FedSite) -> bytes:
    from sync.feed.fetching import request_of

    return request_of(fed.device)
