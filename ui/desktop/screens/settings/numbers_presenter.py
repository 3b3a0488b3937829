"""Shows the document numbers of this device, enters blocks and declares numbers void."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.actions.notice_forms import class_titles
from inspector.actions.number_blocks import ClassYear, allot_numbers, numbers_shown, void_numbers
from inspector.clock import CHINA
from inspector.errors import InspectorError
from inspector.progress import Progress
from inspector.records import Bureau, NumberBlock
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.settings.asking import AskingPresenter
from ui.desktop.screens.settings.numbers_page import EVERY_KIND, AllotCard, NumbersPage, VoidCard
from ui.desktop.screens.settings.numbers_shown import in_order, number_row, warning
from ui.desktop.tasks import Lane, Tasks
from ui.desktop.widgets import AskingCard

if TYPE_CHECKING:
    from ui.wiring import OpenDevice

_FIELDS = {
    "numbers.range": "first",
    "numbers.overlap": "first",
    "numbers.taken": "first",
    "numbers.not_ours": "first",
    "numbers.void_many": "last",
    "numbers.void_reason": "reason",
}
_MOST_DIGITS = 6


@dataclass(frozen=True)
class _Read:
    """What the page shows."""

    bureau: Bureau
    titles: Mapping[str, str]
    """Of the form that counts in each class."""
    classes: tuple[ClassYear, ...]
    year: int


class NumbersPresenter(QObject):
    """Knows what the page does."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, page: NumbersPage) -> None:
        super().__init__(page)
        self._opened = opened
        self._tasks = tasks
        self._page = page
        self._allot = _AllotPresenter(opened, tasks, page.allot, self.refresh)
        self._void = _VoidPresenter(opened, tasks, page, self.refresh)

    def refresh(self) -> None:
        """Read every class and year again."""
        self._tasks.run(
            self._read,
            lane=Lane.READ,
            owner=self,
            done=self._show,
            failed=lambda error: self._page.show_numbers((), error.sentence(spoken())),
        )

    def _read(self, _: Progress) -> _Read:
        device = self._opened.device
        year = device.clock.now().wall.astimezone(CHINA).year
        with device.reading() as unit:
            bureau = unit.all(Bureau)[-1]
        titles = class_titles(device)
        return _Read(bureau, titles, numbers_shown(device, titles, year), year)

    def _show(self, read: _Read) -> None:
        bureau, classes, year = read.bureau, read.classes, read.year
        self._allot.offer(read.titles)
        if not self._page.allot.text("year"):
            self._page.allot.fields["year"].set_text(str(year))
        rows = [
            number_row(each, read.titles.get(each.kind, "")) for each in in_order(classes, tuple(read.titles))
        ]
        self._page.show_numbers(rows, warning(bureau, classes, year))


class _AllotPresenter(AskingPresenter):
    """Enters a block for one class or for all."""

    def __init__(
        self, opened: OpenDevice, tasks: Tasks, card: AllotCard, changed: Callable[[], None]
    ) -> None:
        super().__init__(tasks, card)
        self._opened = opened
        self._card = card
        self._changed = changed
        self._titles: Mapping[str, str] = {}
        card.given.connect(self._give)

    def offer(self, titles: Mapping[str, str]) -> None:
        """Offer the classes to choose from, by the title of their form; a choice made before stays."""
        if titles == self._titles:
            return
        self._titles = titles
        self._card.kinds.set_choices(
            (
                (EVERY_KIND, tr("ui.numbers.every_kind")),
                *((kind, f"{kind}　{title}") for kind, title in titles.items()),
            )
        )

    def _give(self) -> None:
        numbers = _typed_numbers(self._card, ("year", "first", "last"))
        if numbers is None:
            return
        year, first, last = numbers
        chosen = self._card.text("kind")
        kinds = tuple(self._titles) if chosen == EVERY_KIND else (chosen,)
        source = self._card.text("source") or tr("ui.numbers.bureau")
        blocks = [NumberBlock(kind, year, first, last, source) for kind in kinds]
        by = self._opened.ways_in.acting_officer or "device"

        def done(_: Bureau) -> str:
            self._card.fields["year"].set_text(str(year))
            self._changed()
            return tr("ui.numbers.allotted", first=first, last=last, count=len(kinds))

        self.run(
            lambda _: allot_numbers(self._opened.device, blocks, by=by), done, meanwhile="ui.numbers.working"
        )

    def field_of(self, error: InspectorError) -> str:
        """Return the field of a range or reason that was refused."""
        return _FIELDS.get(error.code, "")


class _VoidPresenter(AskingPresenter):
    """Declares numbers of the chosen class and year void."""

    def __init__(
        self, opened: OpenDevice, tasks: Tasks, page: NumbersPage, changed: Callable[[], None]
    ) -> None:
        super().__init__(tasks, page.void)
        self._opened = opened
        self._page = page
        self._card: VoidCard = page.void
        self._changed = changed
        page.void.given.connect(self._give)

    def _give(self) -> None:
        row = self._page.chosen
        if not self._card.text("last"):
            self._card.fields["last"].set_text(self._card.text("first"))
        numbers = _typed_numbers(self._card, ("first", "last"))
        if row is None or numbers is None:
            return
        first, last = numbers
        reason, by = self._card.text("reason"), self._opened.ways_in.acting_officer or "device"

        def done(_: Bureau) -> str:
            self._changed()
            return tr("ui.numbers.voided", first=first, last=last)

        self.run(
            lambda _: void_numbers(
                self._opened.device, row.kind, row.year, first, last, reason=reason, by=by
            ),
            done,
            meanwhile="ui.numbers.working",
        )

    def field_of(self, error: InspectorError) -> str:
        """Return the field of a range or reason that was refused."""
        return _FIELDS.get(error.code, "")


def _typed_numbers(card: AskingCard, names: Sequence[str]) -> list[int] | None:
    """Return the numbers typed at some fields, or say at the first wrong one that it is none."""
    card.show_problem("", "")
    numbers = []
    for name in names:
        text = card.text(name)
        if not (text.isascii() and text.isdigit() and int(text) > 0 and len(text) <= _MOST_DIGITS):
            card.show_problem(name, tr("ui.numbers.no_number"))
            return None
        numbers.append(int(text))
    return numbers
