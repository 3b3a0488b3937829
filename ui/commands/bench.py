"""`inspector bench [NAME]`: measure speed against a named peer in the same run."""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path
from types import ModuleType

from inspector.errors import InputError
from ui.commands import Commands

FOLDER = Path(__file__).parents[2] / "benchmarks"


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("bench", help="测速 / benchmarks, as ratios against a peer")
    parser.add_argument("name", nargs="?", help="只测一项 / one benchmark only")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run one or all benchmarks and print their figures."""
    names = sorted(file.stem for file in FOLDER.glob("*.py") if not file.stem.startswith("_"))
    if options.name and options.name not in names:
        raise InputError("bench.unknown", name=options.name, names="、".join(names))
    figures = {}
    for name in [options.name] if options.name else names:
        figures[name] = _load(name).measure()
        if not options.json:
            print(name)
            for what, figure in figures[name].items():
                print(f"  {what}: {figure}")
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
    return 0


def _load(name: str) -> ModuleType:
    """Benchmarks live beside the packages, not in them: they are for whoever builds, not for officers."""
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", FOLDER / f"{name}.py")
    if spec is None or spec.loader is None:
        raise InputError("bench.unknown", name=name, names="")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
