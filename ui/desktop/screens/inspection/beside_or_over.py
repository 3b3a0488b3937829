"""The work of a step with the quality panel at its right, or over it where the window is too narrow for both."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desktop.i18n import tr
from ui.desktop.screens.inspection.quality import Quality
from ui.desktop.screens.inspection.quality_panel import PANEL_WIDTH, QualityPanel
from ui.desktop.theme import Tone
from ui.desktop.widgets import Button

_LEAST_WORK = 840
"""Pixels in which a step can be worked on beside the panel."""


class PanelButton(Button):
    """Says how much blocks and opens the panel, where there is no room for it beside the work."""

    def __init__(self) -> None:
        super().__init__(tr("ui.quality.title"), icon="list-checks")
        self.setCheckable(True)
        self.setProperty("kind", "segment")
        self.hide()

    def show_quality(self, quality: Quality) -> None:
        """Show the number of findings that block, or else of advice."""
        if quality.blocking:
            self.show_icon("octagon-alert", Tone.DANGER)
        else:
            self.show_icon(
                "triangle-alert" if quality.advice else "circle-check",
                Tone.WARN if quality.advice else Tone.OK,
            )
        count = len(quality.blocking or quality.advice)
        self.set_text(str(count) if count else tr("ui.quality.calm"))
        words = tr("ui.quality.title")
        self.setToolTip(words)
        self.setAccessibleName(f"{words} {count}" if count else f"{words} {tr('ui.quality.calm')}")


class BesideOrOver(QWidget):
    """Holds the work and the panel; `opener` is shown where the panel comes only when it is asked for."""

    def __init__(self, work: QWidget, panel: QualityPanel, opener: PanelButton) -> None:
        super().__init__()
        self._work, self._panel, self._opener = work, panel, opener
        self._has_panel = True
        self._lines = QHBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._lines.addWidget(work, 1)
        self._lines.addWidget(panel)
        opener.toggled.connect(lambda _: self._arrange())
        panel.jump_asked.connect(lambda _: opener.setChecked(False))

    @property
    def _is_over(self) -> bool:
        return self.width() < _LEAST_WORK + PANEL_WIDTH

    def show_panel(self, has_panel: bool) -> None:
        """Let a step have the panel, or all the room."""
        self._has_panel = has_panel
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return what the work alone needs."""
        return self._work.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel where it has room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_beside = self._lines.indexOf(self._panel) >= 0
        if self._is_over and is_beside:
            self._lines.removeWidget(self._panel)
        elif not self._is_over and not is_beside:
            self._lines.addWidget(self._panel)
        self._opener.setVisible(self._has_panel and self._is_over)
        self._panel.setVisible(self._has_panel and (self._opener.isChecked() or not self._is_over))
        if self._is_over:
            self._panel.setGeometry(QRect(self.width() - PANEL_WIDTH, 0, PANEL_WIDTH, self.height()))
            self._panel.raise_()
