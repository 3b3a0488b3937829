"""Looks at a newer law pack from the settings and takes it once somebody has seen what changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from inspector.errors import InspectorError
from inspector.progress import Progress
from sync.law_packs import SignedLawPack
from ui import law_desk
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.settings.law_card import LawCard
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Tone
from ui.folder_faults import folder_faults

if TYPE_CHECKING:
    from inspector.law.comparing import Difference
    from ui.law_desk import Offered
    from ui.wiring import OpenDevice

_SHOWN = 40
"""More lines than that are counted; `inspector law pack import --dry-run` prints them all."""

_CONTAINERS = {
    "statute",
    "version",
    "power",
    "rule",
    "threshold",
    "list",
    "code",
    "year",
    "cases",
    "sentence",
    "suspicion",
}
"""Names of the tables' own lists, which tell a reader nothing."""
_NAMED_FIELDS = {
    "pack",
    "length",
    "from",
    "to",
    "articles",
    "at_least",
    "at_most",
    "confirmed",
    "note",
    "basis",
    "verdict",
}


class LawPresenter(QObject):
    """Knows what the card does."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: LawCard) -> None:
        super().__init__(card)
        self._opened = opened
        self._tasks = tasks
        self._card = card
        self._offered: Offered | None = None
        card.import_asked.connect(self._choose)
        card.taken.connect(self._take)

    def look_at(self, file: Path) -> None:
        """Verify a file and show what it would change."""

        def look(_: Progress) -> Offered:
            with folder_faults():
                return law_desk.look_at(self._opened.device, file)

        self._tasks.run(look, owner=self, done=self._offer, failed=self._failed)

    def _choose(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self._card, tr("ui.settings.law.choose"), "", tr("ui.settings.law.files")
        )
        if file:
            self.look_at(Path(file))

    def _offer(self, offered: Offered) -> None:
        self._offered = offered
        lines = [_line(each) for each in offered.differences[:_SHOWN]]
        if left := len(offered.differences) - len(lines):
            lines.append(tr("ui.settings.law.left", count=left))
        self._card.show_offer(lines)
        sentence = tr(
            "ui.settings.law.offered"
            if isinstance(offered.signed, SignedLawPack)
            else "ui.settings.law.offered_years",
            before=offered.before,
            after=offered.after,
            issuer=offered.signed.issuer,
            count=len(offered.differences),
        )
        self._card.say(sentence, Tone.ACCENT)

    def _take(self) -> None:
        offered = self._offered
        if offered is None:
            return
        by = self._opened.ways_in.acting_officer or "device"
        self._tasks.run(
            lambda _: law_desk.take(self._opened.device, offered, by=by),
            owner=self,
            done=lambda _: self._end(
                tr(
                    "ui.settings.law.taken"
                    if isinstance(offered.signed, SignedLawPack)
                    else "ui.settings.law.taken_years",
                    version=offered.after,
                ),
                Tone.OK,
            ),
            failed=self._failed,
        )

    def _failed(self, error: InspectorError) -> None:
        self._end(error.sentence(spoken()), Tone.DANGER)

    def _end(self, sentence: str, tone: Tone) -> None:
        self._offered = None
        self._card.show_offer(())
        self._card.say(sentence, tone)


def _line(each: Difference) -> str:
    before, after = each.before or tr("ui.settings.law.absent"), each.after or tr("ui.settings.law.absent")
    table = tr(f"ui.settings.law.table.{each.table.removesuffix('.toml')}")
    *rows, field = each.place.split("·")
    named = tr(f"ui.settings.law.field.{field}") if field in _NAMED_FIELDS else field
    place = " · ".join((*(row for row in rows if row not in _CONTAINERS), named))
    return f"{table} {place}：{before} → {after}"
