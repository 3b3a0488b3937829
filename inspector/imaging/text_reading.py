"""Characters and codes in a photo: what the reading worker and zxing find, with where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from inspector.errors import SystemFault
from inspector.imaging.cv import opencv
from inspector.imaging.limited_worker import LimitedWorker, WorkerEndedError
from inspector.imaging.limits import READ_SECONDS
from inspector.imaging.text_worker import JOB, Line
from inspector.records import Look, Point, SeenCode, SeenInPhoto, SeenText
from inspector.typed import decoder_of

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Pixels = NDArray[numpy.uint8]

_ANSWER_BYTES = 4 * 1024 * 1024
_LEAST_SIDE = 900
"""A part of a photo is enlarged to this before it is read: the engine wants characters of some 30 pixels."""
_MOST_ENLARGED = 4.0
_LEAST_SURE = 0.6
"""What is less sure was glaze or shadow more often than writing."""
_QUALITY = 92
_CODE_SCALES = (1.0, 0.5, 2.0)
AS_IT_STANDS = Look()


class TextWorker(LimitedWorker):
    """The process that reads characters; started when first asked, half a gigabyte while it runs."""

    module = "inspector.imaging.text_worker"

    def __init__(self, seconds: float = READ_SECONDS) -> None:
        super().__init__(seconds)

    def lines(self, jpeg: bytes) -> list[Line]:
        """Return the runs of characters in a JPEG of our own making.

        Raises:
            SystemFault: `reading.failed` if it took too long, too much memory, or answered nonsense;
                `imaging.no_worker`, `imaging.closed`.
        """
        try:
            done, content = self.exchange(JOB.pack(len(jpeg)), jpeg, most=_ANSWER_BYTES)
        except WorkerEndedError as ended:
            raise SystemFault("reading.failed", why=str(ended)) from None
        if done != 1:
            raise SystemFault("reading.failed", why=content.decode("utf-8", "replace"))
        try:
            return decoder_of(list[Line]).decode(content)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise SystemFault("reading.failed", why="the answer is no text") from error


def read_picture(
    worker: TextWorker, jpeg: bytes, part: tuple[Point, Point] | None = None, look: Look = AS_IT_STANDS
) -> SeenInPhoto:
    """Return what is read in a JPEG of the decoding worker's making, or in a part of it; raises as `TextWorker.lines`."""
    import numpy

    cv = opencv()
    whole = cv.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv.IMREAD_COLOR)
    if whole is None:
        raise SystemFault("reading.failed", why="not a picture")
    height, width = whole.shape[:2]
    left, top, right, bottom = _box(part, width, height)
    cut = whole[top:bottom, left:right]
    scale = min(_MOST_ENLARGED, max(1.0, _LEAST_SIDE / max(cut.shape[:2]))) if part else 1.0
    scale *= look.scale
    if scale != 1.0:
        method = cv.INTER_CUBIC if scale > 1.0 else cv.INTER_AREA
        cut = cv.resize(cut, None, fx=scale, fy=scale, interpolation=method)
    turn, back = _turning(look.quarter_turns % 4, cut.shape[1], cut.shape[0])
    held = cut if turn is None else cv.rotate(cut, turn)

    def placed(corners: Any) -> tuple[tuple[float, float], ...]:
        return tuple(
            ((x / scale + left) / width, (y / scale + top) / height)
            for x, y in (back(*corner) for corner in corners)
        )

    encoded = bytes(cv.imencode(".jpg", held, [cv.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
    return SeenInPhoto(
        texts=tuple(
            SeenText(text, sure, placed(corners))
            for text, sure, corners in worker.lines(encoded)
            if text.strip() and sure >= _LEAST_SURE
        ),
        codes=tuple(SeenCode(text, kind, placed(corners)) for text, kind, corners in _codes(held)),
        width=width,
        height=height,
        quarter_turns=look.quarter_turns % 4,
    )


def _turning(
    quarter_turns: int, width: int, height: int
) -> tuple[int | None, Callable[[float, float], tuple[float, float]]]:
    """Return OpenCV's name for a turn, and what takes a place on the turned picture back."""
    cv = opencv()
    turnings: tuple[tuple[int | None, Callable[[float, float], tuple[float, float]]], ...] = (
        (None, lambda x, y: (x, y)),
        (cv.ROTATE_90_CLOCKWISE, lambda x, y: (y, height - x)),
        (cv.ROTATE_180, lambda x, y: (width - x, height - y)),
        (cv.ROTATE_90_COUNTERCLOCKWISE, lambda x, y: (width - y, x)),
    )
    return turnings[quarter_turns]


def _box(part: tuple[Point, Point] | None, width: int, height: int) -> tuple[int, int, int, int]:
    if part is None:
        return 0, 0, width, height
    xs = sorted(min(max(float(point.x), 0.0), 1.0) * width for point in part)
    ys = sorted(min(max(float(point.y), 0.0), 1.0) * height for point in part)
    left, top = int(xs[0]), int(ys[0])
    return left, top, max(left + 1, math.ceil(xs[1])), max(top + 1, math.ceil(ys[1]))


def _codes(picture: Pixels) -> list[tuple[str, str, list[tuple[float, float]]]]:
    """Return every code zxing reads at one of a few sizes, none twice."""
    import zxingcpp

    cv = opencv()
    grey = cv.cvtColor(picture, cv.COLOR_BGR2GRAY)
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for scale in _CODE_SCALES:
        page = grey if scale == 1.0 else cv.resize(grey, None, fx=scale, fy=scale)
        for code in zxingcpp.read_barcodes(page):
            if not code.valid or not code.text:
                continue
            place = code.position
            corners = [
                (corner.x / scale, corner.y / scale)
                for corner in (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            ]
            found.setdefault((code.text, code.format.name), corners)
        if found:
            break
    return [(text, kind, corners) for (text, kind), corners in found.items()]
