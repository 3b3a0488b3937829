"""The gallery with 10,000 photos: first screen, frames while scrolling, memory; against a bare list of plain pixmaps.

Offscreen, at 1366x768. The first screen is the time from asking for the place until every cell in view has its picture,
building the page and reading ten thousand photos included; the first of all rounds loads modules as well. A frame is one step of the scroll bar with everything it causes on the window's thread:
painting, asking for pictures, taking those that arrived. Peer: QListView in the same size over a model that gives the
same number of ready pixmaps of the same size, drawn by Qt's own delegate. Rounds alternate; medians are given.

    BENCH_PHOTOS=2000 ./run bench gallery      # fewer photos, for a quick look
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from _device import stand
from _many_photos import fill

PHOTOS = int(os.environ.get("BENCH_PHOTOS", "10000"))
FRAMES, ROUNDS = 250, 3
STEP = 60
"""Pixels a frame: at 60 frames a second one screen in a sixth of a second, a brisk flick."""


def measure() -> dict[str, object]:
    """Return milliseconds, megabytes and ratios."""
    from ui.desktop.app import make_application

    app = make_application()
    with stand() as place:
        fill(place, PHOTOS)
        return _measured(app, place)


def _measured(app: object, place: object) -> dict[str, object]:
    from ui.desktop.portrait import LAPTOP, settle
    from ui.desktop.screens.gallery.place import GalleryPlace
    from ui.desktop.tasks import Tasks

    firsts, works, filters, ours, theirs, jumps = [], [], [], [], [], []
    before = _megabytes()
    for _ in range(ROUNDS):
        tasks = Tasks()
        start, worked = time.perf_counter(), time.process_time()
        shown = GalleryPlace(place.opened, tasks)  # type: ignore[attr-defined]
        view = shown.view
        shown.resize(LAPTOP.width() - 152, LAPTOP.height() - 60)
        shown.show()
        shown.refresh()
        _fill_in(app, view)
        firsts.append((time.perf_counter() - start) * 1000)
        works.append((time.process_time() - worked) * 1000)
        settle(tasks)
        ours += _frames(app, view.grid)
        for share in (0.2, 0.9, 0.5, 0.0):
            start = time.perf_counter()
            view.grid.verticalScrollBar().setValue(int(view.grid.verticalScrollBar().maximum() * share))
            _fill_in(app, view)
            jumps.append((time.perf_counter() - start) * 1000)
        settle(tasks)
        added = _megabytes() - before
        _scroll_through(app, view.grid)
        settle(tasks)
        scrolled = _megabytes() - before
        bare = _bare(view.grid.size(), view.grid.cell, view.grid.frame_size, PHOTOS)
        theirs += _frames(app, bare)
        bare.close()  # type: ignore[attr-defined]
        start = time.perf_counter()
        view.filters.set_wanted(view.filters.wanted.__class__(tag="backstamp"), tells=True)
        app.processEvents()  # type: ignore[attr-defined]
        filters.append((time.perf_counter() - start) * 1000)
        held = view.rows.picture_bytes / 2**20
        settle(tasks)
        tasks.close()
        shown.close()
        shown.deleteLater()
        settle()
    return {
        "photos": PHOTOS,
        "first_screen_ms": round(median(firsts), 1),
        "first_screen_work_ms": round(median(works), 1),
        "first_screen_of_all_ms": round(firsts[0], 1),
        **_told("frame", ours),
        **_told("bare_list", theirs),
        "ratio_to_bare_list_p95": round(_p95(_walls(ours)) / _p95(_walls(theirs)), 2),
        "jump_until_pictures_ms": round(median(jumps), 1),
        "filter_ms": round(median(filters), 1),
        "pictures_held_mb": round(held, 1),
        "memory_added_mb": round(added, 1),
        "memory_added_after_full_scroll_mb": round(scrolled, 1),
        "load_average": os.getloadavg()[0],
    }


def _frames(app: object, view: object) -> list[tuple[float, float]]:
    """Return for each frame how long it took and how long the window's thread worked, ms."""
    bar = view.verticalScrollBar()  # type: ignore[attr-defined]
    bar.setValue(0)
    app.processEvents()  # type: ignore[attr-defined]
    found = []
    for number in range(FRAMES):
        start, worked = time.perf_counter(), time.thread_time()
        bar.setValue(number * STEP)
        app.processEvents()  # type: ignore[attr-defined]
        found.append(((time.perf_counter() - start) * 1000, (time.thread_time() - worked) * 1000))
        rest = 1 / 60 - (time.perf_counter() - start)
        if rest > 0:
            time.sleep(rest)  # as a screen does: pictures arrive between frames
    return found


