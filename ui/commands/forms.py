"""`inspector forms`: the 56 forms by stage, and which of them this program prints; a bureau's own way is checked."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.commands import Commands

HERE, AT_THE_BUREAU = "本程序 here", "回局办理 at the bureau"


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("forms", help="列出56种文书 / list the 56 forms")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.add_argument(
        "--check",
        type=Path,
        metavar="FILE",
        help="核对本机关的版式文件，列出改了什么 / check a bureau's layout file and tell what it changes",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every form with its stage and where it is made."""
    from inspector.notices.catalogue import forms

    if options.check is not None:
        _check(options.check)
        return 0
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


def _check(file: Path) -> None:
    """Read the file as every print does; what is wrong in it is raised with its place."""
    from inspector import law
    from inspector.errors import InputError
    from inspector.notices.overlay import overlaid, read_overlay

    if not file.is_file():
        raise InputError("notice.overlay", file=str(file), why="不存在 not found")
    own, shipped = read_overlay(file), overlaid(b"")
    law.load().reworded(own.wording)
    measures = "有改动 changed" if own.layout != shipped.layout else "—"
    print(f"版面 measures: {measures}")
    print(f"文号 numbers: {own.numbering.text('地', '类', 2026, 7)}")
    for form, kind in own.numbering.classes.items():
        if kind != shipped.numbering.classes[form]:
            print(f"  {form}: {shipped.numbering.classes[form]} → {kind}")
    for name, words in own.wording.items():
        print(f"wording.{name}: {words}")
    for number in own.own_forms:
        print(f"forms.{number}: 有改动 changed")
