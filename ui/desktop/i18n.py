"""The words on the screen: one catalogue, Chinese first, English second, switched at run time.

Choosing a language builds the screens anew (`Session`); what was typed comes along as a draft.
Words live in `resources/messages/ui_*.toml` under a code, e.g. `["ui.today.start"]` with zh and en.
A text that is no code is shown as it is, so that names and figures pass through unharmed.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Self


class Language(StrEnum):
    """Languages the desktop speaks."""

    CHINESE = "zh"
    ENGLISH = "en"


_spoken = [Language.CHINESE]


def speak(language: Language) -> None:
    """Choose the language; screens made from now on use it."""
    _spoken[0] = language


def spoken() -> Language:
    """Return the language in use, for `InspectorError.sentence`."""
    return _spoken[0]


class Said(str):
    """Words that know their code: what names a field has to be the same in every language."""

    code: str

    def __new__(cls, text: str, code: str) -> Self:
        """Return the words with their code."""
        said = super().__new__(cls, text)
        said.code = code
        return said


def code_of(words: str) -> str:
    """Return the code of words that `tr` gave, with what it was told; other words as they are."""
    return words.code if isinstance(words, Said) else words


def tr(code: str, **facts: object) -> str:
    """Return the words of `code` in the language in use, its places filled with `facts`."""
    words = _words().get(code)
    if words is None:
        return code
    template = words[_spoken[0]]
    if not facts:
        return Said(template, code)
    told = ",".join(f"{name}={value}" for name, value in facts.items())
    return Said(template.format(**facts), f"{code} {told}")


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    for file in (resources.files("resources") / "messages").iterdir():
        if file.name.startswith("ui_") and file.name.endswith(".toml"):
            for code, texts in tomllib.loads(file.read_text("utf-8")).items():
                words[code] = {language: str(text) for language, text in texts.items()}
    return words
