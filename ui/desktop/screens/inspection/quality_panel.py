"""The live 案件质量 panel: what blocks, what to note, each with its article and a jump; the four counts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector.law.shots import Completeness
from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.parts import column, empty, row, say
from ui.desktop.screens.inspection.quality import FourCounts, Quality, QualityLine
from ui.desktop.screens.inspection.row_button import RowButton
from ui.desktop.screens.inspection.steps import Spot, Step
from ui.desktop.theme import Tone, theme
from ui.desktop.theme.tokens import XS, L, M, S
from ui.desktop.widgets import Role, StateWord, Words, scrolled

PANEL_WIDTH = 264
_SHOTS_TOLD = 4
"""Kinds of missing photos named on the panel; all of them in the tooltip."""


class QualityPanel(QWidget):
    """Beside every step; a finding is pressed to get to the field that mends it."""

    jump_asked = Signal(object)
    """Spot"""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(PANEL_WIDTH)
        self.setAccessibleName(tr("ui.quality.title"))
        self._blocking = StateWord()
        self._advice = StateWord()
        self._lines = column(spacing=XS)
        self._lines.setContentsMargins(S, 0, S, 0)
        self._counts = CountsLine()
        self._shown: Quality | None = None
        top = column(
            Words(tr("ui.quality.title"), Role.SECTION), row(self._blocking, self._advice, 1), spacing=S
        )
        top.setContentsMargins(L, 0, M, 0)
        self._case = CaseLine()
        self._case.hide()
        self._case.clicked.connect(lambda: self.jump_asked.emit(Spot(Step.LEAVE, "case")))
        counts = column(self._counts, self._case)
        counts.setContentsMargins(L, 0, M, 0)
        whole = column(top, scrolled(self._lines), counts, spacing=M)
        whole.setStretch(1, 1)
        whole.setContentsMargins(1, L, 0, L)
        self.setLayout(whole)

    def show_quality(self, quality: Quality, counts: FourCounts) -> None:
        """Show the findings as they stand; the list keeps its place while nothing changed."""
        self._counts.show_counts(counts)
        if quality == self._shown:
            return
        self._shown = quality
        if quality.is_calm:
            say(self._blocking, tr("ui.quality.calm"), Tone.OK)
        else:
            say(self._blocking, tr("ui.quality.blocking", count=len(quality.blocking)), Tone.DANGER)
        say(
            self._advice,
            tr("ui.quality.advice", count=len(quality.advice)) if quality.advice else "",
            Tone.WARN,
        )
        empty(self._lines)
        if quality.is_calm:
            calm = Words(
                tr("ui.quality.calm_text" if quality.advice else "ui.quality.all_calm"),
                Role.MUTED,
                wraps=True,
            )
            calm.setContentsMargins(S, 0, S, S)
            self._lines.addWidget(calm)
        for line in (*quality.blocking, *quality.advice):
            finding = FindingLine(line)
            finding.clicked.connect(lambda _=False, spot=line.spot: self.jump_asked.emit(spot))
            self._lines.addWidget(finding)
        self._lines.addStretch(1)

    def show_case(self, lines: Sequence[str]) -> None:
        """Show what office and officers say of the case; nothing takes it away."""
        self._case.show_lines(lines)
        self._case.setVisible(bool(lines))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface and the line on the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme().tokens.surface))
        painter.fillRect(QRect(0, 0, 1, self.height()), QColor(theme().tokens.line))
        painter.end()


class FindingLine(RowButton):
    """One finding: number and message, below it the article and the jump."""

    def __init__(self, line: QualityLine) -> None:
        mark = StateWord(
            "octagon-alert" if line.blocks else "triangle-alert",
            line.number,
            Tone.DANGER if line.blocks else Tone.WARN,
        )
        parts = column(
            row(mark, 1, StateWord("arrow-right", tr("ui.quality.mend"), Tone.ACCENT), spacing=XS),
            Words(line.message, wraps=True),
            Words(line.article, Role.CAPTION, wraps=True),
            spacing=2,
        )
        parts.setContentsMargins(S, S, S, S)
        super().__init__(parts, tr("ui.quality.mend_named", number=line.number, message=line.message))
        self.setToolTip(line.article)


class CaseLine(RowButton):
    """The case in a few lines; pressed, it leads to the card where it is written."""

    def __init__(self) -> None:
        self._lines = Words("", wraps=True)
        parts = column(
            row(
                Words(tr("ui.case.title"), Role.CAPTION),
                1,
                StateWord("arrow-right", tr("ui.case.open"), Tone.ACCENT),
                spacing=XS,
            ),
            self._lines,
            spacing=2,
        )
        parts.setContentsMargins(0, S, 0, S)
        super().__init__(parts, tr("ui.case.title"))

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show the lines."""
        self._lines.setText("\n".join(lines))
        self.setAccessibleName(f"{tr('ui.case.title')}：{'，'.join(lines)}")


class CountsLine(QWidget):
    """清单 = 照片, 封条 and 文书 against the rows of the measure, with ≠ where they differ."""

    def __init__(self) -> None:
        super().__init__()
        self._first = StateWord()
        self._second = StateWord()
        self._shots = StateWord()
        self._missing = Words("", Role.CAPTION, wraps=True)
        self.setLayout(
            column(
                Words(tr("ui.counts.title"), Role.CAPTION),
                self._first,
                self._second,
                self._shots,
                self._missing,
                spacing=XS,
            )
        )

    def show_counts(self, counts: FourCounts) -> None:
        """Show the counts; the list's rows are the measure of the others."""
        photographed = counts.photographed == counts.rows
        say(
            self._first,
            f"{tr('ui.counts.rows')} {counts.rows} {_sign(photographed)} {tr('ui.counts.photos')} {counts.photographed}",
            _tone(photographed, counts.rows),
        )
        labelled = counts.labelled == counts.to_label
        printed = tr("ui.counts.none") if counts.printed is None else str(counts.printed)
        words = (
            f"{tr('ui.counts.labels')} {counts.labelled} {_sign(labelled)} {counts.to_label}　"
            f"{tr('ui.counts.paper')} {printed}"
        )
        say(self._second, words if counts.to_label else "", _tone(labelled, counts.to_label))
        self._show_shots(counts.shots)

    def _show_shots(self, shots: Completeness) -> None:
        """Say what the shot list misses; advice, it blocks nothing."""
        count = sum(count for _, count in shots.missing)
        if shots.is_whole:
            words, tone = (tr("ui.counts.shots_whole", wanted=shots.wanted) if shots.wanted else ""), Tone.OK
        else:
            words, tone = tr("ui.counts.shots", wanted=shots.wanted, count=count), Tone.WARN
        say(self._shots, words, tone)
        missing = [
            tr("ui.counts.shots_of", name=tr(f"ui.tag.{tag}"), count=count) for tag, count in shots.missing
        ]
        self._missing.setText("、".join(missing[:_SHOTS_TOLD]))
        self._missing.setToolTip("、".join(missing))
        self._missing.setVisible(bool(missing))


def _tone(agrees: bool, rows: int) -> Tone:
    if not rows:
        return Tone.MUTED
    return Tone.OK if agrees else Tone.WARN


def _sign(agrees: bool) -> str:
    return "=" if agrees else "≠"
