"""The tools beside a photo: what to draw with, in which ink, on which layer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup

from inspector.records import Colour, Mark, Shape, Weight
from ui.desktop.i18n import tr
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import L, S
from ui.desktop.widgets import Button, Choice, IconButton, Sparing
from ui.desktop.widgets.buttons import Pressable

_ICONS = {
    None: ("mouse-pointer-2", "Esc"),
    Shape.ARROW: ("move-up-right", "A"),
    Shape.ELLIPSE: ("circle", "O"),
    Shape.BOX: ("square", "R"),
    Shape.TEXT: ("type", "T"),
    Shape.CROP: ("crop", "C"),
    Shape.BLUR: ("eye-off", "B"),
}
NEW_LAYER = "+"


class ToolBar(Sparing):
    """One tool holds; the others stand beside it."""

    tool_taken = Signal(object)
    """Shape or None"""
    ink_taken = Signal(object, object)
    """(Colour, Weight)"""
    layer_chosen = Signal(str)
    """Layer's id, or `NEW_LAYER`"""
    undo_asked = Signal()
    redo_asked = Signal()
    take_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._tools = QButtonGroup(self)
        self._shapes = tuple(_ICONS)
        buttons = []
        for place, (shape, (icon, key)) in enumerate(_ICONS.items()):
            name = tr(f"ui.look.tool.{shape.value if shape else 'hand'}")
            button = Pressable(name, name, icon, Tone.TEXT)
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setToolTip(f"{name} ({key})")
            self._tools.addButton(button, place)
            buttons.append(button)
        buttons[0].setChecked(True)
        self._colour = Choice(tuple((each.value, tr(f"ui.look.colour.{each}")) for each in Colour))
        self._weight = Choice(tuple((each.value, tr(f"ui.look.weight.{each}")) for each in Weight))
        self._weight.setCurrentIndex(1)
        self.layers = Choice()
        """Which layer is drawn on; stands where the screen has room for it."""
        for choice, name, width in (
            (self._colour, "colour", 104),
            (self._weight, "weight", 104),
            (self.layers, "layer", 176),
        ):
            choice.setAccessibleName(tr(f"ui.look.{name}"))
            choice.setToolTip(tr(f"ui.look.{name}"))
            choice.setFixedWidth(width)
        self.history = Button(tr("ui.look.history"), icon="clock")
        """Opens the panel with what was done on this layer."""
        self.history.setCheckable(True)
        self.history.setProperty("kind", "segment")
        self._undo = IconButton("undo-2", tr("ui.look.undo"), key="Ctrl+Z")
        self._redo = IconButton("redo-2", tr("ui.look.redo"), key="Ctrl+Shift+Z")
        self._take = IconButton("trash-2", tr("ui.look.take"))
        self._drawing_parts = (*buttons, self._colour, self._weight)
        for part in self._drawing_parts:
            self.row.addWidget(part)
        self.row.addStretch(1)
        for each in (self._take, self._undo, self._redo, self.history):
            self.row.addWidget(each)
        self.row.setContentsMargins(L, S, L, S)
        self.spare((*buttons, self.history))
        self._tools.idClicked.connect(lambda place: self.tool_taken.emit(self._shapes[place]))
        self._colour.activated.connect(lambda _: self._tell_ink())
        self._weight.activated.connect(lambda _: self._tell_ink())
        self.layers.activated.connect(lambda place: self.layer_chosen.emit(str(self.layers.itemData(place))))
        self._undo.clicked.connect(self.undo_asked)
        self._redo.clicked.connect(self.redo_asked)
        self._take.clicked.connect(self.take_asked)

    def show_tool(self, tool: Shape | None) -> None:
        """Mark the tool in the hand."""
        button = self._tools.button(self._shapes.index(tool))
        if button is not None:
            button.setChecked(True)

    def show_mark(self, mark: Mark | None) -> None:
        """Show the ink of the chosen mark, and whether one can be taken off."""
        self._take.setEnabled(mark is not None)
        if mark is not None:
            self._colour.setCurrentIndex(self._colour.findData(mark.colour.value))
            self._weight.setCurrentIndex(self._weight.findData(mark.weight.value))

    def show_layers(self, layers: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer the layers, and a new one; `layers` are (id, words)."""
        self.layers.set_choices((*layers, (NEW_LAYER, tr("ui.look.new_layer"))))
        self.layers.setCurrentIndex(max(self.layers.findData(chosen or NEW_LAYER), 0))

    def show_steps(self, *, can_undo: bool, can_redo: bool) -> None:
        """Say what can be taken back or done again."""
        self._undo.setEnabled(can_undo)
        self._redo.setEnabled(can_redo)

    def show_can_draw(self, can_draw: bool) -> None:
        """Offer tools and ink only while the layer is seen as it stands."""
        for part in self._drawing_parts:
            part.setEnabled(can_draw)

    def _tell_ink(self) -> None:
        self.ink_taken.emit(Colour(self._colour.currentData()), Weight(self._weight.currentData()))
