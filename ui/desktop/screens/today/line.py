"""One sentence of a screen, with its icon and tone."""

from __future__ import annotations

from dataclasses import dataclass

from ui.desktop.theme import Tone


@dataclass(frozen=True)
class Line:
    """One sentence with its icon and tone."""

    icon: str
    text: str
    tone: Tone = Tone.MUTED
