"""The six steps' pages with their presenters, joined: what a page reports goes to the one who acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from inspector.records import Item
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.capture_presenter import CapturePresenter, MakeCameras
from ui.desktop.screens.inspection.capture_view import CaptureView
from ui.desktop.screens.inspection.card_presenter import CardPresenter
from ui.desktop.screens.inspection.card_view import CardView
from ui.desktop.screens.inspection.close_look_presenter import CloseLookPresenter
from ui.desktop.screens.inspection.close_look_view import CloseLookView
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.items_model import ItemsModel
from ui.desktop.screens.inspection.items_presenter import ItemsPresenter
from ui.desktop.screens.inspection.leave_presenter import LeavePresenter
from ui.desktop.screens.inspection.leave_view import LeaveView
from ui.desktop.screens.inspection.measure_presenter import MeasurePresenter
from ui.desktop.screens.inspection.measure_view import MeasureView
from ui.desktop.screens.inspection.party_presenter import PartyPresenter
from ui.desktop.screens.inspection.party_view import PartyView
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.inspection.photos_presenter import PhotosPresenter
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.inspection.steps import Spot, Step
from ui.desktop.screens.inspection.visit_presenter import VisitPresenter
from ui.desktop.screens.inspection.visit_view import VisitView
from ui.desktop.screens.notices.labels_presenter import LabelsPresenter
from ui.desktop.screens.notices.presenter import NoticesPresenter
from ui.desktop.screens.notices.scans_presenter import ScansPresenter
from ui.desktop.screens.notices.view import NoticesView
from ui.desktop.tasks import Tasks

StepView = VisitView | PartyView | GoodsView | MeasureView | NoticesView | LeaveView

_STEP_OF = {
    "credentials": Step.ARRIVAL,
    "lead": Step.ARRIVAL,
    "rights": Step.ARRIVAL,
    "presence": Step.ARRIVAL,
    "witness": Step.ARRIVAL,
    "name": Step.PARTY,
    "items": Step.GOODS,
    "photos": Step.GOODS,
    "undo": Step.GOODS,
    "redo": Step.GOODS,
    "import": Step.GOODS,
    "shutter": Step.GOODS,
    "measure": Step.MEASURE,
    "measure_told": Step.MEASURE,
    "findings": Step.MEASURE,
    "lookups": Step.MEASURE,
    "statement": Step.MEASURE,
    "closing": Step.NOTICES,
    "issue": Step.NOTICES,
    "paper": Step.NOTICES,
    "set_aside": Step.NOTICES,
    "print": Step.NOTICES,
    "labels": Step.NOTICES,
    "scan": Step.NOTICES,
    "leave": Step.LEAVE,
    "later": Step.LEAVE,
}
"""Where an action that failed was asked for."""


class _Presenter(Protocol):
    def show(self, now: StandNow) -> None: ...

    def show_problem(self, about: str, sentence: str) -> None: ...


class StepPages(QObject):
    """Everything between the rail and the foot; what leads from one step to another is told outside."""

    jump_asked = Signal(object)
    """Spot"""
    step_asked = Signal(int)
    camera_asked = Signal()
    card_asked = Signal()
    close_look_asked = Signal(str, object)
    """(photo id, Pointing)"""
    photo_opened = Signal(str)
    """Id of a photo that shall be looked at closely"""
    code_typed = Signal()
    """A licence's number is being typed: it may be held back."""

    def __init__(self, stand: Stand, tasks: Tasks, cameras: MakeCameras | None) -> None:
        super().__init__()
        items = self._items_model = ItemsModel()
        self._visit_view, self._party_view, self.goods_view = VisitView(), PartyView(), GoodsView(items)
        self._measure_view, self._notices_view, self.leave_view = MeasureView(), NoticesView(), LeaveView()
        self.views: dict[Step, StepView] = {
            Step.ARRIVAL: self._visit_view,
            Step.PARTY: self._party_view,
            Step.GOODS: self.goods_view,
            Step.MEASURE: self._measure_view,
            Step.NOTICES: self._notices_view,
            Step.LEAVE: self.leave_view,
        }
        self.capture_view = CaptureView()
        self._visit = VisitPresenter(stand, self._visit_view)
        self.party = PartyPresenter(stand, self._party_view)
        self._items = ItemsPresenter(stand, self.goods_view, items)
        self._photos = PhotosPresenter(stand, self.goods_view)
        self._measure = MeasurePresenter(stand, self._measure_view)
        self.notices = NoticesPresenter(stand, self._notices_view)
        self.scans = ScansPresenter(stand, self._notices_view.scans)
        self.labels = LabelsPresenter(stand, self._notices_view.labels)
        self.leave = LeavePresenter(stand, self.leave_view)
        self.card_view = CardView()
        self.card = CardPresenter(self.card_view, self.goods_view, stand, tasks)
        self.capture = CapturePresenter(self.capture_view, self._photos, stand, tasks, cameras)
        self.close_look_view = CloseLookView()
        self.close_look = CloseLookPresenter(stand, self.close_look_view)
        self._presenters: dict[Step, tuple[_Presenter, ...]] = {
            Step.ARRIVAL: (self._visit,),
            Step.PARTY: (self.party,),
            Step.GOODS: (self._items, self._photos, self.card),
            Step.MEASURE: (self._measure,),
            Step.NOTICES: (self.notices, self.scans, self.labels),
            Step.LEAVE: (self.leave,),
        }
        self._join_visit_and_party()
        self._join_goods()
        self._join_measure_and_papers()

    def show(self, now: StandNow) -> None:
        """Show the record as it stands, on every step."""
        for presenters in self._presenters.values():
            for presenter in presenters:
                presenter.show(now)
        self.capture.show(now)
        self.close_look.show(now)

    def show_problem(self, about: str, sentence: str, open_step: Step) -> None:
        """Say it where it was asked; what belongs to no step is said on the open one."""
        if about in {"reading", "dimension"}:
            self.close_look.show_problem(sentence)
            return
        for presenter in self._presenters[_STEP_OF.get(about, open_step)]:
            presenter.show_problem(about, sentence)

    def _look_at_licence(self) -> None:
        photo_id = self._photos.likely_licence()
        if photo_id:
            self.close_look_asked.emit(photo_id, Pointing.PART)
        else:
            self._party_view.show_hint("name", tr("ui.party.no_photo"))

    def row_to_type_into(self) -> Item:
        """Return the blank row of the goods."""
        return self._items_model.row_to_type_into()

    def write_goods(self, goods: Sequence[Item]) -> None:
        """List goods that were read from a table."""
        self._items.imported(goods)

    def go_to(self, spot: Spot) -> None:
        """Put the cursor into the field that mends a finding."""
        view = self.views[spot.step]
        if spot.step is Step.MEASURE and spot.record_id:
            self._measure.look_at(spot.record_id)
        if isinstance(view, GoodsView):
            view.go_to(spot.field, spot.record_id)
        else:
            view.go_to(spot.field)

    def forget(self) -> None:
        """Empty what another stand left behind."""
        for view in self.views.values():
            view.forget()

    def _join_visit_and_party(self) -> None:
        self._visit_view.credentials_answered.connect(self._visit.credentials_answered)
        self._visit_view.source_given.connect(self._visit.source_given)
        self._visit_view.rights_answered.connect(self._visit.rights_answered)
        self._visit_view.presence_given.connect(self._visit.presence_given)
        self._visit_view.witness_given.connect(self._visit.witness_given)
        self._party_view.party_typed.connect(self.party.party_typed)
        self._party_view.code_typed.connect(self.party.code_typed)
        self._party_view.code_typed.connect(self.code_typed)
        self._party_view.licence_asked.connect(self._look_at_licence)
        self.close_look.party_value_accepted.connect(self._party_view.put)
        self.close_look.row_changed.connect(self._items.row_changed)

    def _join_goods(self) -> None:
        self.goods_view.row_changed.connect(self._items.row_changed)
        self.goods_view.removal_asked.connect(self._items.row_removed)
        self.goods_view.undo_asked.connect(self._items.undo)
        self.goods_view.redo_asked.connect(self._items.redo)
        self.goods_view.pasted.connect(self._items.pasted)
        self.goods_view.photos_assigned.connect(self._items.photos_assigned)
        self.goods_view.card_asked.connect(self.card_asked)
        self.goods_view.import_resumed.connect(self.card.import_resumed)
        self.goods_view.import_cancelled.connect(self.card.import_cancelled)
        self.goods_view.refusals_dismissed.connect(self.card.refusals_dismissed)
        self.goods_view.picture_wanted.connect(self._photos.picture_wanted)
        self.goods_view.camera_asked.connect(self.camera_asked)
        self.goods_view.close_look_asked.connect(self.close_look_asked)
        self.goods_view.photo_opened.connect(self.photo_opened)

    def _join_measure_and_papers(self) -> None:
        self._measure_view.measure_typed.connect(self._measure.measure_typed)
        self._measure_view.lookups_typed.connect(self._measure.lookups_typed)
        self._measure_view.scene_typed.connect(self._measure.scene_typed)
        self._measure_view.draft_asked.connect(self._measure.draft_asked)
        self._measure_view.told.connect(self._measure.told)
        self._measure_view.goods_asked.connect(lambda: self.jump_asked.emit(Spot(Step.GOODS)))
        self._notices_view.notice_chosen.connect(self.notices.notice_chosen)
        self._notices_view.issue_asked.connect(self.notices.issue_asked)
        self._notices_view.record_closed.connect(self.notices.record_closed)
        self._notices_view.set_aside_asked.connect(self.notices.set_aside_asked)
        self._notices_view.paper_begun.connect(self.notices.paper_begun)
        self._notices_view.paper_answered.connect(self.notices.paper_answered)
        self._notices_view.paper_turned.connect(self.notices.paper_turned)
        self._notices_view.paper_dropped.connect(self.notices.paper_dropped)
        self._notices_view.print_asked.connect(self.notices.print_asked)
        self._notices_view.print_stopped.connect(self.notices.print_stopped)
        self._join_scans()
        self._join_labels()
        self._notices_view.jump_asked.connect(self.jump_asked)
        self._notices_view.way_on_asked.connect(lambda: self.step_asked.emit(Step.LEAVE))
        self.leave_view.review_asked.connect(self.leave.review_asked)
        self.leave_view.jump_asked.connect(self.jump_asked)
        self.leave_view.later.begun.connect(self.leave.later_begun)

    def _join_scans(self) -> None:
        view = self._notices_view.scans
        self._notices_view.scans_looked_at.connect(self.scans.looked_at)
        view.files_given.connect(self.scans.files_given)
        view.photos_asked.connect(self.scans.photos_asked)
        view.stopped.connect(self.scans.stopped)
        view.row_chosen.connect(self.scans.row_chosen)
        view.set_aside_asked.connect(self.scans.set_aside_asked)

    def _join_labels(self) -> None:
        view = self._notices_view.labels
        self._notices_view.labels_looked_at.connect(self.labels.looked_at)
        view.stock_chosen.connect(self.labels.stock_chosen)
        view.skip_typed.connect(self.labels.skip_typed)
        view.print_asked.connect(self.labels.print_asked)
        view.print_stopped.connect(self.labels.print_stopped)
        view.file_chosen.connect(self.labels.file_chosen)
