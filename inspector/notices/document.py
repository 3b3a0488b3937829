"""A form from its first line to its last: each block of the form file becomes pieces, the pieces become pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from inspector.notices import blocks
from inspector.notices.closing import copies, seal, signatures
from inspector.notices.fields import field_rows
from inspector.notices.listing import photos, table
from inspector.notices.prose import cut, dialogue, entry, sentence, told
from inspector.notices.seal_strip import seal_strip
from inspector.notices.setting import Setting
from inspector.notices.typeset.pages import Page, make_pages
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import Piece, space

_SHORT = 3
"""Pages a document has at most for its lines to be moved closer: a longer one gains nothing by it."""
_STEPS = 4


def set_pages(setting: Setting) -> list[Page]:
    """Set a document; where the last page would hold a few lines only, lines are moved closer to save it.

    GB/T 9704 (7.3.5.5) has seal and day on a page with text and lets the space between lines be changed for it.
    """
    pages = _pages(setting)
    if 1 < len(pages) <= _SHORT and setting.closest < 1:
        height = sum(page.height for page in pages)
        for step in range(1, _STEPS + 1):
            factor = 1 - (1 - setting.closest) * step / _STEPS
            if height * factor <= setting.room * (len(pages) - 1):
                closer = _pages(setting.spaced(factor))
                if len(closer) < len(pages):
                    return closer
    return pages


def _pages(setting: Setting) -> list[Page]:
    return make_pages(list(document_pieces(setting)), setting.room)


def document_pieces(setting: Setting) -> Iterator[Piece]:
    """Yield the whole document from the name of the organ on."""
    if setting.form.headed:
        bureau = text(setting.values["bureau.name"], setting.style("bureau"))
        yield from bureau.pieces(setting.width, keep=True)
        yield from text(setting.form.title, setting.style("title")).pieces(setting.width, keep=True)
        yield space(8, keep=True)
    for block in setting.form.block:
        if setting.applies(block.when):
            yield from _block(setting, block)


def _block(setting: Setting, block: blocks.Block) -> Iterator[Piece]:  # noqa: PLR0912 - one branch for each kind
    values, width = setting.values, setting.width
    match block:
        case blocks.Fields():
            entries = [(field.label, values[field.value], field.share) for field in block.fields]
            if not block.optional or any(value for _, value, _ in entries):
                yield from field_rows(entries, setting.flush, width, keep=block.keep)
        case blocks.Number():
            yield from text(block.label + values[block.value], setting.style("number")).pieces(width)
        case blocks.Told():
            yield from told(setting, block)
        case blocks.Entry():
            yield from entry(setting, block)
        case blocks.Sentence():
            yield from sentence(setting, block)
        case blocks.Dialogue():
            yield from dialogue(setting, block)
        case blocks.Cut():
            yield from cut(setting, block)
        case blocks.Gap():
            yield space(block.height)
        case blocks.Table():
            yield from table(setting, block)
        case blocks.Photos():
            yield from photos(setting, block)
        case blocks.Signatures():
            yield from signatures(setting, block)
        case blocks.Seal():
            yield from seal(setting, block)
        case blocks.SealStrip():
            yield from seal_strip(setting, block)
        case blocks.Copies():
            yield from copies(setting, block)
        case _:
            assert_never(block)
