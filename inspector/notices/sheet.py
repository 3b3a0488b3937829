"""The PDF itself: reportlab's canvas behind the typesetter's pen, same input, same bytes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from inspector.clock import CHINA
from inspector.errors import SystemFault
from inspector.notices.faces import TtfFace
from inspector.notices.typeset.lines import Line, Placed
from inspector.notices.typeset.pieces import Stroke

_SAME = 0.01
"""Points: spacing differences no eye or printer can tell."""


@dataclass(frozen=True)
class Imprint:
    """What the PDF says of itself."""

    title: str
    author: str
    subject: str
    printed: datetime


class Sheets:
    """Writes pages; a `Pen` for the typesetter. Open one for each document and call `finish` once."""

    def __init__(self, size: tuple[float, float], imprint: Imprint, base: TtfFace) -> None:
        self._out = io.BytesIO()
        self._canvas = _canvas(self._out, size, imprint, base.font.fontName)
        self._drawn = hashlib.sha256()
        self._inked: dict[tuple[Stroke, ...], list[Any]] = {}

    def line(self, line: Line, x: float, baseline: float, size: float) -> None:
        """Draw one line of text, in as few runs as its spacing allows."""
        if not line.placed:
            return
        self._drawn.update(f"{x:.2f} {baseline:.2f} {size} ".encode())
        self._drawn.update("".join(placed.glyph.char for placed in line.placed).encode())
        text = self._canvas.beginText()
        for run, spacing in _runs(line.placed):
            text.setFont(run[0].glyph.face, size)
            text.setCharSpace(round(spacing, 4))
            text.setTextOrigin(x + run[0].x, baseline)
            text.textOut("".join(placed.glyph.char for placed in run))
        text.setCharSpace(0)
        self._canvas.drawText(text)

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.5) -> None:
        """Draw a straight black rule."""
        self._drawn.update(f"{x1:.2f} {y1:.2f} {x2:.2f} {y2:.2f} {weight}".encode())
        self._canvas.setLineWidth(weight)
        self._canvas.setLineCap(0)
        self._canvas.line(x1, y1, x2, y2)

    def ink(self, strokes: tuple[Stroke, ...], weight: float) -> None:
        """Draw handwriting: each stroke a Catmull-Rom curve through its points."""
        self._canvas.setLineWidth(weight)
        self._canvas.setLineCap(1)
        self._canvas.setLineJoin(1)
        if strokes not in self._inked:  # the same on every page of a record
            self._inked[strokes] = [self._curve(stroke) for stroke in strokes]
        for path in self._inked[strokes]:
            self._canvas.drawPath(path, stroke=1, fill=0)

    def picture(self, jpeg: bytes, x: float, y: float, width: float, height: float) -> None:
        """Draw a picture into the box whose bottom left corner is (x, y)."""
        from reportlab.lib.utils import ImageReader

        self._drawn.update(hashlib.sha256(jpeg).digest())
        reader = ImageReader(io.BytesIO(jpeg))
        if reader.jpeg_fh() is not None:
            # reportlab names a picture by its decoded dots, which costs 30 ms each; the file tells them apart as well
            reader.getRGBData, reader._dataA = (lambda: jpeg), None
        self._canvas.drawImage(reader, x, y, width, height)

    def squares(self, rows: Sequence[Sequence[int]], x: float, y: float, side: float) -> None:
        """Draw a code of dark squares whose bottom left corner is (x, y) and whose side is `side` points."""
        step = side / len(rows)
        path = self._canvas.beginPath()
        for row, cells in enumerate(rows):
            for column, is_dark in enumerate(cells):
                if is_dark:
                    path.rect(x + column * step, y + side - (row + 1) * step, step, step)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _curve(self, stroke: Stroke) -> Any:
        path = self._canvas.beginPath()
        path.moveTo(*stroke[0])
        ends = [stroke[0], *stroke, stroke[-1]]
        for before, start, end, after in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
            path.curveTo(
                start[0] + (end[0] - before[0]) / 6,
                start[1] + (end[1] - before[1]) / 6,
                end[0] - (after[0] - start[0]) / 6,
                end[1] - (after[1] - start[1]) / 6,
                *end,
            )
        if len(stroke) == 1:
            path.lineTo(*stroke[0])
        return path

    def page_sha256(self) -> str:
        """Return the hash of the text, rules and pictures drawn on this page so far, ink left out."""
        return self._drawn.hexdigest()

    def next_page(self) -> None:
        """End the page."""
        self._drawn = hashlib.sha256()
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the PDF."""
        self._canvas.save()
        return self._out.getvalue()


def picture_size(jpeg: bytes) -> tuple[int, int]:
    """Return width and height in pixels.

    Raises:
        SystemFault: `notice.picture_unreadable`.
    """
    from reportlab.lib.utils import ImageReader

    try:
        width, height = ImageReader(io.BytesIO(jpeg)).getSize()
    except Exception as error:  # reportlab and Pillow raise whatever they meet in a damaged file
        raise SystemFault("notice.picture_unreadable") from error
    return int(width), int(height)


def _runs(placed: Sequence[Placed]) -> list[tuple[list[Placed], float]]:
    """Part a line into runs of one face and even spacing, each with that spacing."""
    runs: list[tuple[list[Placed], float]] = []
    run, spacing = [placed[0]], 0.0
    for before, now in pairwise(placed):
        step = now.x - before.x - before.glyph.width
        if len(run) == 1:
            spacing = step
        if now.glyph.face != before.glyph.face or abs(step - spacing) > _SAME:
            runs.append((run, spacing if len(run) > 1 else 0.0))
            run, spacing = [now], 0.0
        else:
            run.append(now)
    return [*runs, (run, spacing if len(run) > 1 else 0.0)]


def _canvas(out: io.BytesIO, size: tuple[float, float], imprint: Imprint, base_font: str) -> Any:
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # binary streams: a fifth smaller

    class PlainCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
        """A canvas without the slide-show entry, which PDF/A forbids."""

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            super().showPage()
            self._doc.Pages.pages[-1].Trans = None

    canvas = PlainCanvas(
        out,
        pagesize=size,
        pageCompression=1,
        invariant=1,
        lang="zh-CN",
        initialFontName=base_font,
        pdfVersion=(1, 7),
    )
    canvas.setTitle(imprint.title)
    canvas.setAuthor(imprint.author)
    canvas.setSubject(imprint.subject)
    canvas.setCreator("inspector")
    stamp, printed = canvas._doc._timeStamp, imprint.printed.astimezone(CHINA)
    stamp.YMDhms, stamp.dhh, stamp.dmm = printed.timetuple()[:6], 8, 0
    return canvas
