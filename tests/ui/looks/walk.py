"""Every screen and state of the program, one after the other, on the sample device: the one registry of what people see.

    with walk(folder) as going:
        for name in going.screens():
            ...going.window...

What a screen is called here is what its picture is called. A new screen or state joins by one more `yield`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QSize, Qt
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from inspector.clock import Clock, SetClock
from inspector.keys.escrow import new_escrow
from inspector.records import Shape
from inspector.store.recovery import Recovered
from sync.central import create_central, invite, running_central
from tests.stand import CHEAP, MORNING, PASSPHRASE
from tests.ui.looks.sample_device import GOODS, ROSTER, Sampled, card_of, sampled
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.measure_view import MeasureView
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.notices.paper_list import Place as PaperPlace
from ui.desktop.screens.notices.view import NoticesView
from ui.desktop.screens.recovery.presenter import RecoveryPresenter
from ui.desktop.screens.rekey.view import RekeyView
from ui.desktop.screens.restore.view import RestoreView
from ui.desktop.screens.settings.view import SettingsPage
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.screens.verify.view import VerifyView
from ui.desktop.screens.ways_in.claim import ClaimView
from ui.desktop.screens.ways_in.shares import SharesView
from ui.desktop.session import Session
from ui.desktop.shell import Place, Window
from ui.desktop.workplace import WorkplaceOnScreen
from ui.wiring import Workplace

_Page = TypeVar("_Page", bound=QWidget)
VECTORS = Path(__file__).parents[2] / "vectors"
CODE = "7Q2MX-K4T9W-3HN8P-V6R2D-9XK4M-T7Q3W-8PN2H-R5V6D"
"""As a recovery code looks."""
RECOVERED = Recovered(
    why="store.damaged",
    snapshot="0000000120-20261120T013000Z.db",
    from_snapshot=120,
    replayed=33,
    carried_over=58,
    lost=(*range(154, 161),),
    set_aside="store.db.20261120T091500Z",
    wall="2026-11-20T09:15:00.000Z",
)


@dataclass
class Walk:
    """Goes through the program; `window` is what is on the screen now."""

    folder: Path
    size: QSize = LAPTOP
    window: Window = field(init=False)
    session: Session = field(init=False)
    _made: Sampled = field(init=False)
    _is_live: bool = False

    def screens(self) -> Iterator[str]:
        """Show screen after screen; yield the name of each while it is shown."""
        yield from self._new_device()
        self._made = sampled(self.folder / "device")
        yield from self._locked_device()
        yield from self._places()
        yield from self._stand()
        yield from self._papers()
        yield from self._photos()
        yield from self._settings()
        yield from self._last()

    @property
    def working(self) -> WorkplaceOnScreen:
        """The unlocked workplace."""
        working = self.session.on_screen
        assert working is not None
        return working

    def settle(self) -> None:
        """Wait until everything asked for is there; a running camera never comes to rest."""
        if self._is_live:
            QApplication.processEvents()
            return
        for _ in range(3):
            settle(self.session.gate)
            if self.session.on_screen is not None:
                settle(self.session.on_screen.tasks)

    # -- before there is a device --------------------------------------------------------------------

    def _new_device(self) -> Iterator[str]:
        clock = SetClock(MORNING)
        self._open(Workplace(self.folder / "new", clock=clock, is_sample=True, kdf_cost=CHEAP), clock)
        view = self._page(FirstStartView)
        yield "first-bureau"
        view.next_pressed.emit()
        self.settle()
        yield "first-bureau-missing"
        view.show_page(1)
        self.settle()
        yield "first-officers"
        view.next_pressed.emit()
        self.settle()
        yield "first-officers-missing"
        view.show_page(2)
        self.settle()
        yield "first-passphrase"
        view.code.show_code(CODE)
        view.show_page(3)
        self.settle()
        yield "first-code"
        view.restore_asked.emit()
        restore = self._page(RestoreView)
        self.settle()
        yield "restore"
        restore.offer((("a", "样本市市场监督管理局 · 2026-11-20 09:30"), ("b", "样本市 · 2026-11-19 09:30")))
        restore.show_step(12, 41, "第 12 个，共 41 个")
        self.settle()
        yield "restore-at-work"
        restore.show_problem("口令不正确。", is_secret_wrong=True)
        self.settle()
        yield "restore-refused"
        self._close()

    # -- a device that is locked ---------------------------------------------------------------------

    def _locked_device(self) -> Iterator[str]:
        stand = self._made.stand
        public, shares = new_escrow("样本市市场监督管理局", 2, 3, date(2026, 11, 20))
        stand.opened.ways_in.register_escrow(PASSPHRASE, public)
        stand.opened.close()
        self._open(stand.workplace, stand.clock)
        unlock = self._page(UnlockView)
        yield "unlock"
        unlock.show_why("已锁定：合上了盖子。输入的内容都已保存。")
        unlock.show_problem("口令不正确。")
        self.settle()
        yield "unlock-refused"
        unlock.verify_asked.emit()
        self.settle()
        yield "verify-outside"
        self._page(VerifyView).back_asked.emit()
        self._page(UnlockView).shares_asked.emit()
        self.settle()
        yield "shares"
        view = self._page_of_shares(shares[0])
        yield "shares-refused"
        view.left.emit()
        self.session.work(stand.workplace.unlock_by_shares(shares[:2]))
        self._page(ClaimView)
        self.settle()
        yield "claim"
        self._close()
        self._open(stand.workplace, stand.clock)
        self.session.work(stand.workplace.unlock(PASSPHRASE))
        self.settle()
        recovery = RecoveryPresenter(
            self.working.opened, self.working.tasks, RECOVERED, len(self._made.photos), self.working
        )
        shell = self.working.shell
        self.window._stack.addWidget(recovery.view)
        self.window._stack.setCurrentWidget(recovery.view)
        self.settle()
        yield "recovery"
        self.window._stack.setCurrentWidget(shell)
        self.window._stack.removeWidget(recovery.view)
        recovery.view.deleteLater()
        self.settle()

    # -- the places ----------------------------------------------------------------------------------

    def _places(self) -> Iterator[str]:
        working = self.working
        self._go(Place.TODAY)
        yield "today"
        working.open_today_form("start")
        self.settle()
        yield "today-start"
        working._today_view.start_form.go.click()
        self.settle()
        yield "today-start-missing"
        working.open_today_form("fair")
        self.settle()
        yield "today-fair"
        working.close_today_form()
        self._go(Place.INSPECTION)
        yield "inspection-none"
        self._go(Place.FAIR)
        yield "fair-empty"
        roster = self.folder / "名单.csv"
        roster.write_text(ROSTER, "utf-8")
        working.import_roster(roster)
        self.settle()
        yield "sheet-roster"
        working._sheet_view._go.click()
        self.settle()
        yield "fair"
        working.fair.refresh()
        working._ask_to_hand_over()
        self.settle()
        yield "hand-over"
        working._back_to_place()
        self._go(Place.SYNC)
        yield "sync-not-enrolled"
        yield from self._delivered()
        self._go(Place.VERIFY)
        yield "verify"
        for name in ("first", "flip_object"):
            working.verify.verify([VECTORS / f"{name}.ipb"])
            self.settle()
            yield f"verify-{name}"

    def _delivered(self) -> Iterator[str]:
        """Enrol at a real centre, send everything; the centre is away again afterwards."""
        working, centre = self.working, self.folder / "centre"
        create_central(centre, "样本市案件中心")
        with running_central(centre) as url:
            invitation = self.folder / "invitation.json"
            invitation.write_text(json.dumps(invite(centre, url)), "utf-8")
            working.settings.enrol(invitation)
            self.settle()
            self._go(Place.SYNC)
            yield "sync-waiting"
            working._sync_view._send.click()
            self.settle()
            yield "sync-confirmed"
        working._sync_view._send.click()
        self.settle()
        yield "sync-unreachable"

    # -- a stand -------------------------------------------------------------------------------------

    def _stand(self) -> Iterator[str]:
        working = self.working
        for name, stand in (("new", self._made.new_stand), ("", self._made.stand.inspection.id)):
            working.show_stand(stand)
            self.settle()
            for step in Step:
                if step is not Step.NOTICES or not name:
                    self._step(step)
                    yield "-".join(filter(None, ("step", step.name.lower(), name)))
        screen = working.stand
        assert screen is not None
        self._step(Step.GOODS)
        view = screen.view_of(Step.GOODS)
        assert isinstance(view, GoodsView)
        view.show_progress(3, 41, "IMG_20261120_093015_样本很长的文件名_0003.JPG")
        self.settle()
        yield "step-goods-importing"
        view.show_progress(0, 0, "")
        (self.folder / "goods.csv").write_text(GOODS, "utf-8")
        working.import_goods(self.folder / "goods.csv")
        self.settle()
        yield "sheet-goods"
        working._back_to_place()
        for kind in ("SEAL_UP", "REGISTER", "SAMPLE"):
            yield from self._measure(kind)
        working.show_stand(self._made.stand.inspection.id)
        self.settle()
        seen = QEventLoop()
        screen.picture_shown.connect(seen.quit)
        screen.open_camera()
        seen.exec()
        self._is_live = True
        yield "capture"
        screen.close_camera()
        self._is_live = False
        self.settle()
        screen.open_card()
        self.settle()
        yield "card"
        screen._steps.card().card._choose([card_of(self.folder)])
        self.settle()
        yield "card-files"
        self._step(Step.GOODS)
        for pointing in (Pointing.PART, Pointing.ENDS):
            screen.open_close_look(self._made.photos[-1], pointing)
            self.settle()
            screen.close_look_page.show_mode(pointing)
            self.settle()
            yield f"close-look-{'read' if pointing is Pointing.PART else 'measure'}"
        self._step(Step.GOODS)

    def _measure(self, kind: str) -> Iterator[str]:
        """Fill a measure of another kind in at the new stand."""
        screen = self.working.stand
        assert screen is not None
        self.working.show_stand(self._made.new_stand)
        self.settle()
        self._step(Step.MEASURE)
        view = screen.view_of(Step.MEASURE)
        assert isinstance(view, MeasureView)
        view._form.choose_rows(frozenset({self._made.new_item}))
        self.settle()
        number = ("", "SEAL_UP", "TAKE_AWAY", "REGISTER", "SAMPLE").index(kind)
        view._form._form._group.button(number).click()
        self.settle()
        yield f"step-measure-{kind.lower().replace('_', '-')}"

    def _papers(self) -> Iterator[str]:
        screen = self.working.stand
        assert screen is not None
        self._step(Step.NOTICES)
        view = screen.view_of(Step.NOTICES)
        assert isinstance(view, NoticesView)
        for key in ("9", "21"):
            view._choose_paper(key)
            self.settle()
            yield f"paper-{key}"
        view.signing.signing_asked.emit(view.signing._signers[0])
        self.settle()
        yield "paper-signing"
        view.sheet.hide()
        view.paper_begun.emit("12")
        self.settle()
        yield "paper-to-fill-in"
        for place in (PaperPlace.SCANS, PaperPlace.LABELS, PaperPlace.FORMS):
            view.show_place(place)
            self.settle()
            yield f"papers-{place.value}"
        view.show_place(PaperPlace.PAPERS)

    # -- photos and recordings -----------------------------------------------------------------------

    def _photos(self) -> Iterator[str]:
        self._go(Place.PHOTOS)
        gallery = self.working.gallery
        gallery.view.show_stand("")
        self.settle()
        yield "gallery"
        photos = self._made.photos
        gallery.view.grid.select(photos[3])
        self.settle()
        yield "gallery-chosen"
        gallery.view.show_stand(self._made.stand.inspection.id)
        gallery.presenter.refresh()
        self.settle()
        yield "gallery-stand"
        gallery.compare(photos[4], photos[5])
        self.settle()
        yield "compare"
        gallery.look(photos[3])
        self.settle()
        yield "look"
        canvas = gallery.look_view.panes[0]
        for shape in (Shape.BOX, Shape.ARROW):
            canvas.set_tool(shape)
            QTest.keyClick(canvas, Qt.Key.Key_Return)
            self.settle()
        canvas.set_tool(Shape.TEXT)
        QTest.keyClick(canvas, Qt.Key.Key_Return)
        self.settle()
        yield "annotate-words"
        QTest.keyClick(self.window.focusWidget() or canvas, Qt.Key.Key_Escape)
        gallery.look_view.tools.history.setChecked(True)
        self.settle()
        yield "annotate"
        gallery.look_view.tools.history.setChecked(False)
        gallery.show_grid()
        self.settle()
        gallery.show_recordings()
        self.settle()
        yield "recordings"
        for recording, name in zip(self._made.recordings, ("film", "sound"), strict=True):
            gallery.play(recording)
            self._is_live = True
            self._until(gallery.player_view.play.isEnabled)
            yield f"player-{name}"
            gallery.player.close()
            self._is_live = False
            self.settle()
        gallery.show_grid()

    # -- settings ------------------------------------------------------------------------------------

    def _settings(self) -> Iterator[str]:
        for page in SettingsPage:
            self.working.show_settings(page)
            self.settle()
            yield f"settings-{page.value}"

    def _last(self) -> Iterator[str]:
        """What ends a day's work: every key changed, and the code shown once."""
        self.working.show_settings(SettingsPage.PEOPLE)
        self.settle()
        locked = QEventLoop()
        self.session.locked.connect(locked.quit)
        self.working._settings_view.ways_in.rekey_button.click()
        locked.exec()
        view = self._page(RekeyView)
        self.settle()
        yield "rekey"
        view.show_done(CODE)
        self.settle()
        yield "rekey-done"
        view.left.emit()
        self.settle()
        self._page(UnlockView).show_why("")
        yield "unlock-again"
        self._close()

    # -- how the walk goes on ------------------------------------------------------------------------

    def _open(self, workplace: Workplace, clock: Clock) -> None:
        """Start the program on a device's folder, as `./run` does."""
        self.window = Window()
        self.window.resize(self.size)
        self.session = Session(workplace, self.window, clock, listen=lambda _: None)
        self.session.start()
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def _close(self) -> None:
        self.session.close()
        self.window.close()
        self.window.deleteLater()
        settle()

    def close(self) -> None:
        """End the program, wherever the walk was left."""
        if isValid(self.window):
            self._close()

    @staticmethod
    def _until(is_so: Callable[[], bool]) -> None:
        """Let events come until something is so."""
        while not is_so():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _page(self, kind: type[_Page]) -> _Page:
        self.settle()
        page = self.window.page
        assert isinstance(page, kind), page
        return page

    def _page_of_shares(self, share: str) -> SharesView:
        view = self._page(SharesView)
        view.type_share(0, share)
        view.type_share(1, "abandon " + share)
        view._go.click()
        self.settle()
        return view

    def _go(self, place: Place) -> None:
        self.working.go(place)
        self.settle()

    def _step(self, step: Step) -> None:
        screen = self.working.stand
        assert screen is not None
        screen.show_step(step)
        self.settle()


@contextmanager
def walk(folder: Path, size: QSize = LAPTOP) -> Iterator[Walk]:
    """Begin a walk in an empty folder; the program is ended with the block."""
    going = Walk(folder, size)
    sound = QMediaDevices.defaultAudioOutput
    QMediaDevices.defaultAudioOutput = staticmethod(QAudioDevice)  # type: ignore[method-assign]  # no loudspeaker
    try:
        yield going
    finally:
        QMediaDevices.defaultAudioOutput = sound  # type: ignore[method-assign]
        going.close()
