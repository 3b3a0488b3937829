"""`inspector roster import FILE`: a fair's roster from CSV or Excel, with a reason for each row left out."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device

if TYPE_CHECKING:
    from inspector.actions.import_roster import RosterRow
    from inspector.actions.ports import Device
    from inspector.records import Fair, Roster
    from inspector.sheets import Sheet


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("roster", help="展商名单 / rosters of fairs")
    actions = parser.add_subparsers(dest="action", required=True)
    taking = actions.add_parser("import", help="导入 CSV 或 .xlsx / import CSV or .xlsx")
    taking.add_argument("file", type=Path, metavar="FILE")
    add_columns(taking)
    taking.add_argument(
        "--dry-run", action="store_true", help="只看会怎样，什么也不写 / tell and write nothing"
    )
    taking.set_defaults(run=_import)
    listing = actions.add_parser("list", help="已导入的名单 / rosters there are")
    listing.set_defaults(run=_list)
    for action in (taking, listing):
        action.add_argument(
            "--fair",
            default="",
            metavar="NAME",
            help="展会名称，缺省为最近登记的 / fair, the latest if not given",
        )
        action.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
        add_opening(action)


def add_columns(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where in a table a roster stands."""
    parser.add_argument("--sheet", default="", metavar="NAME", help="工作表 / sheet of the workbook")
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="FIELD=LETTER",
        help="指定某一列，例如 booth=C；空为不取 / say which column, e.g. booth=C; empty leaves it out",
    )


def _import(options: argparse.Namespace) -> int:
    """Exit code 0 if every row was taken, 3 if some were left out for the reasons printed."""
    from inspector.actions.import_roster import import_roster, read_roster
    from inspector.actions.read import rosters
    from inspector.sheets import columns_of, guess_columns, read_table

    sheet = read_table(options.file.read_bytes(), options.file.name, sheet=options.sheet)
    guess = guess_columns(sheet.rows, columns_of("roster"))
    places = columns_chosen(dict(guess.places), options.column)
    with opened_device(options) as opened:
        fair = _fair(opened.device, options.fair)
        known = [each for roster in rosters(opened.device, fair.id) for each in roster.exhibitors]
        rows = read_roster(sheet.rows[guess.heading + 1 :], places, known=known)
        taken = [row.exhibitor for row in rows if not row.refused]
        roster = None
        if not options.dry_run:
            roster = import_roster(
                opened.device,
                fair.id,
                file_name=sheet.file_name,
                file_sha256=sheet.sha256,
                exhibitors=taken,
                by=opened.ways_in.acting_officer or "device",
            )
    (_print_json if options.json else _print)(sheet, fair, roster, places, rows)
    return 3 if len(taken) < len(rows) else 0


def _list(options: argparse.Namespace) -> int:
    from inspector.actions.read import rosters

    with opened_device(options) as opened:
        fair = _fair(opened.device, options.fair)
        found = rosters(opened.device, fair.id)
    lines = [
        {
            "id": each.id,
            "file": each.file_name,
            "sha256": each.file_sha256,
            "imported": each.imported.isoformat(),
            "exhibitors": len(each.exhibitors),
        }
        for each in found
    ]
    if options.json:
        print(json.dumps(lines, ensure_ascii=False))
    else:
        for line in lines:
            print(f"{line['id']}  {line['file']}  {line['exhibitors']}")
    return 0


def _fair(device: Device, name: str) -> Fair:
    from inspector.errors import InputError
    from inspector.records import Fair

    with device.reading() as unit:
        fairs = unit.all(Fair)
    if not fairs:
        raise InputError("roster.no_fair")
    found = [fair for fair in fairs if not name or fair.name == name]
    if not found:
        raise InputError("roster.which_fair", fair=name, fairs="、".join(fair.name for fair in fairs))
    return found[-1]


def columns_chosen(places: dict[str, int], said: list[str]) -> dict[str, int]:
    """Return the columns of a roster by field, as guessed and as said; `InputError("roster.column_option")`."""
    from inspector.actions.import_roster import FIELDS
    from inspector.errors import InputError

    for each in said:
        field, _, letters = each.partition("=")
        if field not in FIELDS or not (letters.isascii() and (letters.isalpha() or not letters)):
            raise InputError("roster.column_option", given=each, fields=", ".join(FIELDS))
        places.pop(field, None)
        if letters:
            places[field] = _place(letters)
    return places


def _place(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:3]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _print_json(
    sheet: Sheet, fair: Fair, roster: Roster | None, places: dict[str, int], rows: tuple[RosterRow, ...]
) -> None:
    from inspector.sheets.sheet import column_letter

    told = {
        "file": sheet.file_name,
        "sha256": sheet.sha256,
        "kind": sheet.kind,
        "sheet": sheet.name,
        "fair": fair.name,
        "roster": roster.id if roster else None,
        "columns": {name: column_letter(place) for name, place in places.items()},
        "taken": sum(1 for row in rows if not row.refused),
        "refused": [_plain(row) for row in rows if row.refused],
        "remarks": [_plain(row) for row in rows if row.remarks and not row.refused],
    }
    print(json.dumps(told, ensure_ascii=False))


def _plain(row: RosterRow) -> dict[str, object]:
    return {
        "row": row.number,
        "name": row.exhibitor.name,
        "reasons": [
            {"code": each.code, "zh": each.sentence("zh"), "en": each.sentence("en")}
            for each in (*row.refused, *row.remarks)
        ],
    }


def _print(
    sheet: Sheet, fair: Fair, roster: Roster | None, _places: dict[str, int], rows: tuple[RosterRow, ...]
) -> None:
    taken = sum(1 for row in rows if not row.refused)
    done = "已导入 imported" if roster else "将导入 would import"
    print(f"{sheet.file_name} → {fair.name}：{done} {taken}，不导入 left out {len(rows) - taken}")
    for row in rows:
        for each in (*row.refused, *row.remarks):
            mark = "✗" if row.refused else "·"
            print(
                f"  {mark} {row.number}  {row.exhibitor.name}  {each.sentence('zh')} / {each.sentence('en')}"
            )
