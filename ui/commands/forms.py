"""`inspector forms`: the 56 forms by stage, and which of them this program prints."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.commands import Commands

HERE, AT_THE_BUREAU = "本程序 here", "回局办理 at the bureau"


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("forms", help="列出56种文书 / list the 56 forms")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every form with its stage and where it is made."""
    from inspector.notices.catalogue import forms

    if options.json:
        print(json.dumps([asdict(form) for form in forms()], ensure_ascii=False))
        return 0
    stage = ""
    for form in sorted(forms(), key=lambda form: form.place):
        if form.stage != stage:
            stage = form.stage
            print(f"{stage}　{form.stage_en}")
        print(f"  {form.number:>2}　{form.title}　[{HERE if form.is_printed_here else AT_THE_BUREAU}]")
    return 0
