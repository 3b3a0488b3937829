"""One line for the electronic seals of an issued paper: calm while they hold, plain words when one does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from inspector.actions.notice_seals import SealTold, SealVerdict
from inspector.records import SealRole
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column
from ui.desktop.theme.tokens import XS
from ui.desktop.widgets import Role, Words


@dataclass(frozen=True)
class SealsShown:
    """The line, and below it a sentence for each seal that does not hold."""

    line: str = ""
    problems: tuple[str, ...] = ()


def seals_shown(told: Sequence[SealTold]) -> SealsShown:
    """Return what is said of the seals of one paper; nothing of a paper issued without seals."""
    if not told:
        return SealsShown()
    marks = [f"{_holder(seal)} {'✓' if seal.verdict is SealVerdict.GOOD else '✗'}" for seal in told]
    problems = tuple(
        tr(f"ui.notices.seal.{seal.verdict.value}", holder=_holder(seal))
        for seal in told
        if seal.verdict is not SealVerdict.GOOD
    )
    return SealsShown(tr("ui.notices.seals", marks="　".join(marks)), problems)


class SealLine(QWidget):
    """Empty until the seals have been read; never in the way of the page."""

    def __init__(self) -> None:
        super().__init__()
        self._line = Words("", Role.CAPTION, wraps=True)
        self._problems = Words("", Role.PROBLEM, wraps=True)
        whole = column(self._line, self._problems, spacing=XS)
        whole.setContentsMargins(0, 0, 0, 0)
        self.setLayout(whole)
        self.show_seals(SealsShown())

    def show_seals(self, seals: SealsShown) -> None:
        """Show what reading the seals found; nothing takes the line away."""
        self._line.setText(seals.line)
        self._problems.setText("\n".join(seals.problems))
        self._problems.setVisible(bool(seals.problems))
        self.setVisible(bool(seals.line))

    @property
    def text(self) -> str:
        """All that is shown, for those who listen to the screen and for tests."""
        return "\n".join(filter(None, (self._line.text(), self._problems.text())))


def _holder(seal: SealTold) -> str:
    if seal.role is SealRole.DEVICE:
        return tr("ui.notices.seal.device")
    if seal.role is SealRole.TIMESTAMP:
        return tr("ui.notices.seal.timestamp")
    return seal.name.partition("（")[0] or tr("ui.notices.seal.officer")
