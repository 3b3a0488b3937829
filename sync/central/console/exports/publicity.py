"""Rows in the columns of 双公示 (行政处罚信用信息公示), as CSV and as a workbook.

Columns that only a penalty decision can fill stay empty until there is one; the remark says so. Numbers of
identity cards are never among them: whoever has to report one takes it from the case.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from inspector.clock import CHINA
from inspector.codes import credit_code
from inspector.records import Dossier, Notice, NoticeState, Paper, PartyKind, RightKind
from inspector.records.paper import amount_of
from sync.central.console.cases import Case

COLUMNS = (
    ("cf_xdr_mc", "行政相对人名称"),
    ("cf_xdr_lb", "行政相对人类别"),
    ("cf_xdr_shxym", "统一社会信用代码"),
    ("cf_xdr_gszc", "工商注册号"),
    ("cf_xdr_zzjg", "组织机构代码"),
    ("cf_xdr_swdj", "税务登记号"),
    ("cf_xdr_sydw", "事业单位证书号"),
    ("cf_xdr_shzz", "社会组织登记证号"),
    ("cf_frdb", "法定代表人"),
    ("cf_fr_zjlx", "法定代表人证件类型"),
    ("cf_fr_sfzh", "法定代表人证件号码"),
    ("cf_xdr_zjlx", "自然人证件类型"),
    ("cf_xdr_zjhm", "自然人证件号码"),
    ("cf_wsh", "行政处罚决定书文号"),
    ("cf_wfxw", "违法行为类型"),
    ("cf_sy", "违法事实"),
    ("cf_yj", "处罚依据"),
    ("cf_cflb", "处罚类别"),
    ("cf_nr", "处罚内容"),
    ("cf_nr_fk", "罚款金额（万元）"),
    ("cf_nr_wfff", "没收违法所得、没收非法财物的金额（万元）"),
    ("cf_nr_zkdx", "暂扣或吊销证照名称及编号"),
    ("cf_jdrq", "处罚决定日期"),
    ("cf_yxq", "处罚有效期"),
    ("cf_gsjzq", "公示截止期"),
    ("cf_cfjg", "处罚机关"),
    ("cf_cfjgdm", "处罚机关统一社会信用代码"),
    ("cf_sjly", "数据来源单位"),
    ("cf_sjlydm", "数据来源单位统一社会信用代码"),
    ("bz", "备注"),
)
_KINDS = {
    PartyKind.COMPANY: "法人及非法人组织",
    PartyKind.SOLE_TRADER: "个体工商户",
    PartyKind.PERSON: "自然人",
}
_ACTS = {
    RightKind.TRADEMARK: "侵犯注册商标专用权",
    RightKind.MARK_MISUSE: "冒充注册商标或者使用禁用标志",
    RightKind.DESIGN_PATENT: "专利侵权纠纷",
    RightKind.COUNTERFEIT_PATENT: "假冒专利",
    RightKind.GI_MARK: "侵犯地理标志商标专用权",
    RightKind.GI_PRODUCT: "擅自使用地理标志产品名称或者专用标志",
    RightKind.FALSE_ORIGIN: "伪造产地或者冒用厂名厂址",
    RightKind.UNFAIR_COMPETITION: "混淆行为",
    RightKind.COPYRIGHT: "侵犯著作权",
    RightKind.SUBSTANDARD: "生产、销售不合格产品",
}
_ON_THE_SPOT = "44"
"""当场行政处罚决定书: the one decision that is made at a stand."""
_WARNING = "警告"
_UNSEEN = {"Cc", "Cf", "Cs"}
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def publicity_row(case: Case) -> dict[str, str]:
    """Return the row of one case by the columns' codes."""
    known = case.dossier
    row = dict.fromkeys((code for code, _ in COLUMNS), "")
    row |= {"cf_cfjg": known.bureau.name, "cf_sjly": known.bureau.name, "cf_sy": known.inspection.findings}
    row["cf_wfxw"] = "；".join(dict.fromkeys(_ACTS[item.alleged.kind] for item in known.items))
    row |= _party(known)
    decision = next(
        (n for n in known.notices if n.form == _ON_THE_SPOT and n.state is NoticeState.ISSUED), None
    )
    paper = next((p for p in known.papers if decision is not None and p.id == decision.paper_id), None)
    if decision is not None and paper is not None:
        row |= _decided(decision, paper)
    else:
        row["bz"] = "涉嫌，尚未作出处罚决定"
    return row


def publicity_csv(cases: Iterable[Case]) -> bytes:
    """Return the rows as CSV with the columns' codes on top: UTF-8 with a mark, as spreadsheets expect."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(code for code, _ in COLUMNS)
    for case in cases:
        row = publicity_row(case)
        writer.writerow(defused(row[code]) for code, _ in COLUMNS)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def publicity_workbook(cases: Iterable[Case]) -> bytes:
    """Return the rows as a workbook, codes and names on top; every cell is text, never a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has one
    sheet.title = "行政处罚信息"
    rows = [dict(COLUMNS), *(publicity_row(case) for case in cases)]
    for column, (code, _) in enumerate(COLUMNS, 1):
        sheet.cell(1, column, code).font = Font(bold=True)
        for number, row in enumerate(rows, 2):
            cell = sheet.cell(number, column)
            cell.value, cell.data_type = _without_controls(row[code]), "s"
            cell.number_format, cell.alignment = "@", Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = 18
    sheet.freeze_panes = "B3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def defused(text: str) -> str:
    """Return text that no spreadsheet takes for a formula when it opens a CSV."""
    plain = _without_controls(text)
    return f"'{plain}" if plain.lstrip().startswith(_BEGINS_A_FORMULA) else plain


def _without_controls(text: str) -> str:
    """Drop what nobody sees: controls, marks of direction and width, characters no workbook may hold.

    A character this program's Unicode does not know yet is somebody's name, and stays.
    """
    return "".join(
        ch for ch in text if ch == "\n" or not (unicodedata.category(ch) in _UNSEEN or _is_none(ch))
    )


def _is_none(ch: str) -> bool:
    """Tell whether Unicode has promised that this is no character."""
    return ord(ch) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(ch) <= 0xFDEF


def _party(known: Dossier) -> dict[str, str]:
    party = known.party
    if party is None:
        return {}
    told = {"cf_xdr_mc": party.name, "cf_xdr_lb": _KINDS[party.kind]}
    if party.kind is PartyKind.PERSON:
        return told
    is_new = credit_code.check(party.credit_code).valid
    told["cf_xdr_shxym" if is_new else "cf_xdr_gszc"] = party.credit_code
    return told | {"cf_frdb": party.representative}


def _decided(decision: Notice, paper: Paper) -> dict[str, str]:
    answers = paper.answers
    penalty = answers.get("penalty", "")
    fine = "" if penalty == _WARNING else answers.get("fine", "")  # typed before it became a warning alone
    return {
        "cf_wsh": decision.number,
        "cf_sy": answers.get("facts", ""),
        "cf_yj": answers.get("basis", ""),
        "cf_cflb": penalty,
        "cf_nr": f"{penalty} {fine}元" if fine else penalty,
        "cf_nr_fk": _in_ten_thousands(fine),
        "cf_jdrq": _day(decision.issued),
    }


def _in_ten_thousands(yuan: str) -> str:
    amount = amount_of(yuan)
    return "" if amount is None else f"{amount / 10000:.6f}"


def _day(moment: datetime) -> str:
    return moment.astimezone(CHINA).strftime("%Y/%m/%d")
