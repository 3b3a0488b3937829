"""`inspector central feed …`: what was told to whom, what waits in the cases, and pages carried by hand."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError
from ui.commands import central_tell
from ui.commands.central_keys import add_root
from ui.commands.central_opening import (
    add_asking,
    add_bureau,
    add_json,
    add_speaker,
    confirm,
    opened_centre,
)

if TYPE_CHECKING:
    from sync.central.cases import CaseAtCentre
    from sync.central.standing import ToldWord
    from ui.commands import Commands

KINDS = {
    "case": "案件信息",
    "correction": "提请更正",
    "officer": "人员",
    "numbers": "号段",
    "roster": "展商名单",
    "law-pack": "法律数据包",
    "work-calendar": "放假安排",
    "recipients": "加密密钥",
    "receipt-key": "签名密钥",
    "root": "根密钥",
    "certificate": "设备证书",
    "revoked": "注销",
    "restart": "重新开始",
}
"""How people call the kinds of entries."""
FIELDS = {"number": "案号", "storage_place": "存放地点", "status": "状态", "handler": "承办人"}


def add(actions: Commands) -> None:
    """Add the commands and their options."""
    feed = actions.add_parser("feed", help="下发给设备的内容 / what the devices are told")
    verbs = feed.add_subparsers(dest="verb", required=True)

    listed = verbs.add_parser("list", help="已下发的内容，多少台已收到 / what was told, and who has it")
    listed.add_argument(
        "--device",
        default="",
        metavar="DEVICE",
        help="只看一台，含密钥和证书 / of one device, with keys and certificate",
    )
    listed.set_defaults(run=run_list)

    cases = verbs.add_parser("cases", help="已送达的检查和案件信息 / inspections delivered, and their fields")
    cases.add_argument(
        "--waiting", action="store_true", help="只看两边都改了、等设备决定的 / only those in conflict"
    )
    cases.set_defaults(run=run_cases)

    carried = verbs.add_parser(
        "carry", help="不联网的设备：写到U盘或文件 / to a stick or a file, for a device without a network"
    )
    carried.add_argument(
        "device", metavar="DEVICE", help="编号开头几位或名称 / first digits of its id, or its name"
    )
    target = carried.add_mutually_exclusive_group(required=True)
    target.add_argument("--folder", type=Path, metavar="DIR", help="U盘 / the stick")
    target.add_argument("--out", type=Path, metavar="FILE", help="文件 / a file")
    carried.set_defaults(run=run_carry)

    exported = verbs.add_parser(
        "export", help="一台设备收到过的全部内容，供核验 / everything a device was told, for the verifier"
    )
    exported.add_argument(
        "device", metavar="DEVICE", help="编号开头几位或名称 / first digits of its id, or its name"
    )
    exported.add_argument(
        "--out", type=Path, required=True, metavar="FILE.feed.json", help="写到哪里 / where to write it"
    )
    exported.set_defaults(run=run_export)

    restarted = verbs.add_parser(
        "restart",
        help="中心端恢复了旧备份、设备不再接收之后：用根密钥重新开始 / begin anew after an older backup was put back",
    )
    restarted.add_argument("--reason", required=True, metavar="TEXT", help="原因 / why")
    add_root(restarted)
    add_speaker(restarted)
    add_asking(restarted)
    restarted.set_defaults(run=run_restart)

    central_tell.add(verbs)
    for parser in (listed, cases, carried, exported, restarted):
        add_bureau(parser)
        add_json(parser)


def run_list(options: argparse.Namespace) -> int:
    """List what was told, oldest first."""
    from sync.central.standing import device_named, told_words

    with opened_centre(options) as centre:
        device = device_named(centre, options.device).device if options.device else ""
        words = told_words(centre, device)
    if options.json:
        plain = [{**dataclasses.asdict(each), "body": json.loads(each.body)} for each in words]
        print(json.dumps(plain, ensure_ascii=False))
        return 0
    for each in words:
        heard = f"{each.heard}/{each.devices} 台已收到"
        print(f"{each.at}  {KINDS.get(each.kind, each.kind)}  {_about(each)}  {each.by}  {heard}")
    if not words:
        print("还没有下发过内容。")
    return 0


def run_cases(options: argparse.Namespace) -> int:
    """List the inspections and what was written on their cases."""
    from sync.central.cases import cases_of, waiting_cases

    with opened_centre(options) as centre:
        found = waiting_cases(centre) if options.waiting else cases_of(centre)
    if options.json:
        print(json.dumps([_plain(each) for each in found], ensure_ascii=False))
        return 0
    for case in found:
        print(f"{case.inspection}  设备 {case.device[:8]}")
        for name, line in case.fields.items():
            waits = (
                f"  两边不同，等设备决定：局里“{line.office}”，设备“{line.device}”" if line.is_waiting else ""
            )
            print(f"    {FIELDS[name]}：{line.value or '（空）'}  {line.by} {line.at}{waits}")
    if not found:
        print("没有。")
    return 0


def run_carry(options: argparse.Namespace) -> int:
    """Write the page a device has not got yet; it is sealed for this device alone."""
    from inspector.durable import write_file
    from sync.central.feed_pages import page_unasked
    from sync.central.standing import device_named
    from sync.transport.folder import FEED, IN

    with opened_centre(options) as centre:
        device = device_named(centre, options.device)
        page = page_unasked(centre, device.device)
    if options.folder is not None:
        if not options.folder.is_dir():
            raise InputError("central.no_folder", folder=options.folder)
        (options.folder / IN).mkdir(exist_ok=True)
        out = options.folder / IN / f"{device.device}{FEED}"
    elif options.out.parent.is_dir():
        out = options.out
    else:
        raise InputError("central.no_folder", folder=options.out.parent)
    write_file(out, page)
    entries = device.length - device.acknowledged
    if options.json:
        told = {"file": str(out), "device": device.device, "entries": entries, "bytes": len(page)}
        print(json.dumps(told, ensure_ascii=False))
    else:
        print(f"已写入 {out}：“{device.name}”还没有取到的 {entries} 条。只有这台设备能打开。")
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write an opened feed; it is no secret to whoever may read the cases, and provable to anybody."""
    from inspector.durable import write_file
    from sync.central.enrolling import write_signers
    from sync.central.opened_feed import opened_feed
    from sync.central.standing import device_named

    if not options.out.parent.is_dir():
        raise InputError("central.no_folder", folder=options.out.parent)
    with opened_centre(options) as centre:
        device = device_named(centre, options.device)
        content = opened_feed(centre, device.device)
        write_signers(centre)  # one written by an earlier version does not name the root
    write_file(options.out, content)
    if options.json:
        print(json.dumps({"file": str(options.out), "device": device.device, "bytes": len(content)}))
    else:
        print(
            f"“{device.name}”收到过的全部内容已写入 {options.out}。其中有案件信息；用核验程序和 signers.json 核验。"
        )
    return 0


