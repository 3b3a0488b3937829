"""The walk through the places of the rail, with nothing in them and with everything: today, fair, sync, office, verifying."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from inspector.actions.write_case import write_case
from inspector.clock import SetClock
from inspector.ids import Ids
from inspector.records import CaseFieldName, Choice
from sync.central import Centre, create_central, invite, office, running_central
from tests.stand import CHEAP, MORNING, PASSPHRASE
from tests.ui.looks.guide import Guide
from tests.ui.looks.sample_device import ROSTER
from ui.demo import sample
from ui.desktop.i18n import tr
from ui.desktop.shell import Place
from ui.desktop.theme import Tone
from ui.wiring import Workplace

VECTORS = Path(__file__).parents[2] / "vectors"
_CLERK = "王样本"


def empty_device(going: Guide) -> Iterator[str]:
    """A device on its first day: every place teaches what will be there."""
    clock = SetClock(MORNING)
    workplace = Workplace(going.folder / "empty", clock=clock, is_sample=True, kdf_cost=CHEAP)
    ids = Ids(clock)
    officers = sample.officers(ids, date(2026, 11, 20))
    workplace.set_up(sample.bureau(ids), officers, PASSPHRASE).open_device.close()
    going.open(workplace, clock)
    going.session.work(workplace.unlock(PASSPHRASE))
    going.settle()
    yield "today-none"
    for place in (Place.FAIR, Place.INSPECTION, Place.PHOTOS, Place.SYNC):
        going.go(place)
        yield f"{place.value}-none"
    going.working.gallery.show_recordings()
    going.go(Place.PHOTOS)
    yield "recordings-none"
    going.end()


def places(going: Guide) -> Iterator[str]:
    """The places of a device in work."""
    working = going.working
    going.go(Place.TODAY)
    yield "today"
    working.open_today_form("start")
    going.settle()
    yield "today-start"
    working._today_view.start_form.go.click()
    going.settle()
    yield "today-start-missing"
    working.open_today_form("fair")
    going.settle()
    yield "today-fair"
    working.open_today_form("office")
    going.settle()
    yield "office-not-enrolled"
    working.close_today_form()
    going.go(Place.FAIR)
    yield "fair-empty"
    roster = going.folder / "名单.csv"
    roster.write_text(ROSTER, "utf-8")
    working.import_roster(roster)
    going.settle()
    yield "sheet-roster"
    working._sheet_view._go.click()
    going.settle()
    yield "fair"
    working.fair.refresh()
    working._ask_to_hand_over()
    going.settle()
    yield "hand-over"
    working._back_to_place()
    going.go(Place.SYNC)
    yield "sync-not-enrolled"
    yield from _delivered(going)
    going.go(Place.VERIFY)
    yield "verify"
    for name in ("first", "flip_object"):
        working.verify.verify([VECTORS / f"{name}.ipb"])
        going.settle()
        yield f"verify-{name}"


def _delivered(going: Guide) -> Iterator[str]:
    """Enrol at a real centre, send everything, decide what its office says; the centre is away again afterwards."""
    working, centre, view = going.working, going.folder / "centre", going.working._sync_view
    create_central(centre, "样本市案件中心")
    with running_central(centre) as url:
        invitation = going.folder / "invitation.json"
        invitation.write_text(json.dumps(invite(centre, url)), "utf-8")
        working.settings.enrol(invitation)
        going.settle()
        going.go(Place.SYNC)
        yield "sync-waiting"
        view.show_step(5, 14, tr("ui.sync.passing", photos=5, all_photos=14, bytes="0.4", all="1.3"))
        going.settle()
        yield "sync-at-work"
        view.show_ended("", Tone.OK)
        view._send.click()
        going.settle()
        yield "sync-confirmed"
        working.open_today_form("office")
        going.settle()
        yield "office-calm"
        working.close_today_form()
        _differ(going, centre)
        going.go(Place.SYNC)
        view._send.click()
        going.settle()
    yield from _decided(going)
    going.go(Place.SYNC)
    view._send.click()
    going.settle()
    yield "sync-unreachable"


def _differ(going: Guide, centre: Path) -> None:
    """Let office and officer write the same fields, and the office ask for a correction."""
    working, stand = going.working, going.made.stand
    place, status = CaseFieldName.STORAGE_PLACE, CaseFieldName.STATUS
    case = stand.inspection.id
    write_case(working.opened.device, case, {place: "2号馆临时库", status: "received"}, by=stand.by)
    with Centre(centre, clock=stand.clock) as open_centre:
        office.edit_case(open_centre, case, {place: "样本市涉案物品仓库", status: "filed"}, by=_CLERK)
        office.ask_correction(
            open_centre, "Item", going.made.rows[0], "quantity", "23", reason="录像显示为23套", by=_CLERK
        )


def _decided(going: Guide) -> Iterator[str]:
    working = going.working
    going.go(Place.TODAY)
    yield "today-office"
    working._today_view._office_card._all.click()
    going.settle()
    yield "office"
    view = working._today_view.office
    for block in view.blocks:
        block.choose(Choice.OURS)
    going.settle()
    yield "office-chosen"
    view.decide.click()
    going.settle()
    yield "office-refused"
    for block in view.blocks:
        block.note.set_text("当场清点为24套，录像第2分钟可见")
    view.decide.click()
    going.settle()
    yield "office-decided"
    working.close_today_form()
