"""The words on the pages, Chinese and English, from the message catalogue (`resources/messages/console_pages.toml`)."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

LANGUAGES = ("zh", "en")


def say(language: str, code: str, **facts: object) -> str:
    """Return the words of a code, e.g. "nav.cases", filled with facts; KeyError for a code nobody worded."""
    return _words()[f"page.{code}"][language].format(**facts)


def language_of(chosen: str, accepted: str) -> str:
    """Return the language to answer in: the one chosen, else English only where the browser puts it first."""
    if chosen in LANGUAGES:
        return chosen
    return "en" if accepted.strip().lower().startswith("en") else "zh"


@cache
def _words() -> dict[str, dict[str, str]]:
    file = resources.files("resources") / "messages" / "console_pages.toml"
    words: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    return words
