"""The review sheet as pages: findings by gravity with room for what was done, corrections, the law pack's version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from inspector.notices.amounts import minute
from inspector.notices.archive import archival
from inspector.notices.faces import Fonts
from inspector.notices.fields import field_rows
from inspector.notices.furniture import Furniture
from inspector.notices.layout import Layout
from inspector.notices.review_corrections import correction_pieces
from inspector.notices.sheet import Imprint, Sheets
from inspector.notices.styles import style_of
from inspector.notices.typeset.pages import make_pages
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE, Piece, space
from inspector.notices.typeset.table import Cell, table_pieces
from inspector.records import Dossier
from inspector.records.review import ReviewRow, ReviewSheet

TITLE = "案件质量自查表"
_LEVELS = {"V": "可能撤销", "E": "证据", "M": "法定义务", "D": "扣分"}
_COLUMNS = (("序号", 11), ("编号", 15), ("等级", 19), ("问题和依据", 79), ("处理情况", 32))
"""Heads of the columns and their widths in millimetres: together the width of the text."""


def review_pages(
    dossier: Dossier,
    sheet: ReviewSheet,
    *,
    printed: datetime,
    layout: Layout,
    fonts: Fonts,
    is_sample: bool,
) -> bytes:
    """Return the sheet as PDF/A.

    Raises:
        SystemFault: `notice.glyph_missing`, `notice.font_unreadable`.
    """
    page = layout.page
    width, room = page.text_width * MILLIMETRE, page.text_height * MILLIMETRE
    imprint = Imprint(TITLE, dossier.bureau.name, dossier.inspection.place, printed)
    pages = make_pages(list(_pieces(dossier, sheet, layout, fonts, printed, width, room)), room)
    sheets = Sheets((page.width * MILLIMETRE, page.height * MILLIMETRE), imprint, fonts.faces("song")[0])
    by_law = f"法律数据包{sheet.law_version}，放假安排至{sheet.calendar_to}年"
    furniture = Furniture(layout, fonts, printed, is_sample=is_sample, note=by_law)
    left, top = page.left * MILLIMETRE, (page.height - page.top) * MILLIMETRE
    for position, content in enumerate(pages, 1):
        content.draw(sheets, left, top)
        furniture.draw(sheets, position, len(pages))
        sheets.next_page()
    return archival(sheets.finish(), imprint)


def _pieces(
    dossier: Dossier,
    sheet: ReviewSheet,
    layout: Layout,
    fonts: Fonts,
    printed: datetime,
    width: float,
    room: float,
) -> Iterator[Piece]:
    small = replace(style_of(layout, fonts, "small"), align="left")
    cell = style_of(layout, fonts, "cell")
    inspection, party = dossier.inspection, dossier.party
    yield from text(dossier.bureau.name, style_of(layout, fonts, "bureau")).pieces(width, keep=True)
    yield from text(TITLE, style_of(layout, fonts, "title")).pieces(width, keep=True)
    yield space(8, keep=True)
    officers = "、".join(officer.name for officer in dossier.officers)
    for entries in (
        [("当事人：", party.name if party else "", 1.0)],
        [("检查地点：", inspection.place, 1.0)],
        [("检查时间：", minute(inspection.started), 1.0), ("执法人员：", officers, 1.0)],
        [("自查时间：", minute(printed), 1.0), ("物品、照片：", _counts(dossier), 1.0)],
    ):
        yield from field_rows(entries, small, width)
    yield space(6, keep=True)
    yield from text(_summary(sheet), small).pieces(width, keep=True)
    yield space(4, keep=True)
    head = [Cell(text(words, style_of(layout, fonts, "cell_head"))) for words, _ in _COLUMNS]
    centred = replace(cell, align="center")
    rows = [
        [
            Cell(text(str(number), centred)),
            Cell(text(row.number, centred)),
            Cell(text(_level(row), centred)),
            Cell(text(f"{row.message}\n{row.article}{_blocked(row)}", cell)),
            Cell(text("", cell)),
        ]
        for number, row in enumerate(sheet.rows, 1)
    ]
    closing = "以下空白" if rows else "未发现问题"
    rows.append([Cell(text(closing, centred), span=len(_COLUMNS))])
    widths = [each * MILLIMETRE for _, each in _COLUMNS]
    narrower = min(1.0, width / sum(widths))  # a bureau may have wider margins
    yield from table_pieces(head, rows, [each * narrower for each in widths], least=26, tallest=room / 2)
    yield from correction_pieces(dossier, layout, fonts, room)
    yield space(14, keep=True)
    yield from text("等级：可能撤销、证据、法定义务、扣分，由重到轻；提示不影响出具文书。", small).pieces(
        width, keep=True
    )
    yield from field_rows([("自查人：", "", 1.0), ("复核人：", "", 1.0), ("日期：", "", 1.0)], small, width)


def _counts(dossier: Dossier) -> str:
    return f"清单{len(dossier.items)}行，照片{len(dossier.photos)}张"


def _summary(sheet: ReviewSheet) -> str:
    blocking = sum(bool(row.blocks) for row in sheet.rows)
    reminders = sum(row.is_reminder for row in sheet.rows)
    levels = (
        f"{name}{count}项"
        for level, name in _LEVELS.items()
        if (count := sum(row.level == level and not row.is_reminder for row in sheet.rows))
    )
    found = "，".join(levels) or "没有发现问题"
    return f"检查{sheet.checks}类规则，共发现{len(sheet.rows)}项：{found}；其中阻止出具文书{blocking}项；另有提示{reminders}项。"


def _level(row: ReviewRow) -> str:
    return "提示" if row.is_reminder else _LEVELS[row.level]


def _blocked(row: ReviewRow) -> str:
    return f"；阻止出具文书{'、'.join(row.blocks)}" if row.blocks else ""
