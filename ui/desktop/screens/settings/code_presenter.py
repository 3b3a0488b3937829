"""Replaces the recovery code, and keeps the new one no longer than it is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector.clock import CHINA
from inspector.records import Bureau
from ui.desktop.screens.settings.asking import AskingPresenter
from ui.desktop.screens.settings.code_card import CodeCard
from ui.desktop.tasks import Tasks

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class CodePresenter(AskingPresenter):
    """Knows what the card of the recovery code does."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: CodeCard) -> None:
        super().__init__(tasks, card)
        self._opened = opened
        self._card = card
        self._code = ""
        card.given.connect(self._replace)
        card.print_asked.connect(self._print)
        card.put_away.connect(self._put_away)

    def _replace(self) -> None:
        if self.has_secret():
            secret = self._card.text("secret")
            self.run(
                lambda _: self._opened.ways_in.replace_recovery_code(secret),
                self._replaced,
                meanwhile="ui.settings.code.working",
            )

    def _replaced(self, code: str) -> str:
        self._code = code
        self._card.show_code(code)
        return ""

    def _put_away(self) -> None:
        self._code = ""
        self._card.show_code("")

    def _print(self) -> None:
        from ui.desktop.screens.first_start.print_code import print_code

        with self._opened.device.reading() as unit:
            bureau = unit.all(Bureau)[-1].name
        day = self._opened.device.clock.now().wall.astimezone(CHINA).date()
        print_code(self._card, self._code, bureau, day)
