"""`inspector labels INSPECTION --out FILE`: labels for sealed goods; `--calibration` the page that checks a printer."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.errors import InputError
from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device

if TYPE_CHECKING:
    from inspector.notices import Fonts


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
    from inspector.clock import SystemClock
    from inspector.notices import Fonts, usual_font_folders

    fonts = Fonts(machine_folders=usual_font_folders(os.environ, Path.home()))
    if options.calibration:
        from inspector.notices.calibration import calibration_page

        page = calibration_page(printed=SystemClock().now().wall, fonts=fonts)
        _write(options.out, page)
        print(options.out)
        return 0
    if not options.inspection:
        raise InputError("print.which_inspection")
    count = _labels(options, fonts)
    print(f"{options.out}  {count} 枚 / labels")
    return 0


def _labels(options: argparse.Namespace, fonts: Fonts) -> int:
    from inspector.actions.note_labels import note_labels
    from inspector.actions.read import dossier
    from inspector.notices.labels import print_labels
    from inspector.notices.stock import stock_named

    stock = stock_named(options.stock)
    with opened_device(options) as opened:
        by = opened.ways_in.acting_officer or "device"
        record = dossier(opened.device, options.inspection)
        pdf, count = print_labels(
            record, stock, printed=opened.device.clock.now().wall, fonts=fonts, skip=options.skip
        )
        note_labels(opened.device, options.inspection, stock=options.stock, labels=count, by=by)
    _write(options.out, pdf)
    return count


def _write(path: Path, content: bytes) -> None:
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        raise InputError("notice.file_exists", file=path) from error
    except FileNotFoundError as error:
        raise InputError("notice.no_folder", folder=path.parent) from error
