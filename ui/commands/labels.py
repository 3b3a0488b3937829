"""`inspector labels INSPECTION --out FILE`: labels for sealed goods; `--calibration` the page that checks a printer."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from inspector.errors import InputError
from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "labels", help="封存物品标签、打印校准页 / labels for sealed goods, calibration page"
    )
    parser.add_argument("inspection", nargs="?", metavar="INSPECTION", help="检查编号 / id of the inspection")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="写到这里 / file to write")
    parser.add_argument("--stock", default="a4-21", metavar="NAME", help="标签纸 / label stock")
    parser.add_argument(
        "--skip", type=int, default=0, metavar="N", help="第一张已用掉几枚 / labels used up already"
    )
    parser.add_argument("--calibration", action="store_true", help="打印校准页 / the calibration page")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the PDF; an existing file is never replaced."""
    from ui.new_file import write_new

    if options.calibration:
        from inspector.clock import SystemClock
        from inspector.notices import Fonts, ReportlabPress, usual_font_folders

        press = ReportlabPress(Fonts(machine_folders=usual_font_folders(os.environ, Path.home())))
        print(write_new(options.out, press.calibration(printed=SystemClock().now().wall)))
        return 0
    if not options.inspection:
        raise InputError("print.which_inspection")
    print(f"{options.out}  {_labels(options)} 枚 / labels")
    return 0


def _labels(options: argparse.Namespace) -> int:
    """Write the labels, then journal them: a set that was never made is told of nowhere."""
    from inspector.actions.labels import make_labels, note_labels
    from ui.new_file import write_new

    with opened_device(options) as opened:
        device, by = opened.device, opened.ways_in.acting_officer or "device"
        made = make_labels(device, options.inspection, stock=options.stock, skip=options.skip)
        write_new(options.out, made.pdf)
        note_labels(device, options.inspection, stock=options.stock, labels=made.labels, to="file", by=by)
    return made.labels
