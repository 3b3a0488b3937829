"""The walk through photos and recordings: the gallery, one photo, two side by side, drawing on one; film and sound."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector.errors import InputError
from inspector.records import PhotoTag, Shape
from tests.ui.looks.guide import Guide
from ui.desktop.i18n import spoken
from ui.desktop.screens.gallery.listed import Wanted
from ui.desktop.shell import Place


def photos(going: Guide) -> Iterator[str]:
    """The gallery and what one looks at closely."""
    going.go(Place.PHOTOS)
    gallery = going.working.gallery
    gallery.view.show_stand("")
    going.settle()
    yield "gallery"
    taken = going.made.photos
    gallery.view.grid.select(taken[3])
    going.settle()
    yield "gallery-chosen"
    gallery.view.filters.set_wanted(Wanted(tag=PhotoTag.PRICE.value), tells=True)
    going.settle()
    yield "gallery-nothing-found"
    gallery.view.show_stand(going.made.stand.inspection.id)
    gallery.presenter.refresh()
    going.settle()
    yield "gallery-stand"
    gallery.compare(taken[4], taken[5])
    going.settle()
    yield "compare"
    gallery.look(taken[3])
    going.settle()
    yield "look"
    canvas = gallery.look_view.panes[0]
    for shape in (Shape.BOX, Shape.ARROW):
        canvas.set_tool(shape)
        QTest.keyClick(canvas, Qt.Key.Key_Return)
        going.settle()
    canvas.set_tool(Shape.TEXT)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    going.settle()
    yield "annotate-words"
    QTest.keyClick(canvas.words, Qt.Key.Key_Escape)
    gallery.look_view.tools.history.setChecked(True)
    going.settle()
    yield "annotate"
    gallery.look_view.tools.history.setChecked(False)
    gallery.look_view.show_trouble(0, InputError("photo.cannot_decode", why="truncated").sentence(spoken()))
    going.settle()
    yield "look-trouble"
    gallery.show_grid()
    going.settle()


def recordings(going: Guide) -> Iterator[str]:
    """Film and sound, listed and played."""
    gallery = going.working.gallery
    gallery.show_recordings()
    going.settle()
    yield "recordings"
    player = gallery.player_view
    for recording, name in zip(going.made.recordings, ("film", "sound"), strict=True):
        gallery.play(recording)
        going.is_live = True
        going.until(player.play.isEnabled)
        if name == "film":
            going.until(lambda: player.canvas.has_picture)
        yield f"player-{name}"
        if name == "sound":
            player.show_trouble(InputError("recording.cannot_play").sentence(spoken()))
            yield "player-trouble"
        gallery.player.close()
        going.is_live = False
        going.settle()
    gallery.show_grid()
