"""`inspector bench [NAME]`: measure speed against a named peer in the same run."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from inspector.errors import InputError
from ui.commands import Commands

FOLDER = Path(__file__).parents[2] / "benchmarks"


FLEET = "fleet"
"""Takes minutes and gigabytes: measured only by name."""


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("bench", help="测速 / benchmarks, as ratios against a peer")
    parser.add_argument("name", nargs="?", help="只测一项 / one benchmark only")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    fleet = parser.add_argument_group("fleet", "模拟设备 / simulated devices against a centre")
    fleet.add_argument("--devices", type=int, nargs="+", metavar="N")
    fleet.add_argument("--grounds", nargs="+", choices=("folder", "servers"))
    fleet.add_argument("--at-once", type=int, metavar="N", help="同时送达 / deliver at the same time")
    fleet.add_argument("--bundles", type=int, metavar="N", help="每台设备 / of each device")
    fleet.add_argument("--photos", type=int, metavar="N", help="每个数据包 / in each bundle")
    fleet.add_argument("--photo-mb", type=float, metavar="MB")
    fleet.add_argument("--link-mb", type=float, metavar="MB", help="每台设备每秒 / a second, of each device")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run one or all benchmarks and print their figures."""
    names = sorted(file.stem for file in FOLDER.glob("*.py") if not file.stem.startswith("_"))
    if options.name and options.name not in names:
        raise InputError("bench.unknown", name=options.name, names="、".join(names))
    figures = {}
    for name in [options.name] if options.name else [each for each in names if each != FLEET]:
        figures[name] = _load(name).measure(**(_asked(options) if name == FLEET else {}))
        if not options.json:
            print(name)
            _print(figures[name], "  ")
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0


def _asked(options: argparse.Namespace) -> dict[str, object]:
    named = ("devices", "grounds", "at_once", "bundles", "photos", "photo_mb", "link_mb")
    given = {name: getattr(options, name) for name in named}
    return {name: value for name, value in given.items() if value is not None}


def _print(figures: Mapping[str, object], indent: str) -> None:
    for what, figure in figures.items():
        if isinstance(figure, dict):
            print(f"{indent}{what}:" if figure else f"{indent}{what}: –")
            _print(figure, indent + "  ")
        else:
            print(f"{indent}{what}: {figure}", flush=True)


def _load(name: str) -> ModuleType:
    """Benchmarks live beside the packages, not in them: they are for whoever builds, not for officers."""
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", FOLDER / f"{name}.py")
    if spec is None or spec.loader is None:
        raise InputError("bench.unknown", name=name, names="")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look for their module there
    spec.loader.exec_module(module)
    return module
