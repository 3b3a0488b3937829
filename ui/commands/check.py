"""`inspector check`: is everything on this device as it was written? Nothing is changed."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from inspector.errors import InspectorError
from ui.commands import Commands
from ui.commands.opening import add_opening, held_keys

if TYPE_CHECKING:
    from ui.checking import CheckReport

SOUND, FLAWED, CANNOT_TELL = 0, 1, 3
WORDS = {
    "keys": "密钥文件 key file copies",
    "database": "数据库日志条数 journal entries in the database",
    "journal_copy": "日志副本 entries in the journal's copy",
    "snapshots": "快照 snapshots",
    "vault": "封存文件 sealed files",
}


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "check", help="检查全部记录和照片 / read everything and say whether it is whole"
    )
    add_opening(parser)
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look through a closed device: 0 sound, 1 flaws, 3 cannot tell."""
    from ui.checking import check_device

    try:
        with held_keys(options) as (workplace, keyring):
            report = check_device(workplace.folder, keyring)
    except InspectorError as error:
        return cannot_tell(error, is_json=options.json)
    if options.json:
        print(json.dumps(report.plain(), ensure_ascii=False))
    else:
        print_report(report)
    return SOUND if report.is_sound else FLAWED


def print_report(report: CheckReport) -> None:
    """Say one line for each thing looked at, and the flaws below it."""
    for each in report.looked:
        mark = "✓ 完好" if each.is_sound else "✗ 有误"
        print(f"{mark}  {WORDS[each.what]}：{each.counted}")
        if each.released:
            print(f"        另有 {each.released} 个原件已移交中心端 originals are at the centre only")
        if each.unnamed:
            print(f"        另有 {each.unnamed} 个未登记的封存文件 sealed files no record names")
        for flaw in each.flaws:
            print(f"        {flaw}")


def cannot_tell(error: InspectorError, *, is_json: bool) -> int:
    """Say why nothing can be told."""
    if is_json:
        print(json.dumps({"code": error.code, "verdict": "cannot tell"}))
    print(f"{error.code}：{error.sentence('zh')}\n{error.sentence('en')}", file=sys.stderr)
    return CANNOT_TELL
