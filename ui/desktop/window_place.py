"""Where the window stood on each monitor, kept for the next start and never off the screen.

The file says monitor names and numbers, nothing else: it lies unsealed beside the look and the language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path

from PySide6.QtCore import QMargins, QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from inspector.durable import write_file
from inspector.errors import SystemFault

_FILE = "window"
_FILE_BYTES = 20_000
_MONITORS_KEPT = 12
_FARTHEST = 100_000
"""No desk is wider, in points; Qt's rectangles overflow far beyond."""
_THICKEST_FRAME = 200


@dataclass(frozen=True)
class Placed:
    """The window on one monitor, in points from the monitor's upper left corner to that of the window's frame."""

    x: int
    y: int
    width: int
    height: int
    frame_width: int
    """What the frame adds to the width of what is inside."""
    frame_height: int
    is_maximised: bool = False


@dataclass(frozen=True)
class WindowPlaces:
    """What is remembered: one place for each monitor, and the monitor used last."""

    last: str = ""
    by_monitor: Mapping[str, Placed] = field(default_factory=dict)

    def with_place(self, monitor: str, placed: Placed) -> WindowPlaces:
        """Return these places with the one on `monitor` replaced; the monitors used longest ago are forgotten."""
        rest = {name: place for name, place in self.by_monitor.items() if name != monitor}
        kept = dict([*rest.items(), (monitor, placed)][-_MONITORS_KEPT:])
        return WindowPlaces(monitor, kept)


def place_on(
    places: WindowPlaces, monitors: Mapping[str, QRect], primary: str, least: QSize
) -> tuple[QRect, bool] | None:
    """Return where the window goes now and whether it fills the monitor; None where nothing is remembered.

    The rectangle has the corner of the frame and the size of what is inside; with its frame it is whole on one monitor.

    `monitors` are the usable rectangles by name. A monitor that is gone is not waited for: the place on the primary
    one counts, or else the size the window had, in the middle of the primary one.
    """
    if places.last not in places.by_monitor or primary not in monitors:
        return None
    monitor = places.last if places.last in monitors else primary
    room = monitors[monitor]
    placed = places.by_monitor.get(monitor)
    is_known = placed is not None
    placed = placed or places.by_monitor[places.last]
    frame = QSize(placed.frame_width, placed.frame_height)
    size = QSize(placed.width, placed.height).expandedTo(least).boundedTo(room.size() - frame)
    rest = room.size() - frame - size
    x, y = (placed.x, placed.y) if is_known else (rest.width() // 2, rest.height() // 2)
    corner = QPoint(min(max(x, 0), rest.width()), min(max(y, 0), rest.height()))
    return QRect(room.topLeft() + corner, size), placed.is_maximised


def remembered_places(folder: Path) -> WindowPlaces:
    """Return what is remembered on this device; nothing where the file is absent or makes no sense."""
    try:
        with (folder / _FILE).open("rb") as file:
            told = json.loads(file.read(_FILE_BYTES))
        return WindowPlaces(
            str(told["last"]), {str(name): _placed(values) for name, values in told["monitors"].items()}
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return WindowPlaces()


def keep_places(folder: Path, places: WindowPlaces) -> None:
    """Remember the places for the next start.

    Raises:
        SystemFault: `ui.window_place_not_kept` if the disk refuses.
    """
    told = {
        "last": places.last,
        "monitors": {name: list(astuple(place)) for name, place in places.by_monitor.items()},
    }
    try:
        write_file(folder / _FILE, json.dumps(told).encode())
    except OSError as error:
        raise SystemFault("ui.window_place_not_kept") from error


def show_where_it_was(window: QWidget, folder: Path, *, fills_by_default: bool) -> None:
    """Show the window where it stood when it was closed; a window nothing is remembered of as `fills_by_default` says."""
    monitors = {screen.name(): screen.availableGeometry() for screen in QApplication.screens()}
    found = place_on(
        remembered_places(folder), monitors, QApplication.primaryScreen().name(), window.minimumSizeHint()
    )
    fills = fills_by_default
    if found is not None:
        place, fills = found
        window.resize(place.size())
        window.move(place.topLeft())
    if fills:
        window.showMaximized()
    else:
        window.show()


def keep_where_it_is(window: QWidget, folder: Path) -> None:
    """Remember where the window stands.

    Raises:
        SystemFault: `ui.window_place_not_kept` if the disk refuses.
    """
    room = window.screen().availableGeometry()
    handle = window.windowHandle()
    frame = handle.frameMargins() if handle is not None else QMargins()
    inside = window.normalGeometry()  # what a filled monitor goes back to
    corner = inside.topLeft() - QPoint(frame.left(), frame.top()) - room.topLeft()
    placed = Placed(
        corner.x(),
        corner.y(),
        inside.width(),
        inside.height(),
        frame.left() + frame.right(),
        frame.top() + frame.bottom(),
        window.isMaximized(),
    )
    keep_places(folder, remembered_places(folder).with_place(window.screen().name(), placed))


def _placed(values: list[object]) -> Placed:
    *numbers, is_maximised = values
    x, y, width, height, frame_width, frame_height = (int(str(number)) for number in numbers)
    if not 0 < min(width, height) <= max(width, height) <= _FARTHEST:
        raise ValueError
    if (
        not max(abs(x), abs(y)) <= _FARTHEST
        or not 0 <= min(frame_width, frame_height) <= max(frame_width, frame_height) <= _THICKEST_FRAME
    ):
        raise ValueError
    return Placed(x, y, width, height, frame_width, frame_height, is_maximised is True)
