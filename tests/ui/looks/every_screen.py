"""Every screen of the program, one after the other, on a device that has much to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QWidget
from stand import Stand

from inspector.actions import read
from inspector.records import AllegedAct, RightKind
from inspector.store.recovery import Recovered
from ui.desktop.portrait import LAPTOP, settle
from ui.desktop.screens.first_start.view import FirstStartView
from ui.desktop.screens.inspection import Step
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.notices.paper_list import Place as PapersPlace
from ui.desktop.screens.recovery.shown import Counted, recovery_shown
from ui.desktop.screens.recovery.view import RecoveryView
from ui.desktop.screens.rekey.view import RekeyView
from ui.desktop.screens.restore.view import RestoreView
from ui.desktop.screens.settings.view import SettingsPage
from ui.desktop.screens.unlock.view import UnlockView
from ui.desktop.screens.ways_in.claim import ClaimView
from ui.desktop.screens.ways_in.shares import SharesView
from ui.desktop.shell import Place
from ui.desktop.tasks import Tasks
from ui.desktop.workplace import WorkplaceOnScreen

_ROSTER = "展馆,展位,参展商,信用代码\n1号馆,A-01,样本甲陶瓷有限公司,91360200MA1XG6125D\n1号馆,,样本丙,91360200MA1XG61259\n2号馆,A-01,,\n"
_FLAWED = Recovered(
    why="store.damaged",
    snapshot="",
    from_snapshot=0,
    replayed=88,
    carried_over=58,
    lost=(*range(89, 96),),
    set_aside="store.db.20261120T091500Z",
    wall="2026-11-20T09:15:00.000Z",
)
_NAMES = (
    "青花玲珑茶具（六头）",
    "骨质瓷咖啡杯碟",
    "粉彩寿桃盘",
    "盖碗",
    "珐琅彩花瓶（高 32 厘米，带座）",
    "马克杯",
)


def fill(stand: Stand) -> None:
    """Let the stand have twelve rows of two kinds of rights, photos, a measure, and a paper that was issued."""
    stand.visit()
    mark = AllegedAct(RightKind.TRADEMARK, "00000000", "样本商标权利人有限责任公司", "样本窑")
    design = AllegedAct(RightKind.DESIGN_PATENT, "ZL202230123456.2", "样本专利权人", "")
    rows = [
        stand.item(
            label_name=_NAMES[number % len(_NAMES)],
            alleged=design if number % 4 == 3 else mark,
            quantity=Decimal(24 + number),
            unit_price=Decimal("1280.00"),
            seal_number=f"{number + 12:07}" if number % 4 != 3 else "",
        )
        for number in range(12)
    ]
    for number, row in enumerate(rows[:6]):
        stand.photo(number + 1, item_id=row.id)
    stand.photo(20)
    stand.seize(*(row for row in rows if row.alleged.kind is mark.kind))


class EveryScreen:
    """Walks through the screens; what is yielded is shown, settled and `LAPTOP` in size."""

    def __init__(self, stand: Stand, tasks: Tasks, folder: Path) -> None:
        self._stand, self._tasks, self._folder = stand, tasks, folder
        self.working = WorkplaceOnScreen(stand.opened, tasks)
        _show(self.working.shell)

    def close(self) -> None:
        """Throw the widgets away."""
        self.working.shell.deleteLater()
        settle(self._tasks)

    def all(self) -> Iterator[tuple[str, QWidget]]:
        """Yield the name of each screen and its window."""
        yield from self.before_work()
        yield from self.places()
        yield from self.stand()
        yield from self.photos()

    def before_work(self) -> Iterator[tuple[str, QWidget]]:
        """Everything that is seen while no device is open."""
        day = date(2026, 11, 20)
        makes = {
            "unlock": lambda: UnlockView(demo_passphrase="样本 瓷器"),
            "restore": RestoreView,
            "rekey": RekeyView,
            "shares": SharesView,
            "claim": lambda: ClaimView("recovery"),
            "recovery": lambda: RecoveryView(recovery_shown(_FLAWED, Counted(41, 2, 3))),
        }
        for name, make in makes.items():
            view = make()
            _show(view)
            yield name, view
            _throw(view)
        for number in range(4):
            view = FirstStartView(day)
            view.show_page(number)
            _show(view)
            yield f"first_start_{number + 1}", view
            _throw(view)

    def places(self) -> Iterator[tuple[str, QWidget]]:
        """Today, fair, roster, sync, verify, settings, and handing over."""
        working = self.working
        for place in (Place.TODAY, Place.FAIR, Place.SYNC, Place.VERIFY):
            working.go(place)
            yield self._ready(place.value)
        for form in ("start", "fair"):
            working.open_today_form(form)
            yield self._ready(f"{form}_form")
        working.close_today_form()
        roster = self._folder / "roster.csv"
        roster.write_text(_ROSTER, "utf-8")
        working.import_roster(roster)
        yield self._ready("roster")
        for page in SettingsPage:
            working.show_settings(page)
            yield self._ready(f"settings_{page.name.lower()}")
        working.shell.hand_over_asked.emit()
        yield self._ready("hand_over")
        working._hand_over.left.emit()

    def stand(self) -> Iterator[tuple[str, QWidget]]:
        """The six steps and what belongs to them."""
        working = self.working
        working.show_stand(self._stand.inspection.id)
        self._settle()
        screen = working.stand
        assert screen is not None
        for step in Step:
            screen.show_step(step)
            yield self._ready(f"step_{step.value}_{step.name.lower()}")
        screen.show_step(Step.NOTICES)
        self._settle()
        notices = screen.view_of(Step.NOTICES)
        for place in PapersPlace:
            notices.show_place(place)  # type: ignore[attr-defined]  # the step's view
            yield self._ready(f"papers_{place.value}")
        notices.show_place(PapersPlace.PAPERS)  # type: ignore[attr-defined]
        signing = notices.signing  # type: ignore[attr-defined]
        if signing._signers:
            signing._ask(0)
            yield self._ready("signing")
        seen = QEventLoop()
        screen.open_camera()
        screen.picture_shown.connect(seen.quit)
        seen.exec()
        yield "capture", working.shell
        screen.close_camera()
        self._settle()
        screen.open_card()
        yield self._ready("card")
        photo = read.dossier(self._stand.device, self._stand.inspection.id).photos[0]
        for pointing in (Pointing.PART, Pointing.ENDS):
            screen.open_close_look(photo.id, pointing)
            yield self._ready(f"close_look_{pointing.name.lower()}")

    def photos(self) -> Iterator[tuple[str, QWidget]]:
        """The gallery, one photo with its tools, two side by side."""
        working = self.working
        working.go(Place.PHOTOS)
        yield self._ready("gallery")
        now = working.gallery.presenter.now
        assert now is not None
        one, other = (each.photo.id for each in now.listed[:2])
        working.gallery.look(one)
        yield self._ready("look")
        working.gallery.compare(one, other)
        yield self._ready("compare")
        working.gallery.show_grid()
        self._settle()

    def _ready(self, name: str) -> tuple[str, QWidget]:
        self._settle()
        return name, self.working.shell

    def _settle(self) -> None:
        for _ in range(3):
            settle(self._tasks)


def _show(widget: QWidget) -> None:
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.resize(LAPTOP)
    widget.show()
    settle()


def _throw(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
    settle()
