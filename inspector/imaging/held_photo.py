"""A photo somebody looks at closely: held open by a worker of its own, read tile by tile."""

from __future__ import annotations

from collections.abc import Callable

from inspector.imaging.decoding import DecodingWorker


class HeldPhoto:
    """Close it when nobody looks any more: the process that holds the pixels ends with it.

    One process for each photo looked at, so that thumbnails do not wait behind 100 megapixels and two
    photos side by side each have the whole memory limit.
    """

    def __init__(self, original: bytes, orientation: int, left: Callable[[HeldPhoto], None]) -> None:
        """`left` is told when it was closed."""
        self._worker = DecodingWorker()
        self._given: tuple[bytes, int] | None = (original, orientation)
        self._left = left
        self.size = (0, 0)
        """Width and height of the upright original, once `begin` has returned."""

    def begin(self) -> None:
        """Hand the photo to its worker; raises as `DecodingWorker.hold`."""
        given, self._given = self._given, None
        if given is not None:
            self.size = self._worker.hold(*given)

    def tile(self, factor: int, column: int, row: int) -> tuple[int, int, bytes]:
        """Return width, height and RGB of one tile; raises as `DecodingWorker.tile`.

        A worker that died has lost the photo: every later tile is refused, and who looks opens it again.
        """
        return self._worker.tile(factor, column, row)

    @property
    def process_id(self) -> int | None:
        """The process that holds the pixels, for watching its memory."""
        return self._worker.process_id

    def close(self) -> None:
        """End the process; may be called again, from any thread."""
        self._given = None
        self._worker.close()
        self._left(self)
