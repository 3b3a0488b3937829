"""An unlocked device on the screen: the shell with its screens, their presenters, and how they hang together."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.desktop.drafts.keeper import DraftKeeper
from ui.desktop.i18n import tr
from ui.desktop.screens.fair.presenter import FairPresenter
from ui.desktop.screens.fair.view import FairView
from ui.desktop.screens.gallery.place import GalleryPlace
from ui.desktop.screens.settings.presenter import SettingsPresenter
from ui.desktop.screens.settings.view import SettingsPage, SettingsView
from ui.desktop.screens.sheets.presenter import SheetPresenter
from ui.desktop.screens.sheets.target import goods_target, roster_target
from ui.desktop.screens.sheets.view import SheetView
from ui.desktop.screens.sync.presenter import SyncPresenter
from ui.desktop.screens.sync.view import SyncView
from ui.desktop.screens.today.presenter import TodayPresenter
from ui.desktop.screens.today.view import TodayView
from ui.desktop.screens.verify.presenter import VerifyPresenter
from ui.desktop.screens.verify.view import VerifyView
from ui.desktop.screens.ways_in.hand_over import HandOverPresenter, HandOverView
from ui.desktop.shell import Place, Shell, Standing
from ui.desktop.tasks import Tasks
from ui.desktop.theme import theme
from ui.desktop.widgets import EmptyState, Stack

if TYPE_CHECKING:
    from inspector.actions.read import Today
    from inspector.records import Exhibitor, PhotoTag
    from inspector.sheets import Sheet
    from ui.delivery import DeliveryStatus
    from ui.desktop.cameras import Cameras
    from ui.desktop.screens.inspection.view import InspectionScreen
    from ui.desktop.screens.office.shown import OfficeShown
    from ui.wiring import OpenDevice


class _Refreshed(Protocol):
    """Reads again what is true now and shows it."""

    def refresh(self) -> object: ...


class WorkplaceOnScreen(QObject):
    """Holds the screens of one unlocked device until it is locked; a place is built when it is first shown."""

    lock_asked = Signal()
    rekey_asked = Signal()
    language_chosen = Signal(str)

    def __init__(self, opened: OpenDevice, tasks: Tasks) -> None:
        super().__init__()
        self.opened = opened
        self.tasks = tasks
        self.shell = Shell()
        self.open_stand = ""
        self._stand_title = ""
        self._was_reached = False
        self._goods_awaited = False
        """The table on the import page is one of goods, not a roster."""
        self._today_view, self._sync_view = TodayView(), SyncView()
        self.today = TodayPresenter(opened, tasks, self._today_view)
        self.sync = SyncPresenter(opened, tasks, self._sync_view)
        self._inspection = Stack()
        self._no_stand = EmptyState("clipboard-list", tr("ui.inspection.none"), tr("ui.inspection.to_today"))
        self._inspection.addWidget(self._no_stand)
        self._stand: InspectionScreen | None = None
        for place, screen in (
            (Place.TODAY, self._today_view),
            (Place.INSPECTION, self._inspection),
            (Place.SYNC, self._sync_view),
        ):
            self.shell.put(place, screen)
        self.drafts = DraftKeeper(self)
        self._connect()
        self.go(Place.TODAY)

    # -- places built when they are first shown ----------------------------------------------------

    @cached_property
    def fair(self) -> FairPresenter:
        """The fair and its roster."""
        view = self._fair_view
        fair = FairPresenter(self.opened, self.tasks, view)
        view.import_asked.connect(self._ask_for_roster)
        view.fair_asked.connect(lambda: self.open_today_form("fair"))
        fair.exhibitor_chosen.connect(self._start_at)
        fair.read_done.connect(self.today.show_roster)
        fair.written.connect(self._back_to_place)
        self.shell.put(Place.FAIR, view)
        return fair

    @cached_property
    def _fair_view(self) -> FairView:
        return FairView()

    @cached_property
    def importing(self) -> SheetPresenter:
        """The preview of a table that was chosen."""
        importing = SheetPresenter(self.tasks, self._sheet_view)
        importing.accepted.connect(self._write_table)
        importing.left.connect(self._back_to_place)
        return importing

    @cached_property
    def _sheet_view(self) -> SheetView:
        return SheetView()

    @property
    def is_playing(self) -> bool:
        """Tell whether a film or sound goes on."""
        built: GalleryPlace | None = self.__dict__.get("gallery")
        return built is not None and built.is_playing

    @cached_property
    def gallery(self) -> GalleryPlace:
        """Photos and recordings of every stand."""
        gallery = GalleryPlace(self.opened, self.tasks)
        gallery.stand_asked.connect(lambda: self.go(Place.INSPECTION))
        gallery.shot_asked.connect(self._take_shot)
        gallery.changed.connect(self._read_stand_again)
        self.shell.put(Place.PHOTOS, gallery)
        return gallery

    @cached_property
    def verify(self) -> VerifyPresenter:
        """Bundles, proofs and notices looked at by anyone."""
        view = VerifyView()
        self.shell.put(Place.VERIFY, view)
        return VerifyPresenter(self.tasks, view)

    @cached_property
    def settings(self) -> SettingsPresenter:
        """The settings."""
        settings = SettingsPresenter(self.opened, self.tasks, self._settings_view)
        self._settings_view.ways_in.rekey_asked.connect(self.rekey_asked)
        settings.language_chosen.connect(self.language_chosen)
        settings.feed.changed.connect(self.today.refresh)
        settings.feed.changed.connect(self._read_stand_again)
        self.shell.put(Place.SETTINGS, self._settings_view)
        return settings

    @cached_property
    def _settings_view(self) -> SettingsView:
        return SettingsView()

    @cached_property
    def _hand_over(self) -> HandOverView:
        view = HandOverView()
        self._handing = HandOverPresenter(self.opened, self.tasks, view)
        view.left.connect(self._not_handed_over)
        self._handing.handed_over.connect(self._handed_over)
        return view

    # -- going about -------------------------------------------------------------------------------

    def go(self, place: Place) -> None:
        """Show a place with what is true now."""
        shown = self._at(place)
        self._turn_to(place)
        self.drafts.go_on()  # whoever was asked who acts, and went elsewhere, goes on
        if shown is not None:
            shown.refresh()

    def _at(self, place: Place) -> _Refreshed | None:
        """Return who knows what is true at a place, which stands from here on; None where nothing changes."""
        match place:
            case Place.SYNC:
                return self.sync
            case Place.PHOTOS:
                return self.gallery
            case Place.SETTINGS:
                return self.settings
            case Place.FAIR:
                return self.fair
            case Place.VERIFY:
                self.verify  # noqa: B018 - it is built by being asked for
                return None
            case _:
                return self.today

    def show_settings(self, page: SettingsPage) -> None:
        """Show one page of the settings."""
        self.go(Place.SETTINGS)
        self._settings_view.show_page(page)

    @property
    def today_form(self) -> str:
        """Which of today's forms is open; empty if none is."""
        return self._today_view.open_form

    def form_page(self, form: str) -> QWidget | None:
        """Return one of today's forms."""
        return {
            "start": self._today_view.start_form,
            "fair": self._today_view.fair_form,
            "office": self._today_view.office,
        }.get(form)

    def open_today_form(self, form: str) -> None:
        """Open one of today's forms, empty."""
        self.shell.go(Place.TODAY)
        if form == "start":
            self.fair.refresh()
        view = self._today_view
        {"start": view.show_start_form, "office": view.show_office_page}.get(form, view.show_fair_form)()

    def close_today_form(self) -> None:
        """Leave one of today's forms, whatever was typed."""
        self._today_view.office.forget()
        self._today_view.show_overview()

    @property
    def stand(self) -> InspectionScreen | None:
        """The inspection workspace, once one was opened."""
        return self._stand

    def show_stand(self, inspection_id: str, title: str = "") -> None:
        """Open one inspection in its workspace."""
        if self._stand is None:
            from ui.desktop.screens.inspection.view import InspectionScreen

            screen = InspectionScreen(self.opened, self.tasks, theme(), self._cameras)
            screen.left.connect(self._left_stand)
            screen.followed.connect(self.show_stand)
            screen.titled.connect(self._show_stand_title)
            screen.evidence_changed.connect(self.sync.refresh)
            screen.photo_opened.connect(self._look_at)
            screen.recording_opened.connect(self._play)
            screen.table_asked.connect(self._ask_for_goods)
            screen.backup_asked.connect(self._go_to_backup)
            screen.office_asked.connect(self._go_to_office)
            self._inspection.addWidget(screen)
            self._stand = screen
        self.open_stand = inspection_id
        self._stand.open(inspection_id)
        self._inspection.setCurrentWidget(self._stand)
        self.shell.go(Place.INSPECTION)
        if title:
            self.shell.show_title(title)

    def _cameras(self) -> Cameras:
        from ui.desktop.cameras.machine import cameras_of  # loads QtMultimedia when a camera is wanted

        return cameras_of(self.opened.folder, is_sample=self.opened.device.is_sample)

    def _connect(self) -> None:
        self.shell.place_chosen.connect(lambda place: self.go(Place(place)))
        self.shell.lock_asked.connect(self.lock_asked)
        self.today.stand_opened.connect(self.show_stand)
        self.today.read_done.connect(self._show_frame)
        self.today.office_read.connect(self._show_office)
        self.today.office.changed.connect(self._read_stand_again)
        self._today_view.office.stand_asked.connect(self.show_stand)
        self._today_view.office.settings_asked.connect(lambda: self.show_settings(SettingsPage.CENTRE))
        self.sync.status_read.connect(self._show_standing)
        self.sync.centre_reached.connect(self._reached)
        self.sync.exchanged.connect(self.today.refresh)
        self.sync.exchanged.connect(self._read_stand_again)
        self.sync.enrol_asked.connect(lambda: self.show_settings(SettingsPage.CENTRE))
        self._today_view.start_asked.connect(self._read_roster)
        self._no_stand.acted.connect(lambda: self.go(Place.TODAY))
        self.shell.hand_over_asked.connect(self._ask_to_hand_over)

    def import_roster(self, file: Path) -> None:
        """Show what a file would come to as a roster of the fair."""
        self._goods_awaited = False
        self.shell.show_over(self._sheet_view)
        self.importing.begin(file, roster_target(self.fair.now.exhibitors))

    def import_goods(self, file: Path) -> None:
        """Show what a file would come to as goods of the open stand."""
        if self._stand is not None:
            self._goods_awaited = True
            self.shell.show_over(self._sheet_view)
            self.importing.begin(file, goods_target(self._stand.row_to_type_into()))

    def _go_to_backup(self) -> None:
        self.show_settings(SettingsPage.BACKUP)

    def _go_to_office(self, case_id: str) -> None:
        """Open the office's page at the fields of one case."""
        self.go(Place.TODAY)
        self._today_view.show_office_page(case_id)

    def _ask_for_roster(self) -> None:
        if file := self._chosen_table():
            self.import_roster(file)

    def _ask_for_goods(self) -> None:
        if file := self._chosen_table():
            self.import_goods(file)

    def _chosen_table(self) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self.shell, tr("ui.sheet.choose"), "", tr("ui.sheet.files"))
        return Path(name) if name else None

    def _write_table(self, sheet: Sheet, meant: list[Any]) -> None:
        if self._goods_awaited and self._stand is not None:
            self._stand.write_goods(meant)
            self.importing.finish()
            self._back_to_place()
        else:
            self.fair.write(sheet, meant, self.importing)

    def _read_roster(self) -> None:
        """Read the roster the form of a new stand fills the party in from."""
        self.fair.refresh()

    def _start_at(self, exhibitor: Exhibitor) -> None:
        self.shell.go(Place.TODAY)
        self.today.start_at(exhibitor)

    def _ask_to_hand_over(self) -> None:
        self.drafts.pause()
        self.shell.show_over(self._hand_over)
        self._hand_over.begin()

    def _back_to_place(self) -> None:
        self._turn_to(self.shell.place)
        if self._stand is not None:
            self._stand.take_keyboard()

    def _not_handed_over(self) -> None:
        self._back_to_place()
        self.drafts.go_on()

    def _handed_over(self) -> None:
        self._back_to_place()
        self.drafts.turn_to(self.opened.ways_in.acting_officer)
        self.today.refresh()

    def _left_stand(self) -> None:
        self.open_stand = ""
        self._inspection.setCurrentWidget(self._no_stand)
        self.go(Place.TODAY)

    def _look_at(self, photo_id: str) -> None:
        """Look closely at a photo of the open stand."""
        gallery = self.gallery
        self.shell.go(Place.PHOTOS)
        gallery.look_from_stand(self.open_stand, photo_id)

    def _take_shot(self, inspection_id: str, item_id: str | None, tag: PhotoTag) -> None:
        """Open the camera of a stand for a photo that is missing there."""
        self.show_stand(inspection_id)
        stand = self._stand
        if stand is not None:
            once = Qt.ConnectionType.SingleShotConnection
            stand.settled.connect(lambda: stand.open_camera(item_id, tag), once)

    def _play(self, recording_id: str) -> None:
        """Play a recording of the open stand."""
        gallery = self.gallery
        self.shell.go(Place.PHOTOS)
        gallery.play_from_stand(recording_id)

    def _read_stand_again(self) -> None:
        """Show in the workspace what was assigned in the gallery."""
        if self._stand is not None and self.open_stand:
            self._stand.read_again()

    def _turn_to(self, place: Place) -> None:
        """Show a place; where a stand is open there, the header goes on to name it."""
        self.shell.go(place)
        if place is Place.INSPECTION and self.open_stand:
            self.shell.show_title(self._stand_title)

    def _show_stand_title(self, title: str) -> None:
        self._stand_title = title
        if self.shell.place is Place.INSPECTION:
            self.shell.show_title(title)

    def _reached(self) -> None:
        self._was_reached = True

    def _show_frame(self, today: Today, status: DeliveryStatus) -> None:
        acting = self.opened.ways_in.acting_officer
        self.shell.show_officers(
            [
                tr("ui.hand_over.acting", name=each.name) if each.id == acting else each.name
                for each in today.officers
            ]
        )
        self._show_standing(status)

    def _show_office(self, shown: OfficeShown) -> None:
        words = tr("ui.office.today_badge", count=shown.count)
        self.shell.rail.show_count(Place.TODAY.value, shown.count, words)

    def _show_standing(self, status: DeliveryStatus) -> None:
        self.shell.show_standing(
            Standing(bool(status.centre), self._was_reached, sealed=status.taken, confirmed=status.confirmed)
        )
