"""The walk through a stand: its six steps begun and in full work, camera, card, a close look; then sealed, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop

from inspector.actions import seal_inspection
from inspector.actions.import_photos import refused
from inspector.actions.write_paper import begin_paper
from inspector.errors import InputError, SystemFault
from inspector.records import PresenceKind
from tests.ui.looks.guide import Guide
from tests.ui.looks.sample_device import GOODS, card_of
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.close_look_shown import ProposalShown, Target
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.leave_view import LeaveView
from ui.desktop.screens.inspection.measure_view import MeasureView
from ui.desktop.screens.inspection.party_view import PartyView
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.inspection.visit_view import VisitView
from ui.desktop.shell import Place

_REFUSED = refused(Path("IMG_0042.JPG"), InputError("photo.cannot_decode", why="truncated"))


def steps(going: Guide) -> Iterator[str]:
    """Every step of a stand just begun and of one in full work, and what fills a step's place."""
    working = going.working
    for name, stand in (("new", going.made.new_stand), ("", going.made.stand.inspection.id)):
        working.show_stand(stand)
        going.settle()
        for step in Step:
            if step is not Step.NOTICES or not name:
                going.step(step)
                yield "-".join(filter(None, ("step", step.name.lower(), name)))
    goods = going.step(Step.GOODS)
    assert isinstance(goods, GoodsView)
    goods.show_progress(3, 41, "IMG_20261120_093015_样本很长的文件名_0003.JPG")
    going.settle()
    yield "step-goods-importing"
    goods.show_progress(0, 0, "")
    goods.show_refused([_REFUSED])
    going.settle()
    yield "step-goods-refused"
    goods.show_refused([])
    (going.folder / "goods.csv").write_text(GOODS, "utf-8")
    working.import_goods(going.folder / "goods.csv")
    going.settle()
    yield "sheet-goods"
    working._back_to_place()
    yield from _on_a_new_stand(going)
    working.show_stand(going.made.stand.inspection.id)
    going.settle()
    yield from _camera_and_card(going)
    yield from _close_look(going)


def _on_a_new_stand(going: Guide) -> Iterator[str]:
    """Answers that ask for other fields: every kind of measure, a person as party, nobody there."""
    going.working.show_stand(going.made.new_stand)
    going.settle()
    measure = going.step(Step.MEASURE)
    assert isinstance(measure, MeasureView)
    for kind in ("SEAL_UP", "REGISTER", "SAMPLE"):
        measure._form.choose_rows(frozenset({going.made.new_item}))
        going.settle()
        number = ("", "SEAL_UP", "TAKE_AWAY", "REGISTER", "SAMPLE").index(kind)
        measure._form._form._group.button(number).click()
        going.settle()
        yield f"step-measure-{kind.lower().replace('_', '-')}"
    party = going.step(Step.PARTY)
    assert isinstance(party, PartyView)
    party._kind._group.button(2).click()
    going.settle()
    yield "step-party-person"
    visit = going.step(Step.ARRIVAL)
    assert isinstance(visit, VisitView)
    visit._presence._group.button(list(PresenceKind).index(PresenceKind.UNREACHABLE)).click()
    going.settle()
    yield "step-arrival-absent"


def _camera_and_card(going: Guide) -> Iterator[str]:
    screen = going.stand
    seen = QEventLoop()
    screen.picture_shown.connect(seen.quit)
    screen.open_camera()
    seen.exec()
    going.is_live = True
    yield "capture"
    screen.capture_page.show_no_camera(SystemFault("camera.lost").sentence(spoken()))
    yield "capture-lost"
    screen.close_camera()
    going.is_live = False
    screen.open_card()
    going.settle()
    yield "card"
    card, view = screen._steps.card().card, screen.card_page
    card._choose([card_of(going.folder)])
    going.settle()
    yield "card-files"
    view.group_chosen.emit("refused")
    going.settle()
    yield "card-refused"
    going.step(Step.GOODS)


def _close_look(going: Guide) -> Iterator[str]:
    screen = going.stand
    for pointing in (Pointing.PART, Pointing.ENDS):
        screen.open_close_look(going.made.photos[-1], pointing)
        going.settle()
        page = screen.close_look_page
        page.show_mode(pointing)
        going.settle()
        yield f"close-look-{'read' if pointing is Pointing.PART else 'measure'}"
    page.show_mode(Pointing.PART)
    name = Target("party", "name"), tr("ui.close_look.accept")
    page.show_read(
        [
            ProposalShown("名称", "样本龑堃陶瓷（景德镇）有限公司", "照片 14", (name,), (), now=""),
            ProposalShown("住所", "样本省样本市陶阳路", "照片 14", (name,), (), is_doubtful=True),
        ],
        tr("ui.close_look.read_how"),
        (),
        is_frozen=False,
    )
    going.settle()
    yield "close-look-proposals"
    going.step(Step.GOODS)


def sealed(going: Guide) -> Iterator[str]:
    """The stand once it is sealed, to be read only; and later acts of it, a record of their own."""
    working = going.working
    stand = replace(going.made.stand, opened=working.opened)
    stand.issue("21")
    stand.close()
    stand.issue("9")
    seal_inspection.seal_inspection(stand.device, stand.inspection.id, by=stand.by)
    stand.clock.advance(timedelta(hours=3))
    working.show_stand(stand.inspection.id)
    going.settle()
    for step in Step:
        going.step(step)
        yield f"sealed-{step.name.lower()}"
    leave = going.step(Step.LEAVE)
    assert isinstance(leave, LeaveView)
    leave.later.button.click()
    going.settle()
    yield "later-arrival"
    going.step(Step.LEAVE)
    yield "later-leave"
    begin_paper(stand.device, working.open_stand, "22", by=stand.by)
    going.stand.read_again()
    going.step(Step.NOTICES)
    yield "later-paper"
    going.go(Place.TODAY)
    yield "today-sealed"
