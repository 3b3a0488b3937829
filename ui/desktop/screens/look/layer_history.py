"""What was done on the layer in hand: read from the journal, put into words, shown on the photo, gone back to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector.actions import draw_on_photo
from inspector.actions.draw_on_photo import LayerVersion
from inspector.clock import CHINA
from inspector.errors import InspectorError
from ui.desktop.i18n import tr
from ui.desktop.screens.look.history_panel import HistoryPanel, StepShown
from ui.desktop.screens.look.layer_desk import LayerDesk
from ui.desktop.tasks import Lane, Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class LayerHistory(QObject):
    """Fills the panel while it is open; what was chosen there is seen until the layer changes."""

    seen = Signal(object)
    """LayerVersion to be shown on the photo, or None: the layer as it stands"""
    refused = Signal(object)
    """InspectorError: the history could not be read"""

    def __init__(self, opened: OpenDevice, tasks: Tasks, panel: HistoryPanel, desk: LayerDesk) -> None:
        super().__init__(panel)
        self._opened = opened
        self._tasks = tasks
        self._panel = panel
        self._desk = desk
        self._officers: Mapping[str, str] = {}
        self._versions: tuple[LayerVersion, ...] = ()
        self._asked = 0
        """Readings asked for; only the last one is shown."""
        self._is_past_seen = False
        panel.step_chosen.connect(self._show)
        panel.return_asked.connect(self._go_back)
        desk.shown.connect(self._look_at_present)
        desk.written.connect(self.read)

    def name_officers(self, officers: Mapping[str, str]) -> None:
        """Say the officers' names by their ids."""
        self._officers = officers

    def set_open(self, is_open: bool) -> None:
        """Open or close the panel."""
        self._panel.setVisible(is_open)
        self._look_at_present()
        self.read()

    def read(self) -> None:
        """Read what was done on the layer in hand, while the panel is open."""
        if self._panel.isHidden():
            return
        layer_id = self._desk.kept_id
        self._asked += 1
        if not layer_id:
            self._arrived(())
            return
        device, asked = self._opened.device, self._asked

        def arrived(versions: tuple[LayerVersion, ...]) -> None:
            if (layer_id, asked) == (self._desk.kept_id, self._asked):  # reads may end in another order
                self._arrived(versions)

        def failed(error: InspectorError) -> None:
            self.refused.emit(error)

        self._tasks.run(
            lambda _: draw_on_photo.history_of(device, layer_id),
            owner=self,
            done=arrived,
            failed=failed,
            lane=Lane.READ,
        )

    def _arrived(self, versions: tuple[LayerVersion, ...]) -> None:
        self._versions = versions
        self._panel.show_steps(steps_shown(versions, self._officers))

    def _look_at_present(self) -> None:
        if self._is_past_seen:
            self._is_past_seen = False
            self._panel.steps.clearSelection()
            self.seen.emit(None)

    def _show(self, revision: int) -> None:
        is_newest = bool(self._versions) and self._versions[0].revision == revision
        chosen = next((each for each in self._versions if each.revision == revision), None)
        self._is_past_seen = chosen is not None and not is_newest
        self.seen.emit(chosen if self._is_past_seen else None)

    def _go_back(self, revision: int) -> None:
        chosen = next((each for each in self._versions if each.revision == revision), None)
        if chosen is not None:
            self._desk.restore(revision, chosen.layer.marks)


def steps_shown(versions: Sequence[LayerVersion], officers: Mapping[str, str]) -> tuple[StepShown, ...]:
    """Put the states of a layer into words; newest first, as they are given."""
    return tuple(
        StepShown(
            each.revision,
            tr("ui.look.history.step", number=each.revision, words=_done(each, versions[place + 1 :])),
            tr(
                "ui.look.history.detail",
                name=officers.get(each.by, ""),
                time=f"{each.at.astimezone(CHINA):%m-%d %H:%M:%S}",
                count=len(each.layer.marks),
            ),
        )
        for place, each in enumerate(versions)
    )


def _done(version: LayerVersion, earlier: Sequence[LayerVersion]) -> str:
    """Say what was done: the shape put down, changed or taken off, or where it went back to."""
    if version.change in {draw_on_photo.UNDONE, draw_on_photo.REDONE}:
        return tr(f"ui.look.history.{version.change.removeprefix('layer.')}")
    if version.change == draw_on_photo.RESTORED:
        marks = version.layer.marks
        then = next((each.revision for each in earlier if each.layer.marks == marks), 0)
        return tr("ui.look.history.restored", number=then)
    step, before = version.step, replace(version.layer, done=max(0, version.layer.done - 1))
    known = {mark.number: mark for mark in before.marks}
    if step is None:
        return ""
    mark = step.put or known.get(step.number)
    shape = tr(f"ui.look.tool.{mark.shape}") if mark is not None else ""
    what = "taken" if step.put is None else "changed" if step.number in known else "put"
    return tr(f"ui.look.history.{what}", shape=shape)
