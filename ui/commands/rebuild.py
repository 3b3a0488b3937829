"""`inspector rebuild`: the catalogue made anew from the vault and the journal's copy; the old one set aside."""

from __future__ import annotations

import argparse
import json

from inspector.errors import InspectorError
from ui.commands import Commands
from ui.commands.check import FLAWED, SOUND, cannot_tell, print_report
from ui.commands.opening import add_opening, held_keys


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "rebuild", help="由日志副本和封存文件重建目录 / make the catalogue anew from journal copy and vault"
    )
    add_opening(parser)
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Rebuild, then look through everything: 0 all there, 1 something is missing, 3 could not be done."""
    from inspector.clock import SystemClock
    from inspector.store import Store
    from inspector.store.entry import Origin
    from inspector.store.recovery import recover
    from ui.checking import check_device
    from ui.wiring import STORE

    try:
        with held_keys(options) as (workplace, keyring):
            path, clock = workplace.folder / STORE, SystemClock()
            key, log_key = keyring.database_key(), keyring.journal_log_key()
            origin = Origin(keyring.device_id, 1)
            done = recover(path, key, log_key=log_key, origin=origin, clock=clock)
            Store.open(  # the journal's copy learns of it
                path, key, log_key=log_key, device_id=origin.device, signer=keyring.signer, clock=clock
            ).close()
            report = check_device(workplace.folder, keyring)
    except InspectorError as error:
        return cannot_tell(error, is_json=options.json)
    database = next(each for each in report.looked if each.what == "database")
    vault = next(each for each in report.looked if each.what == "vault")
    if options.json:
        print(json.dumps(report.plain() | {"rebuilt": done.facts()}, ensure_ascii=False))
    else:
        print(
            f"已重建 rebuilt：{done.replayed} 条原样 entries as they were，{done.carried_over} 条补录 entered anew，"
            f"{len(done.lost)} 条丢失 lost；原数据库保留为 set-aside/{done.set_aside}"
        )
        print_report(report)
    return FLAWED if done.lost or done.carried_over or vault.flaws or database.flaws else SOUND
