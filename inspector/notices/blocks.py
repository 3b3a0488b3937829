"""What a form is made of: each kind of block that `resources/forms/*.toml` may have."""

from __future__ import annotations

import re
from typing import Literal

from inspector.notices.data_files import Part
from inspector.notices.layout import Align
from inspector.records import When

PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)(:line)?\}")
"""A value inside a sentence of a form."""


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
