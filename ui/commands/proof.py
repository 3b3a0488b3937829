"""`inspector proof ITEM --out DIR`: what a court needs to check one photo, item, notice or inspection."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "proof", help="导出一张照片、一件物品、一份文书或一次检查的证明 / export a proof"
    )
    parser.add_argument("item", metavar="ITEM", help="照片、物品、文书或检查的编号 / its id")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="空文件夹 / an empty folder")
    parser.add_argument(
        "--copies",
        type=Path,
        metavar="DIR",
        help="向中心调取的原件所在文件夹 / folder with originals got from the centre",
    )
    parser.add_argument("--json", action="store_true", help="结果以 JSON 输出 / say it in JSON")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the proofs; 0 when all is written, 1 with a sentence when not."""
    from ui.proof_export import SHEET, export_proof

    with opened_device(options) as opened:
        done = export_proof(
            opened.device,
            options.item,
            options.out,
            by=opened.ways_in.acting_officer or "device",
            copies=options.copies,
        )
    if options.json:
        said = {
            "folder": str(done.folder),
            "proofs": list(done.proofs),
            "originals": list(done.originals),
            "released": list(done.released),
            "cosigned": done.cosigned,
            "stamped": done.stamped,
            "fingerprint": done.fingerprint,
        }
        print(json.dumps(said, ensure_ascii=False))
        return 0
    print(
        f"已写入 {done.folder}：证明 {len(done.proofs)} 份，原始文件 {len(done.originals)} 个，请先看 {SHEET}。"
    )
    if done.released:
        print(f"另有 {len(done.released)} 份原件已移交中心端，请调取后用 --copies 再导出，或放在同一文件夹。")
    if done.cosigned < len(done.proofs):
        print(
            f"其中 {len(done.proofs) - done.cosigned} 份尚未送达中心，只有设备自己的签名；同步后可以重新导出。"
        )
    return 0
