"""Pages signed on paper in words: which are back, which are out, and which file belongs to no page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector.actions.notice_forms import TITLES
from inspector.actions.scan_page import ScanOutcome
from inspector.records import NoticeState
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.inspection.stand_now import StandNow
from ui.desktop.theme import Tone


@dataclass(frozen=True)
class ScanRow:
    """One printed page, or one file that belongs to none."""

    name: str
    state: str
    icon: str
    tone: Tone
    told: str = ""
    """Why a file belongs to no page; empty for pages."""
    notice_id: str = ""
    page: int = 0
    photo_id: str = ""
    """The scan beside the page, or the file that was kept as a photo."""
    turned: int = 0


@dataclass(frozen=True)
class ScansShown:
    """The whole place."""

    rows: tuple[ScanRow, ...]
    back: int
    wanted: int
    """Pages signed by hand; those signed on the screen may be scanned and need not."""
    is_frozen: bool

    @property
    def summary(self) -> str:
        """Say how far it is."""
        if not self.wanted:
            return tr("ui.scans.none_wanted")
        return tr("ui.scans.summary", back=self.back, all=self.wanted)


def scans_shown(now: StandNow, outcomes: Sequence[ScanOutcome]) -> ScansShown:
    """Return every page of the papers in force that was or has to be scanned, then what belongs to none."""
    rows: list[ScanRow] = []
    back = wanted = 0
    for notice in now.dossier.notices:
        if notice.state is not NoticeState.ISSUED:
            continue
        scans = {scan.page: scan for scan in notice.scans}
        for page in range(1, notice.pages + 1):
            name = tr("ui.scans.page", title=TITLES[notice.form], page=page)
            wanted += notice.is_signed_on_paper
            back += notice.is_signed_on_paper and page in scans
            state, icon, tone = _state(is_back=page in scans, is_wanted=notice.is_signed_on_paper)
            photo_id, turned = (scans[page].photo_id, scans[page].turned) if page in scans else ("", 0)
            rows.append(
                ScanRow(name, state, icon, tone, "", notice.id, page, photo_id=photo_id, turned=turned)
            )
    for outcome in outcomes:
        if outcome.problem is not None:
            told = outcome.problem.sentence(spoken())
            rows.append(
                ScanRow(
                    outcome.file,
                    tr("ui.scans.state.problem"),
                    "octagon-alert",
                    Tone.DANGER,
                    told=told,
                    photo_id=outcome.photo_id,
                )
            )
    return ScansShown(tuple(rows), back, wanted, now.is_sealed)


def _state(*, is_back: bool, is_wanted: bool) -> tuple[str, str, Tone]:
    if is_back:
        return tr("ui.scans.state.matched"), "circle-check", Tone.OK
    if is_wanted:
        return tr("ui.scans.state.missing"), "triangle-alert", Tone.WARN
    return tr("ui.scans.state.optional"), "circle", Tone.MUTED
