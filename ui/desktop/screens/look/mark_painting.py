"""Marks on the screen, as they will stand in a copy: ink with an edge, blurs as coarse cells, crops by a dimmed rest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPainterPathStroker, QPen, QPolygonF

from inspector.imaging.annotated_copy import INKS, arrow_outline
from inspector.records import Drawing, Mark, Shape
from ui.desktop.theme import body_font

_CELLS = 6

PaintPixels = Callable[[QPainter], None]
"""Paints the photo in its own pixels."""


def paint_marks(painter: QPainter, drawing: Drawing, pixels: PaintPixels, scale: float) -> None:
    """Paint marks on a painter that stands in pixels of the photo; `scale` is points for one of them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for mark in drawing.marks:
        if mark.shape is Shape.BLUR:
            _paint_blur(painter, mark, pixels)
    for mark in drawing.marks:
        if mark.shape is Shape.TEXT:
            _paint_text(painter, drawing, mark)
        elif mark.shape in {Shape.ARROW, Shape.BOX, Shape.ELLIPSE}:
            _paint_lines(painter, drawing, mark)
    if any(mark.shape is Shape.CROP for mark in drawing.marks):
        _paint_crop(painter, drawing, scale)


def _paint_lines(painter: QPainter, drawing: Drawing, mark: Mark) -> None:
    line = drawing.line_width(mark.weight)
    edge = max(1, line // 3)
    ink, around = (QColor(*each) for each in INKS[mark.colour])
    for colour, width, more in ((around, line + 2 * edge, edge), (ink, line, 0)):
        painter.setPen(
            QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.MiterJoin)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if mark.shape is Shape.ARROW:
            shaft, head = arrow_outline(mark.x, mark.y, mark.to_x, mark.to_y, line, more)
            painter.drawLine(QPointF(*shaft[0]), QPointF(*shaft[1]))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in head]))
            continue
        box = _rect(mark)
        (painter.drawEllipse if mark.shape is Shape.ELLIPSE else painter.drawRect)(box)


def _paint_text(painter: QPainter, drawing: Drawing, mark: Mark) -> None:
    high = drawing.letter_height(mark.weight)
    font = body_font(high, strong=True)
    ink, around = (QColor(*each) for each in INKS[mark.colour])
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)  # strokes of a bold letter lie over each other
    for number, line in enumerate(mark.text.split("\n")):
        path.addText(QPointF(mark.x, mark.y + high * (1.0 + 1.4 * number)), font, line)
    stroker = QPainterPathStroker()
    stroker.setWidth(max(2, high // 5))
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    edge = stroker.createStroke(path)
    edge.setFillRule(Qt.FillRule.WindingFill)
    painter.fillPath(edge, around)
    painter.fillPath(path, ink)


def _paint_blur(painter: QPainter, mark: Mark, pixels: PaintPixels) -> None:
    box = _rect(mark)
    longer = max(box.width(), box.height())
    counts = QSize(
        max(1, round(box.width() / longer * _CELLS)), max(1, round(box.height() / longer * _CELLS))
    )
    fine = QImage(counts * 8, QImage.Format.Format_RGB32)
    fine.fill(Qt.GlobalColor.gray)
    inner = QPainter(fine)
    try:
        inner.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        inner.scale(fine.width() / box.width(), fine.height() / box.height())
        inner.translate(-box.left(), -box.top())
        pixels(inner)
    finally:
        inner.end()
    smooth = Qt.TransformationMode.SmoothTransformation
    cells = fine.scaled(counts, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, cells.scaled(counts * 16, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))


def _paint_crop(painter: QPainter, drawing: Drawing, scale: float) -> None:
    left, top, right, bottom = drawing.crop
    kept = QRectF(left, top, right - left, bottom - top)
    rest = QPainterPath()
    rest.addRect(QRectF(0, 0, drawing.width, drawing.height))
    inside = QPainterPath()
    inside.addRect(kept)
    painter.fillPath(rest.subtracted(inside), QColor(0, 0, 0, 150))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor("white"), 2 / scale))
    painter.drawRect(kept)


def _rect(mark: Mark) -> QRectF:
    left, top, right, bottom = mark.box
    return QRectF(left, top, right - left, bottom - top)
