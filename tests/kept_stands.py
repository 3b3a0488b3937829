"""Stands brought to a state once in a run of the tests, and copied for every test that begins there."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspector.clock import SetClock
from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from ui.wiring import Workplace

Bring = Callable[[Stand], object]
"""What is done at a stand just begun; one function is one state."""


@dataclass(frozen=True)
class _Kept:
    folder: Path
    clock: SetClock
    begun: Stand


class KeptStands:
    """The states brought about so far; every copy is the same device, so a test that wants two begins them itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[Bring | None, _Kept] = {}

    @contextmanager
    def at(self, bring: Bring | None, folder: Path) -> Iterator[Stand]:
        """Give a real unlocked device in `folder`, at a stand to which `bring` was done; closed with the block."""
        kept = self._kept.get(bring)
        if kept is None:
            kept = self._kept[bring] = self._brought(bring)
        shutil.copytree(kept.folder, folder)
        clock = copy.copy(kept.clock)
        workplace = Workplace(folder, clock=clock, is_sample=True, kdf_cost=CHEAP)
        with workplace.unlock(PASSPHRASE) as opened:
            yield Stand(workplace, opened, clock, kept.begun.inspection, kept.begun.officers)

    def _brought(self, bring: Bring | None) -> _Kept:
        folder = self._folder / f"state-{len(self._kept)}"
        stand = begin(folder)
        with stand.opened:
            if bring is not None:
                bring(stand)
        return _Kept(folder, stand.clock, stand)
