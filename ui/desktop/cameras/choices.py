"""What can be chosen as a camera; the list may change while it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.imaging.frames import FrameSource


@dataclass(frozen=True)
class CameraChoice:
    """One camera as it is offered."""

    key: str
    """Stays the same when it is plugged in again."""
    name: str
    make: Callable[[], FrameSource]


class Cameras(QObject):
    """The cameras at hand."""

    changed = Signal()
    """One was plugged in or pulled out."""

    def choices(self) -> tuple[CameraChoice, ...]:
        """Return the cameras, the preferred one first."""
        raise NotImplementedError

    def prefer(self, key: str) -> None:
        """Put this one first from now on."""


class GivenCameras(Cameras):
    """Cameras that are known beforehand: the demo's samples, and those of tests."""

    def __init__(self, choices: Sequence[CameraChoice]) -> None:
        super().__init__()
        self._choices = tuple(choices)

    def choices(self) -> tuple[CameraChoice, ...]:
        """Return the cameras given."""
        return self._choices

    def give(self, choices: Sequence[CameraChoice]) -> None:
        """Give others, as plugging in does."""
        self._choices = tuple(choices)
        self.changed.emit()
