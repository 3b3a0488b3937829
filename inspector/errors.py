"""The three kinds of failure, for whoever has to act on them.

`InputError`: the officer can mend it. `SystemFault`: disk, key, clock, network or printer.
`BugError`: ours. Each carries a stable code; the sentence for people is in
`resources/messages/*.toml`, Chinese and English, with what to do next.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


class InspectorError(Exception):
    """A failure with a stable code and facts to fill its sentence; never holds a secret or photo bytes."""

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code, facts)

    def sentence(self, language: str = "zh") -> str:
        """Say what happened and what to do next in `language` ("zh" or "en")."""
        template = _wording().get(self.code, {}).get(language)
        if template is None:
            return f"{self.code} {self.facts}" if self.facts else self.code
        return template.format_map(_Facts(self.facts))

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence('en')}"


class InputError(InspectorError):
    """Something the officer gave cannot be accepted and the officer can mend it."""


class SystemFault(InspectorError):  # noqa: N818 - the field's word: not an error of anybody's
    """Disk, key, clock, network or printer failed; nothing acknowledged is lost."""


class BugError(InspectorError):
    """The program broke its own rule; the facts help us mend it."""


class _Facts(dict[str, object]):
    """Leaves an unknown placeholder readable instead of hiding the sentence behind a KeyError."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@cache
def _wording() -> dict[str, dict[str, str]]:
    """Read every `resources/messages/*.toml`; each room keeps its sentences in a file of its own."""
    wording: dict[str, dict[str, str]] = {}
    folder = resources.files("resources") / "messages"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            for code, sentences in tomllib.loads(file.read_text("utf-8")).items():
                wording[code] = {language: str(text) for language, text in sentences.items()}
    return wording
