"""Reads the fair's roster, finds in it, takes an import back; a chosen exhibitor begins an inspection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.actions import import_roster, read
from inspector.clock import CHINA
from inspector.errors import InspectorError
from inspector.progress import Progress
from inspector.records import Exhibitor, Fair, Officer, Roster
from inspector.sheets import Sheet
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.fair.shown import FairNow, exhibitor_row
from ui.desktop.screens.fair.view import FairView
from ui.desktop.screens.sheets.presenter import SheetPresenter
from ui.desktop.screens.today.shown import StandRow, fair_of
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class FairPresenter(QObject):
    """Knows the roster of the fair that counts today."""

    exhibitor_chosen = Signal(object)
    """Exhibitor: an inspection of this stand shall begin"""
    read_done = Signal(object)
    """FairNow"""
    written = Signal()
    """An import was written."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: FairView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._now = FairNow()
        self._found: list[Exhibitor] = []
        self._turn = 0
        self._dropped: Roster | None = None
        self._imported = ""
        """Id of the roster imported last: what the button beside the sentence takes back."""
        view.query_typed.connect(lambda _: self._find())
        view.exhibitor_chosen.connect(self._choose)
        view.roster_dropped.connect(self._drop)
        view.undo_asked.connect(self._undo)

    @property
    def now(self) -> FairNow:
        """What was read last."""
        return self._now

    def refresh(self) -> None:
        """Read everything again."""
        self._tasks.run(self._read, lane=Lane.READ, owner=self, done=self._show, failed=self._failed)

    def write(self, sheet: Sheet, exhibitors: Sequence[Exhibitor], importing: SheetPresenter) -> None:
        """Write what was accepted on the import page."""
        fair = self._now.fair
        if fair is None:
            return
        self._tasks.run(
            lambda _: import_roster.import_roster(
                self._opened.device,
                fair.id,
                file_name=sheet.file_name,
                file_sha256=sheet.sha256,
                exhibitors=exhibitors,
                by=self._by(),
            ),
            owner=self,
            done=lambda roster: self._written(roster, importing),
            failed=importing.refuse,
        )

    def _written(self, roster: Roster, importing: SheetPresenter) -> None:
        importing.finish()
        self.written.emit()
        self._imported, self._dropped = roster.id, None
        words = tr("ui.fair.imported", count=len(roster.exhibitors), file=roster.file_name)
        self._view.say(words, Tone.OK, action=tr("ui.fair.undo"))
        self.refresh()

    def _read(self, _: Progress) -> FairNow:
        device = self._opened.device
        with device.reading() as unit:
            fairs = unit.all(Fair)
        fair = fair_of(fairs, device.clock.now().wall.astimezone(CHINA).date())
        rosters = read.rosters(device, fair.id) if fair else ()
        now = FairNow(fair, rosters, read.encounters(device))
        now.find("a")  # the first letters of every name, off the window's thread
        return now

    def _show(self, now: FairNow) -> None:
        self._now = now
        count = tr("ui.fair.count", count=len(now.exhibitors)) if now.rosters else ""
        name = now.fair.name if now.fair else tr("ui.place.fair")
        self._view.show_fair(name, count, now.rosters, has_fair=now.fair is not None)
        if now.rosters:
            self._find()
        self.read_done.emit(now)

    def _find(self) -> None:
        """Search off the window's thread; only the answer to the newest query is shown."""
        self._turn += 1
        turn, now, query = self._turn, self._now, self._view.query

        def look(_: Progress) -> tuple[list[Exhibitor], list[StandRow]]:
            found = now.find(query)
            return found, [exhibitor_row(number, each, now) for number, each in enumerate(found)]

        def arrived(answer: tuple[list[Exhibitor], list[StandRow]]) -> None:
            if turn == self._turn and now.rosters:
                self._found = answer[0]
                self._view.show_found(answer[1])

        self._tasks.run(look, lane=Lane.READ, owner=self, done=arrived)

    def _choose(self, row: str) -> None:
        self.exhibitor_chosen.emit(self._found[int(row)])

    def _drop(self, roster_id: str) -> None:
        self._tasks.run(
            lambda _: import_roster.take_back_roster(self._opened.device, roster_id, by=self._by()),
            owner=self,
            done=self._was_dropped,
            failed=self._failed,
        )

    def _was_dropped(self, roster: Roster) -> None:
        self._dropped, self._imported = roster, ""
        words = tr("ui.fair.taken_back", file=roster.file_name)
        self._view.say(words, Tone.MUTED, action=tr("ui.fair.put_back"))
        self.refresh()

    def _undo(self) -> None:
        """Take the last import back, or the last taking back."""
        dropped, imported = self._dropped, self._imported
        self._dropped, self._imported = None, ""
        self._view.say("")
        if imported:
            self._drop(imported)
        elif dropped is not None:
            self._tasks.run(
                lambda _: import_roster.put_back_roster(self._opened.device, dropped, by=self._by()),
                owner=self,
                done=lambda _: self.refresh(),
                failed=self._failed,
            )

    def _by(self) -> str:
        acting = self._opened.ways_in.acting_officer
        if acting:
            return acting
        with self._opened.device.reading() as unit:
            return unit.all(Officer)[0].id

    def _failed(self, error: InspectorError) -> None:
        self._view.say(error.sentence(spoken()))
