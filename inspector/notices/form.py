"""Forms as data: what `resources/forms/*.toml` may say, checked while it is read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Literal, TypeVar

import msgspec

from inspector.errors import BugError
from inspector.records import Ask, When

T = TypeVar("T")
PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)(:line)?\}")
"""A value inside a sentence of a form."""
Align = Literal["left", "center", "right", "justify"]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all entries have in common: unknown words in a form file are errors."""


class Field(Part, frozen=True):
    """A label with a ruled place for its value; `share` of the row's width."""

    label: str
    value: str
    share: float = 1.0
    required: bool = False


class Conditional(Part, frozen=True, kw_only=True):
    """A block that is printed only `when` an answer on the paper says so; always if nothing is stated."""

    when: When | None = None


class Fields(Conditional, frozen=True, tag_field="kind", tag="fields"):
    """Fields side by side in one row; an optional row is left out where it is empty."""

    fields: tuple[Field, ...]
    optional: bool = False
    keep: bool = False
    """True if it stands on the page of what follows."""


class Number(Conditional, frozen=True, tag_field="kind", tag="number"):
    """The document's number, to the right; `name` is what it is called where it is missing."""

    name: str
    label: str
    value: str
    required: bool = False


class Told(Conditional, frozen=True, tag_field="kind", tag="told"):
    """A sentence said to the party, with the answer; `name` is what it is called where it is missing."""

    name: str
    label: str
    value: str
    answer_label: str
    answer: str
    required: bool = False


class Entry(Conditional, frozen=True, tag_field="kind", tag="entry"):
    """A heading with free text below."""

    label: str
    value: str
    required: bool = False
    optional: bool = False


class Sentence(Conditional, frozen=True, tag_field="kind", tag="sentence"):
    """A paragraph with values in it: `{name}` as it is, `{name:line}` on a rule as filled in.

    One that is nothing but an empty value is left out.
    """

    text: str
    name: str = ""
    """What it is called where it is said to be missing."""
    required: bool = False
    keep: bool = False
    """True if it stands on the page of what follows."""
    optional: bool = False
    """True if it is left out where all its values are empty."""
    flush: bool = False
    """Without the indent: whom a letter is addressed to."""
    open: bool = False
    """True if a bureau may word it otherwise: it carries no measure, ground, period, right or citation."""


class Cut(Conditional, frozen=True, tag_field="kind", tag="cut"):
    """The title of a part that is cut off and kept or sent back, below a dashed line or on a new page."""

    text: str
    new_page: bool = False


class Gap(Conditional, frozen=True, tag_field="kind", tag="gap"):
    """White space in points."""

    height: float


class Column(Part, frozen=True):
    """One column of the list; `width` in millimetres."""

    label: str
    value: str
    width: float
    align: Align = "left"


class Table(Conditional, frozen=True, tag_field="kind", tag="table"):
    """A list, with its totals if it has any, closed by a row that says nothing follows."""

    columns: tuple[Column, ...]
    rows: Literal["listed_items", "paper_photos", "samples"]
    closing: str
    total: str = ""
    fine: bool = False
    """In small type: rows of figures and hashes."""


class SignatureRow(Part, frozen=True):
    """Who signs beside which label."""

    role: Literal["party", "officer", "witness"]
    label: str


class Signatures(Conditional, frozen=True, tag_field="kind", tag="signatures"):
    """Signatures at the end of the document."""

    rows: tuple[SignatureRow, ...]


class Seal(Conditional, frozen=True, tag_field="kind", tag="seal"):
    """署名、日期 with room for the seal."""

    name: str
    day: str
    hint: str


class SealStrip(Conditional, frozen=True, tag_field="kind", tag="seal_strip"):
    """The strip pasted over what is sealed; `number`, `day` and `warning` name values."""

    word: str
    number_label: str
    number: str
    day: str
    hint: str
    warning: str
    use: str
    """How it is used, in small type below."""


class Copies(Conditional, frozen=True, tag_field="kind", tag="copies"):
    """How many copies there are and who gets them."""

    value: str


class Photos(Conditional, frozen=True, tag_field="kind", tag="photos"):
    """Evidence photos: those of the paper, or of the whole inspection on pages of their own."""

    label: str
    of_paper: bool = False
    large: When | None = None
    """One photo a page then, as wide as the text; else two in a row."""


class Dialogue(Conditional, frozen=True, tag_field="kind", tag="dialogue"):
    """Questions and answers of an interview."""

    value: str


Block = (
    Fields
    | Number
    | Told
    | Entry
    | Sentence
    | Dialogue
    | Cut
    | Gap
    | Table
    | Photos
    | Signatures
    | Seal
    | SealStrip
    | Copies
)


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


class PageMeasures(Part, frozen=True):
    """The sheet in millimetres."""

    width: float
    height: float
    top: float
    left: float
    text_width: float
    text_height: float
    page_number_below: float


class StyleMeasures(Part, frozen=True):
    """One style in points; `faces` is a role of `Fonts`."""

    faces: Literal["fang", "song", "bold", "hei"]
    size: float
    leading: float
    align: Align = "justify"


class Layout(Part, frozen=True):
    """The measures all forms share."""

    page: PageMeasures
    styles: dict[str, StyleMeasures]


@cache
def read_form(number: str) -> Form:
    """Return a form by its number among the 56.

    Raises:
        BugError: `notice.unknown_form`, `notice.form_file` with what is wrong in it.
    """
    if not number.isdigit():
        raise BugError("notice.unknown_form", form=number)
    return read_data(number, Form)


@cache
def read_layout() -> Layout:
    """Return the shared measures; raises `notice.form_file` as `read_form`."""
    return read_data("layout", Layout)


def read_data(name: str, kind: type[T]) -> T:
    """Return one file of the forms, checked; raises `notice.unknown_form`, `notice.form_file` as `read_form`."""
    file = resources.files("resources") / "forms" / f"{name}.toml"
    if not file.is_file():
        raise BugError("notice.unknown_form", form=name)
    return parsed(name, file.read_bytes(), kind)


def parsed(name: str, content: bytes, kind: type[T]) -> T:
    """Return one form file's content, checked; `BugError("notice.form_file")` says what is wrong in it."""
    try:
        return msgspec.convert(tomllib.loads(content.decode("utf-8")), kind)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BugError("notice.form_file", file=f"{name}.toml", why=str(error)) from error
