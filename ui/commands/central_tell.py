"""`inspector central feed case|correction|officer|leaver|numbers|roster|law`: what the office says to its devices."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError
from ui.commands.central_opening import (
    add_asking,
    add_bureau,
    add_json,
    add_speaker,
    confirm,
    opened_centre,
)
from ui.commands.roster import add_columns, columns_chosen

if TYPE_CHECKING:
    from ui.commands import Commands

_STATUS = (
    "received 已接收，filed 已立案，not-filed 不予立案，transferred 已移送，decided 已决定，closed 已结案"
)
_DEVICE = "编号开头几位或名称 / first digits of its id, or its name"


def add(verbs: Commands) -> None:
    """Add the commands and their options."""
    numbers, *spoken = *_add_for_one(verbs), *_add_for_all(verbs)
    for parser in spoken:
        add_speaker(parser)
    for parser in (numbers, *spoken):
        add_bureau(parser)
        add_json(parser)


def _add_for_one(verbs: Commands) -> tuple[argparse.ArgumentParser, ...]:
    """Add what is said to one device alone."""
    numbers = verbs.add_parser("numbers", help="给一台设备号段，不给设备则列出 / allot numbers, or list them")
    numbers.add_argument("device", nargs="?", metavar="DEVICE", help=_DEVICE)
    numbers.add_argument("--kind", metavar="CLASS", help="类，例如 强制 / class")
    numbers.add_argument("--year", type=int, help="年度 / year")
    numbers.add_argument("--first", type=int, help="第一号 / first number")
    numbers.add_argument("--last", type=int, help="最后一号 / last number")
    numbers.add_argument("--by", metavar="NAME", help="谁给的 / who allots them")
    numbers.add_argument(
        "--sure",
        action="store_true",
        help="恢复旧备份之后还没有听到每台设备，但已核对过这些号没有用过 / these are free, somebody looked",
    )
    numbers.set_defaults(run=run_numbers)

    case = verbs.add_parser("case", help="写一件案件的信息 / write on a case")
    case.add_argument("inspection", metavar="INSPECTION", help="见 feed cases / as feed cases lists it")
    case.add_argument(
        "--number", metavar="TEXT", help="案号；给空值为去掉 / case number; empty takes it away"
    )
    case.add_argument("--storage-place", metavar="TEXT", help="财物存放地点 / where seized goods lie")
    case.add_argument("--status", metavar="STATUS", help=f"{_STATUS} / state of the case")
    case.add_argument("--handler", metavar="NAME", help="承办人 / who handles it")
    case.set_defaults(run=run_case)

    correction = verbs.add_parser(
        "correction", help="提请更正现场事实，由设备上的人决定 / ask to correct a fact of the stand"
    )
    correction.add_argument(
        "kind", metavar="KIND", help="Inspection 检查，Item 物品，Party 当事人 / what kind of record"
    )
    correction.add_argument("record", metavar="RECORD", help="记录编号 / id of the record")
    correction.add_argument(
        "field", metavar="FIELD", help="哪一项，例如 quantity / which field, e.g. quantity"
    )
    correction.add_argument("value", metavar="VALUE", help="应当是什么 / what it should say")
    correction.add_argument("--reason", required=True, metavar="TEXT", help="原因 / why")
    correction.set_defaults(run=run_correction)

    return numbers, case, correction


def _add_for_all(verbs: Commands) -> tuple[argparse.ArgumentParser, ...]:
    """Add what every device is told, also one that is enrolled later."""
    officer = verbs.add_parser("officer", help="人员名册：加人或更新 / put an officer on the roster")
    officer.add_argument("--name", required=True, help="姓名 / name")
    officer.add_argument("--cert-no", required=True, help="执法证号 / certificate number: says who it is")
    officer.add_argument(
        "--valid-from", required=True, type=_day, metavar="YYYY-MM-DD", help="首日 / first day"
    )
    officer.add_argument("--valid-to", required=True, type=_day, metavar="YYYY-MM-DD", help="末日 / last day")
    officer.add_argument("--unit", required=True, help="所属机关全称 / the bureau of the posting")
    officer.set_defaults(run=run_officer)

    leaver = verbs.add_parser("leaver", help="停用一人的执法证 / end an officer's certificate")
    leaver.add_argument("cert_no", metavar="CERT_NO", help="执法证号 / certificate number")
    leaver.add_argument("--reason", required=True, metavar="TEXT", help="原因 / why")
    leaver.add_argument(
        "--since",
        type=_day,
        metavar="YYYY-MM-DD",
        help="自哪天起无效，不给为今天 / from this day, today if not given",
    )
    add_asking(leaver)
    leaver.set_defaults(run=run_leaver)

    roster = verbs.add_parser("roster", help="展会和展商名单（CSV 或 .xlsx）/ a fair and who stands where")
    roster.add_argument("file", type=Path, metavar="FILE", help="CSV 或 .xlsx / CSV or .xlsx")
    roster.add_argument("--fair", required=True, metavar="NAME", help="展会名称 / the fair")
    roster.add_argument("--venue", required=True, help="展馆 / venue")
    roster.add_argument("--address", required=True, help="地址 / address")
    roster.add_argument("--opens", required=True, type=_day, metavar="YYYY-MM-DD", help="开展 / first day")
    roster.add_argument("--closes", required=True, type=_day, metavar="YYYY-MM-DD", help="闭展 / last day")
    add_columns(roster)
    roster.add_argument("--dry-run", action="store_true", help="只看会怎样，不下发 / tell nobody, only show")
    roster.set_defaults(run=run_roster)

    law = verbs.add_parser(
        "law", help="签好的法律数据包或放假安排（law pack sign）/ a signed law pack or calendar"
    )
    law.add_argument("file", type=Path, metavar="FILE", help="签好的文件 / the signed file")
    law.set_defaults(run=run_law)
    return officer, leaver, roster, law


def run_case(options: argparse.Namespace) -> int:
    """Write the fields that were given; the device hears of them."""
    from inspector.records import CaseFieldName
    from sync.central.office import edit_case

    given = {name: getattr(options, name.value) for name in CaseFieldName}
    fields = {name: value.strip() for name, value in given.items() if value is not None}
    if not fields:
        raise InputError("case.nothing_given")
    with opened_centre(options) as centre:
        edit_case(centre, options.inspection, fields, by=options.by)
    return _told(options, 1, f"案件 {options.inspection}")


def run_correction(options: argparse.Namespace) -> int:
    """Put a correction before the officers of the device."""
    from sync.central.office import ask_correction

    place = options.kind, options.record, options.field, options.value
    with opened_centre(options) as centre:
        ask_correction(centre, *place, reason=options.reason, by=options.by)
    return _told(options, 1, "更正", "由设备上的执法人员决定是否采纳。")


def run_officer(options: argparse.Namespace) -> int:
    """Tell every device of an officer."""
    from inspector.records import Officer
    from sync.central.office import tell_officer

    with opened_centre(options) as centre:
        officer = Officer(
            centre.ids.record(),
            options.name.strip(),
            options.cert_no.strip(),
            options.valid_from,
            options.valid_to,
            options.unit.strip(),
        )
        count = tell_officer(centre, officer, by=options.by)
    return _told(options, count, f"人员 {officer.name}")


def run_leaver(options: argparse.Namespace) -> int:
    """End a certificate on every device, once somebody said yes."""
    from inspector.clock import CHINA
    from sync.central.revoking import revoke_officer
    from sync.central.standing import device_standings

    with opened_centre(options) as centre:
        count = sum(1 for each in device_standings(centre) if not each.revoked)
        day = options.since or centre.clock.now().wall.astimezone(CHINA).date()
        confirm(
            options, [f"执法证 {options.cert_no} 自 {day} 起在 {count} 台设备上无效。原因：{options.reason}"]
        )
        since = f"{day}T00:00:00.000Z"
        revoke_officer(centre, options.cert_no, reason=options.reason, by=options.by, since=since)
    return _told(options, count, f"停用 {options.cert_no}")


def run_numbers(options: argparse.Namespace) -> int:
    """Allot a block to a device; without a device, list every block."""
    from inspector.records import NumberBlock
    from sync.central.office import allot_numbers, allotted_blocks
    from sync.central.standing import device_named, device_standings

    with opened_centre(options) as centre:
        if options.device is None:
            names = {each.device: each.name for each in device_standings(centre)}
            _list_blocks(options, allotted_blocks(centre), names)
            return 0
        asked = options.kind, options.year, options.first, options.last, options.by
        if None in asked:
            raise InputError("numbers.allot_options")
        block = NumberBlock(options.kind, options.year, options.first, options.last, centre.name)
        device = device_named(centre, options.device)
        allot_numbers(centre, device.device, [block], by=options.by, is_sure=options.sure)
    return _told(options, 1, f"号段 {block.kind} {block.year}：{block.first}–{block.last} → {device.name}")


def run_roster(options: argparse.Namespace) -> int:
    """Tell every device who stands where; exit code 3 if rows were left out."""
    from inspector.actions.import_roster import read_roster
    from inspector.records import Fair
    from inspector.sheets import columns_of, guess_columns, read_table
    from sync.central.office import tell_roster

    if options.closes < options.opens:
        raise InputError("fair.days_reversed", opens=options.opens, closes=options.closes)
    sheet = read_table(options.file.read_bytes(), options.file.name, sheet=options.sheet)
    guess = guess_columns(sheet.rows, columns_of("roster"))
    places = columns_chosen(dict(guess.places), options.column)
    rows = read_roster(sheet.rows[guess.heading + 1 :], places)
    taken = [row.exhibitor for row in rows if not row.refused]
    for row in () if options.json else rows:
        for each in row.refused:
            print(f"  ✗ {row.number}  {row.exhibitor.name}  {each.sentence('zh')}")
    left_out = len(rows) - len(taken)
    if options.dry_run:
        print(f"将下发 {len(taken)} 家，不下发 {left_out} 行。下发后不能收回，请先看头尾两家对不对：")
        for stand in taken[:1] + taken[1:][-1:]:
            print(f"  {stand.hall} {stand.booth}  {stand.name}")
        return 3 if left_out else 0
    with opened_centre(options) as centre:
        fair = Fair(
            centre.ids.record(), options.fair, options.venue, options.address, options.opens, options.closes
        )
        count = tell_roster(
            centre, fair, taken, file_name=sheet.file_name, file_sha256=sheet.sha256, by=options.by
        )
    _told(options, count, f"{options.fair}：{len(taken)} 家，未下发 {left_out} 行")
    return 3 if left_out else 0


def run_law(options: argparse.Namespace) -> int:
    """Tell every device of a law pack or a calendar this centre signed."""
    from sync.central.office import tell_signed_law

    raw = options.file.read_bytes()
    with opened_centre(options) as centre:
        named, count = tell_signed_law(centre, raw, by=options.by)
    return _told(options, count, named)


def _list_blocks(
    options: argparse.Namespace, blocks: Sequence[Mapping[str, object]], names: Mapping[str, str]
) -> None:
    if options.json:
        print(json.dumps(blocks, ensure_ascii=False))
        return
    for each in blocks:
        name = names.get(str(each["device"]), "")
        print(f"{each['kind']} {each['year']}  {each['first']}–{each['last']}  {name}  {each['told']}")
    if not blocks:
        print("还没有分配过号段。")


def _told(options: argparse.Namespace, devices: int, what: str, more: str = "") -> int:
    if options.json:
        print(json.dumps({"devices": devices, "what": what}, ensure_ascii=False))
    else:
        print(f"已下发给 {devices} 台设备：{what}。{more}设备下次同步或带回U盘时收到。")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"日期写成 2026-11-27 / write a day as 2026-11-27: {text}"
        ) from error
