"""Each page of a stand with the presenters that act on what it reports, and how they hear each other."""

from __future__ import annotations

from collections.abc import Callable

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.capture_presenter import CapturePresenter, MakeCameras
from ui.desktop.screens.inspection.capture_view import CaptureView
from ui.desktop.screens.inspection.card_presenter import CardPresenter
from ui.desktop.screens.inspection.card_view import CardView
from ui.desktop.screens.inspection.case_presenter import CasePresenter
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
from ui.desktop.screens.inspection.photos_presenter import PhotosPresenter
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.visit_presenter import VisitPresenter
from ui.desktop.screens.inspection.visit_view import VisitView
from ui.desktop.screens.notices.labels_presenter import LabelsPresenter
from ui.desktop.screens.notices.presenter import NoticesPresenter
from ui.desktop.screens.notices.scans_presenter import ScansPresenter
from ui.desktop.screens.notices.view import NoticesView
from ui.desktop.screens.today.line import Line
from ui.desktop.small_pictures import SealedPictures, SmallPictures
from ui.desktop.tasks import Tasks


class VisitPage:
    """Step ①."""

    def __init__(self, stand: Stand) -> None:
        view = self.view = VisitView()
        visit = VisitPresenter(stand, view)
        self.presenters = (visit,)
        view.credentials_answered.connect(visit.credentials_answered)
        view.source_given.connect(visit.source_given)
        view.rights_answered.connect(visit.rights_answered)
        view.presence_given.connect(visit.presence_given)
        view.witness_given.connect(visit.witness_given)


class PartyPage:
    """Step ②."""

    def __init__(self, stand: Stand) -> None:
        view = self.view = PartyView()
        self.party = PartyPresenter(stand, view)
        self.presenters = (self.party,)
        view.party_typed.connect(self.party.party_typed)
        view.code_typed.connect(self.party.code_typed)

    def tell_no_licence(self) -> None:
        """Say that there is no photo of a licence to read from."""
        self.view.show_hint("name", tr("ui.party.no_photo"))


class GoodsPage:
    """Step ③."""

    def __init__(self, stand: Stand, tasks: Tasks) -> None:
        self.model = ItemsModel()
        view = self.view = GoodsView(self.model)
        SmallPictures(SealedPictures(stand.device), tasks, view.strip)
        self.items = ItemsPresenter(stand, view, self.model)
        self.photos = PhotosPresenter(stand, view)
        self.presenters = (self.items, self.photos)
        view.removal_asked.connect(self.items.row_removed)
        view.undo_asked.connect(self.items.undo)
        view.redo_asked.connect(self.items.redo)
        view.pasted.connect(self.items.pasted)
        view.photos_assigned.connect(self.items.photos_assigned)


class MeasurePage:
    """Step ④."""

    def __init__(self, stand: Stand) -> None:
        view = self.view = MeasureView()
        self.measure = MeasurePresenter(stand, view)
        self.presenters = (self.measure,)
        view.measure_typed.connect(self.measure.measure_typed)
        view.lookups_typed.connect(self.measure.lookups_typed)
        view.scene_typed.connect(self.measure.scene_typed)
        view.draft_asked.connect(self.measure.draft_asked)
        view.approved_just_now.connect(self.measure.approved_just_now)
        view.told.connect(self.measure.told)


class NoticesPage:
    """Step ⑤: the papers, the pages signed by hand and the labels."""

    def __init__(self, stand: Stand) -> None:
        view = self.view = NoticesView()
        self.notices = NoticesPresenter(stand, view)
        self.scans = ScansPresenter(stand, view.scans)
        self.labels = LabelsPresenter(stand, view.labels)
        self.presenters = (self.notices, self.scans, self.labels)
        self._join_papers()
        self._join_scans()
        self._join_labels()

    def _join_papers(self) -> None:
        view, notices = self.view, self.notices
        view.notice_chosen.connect(notices.notice_chosen)
        view.issue_asked.connect(notices.issue_asked)
        view.record_closed.connect(notices.record_closed)
        view.set_aside_asked.connect(notices.set_aside_asked)
        view.paper_begun.connect(notices.paper_begun)
        view.paper_answered.connect(notices.paper_answered)
        view.paper_turned.connect(notices.paper_turned)
        view.paper_dropped.connect(notices.paper_dropped)
        view.print_asked.connect(notices.print_asked)
        view.print_stopped.connect(notices.print_stopped)

    def _join_scans(self) -> None:
        view, scans = self.view.scans, self.scans
        self.view.scans_looked_at.connect(scans.looked_at)
        view.files_given.connect(scans.files_given)
        view.photos_asked.connect(scans.photos_asked)
        view.stopped.connect(scans.stopped)
        view.row_chosen.connect(scans.row_chosen)
        view.set_aside_asked.connect(scans.set_aside_asked)

    def _join_labels(self) -> None:
        view, labels = self.view.labels, self.labels
        self.view.labels_looked_at.connect(labels.looked_at)
        view.stock_chosen.connect(labels.stock_chosen)
        view.skip_typed.connect(labels.skip_typed)
        view.print_asked.connect(labels.print_asked)
        view.print_stopped.connect(labels.print_stopped)
        view.file_chosen.connect(labels.file_chosen)


class LeavePage:
    """Step ⑥."""

    def __init__(self, stand: Stand, look_at_device: Callable[[str], tuple[Line, ...]]) -> None:
        view = self.view = LeaveView()
        self.leave = LeavePresenter(stand, view, look_at_device)
        case = CasePresenter(stand, view.case)
        self.presenters = (self.leave, case)
        view.case.written.connect(case.field_written)
        view.review_asked.connect(self.leave.review_asked)
        view.later.begun.connect(self.leave.later_begun)


class CapturePage:
    """The camera; what it takes joins the photos of the goods."""

    def __init__(self, stand: Stand, tasks: Tasks, goods: GoodsPage, cameras: MakeCameras | None) -> None:
        self.view = CaptureView()
        SmallPictures(SealedPictures(stand.device), tasks, self.view.strip)
        self.capture = CapturePresenter(self.view, goods.photos, stand, tasks, cameras)
        self.presenters = (self.capture,)


class CardPage:
    """Photos from a card or a folder; how far an import is stands beside the goods, too."""

    def __init__(self, stand: Stand, tasks: Tasks, goods: GoodsPage) -> None:
        self.view = CardView()
        self.card = CardPresenter(self.view, goods.view, stand, tasks)
        self.presenters = (self.card,)
        goods.view.import_resumed.connect(self.card.import_resumed)
        goods.view.import_cancelled.connect(self.card.import_cancelled)
        goods.view.refusals_dismissed.connect(self.card.refusals_dismissed)


class CloseLookPage:
    """One photo to read and to measure in; what is accepted goes into its row of the goods."""

    def __init__(self, stand: Stand, goods: GoodsPage) -> None:
        self.view = CloseLookView()
        self.look = CloseLookPresenter(stand, self.view, goods.model)
        self.presenters = (self.look,)
