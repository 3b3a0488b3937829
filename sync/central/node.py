"""A node: every bureau of one data folder, over one database and one store."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from inspector.clock import Clock
from sync.central.centre import BUREAUS, MAIN, Centre
from sync.central.settings import Ground


class Node:
    """What one process serves; close it after use."""

    def __init__(self, data: Path, *, clock: Clock | None = None) -> None:
        """Open the centre in `data` and every bureau under `bureaus/`; raises as `Centre`."""
        with ExitStack() as opening:
            self.ground = opening.enter_context(Ground(data))
            folders = [data, *sorted(path.parent for path in (data / BUREAUS).glob("*/centre.json"))]
            opened = (Centre(folder, clock=clock, ground=self.ground) for folder in folders)
            self.bureaus = {centre.bureau: opening.enter_context(centre) for centre in opened}
            self._open = opening.pop_all()

    @property
    def main(self) -> Centre:
        """Return the bureau that is served without a prefix."""
        return self.bureaus[MAIN]

    def close(self) -> None:
        """Close every bureau and what they stand on."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
