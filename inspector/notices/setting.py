"""Setting a form: each block of the form file becomes pieces of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from inspector.notices import form as f
from inspector.notices.album import album_pieces
from inspector.notices.faces import Fonts
from inspector.notices.fields import field_row, field_rows
from inspector.notices.paper_values import file_row
from inspector.notices.signing import SigningPlace, signed_by
from inspector.notices.styles import style_of
from inspector.notices.typeset.glyphs import Span, Style
from inspector.notices.typeset.paragraph import Paragraph, text
from inspector.notices.typeset.pieces import MILLIMETRE, Pen, Piece, space
from inspector.notices.typeset.table import Cell, table_pieces
from inspector.notices.values import Values, listed_items, row_of, sample_row
from inspector.records import Dossier, Paper, Photo, PhotoForPaper, Signature
from inspector.records.paper import exchanges

_BLANK = "　" * 8
"""The ruled place of a value that is not known yet."""
_LARGEST = 130 * MILLIMETRE
"""Height of an upright photo that has a page of its own."""


@dataclass(frozen=True)
class Setting:
    """One document being set: the form, what fills it, and the room there is."""

    form: f.Form
    layout: f.Layout
    fonts: Fonts
    dossier: Dossier
    values: Values
    signatures: tuple[Signature, ...]
    paper: Paper | None
    picture: PhotoForPaper
    width: float
    """Of the text area, in points."""
    room: float
    """Height of the text area, in points."""

    def style(self, name: str) -> Style:
        """Return a style of the layout."""
        return style_of(self.layout, self.fonts, name)

    @property
    def body(self) -> Style:
        """Return the style of running text, two characters indented."""
        return Style(self.fonts.faces("fang"), self.form.body.size, self.form.body.leading, indent=2)

    def pieces(self) -> Iterator[Piece]:
        """Yield the whole document from the name of the organ on."""
        yield from text(self.values["bureau.name"], self.style("bureau")).pieces(self.width, keep=True)
        yield from text(self.form.title, self.style("title")).pieces(self.width, keep=True)
        yield space(8, keep=True)
        for block in self.form.block:
            if block.when is None or self.values[f"paper.{block.when.name}.said"] in block.when.values:
                yield from self._block(block)

    def _block(self, block: f.Block) -> Iterator[Piece]:  # noqa: PLR0912 - one branch for each kind of block
        values = self.values
        match block:
            case f.Fields():
                entries = [(field.label, values[field.value], field.share) for field in block.fields]
                if not block.optional or any(value for _, value, _ in entries):
                    yield from field_rows(entries, replace(self.body, indent=0, align="left"), self.width)
            case f.Number():
                yield from text(block.label + values[block.value], self.style("number")).pieces(self.width)
            case f.Told():
                yield from self._told(block)
            case f.Entry():
                yield from self._entry(block)
            case f.Sentence():
                yield from self._sentence(block)
            case f.Gap():
                yield space(block.height)
            case f.Table():
                yield from self._table(block)
            case f.Signatures():
                yield from self._signatures(block)
            case f.Seal():
                yield from self._seal(block)
            case f.Copies():
                yield from self._copies(block)
            case f.Photos():
                yield from self._photos(block)
            case f.Dialogue():
                yield from self._dialogue(block)
            case _:
                assert_never(block)

    def _told(self, block: f.Told) -> Iterator[Piece]:
        yield from text(block.label + self.values[block.value], self.body).pieces(self.width, keep=True)
        answer = [(block.answer_label, self.values[block.answer], 1.0)]
        indent = 2 * self.body.size
        row = field_row(answer, replace(self.body, indent=0, align="left"), self.width - indent)
        yield replace(row, draw=lambda pen, x, top: row.draw(pen, x + indent, top))

    def _entry(self, block: f.Entry) -> Iterator[Piece]:
        value = self.values[block.value]
        if not value and block.optional:
            return
        yield from text(block.label, replace(self.style("heading"), leading=self.body.leading)).pieces(
            self.width, keep=True
        )
        if value:
            yield from text(value, self.body).pieces(self.width)
        else:
            yield field_row([("", "", 1.0)], replace(self.body, indent=0), self.width)

    def _sentence(self, block: f.Sentence) -> Iterator[Piece]:
        plain, *filled = f.PLACEHOLDER.split(block.text)
        spans = [Span(plain)]
        for name, is_line, plain in zip(filled[::3], filled[1::3], filled[2::3], strict=True):
            value = self.values[name]
            spans += [Span(value or _BLANK, filled=bool(is_line) or not value), Span(plain)]
        if any(span.text.strip() for span in spans):
            style = replace(self.body, indent=0) if block.flush else self.body
            yield from Paragraph(tuple(spans), style).pieces(self.width, keep=block.keep)

    def _table(self, block: f.Table) -> Iterator[Piece]:
        head_style, cell_style = self.style("cell_head"), self.style("cell")
        rows = [
            [
                Cell(text(row[column.value], replace(cell_style, align=column.align)))
                for column in block.columns
            ]
            for row in self._rows(block)
        ]
        whole = len(block.columns)
        rows.append([Cell(text(block.closing, replace(cell_style, align="center")), span=whole)])
        rows += [[Cell(text(self.values[block.total], cell_style), span=whole)]] if block.total else []
        stated = [column.width * MILLIMETRE for column in block.columns]
        narrower = min(1.0, self.width / sum(stated))  # a bureau may have wider margins
        widths = [width * narrower for width in stated]
        head = [Cell(text(column.label, head_style)) for column in block.columns]
        yield space(4, keep=True)
        pieces = table_pieces(head, rows, widths, least=26, tallest=self.room / 2)
        foot = 3 if block.total else 2
        yield from pieces[:-foot]
        for piece in pieces[-foot:]:
            yield replace(piece, keep=True)
        yield space(8, keep=True)

    def _rows(self, block: f.Table) -> list[Values]:
        if block.rows == "paper_photos":
            return [file_row(self.dossier, self.paper, photo) for photo in self._paper_photos()]
        dossier, items = self.dossier, enumerate(listed_items(self.dossier), 1)
        if block.rows == "samples":
            return [sample_row(dossier, item, position) for position, item in items]
        return [row_of(item, position, dossier.sample_of(item.id)) for position, item in items]

    def _paper_photos(self) -> tuple[Photo, ...]:
        chosen = set(self.paper.photo_ids) if self.paper else set()
        return tuple(photo for photo in self.dossier.photos if photo.id in chosen)

    def _rows_named(self) -> dict[str, str]:
        """Return how captions name the row of an item: with several measures only the record's own numbers are plain."""
        if len(self.dossier.measures) > 1:
            return {item.id: f"物品第{item.position}项" for item in self.dossier.items}
        rows = enumerate(listed_items(self.dossier), 1)
        return {item.id: f"清单第{position}项" for position, item in rows}

    def _dialogue(self, block: f.Dialogue) -> Iterator[Piece]:
        for exchange in exchanges(self.values[block.value]):
            yield from text(f"问：{exchange.question}", self.body).pieces(self.width, keep=True)
            yield from text(f"答：{exchange.answer or _BLANK}", self.body).pieces(self.width)

    def _signatures(self, block: f.Signatures) -> Iterator[Piece]:
        style = self.style("small")
        yield space(6, keep=True)
        for row in block.rows:
            place = SigningPlace(
                row.label,
                signed_by(self.signatures, row.role),
                style,
                least=2 if row.role == "officer" else 1,
            )
            yield place.piece(self.width, keep=True)

    def _seal(self, block: f.Seal) -> Iterator[Piece]:
        centred = replace(self.body, indent=0, align="center")
        name, hint, day = self.values[block.name], block.hint, self.values[block.day]
        width = max(len(name), len(day)) * self.body.size + 4
        left = max(0.0, self.width - width - 2 * self.body.size)
        yield space(self.body.leading, keep=True)
        for line in (name, hint, day):
            part = text(line, centred)

            def draw(pen: Pen, x: float, top: float, part: Paragraph = part) -> None:
                part.draw(pen, x + left, top, min(width, self.width))

            yield Piece(part.height(min(width, self.width)), draw, keep=True)

    def _copies(self, block: f.Copies) -> Iterator[Piece]:
        if not self.values[block.value]:
            return
        style = self.style("small")
        note = text(self.values[block.value], style)
        height = note.height(self.width) + 18

        def draw(pen: Pen, x: float, top: float) -> None:
            pen.rule(x, top - 12, x + self.width, top - 12)
            note.draw(pen, x, top - 16, self.width)

        yield Piece(height, draw)

    def _photos(self, block: f.Photos) -> Iterator[Piece]:
        photos = self._paper_photos() if block.of_paper else self.dossier.photos
        if not photos:
            return
        if block.label:
            heading = text(block.label, self.style("heading")).pieces(self.width, keep=True)
            yield space(0)  # what was kept together so far ends here
            yield replace(heading[0], new_page=True)
            yield from heading[1:]
        yield space(4, keep=True)
        is_large = (
            block.large is not None and self.values[f"paper.{block.large.name}.said"] in block.large.values
        )
        place = {photo.id: number for number, photo in enumerate(self.dossier.photos, 1)}
        yield from album_pieces(
            photos,
            self.picture,
            self._rows_named(),
            self.width,
            self.style("caption"),
            numbers=[place[photo.id] for photo in photos],
            large=min(_LARGEST, self.room / 2) if is_large else 0.0,
        )
