"""A form of the 56 as its file states it: what is asked, what is printed, who signs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from inspector.errors import BugError
from inspector.notices.blocks import PLACEHOLDER, Block, Entry, Fields, Number, Sentence, Told
from inspector.notices.data_files import Part, read_data
from inspector.records import Ask, When


class Body(Part, frozen=True):
    """The running text of a form, in points."""

    size: float
    leading: float


class Form(Part, frozen=True):
    """One of the 56 forms."""

    title: str
    seal: bool
    """True if the organ's seal belongs on it."""
    strip: bool
    """True if party, witness and officers sign every page."""
    body: Body
    block: tuple[Block, ...]
    number_class: str = ""
    """类 in 样市监类〔2026〕1号; a form without one carries no number."""
    english: str = ""
    """Title for English readers of the screen."""
    basis: str = ""
    """By which article a paper is written."""
    ask: tuple[Ask, ...] = ()
    """What an officer fills in; only such forms are papers of their own."""
    signs: tuple[Literal["party", "officer", "witness"], ...] = ("party", "officer", "witness")
    """Who signs; nobody where only the seal belongs on it."""
    party: str = ""
    """Name of the answer that says who signs for the party."""
    witness: str = ""
    """Name of the answer that names a witness, who then signs it too."""
    confirm: str = ""
    """What of it the legal unit still has to confirm."""
    needs: tuple[str, ...] = ()
    """One of these forms has to be issued before it."""
    unsigned_by_party: When | None = None
    """The party is not asked to sign then."""
    headed: bool = True
    """False if the name of the organ and the title stand elsewhere than at the top."""
    strip_party: str = "当事人："
    strip_officer: str = "检查人员："

    def required(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what must not be blank when the form is issued: what it is called, and its values."""
        for block in self.block:
            match block:
                case Fields():
                    yield from ((field.label, (field.value,)) for field in block.fields if field.required)
                case Told() if block.required:
                    yield block.name, (block.value, block.answer)
                case Number() if block.required:
                    yield block.name, (block.value,)
                case Sentence() if block.required:
                    yield block.name, tuple(name for name, _ in PLACEHOLDER.findall(block.text))
                case Entry() if block.required:
                    yield block.label, (block.value,)


@cache
def read_form(number: str) -> Form:
    """Return a form by its number among the 56.

    Raises:
        BugError: `notice.unknown_form`, `notice.form_file` with what is wrong in it.
    """
    if not number.isdigit():
        raise BugError("notice.unknown_form", form=number)
    return read_data(number, Form)
