"""The photos as an appendix: two in a row, each with what proves it is the sealed one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from inspector.notices.amounts import minute
from inspector.notices.sheet import picture_size
from inspector.notices.typeset.glyphs import Style, drawable
from inspector.notices.typeset.paragraph import Paragraph, text
from inspector.notices.typeset.pieces import MILLIMETRE, Pen, Piece, frame
from inspector.records import Dimension, Photo, PhotoForPaper

_GUTTER = 14.0
_TALLEST = 200.0
"""Points: an upright photo is no higher, so that six fit on a page."""
_NO_PICTURE = "此照片无法显示缩略图，原件已密封保存。"


@dataclass(frozen=True)
class _Frame:
    """One photo with its caption."""

    jpeg: bytes | None
    width: float
    height: float
    caption: Paragraph


def album_pieces(
    photos: Sequence[Photo],
    picture: PhotoForPaper,
    rows_by_item: Mapping[str, str],
    width: float,
    style: Style,
    *,
    lengths: Sequence[Dimension] = (),
    numbers: Sequence[int] = (),
    large: float = 0.0,
) -> Iterator[Piece]:
    """Yield a piece for each row of two photos; `rows_by_item` names the row by item id.

    `lengths` are what was measured in the photos; each stands under its own. `numbers` are the photos' numbers in the inspection, 1, 2, 3… if none are given; with `large` each photo
    fills a page, at most so many points high.
    """
    column, tallest = (width, large) if large else ((width - _GUTTER) / 2, _TALLEST)
    longer_side = max(column, tallest) / MILLIMETRE
    frames = [
        _frame(
            picture(photo, longer_side),
            _caption(photo, number, rows_by_item, lengths, style),
            column,
            tallest,
        )
        for number, photo in zip(numbers or range(1, len(photos) + 1), photos, strict=True)
    ]
    each = 1 if large else 2
    for start in range(0, len(frames), each):
        row = _row(frames[start : start + each], column)
        yield replace(row, new_page=bool(large) and start > 0)


def _caption(
    photo: Photo, number: int, rows_by_item: Mapping[str, str], lengths: Sequence[Dimension], style: Style
) -> Paragraph:
    row = rows_by_item.get(photo.item_id or "", "")
    measured = [each.stated for each in lengths if each.photo_id == photo.id]
    lines = [
        f"照片{number}　{drawable(photo.file_name, style)}" + (f"　{row}" if row else ""),
        f"接收时间：{minute(photo.arrived)}",
        f"SHA-256：{photo.sha256[:16]}…",
    ]
    if measured:
        lines += ["按比例卡量得，±后为扩展不确定度（k=2）：", *measured]
    return text("\n".join(lines), style)


def _frame(jpeg: bytes | None, caption: Paragraph, column: float, tallest: float) -> _Frame:
    if jpeg is None:
        return _Frame(None, column, column * 0.6, caption)
    wide, high = picture_size(jpeg)
    scale = min(column / wide, tallest / high)
    return _Frame(jpeg, wide * scale, high * scale, caption)


def _row(frames: Sequence[_Frame], column: float) -> Piece:
    tallest = max(frame.height for frame in frames)
    height = tallest + max(frame.caption.height(column) for frame in frames) + 16

    def draw(pen: Pen, x: float, top: float) -> None:
        for position, each in enumerate(frames):
            left = x + position * (column + _GUTTER)
            bottom = top - tallest
            if each.jpeg is None:
                _empty(pen, each, left, bottom + each.height)
            else:
                pen.picture(each.jpeg, left, bottom, each.width, each.height)
            each.caption.draw(pen, left, bottom - 4, column)

    return Piece(height, draw)


def _empty(pen: Pen, empty: _Frame, left: float, top: float) -> None:
    frame(pen, left, top, empty.width, empty.height)
    note = text(_NO_PICTURE, replace(empty.caption.style, align="center"))
    middle = top - empty.height / 2
    note.draw(pen, left + 4, middle + note.height(empty.width - 8) / 2, empty.width - 8)
