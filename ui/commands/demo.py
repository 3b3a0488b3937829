"""`inspector demo --out DIR`: one inspection from shutter to receipt, without a display."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from ui.commands import Commands

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "demo",
        help="演示一次完整检查 / one whole inspection on sample data",
        description="在 DIR 下写入 device、central、notices、bundles、receipts、screens；末行为 JSON。"
        " 只有给出的每个文件都已确认或按名拒收，退出码才为 0。"
        " Exit 0 only if every file given is confirmed or refused by name.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument(
        "--photos", type=Path, default=SAMPLES, metavar="DIR", help="照片目录 / folder of photos"
    )
    parser.add_argument("--json", action="store_true", help="只输出 JSON / print the JSON line only")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Walk the journey, write everything under `--out`, print the report."""
    os.environ["QT_QPA_PLATFORM"] = (
        "offscreen"  # the demo draws its screens to files, with or without a display
    )
    from ui.demo.report import demonstrate

    def tell(text: str) -> None:
        if not options.json:
            print(text, flush=True)

    report = demonstrate(options.out, options.photos, tell)
    print(json.dumps(report.as_plain(), ensure_ascii=False))
    return 0 if report.is_complete else 1
