"""Replaces the recovery code, and keeps the new one no longer than it is on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from inspector.clock import CHINA
from inspector.errors import InspectorError
from inspector.records import Bureau
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.settings.code_card import CodeCard
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Tone

if TYPE_CHECKING:
    from ui.wiring import OpenDevice


class CodePresenter(QObject):
    """Knows what the card of the recovery code does."""

    def __init__(self, opened: OpenDevice, tasks: Tasks, card: CodeCard) -> None:
        super().__init__(card)
        self._opened = opened
        self._tasks = tasks
        self._card = card
        self._code = ""
        card.secret_given.connect(self._replace)
        card.print_asked.connect(self._print)
        card.put_away.connect(self._put_away)

    def _replace(self, secret: str) -> None:
        if not secret.strip():
            self._card.secret.say(tr("ui.unlock.empty"))
            return
        self._card.secret.say("")
        self._card.say(tr("ui.settings.code.working"), Tone.ACCENT, is_working=True)
        self._tasks.run(
            lambda _: self._opened.ways_in.replace_recovery_code(secret),
            owner=self,
            done=self._replaced,
            failed=self._refused,
        )

    def _replaced(self, code: str) -> None:
        self._code = code
        self._card.say("", Tone.OK)
        self._card.show_code(code)

    def _refused(self, error: InspectorError) -> None:
        self._card.say("", Tone.OK)
        if error.code in {"keys.wrong_secret", "keys.recovery_group"}:
            self._card.secret.say(error.sentence(spoken()))
        else:
            self._card.say(error.sentence(spoken()), Tone.DANGER)

    def _put_away(self) -> None:
        self._code = ""
        self._card.show_code("")

    def _print(self) -> None:
        from ui.desktop.screens.first_start.print_code import print_code

        with self._opened.device.reading() as unit:
            bureau = unit.all(Bureau)[-1].name
        day = self._opened.device.clock.now().wall.astimezone(CHINA).date()
        print_code(self._card, self._code, bureau, day)
