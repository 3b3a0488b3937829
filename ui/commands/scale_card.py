"""`inspector scale-card --out FILE`: the card that is photographed beside the goods, to print."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from inspector.errors import InputError
from ui.commands import Commands


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("scale-card", help="打印比例卡 / the scale card to print")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="写到这里 / file to write")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the PDF; an existing file is never replaced."""
    from inspector.clock import SystemClock
    from inspector.imaging.scale import pattern
    from inspector.notices import Fonts, usual_font_folders
    from inspector.notices.scale_card import scale_card_page
    from inspector.records import SCALE_CARDS

    fonts = Fonts(machine_folders=usual_font_folders(os.environ, Path.home()))
    cards = [(card, pattern(card)) for card in SCALE_CARDS]
    page = scale_card_page(cards, printed=SystemClock().now().wall, fonts=fonts)
    try:
        with options.out.open("xb") as file:
            file.write(page)
    except FileExistsError as error:
        raise InputError("notice.file_exists", file=options.out) from error
    except FileNotFoundError as error:
        raise InputError("notice.no_folder", folder=options.out.parent) from error
    print(options.out)
    return 0