def run_restart(options: argparse.Namespace) -> int:
    """Begin every feed anew, once somebody said yes."""
    from sync.central.restarting import restart_feeds
    from sync.central.standing import device_standings

    with opened_centre(options) as centre:
        standing = [each for each in device_standings(centre) if not each.revoked]
        astray = [each.name for each in standing if each.astray]
        plan = [
            f"{len(standing)} 台设备的下发内容重新开始；已有比中心端多的：{'、'.join(astray) or '目前没有'}。",
            "设备已经收到的不会撤回。恢复之前下发、这里已经不知道的，请对照设备重新下发。",
            "每台设备送达一次之前不分配新号段：号段和注销随设备的日志补回。",
        ]
        confirm(options, plan)
        epoch = restart_feeds(centre, reason=options.reason, by=options.by, root=options.root)
    if options.json:
        print(json.dumps({"epoch": epoch, "devices": len(standing)}))
    else:
        print(f"已重新开始，第 {epoch} 期。设备下次同步或带回U盘时自动接受，并记入日志。")
    return 0


def _about(word: ToldWord) -> str:
    """Say what a word is about; a roster's subject is the hash of its file, which tells a person nothing."""
    if word.kind == "roster":
        body = json.loads(word.body)
        return f"{body['fair']['name']}（{body['file_name']}，{len(body['exhibitors'])} 家）"
    return word.subject or "—"


def _plain(case: CaseAtCentre) -> dict[str, object]:
    return {
        "inspection": case.inspection,
        "device": case.device,
        "fields": {name.value: dataclasses.asdict(line) for name, line in case.fields.items()},
    }
