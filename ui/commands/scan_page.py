"""`inspector scan-page NUMBER FILE…`: pages signed on paper, each put to the page its code names."""

from __future__ import annotations

import argparse
from pathlib import Path

from inspector.errors import InputError
from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device

NOT_MATCHED = 3
"""Exit code: a scan belongs to no page; the others were put to theirs."""


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "scan-page", help="纸上签名的文书扫描归档 / pages signed on paper, matched by their code"
    )
    parser.add_argument("notice", metavar="NUMBER", help="文书编号或记录编号 / its number or id")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="扫描件 / scans")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Put each scan to its page; what does not match is told by name and the rest goes on."""
    from inspector.actions.export_notice import notice_named
    from inspector.actions.scan_page import scan_page

    code = 0
    with opened_device(options) as opened:
        by = opened.ways_in.acting_officer or "device"
        notice = notice_named(opened.device, options.notice)
        for file in options.files:
            try:
                with file.open("rb") as content:
                    scan = scan_page(opened.device, notice.id, content=content, file_name=file.name, by=by)
            except InputError as error:
                print(f"{file.name}：{error.code}：{error.sentence('zh')}\n  {error.sentence('en')}")
                code = NOT_MATCHED
            else:
                print(f"{file.name}：第{scan.page}页 page {scan.page}（{scan.turned}°）")
        waiting = notice_named(opened.device, notice.id).unscanned
    if waiting:
        pages = "、".join(map(str, waiting))
        print(f"还缺签名扫描件的页 pages still to scan：{pages}")
    return code
