"""Code lists of the field: goods classes, divisions, kinds of evidence and of penalty, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code and what it stands for."""

    code: str
    zh: str
    en: str = ""
    confirmed: bool = True
    note: str = ""


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One list; a code that left a list stays valid in the cases that used it."""

    id: str
    zh: str
    en: str
    source: str
    codes: tuple[Code, ...] = msgspec.field(default=(), name="code")
    pattern: str = ""
    """A regular expression every code of the field fits, for lists that are longer than the ones seeded here."""
    complete: bool = False
    """Whether the list names every code there is; a seed only offers the usual ones."""
    confirmed: bool = True
    note: str = ""

    def name_of(self, code: str) -> str:
        """Return what a code stands for, "" if the list does not name it."""
        return next((entry.zh for entry in self.codes if entry.code == code), "")

    def accepts(self, code: str) -> bool:
        """Tell whether a code may stand in the field: named, or of the right form in a list that is a seed."""
        if self.name_of(code):
            return True
        return not self.complete and bool(self.pattern) and re.fullmatch(self.pattern, code) is not None


class CodeListTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All code lists of one law pack."""

    lists: tuple[CodeList, ...] = msgspec.field(name="list")

    def find(self, list_id: str) -> CodeList | None:
        """Return the list of that id, or None."""
        return next((each for each in self.lists if each.id == list_id), None)


def wrong_in(table: CodeListTable) -> Iterator[str]:
    """Say what contradicts itself in a table."""
    ids = [each.id for each in table.lists]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        yield f"{name} stands twice"
    for each in table.lists:
        codes = [entry.code for entry in each.codes]
        if len(set(codes)) != len(codes):
            yield f"{each.id} names a code twice"
        if each.complete and not codes:
            yield f"{each.id} is called complete and names no code"
        try:
            form = re.compile(each.pattern)
        except re.error as error:
            yield f"{each.id}: {error}"
            continue
        if each.pattern and not all(form.fullmatch(code) for code in codes):
            yield f"{each.id} names a code that does not fit its own pattern"