def _scroll_through(app: object, view: object) -> None:
    """Show every photo once: half a screen a step, each until its pictures are there or the next step is due."""
    bar = view.verticalScrollBar()  # type: ignore[attr-defined]
    for place in range(0, bar.maximum(), view.viewport().height() // 2):  # type: ignore[attr-defined]
        bar.setValue(place)
        until = time.perf_counter() + 0.03
        while time.perf_counter() < until:
            app.processEvents()  # type: ignore[attr-defined]
            time.sleep(0.002)


def _fill_in(app: object, view: object) -> None:
    """Go on until every cell in view has its picture; in between the window's thread sleeps, as it does in the product."""
    from PySide6.QtCore import QEventLoop

    while not _is_filled(view):
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)  # type: ignore[attr-defined]


def _is_filled(view: object) -> bool:
    """Tell whether every cell in view has its picture."""
    from PySide6.QtCore import QPoint

    grid = view.grid  # type: ignore[attr-defined]
    if view.rows.rowCount() == 0:  # type: ignore[attr-defined]
        return False
    cell = grid.cell
    seen = [
        grid.indexAt(QPoint(x, y))
        for x in range(cell.width() // 2, grid.viewport().width() - cell.width() // 2, cell.width())
        for y in range(cell.height() // 2, grid.viewport().height(), cell.height())
    ]
    return all(view.rows.row(index).id in view.rows._pictures for index in seen if index.isValid())  # type: ignore[attr-defined]


def _bare(size: object, cell: object, frame: object, count: int) -> object:
    """Return a list view as Qt gives it, over pixmaps that are all there."""
    from PySide6.QtCore import QAbstractListModel, QModelIndex, QSize, Qt
    from PySide6.QtGui import QColor, QPixmap
    from PySide6.QtWidgets import QListView

    made = []
    for number in range(64):
        pixmap = QPixmap(frame)  # type: ignore[arg-type]
        pixmap.fill(QColor.fromHsv(number * 5, 120, 200))
        made.append(pixmap)

    class Plain(QAbstractListModel):
        def rowCount(self, parent: QModelIndex | None = None) -> int:
            return count

        def data(self, index: QModelIndex, role: int = 0) -> object:
            if role == Qt.ItemDataRole.DecorationRole:
                return made[index.row() % len(made)]
            return f"{index.row()}" if role == Qt.ItemDataRole.DisplayRole else None

    view = QListView()
    view.plain_model = Plain()  # type: ignore[attr-defined]  # kept alive with the view
    view.setModel(view.plain_model)  # type: ignore[attr-defined]
    view.setViewMode(QListView.ViewMode.IconMode)
    view.setResizeMode(QListView.ResizeMode.Adjust)
    view.setMovement(QListView.Movement.Static)
    view.setUniformItemSizes(True)
    view.setIconSize(QSize(frame))  # type: ignore[call-overload]
    view.setGridSize(cell)  # type: ignore[arg-type]
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.resize(size)  # type: ignore[arg-type]
    view.show()
    return view


def _walls(frames: list[tuple[float, float]]) -> list[float]:
    return [wall for wall, _ in frames]


def _told(name: str, frames: list[tuple[float, float]]) -> dict[str, float]:
    """Say how long frames took, and how long they would have on a machine with nothing else to do."""
    walls, worked = _walls(frames), [work for _, work in frames]
    return {
        f"{name}_p50_ms": round(median(walls), 2),
        f"{name}_p95_ms": round(_p95(walls), 2),
        f"{name}_max_ms": round(max(walls), 1),
        f"{name}_p95_work_ms": round(_p95(worked), 2),
    }


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[18]


def _megabytes() -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
