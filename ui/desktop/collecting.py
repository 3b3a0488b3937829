"""Python's collector, run on the window's thread alone.

A collection destroys Qt's objects that only refer to each other, and would do so on whichever thread it
happens to run: a widget destroyed beside the window's thread takes the program down.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 250
_DUE = 20_000, 20, 50
"""Objects, and rounds, between collections. With Python's 700 reading ten thousand photos set off a pass over everything
that was ever imported, a tenth of a second in which nothing moves; a lock collects by itself."""


def collect_here_only(owner: QObject) -> None:
    """Stop collections from running anywhere, and look from the window's thread whether one is due."""
    gc.disable()
    timer = QTimer(owner)
    timer.timeout.connect(collect_if_due)
    timer.start(_LOOK_MS)


def collect_if_due() -> None:
    """Collect the oldest generation whose turn has come; call from the window's thread."""
    counts = gc.get_count()
    due = [generation for generation in range(len(_DUE)) if counts[generation] > _DUE[generation]]
    if due:
        gc.collect(max(due))
