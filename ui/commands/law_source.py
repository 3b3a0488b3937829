"""Which law pack a question is put to: the one in force on a device that is named, else the shipped one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ui.commands.opening import add_opening, opened_device

if TYPE_CHECKING:
    from inspector.law import LawPack


def add_source(parser: argparse.ArgumentParser) -> None:
    """Add the options that name a device; without them the shipped pack answers and nothing is unlocked."""
    group = parser.add_argument_group(
        "本机 / this device",
        "给出其一即按本机启用的法律数据包回答 / with one of these the pack in force on the device answers",
    )
    add_opening(group)


def pack_asked(options: argparse.Namespace) -> LawPack:
    """Return the pack to ask; raises as `opened_device` if a device is named."""
    if options.device_dir is None and options.passphrase_file is None:
        from inspector.law import load

        return load()
    with opened_device(options) as opened:
        return opened.device.law
