"""From the first window to the last: set up, unlock, work, lock; one device, one window."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from inspector.clock import Clock
from inspector.errors import InspectorError, SystemFault
from inspector.progress import Progress
from ui.desktop.collecting import set_aside
from ui.desktop.entrance import Entrance
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.idle import IdleWatch
from ui.desktop.lock_watch import SystemWatch, Why, system_watch
from ui.desktop.shell import Window
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.traces import close_what_stands_open, objects_under, wipe_traces
from ui.private_memory import overwrite_freed_memory

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

    from inspector.store.recovery import Recovered
    from ui.demo.desk import DemoDesk
    from ui.desktop.drafts.gathering import Typing
    from ui.desktop.workplace import WorkplaceOnScreen
    from ui.wiring import OpenDevice, Workplace

_log = logging.getLogger(__name__)
_LONGEST_FAREWELL_MS = 5_000
"""How long the window waits for what is being written down before it closes."""


class Session(QObject):
    """Decides what fills the window."""

    worked = Signal(object)
    """WorkplaceOnScreen: a device was opened and is on the screen"""
    locked = Signal()

    def __init__(
        self,
        workplace: Workplace,
        window: Window,
        clock: Clock,
        *,
        demo: DemoDesk | None = None,
        listen: Callable[[QWindow | None], SystemWatch | None] = system_watch,
    ) -> None:
        super().__init__(window)
        self.window_ = window
        self.gate = Tasks(self)
        """For what runs while nothing is open."""
        self.on_screen: WorkplaceOnScreen | None = None
        self._workplace = workplace
        self._clock = clock
        self._demo = demo
        self._refused: list[InspectorError] = []
        """What could not be written down while locking."""
        self._thrown_away: list[QObject] = []
        """Widgets of the device that is being locked, until they are destroyed and emptied."""
        self._stopped_long_work = False
        self._lock_wanted: Why | None = None
        """A lock was asked for while nothing was open; it concerns only the opening that was under way."""
        self._unclaimed: OpenDevice | None = None
        """Open, but nobody has said yet who acts."""
        self._entrance = Entrance(
            workplace, window, self.gate, clock, demo_passphrase=demo.passphrase if demo else ""
        )
        self._entrance.began.connect(self._forget_wanted_lock)
        self._entrance.opened.connect(self.work)
        self._idle = IdleWatch(self, self._is_working, self._is_watching)
        self._idle.went_idle.connect(lambda: self.lock(Why.IDLE))
        self._listen = listen
        self._system: SystemWatch | None = None
        window.closing.connect(self.close)

    def start(self) -> None:
        """Show the first page."""
        if self._workplace.is_set_up():
            self._entrance.show_unlock(Why.STARTED)
        elif self._demo is not None:
            self._prepare_demo(self._demo)
        else:
            self._entrance.show_first_start()

    def work(self, opened: OpenDevice) -> None:
        """Put an open device on the screen, once somebody acts on it, unless a lock came while it was opened."""
        wanted, self._lock_wanted = self._lock_wanted, None
        if wanted is not None:
            opened.close()
            self._entrance.show_unlock(wanted)
            return
        if not opened.ways_in.acting_officer:
            self._claim(opened)
            return
        self._unclaimed = None
        tasks = Tasks(self)
        if self._demo is not None:
            # the demo's centre runs at a new address each time; a failure shows when sending
            url = self._demo.url
            tasks.run(lambda _: opened.delivery.move(url), owner=self)
        self.on_screen = self._built(opened, tasks)
        told = opened.safekeeping.unread_recovery()
        if told is None:
            self.window_.show_page(self.on_screen.shell)
        else:
            self._tell_recovery(self.on_screen, told)
        tasks.run(  # a lock does not wait for it
            opened.safekeeping.keep_snapshot, lane=Lane.STANDING, owner=self, cancelled=lambda: None
        )
        self.on_screen.drafts.begin()
        self._idle.start()
        self._listen_to_system()
        self.worked.emit(self.on_screen)

    def _built(self, opened: OpenDevice, tasks: Tasks) -> WorkplaceOnScreen:
        from ui.desktop.workplace import WorkplaceOnScreen  # built when there is something to show

        made = WorkplaceOnScreen(opened, tasks)
        set_aside()
        made.lock_asked.connect(lambda: self.lock(Why.ASKED))
        made.rekey_asked.connect(self._rekey)
        made.language_chosen.connect(self._turn_language)
        return made

    def _turn_language(self, language: str) -> None:
        """Build the screens anew in another language; what was typed and not recorded comes along as a draft."""
        working = self.on_screen
        if working is None:
            return
        typing = working.drafts.hold()
        _write_down(working)

        def keep() -> None:
            officer, draft = working.drafts.last(typing)

            def not_kept(error: InspectorError) -> None:
                working.drafts.keep_on(draft)
                working.today.say(error.sentence(spoken()))

            working.tasks.run(
                lambda _: working.opened.drafts.put(officer, draft),
                owner=self,
                done=lambda _: self._put_up_in(Language(language), working),
                failed=not_kept,
            )

        if working.tasks.is_idle:
            keep()
        else:
            working.tasks.idle.connect(keep, Qt.ConnectionType.SingleShotConnection)

    def _put_up_in(self, language: Language, working: WorkplaceOnScreen) -> None:
        from ui.desktop.app import speak_everywhere
        from ui.desktop.screens.settings.view import SettingsPage

        if self.on_screen is not working:
            return  # locked meanwhile: the next start speaks it
        speak_everywhere(language)
        self.window_.setWindowTitle(tr("ui.window.title"))
        self.on_screen = self._built(working.opened, working.tasks)
        self.window_.show_page(self.on_screen.shell)
        self.on_screen.show_settings(SettingsPage.LOOK)
        self.on_screen.drafts.begin()
        working.deleteLater()
        self.worked.emit(self.on_screen)

    def _tell_recovery(self, working: WorkplaceOnScreen, told: Recovered) -> None:
        """Show what a recovery did before the day's work; an officer has to read it once."""
        from ui.desktop.screens.recovery.presenter import RecoveryPresenter

        def show(photos: int) -> None:
            if self.on_screen is not working:
                return  # locked meanwhile: told at the next unlock
            presenter = RecoveryPresenter(working.opened, working.tasks, told, photos, working)
            presenter.finished.connect(lambda: self.window_.show_page(working.shell))
            self.window_.show_page(presenter.view)

        working.tasks.run(
            lambda _: working.opened.safekeeping.photos(), lane=Lane.READ, owner=working, done=show
        )

    def _claim(self, opened: OpenDevice) -> None:
        self._unclaimed = opened
        self._entrance.ask_who_acts(opened)
        self._idle.start()
        self._listen_to_system()

    def _listen_to_system(self) -> None:
        """Hear of sleep, lid and desktop lock from the first open device on; sleep waits for the lock."""
        if self._system is None:
            self._system = self._listen(self.window_.windowHandle())
            if self._system is not None:
                self._system.setParent(self)
                self._system.lock_wanted.connect(self.lock)
        if self._system is not None:
            self._system.opened()

    def lock(self, why: Why) -> None:
        """Cover the window at once, write down what was typed, then close the device."""
        working, self.on_screen = self.on_screen, None
        if working is None:
            self._lock_wanted = why if self._unclaimed is None else None
            self._close_unclaimed(why)
            return
        self._idle.stop()
        self._stopped_long_work = working.tasks.has_stepped_work
        self._refused.clear()
        working.tasks.write_refused.connect(self._refused.append)
        typing = working.drafts.hold()
        _write_down(working)
        # out of sight at once, but alive until everything it asked for is written or refused
        working.shell.setParent(None)
        close_what_stands_open()
        self._entrance.show_unlock(why)
        self._entrance.show_working(tr("ui.unlock.closing"))
        if working.tasks.is_idle:
            self._close_device(working, typing)
        else:
            single = Qt.ConnectionType.SingleShotConnection
            working.tasks.idle.connect(lambda: self._close_device(working, typing), single)

    def close(self) -> None:
        """End everything; the device is locked and no thread is left."""
        self._idle.stop()
        unclaimed, self._unclaimed = self._unclaimed, None
        working, self.on_screen = self.on_screen, None
        if unclaimed is not None:
            unclaimed.close()
        if working is not None:
            typing = working.drafts.hold()
            _write_down(working)
            if not working.tasks.is_idle:
                _wait_until_idle(working.tasks)
            officer, draft = working.drafts.last(typing, is_closing=True)
            try:
                working.opened.drafts.put(officer, draft)
            except SystemFault as fault:  # the window is gone: nobody is left to read a sentence
                _log.error("draft not kept: %s", fault.code)
            finally:
                working.tasks.close()
                working.opened.close()
        self.gate.close()

    def _forget_wanted_lock(self) -> None:
        """Let the next secret open: what asked for a lock before it was typed came while all was closed."""
        self._lock_wanted = None

    def _close_unclaimed(self, why: Why) -> None:
        unclaimed, self._unclaimed = self._unclaimed, None
        if unclaimed is not None:
            self._idle.stop()
            unclaimed.close()
            self._entrance.show_unlock(why)
            QTimer.singleShot(0, self, self._gone)

    def _is_working(self) -> bool:
        return self.on_screen is not None and self.on_screen.tasks.has_stepped_work

    def _is_watching(self) -> bool:
        return self.on_screen is not None and self.on_screen.is_playing

    def _close_device(self, working: WorkplaceOnScreen, typing: Typing) -> None:
        officer, draft = working.drafts.last(typing)
        self._thrown_away = objects_under(working.shell)
        working.shell.deleteLater()

        def close(_: Progress) -> None:
            try:
                working.opened.drafts.put(officer, draft)
            finally:
                working.tasks.close()
                working.opened.close()
                overwrite_freed_memory()  # this thread unlocked the device and keeps freed blocks of its own

        def closed(_: None) -> None:
            working.tasks.deleteLater()
            self._closed()
            self._tell_what_was_kept()

        self.gate.run(close, owner=self, done=closed, failed=self._not_closed)

    def _closed(self) -> None:
        self._entrance.show_working("")
        QTimer.singleShot(0, self, self._gone)  # once nobody who told us still holds the device

    def _gone(self) -> None:
        wipe_traces(self._thrown_away)
        if self._system is not None:
            self._system.locked()
        self.locked.emit()

    def _tell_what_was_kept(self) -> None:
        """Say on the lock page that all is saved, or what is not, and what was stopped."""
        said = []
        if self._refused:
            said.append(tr("ui.unlock.unsaved", sentence=self._refused[0].sentence(spoken())))
        if self._stopped_long_work:
            said.append(tr("ui.unlock.stopped"))
        self._entrance.show_problem("\n".join(said))
        if not self._refused:
            self._entrance.show_saved()

    def _not_closed(self, error: InspectorError) -> None:
        self._closed()
        self._entrance.show_problem(error.sentence(spoken()))

    def _rekey(self) -> None:
        """Lock, then change every key: what is open could go on writing under the former ones."""
        from inspector.records import Bureau

        if self.on_screen is None:
            return
        with self.on_screen.opened.device.reading() as unit:
            bureau = unit.all(Bureau)[-1].name

        show = Qt.ConnectionType.SingleShotConnection
        self.locked.connect(lambda: self._entrance.show_rekey(bureau), show)
        self.lock(Why.ASKED)

    def _prepare_demo(self, demo: DemoDesk) -> None:
        """Make the sample device before it can be unlocked like any other."""
        self._entrance.show_unlock(Why.STARTED)

        def prepare(progress: Progress) -> None:
            demo.prepare(self._workplace, self._clock, progress)

        def step(done: int, total: int, _: str) -> None:
            self._entrance.show_working(tr("ui.unlock.preparing", done=done, total=total))

        step(0, 1, "")
        self.gate.run(
            prepare, owner=self, done=lambda _: self._closed(), failed=self._not_closed, stepped=step
        )


def _write_down(working: WorkplaceOnScreen) -> None:
    """Let every field tell what it holds, what was refused once more; end everything that is not writing."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    if working.stand is not None:
        working.stand.commit()
    working.tasks.stop_long_work()


def _wait_until_idle(tasks: Tasks) -> None:
    loop = QEventLoop()
    tasks.idle.connect(loop.quit)
    QTimer.singleShot(_LONGEST_FAREWELL_MS, loop.quit)
    loop.exec()
