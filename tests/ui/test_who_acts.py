"""Who acts is always known: recovery code and shares lead to a claim, an open device changes hands by passphrase."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.clock import SetClock, SystemClock
from inspector.errors import InputError
from inspector.ids import Ids
from inspector.keys.escrow import new_escrow
from inspector.records import Officer
from tests.stand import CHEAP, MORNING, PASSPHRASE
from ui.demo import sample
from ui.desktop.lock_watch import Why
from ui.desktop.portrait import settle
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.screens.ways_in.claim import ClaimView
from ui.desktop.screens.ways_in.shares import SharesView
from ui.desktop.session import Session
from ui.desktop.shell import Window
from ui.wiring import OpenDevice, Workplace

OF_LI = "白瓷 盖碗 样本 口令 二"


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "device", clock=SetClock(MORNING), is_sample=True, kdf_cost=CHEAP)


@pytest.fixture
def code(place: Workplace) -> str:
    """The recovery code of a device that is set up and locked."""
    ids = Ids(SetClock(MORNING))
    made = place.set_up(sample.bureau(ids), sample.officers(ids, MORNING.date()), PASSPHRASE)
    made.open_device.close()
    return made.recovery_code


def officers(opened: OpenDevice) -> list[str]:
    with opened.device.reading() as unit:
        return [officer.id for officer in unit.all(Officer)]


def told(opened: OpenDevice) -> list[tuple[str, str]]:
    entries = [json.loads(raw) for raw in opened.device.journal.entries(1, opened.device.journal.length())]
    return [
        (entry["change"], entry["by"])
        for entry in entries
        if entry["change"].startswith(("keys.", "officer.switched"))
    ]


def test_the_first_start_names_the_first_officer(place: Workplace, code: str) -> None:
    with place.unlock(PASSPHRASE) as opened:
        assert opened.ways_in.acting_officer == officers(opened)[0]
        assert [(way.kind, bool(way.officer_name)) for way in opened.ways_in.listed()] == [
            ("officer", True),
            ("recovery", False),
        ]
        with pytest.raises(InputError) as refused:
            opened.ways_in.claim(officers(opened)[1], OF_LI)
        assert refused.value.code == "keys.claimed"
        assert told(opened) == []


def test_what_the_recovery_code_opens_is_claimed_before_anything_is_done(place: Workplace, code: str) -> None:
    with place.unlock(code) as opened:
        first, second = officers(opened)
        assert opened.ways_in.acting_officer == ""
        opened.ways_in.claim(second, OF_LI)
        assert opened.ways_in.acting_officer == second
        assert told(opened) == [("keys.opened_by_recovery", "device"), ("keys.passphrase_given", second)]
    with place.unlock(OF_LI) as opened:
        assert opened.ways_in.acting_officer == second
    with place.unlock(PASSPHRASE) as opened:
        assert opened.ways_in.acting_officer == first


def test_an_open_device_changes_hands_and_the_journal_says_so(place: Workplace, code: str) -> None:
    with place.unlock(PASSPHRASE) as opened:
        first, second = officers(opened)
        opened.ways_in.give_passphrase(PASSPHRASE, second, OF_LI)
        seals = [held.holder for held in opened.device.seals()]
        assert seals == [opened.device.id, first]
        assert opened.ways_in.switch(OF_LI) == second
        assert [held.holder for held in opened.device.seals()] == [opened.device.id, second]
        with pytest.raises(InputError) as refused:
            opened.ways_in.switch("错的 口令 不是 这个")
        assert refused.value.code == "keys.wrong_secret"
        assert opened.ways_in.acting_officer == second
        assert told(opened) == [("keys.passphrase_given", first), ("officer.switched", second)]


def test_custodians_open_the_device_and_somebody_claims_it(place: Workplace, code: str) -> None:
    public, shares = new_escrow("样本市市场监督管理局", 2, 3, date(2026, 11, 20))
    assert not place.has_escrow()
    with place.unlock(PASSPHRASE) as opened:
        opened.ways_in.register_escrow(PASSPHRASE, public)
        assert opened.ways_in.listed()[-1].kind == "escrow"
    assert place.has_escrow()
    with pytest.raises(InputError) as refused:
        place.unlock_by_shares([shares[0], "abandon " + shares[1]])
    assert refused.value.facts["share"] == 2
    with place.unlock_by_shares([shares[2], shares[0]]) as opened:
        opened.ways_in.claim(officers(opened)[1], OF_LI)
        assert ("keys.opened_by_escrow", "device") in told(opened)
    with place.unlock(OF_LI) as opened:
        assert opened.ways_in.acting_officer == officers(opened)[1]


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Callable[[Workplace], Session]]:
    window = Window()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    qtbot.addWidget(window)
    begun: list[Session] = []

    def begin(place: Workplace) -> Session:
        begun.append(Session(place, window, SystemClock()))
        begun[-1].start()
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


def test_the_window_asks_who_acts_after_a_recovery_code(
    place: Workplace, code: str, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    running = session(place)
    unlock = running.window_.page
    unlock.secret_given.emit(code)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: isinstance(running.window_.page, ClaimView))
    claim = running.window_.page
    assert isinstance(claim, ClaimView)
    qtbot.waitUntil(lambda: claim.fields["officer"].editor.count() == 2)  # type: ignore[attr-defined]
    claim.fields["officer"].editor.setCurrentIndex(1)  # type: ignore[attr-defined]
    for name in ("first", "second"):
        claim.fields[name].set_text(OF_LI)
    with qtbot.waitSignal(running.worked):
        claim._go.click()
    assert running.on_screen is not None
    opened = running.on_screen.opened
    assert opened.ways_in.acting_officer == officers(opened)[1]


def test_a_lock_asked_for_while_the_device_is_opened_is_not_forgotten(
    place: Workplace, code: str, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    """The lid closes in the second the passphrase takes."""
    running = session(place)
    unlock = running.window_.page
    unlock.secret_given.emit(PASSPHRASE)  # type: ignore[union-attr]
    running.lock(Why.SLEEP)
    qtbot.waitUntil(lambda: running.window_.page is not unlock)
    assert running.on_screen is None
    assert isinstance(running.window_.page, UnlockView)
    with place.unlock(PASSPHRASE):
        pass


def test_a_second_lock_while_the_first_closes_the_device_keeps_nobody_out(
    place: Workplace, code: str, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    """A lid that closes says both, that the machine sleeps and that its session is locked."""
    running = session(place)
    with qtbot.waitSignal(running.worked):
        running.window_.page.secret_given.emit(PASSPHRASE)  # type: ignore[union-attr]
    settle(running.on_screen.tasks)  # type: ignore[union-attr]
    with qtbot.waitSignal(running.locked):
        running.lock(Why.SLEEP)
        assert not running.gate.is_idle
        running.lock(Why.SESSION)
    with qtbot.waitSignal(running.worked):
        running.window_.page.secret_given.emit(PASSPHRASE)  # type: ignore[union-attr]


def test_a_lock_asked_for_while_a_wrong_secret_is_tried_does_not_close_on_the_right_one(
    place: Workplace, code: str, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    running = session(place)
    unlock = running.window_.page
    assert isinstance(unlock, UnlockView)
    unlock.secret_given.emit("not the passphrase")
    running.lock(Why.SESSION)
    settle(running.gate)
    assert running.window_.page is unlock
    with qtbot.waitSignal(running.worked):
        unlock.secret_given.emit(PASSPHRASE)


def test_a_device_nobody_claimed_is_locked_when_the_window_closes(
    place: Workplace, code: str, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    running = session(place)
    running.window_.page.secret_given.emit(code)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: isinstance(running.window_.page, ClaimView))
    running.close()
    with place.unlock(PASSPHRASE):
        pass


def test_the_window_takes_shares_and_names_the_one_that_is_mistyped(
    place: Workplace, code: str, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    public, shares = new_escrow("样本市市场监督管理局", 2, 3, date(2026, 11, 20))
    with place.unlock(PASSPHRASE) as opened:
        opened.ways_in.register_escrow(PASSPHRASE, public)
    running = session(place)
    running.window_.page._shares.click()  # type: ignore[union-attr]
    view = running.window_.page
    assert isinstance(view, SharesView)
    view.type_share(0, shares[0])
    view.type_share(1, shares[1].replace(shares[1].split()[5], "zzzz", 1))
    view._go.click()
    qtbot.waitUntil(lambda: "zzzz" in view.fields[1]._line.text())
    view.type_share(1, shares[1])
    view._go.click()
    qtbot.waitUntil(lambda: isinstance(running.window_.page, ClaimView))


def test_handing_over_in_the_window_leaves_the_place_as_it_was(
    place: Workplace, code: str, session: Callable[[Workplace], Session], qtbot: QtBot
) -> None:
    with place.unlock(PASSPHRASE) as opened:
        second = officers(opened)[1]
        opened.ways_in.give_passphrase(PASSPHRASE, second, OF_LI)
    running = session(place)
    with qtbot.waitSignal(running.worked):
        running.window_.page.secret_given.emit(PASSPHRASE)  # type: ignore[union-attr]
    working = running.on_screen
    assert working is not None
    before = working.shell.place
    working.shell.hand_over_asked.emit()
    assert working.shell.place is before
    working._hand_over.field.set_text(OF_LI)
    with qtbot.waitSignal(working._handing.handed_over):
        working._hand_over._go.click()
    assert working.opened.ways_in.acting_officer == second
    assert working.shell.place is before
