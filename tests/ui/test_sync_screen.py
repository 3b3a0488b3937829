"""Sending as an officer sees it: it tries again by itself, obeys the network's rule, pauses, and says how far it is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.actions import make_thumbnails, read
from inspector.errors import SystemFault
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState, Photo
from sync.central import create_central, invite, running_central
from sync.meter import Passage
from tests.stand import Stand, begin
from tests.sync.wire_proxy import WireProxy, proxied
from ui.desktop.network import Network, NetworkRule, may_send
from ui.desktop.portrait import settle
from ui.desktop.preferences import preferred_network
from ui.desktop.screens.sync.passing import passage_words, time_left
from ui.desktop.screens.sync.presenter import SyncPresenter
from ui.desktop.screens.sync.sender import Stage
from ui.desktop.screens.sync.view import SyncView
from ui.desktop.tasks import Tasks


class SetNetwork(Network):
    """The network as the test says."""

    def __init__(self) -> None:
        super().__init__()
        self.metered: bool | None = None

    @property
    def is_metered(self) -> bool | None:
        return self.metered

    @property
    def is_there(self) -> bool | None:
        return True

    def say(self, metered: bool | None) -> None:
        self.metered = metered
        self.changed.emit()


class Screen:
    """The sync screen of an enrolled device before a centre behind a proxy."""

    def __init__(self, stand: Stand, tasks: Tasks, proxy: WireProxy) -> None:
        self.network, self.view, self.tasks, self.proxy = SetNetwork(), SyncView(), tasks, proxy
        self.pauses: list[int] = []
        self.stand = stand
        self.sync = SyncPresenter(stand.opened, tasks, self.view, network=self.network, pause=self.pause)
        self.after_s = 3600.0
        """Until the next try: an hour, so that only what the test does starts one."""

    def pause(self, tries: int, _chance: float, _asked: float) -> float:
        self.pauses.append(tries)
        return self.after_s

    @property
    def said(self) -> str:
        return self.view._banner.sentence

    def states(self) -> set[DeliveryState]:
        with self.stand.device.reading() as unit:
            return {each.state for each in unit.all(Delivery)}


@pytest.fixture
def screen(tmp_path: Path, tasks: Tasks, qtbot: QtBot) -> Iterator[Screen]:
    stand = begin(tmp_path / "device")
    with stand.opened:
        stand.photo(1)
        create_central(tmp_path / "central", "样本中心")
        with running_central(tmp_path / "central") as url, proxied(url) as proxy:
            invitation = tmp_path / "invitation.json"
            invitation.write_text(json.dumps(invite(tmp_path / "central", proxy.url)), "utf-8")
            stand.opened.delivery.enrol(invitation)
            made = Screen(stand, tasks, proxy)
            made.view.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            qtbot.addWidget(made.view)
            made.view.show()
            made.sync.refresh()
            settle(tasks)
            yield made
            settle(tasks)


def test_after_a_cut_the_next_try_is_shown_and_comes_by_itself(screen: Screen, qtbot: QtBot) -> None:
    screen.proxy.faults.cut_after = 3000
    screen.view._send.click()
    settle(screen.tasks)
    assert screen.sync.sending.stage is Stage.WAITING
    assert "下次重试 10:" in screen.said
    assert screen.sync.was_stopped, "a lock now would be told, and sending taken up again"
    screen.after_s = 0.0
    screen.proxy.faults.cut_after = 0
    screen.view._banner.acted.emit()
    with qtbot.waitSignal(screen.sync.sending.ended):
        pass
    settle(screen.tasks)
    assert screen.states() == {DeliveryState.CONFIRMED}
    assert screen.pauses == [1, 1], "the first try moved bytes, the second was the first that moved none"


def test_a_changed_network_does_not_wait_for_the_next_try(screen: Screen, qtbot: QtBot) -> None:
    screen.proxy.faults.cut_after = 0
    screen.view._send.click()
    settle(screen.tasks)
    assert screen.sync.sending.stage is Stage.WAITING
    with qtbot.waitSignal(screen.sync.sending.ended):
        screen.network.changed.emit()
    settle(screen.tasks)
    assert screen.states() == {DeliveryState.CONFIRMED}
    assert "全部由中心端确认" in screen.said


def test_nothing_goes_over_a_metered_network_until_it_is_free_or_somebody_says_so(screen: Screen) -> None:
    screen.network.say(metered=True)
    before = screen.proxy.up
    screen.view._send.click()
    settle(screen.tasks)
    assert screen.sync.sending.stage is Stage.HELD
    assert "按流量计费" in screen.said
    assert screen.proxy.up == before
    screen.view._network.chosen.emit("hold")
    screen.network.say(metered=False)
    settle(screen.tasks)
    assert screen.proxy.up == before, "the rule set by hand holds whatever the system says"
    assert preferred_network(screen.stand.opened.folder) is NetworkRule.HOLD
    screen.view._banner.acted.emit()
    settle(screen.tasks)
    assert screen.states() == {DeliveryState.CONFIRMED}


def test_carrying_by_stick_lets_go_of_the_next_try(screen: Screen, tmp_path: Path) -> None:
    screen.proxy.faults.cut_after = 0
    screen.view._send.click()
    settle(screen.tasks)
    (tmp_path / "stick").mkdir()
    screen.sync.carry_to(tmp_path / "stick")
    settle(screen.tasks)
    assert screen.sync.sending.stage is Stage.IDLE
    assert "写入U盘" in screen.said
    assert not screen.sync.was_stopped


def test_a_person_can_stop_the_waiting(screen: Screen) -> None:
    screen.proxy.faults.cut_after = 0
    screen.view._send.click()
    settle(screen.tasks)
    screen.view.stop_asked.emit()
    settle(screen.tasks)
    assert screen.sync.sending.stage is Stage.IDLE
    assert not screen.sync.was_stopped


def is_held(progress: Progress) -> bool:
    """Tell whether work really stands still in `progress`, not only that somebody asked for it."""
    waiting = [frame for top in sys._current_frames().values() for frame in outward(top)]
    return any(
        frame.f_code is Progress.step.__code__ and frame.f_locals["self"] is progress for frame in waiting
    )


def outward(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def hold_at_first_part(screen: Screen, qtbot: QtBot, hold: Callable[[], object]) -> int:
    """Send, and hold as soon as parts go out; return the bytes that came through until all stood still."""
    seen: list[str] = []

    def look(_done: int, _total: int, words: str) -> None:
        if "正在传送" in words and not seen:
            seen.append(words)
            hold()

    screen.proxy.faults.delay_s = 0.01
    screen.sync.sending.stepped.connect(look)
    screen.view._send.click()
    progress = screen.sync.sending._progress
    assert progress is not None
    qtbot.waitUntil(lambda: bool(seen) and is_held(progress), timeout=60_000)
    screen.proxy.faults.delay_s = 0.0
    return screen.proxy.up


@pytest.fixture
def many(screen: Screen) -> Screen:
    """Enough photos that parts are still to go when the first is seen."""
    for seed in range(2, 14):
        screen.stand.photo(seed)
    return screen


def test_pausing_in_the_middle_stops_the_bytes_and_resuming_brings_all(many: Screen, qtbot: QtBot) -> None:
    line = many.view._progress
    before = hold_at_first_part(many, qtbot, line._pause.click)
    assert many.sync.sending.stage is Stage.SENDING
    assert line._pause.text() == "继续"
    many.network.changed.emit()  # looking again at the network lets nothing go that a person holds
    QApplication.processEvents()
    assert many.proxy.up == before
    assert many.states() == {DeliveryState.WRITTEN}
    with qtbot.waitSignal(many.sync.sending.ended, timeout=60_000):
        line._pause.click()
    settle(many.tasks)
    assert many.states() == {DeliveryState.CONFIRMED}
    with many.stand.device.reading() as unit:
        assert {each.resent_bytes for each in unit.all(Delivery)} == {0}


@pytest.mark.parametrize("is_free_again", [True, False])
def test_a_network_that_begins_to_cost_holds_the_rest_until_it_is_free_or_somebody_says_so(
    many: Screen, qtbot: QtBot, is_free_again: bool
) -> None:
    before = hold_at_first_part(many, qtbot, lambda: many.network.say(metered=True))
    assert "按流量计费" in many.said
    assert many.proxy.up == before
    with qtbot.waitSignal(many.sync.sending.ended, timeout=60_000):
        if is_free_again:
            many.network.say(metered=False)
        else:
            many.view._banner.acted.emit()
    settle(many.tasks)
    assert many.states() == {DeliveryState.CONFIRMED}
    with many.stand.device.reading() as unit:
        assert {each.resent_bytes for each in unit.all(Delivery)} == {0}


def test_more_than_two_gigabytes_move_the_bar(screen: Screen) -> None:
    """An int of Qt ends at 2 GiB: found by sending four."""
    screen.sync.sending.stepped.emit(9_000_000_000, 10_000_000_000, "九成")
    bar = screen.view._progress._bar
    assert (bar.value(), bar.maximum(), screen.view._progress.words) == (900, 1000, "九成")


def test_originals_leave_only_after_the_days_and_a_second_yes(screen: Screen) -> None:
    stand, card = screen.stand, screen.view.originals
    with stand.device.reading() as unit:
        (photo,) = unit.all(Photo)
    make_thumbnails.make_thumbnails(stand.device, [photo.id])
    screen.view._send.click()
    settle(screen.tasks)
    assert not card._ask.isEnabled(), "confirmed a moment ago"
    stand.clock.advance(timedelta(days=8))
    screen.sync.refresh()
    settle(screen.tasks)
    assert not card._ask.isEnabled(), "thirty days by default"
    card._days.choose("7")
    card._days.chosen.emit("7")
    settle(screen.tasks)
    card._ask.click()
    assert "1" in card._yes.text()
    card._no.click()
    settle(screen.tasks)
    assert read.original(stand.device, photo.id)
    card._ask.click()
    card._yes.click()
    settle(screen.tasks)
    with pytest.raises(SystemFault, match=r"vault\.released"):
        read.original(stand.device, photo.id)
    assert not card._ask.isEnabled()
    assert screen.view.originals._line.text().startswith("本机"), "what is here, and what left, is said again"


@pytest.mark.parametrize(
    ("rule", "metered", "goes"),
    [
        (NetworkRule.AUTO, None, True),
        (NetworkRule.AUTO, False, True),
        (NetworkRule.AUTO, True, False),
        (NetworkRule.SEND, True, True),
        (NetworkRule.HOLD, False, False),
    ],
)
def test_the_rule_of_the_network(rule: NetworkRule, metered: bool | None, goes: bool) -> None:
    assert may_send(rule, metered) is goes


def test_how_far_it_is_is_said_in_photos_and_bytes() -> None:
    passage = Passage(photos=41, all_photos=175, bytes=205_000_000, all_bytes=880_000_000, rate=3_200_000)
    done, total, words = passage_words(0, 1, "part 3 (object 0a)", passage)
    assert (done, total) == (205_000_000, 880_000_000)
    assert words == "正在传送：照片 41 / 175 张 · 205.0 / 880.0 MB · 3.2 MB/秒 · 约还需 4 分钟"
    assert [time_left(seconds) for seconds in (5, 90, 7500)] == [
        "不到 1 分钟",
        "约还需 2 分钟",
        "约还需 2 小时 5 分",
    ]
