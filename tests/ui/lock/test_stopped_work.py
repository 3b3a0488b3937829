"""A lock in the middle of an import or of bundling stops cleanly, and the work goes on after unlocking."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.actions import read
from inspector.records import Delivery, DeliveryState
from sync.central import create_central, invite, running_central
from tests import pictures
from tests.stand import Stand, begin
from tests.ui.lock.test_drafts import Desk
from tests.ui.test_sync_screen import is_held
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.sync.sender import Stage
from ui.desktop.shell import Place

PHOTOS = 12


@pytest.fixture
def stand(tmp_path: Path) -> Stand:
    return begin(tmp_path / "device")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    folder.mkdir()
    for number in range(PHOTOS):
        (folder / f"IMG_{number:04}.JPG").write_bytes(pictures.make_jpeg(96, 64, number))
    return folder


@pytest.fixture
def desk(stand: Stand, qtbot: QtBot) -> Iterator[Desk]:
    stand.opened.close()
    made = Desk(stand, qtbot)
    yield made
    made.session.close()


def taken(desk: Desk) -> int:
    return len(read.dossier(desk.working.opened.device, desk.stand.inspection.id).photos)


def test_a_lock_during_an_import_takes_every_photo_once_in_the_end(
    desk: Desk, card: Path, qtbot: QtBot
) -> None:
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.take_in([card])
    view = desk.lock()  # before the window is idle: some are sealed, some are not
    assert tr("ui.unlock.stopped") in view._field.problem
    desk.unlock()
    before = taken(desk)
    assert before < PHOTOS
    assert desk.working.stand is not None
    rest = desk.working.stand.import_rest
    # what was not looked into yet is still the folder it was given as
    files = [file for given in rest for file in (given.iterdir() if given.is_dir() else (given,))]
    assert len(files) == PHOTOS - before
    goods = desk.working.stand.view_of(Step.GOODS)
    button = goods._import  # type: ignore[attr-defined]
    assert tr("ui.photos.resume", count=len(rest)) in button.accessibleName() + button.text()
    button.click()
    desk.settle()
    assert taken(desk) == PHOTOS
    assert desk.working.stand.import_rest == ()
    desk.lock()
    desk.unlock()
    assert desk.working.stand is not None
    assert desk.working.stand.import_rest == ()


@pytest.mark.long
def test_a_crash_during_an_import_offers_all_of_it_and_doubles_none(desk: Desk, card: Path) -> None:
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.take_in([card])
    desk.working.drafts.save()
    desk.settle()
    assert taken(desk) == PHOTOS
    # what a process that died then would have left: the draft written while the import ran
    desk.working.stand.offer_import([str(card)])
    desk.lock()
    desk.unlock()
    assert desk.working.stand is not None
    desk.working.stand.view_of(Step.GOODS)._import.click()  # type: ignore[attr-defined]
    desk.settle()
    assert taken(desk) == PHOTOS


@pytest.mark.long
def test_a_lock_during_bundling_leaves_no_half_bundle_and_says_how_to_go_on(
    desk: Desk, card: Path, tmp_path: Path
) -> None:
    desk.open(Step.GOODS)
    assert desk.working.stand is not None
    desk.working.stand.take_in([card])
    desk.settle()
    invitation = tmp_path / "invitation.json"
    create_central(tmp_path / "centre", "样本中心")
    invitation.write_text(json.dumps(invite(tmp_path / "centre")), "utf-8")
    desk.working.opened.delivery.enrol(invitation)
    desk.working.go(Place.SYNC)
    desk.settle()
    stick = tmp_path / "stick"
    stick.mkdir()
    desk.working.sync.carry_to(stick)
    view = desk.lock()
    assert tr("ui.unlock.stopped") in view._field.problem
    desk.unlock()
    assert desk.working.shell.place is Place.SYNC
    assert desk.working._sync_view._banner.sentence == tr("ui.sync.stopped_by_lock")
    outbox = desk.working.opened.folder / "outbox"
    with desk.working.opened.device.reading() as unit:
        known = {f"{each.id}.frame" for each in unit.all(Delivery)}
    assert {file.name for file in outbox.glob("*.frame*")} <= known
    desk.working.sync.carry_to(stick)
    desk.settle()
    (delivery,) = desk.working.opened.delivery.status().deliveries
    assert len(delivery.object_ids) == PHOTOS
    assert (stick / "IPB-OUT" / f"{delivery.id}.ipb").exists() or list(stick.rglob(f"{delivery.id}.ipb*"))
    desk.lock()
    desk.unlock()
    assert desk.working._sync_view._banner.sentence != tr("ui.sync.stopped_by_lock")


@pytest.fixture
def centre(stand: Stand, tmp_path: Path) -> Iterator[None]:
    """Have a photo to send and a centre to send it to."""
    stand.photo(1)
    create_central(tmp_path / "centre", "样本中心")
    with running_central(tmp_path / "centre") as url:
        invitation = tmp_path / "invitation.json"
        invitation.write_text(json.dumps(invite(tmp_path / "centre", url)), "utf-8")
        stand.opened.delivery.enrol(invitation)
        yield


def send_and_hold(desk: Desk, qtbot: QtBot) -> None:
    sending = desk.working.sync.sending
    desk.working.sync.send()
    sending.pause(True)
    progress = sending._progress
    assert progress is not None
    qtbot.waitUntil(lambda: is_held(progress), timeout=60_000)


def states(desk: Desk) -> set[DeliveryState]:
    with desk.working.opened.device.reading() as unit:
        return {each.state for each in unit.all(Delivery)}


def test_a_lock_while_photos_are_sent_lets_sending_go_on_after_unlocking(
    centre: None, desk: Desk, qtbot: QtBot
) -> None:
    send_and_hold(desk, qtbot)
    view = desk.lock()
    assert tr("ui.unlock.stopped") in view._field.problem
    desk.unlock()
    assert states(desk) == {DeliveryState.CONFIRMED}
    assert not desk.working.sync.was_stopped


def test_sending_stopped_by_hand_stays_stopped_over_a_lock(centre: None, desk: Desk, qtbot: QtBot) -> None:
    send_and_hold(desk, qtbot)
    desk.working.sync._view.stop_asked.emit()
    desk.settle()
    before = states(desk)
    assert before != {DeliveryState.CONFIRMED}
    desk.lock()
    desk.unlock()
    assert desk.working.sync.sending.stage is Stage.IDLE
    assert states(desk) == before


def test_closing_the_window_while_photos_are_sent_lets_the_next_start_go_on(
    centre: None, desk: Desk, stand: Stand, qtbot: QtBot
) -> None:
    send_and_hold(desk, qtbot)
    desk.session.close()
    again = Desk(stand, qtbot)
    assert states(again) == {DeliveryState.CONFIRMED}
    again.session.close()
