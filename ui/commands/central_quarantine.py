"""`inspector central quarantine …`: bundles of a device that was taken off the list, and the person who decides."""

from __future__ import annotations

import argparse
import dataclasses
import json
from typing import TYPE_CHECKING

from ui.commands.central_opening import (
    add_asking,
    add_bureau,
    add_json,
    add_speaker,
    confirm,
    opened_centre,
)

if TYPE_CHECKING:
    from sync.central.quarantining import QuarantinedBundle
    from ui.commands import Commands

_KINDS = {
    "Inspection": "检查",
    "Photo": "照片",
    "Recording": "录像录音",
    "Item": "物品",
    "Notice": "文书",
    "Measure": "措施",
}
_DECIDED = {"": "等待处理", "admitted": "已放行", "refused": "已拒收"}


def add(actions: Commands) -> None:
    """Add the commands and their options."""
    group = actions.add_parser(
        "quarantine", help="已注销设备送来、等人处理的数据包 / bundles that wait for a person"
    )
    verbs = group.add_subparsers(dest="verb", required=True)
    listed = verbs.add_parser("list", help="列出；有等待的为 1 / list them; exit code 1 if one waits")
    listed.set_defaults(run=run_list)
    shown = verbs.add_parser("show", help="为什么隔离、里面有什么 / why, and what is in it")
    shown.set_defaults(run=run_show)
    released = verbs.add_parser("release", help="放行并收下 / admit it and take it in")
    released.set_defaults(run=run_release)
    refused = verbs.add_parser("refuse", help="拒收，原件保留 / refuse it for good; it is kept")
    refused.set_defaults(run=run_refuse)
    for parser in (shown, released, refused):
        parser.add_argument("bundle", metavar="BUNDLE", help="编号开头几位 / first digits of its id")
    for parser in (released, refused):
        parser.add_argument("--note", required=True, metavar="TEXT", help="依据什么 / on what grounds")
        add_speaker(parser)
        add_asking(parser)
    for parser in (listed, shown, released, refused):
        add_bureau(parser)
        add_json(parser)


def run_list(options: argparse.Namespace) -> int:
    """List what waits and what was decided; 1 if something waits, so that a script can tell."""
    from sync.central.quarantining import quarantined_bundles

    with opened_centre(options) as centre:
        found = quarantined_bundles(centre)
    if options.json:
        print(json.dumps([dataclasses.asdict(each) for each in found], ensure_ascii=False))
    for each in () if options.json else found:
        print(
            f"{each.bundle}  {each.name}  第 {each.sequence} 包  {each.announced}  {_DECIDED[each.decided]}"
        )
    if not found and not options.json:
        print("没有隔离的数据包。")
    return 1 if any(not each.decided for each in found) else 0


def run_show(options: argparse.Namespace) -> int:
    """Say why a bundle is kept apart and what it would bring."""
    from sync.central.quarantining import look_into, quarantined_bundle

    with opened_centre(options) as centre:
        found = quarantined_bundle(centre, options.bundle)
        content = look_into(centre, found.bundle)
    if options.json:
        plain = dataclasses.asdict(found) | {"content": dataclasses.asdict(content)}
        print(json.dumps(plain, ensure_ascii=False))
        return 0
    _tell(found)
    kinds = "，".join(
        f"{name} {content.records[kind]}" for kind, name in _KINDS.items() if kind in content.records
    )
    print(
        f"  内容：日志第 {content.first}–{content.last} 条，其中{kinds or '没有现场记录'}；{content.size / 1e3:.0f} kB"
    )
    print(f"  设备自称做于 {content.created}（仅供参考，不能作证）")
    if content.stands:
        print(f"  涉及检查：{'、'.join(content.stands)}")
    return 0


def run_release(options: argparse.Namespace) -> int:
    """Admit a bundle and take it in at once; 3 if it has to wait for the one before it."""
    from inspector.errors import InputError
    from sync.central.accepting import accept
    from sync.central.quarantining import decide_bundle, quarantined_bundle

    why = ""
    with opened_centre(options) as centre:
        found = quarantined_bundle(centre, options.bundle)
        question = (
            f"放行数据包 {found.bundle}（{found.name} 第 {found.sequence} 包）：它将与其他数据包一样收下。"
        )
        confirm(options, [question, f"依据：{options.note}"])
        decide_bundle(centre, found.bundle, is_admitted=True, note=options.note, by=options.by)
        try:
            accept(centre, found.bundle, caller=found.device)
        except InputError as error:
            why = error.sentence("zh")
    if options.json:
        print(json.dumps({"bundle": found.bundle, "accepted": not why, "why": why}, ensure_ascii=False))
    else:
        print(f"已放行，还没有收下：{why}" if why else "已放行并收下；回执在设备下次来取时给出。")
    return 3 if why else 0


def run_refuse(options: argparse.Namespace) -> int:
    """Refuse a bundle for good; its file stays."""
    from sync.central.quarantining import decide_bundle, quarantined_bundle

    with opened_centre(options) as centre:
        found = quarantined_bundle(centre, options.bundle)
        confirm(
            options,
            [
                f"拒收数据包 {found.bundle}（{found.name} 第 {found.sequence} 包），不能改回。",
                f"依据：{options.note}",
            ],
        )
        decide_bundle(centre, found.bundle, is_admitted=False, note=options.note, by=options.by)
    if options.json:
        print(json.dumps({"bundle": found.bundle, "decided": "refused"}))
    else:
        print("已拒收；文件原样保留。")
    return 0


def _tell(found: QuarantinedBundle) -> None:
    print(f"{found.bundle}  {found.name}  第 {found.sequence} 包  {_DECIDED[found.decided]}")
    print(f"  设备 {found.device} 自 {found.revoked} 注销：{found.reason}")
    print(f"  中心端 {found.announced} 才第一次见到它：无法证明做于注销之前")
    if found.decided:
        print(f"  {found.by} {found.at}：{found.note}")
