"""A card that asks for something, does it on one press, and says in place how it went."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desktop.i18n import tr
from ui.desktop.theme import Tone
from ui.desktop.theme.tokens import S
from ui.desktop.widgets.banner import Banner
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card
from ui.desktop.widgets.fields import Field


class AskingCard(Card):
    """Fields by name, one sentence for how it goes, and buttons that wait while something is done."""

    def __init__(self, title: str, *, lines: int = 1) -> None:
        """`lines` of room are kept for the sentence."""
        super().__init__(title)
        self.body.setSpacing(S)
        self.fields: dict[str, Field] = {}
        self.banner = Banner(lines=lines)
        self._waiting: list[QWidget] = []

    def ask(self, name: str, label: str, *, editor: QWidget | None = None, is_secret: bool = False) -> Field:
        """Make a field that forgets its problem as soon as it is typed into; the caller places it."""
        field = Field(tr(label), editor=editor, is_secret=is_secret)
        field.value_changed.connect(lambda _: field.say(""))
        self.fields[name] = field
        return field

    def button(self, label: str, icon: str) -> Button:
        """Make a button that cannot be pressed while something is done; the caller places it."""
        made = Button(tr(label), icon=icon)
        self._waiting.append(made)
        return made

    def show_problem(self, name: str, sentence: str) -> None:
        """Say at one field what is wrong; an empty sentence takes it back everywhere."""
        for each, field in self.fields.items():
            field.say(sentence if each == name else "")

    def say(self, sentence: str, tone: Tone, *, is_working: bool = False) -> None:
        """Say how it goes."""
        self.banner.say(sentence, tone)
        for each in self._waiting:
            each.setEnabled(not is_working)

    def clear(self) -> None:
        """Forget what was typed in lines; what was chosen stays."""
        for field in self.fields.values():
            if isinstance(field.editor, QLineEdit):
                field.set_text("")
                field.say("")

    def text(self, name: str) -> str:
        """Return what is typed or chosen at a field."""
        return self.fields[name].text()
