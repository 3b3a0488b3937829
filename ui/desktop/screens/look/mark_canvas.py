"""A photo that can be drawn on: tools make marks, the hand picks, moves and stretches them; all of it by keys too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from inspector.records import Colour, Drawing, Mark, Shape, Weight
from inspector.records.drawing import TEXT_LIMIT
from ui.desktop.i18n import tr
from ui.desktop.screens.look.mark_painting import paint_marks
from ui.desktop.screens.look.mark_shapes import (
    Point,
    dragged,
    handle_at,
    handles,
    in_the_middle,
    mark_at,
    moved,
    stretched,
)
from ui.desktop.screens.look.photo_canvas import PhotoCanvas
from ui.desktop.theme import body_font, theme
from ui.desktop.theme.tokens import TARGET

_REACH = 14
"""Points around a finger's tip: with a mark's own width about the 44 a finger needs."""
_NUDGE = 8
"""Points a key moves or stretches a mark."""
_TOOL_KEYS = {
    Qt.Key.Key_A: Shape.ARROW,
    Qt.Key.Key_O: Shape.ELLIPSE,
    Qt.Key.Key_R: Shape.BOX,
    Qt.Key.Key_T: Shape.TEXT,
    Qt.Key.Key_C: Shape.CROP,
    Qt.Key.Key_B: Shape.BLUR,
}
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class MarkCanvas(PhotoCanvas):
    """Reports what the hand meant; what stands is given back by `show_drawing`."""

    mark_put = Signal(object)
    """Mark: put down, or put anew under its number"""
    mark_taken = Signal(int)
    """Number of the mark to take off"""
    tool_changed = Signal(object)
    """Shape, or None for the hand"""
    mark_chosen = Signal(object)
    """Mark or None"""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._drawing: Drawing | None = None
        self._beneath: tuple[Mark, ...] = ()
        self._next_number = 1
        self._tool: Shape | None = None
        self._colour, self._weight = Colour.RED, Weight.PLAIN
        self._chosen: int | None = None
        self._draft: Mark | None = None
        """What is being made, moved or stretched, instead of the mark of its number."""
        self._begun: Point | None = None
        self._handle: int | None = None
        self._is_shown = True
        self._can_draw = True
        self.words = QLineEdit(self)
        self.words.setMaxLength(TEXT_LIMIT)
        self.words.setAccessibleName(tr("ui.look.text"))
        self.words.setPlaceholderText(tr("ui.look.text_hint"))
        self.words.setMinimumHeight(TARGET)
        self.words.hide()
        self.words.editingFinished.connect(self._words_given)

    # -- what is shown -----------------------------------------------------------------------------

    def show_drawing(self, drawing: Drawing | None, next_number: int, beneath: Sequence[Mark] = ()) -> None:
        """Show the layer's marks, over those of the other layers; `next_number` is for the next new one."""
        self._drawing = drawing
        self._beneath = tuple(beneath)
        self._next_number = next_number
        if self._draft is not None and self._begun is None:
            self._draft = None
        if self._chosen is not None and self.chosen_mark is None:
            self.choose(None)
        self.update()

    def show_marks(self, is_shown: bool) -> None:
        """Show the marks, or the bare photo."""
        self._is_shown = is_shown
        self.update()

    def allow_drawing(self, can_draw: bool) -> None:
        """Let the hand draw, or only look."""
        self._can_draw = can_draw
        if not can_draw:
            self.set_tool(None)
            self.choose(None)

    def set_tool(self, tool: Shape | None) -> None:
        """Take up a tool; None is the hand that picks and pans."""
        if tool is not self._tool:
            self._tool = tool
            self.setCursor(Qt.CursorShape.CrossCursor if tool else Qt.CursorShape.ArrowCursor)
            self.tool_changed.emit(tool)

    def set_ink(self, colour: Colour, weight: Weight) -> None:
        """Draw like this from now on, and the chosen mark too."""
        self._colour, self._weight = colour, weight
        mark = self.chosen_mark
        if mark is not None and (mark.colour, mark.weight) != (colour, weight):
            self.mark_put.emit(replace(mark, colour=colour, weight=weight))

    def choose(self, number: int | None) -> None:
        """Choose a mark by its number."""
        if number != self._chosen:
            self._commit_nudge()
            self._chosen = number
            self.mark_chosen.emit(self.chosen_mark)
            self.update()

    def take_chosen(self) -> None:
        """Take the chosen mark off."""
        if self._chosen is not None and self.chosen_mark is not None:
            number, self._draft = self._chosen, None
            self.choose(None)
            self.mark_taken.emit(number)

    @property
    def chosen_mark(self) -> Mark | None:
        """The mark that is chosen, as it stands."""
        if self._drawing is None:
            return None
        return next((mark for mark in self._drawing.marks if mark.number == self._chosen), None)

    @property
    def tool(self) -> Shape | None:
        """The tool in the hand."""
        return self._tool

    # -- the hand ----------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a mark with a tool; with the hand pick a mark or its handle, or take hold of the photo."""
        spot = self._spot(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or spot is None or not self._can_draw:
            super().mousePressEvent(event)
            return
        if self._tool is not None:
            self._begun = spot
            return
        reach = _REACH / self.glance.scale
        mark = self.chosen_mark
        self._handle = handle_at(mark, spot, reach) if mark is not None else None
        if self._handle is None:
            found = mark_at(self._drawing, spot, reach) if self._drawing is not None else None
            self.choose(found.number if found is not None else None)
            if found is None:
                super().mousePressEvent(event)
                return
        self._begun = spot

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch what is being made, moved or stretched."""
        spot = self._spot(event.position())
        if self._begun is None or spot is None or self.size_ is None:
            super().mouseMoveEvent(event)
            return
        mark = self.chosen_mark
        if self._tool is not None:
            self._draft = dragged(
                self._tool, self._begun, spot, self.size_, self._next_number, self._colour, self._weight
            )
        elif mark is not None and self._handle is not None:
            self._draft = stretched(mark, self._handle, spot, self.size_)
        elif mark is not None:
            self._draft = moved(mark, spot[0] - self._begun[0], spot[1] - self._begun[1], self.size_)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put down what was made."""
        if self._begun is None:
            super().mouseReleaseEvent(event)
            return
        begun, self._begun, self._handle = self._begun, None, None
        if self._tool is Shape.TEXT and self.size_ is not None:
            self._draft = dragged(
                Shape.TEXT, begun, begun, self.size_, self._next_number, self._colour, self._weight
            )
            self._ask_words()
        else:
            self._put_draft()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write a text anew; elsewhere zoom."""
        mark = self.chosen_mark
        if mark is not None and mark.shape is Shape.TEXT:
            self._draft = mark
            self._ask_words()
        elif self._tool is None and mark is None:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters take up tools, Enter puts a mark in the middle, arrows move it and, with Shift, stretch it."""
        key = Qt.Key(event.key())
        if not self._can_draw or self.size_ is None:
            super().keyPressEvent(event)
        elif key in _TOOL_KEYS and not event.modifiers():
            self.set_tool(_TOOL_KEYS[key])
        elif key is Qt.Key.Key_Escape and (self._tool is not None or self._chosen is not None):
            self._draft = None
            self.words.hide()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.set_tool(None)
            self.choose(None)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._tool is not None:
            self._put_in_the_middle(self._tool)
        elif key is Qt.Key.Key_M:
            self._choose_next()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self._chosen is not None:
            self.take_chosen()
        elif key in _ARROWS and self.chosen_mark is not None:
            self._nudge(_ARROWS[key], stretches=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A mark moved by keys is put down when the key is let go: holding it down is one step."""
        if Qt.Key(event.key()) in _ARROWS and not event.isAutoRepeat():
            self._commit_nudge()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put down what was moved by keys."""
        self._commit_nudge()
        super().focusOutEvent(event)
        self.update()

    def _spot(self, at: QPointF) -> Point | None:
        return self.glance.to_photo(at.x(), at.y(), self.room) if self.size_ is not None else None

    def _put_draft(self) -> None:
        mark, self._draft = self._draft, None
        self.set_tool(None)
        if mark is not None and mark != self.chosen_mark:
            self.mark_put.emit(mark)
            self.choose(mark.number)
        self.update()

    def _put_in_the_middle(self, tool: Shape) -> None:
        if self.size_ is None:
            return
        seen = self.width() / self.glance.scale, self.height() / self.glance.scale
        middle = self.glance.x, self.glance.y
        self._draft = in_the_middle(
            tool, middle, seen, self.size_, self._next_number, self._colour, self._weight
        )
        if tool is Shape.TEXT:
            self._ask_words()
        else:
            self._put_draft()

    def _nudge(self, step: tuple[int, int], *, stretches: bool) -> None:
        mark = self._draft if self._draft is not None else self.chosen_mark
        if mark is None or self.size_ is None:
            return
        by = max(1.0, _NUDGE / self.glance.scale)
        if stretches and mark.shape is not Shape.TEXT:
            self._draft = stretched(mark, 1, (mark.to_x + step[0] * by, mark.to_y + step[1] * by), self.size_)
        else:
            self._draft = moved(mark, step[0] * by, step[1] * by, self.size_)
        self.update()

    def _commit_nudge(self) -> None:
        if self._draft is None or self._begun is not None or self.words.isVisible():
            return
        mark, self._draft = self._draft, None
        if mark != self.chosen_mark:
            self.mark_put.emit(mark)

    def _choose_next(self) -> None:
        if self._drawing is None or not self._drawing.marks:
            return
        numbers = [mark.number for mark in self._drawing.marks]
        place = numbers.index(self._chosen) + 1 if self._chosen in numbers else 0
        self.choose(numbers[place % len(numbers)])

    # -- words -------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words being typed at their place, and in sight."""
        super().resizeEvent(event)
        if self.words.isVisible() and self._draft is not None:
            self._place_words(self._draft)

    def _ask_words(self) -> None:
        mark = self._draft
        if mark is None:
            return
        self._place_words(mark)
        self.words.setFont(body_font())
        self.words.setText(mark.text)
        self.words.show()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_words(self, mark: Mark) -> None:
        left, top = self.glance.to_screen(mark.x, mark.y, self.room)
        self.words.resize(min(320, self.width() - 16), TARGET)
        self.words.move(
            round(min(max(left, 8), self.width() - self.words.width() - 8)),
            round(min(max(top, 8), self.height() - TARGET - 8)),
        )

    def _words_given(self) -> None:
        """Enter, or going elsewhere, puts the text down; an empty one is none."""
        if self.words.isHidden():
            return
        mark, text = self._draft, self.words.text().strip()
        self.words.hide()
        self._draft = replace(mark, text=text) if mark is not None and text else None
        self._put_draft()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- painting ----------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter) -> None:
        """Paint the marks, and around the chosen one its handles."""
        if self.size_ is None or not self._is_shown:
            return
        drawn = self._seen()
        left, top = self.glance.to_screen(0, 0, self.room)
        painter.save()
        painter.translate(left, top)
        painter.scale(self.glance.scale, self.glance.scale)
        paint_marks(painter, drawn, self.paint_pixels, self.glance.scale)
        painter.restore()
        self._paint_handles(painter, drawn)

    def _seen(self) -> Drawing:
        assert self.size_ is not None
        own = self._drawing.marks if self._drawing is not None else ()
        draft = self._draft
        if draft is not None and not (draft.shape is Shape.TEXT and not draft.text):
            is_there = any(mark.number == draft.number for mark in own)
            own = tuple(draft if mark.number == draft.number else mark for mark in own)
            own = own if is_there else (*own, draft)
        return Drawing(*self.size_, (*self._beneath, *own))

    def _paint_handles(self, painter: QPainter, drawn: Drawing) -> None:
        chosen = self._draft if self._draft is not None else self.chosen_mark
        if chosen is None or not drawn.marks:
            return
        accent = QColor(theme().tokens.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen.shape is not Shape.ARROW and chosen.shape is not Shape.TEXT:
            left, top, right, bottom = chosen.box
            corner = QPointF(*self.glance.to_screen(left, top, self.room))
            other = QPointF(*self.glance.to_screen(right, bottom, self.room))
            painter.setPen(QPen(accent, 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(corner, other))
        painter.setPen(QPen(QColor("white"), 2))
        painter.setBrush(accent)
        for handle in handles(chosen):
            painter.drawEllipse(QPointF(*self.glance.to_screen(*handle, self.room)), 8, 8)
