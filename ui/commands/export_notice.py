"""`inspector export-notice NUMBER --out DIR`: an issued notice as a file, with a timestamp in a copy if asked for."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError
from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device

if TYPE_CHECKING:
    from inspector.actions.export_notice import ExportedNotice

SEALS_BROKEN = 3
"""Exit code: the files were written, but a seal does not hold."""


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "export-notice", help="导出已出具的文书，可加时间戳副本 / an issued notice as a file"
    )
    parser.add_argument("notice", metavar="NUMBER", help="文书编号或记录编号 / its number or id")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="写到这里 / where to write")
    parser.add_argument("--tsa", metavar="URL", help="时间戳服务（RFC 3161）地址 / time-stamping authority")
    parser.add_argument("--json", action="store_true", help="机器可读 / for machines")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the original and, with `--tsa`, the timestamped copy; existing files are never replaced."""
    from inspector.actions.export_notice import all_seals_good, export_notice
    from sync.transport.timestamping import TimestampAuthority
    from ui.new_file import write_new

    if not options.out.is_dir():
        raise InputError("notice.no_folder", folder=options.out)
    ask = TimestampAuthority(options.tsa) if options.tsa else None
    with opened_device(options) as opened:
        by = opened.ways_in.acting_officer or "device"
        exported = export_notice(opened.device, options.notice, by=by, ask=ask)
    files = [write_new(options.out / exported.file_name, exported.pdf)]
    if exported.stamped:
        files.append(write_new(options.out / exported.copy_name, exported.stamped))
    _tell(exported, files, as_json=options.json)
    return 0 if all_seals_good(exported.seals) else SEALS_BROKEN


def _tell(exported: ExportedNotice, files: list[Path], *, as_json: bool) -> None:
    at = exported.stamped_at.isoformat() if exported.stamped_at else ""
    if as_json:
        told = {
            "files": [str(file) for file in files],
            "notice": exported.notice.id,
            "number": exported.notice.number,
            "sha256": exported.notice.pdf_sha256,
            "state": exported.notice.state.value,
            "superseded_reason": exported.notice.superseded_reason,
            "seals": [
                {"role": seal.role.value, "name": seal.name, "verdict": seal.verdict.value}
                for seal in exported.seals
            ],
            "timestamp": at,
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for file in files:
        print(file)
    if exported.notice.is_set_aside:
        print(f"已作废 / set aside  {exported.notice.superseded_reason}")
    for seal in exported.seals:
        print(f"电子印记 / seal  {seal.name}  {seal.verdict.value}")
    if at:
        print(f"时间戳 / timestamp  {at}")
