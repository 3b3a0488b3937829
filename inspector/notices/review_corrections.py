"""Corrections of facts of the stand on the review sheet: which fact, what the record says, what it was corrected to, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector.notices.amounts import minute
from inspector.notices.faces import Fonts
from inspector.notices.layout import Layout
from inspector.notices.styles import style_of
from inspector.notices.typeset.paragraph import text
from inspector.notices.typeset.pieces import MILLIMETRE, Piece, space
from inspector.notices.typeset.table import Cell, table_pieces
from inspector.records import Correction, Dossier, standing_corrections

HEADING = "现场事实的更正（现场记录和已出具的文书不改）"
_COLUMNS = (("序号", 11), ("事实", 40), ("现场记录", 33), ("更正为", 33), ("原因、更正人和时间", 39))
"""Heads of the columns and their widths in millimetres: together the width of the text."""
FACT_NAMES = {
    "Inspection": {
        "hall": "展馆",
        "booth": "展位号",
        "place": "检查地点",
        "subject": "检查事由",
        "supplier_asked": "货源说明",
        "source": "案件来源",
    },
    "Item": {
        "label_name": "标称名称",
        "specification": "规格",
        "quantity": "数量",
        "unit": "单位",
        "unit_price": "单价（元）",
        "seal_number": "封条号",
        "keeping_place": "存放地点",
        "remark": "备注",
    },
    "Party": {
        "name": "当事人名称",
        "credit_code": "统一社会信用代码",
        "address": "住所",
        "phone": "电话",
        "representative": "法定代表人",
        "id_number": "证件号码",
    },
}
"""What the facts are called that may be corrected, by kind of record and field."""


def correction_pieces(dossier: Dossier, layout: Layout, fonts: Fonts, room: float) -> Iterator[Piece]:
    """Lay out the corrections that hold; nothing where there is none. `room` is the height of a page's text."""
    standing = standing_corrections(dossier.corrections)
    if not standing:
        return
    small = replace(style_of(layout, fonts, "small"), align="left")
    cell = style_of(layout, fonts, "cell")
    centred = replace(cell, align="center")
    width = layout.page.text_width * MILLIMETRE
    yield space(10, keep=True)
    yield from text(HEADING, small).pieces(width, keep=True)
    yield space(4, keep=True)
    head = [Cell(text(words, style_of(layout, fonts, "cell_head"))) for words, _ in _COLUMNS]
    rows = [
        [
            Cell(text(str(number), centred)),
            Cell(text(_fact(dossier, each), cell)),
            Cell(text(each.was or "（没有填）", cell)),
            Cell(text(each.now or "（没有填）", cell)),
            Cell(text(f"{each.reason}\n{_by(dossier, each)}", cell)),
        ]
        for number, each in enumerate(standing, 1)
    ]
    widths = [each * MILLIMETRE for _, each in _COLUMNS]
    narrower = min(1.0, width / sum(widths))  # a bureau may have wider margins
    yield from table_pieces(head, rows, [each * narrower for each in widths], least=26, tallest=room / 2)


def _fact(dossier: Dossier, correction: Correction) -> str:
    name = FACT_NAMES.get(correction.record_kind, {}).get(correction.field, correction.field)
    item = next((each for each in dossier.items if each.id == correction.record_id), None)
    return f"第{item.position}项{item.label_name}\n{name}" if item else name


def _by(dossier: Dossier, correction: Correction) -> str:
    name = next((each.name for each in dossier.officers if each.id == correction.by), "")
    return f"{name} {minute(correction.at)}".strip()
