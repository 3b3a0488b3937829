"""Lists of a form: goods and files in tables, photos in rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector.notices import blocks
from inspector.notices.album import album_pieces
from inspector.notices.paper_values import file_row
from inspector.notices.setting import Setting
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE, Piece, space
from inspector.notices.typeset.table import Cell, table_pieces
from inspector.notices.values import Values, listed_items, row_of, sample_row
from inspector.records import Dossier

_LARGEST = 130 * MILLIMETRE
"""Height of an upright photo that has a page of its own."""


def table(setting: Setting, block: blocks.Table) -> Iterator[Piece]:
    """Set a list with its head, totals and closing row; the last rows stay on one page with what ends it."""
    cell_style = setting.style("cell_fine" if block.fine else "cell")
    rows = [
        [Cell(text(row[column.value], replace(cell_style, align=column.align))) for column in block.columns]
        for row in _rows(setting, block)
    ]
    whole = len(block.columns)
    rows.append([Cell(text(block.closing, replace(cell_style, align="center")), span=whole)])
    rows += [[Cell(text(setting.values[block.total], cell_style), span=whole)]] if block.total else []
    stated = [column.width * MILLIMETRE for column in block.columns]
    narrower = min(1.0, setting.width / sum(stated))  # a bureau may have wider margins
    widths = [width * narrower for width in stated]
    head = [Cell(text(column.label, setting.style("cell_head"))) for column in block.columns]
    yield space(4, keep=True)
    pieces = table_pieces(head, rows, widths, least=26, tallest=setting.room / 2)
    foot = 3 if block.total else 2
    yield from pieces[:-foot]
    for piece in pieces[-foot:]:
        yield replace(piece, keep=True)
    yield space(8, keep=True)


def photos(setting: Setting, block: blocks.Photos) -> Iterator[Piece]:
    """Set the photos of the paper, or those of the inspection as an appendix."""
    chosen = setting.paper_photos if block.of_paper else setting.dossier.photos
    if not chosen:
        return
    if block.label:
        heading = text(block.label, setting.style("heading")).pieces(setting.width, keep=True)
        yield space(0)  # what was kept together so far ends here
        yield replace(heading[0], new_page=True)
        yield from heading[1:]
    yield space(4, keep=True)
    place = {photo.id: number for number, photo in enumerate(setting.dossier.photos, 1)}
    is_large = block.large is not None and setting.applies(block.large)
    yield from album_pieces(
        chosen,
        setting.picture,
        _rows_named(setting.dossier),
        setting.width,
        setting.style("caption"),
        lengths=setting.dossier.dimensions,
        numbers=[place[photo.id] for photo in chosen],
        large=min(_LARGEST, setting.room / 2) if is_large else 0.0,
    )


def _rows(setting: Setting, block: blocks.Table) -> list[Values]:
    if block.rows == "paper_photos":
        return [file_row(setting.dossier, setting.paper, photo) for photo in setting.paper_photos]
    dossier, items = setting.dossier, enumerate(listed_items(setting.dossier), 1)
    if block.rows == "samples":
        return [sample_row(dossier, item, position) for position, item in items]
    return [row_of(item, position, dossier.sample_of(item.id)) for position, item in items]


def _rows_named(dossier: Dossier) -> dict[str, str]:
    """Return how captions name the row of an item: with several measures only the record's own numbers are plain."""
    if len(dossier.measures) > 1:
        return {item.id: f"物品第{item.position}项" for item in dossier.items}
    return {item.id: f"清单第{position}项" for position, item in enumerate(listed_items(dossier), 1)}
