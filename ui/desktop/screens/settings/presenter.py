"""Reads the settings, enrols at a centre, changes look and passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from inspector.progress import Progress
from inspector.records import Bureau, Officer
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.preferences import keep_language, keep_look
from ui.desktop.screens.settings.backup_presenter import BackupPresenter
from ui.desktop.screens.settings.code_presenter import CodePresenter
from ui.desktop.screens.settings.feed_presenter import FeedPresenter
from ui.desktop.screens.settings.grouped import grouped
from ui.desktop.screens.settings.law_notes import unconfirmed
from ui.desktop.screens.settings.law_presenter import LawPresenter
from ui.desktop.screens.settings.numbers_presenter import NumbersPresenter
from ui.desktop.screens.settings.passphrase import PassphrasePresenter
from ui.desktop.screens.settings.view import SettingsShown, SettingsView
from ui.desktop.screens.ways_in.card_presenter import WaysInPresenter
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.theme import Look, Tone, theme

if TYPE_CHECKING:
    from sync.enrolment import CentreKeys
    from ui.wiring import OpenDevice


class SettingsPresenter(QObject):
    """Knows what the settings do."""

    centre_changed = Signal()
    language_chosen = Signal(str)
    """It is remembered; the screens shall speak it."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, view: SettingsView) -> None:
        super().__init__(view)
        self._opened = opened
        self._tasks = tasks
        self._view = view
        self._code = CodePresenter(opened, tasks, view.code)
        self._ways_in = WaysInPresenter(opened, tasks, view.ways_in)
        self.passphrase = PassphrasePresenter(opened, tasks, view.passphrase)
        self.numbers = NumbersPresenter(opened, tasks, view.numbers)
        self.backup = BackupPresenter(opened, tasks, view.backup)
        self.feed = FeedPresenter(opened, tasks, view.feed, view.keys)
        self.law = LawPresenter(opened, tasks, view.law)
        view.look.look_chosen.connect(self._dress)
        view.look.language_chosen.connect(self._speak)
        view.centre.import_asked.connect(self._choose_invitation)

    def refresh(self) -> None:
        """Read everything again."""
        self._ways_in.refresh()
        self.numbers.refresh()
        self.backup.refresh()
        self.feed.refresh()
        self._tasks.run(
            self._read,
            lane=Lane.READ,
            owner=self,
            done=self._view.show_settings,
            failed=lambda error: self._view.centre.say(error.sentence(spoken()), Tone.DANGER),
        )

    def enrol(self, invitation: Path) -> None:
        """Enrol with an invitation file."""
        self._view.centre.say(tr("ui.settings.centre.working"), Tone.ACCENT, is_working=True)
        self._tasks.run(
            lambda _: self._opened.delivery.enrol(invitation),
            owner=self,
            done=self._enrolled,
            failed=lambda error: self._view.centre.say(error.sentence(spoken()), Tone.DANGER),
        )

    def _read(self, _: Progress) -> SettingsShown:
        with self._opened.device.reading() as unit:
            bureau = unit.all(Bureau)[-1]
            officers = unit.all(Officer)
        centre = self._opened.delivery.centre()
        level = tr(f"ui.level.{bureau.level.value}")
        return SettingsShown(
            bureau=(
                f"{bureau.name}（{level}）",
                f"{bureau.address}　{bureau.contact} {bureau.phone}",
                f"{tr('ui.first.bureau.government')}：{bureau.government}",
                f"{tr('ui.first.bureau.court')}：{bureau.court}",
            ),
            device=(
                tr("ui.settings.device.id", id=grouped(self._opened.device.id)),
                tr("ui.settings.device.folder", folder=self._opened.folder),
                tr("ui.settings.device.entries", count=self._opened.device.journal.length()),
            ),
            officers=tuple(
                tr("ui.settings.officer", name=officer.name, cert=officer.cert_no, day=officer.valid_to)
                for officer in officers
            ),
            centre=centre.name if centre else "",
            law_version=self._opened.device.law.version,
            calendar_to=self._opened.device.law.calendar.years[-1].year,
            law_unconfirmed=unconfirmed(self._opened.device.law),
        )

    def _enrolled(self, centre: CentreKeys) -> None:
        self._view.centre.say(tr("ui.settings.centre.done", name=centre.name), Tone.OK)
        self.centre_changed.emit()
        self.refresh()

    def _speak(self, language: str) -> None:
        """Ask for another language; what is being sent, backed up or imported is not interrupted by it."""
        if Language(language) is spoken():
            return
        if self._tasks.has_stepped_work:
            self._view.look.languages.choose(spoken().value)
            self._view.look.show_problem(tr("ui.settings.language.busy"))
            return
        self._tasks.run(
            lambda _: keep_language(self._opened.folder, Language(language)),
            owner=self,
            done=lambda _: self.language_chosen.emit(language),
            failed=lambda error: self._view.look.show_problem(error.sentence(spoken())),
        )

    def _dress(self, look: str) -> None:
        theme().apply(Look(look))
        self._tasks.run(
            lambda _: keep_look(self._opened.folder, Look(look)),
            owner=self,
            failed=lambda error: self._view.look.show_problem(error.sentence(spoken())),
        )

    def _choose_invitation(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self._view, tr("ui.settings.centre.choose"), "", tr("ui.settings.centre.files")
        )
        if file:
            self.enrol(Path(file))
