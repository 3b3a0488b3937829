"""Several ways to one camera: the first that opens is used, for as long as it stays open."""

from __future__ import annotations

from collections.abc import Sequence

from inspector.errors import SystemFault
from inspector.imaging.frames import Frame, FrameSource, Still


class FirstOf:
    """One camera that can be driven in several ways, the best first; each opening tries them anew."""

    def __init__(self, sources: Sequence[FrameSource]) -> None:
        self._sources = tuple(sources)
        self._used = self._sources[0]

    @property
    def name(self) -> str:
        """Return what to call it before the officer."""
        return self._used.name

    @property
    def is_live(self) -> bool:
        """Tell whether a lens is behind it."""
        return self._used.is_live

    def open(self) -> None:
        """Open the first way that works; the first one's fault if none does."""
        first: SystemFault | None = None
        for source in self._sources:
            try:
                source.open()
            except SystemFault as fault:
                source.close()
                first = first or fault
            else:
                self._used = source
                return
        if first is not None:
            raise first

    def close(self) -> None:
        """Stop it; may be called again."""
        self._used.close()

    def frame(self) -> Frame:
        """Return the next picture; raises as the source in use."""
        return self._used.frame()

    def still(self) -> Still:
        """Return a photo; raises as the source in use."""
        return self._used.still()
