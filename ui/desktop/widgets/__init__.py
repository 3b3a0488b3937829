"""The parts screens are made of. Each shows what it is given and tells what was done to it.

Button(text, Kind, icon)       one PRIMARY a screen; QUIET, DANGER, PLAIN
IconButton(icon, name)         square, named for screen readers
Segments(name, choices)        a few words of which one holds; `chosen(value)`
Words(text, Role)              PAGE, SECTION, STRONG, BODY, MUTED, CAPTION, FIGURE, CODE
Line(text, Role)               one line that gives way, whole when pointed at
StateWord(icon, word, Tone)    icon and word in a state's colour; `say(...)`
Card(title), Bar(), row_of()   surfaces
AskingCard(title)              `ask(name, label)`, `button(label, icon)`; `say(sentence, Tone, is_working=…)`
Page(), scrolled(), centred()  `body` that scrolls, `foot` with the primary button last; a frame that scrolls; the middle
Field(label, editor=…)         `text()`, `set_text()`, `say(problem)`; `value_changed`, `finished`
Choice, DayEdit, Tick          editors for a Field, or alone
NavRail, StepRail              where in the program; which step of a stand
Banner()                       `say(sentence, Tone, action=…)` in reserved room; `acted`
EmptyState(icon, line, action) one line, one button; `acted`
PhotoRows, PhotoRow            model; `picture_wanted(id)` -> `set_picture(id, QImage | None)`
PhotoGrid, Filmstrip           views of it; `photos_selected(ids)`, `photo_opened(id)`
SquaresBar, Square, Reached    one square a photo
Leaves(), Stack()              pages of which the one seen says how much room is needed
Beside((part, share), …)       side by side, or one below the other where it is narrow
Wrapping(part, …), Sparing()   a row that goes on in a second line; one whose buttons give up their words
WholeOrScrolled(contents)      fills its frame, scrolled both ways where the frame is too small
bring_into_view(widget)        scrolls to it
SignaturePad(name)             `strokes`; `signed`, `cleared`
ProgressLine()                 `show_step(done, total, words)`, `end()`; `cancelled`
PdfPages(name)                 `show_pdf(bytes)`
"""

from ui.desktop.widgets.asking_card import AskingCard
from ui.desktop.widgets.banner import Banner
from ui.desktop.widgets.buttons import Button, IconButton, Kind, Segments
from ui.desktop.widgets.cards import Bar, Card, row_of
from ui.desktop.widgets.editors import Choice, DayEdit, Tick
from ui.desktop.widgets.empty import EmptyState
from ui.desktop.widgets.fields import Field
from ui.desktop.widgets.page import (
    Beside,
    Leaves,
    Page,
    Readable,
    Stack,
    WholeOrScrolled,
    bring_into_view,
    centred,
    in_the_middle,
    scrolled,
)
from ui.desktop.widgets.pdf_pages import PdfPages
from ui.desktop.widgets.photo_grid import Filmstrip, PhotoGrid
from ui.desktop.widgets.photo_rows import PhotoRow, PhotoRows
from ui.desktop.widgets.progress_line import ProgressLine
from ui.desktop.widgets.rails import NavEntry, NavRail, OfficerNames, StepMark, StepRail
from ui.desktop.widgets.signature_pad import SignaturePad
from ui.desktop.widgets.sparing import Sparing
from ui.desktop.widgets.squares import Reached, Square, SquaresBar
from ui.desktop.widgets.words import Line, Role, StateWord, Words, rule
from ui.desktop.widgets.wrapping import Wrapping

__all__ = [
    "AskingCard",
    "Banner",
    "Bar",
    "Beside",
    "Button",
    "Card",
    "Choice",
    "DayEdit",
    "EmptyState",
    "Field",
    "Filmstrip",
    "IconButton",
    "Kind",
    "Leaves",
    "Line",
    "NavEntry",
    "NavRail",
    "OfficerNames",
    "Page",
    "PdfPages",
    "PhotoGrid",
    "PhotoRow",
    "PhotoRows",
    "ProgressLine",
    "Reached",
    "Readable",
    "Role",
    "Segments",
    "SignaturePad",
    "Sparing",
    "Square",
    "SquaresBar",
    "Stack",
    "StateWord",
    "StepMark",
    "StepRail",
    "Tick",
    "WholeOrScrolled",
    "Words",
    "Wrapping",
    "bring_into_view",
    "centred",
    "in_the_middle",
    "row_of",
    "rule",
    "scrolled",
]
