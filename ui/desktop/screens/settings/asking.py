"""What the presenters of asking cards share: off the window's thread, and each refusal at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from inspector.errors import InspectorError
from inspector.progress import Progress
from ui.desktop.i18n import spoken, tr
from ui.desktop.screens.first_start.typed import passphrase_problems
from ui.desktop.tasks import Tasks
from ui.desktop.theme import Tone
from ui.desktop.widgets import AskingCard

T = TypeVar("T")
_OF_THE_SECRET = ("keys.wrong_secret", "keys.recovery_group")


class AskingPresenter(QObject):
    """Does what one card asks; a secret that opens nothing is said where it was typed."""

    secret = "secret"  # noqa: S105 - a field's name
    """Name of the field in which something that opens the device is typed."""

    def __init__(self, tasks: Tasks, card: AskingCard) -> None:
        super().__init__(card)
        self.tasks = tasks
        self.asking = card

    def has_secret(self) -> bool:
        """Tell whether a secret was typed, and say so at its field if not."""
        self.asking.show_problem("", "")
        if not self.asking.text(self.secret).strip():
            self.asking.show_problem(self.secret, tr("ui.unlock.empty"))
            return False
        return True

    def has_new_passphrase(self) -> bool:
        """Tell whether the new passphrase is good and typed twice, and say at its field if not."""
        typed = self.asking.text("first"), self.asking.text("second")
        for field, code in passphrase_problems(*typed).items():
            sentence = tr(code) if code.startswith("ui.") else InspectorError(code).sentence(spoken())
            self.asking.show_problem(field, sentence)
            return False
        return True

    def run(self, work: Callable[[Progress], T], done: Callable[[T], str], *, meanwhile: str) -> None:
        """Do it; `done` gives the sentence said of it, and what was typed is forgotten."""

        def ended(value: T) -> None:
            self.asking.clear()
            self.asking.say(done(value), Tone.OK)

        self.asking.say(tr(meanwhile), Tone.ACCENT, is_working=True)
        self.tasks.run(work, owner=self, done=ended, failed=self.refused)

    def refused(self, error: InspectorError) -> None:
        """Say why it was not done, at the field it is about where there is one."""
        field = self.secret if error.code in _OF_THE_SECRET else self.field_of(error)
        sentence = error.sentence(spoken())
        self.asking.say("" if field else sentence, Tone.OK if field else Tone.DANGER)
        if field:
            self.asking.show_problem(field, sentence)

    def field_of(self, error: InspectorError) -> str:
        """Return the field a refusal is about; empty if none."""
        return ""
