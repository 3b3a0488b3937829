"""Python's collector, run on the window's thread alone.

A collection destroys Qt's objects that only refer to each other, and would do so on whichever thread it
happens to run: a widget destroyed beside the window's thread takes the program down.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 250
_DUE = 20_000, 2, 50
"""Objects, and rounds, between collections: whatever a pass looks through is young, or was made in the last few rounds. Of
what was imported and what an unlocked device holds one pass takes a tenth of a second in which nothing moves: it is set aside."""


def collect_here_only(owner: QObject) -> None:
    """Stop collections from running anywhere, and look from the window's thread whether one is due."""
    gc.disable()
    set_aside()
    timer = QTimer(owner)
    timer.timeout.connect(collect_if_due)
    timer.start(_LOOK_MS)


def set_aside() -> None:
    """Leave what there is now, and stays, out of every collection until the next lock."""
    gc.freeze()


def collect_all() -> None:
    """Collect everything, what was set aside as well: after this nothing is left of an unlocked device."""
    gc.unfreeze()
    gc.collect()


def collect_if_due() -> None:
    """Collect the oldest generation whose turn has come; call from the window's thread."""
    counts = gc.get_count()
    due = [generation for generation in range(len(_DUE)) if counts[generation] > _DUE[generation]]
    if due:
        gc.collect(max(due))
