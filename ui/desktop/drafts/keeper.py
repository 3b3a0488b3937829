"""Keeps the draft of the officer at work: written a moment after the last key and at the lock, put back once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QInputEvent, QInputMethodEvent

from inspector.errors import InspectorError
from inspector.records import Officer
from ui.desktop.drafts.gathering import (
    Typing,
    gathered,
    hold,
    put_back_at_stand,
    put_back_on_form,
    put_cursor_back,
    take_off,
)
from ui.desktop.drafts.lost_words import lost_words
from ui.desktop.i18n import spoken
from ui.desktop.shell import Place
from ui.desktop.tasks import Lane
from ui.draft_book import Draft, LostShot, without_place

if TYPE_CHECKING:
    from ui.desktop.workplace import WorkplaceOnScreen
    from ui.wiring import OpenDevice

_REST_MS = 1500
_KINDS = (QInputEvent, QInputMethodEvent)
_CHANGES = {
    QEvent.Type.KeyRelease,
    QEvent.Type.InputMethod,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.TabletRelease,
}


def officer_at_work(opened: OpenDevice) -> str:
    """Return whose drafts are shown: the officer logged in, or the first one registered."""
    with opened.device.reading() as unit:
        return opened.ways_in.acting_officer or unit.all(Officer)[0].id


class DraftKeeper(QObject):
    """One unlocked device's drafts; `restore` first, then `start`, at the lock `stop`."""

    def __init__(self, working: WorkplaceOnScreen) -> None:
        super().__init__(working)
        self._working = working
        self._officer = ""
        self._kept = Draft()
        self._waiting: Draft | None = None
        """Read and not put back on the screen yet."""
        self._paused: Draft | None = None
        """Taken off the screen while it is asked who acts from now on."""
        self._lost: tuple[LostShot, ...] = ()
        """Photos lost before, until an officer has read of them."""
        working.shell.lost.acted.connect(self._lost_read)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.save)

    # -- taking up again ---------------------------------------------------------------------------

    def begin(self, officer: str = "") -> None:
        """Read the draft of an officer (by default the one at work) and put it back; then keep what they type."""
        self._working.tasks.run(
            lambda _: self._read(officer),
            lane=Lane.READ,
            owner=self,
            done=self._arrived,
            failed=self._not_read,
        )

    def _read(self, officer: str) -> Draft:
        self._officer = officer or officer_at_work(self._working.opened)
        return self._working.opened.drafts.of(self._officer)

    def _arrived(self, draft: Draft) -> None:
        self._kept, self._waiting = draft, draft
        self._lost = draft.lost_shots
        self._tell_lost()
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        if draft.was_sending:
            self._working.sync.resume()
        elif draft.was_delivering:
            self._working.sync.tell_stopped()
        if draft.form:
            self._working.today.read_done.connect(self._today_read)  # its choices come with it
            self._working.today.refresh()
        else:
            self._show_place(draft)

    def _today_read(self) -> None:
        """Put the form back; the place comes after it, for it decides where the keyboard is."""
        self._working.today.read_done.disconnect(self._today_read)
        if self._waiting is not None:
            put_back_on_form(self._working, self._waiting)
            self._show_place(self._waiting)

    def _show_place(self, draft: Draft) -> None:
        if draft.stand:
            self._working.show_stand(draft.stand)
            screen = self._working.stand
            if screen is not None:
                screen.settled.connect(self._stand_read)
        if draft.place not in ("", self._working.shell.place.value):
            self._working.go(Place(draft.place))
        if not draft.stand:
            self._all_back(draft)

    def _stand_read(self) -> None:
        """Put back what belongs to the stand as soon as its record is on the screen."""
        screen, draft = self._working.stand, self._waiting
        if screen is None or draft is None or not screen.is_shown:
            return
        screen.settled.disconnect(self._stand_read)
        put_back_at_stand(screen, draft)
        self._all_back(draft)

    def _all_back(self, draft: Draft) -> None:
        """Put the cursor back last; from here on what is on the screens is kept."""
        self._waiting = None
        put_cursor_back(self._working, draft)

    def _not_read(self, error: InspectorError) -> None:
        self._working.today.say(error.sentence(spoken()))

    # -- what a lock cost --------------------------------------------------------------------------

    def _tell_lost(self) -> None:
        lost, device = self._lost, self._working.opened.device
        self._working.tasks.run(
            lambda _: lost_words(device, lost), lane=Lane.READ, owner=self, done=self._working.shell.tell_lost
        )

    def _lost_read(self) -> None:
        """The officer has read it: it is told no more."""
        self._lost = ()
        self._working.shell.tell_lost("")
        self.save()

    def _with_lost(self, draft: Draft) -> Draft:
        return replace(draft, lost_shots=(*self._lost, *draft.lost_shots))

    # -- keeping -----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save a moment after the last key or stroke; never swallow one."""
        if isinstance(event, _KINDS) and event.type() in _CHANGES:  # the kind first: every event comes by
            self._rest.start()
        return False

    def save(self) -> None:
        """Keep what is on the screen now, off the window's thread."""
        self._save()

    def _save(self, typing: Typing | None = None) -> None:
        if self._waiting is not None or self._paused is not None or not self._officer:
            return
        draft, officer = self._with_lost(gathered(self._working, typing)), self._officer
        if draft != self._kept:
            self._kept = draft
            self._working.tasks.run(lambda _: self._working.opened.drafts.put(officer, draft), owner=self)

    def pause(self) -> None:
        """Keep what is on the screen, half typed as it may be, while it is asked who acts from now on."""
        self._save(hold(self._working))
        self._paused = self._kept

    def go_on(self) -> None:
        """Put back what `pause` kept: the same officer goes on, here or at another place of the window."""
        draft, self._paused = self._paused, None
        if draft is None:
            return
        if (stand := self._working.stand) is not None and draft.stand == self._working.open_stand:
            put_back_at_stand(stand, draft)
        if draft.place == self._working.shell.place.value:
            put_cursor_back(self._working, draft)

    def turn_to(self, officer: str) -> None:
        """Keep the draft of the officer who leaves and take up that of the one who comes."""
        if officer == self._officer:
            self.go_on()
            return
        self.pause()
        self._paused = None
        take_off(self._working)
        self.begin(officer)

    def hold(self) -> Typing:
        """Return where the officer is typing, before the lock takes the keyboard away; what is half typed is kept here
        and not recorded."""
        return hold(self._working)

    def last(self, typing: Typing, *, is_closing: bool = False) -> tuple[str, Draft]:
        """Stop keeping and return the officer and the draft to be kept last; what was not put back stays."""
        self._rest.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        draft = self._kept
        if self._waiting is None and self._paused is None:
            draft = self._with_lost(gathered(self._working, typing))
        return self._officer, without_place(draft) if is_closing else draft

    def keep_on(self, draft: Draft) -> None:
        """Go on as before `last`, whose draft could not be kept: the screens stay up."""
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._paused = draft
        self.go_on()
