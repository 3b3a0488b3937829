"""The one table of colours and measures; palette, style sheet, icons and own painting read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Look(StrEnum):
    """The three looks an officer can choose."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"
    """For bright halls: black on white, strong lines, no motion."""


class Tone(StrEnum):
    """What a colour says; state tones always stand beside an icon and a word."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    OK = "ok"
    WARN = "warn"
    DANGER = "danger"


@dataclass(frozen=True)
class Tokens:
    """Colours of one look, as #RRGGBB."""

    bg: str
    surface: str
    line: str
    line_strong: str
    """Edge of what can be typed into or pressed: 3:1 against the surface."""
    text: str
    muted: str
    accent: str
    accent_soft: str
    accent_hover: str
    on_accent: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    motion_ms: int
    """Longest movement; 0 where nothing may move."""

    def tone(self, tone: Tone) -> str:
        """Return the colour of a tone."""
        return str(getattr(self, tone.value))

    def soft(self, tone: Tone) -> str:
        """Return the ground on which a tone stands as text."""
        return {
            Tone.OK: self.ok_soft,
            Tone.WARN: self.warn_soft,
            Tone.DANGER: self.danger_soft,
            Tone.ACCENT: self.accent_soft,
        }.get(tone, self.bg)


TOKENS: Final[dict[Look, Tokens]] = {
    Look.LIGHT: Tokens(
        bg="#F5F6F4",
        surface="#FFFFFF",
        line="#DDE1DC",
        line_strong="#8A938E",
        text="#1C2321",
        muted="#5B6662",
        accent="#1F5FA8",
        accent_soft="#E6EEF8",
        accent_hover="#184E8C",
        on_accent="#FFFFFF",
        ok="#1E6B3A",
        ok_soft="#E7F2EA",
        warn="#8A5A00",
        warn_soft="#FBF1DE",
        danger="#B3261E",
        danger_soft="#FBEBEA",
        motion_ms=120,
    ),
    Look.DARK: Tokens(
        bg="#151A19",
        surface="#1E2423",
        line="#37403E",
        line_strong="#73807C",
        text="#ECF0EE",
        muted="#A6B1AD",
        accent="#7FB2F0",
        accent_soft="#22344A",
        accent_hover="#9CC4F5",
        on_accent="#0E1A28",
        ok="#8ED6A4",
        ok_soft="#1D3226",
        warn="#FFD48A",
        warn_soft="#37301F",
        danger="#FFB4AB",
        danger_soft="#3B2725",
        motion_ms=120,
    ),
    Look.HIGH_CONTRAST: Tokens(
        bg="#FFFFFF",
        surface="#FFFFFF",
        line="#000000",
        line_strong="#000000",
        text="#000000",
        muted="#1A1A1A",
        accent="#003A8C",
        accent_soft="#D6E6FF",
        accent_hover="#002A66",
        on_accent="#FFFFFF",
        ok="#004D1A",
        ok_soft="#FFFFFF",
        warn="#5A3500",
        warn_soft="#FFFFFF",
        danger="#8C0000",
        danger_soft="#FFFFFF",
        motion_ms=0,
    ),
}

SPACE: Final = (4, 8, 12, 16, 24, 32)
"""Every distance is one of these, in device-independent pixels."""
XS, S, M, L, XL, XXL = SPACE

RADIUS: Final = 8
"""Corners of controls."""
CARD_RADIUS: Final = 12

TARGET: Final = 44
"""Least height and width of what a finger has to hit."""

BODY, CAPTION, SECTION, PAGE = 15, 13, 18, 24
"""Sizes of type in pixels."""

NARROW: Final = 1200
"""A window less wide than this keeps icons only where words can be done without."""

ICON: Final = 20
LINE_CHARACTERS: Final = 40
"""Longest line of running text, in Chinese characters."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
