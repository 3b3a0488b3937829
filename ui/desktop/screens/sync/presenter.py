"""Sends, carries and collects; whatever goes wrong is said in place and everything stays on the device."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from inspector.actions import read
from inspector.errors import InspectorError
from inspector.progress import Progress
from inspector.records import Delivery, DeliveryState, Officer
from ui.desktop.i18n import spoken, tr
from ui.desktop.network import Network, NetworkRule
from ui.desktop.preferences import keep_network, preferred_network
from ui.desktop.screens.sync.passing import step_words
from ui.desktop.screens.sync.sender import Pause, Sender, Stage
from ui.desktop.screens.sync.shown import collected_words, sync_shown
from ui.desktop.screens.sync.view import SyncView
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.delivery import DeliveryStatus
    from ui.wiring import OpenDevice


T = TypeVar("T")


class SyncPresenter(QObject):
    """Knows the delivery desk behind the sync screen."""

    status_read = Signal(object)
    """DeliveryStatus"""
    centre_reached = Signal()
    exchanged = Signal()
    """Something went to the centre or came from it, or was tried: what the office says may be another now."""
    enrol_asked = Signal()

    def __init__(
        self,
        opened: OpenDevice,
        tasks: Tasks,
        view: SyncView,
        *,
        network: Network | None = None,
        pause: Pause | None = None,
    ) -> None:
        """`network` and `pause` (seconds until the next try) stand in for the machine's in tests."""
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._progress: Progress | None = None
        self._status: DeliveryStatus | None = None
        self._was_stopped = False
        self._network = network or Network(self)
        self._rule = preferred_network(opened.folder)
        self.sending = Sender(opened, tasks, self._by, network=self._network, rule=self._rule, pause=pause)
        self.sending.setParent(self)
        self._connect()
        self._show_network()

    @property
    def was_stopped(self) -> bool:
        """Tell whether delivering is under way, or a lock stopped it; stopping it by hand is no such thing."""
        return self._was_stopped or self.sending.is_wanted

    def _connect(self) -> None:
        view, sender = self._view, self.sending
        view.send_asked.connect(self.send)
        view.carry_asked.connect(lambda: self._with_folder(self.carry_to))
        view.collect_asked.connect(lambda: self._with_folder(self.collect_from))
        view.enrol_asked.connect(self.enrol_asked)
        view.stop_asked.connect(self._stop)
        view.pause_asked.connect(self._pause)
        view.act_asked.connect(self._act)
        view.network_chosen.connect(self._choose_network)
        view.picture_wanted.connect(self._load_picture)
        self._network.changed.connect(self._show_network)
        view.originals.days_chosen.connect(lambda _: self._read_originals())
        view.originals.removal_agreed.connect(self._release)
        sender.stepped.connect(view.show_step)
        sender.waits.connect(self._waits)
        sender.ended.connect(self._sent)
        sender.failed.connect(self._failed)
        sender.stopped.connect(lambda: self._ended(tr("ui.sync.stopped"), Tone.WARN))

    def refresh(self) -> None:
        """Read how far each photo has come."""
        self._tasks.run(
            lambda _: self._opened.delivery.status(),
            lane=Lane.READ,
            owner=self,
            done=self._show,
            failed=lambda error: self._view.say(error.sentence(spoken()), Tone.DANGER),
        )

    def send(self) -> None:
        """Seal what is new and send everything that has no receipt; it goes on by itself after a cut."""
        self._show_beginning()
        self.sending.start()

    def carry_to(self, folder: Path) -> None:
        """Copy everything that has no receipt to a stick."""
        self._work(
            lambda progress: self._opened.delivery.carry_to(folder, by=self._by(), progress=progress),
            lambda carried: self._ended(tr("ui.sync.carried", count=len(carried)), Tone.OK),
        )

    def collect_from(self, folder: Path) -> None:
        """Take in the receipts a stick brought back."""
        self._work(
            lambda _: self._opened.delivery.collect_from(folder, by=self._by()),
            lambda found: self._ended(*collected_words(found)),
        )

    def resume(self) -> None:
        """Go on with the sending that was wanted when the screens went, with a lock or as the window closed."""
        self.send()

    def tell_stopped(self) -> None:
        """Say that a lock stopped copying to a stick and that it goes on where it stopped."""
        self._view.say(tr("ui.sync.stopped_by_lock"), Tone.WARN)

    def _work(self, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self.sending.leave()
        self._show_beginning()
        self._was_stopped = True
        self._progress = self._tasks.run(
            work,
            lane=Lane.STANDING,
            owner=self,
            done=done,
            failed=self._failed,
            stepped=lambda at, total, what: self._view.show_step(at, total, step_words(at, total, what)),
            cancelled=self._cancelled,
        )

    def _show_beginning(self) -> None:
        confirmed, taken = (self._status.confirmed, self._status.taken) if self._status else (0, 0)
        self._view.show_step(0, 1, tr("ui.sync.beginning", confirmed=confirmed, taken=taken))

    def _cancelled(self) -> None:
        was_stopped = self._was_stopped
        self._ended(tr("ui.sync.stopped"), Tone.WARN)
        self._was_stopped = was_stopped

    def _sent(self, deliveries: tuple[Delivery, ...]) -> None:
        self.centre_reached.emit()
        aside = [each for each in deliveries if each.reason and each.state is not DeliveryState.CONFIRMED]
        if aside:
            words = tr("ui.sync.set_aside", sequence=aside[0].sequence, reason=aside[0].reason)
            self._ended(words, Tone.WARN)
        else:
            self._ended("", Tone.OK)

    def _waits(self, sentence: str, action: str) -> None:
        self._view.show_waiting(sentence, action, is_under_way=self.sending.stage is Stage.SENDING)
        self.refresh()

    def _act(self) -> None:
        """Do what was offered while nothing goes."""
        self._show_beginning()
        if self.sending.stage is Stage.WAITING:
            self.sending.start()
        else:
            self.sending.allow()

    def _pause(self, is_paused: bool) -> None:
        if self._progress is None:
            self.sending.pause(is_paused)
        elif is_paused:
            self._progress.pause()
        else:
            self._progress.resume()

    def _choose_network(self, value: str) -> None:
        self._rule = NetworkRule(value)
        self.sending.set_rule(self._rule)
        self._show_network()
        self._tasks.run(
            lambda _: keep_network(self._opened.folder, self._rule),
            lane=Lane.READ,
            owner=self,
            failed=lambda error: self._view.say(error.sentence(spoken()), Tone.WARN),
        )

    def _show_network(self) -> None:
        says = {True: "metered", False: "free", None: "unknown"}[self._network.is_metered]
        self._view.show_network(self._rule, tr(f"ui.sync.network.{says}"))

    def _failed(self, error: InspectorError) -> None:
        self._ended(error.sentence(spoken()), Tone.DANGER)

    def _ended(self, sentence: str, tone: Tone) -> None:
        self._progress = None
        self._was_stopped = False
        self._view.show_ended(sentence, tone)
        self.refresh()
        self.exchanged.emit()

    def _stop(self) -> None:
        if self._progress is not None:
            self._was_stopped = False
            self._progress.cancel()
        else:
            self.sending.stop()

    def _show(self, status: DeliveryStatus) -> None:
        self._status = status
        shown = sync_shown(status)
        self._view.show_status(shown)
        if shown.is_complete and self._progress is None and not self.sending.is_wanted:
            self._view.say(tr("ui.sync.all_done", taken=status.taken), Tone.OK)
        if status.centre:
            self._read_originals()
        self.status_read.emit(status)

    def _read_originals(self) -> None:
        days = self._view.originals.days
        self._tasks.run(
            lambda _: self._opened.delivery.originals(days=days),
            lane=Lane.READ,
            owner=self,
            done=self._view.originals.show_originals,
            failed=lambda error: self._view.originals.say(error.sentence(spoken())),
        )

    def _release(self, object_ids: frozenset[str]) -> None:
        """Remove originals a person agreed to; written down like any other act."""
        days, by = self._view.originals.days, self._by()
        self._tasks.run(
            lambda _: self._opened.delivery.release(object_ids, days=days, by=by),
            owner=self,
            done=lambda _: self.refresh(),
            failed=lambda error: self._view.originals.say(error.sentence(spoken())),
        )

    def _load_picture(self, photo_id: str) -> None:
        def load(_: Progress) -> QImage | None:
            jpeg = read.thumbnail(self._opened.device, photo_id)
            return None if jpeg is None else QImage.fromData(jpeg)

        self._tasks.run(
            load,
            lane=Lane.READ,
            owner=self,
            done=lambda picture: self._view.show_picture(photo_id, picture),
            failed=lambda _: self._view.show_picture(photo_id, None),
        )

    def _by(self) -> str:
        if self._opened.ways_in.acting_officer:
            return self._opened.ways_in.acting_officer
        with self._opened.device.reading() as unit:
            return unit.all(Officer)[0].id

    def _with_folder(self, use: Callable[[Path], None]) -> None:
        folder = QFileDialog.getExistingDirectory(self._view, tr("ui.sync.choose_stick"))
        if folder:
            use(Path(folder))
