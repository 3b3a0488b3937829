"""The inspection workspace: rail of steps, the step's own page, the live 案件质量 panel, one way on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QWidget

from inspector.errors import InspectorError
from inspector.records import Item, PhotoTag
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.beside_or_over import BesideOrOver, PanelButton
from ui.desktop.screens.inspection.capture_presenter import MakeCameras
from ui.desktop.screens.inspection.capture_view import CaptureView
from ui.desktop.screens.inspection.card_view import CardView
from ui.desktop.screens.inspection.case_presenter import case_shown
from ui.desktop.screens.inspection.close_look_view import CloseLookView
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.leave_presenter import leave_shown
from ui.desktop.screens.inspection.parts import column, row, say, tab_before
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.inspection.quality import four_counts, quality
from ui.desktop.screens.inspection.quality_panel import QualityPanel
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.inspection.step_pages import Filling, StepPages
from ui.desktop.screens.inspection.steps import Mark, Spot, Step, marks
from ui.desktop.screens.inspection.text_field import TextField
from ui.desktop.screens.today.safety import leave_lines
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Theme, Tone
from ui.desktop.theme.tokens import L, S
from ui.desktop.widgets import Button, Kind, Stack, StateWord, StepMark, StepRail
from ui.desktop.widgets.stands_for import StandsFor
from ui.draft_book import ImportChoices, LostShot, Strokes

if TYPE_CHECKING:
    from ui.wiring import OpenDevice

_ONE_RECORD = (Step.ARRIVAL, Step.PARTY, Step.MEASURE)
"""Steps whose fields never turn to another record; a row's or a signer's fields do."""
_MARKS = {Mark.EMPTY: StepMark.EMPTY, Mark.OPEN: StepMark.OPEN, Mark.DONE: StepMark.DONE}


class InspectionScreen(QWidget):
    """One stand from arrival to seal.

    `settled` tells that everything the open step asked for is on the screen; `show_step` opens a step,
    as the rail does. `cameras` lists the sources for the capture page; None where there are none.
    """

    left = Signal()
    """The stand was sealed and can be left."""
    followed = Signal(str)
    """Id of the record of later acts that was begun for this stand."""
    titled = Signal(str)
    """Booth and party, for the header."""
    evidence_changed = Signal()
    """A photo was sealed: the header's numbers are old."""
    office_asked = Signal(str)
    """Id of the visit whose fields the office and this device say differently."""
    backup_asked = Signal()
    """A copy on a second medium shall be made."""
    table_asked = Signal()
    """Goods shall come from a CSV or Excel file."""
    settled = Signal()
    photo_opened = Signal(str)
    """Id of a photo that shall be looked at closely"""
    recording_opened = Signal(str)
    """Id of a recording that shall be played"""
    picture_shown = Signal()
    """The camera's live view has a picture."""

    def __init__(
        self, open_device: OpenDevice, tasks: Tasks, theme: Theme, cameras: MakeCameras | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._stand = Stand(open_device.device, tasks, lambda: open_device.ways_in.acting_officer)
        self._step = Step.ARRIVAL
        self._photos_seen = -1
        self._now: StandNow | None = None
        self._inspection_id = ""
        self._steps = StepPages(
            self._stand, tasks, cameras, lambda inspection_id: leave_lines(open_device, inspection_id)
        )
        self._filling: Filling | None = None
        """The page that fills the work area in the place of the step's own."""
        self._rail = StepRail([tr(f"ui.step.{step.value}") for step in Step], name=tr("ui.inspection.steps"))
        self._panel = QualityPanel()
        self._opener = PanelButton()
        self._pages = Stack()
        self._recorded = StateWord()
        self._next = Button(tr("ui.inspection.next"), Kind.PRIMARY, "arrow-right")
        self._lay_out()
        self._listen()
        self.show_step(Step.ARRIVAL)

    # -- for the shell, the demo and the tests -----------------------------------------------------

    def open(self, inspection_id: str) -> None:
        """Open an inspection; what another one left behind is gone first."""
        if inspection_id != self._inspection_id:
            self._inspection_id = inspection_id
            self._now, self._photos_seen = None, -1
            for field in self._typed_fields():
                field.let_go()
            self._steps.forget()
            self.show_step(Step.ARRIVAL)
        self._pages.setEnabled(False)
        self._stand.open(inspection_id)

    def show_step(self, step: int) -> None:
        """Open a step, as the rail does."""
        self._leave_page()
        if self._step is Step.NOTICES:
            self._steps.notices().notices.step_left()
        self._step = Step(step)
        self._pages.setCurrentWidget(self._steps.view(self._step))
        self._rail.show_step(self._step)
        if self._step is Step.NOTICES:
            self._steps.notices().notices.step_entered()
        self._show_way_on()
        self._settle_soon()

    def open_camera(self, item_id: str | None = None, tag: PhotoTag | None = None) -> None:
        """Open the capture page of the third step; with a tag, ready for one shot of a row or of the stand."""
        if self._can_take_photos():
            page = self._steps.capture()
            self._fill_with(Filling.CAPTURE, page.view)
            if tag is not None:
                page.view.aim_at(item_id, tag)
            page.capture.start()
            page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_close_look(self, photo_id: str, pointing: Pointing) -> None:
        """Open one photo to read it or to measure in it; leaving goes back to the step."""
        if self._now is None:
            return
        self._leave_page()
        page = self._steps.close_look()
        self._fill_with(Filling.CLOSE_LOOK, page.view)
        page.look.open(photo_id, pointing)
        page.view.board.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def close_look_page(self) -> CloseLookView:
        """The page with one photo."""
        return self._steps.close_look().view

    def close_camera(self) -> None:
        """Stop the camera and go back to the goods."""
        self.show_step(Step.GOODS)

    def read_again(self) -> None:
        """Read the record again: another screen wrote to it."""
        self._stand.read_again()

    def open_card(self) -> None:
        """Open the import page of the third step."""
        if self._can_take_photos():
            page = self._steps.card()
            self._fill_with(Filling.CARD, page.view)
            page.card.start()
            page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files and folders as they are given."""
        self._steps.card().card.import_asked(paths)

    def _can_take_photos(self) -> bool:
        """Turn to the third step, while the stand is open."""
        if self._now is None or self._now.is_sealed:
            return False
        self.show_step(Step.GOODS)
        return True

    def _fill_with(self, filling: Filling, page: QWidget) -> None:
        self._filling = filling
        self._desk.show_panel(False)
        self._foot.hide()
        self._pages.setCurrentWidget(page)

    @property
    def is_shown(self) -> bool:
        """Tell whether the record of the open stand is on the screen."""
        return self._now is not None and self._now.dossier.inspection.id == self._inspection_id

    @property
    def import_rest(self) -> tuple[Path, ...]:
        """What an import has not reached yet."""
        card = self._steps.card.built
        return () if card is None else card.card.import_rest

    def offer_import(self, rest: Sequence[str]) -> None:
        """Offer to go on with an import that a lock stopped."""
        self._steps.card().card.offer_import([Path(name) for name in rest])

    def forget_imports(self) -> None:
        """Offer no more to go on with what imports left: another officer comes."""
        if (page := self._steps.card.built) is not None:
            page.card.forget_imports()

    @property
    def ink(self) -> tuple[Strokes, ...]:
        """What people put down on papers that are not issued yet."""
        notices = self._steps.notices.built
        return () if notices is None else notices.view.ink

    def put_ink_back(self, kept: Sequence[Strokes]) -> None:
        """Hold what people had put down before a lock, and open the paper one of them had not finished."""
        if kept or self._steps.notices.built is not None:
            notices = self._steps.notices()
            notices.view.put_ink_back(kept)
            if half := [each.paper for each in kept if not each.is_given]:
                notices.notices.ink_found(half[-1])

    def row_to_type_into(self) -> Item:
        """Return the blank row of the goods: what the next one begins with."""
        return self._steps.row_to_type_into()

    def write_goods(self, goods: Sequence[Item]) -> None:
        """List goods that were read from a table; one undo takes all of them back."""
        self._steps.write_goods(goods)

    def open_cell(self) -> tuple[str, int, str, int] | None:
        """Return row id, column, text and cursor of the goods' cell being typed into."""
        goods = self._steps.goods.built
        return None if goods is None else goods.view.table.open_cell()

    def reopen_cell(self, item_id: str, column: int, text: str, cursor: int) -> None:
        """Open a cell of the goods again with what was typed there."""
        self._steps.goods().view.table.reopen_cell(item_id, column, text, cursor)

    def close_cell(self) -> None:
        """Close the goods' cell being typed into without recording it."""
        if (goods := self._steps.goods.built) is not None:
            goods.view.table.close_cell()

    def chosen_row(self) -> str:
        """Return the id of the goods' row the cursor stands in; empty for none and for the blank one."""
        goods = self._steps.goods.built
        item = None if goods is None else goods.view.table.chosen()
        return item.id if item is not None else ""

    def go_to_row(self, item_id: str) -> None:
        """Put the cursor into a row of the goods, if it is still listed."""
        self._steps.goods().view.table.go_to(item_id)

    def listed_id(self, item_id: str) -> str:
        """Return the id a row of the goods was listed under; it is shown before it has one."""
        goods = self._steps.goods.built
        return item_id if goods is None else goods.items.listed_id(item_id)

    def commit(self) -> None:
        """Ask once more for everything that is not in the record: what was typed, and pictures not sealed yet."""
        for field in self._typed_fields():
            field.commit()
        if (page := self._steps.capture.built) is not None:
            page.capture.end()

    @property
    def lost_shots(self) -> tuple[LostShot, ...]:
        """Photos that were asked for and are not sealed."""
        page = self._steps.capture.built
        return () if page is None else page.capture.lost

    @property
    def import_page(self) -> ImportChoices | None:
        """What is chosen on the import page, if anything is looked at there."""
        page = self._steps.card.built
        return None if page is None else page.card.choices

    @property
    def import_is_open(self) -> bool:
        """Tell whether the import page fills the work area."""
        page = self._steps.card.built
        return page is not None and page.card.is_open

    def put_back_import(self, choices: ImportChoices) -> None:
        """Look at the same card or folder again, with what was left out of it."""
        if choices.is_open:
            self.open_card()
        self._steps.card().card.put_back(choices)

    @property
    def capture_page(self) -> CaptureView:
        """The page with the live picture."""
        return self._steps.capture().view

    @property
    def card_page(self) -> CardView:
        """The import page."""
        return self._steps.card().view

    @property
    def step(self) -> Step:
        """The step that is open."""
        return self._step

    @property
    def is_settled(self) -> bool:
        """Tell whether everything asked for is on the screen."""
        return self._stand.is_idle

    def view_of(self, step: Step) -> QWidget:
        """Return the page of a step."""
        return self._steps.view(step)

    def built_views(self) -> Mapping[Step, QWidget]:
        """Return the pages of the steps that were opened so far: on the others nobody typed anything."""
        return self._steps.built_views()

    def _lay_out(self) -> None:
        bar = QFrame()
        bar.setProperty("role", "bar")
        rail = row(self._rail, self._opener)
        rail.setStretch(0, 1)
        rail.setContentsMargins(S, 0, S, 0)
        bar.setLayout(rail)
        bar.setFixedHeight(56)
        self._foot = QWidget()
        self._goods_foot, self._rest = QWidget(), QWidget()
        self._goods_foot.setLayout(row())
        foot = row(self._recorded, self._goods_foot, self._rest, self._next, spacing=L)
        foot.setStretch(1, 1)
        foot.setStretch(2, 1)
        foot.setContentsMargins(L, S, L, S)
        self._foot.setLayout(foot)
        work = QWidget()
        lines = column(bar, self._pages, self._foot, spacing=0)
        lines.setStretch(1, 1)
        work.setLayout(lines)
        self._desk = BesideOrOver(work, self._panel, self._opener)
        self.setLayout(row(self._desk, spacing=0))

    def _put(self, number: int, page: QWidget) -> None:
        """Give a page that was just built its place."""
        self._pages.addWidget(page)
        tab_before(self._foot, page)
        if isinstance(page, GoodsView):
            beneath = self._goods_foot.layout()
            if beneath is not None:
                beneath.addWidget(page.foot)
                tab_before(self._next, page.foot)

    def _listen(self) -> None:
        self._rail.step_chosen.connect(self._turn_to)
        self._panel.jump_asked.connect(self._jump)
        self._next.clicked.connect(self._go_on)
        self._steps.page_built.connect(self._put)
        self._steps.jump_asked.connect(self._jump)
        self._steps.step_asked.connect(self.show_step)
        self._steps.camera_asked.connect(self.open_camera)
        self._steps.card_asked.connect(self.open_card)
        self._steps.close_look_asked.connect(self.open_close_look)
        self._steps.filling_left.connect(lambda: self.show_step(self._step))
        self._steps.code_typed.connect(self._show_recorded)
        self._steps.photo_opened.connect(self.photo_opened)
        self._steps.recording_opened.connect(self.recording_opened)
        self._steps.table_asked.connect(self.table_asked)
        self._steps.backup_asked.connect(self.backup_asked)
        self._steps.office_asked.connect(self._ask_office)
        self._steps.picture_shown.connect(self.picture_shown)
        self._stand.shown.connect(self._show)
        self._stand.failed.connect(self._show_failure)
        self._stand.succeeded.connect(self._show_success)
        self._stand.idle.connect(self._settle_soon)
        self._stand.left.connect(self.left)
        self._stand.followed.connect(self.followed)

    # -- what happens ------------------------------------------------------------------------------

    def _show(self, now: StandNow) -> None:
        """Show the record as it stands, on every step."""
        self._now = now
        self._pages.setEnabled(True)
        self._steps.show(now)
        found = marks(now.dossier, now.findings)
        self._rail.show_marks([_MARKS[found[step]] for step in Step])
        found_now = quality(now.findings, spoken())
        self._panel.show_quality(found_now, four_counts(now.dossier))
        self._opener.show_quality(found_now)
        self._panel.show_case(case_shown(now).brief)
        party = now.dossier.party
        booth, name = now.dossier.inspection.booth, party.name if party else tr("ui.inspection.no_party")
        self.titled.emit(f"{tr('ui.later.of', booth=booth) if now.is_later else booth} · {name}")
        if len(now.dossier.photos) != self._photos_seen:
            self._photos_seen = len(now.dossier.photos)
            self.evidence_changed.emit()
        self._show_way_on_unless_filled()

    def _show_way_on(self) -> None:
        """One primary action a step: the paper's issue and the seal have their own."""
        is_last = self._step is Step.LEAVE
        self._desk.show_panel(self._step is not Step.NOTICES)
        lists_goods = self._step is Step.GOODS
        self._goods_foot.setVisible(lists_goods)
        self._rest.setVisible(not lists_goods)
        self._next.set_text(tr("ui.leave.seal" if is_last else "ui.inspection.next"))
        self._next.set_icon("package-check" if is_last else "arrow-right")
        can_seal = self._now is not None and leave_shown(self._now).can_seal
        self._next.setEnabled(self._now is not None and (can_seal or not is_last))
        self._foot.setVisible(self._step is not Step.NOTICES)
        self._show_recorded()

    def _show_recorded(self) -> None:
        """Say whether everything on the screen is in the record; what is held back is said first."""
        word, tone = tr("ui.inspection.recorded"), Tone.OK
        if self._now is not None and self._now.is_sealed:
            word = tr("ui.inspection.sealed")
        elif any(field.is_refused for field in self._typed_fields()):
            word, tone = tr("ui.inspection.refused"), Tone.WARN
        elif self._steps.holds_back:
            word, tone = tr("ui.inspection.held_back"), Tone.WARN
        elif self._stand.unrecorded:
            word, tone = tr("ui.inspection.saving", count=self._stand.unrecorded), Tone.MUTED
        lists_goods = self._step is Step.GOODS
        say(self._recorded, "" if lists_goods else word, tone)
        if self._steps.goods.built is not None:
            say(self._steps.goods.built.view.recorded, word, tone)

    def _show_failure(self, about: str, error: InspectorError) -> None:
        for field in self._typed_fields():
            field.keep_refused()
        self._show_sentence(about, error.sentence(spoken()))

    def _show_success(self, about: str) -> None:
        for field in self._typed_fields():
            field.note_taken()
        self._show_sentence(about, "")

    def _typed_fields(self) -> list[TextField]:
        """Return the fields that stand for one place in the record as long as the stand is open."""
        built = self._steps.built_views()
        return [
            field for step in _ONE_RECORD if step in built for field in built[step].findChildren(TextField)
        ]

    def _show_sentence(self, about: str, sentence: str) -> None:
        self._steps.show_problem(about, sentence, self._step)
        self._show_way_on_unless_filled()

    def _show_way_on_unless_filled(self) -> None:
        if self._filling is None:
            self._show_way_on()

    def take_keyboard(self) -> None:
        """Let the keyboard go to the page that is open, where it has a place for it."""
        page = self._pages.currentWidget()
        if isinstance(page, StandsFor):
            page.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _turn_to(self, step: int) -> None:
        """Open the step chosen on the rail; the keyboard goes to its page even if it was open already."""
        self.show_step(step)
        self.take_keyboard()

    def _go_on(self) -> None:
        if self._step is Step.LEAVE:
            self._steps.leave().leave.seal_asked()
        else:
            self.show_step(self._step + 1)

    def _jump(self, spot: Spot) -> None:
        """Open the step and put the cursor into the field that mends a finding."""
        self.show_step(spot.step)
        self._steps.go_to(spot)

    def _ask_office(self) -> None:
        if self._now is not None:
            self.office_asked.emit(self._now.dossier.inspection.case_id)

    def _leave_page(self) -> None:
        """Stop what fills the work area before a step is shown."""
        left, self._filling = self._filling, None
        if left is Filling.CAPTURE:
            self._steps.capture().capture.stop()
        elif left is Filling.CARD:
            self._steps.card().card.stop()
        elif left is Filling.CLOSE_LOOK:
            self._steps.close_look().look.leave()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop camera, card and close look when the workspace is left or locked."""
        if self._filling is not None:
            self.show_step(self._step)
        super().hideEvent(event)

    def _settle_soon(self) -> None:
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        if self._stand.is_idle:
            self._show_way_on_unless_filled()
            self.settled.emit()
