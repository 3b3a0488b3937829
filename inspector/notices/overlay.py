"""What a bureau has otherwise than the shipped forms: measures, wording and numbers; checked whole, never half applied."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import msgspec

from inspector.errors import BugError, InputError
from inspector.notices.blocks import Sentence
from inspector.notices.catalogue import forms
from inspector.notices.data_files import Part, read_data
from inspector.notices.form import Form, read_form
from inspector.notices.layout import Align, Layout, read_layout
from inspector.records.numbering import Numbering
from inspector.records.rewording import require_reworded
from inspector.typed import converted

LARGEST = 64 * 1024
"""Bytes of such a file; a longer one is something else."""
_LEAST_PAGE = 100.0
_SMALLEST, _BIGGEST = 5.0, 72.0
"""Points a character may have."""


class _Page(Part, frozen=True):
    top: float | None = None
    left: float | None = None
    text_width: float | None = None
    text_height: float | None = None
    page_number_below: float | None = None


class _Style(Part, frozen=True):
    faces: str | None = None
    size: float | None = None
    leading: float | None = None
    align: Align | None = None


class _Numbers(Part, frozen=True):
    pattern: str | None = None
    digits: int | None = None
    classes: dict[str, str] = msgspec.field(default_factory=dict)
    """By form number."""


class _File(Part, frozen=True):
    page: _Page = _Page()
    styles: dict[str, _Style] = msgspec.field(default_factory=dict)
    numbers: _Numbers = _Numbers()
    wording: dict[str, str] = msgspec.field(default_factory=dict)
    """Sentences of the law pack; which may be changed is the pack's to say."""
    forms: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    """Sentences of the forms, by form number and the sentence's name."""


class _ShippedNumbers(Part, frozen=True):
    pattern: str
    digits: int


@dataclass(frozen=True)
class Overlay:
    """A bureau's own way, ready to use; without a file it is the shipped one."""

    layout: Layout
    numbering: Numbering
    wording: Mapping[str, str] = field(default_factory=dict)
    own_forms: Mapping[str, Form] = field(default_factory=dict)

    def form(self, number: str) -> Form:
        """Return a form with the bureau's sentences in it; raises as `read_form`."""
        return self.own_forms.get(number) or read_form(number)


def usual_overlay(environ: Mapping[str, str]) -> Path:
    """Return where an administrator of the machine puts the bureau's own way."""
    if sys.platform == "win32":
        folder = Path(environ.get("PROGRAMDATA", "C:/ProgramData"))
    else:
        folder = Path(environ.get("XDG_CONFIG_DIRS", "").split(":")[0] or "/etc/xdg")
    return folder / "inspector" / "layout.toml"


def read_overlay(file: Path | None) -> Overlay:
    """Return what the file states over what is shipped; without a file what is shipped.

    Raises:
        InputError: `notice.overlay` with what is wrong in the file; `wording.*` with the sentence that cannot be
            worded that way.
    """
    try:
        if file is None or not file.is_file():
            return overlaid(b"")
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise InputError("notice.overlay", file=str(file), why=error.strerror or "") from error
    try:
        return overlaid(content)
    except (ValueError, RecursionError) as error:  # msgspec and tomllib tell what is wrong as ValueError
        raise InputError("notice.overlay", file=str(file), why=str(error)) from error


@lru_cache(maxsize=4)
def overlaid(content: bytes) -> Overlay:
    """Return what is shipped with this over it.

    Raises:
        ValueError: with what is wrong in it.
        InputError: `wording.*`, as `read_overlay`.
    """
    if len(content) > LARGEST:
        raise ValueError(f"> {LARGEST} bytes")
    own = converted(tomllib.loads(content.decode("utf-8")), _File)
    layout, numbering = _layout(own), _numbering(own.numbers)
    for fault in (*_faults(layout), *numbering.faults()):
        raise ValueError(fault)
    return Overlay(layout, numbering, own.wording, dict(_own_forms(own.forms)))


def shipped_classes() -> dict[str, str]:
    """Return 类 of the document number by the number of the form, as the forms state it."""
    printed = (each.number for each in forms() if each.is_printed_here)
    return {number: kind for number in printed if (kind := read_form(number).number_class)}


def _layout(own: _File) -> Layout:
    shared = msgspec.to_builtins(read_layout())
    shared["page"] |= _stated(own.page)
    for name, style in own.styles.items():
        if name not in shared["styles"]:
            raise ValueError(f"styles.{name}: {', '.join(shared['styles'])}")
        shared["styles"][name] |= _stated(style)
    return converted(shared, Layout)


def _numbering(own: _Numbers) -> Numbering:
    shipped, classes = read_data("numbers", _ShippedNumbers), shipped_classes()
    for form in own.classes:
        if form not in classes:
            raise ValueError(f"numbers.classes.{form}: {', '.join(classes)}")
    pattern = shipped.pattern if own.pattern is None else own.pattern
    digits = shipped.digits if own.digits is None else own.digits
    return Numbering(classes | own.classes, pattern, digits)


def _own_forms(own: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Form]]:
    for number, sentences in own.items():
        try:
            form = read_form(number)
        except BugError:
            raise ValueError(f"forms.{number[:20]}") from None
        for name, words in sentences.items():
            form = _reworded(number, form, name, words)
        yield number, form


def _reworded(number: str, form: Form, name: str, words: str) -> Form:
    known = {block.name: block for block in form.block if isinstance(block, Sentence) and block.name}
    free = "、".join(block.name for block in known.values() if block.open) or "—"
    place = f"forms.{number}.{name[:20]}"
    if name not in known:
        raise InputError("wording.unknown", name=place, free=free)
    if not known[name].open:
        raise InputError("wording.fixed", name=place, free=free, sentence=known[name].text)
    require_reworded(place, known[name].text, words)
    blocks = tuple(
        msgspec.structs.replace(block, text=words) if block is known[name] else block for block in form.block
    )
    return msgspec.structs.replace(form, block=blocks)


def _stated(part: Part) -> dict[str, object]:
    return {name: value for name, value in msgspec.structs.asdict(part).items() if value is not None}


def _faults(layout: Layout) -> Iterator[str]:
    page = layout.page
    if not (page.left >= 0 and page.text_width >= _LEAST_PAGE and page.left + page.text_width <= page.width):
        yield f"page: left + text_width ≤ {page.width:g}, text_width ≥ {_LEAST_PAGE:g}"
    foot = page.height - page.top - page.text_height
    if not (page.top >= 0 and page.text_height >= _LEAST_PAGE and 0 <= page.page_number_below <= foot):
        yield f"page: top + text_height + page_number_below ≤ {page.height:g}"
    for name, style in layout.styles.items():
        if not (_SMALLEST <= style.size <= _BIGGEST and style.size <= style.leading <= 2 * _BIGGEST):
            yield f"styles.{name}: {_SMALLEST:g} ≤ size ≤ {_BIGGEST:g}, size ≤ leading"
