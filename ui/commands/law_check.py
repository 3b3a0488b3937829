"""`inspector law check INSPECTION`: every check of case quality over one record, as the panel shows it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ui.commands.opening import add_opening, opened_device

if TYPE_CHECKING:
    from inspector.law import Finding
    from ui.commands import Commands

BLOCKED = 3
"""Exit code when something keeps a paper from being issued."""
_LEVELS = {"V": "可能撤销 may void it", "E": "证据 evidence", "M": "法定义务 duty", "D": "扣分 points"}


def add(actions: Commands) -> None:
    """Add the command and its options."""
    parser = actions.add_parser(
        "check",
        help="检查一次现场检查的案卷质量 / check the quality of one record",
        description="退出码 exit code: 0 没有阻止出具文书的问题 nothing blocks a paper; 1 无法检查 cannot be checked;"
        " 3 有问题阻止出具文书 something blocks a paper.",
    )
    parser.add_argument(
        "inspection", metavar="INSPECTION", help="检查的编号，可只写开头几位 / its id, or how it begins"
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="另存为自查表 PDF / the review sheet as a PDF"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print what was found."""
    from inspector.actions import read
    from inspector.actions.review_sheet import review_sheet
    from ui.commands.which_inspection import which_inspection
    from ui.new_file import write_new

    with opened_device(options) as opened:
        inspection_id = which_inspection(opened.device, options.inspection)
        findings = read.examine(opened.device, inspection_id, thorough=True)
        version = opened.device.law.version
        if options.out is not None:
            write_new(options.out, review_sheet(opened.device, inspection_id))
    if options.json:
        plain = {
            "inspection": inspection_id,
            "law_pack": version,
            "findings": [as_plain(each) for each in findings],
        }
        print(json.dumps(plain, ensure_ascii=False))
    else:
        _print(findings, version)
    return BLOCKED if any(finding.forms for finding in findings) else 0


def as_plain(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON says it."""
    return {
        "id": finding.id,
        "severity": finding.severity,
        "warning": finding.warning,
        "article": finding.article,
        "message": finding.message_zh,
        "message_en": finding.message_en,
        "field": finding.field,
        "blocks": list(finding.forms),
    }


def _print(findings: tuple[Finding, ...], version: str) -> None:
    for finding in findings:
        level = "提示 reminder" if finding.warning else _LEVELS[finding.severity]
        blocks = f"，阻止文书 {'、'.join(finding.forms)}" if finding.forms else ""
        print(f"{finding.id} [{level}{blocks}] {finding.message_zh}（{finding.article}）")
        print(f"    {finding.message_en}")
        print(f"    → {finding.field}")
    print(
        f"{'没有发现问题 nothing found' if not findings else f'共 {len(findings)} 项 findings'}；法律库 law pack {version}"
    )
