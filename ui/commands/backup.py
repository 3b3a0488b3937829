"""`inspector backup` and `inspector restore`: to a second medium and back, each proven before it is told.

Exit codes: 0 verified; 1 not done, the reason is told; 2 done, and the objects named could not be read.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InspectorError
from inspector.progress import Progress
from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device, secret_of, workplace_of

if TYPE_CHECKING:
    from inspector.canonical import Json

_WITH_GAPS = 2
Work = Callable[[Progress], tuple[dict[str, "Json"], str]]


def register(commands: Commands) -> None:
    """Add both commands and their options."""
    backup = commands.add_parser(
        "backup", help="备份到第二介质并试恢复 / back up and prove it by a trial restore"
    )
    backup.add_argument("--to", type=Path, required=True, metavar="DIR", help="U 盘或移动硬盘 / the medium")
    backup.set_defaults(run=run_backup)
    restore = commands.add_parser(
        "restore", help="从备份恢复到空目录 / bring a device back into an empty place"
    )
    restore.add_argument(
        "--from", type=Path, required=True, metavar="DIR", dest="medium", help="备份介质 / the medium"
    )
    restore.add_argument(
        "--device", default="", metavar="ID", help="介质上有几台时指明 / which one, if several"
    )
    restore.set_defaults(run=run_restore)
    for parser in (backup, restore):
        add_opening(parser)
        parser.add_argument("--json", action="store_true", help="以 JSON 输出结果 / tell the result as JSON")


def run_backup(options: argparse.Namespace) -> int:
    """Back up, try the restore, tell."""

    def work(progress: Progress) -> tuple[dict[str, Json], str]:
        with opened_device(options) as opened:
            done = opened.backup.back_up(
                options.to, by=opened.ways_in.acting_officer or "device", progress=progress
            )
        verified = done.verified
        facts: dict[str, Json] = {
            "copied": done.copied,
            "copied_bytes": done.copied_bytes,
            "entries": verified.entries,
            "medium": verified.medium,
            "missing": list(verified.missing),
            "objects": verified.objects,
            "opened": done.opened,
        }
        words = (
            f"备份已验证：记录 {verified.entries} 条，封存文件 {verified.objects} 个（本次复制 {done.copied} 个，"
            f"试打开 {done.opened} 个）。\nVerified: {verified.entries} entries, {verified.objects} sealed files,"
            f" {done.copied} copied now, {done.opened} opened on trial."
        )
        return facts, words

    return _told(options, work, "missing")


def run_restore(options: argparse.Namespace) -> int:
    """Restore into the data folder, open it once, tell."""
    from ui.restoring import restore

    def work(progress: Progress) -> tuple[dict[str, Json], str]:
        workplace = workplace_of(options)
        opened, restored = restore(
            workplace, options.medium, secret_of(options), device=options.device, progress=progress
        )
        opened.close()
        facts: dict[str, Json] = {
            "damaged": list(restored.damaged),
            "device": restored.device,
            "entries": restored.entries,
            "objects": restored.objects,
        }
        words = (
            f"已恢复到 {workplace.folder}：记录 {restored.entries} 条，封存文件 {restored.objects} 个。\n"
            f"Restored: {restored.entries} entries, {restored.objects} sealed files."
        )
        return facts, words

    return _told(options, work, "damaged")


def _told(options: argparse.Namespace, work: Work, gaps: str) -> int:
    """Run it and tell how it went; objects that could not be read are named."""
    progress = Progress(None if options.json else _show_step)
    try:
        facts, words = work(progress)
    except InspectorError as error:
        if not options.json:
            raise
        told = {"code": error.code, "en": error.sentence("en"), "verified": False, "zh": error.sentence("zh")}
        print(json.dumps(told, ensure_ascii=False))
        return 1
    unread = facts[gaps]
    if options.json:
        print(json.dumps({**facts, "verified": not unread}, ensure_ascii=False))
    else:
        print(words)
        for name in unread if isinstance(unread, list) else []:
            print(f"读不出 / unreadable: {name}")
    return _WITH_GAPS if unread else 0


def _show_step(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total} {what}    ", end="" if done < total else "\n", file=sys.stderr, flush=True)
