"""The 56 forms of the edition of 2021: number, title, stage, and which of them this program prints."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from inspector.errors import BugError
from inspector.notices.data_files import Part, read_data


class Stage(Part, frozen=True):
    """A stage of a case with the forms that belong to it, by number."""

    zh: str
    en: str
    forms: dict[str, str]


class _Catalogue(Part, frozen=True):
    stage: tuple[Stage, ...]


@dataclass(frozen=True)
class Listed:
    """One of the 56 forms."""

    number: str
    title: str
    stage: str
    stage_en: str
    place: int
    """Of its stage in the course of a case."""
    is_printed_here: bool
    """False: it is made at the bureau."""


@cache
def forms() -> tuple[Listed, ...]:
    """Return all forms in their order; raises `BugError("notice.form_file")` if the list is faulty."""
    folder = resources.files("resources") / "forms"
    listed = [
        Listed(number, title, stage.zh, stage.en, place, (folder / f"{number}.toml").is_file())
        for place, stage in enumerate(read_data("catalogue", _Catalogue).stage)
        for number, title in stage.forms.items()
    ]
    return tuple(sorted(listed, key=lambda form: int(form.number)))


def title_of(number: str) -> str:
    """Return the title of one form; raises `BugError("notice.unknown_form")`."""
    for form in forms():
        if form.number == number:
            return form.title
    raise BugError("notice.unknown_form", form=number)
