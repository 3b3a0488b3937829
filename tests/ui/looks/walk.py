"""Every screen and state of the program, one after the other, on the sample device: the one registry of what people see.

    with walk(folder) as going:
        for name in going.screens():
            ...going.window...

What a screen is called here is what its picture is called. A new screen or state joins by one more `yield` in the part
of the walk it belongs to: before the work, the places of the rail, a stand, its papers, photos, settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QAudioDevice, QMediaDevices

from tests.ui.looks import walk_doors, walk_papers, walk_photos, walk_places, walk_settings, walk_stand
from tests.ui.looks.guide import Guide
from tests.ui.looks.sample_device import sampled
from ui.desktop.portrait import LAPTOP


class Walk(Guide):
    """Goes through the whole program."""

    def screens(self, *, is_whole: bool = True) -> Iterator[str]:
        """Show screen after screen; yield the name of each while it is shown. Not whole, a device of its first day is left out."""
        yield from walk_doors.new_device(self)
        if is_whole:
            yield from walk_places.empty_device(self)
        self.made = sampled(self.folder / "device")
        yield from walk_doors.locked_device(self)
        yield from walk_places.places(self)
        yield from walk_stand.steps(self)
        yield from walk_papers.papers(self)
        yield from walk_photos.photos(self)
        yield from walk_photos.recordings(self)
        yield from walk_stand.sealed(self)
        yield from walk_settings.pages(self)
        yield from walk_doors.new_keys(self)


@contextmanager
def walk(folder: Path, size: QSize = LAPTOP) -> Iterator[Walk]:
    """Begin a walk in an empty folder; the program is ended with the block."""
    going = Walk(folder, size)
    sound = QMediaDevices.defaultAudioOutput
    QMediaDevices.defaultAudioOutput = staticmethod(QAudioDevice)  # type: ignore[method-assign]  # no loudspeaker
    try:
        yield going
    finally:
        QMediaDevices.defaultAudioOutput = sound  # type: ignore[method-assign]
        going.close()
