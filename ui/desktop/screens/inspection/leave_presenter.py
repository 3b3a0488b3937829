"""Step ⑥ for the screen: the sixty-second look before leaving, then the seal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from inspector.actions import follow_up, seal_inspection
from inspector.actions.ports import Device
from inspector.actions.review_sheet import review_sheet
from ui.desktop.i18n import Language, spoken, tr
from ui.desktop.screens.inspection.later_view import LaterShown, LaterTyped
from ui.desktop.screens.inspection.stand import Stand
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.screens.inspection.steps import Spot, Step
from ui.desktop.screens.today.line import Line

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


@dataclass(frozen=True)
class LeaveLine:
    """One thing looked at."""

    text: str
    is_passed: bool
    stops: bool
    spot: Spot


@dataclass(frozen=True)
class LeaveShown:
    """What the last step shows."""

    lines: tuple[LeaveLine, ...]
    photos: int
    can_seal: bool
    is_sealed: bool
    later: LaterShown | None = None
    """What may follow once the stand is sealed."""


class LeaveView(Protocol):
    """What the presenter asks of the last step's view."""

    def show_leave(self, shown: LeaveShown) -> None:
        """Show the gate."""

    def show_device(self, lines: tuple[Line, ...]) -> None:
        """Show room and backup."""

    def show_problem(self, field: str, sentence: str) -> None:
        """Say what keeps the stand open, or nothing with an empty sentence."""

    def ask_printer(self) -> QPrinter | None:
        """Return the printer the officer chose, or nothing."""

    def show_printed(self, sentence: str) -> None:
        """Say that the review sheet went to the printer."""


class LeavePresenter:
    """Shows the gate and seals the stand when it is passed."""

    def __init__(
        self, stand: Stand, view: LeaveView, look_at_device: Callable[[str], tuple[Line, ...]]
    ) -> None:
        """`look_at_device` tells of copy, room and battery for an inspection."""
        self._stand = stand
        self._view = view
        self._now: StandNow | None = None
        self._look_at_device = look_at_device

    def show(self, now: StandNow) -> None:
        """Show the gate as it stands."""
        self._now = now
        self._view.show_leave(leave_shown(now))
        self._stand.load(lambda _, inspection_id: self._look_at_device(inspection_id), self._view.show_device)

    def show_problem(self, about: str, sentence: str) -> None:
        """Show why the stand could not be sealed."""
        self._view.show_problem(about, sentence)

    def review_asked(self) -> None:
        """Print the review sheet as the record stands now."""
        printer = self._view.ask_printer() if self._now is not None else None
        if printer is None:
            return

        def print_sheet(device: Device, inspection_id: str) -> int:
            from ui.desktop.printing import print_pdf

            return print_pdf(printer, review_sheet(device, inspection_id))

        def printed(pages: int) -> None:
            self._view.show_printed(tr("ui.leave.review_printed", pages=pages))

        self._stand.load(print_sheet, printed)

    def later_begun(self, typed: LaterTyped) -> None:
        """Begin the record of later acts and turn to it."""
        self._stand.do(
            "later",
            lambda device, inspection_id, by: follow_up.begin_follow_up(
                device, inspection_id, officer_ids=typed.officer_ids, place=typed.place, by=by
            ),
            lambda begun: self._stand.followed.emit(begun.id),
        )

    def seal_asked(self) -> None:
        """Seal the stand; the workspace is left once the record is durable."""
        if self._now is None or not leave_shown(self._now).can_seal:
            return
        self._stand.do(
            "leave",
            lambda device, inspection_id, by: seal_inspection.seal_inspection(device, inspection_id, by=by),
            lambda _: self._stand.left.emit(),
        )


def leave_shown(now: StandNow) -> LeaveShown:
    """Return the gate in words, with where each open line is mended."""
    lines = tuple(
        LeaveLine(
            text=line.text_en if spoken() is Language.ENGLISH else line.text_zh,
            is_passed=line.passed,
            stops=line.stops,
            spot=_spot(line.code),
        )
        for line in now.gate
    )
    return LeaveShown(
        lines=lines,
        photos=len(now.dossier.photos),
        can_seal=not now.is_sealed and all(line.is_passed or not line.stops for line in lines),
        is_sealed=now.is_sealed,
        later=later_shown(now),
    )


def later_shown(now: StandNow) -> LaterShown | None:
    """Return what later acts begin with; None while the stand is open."""
    if not now.is_sealed:
        return None
    bureau = now.dossier.bureau
    return LaterShown(
        officers=tuple((each.id, f"{each.name} {each.cert_no}") for each in now.colleagues),
        chosen=now.dossier.inspection.officer_ids,
        place=bureau.address or bureau.name,
    )


def _spot(code: str) -> Spot:
    """Return where an open line of the gate is mended."""
    about, _, name = code.partition(".")
    if about in {"notice", "papers", "scans"}:
        return Spot(Step.NOTICES, name if about == "notice" else about)
    return Spot(Step.MEASURE if about in {"deadlines", "approval"} else Step.GOODS)
