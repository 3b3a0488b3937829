"""Colours can be read, icons exist, words are in the catalogue."""

import ast
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from ui.desktop.i18n import Language, speak, tr
from ui.desktop.theme import TOKENS, Look, Tone, body_font, icon_pixmap, theme
from ui.desktop.theme.tokens import contrast

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "ui" / "desktop").rglob("*.py"))


@pytest.mark.parametrize("look", Look)
def test_every_text_can_be_read_on_every_ground(look: Look) -> None:
    tokens = TOKENS[look]
    least = 7.0 if look is Look.HIGH_CONTRAST else 4.5
    for ground in (tokens.bg, tokens.surface):
        for tone in (Tone.TEXT, Tone.MUTED, Tone.ACCENT, Tone.OK, Tone.WARN, Tone.DANGER):
            assert contrast(tokens.tone(tone), ground) >= least, (tone, ground)
    assert contrast(tokens.on_accent, tokens.accent) >= least
    assert contrast(tokens.on_accent, tokens.accent_hover) >= least
    for tone in (Tone.ACCENT, Tone.OK, Tone.WARN, Tone.DANGER):
        assert contrast(tokens.text, tokens.soft(tone)) >= least
        assert contrast(tokens.tone(tone), tokens.soft(tone)) >= least


@pytest.mark.parametrize("look", Look)
def test_edges_of_what_can_be_typed_into_are_seen(look: Look) -> None:
    assert contrast(TOKENS[look].line_strong, TOKENS[look].surface) >= 3


@pytest.mark.parametrize("look", Look)
def test_a_look_dresses_palette_and_sheet_alike(look: Look, qapp: QApplication) -> None:
    theme().apply(look)
    assert qapp.palette().window().color().name().upper() == TOKENS[look].bg
    assert TOKENS[look].accent in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_nothing_moves_in_high_contrast() -> None:
    assert TOKENS[Look.HIGH_CONTRAST].motion_ms == 0
    assert max(tokens.motion_ms for tokens in TOKENS.values()) <= 150


def test_the_bundled_typeface_is_used_and_has_rare_names(qapp: QApplication) -> None:
    from PySide6.QtGui import QRawFont

    assert QFontInfo(body_font()).family() == "Noto Sans SC"
    font = QRawFont.fromFont(body_font())
    assert all(font.supportsCharacter(ord(character)) for character in "龑堃喆䶮𬭩㛃")


def test_an_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication) -> None:
    image = icon_pixmap("check", "#FF0000", 20, 1.0).toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(20)
        for y in range(20)
        if image.pixelColor(x, y).alpha() > 250
    }
    assert colours == {"#ff0000"}


def _literals(file: Path) -> list[str]:
    """Return the whole texts in a file; a piece of an f-string is none."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    pieces = {piece for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
    return [
        n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and n not in pieces
    ]


def test_every_icon_is_used_and_carries_its_licence() -> None:
    icons = {file.stem for file in (ROOT / "resources" / "icons").glob("*.svg")}
    used = {text for file in SOURCES for text in _literals(file)}
    assert icons - used == set()
    assert "ISC License" in (ROOT / "resources" / "icons" / "LICENSE-lucide.txt").read_text("utf-8")


def _words() -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = {}
    for file in (ROOT / "resources" / "messages").glob("ui_*.toml"):
        known.update(tomllib.loads(file.read_text("utf-8")))
    return known


def test_every_word_shown_is_in_the_catalogue_in_both_languages() -> None:
    known = _words()
    asked = {
        text
        for file in SOURCES
        for text in _literals(file)
        if text.startswith("ui.")
        and not text.startswith("ui.desktop")
        and not text.endswith(".")
        and " " not in text
    }
    assert {code for code in asked if code not in known} == set()
    assert all(texts.get("zh") and texts.get("en") for texts in known.values())


def test_words_follow_the_language_at_run_time() -> None:
    assert tr("ui.place.today") == "今日"
    speak(Language.ENGLISH)
    assert tr("ui.place.today") == "Today"
    assert tr("ui.shell.sealed", count=41) == "41 sealed"
    assert tr("样本陶瓷博览会") == "样本陶瓷博览会"
