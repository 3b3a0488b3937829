"""`inspector law pack …`: what the law pack says and what waits for the legal unit; signing and importing a newer one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError
from ui.commands.law_source import add_source, pack_asked
from ui.commands.opening import add_opening, opened_device

if TYPE_CHECKING:
    from inspector.law import LawPack
    from inspector.law.comparing import Difference
    from ui.commands import Commands

_TABLES = {
    "statutes": "法律",
    "powers": "职权",
    "deadlines": "期限",
    "thresholds": "数额标准",
    "code_lists": "代码表",
}


def add(actions: Commands) -> None:
    """Add the commands and their options."""
    pack = actions.add_parser("pack", help="法律数据包 / the law pack").add_subparsers(
        dest="pack_action", required=True
    )
    show = pack.add_parser("show", help="版本、法律和待法制确认的内容 / versions, statutes, what waits")
    show.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="不给则为随附的 / else shipped")
    show.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    add_source(show)
    show.set_defaults(run=_show)

    export = pack.add_parser("export", help="取出随附的数据表供修改 / write the shipped tables, to edit them")
    export.add_argument("folder", type=Path, metavar="FOLDER")
    export.set_defaults(run=_export)

    sign = pack.add_parser("sign", help="由中心端签发 / signed by the centre, for its devices")
    sign.add_argument(
        "folder",
        type=Path,
        metavar="FOLDER",
        help="全部数据表的目录，或者单独一个放假安排 calendar.toml / all tables, or a calendar.toml alone",
    )
    sign.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="中心端数据目录 / the centre's data"
    )
    sign.add_argument("--out", type=Path, required=True, metavar="FILE")
    sign.set_defaults(run=_sign)

    take = pack.add_parser("import", help="核对签名、列出差异后启用 / verify, show what changes, use it")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--dry-run", action="store_true", help="只列出差异 / only show what would change")
    take.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    add_opening(take)
    take.set_defaults(run=_import)

    kept = pack.add_parser("kept", help="本机保留的各版本 / the versions kept on the device")
    kept.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    add_opening(kept)
    kept.set_defaults(run=_list_kept)


def _show(options: argparse.Namespace) -> int:
    from inspector.law import load
    from inspector.law.waiting import waiting

    pack = load(options.folder) if options.folder else pack_asked(options)
    rows = waiting(pack)
    if options.json:
        print(json.dumps(_as_plain(pack), ensure_ascii=False))
        return 0
    print(f"法律数据包 law pack {pack.version}")
    for statute in pack.statutes.values():
        for version in statute.versions:
            last = version.last_day or "现行 now"
            print(f"  {version.first_day} – {last!s:<8}  《{statute.zh}》（{version.label}）")
    print(f"待法制确认 {len(rows)} 项 to be confirmed by the legal unit：")
    for row in rows:
        note = f"：{row.note.removeprefix('待法制确认：')}" if row.note else ""
        print(f"  [{_TABLES[row.table]}] {row.name}{note}")
    return 0


def _as_plain(pack: LawPack) -> dict[str, object]:
    from inspector.law.waiting import waiting

    return {
        "pack": pack.version,
        "statutes": [
            {
                "id": statute.id,
                "name": statute.zh,
                "version": version.label,
                "from": version.first_day.isoformat(),
                "to": version.last_day.isoformat() if version.last_day else None,
                "confirmed": version.confirmed,
            }
            for statute in pack.statutes.values()
            for version in statute.versions
        ],
        "waiting": [{"table": row.table, "name": row.name, "note": row.note} for row in waiting(pack)],
    }


def _export(options: argparse.Namespace) -> int:
    from inspector.durable import write_file
    from ui.law_desk import shipped_texts

    options.folder.mkdir(parents=True, exist_ok=True)
    if any(options.folder.iterdir()):
        raise InputError("law.folder_not_empty", folder=options.folder)
    for name, text in shipped_texts().items():
        write_file(options.folder / name, text.encode())
    print(f"数据表已写入 {options.folder}；修改后把 statutes.toml 里的 pack 改为更新的版本号，再签发。")
    return 0


def _sign(options: argparse.Namespace) -> int:
    from inspector.durable import write_file
    from inspector.law.comparing import differences
    from inspector.law.reading import texts_of
    from sync.central import Centre
    from sync.law_packs import sign_law_pack
    from ui.law_desk import shipped_texts

    if not options.out.parent.is_dir():
        raise InputError("central.no_folder", folder=options.out.parent)
    if options.folder.is_file():
        return _sign_calendar(options)
    with Centre(options.data) as centre:
        signed = sign_law_pack(
            options.folder, issuer=centre.name, at=centre.now(), sign=centre.keys.signing.sign
        )
    write_file(options.out, signed.encoded())
    _print_differences(differences(shipped_texts(), texts_of(options.folder)))
    print(f"已签发：{options.out}。以上是与随附版本的差异，请法制机构复核后分发。")
    return 0


def _sign_calendar(options: argparse.Namespace) -> int:
    from inspector.durable import write_file
    from inspector.law import load
    from inspector.law.comparing import differences_of_years
    from inspector.law.reading import calendar_years
    from sync.central import Centre
    from sync.work_calendars import sign_calendar

    text = options.folder.read_text("utf-8")
    with Centre(options.data) as centre:
        signed = sign_calendar(text, issuer=centre.name, at=centre.now(), sign=centre.keys.signing.sign)
    write_file(options.out, signed.encoded())
    _print_differences(differences_of_years(load().calendar.years, calendar_years(text)))
    print(
        f"已签发放假安排：{options.out}。以上是与随附版本的差异，请复核后分发；与各设备的法律数据包版本无关。"
    )
    return 0


def _import(options: argparse.Namespace) -> int:
    from sync.law_packs import SignedLawPack
    from ui.law_desk import look_at, take

    with opened_device(options) as opened:
        offered = look_at(opened.device, options.file)
        if not options.dry_run:
            take(opened.device, offered, by=opened.ways_in.acting_officer or "device")
    signed, before, changed = offered.signed, offered.before, offered.differences
    is_pack = isinstance(signed, SignedLawPack)
    if options.json:
        rows = [
            {"table": each.table, "place": each.place, "before": each.before, "after": each.after}
            for each in changed
        ]
        told = {
            "pack": signed.pack.version if isinstance(signed, SignedLawPack) else before,
            "years": [] if isinstance(signed, SignedLawPack) else [year.year for year in signed.years],
            "before": before,
            "issuer": signed.issuer,
            "issued": signed.issued,
            "sha256": signed.sha256,
            "imported": not options.dry_run,
            "differences": rows,
        }
        print(json.dumps(told, ensure_ascii=False))
        return 0
    _print_differences(changed)
    done = "签名有效，尚未启用 verified, not imported" if options.dry_run else "已启用 in force，原版本保留"
    what = f"{before} → {offered.after}" if is_pack else f"{offered.after}年放假安排"
    print(f"{what}：{len(changed)} 处差异，由 {signed.issuer} 签发；{done}。")
    return 0


def _list_kept(options: argparse.Namespace) -> int:
    from inspector.law import load
    from sync.law_packs import kept_law_packs

    with opened_device(options) as opened:
        in_force, kept = opened.device.law.version, kept_law_packs(opened.device.journal)
    rows = [{"pack": load().version, "issuer": "", "issued": "", "sha256": ""}]
    rows += [
        {"pack": each.pack.version, "issuer": each.issuer, "issued": each.issued, "sha256": each.sha256}
        for each in kept
    ]
    if options.json:
        print(json.dumps({"in_force": in_force, "packs": rows}, ensure_ascii=False))
        return 0
    for row in rows:
        origin = (
            f"{row['issuer']} {row['issued']} {row['sha256'][:16]}" if row["issuer"] else "随程序附带 shipped"
        )
        print(f"{'*' if row['pack'] == in_force else ' '} {row['pack']}  {origin}")
    return 0


def _print_differences(changed: tuple[Difference, ...]) -> None:
    for each in changed:
        print(f"[{each.table}] {each.place}")
        for sign, text in (("-", each.before), ("+", each.after)):
            if text:
                print(f"  {sign} {text}")
