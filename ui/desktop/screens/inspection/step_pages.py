"""The pages of a stand: each is built when it is first asked for, and follows the record from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import partial
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.records import Item
from ui.desktop.screens.inspection.capture_presenter import MakeCameras
from ui.desktop.screens.inspection.goods_view import GoodsView
from ui.desktop.screens.inspection.joined_pages import (
    CapturePage,
    CardPage,
    CloseLookPage,
    GoodsPage,
    LeavePage,
    MeasurePage,
    NoticesPage,
    PartyPage,
    VisitPage,
)
from ui.desktop.screens.inspection.leave_view import LeaveView
from ui.desktop.screens.inspection.measure_view import MeasureView
from ui.desktop.screens.inspection.party_view import PartyView
from ui.desktop.screens.inspection.photo_board import Pointing
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.inspection.steps import Spot, Step
from ui.desktop.screens.inspection.visit_view import VisitView
from ui.desktop.screens.notices.view import NoticesView
from ui.desktop.screens.today.line import Line
from ui.desktop.tasks import Tasks


class Filling(IntEnum):
    """The pages behind the third step that fill the work area."""

    CAPTURE = len(Step) + 1
    CARD = len(Step) + 2
    CLOSE_LOOK = len(Step) + 3


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
    "case": Step.LEAVE,
}
"""Where an action that failed was asked for."""


StepView = VisitView | PartyView | GoodsView | MeasureView | NoticesView | LeaveView


class _Presenter(Protocol):
    def show(self, now: StandNow) -> None: ...


class _StepPresenter(_Presenter, Protocol):
    def show_problem(self, about: str, sentence: str) -> None: ...


class _Page(Protocol):
    @property
    def view(self) -> QWidget: ...

    @property
    def presenters(self) -> Sequence[_Presenter]: ...


class _StepPage(Protocol):
    @property
    def view(self) -> StepView: ...

    @property
    def presenters(self) -> Sequence[_StepPresenter]: ...


P_co = TypeVar("P_co", bound=_Page, covariant=True)


class Once(Generic[P_co]):
    """A page to come: calling it builds it the first time."""

    def __init__(self, build: Callable[[], P_co], put: Callable[[_Page], None]) -> None:
        """`put` is told of the page as soon as it stands."""
        self._build = build
        self._put = put
        self.built: P_co | None = None
        """The page, once somebody has asked for it."""

    def __call__(self) -> P_co:
        """Return the page."""
        if self.built is None:
            self.built = self._build()
            self._put(self.built)
        return self.built


class StepPages(QObject):
    """Everything between the rail and the foot; what leads from one step to another is told outside."""

    page_built = Signal(int, QWidget)
    """(Step or Filling, the page that wants its place)"""
    jump_asked = Signal(object)
    """Spot"""
    step_asked = Signal(int)
    camera_asked = Signal()
    card_asked = Signal()
    table_asked = Signal()
    backup_asked = Signal()
    office_asked = Signal()
    close_look_asked = Signal(str, object)
    """(photo id, Pointing)"""
    filling_left = Signal()
    """The page that fills the work area shall give way to its step."""
    photo_opened = Signal(str)
    """Id of a photo that shall be looked at closely"""
    picture_shown = Signal()
    """The camera's live view has a picture."""
    recording_opened = Signal(str)
    """Id of a recording that shall be played"""
    code_typed = Signal()
    """A licence's number is being typed: it may be held back."""

    def __init__(
        self,
        stand: Stand,
        tasks: Tasks,
        cameras: MakeCameras | None,
        look_at_device: Callable[[str], tuple[Line, ...]],
    ) -> None:
        super().__init__()
        self._now: StandNow | None = None
        self._built: dict[int, _Page] = {}
        self.visit = self._once(Step.ARRIVAL, lambda: VisitPage(stand))
        self.party = self._once(Step.PARTY, lambda: self._joined_party(PartyPage(stand)))
        self.goods = self._once(Step.GOODS, lambda: self._joined_goods(GoodsPage(stand, tasks)))
        self.measure = self._once(Step.MEASURE, lambda: self._joined_measure(MeasurePage(stand)))
        self.notices = self._once(Step.NOTICES, lambda: self._joined_notices(NoticesPage(stand)))
        self.leave = self._once(Step.LEAVE, lambda: self._joined_leave(LeavePage(stand, look_at_device)))
        self.capture = self._once(
            Filling.CAPTURE, lambda: self._joined_capture(CapturePage(stand, tasks, self.goods(), cameras))
        )
        self.card = self._once(Filling.CARD, lambda: self._joined_card(CardPage(stand, tasks, self.goods())))
        self.close_look = self._once(
            Filling.CLOSE_LOOK, lambda: self._joined_close_look(CloseLookPage(stand, self.goods()))
        )
        self._steps: dict[Step, Once[_StepPage]] = {
            Step.ARRIVAL: self.visit,
            Step.PARTY: self.party,
            Step.GOODS: self.goods,
            Step.MEASURE: self.measure,
            Step.NOTICES: self.notices,
            Step.LEAVE: self.leave,
        }

    def view(self, step: Step) -> StepView:
        """Return the page of a step."""
        return self._steps[step]().view

    def built_views(self) -> dict[Step, StepView]:
        """Return the pages of the steps that were asked for so far, in their order."""
        return {step: once.built.view for step, once in self._steps.items() if once.built is not None}

    def show(self, now: StandNow) -> None:
        """Show the record as it stands, on every page there is."""
        self._now = now
        for page in self._built.values():
            _show(page, now)

    def show_problem(self, about: str, sentence: str, open_step: Step) -> None:
        """Say it where it was asked; what belongs to no step is said on the open one."""
        if about in {"reading", "dimension"}:
            self.close_look().look.show_problem(sentence)
            return
        once = self._steps[_STEP_OF.get(about, open_step)]
        page = once() if sentence else once.built
        for presenter in page.presenters if page is not None else ():
            presenter.show_problem(about, sentence)
        if self.card.built is not None and page is self.goods.built:
            self.card.built.card.show_problem(about, sentence)

    def go_to(self, spot: Spot) -> None:
        """Put the cursor into the field that mends a finding."""
        if spot.step is Step.MEASURE and spot.record_id:
            self.measure().measure.look_at(spot.record_id)
        view = self.view(spot.step)
        if isinstance(view, GoodsView):
            view.go_to(spot.field, spot.record_id)
        else:
            view.go_to(spot.field)

    def forget(self) -> None:
        """Empty what another stand left behind."""
        for view in self.built_views().values():
            view.forget()

    @property
    def holds_back(self) -> bool:
        """Tell whether something of the party stands on the screen that cannot be recorded yet."""
        return self.party.built is not None and bool(self.party.built.party.holds_back)

    def row_to_type_into(self) -> Item:
        """Return the blank row of the goods."""
        return self.goods().model.row_to_type_into()

    def write_goods(self, goods: Sequence[Item]) -> None:
        """List goods that were read from a table."""
        self.goods().items.imported(goods)

    # -- building ----------------------------------------------------------------------------------

    def _once(self, number: int, build: Callable[[], P_co]) -> Once[P_co]:
        return Once(build, partial(self._put, number))

    def _put(self, number: int, page: _Page) -> None:
        self._built[number] = page
        self.page_built.emit(number, page.view)
        if self._now is not None:
            _show(page, self._now)

    def _joined_party(self, page: PartyPage) -> PartyPage:
        page.view.code_typed.connect(self.code_typed)
        page.view.licence_asked.connect(self._look_at_licence)
        return page

    def _look_at_licence(self) -> None:
        photo_id = self.goods().photos.likely_licence()
        if photo_id:
            self.close_look_asked.emit(photo_id, Pointing.PART)
        else:
            self.party().tell_no_licence()

    def _joined_goods(self, page: GoodsPage) -> GoodsPage:
        page.view.card_asked.connect(self.card_asked)
        page.view.table_asked.connect(self.table_asked)
        page.view.camera_asked.connect(self.camera_asked)
        page.view.close_look_asked.connect(self.close_look_asked)
        page.view.photo_opened.connect(self.photo_opened)
        page.view.recording_opened.connect(self.recording_opened)
        return page

    def _joined_measure(self, page: MeasurePage) -> MeasurePage:
        page.view.goods_asked.connect(lambda: self.jump_asked.emit(Spot(Step.GOODS)))
        return page

    def _joined_notices(self, page: NoticesPage) -> NoticesPage:
        page.view.jump_asked.connect(self.jump_asked)
        page.view.way_on_asked.connect(lambda: self.step_asked.emit(Step.LEAVE))
        return page

    def _joined_leave(self, page: LeavePage) -> LeavePage:
        page.view.jump_asked.connect(self.jump_asked)
        page.view.backup_asked.connect(self.backup_asked)
        page.view.case.office_asked.connect(self.office_asked)
        return page

    def _joined_capture(self, page: CapturePage) -> CapturePage:
        page.view.left.connect(self.filling_left)
        page.view.picture_shown.connect(self.picture_shown)
        return page

    def _joined_card(self, page: CardPage) -> CardPage:
        page.view.left.connect(self.filling_left)
        return page

    def _joined_close_look(self, page: CloseLookPage) -> CloseLookPage:
        page.view.left.connect(self.filling_left)
        page.look.party_value_accepted.connect(self._put_into_party)
        return page

    def _put_into_party(self, field: str, value: str) -> None:
        self.party().view.put(field, value)


def _show(page: _Page, now: StandNow) -> None:
    for presenter in page.presenters:
        presenter.show(now)
