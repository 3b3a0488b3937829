"""`inspector doctor`: what is wrong with this machine, and what to do about it."""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from ui.commands import Commands

LEAST_FREE_BYTES = 2 * 1024**3
"""Room for one stand's photos, notices and bundle."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `level` is ok, warn or bad."""

    what: str
    level: str
    text: str


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("doctor", help="检查本机 / say what is wrong with this machine")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", dest="doctor_data_dir")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出 / print JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Look at everything and print one line each; 1 if something is bad."""
    from ui.wiring import default_data_dir

    folder = options.doctor_data_dir or options.data_dir or default_data_dir()
    looks = (_python, _database, _cryptography, _qt, _fonts, _reading, _space, _memory, _clock)
    findings = [look(folder) for look in looks]
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        mark = {"ok": "✓ 正常", "warn": "! 注意", "bad": "✗ 有误"}
        for finding in findings:
            print(f"{mark[finding.level]}  {finding.what}：{finding.text}")
    return 1 if any(finding.level == "bad" for finding in findings) else 0


def _python(_: Path) -> Finding:
    fits = (3, 11) <= sys.version_info[:2] < (3, 14)
    return Finding("Python", "ok" if fits else "bad", f"{platform.python_version()}（需要 3.11–3.13）")


def _database(_: Path) -> Finding:
    def version() -> str:
        dbapi = importlib.import_module("sqlcipher3.dbapi2")
        connection = dbapi.connect(":memory:")
        try:
            return f"SQLCipher {connection.execute('PRAGMA cipher_version').fetchone()[0]}"
        finally:
            connection.close()

    return _tried("加密数据库 database", version)


def _cryptography(_: Path) -> Finding:
    def version() -> str:
        hpke = importlib.import_module("cryptography.hazmat.primitives.hpke")
        return f"cryptography {importlib.import_module('cryptography').__version__}（{hpke.__name__.split('.')[-1]}）"

    return _tried("密码库 cryptography", version)


def _qt(_: Path) -> Finding:
    def version() -> str:
        core = importlib.import_module("PySide6.QtCore")
        importlib.import_module("PySide6.QtWidgets")
        importlib.import_module("PySide6.QtPdf")
        if core.__version_info__[:2] >= (6, 12) and sys.version_info < (3, 12):
            raise RuntimeError("PySide6 6.12 aborts on this Python")
        return f"Qt {core.qVersion()}"

    return _tried("界面库 Qt", version)


def _fonts(_: Path) -> Finding:
    folder = Path(__file__).parents[2] / "resources" / "fonts"
    fonts = sorted(file.name for file in folder.glob("*.ttf"))
    return Finding(
        "字体 fonts", "ok" if fonts else "bad", f"{len(fonts)} 种" if fonts else "缺少字体文件，请重新安装"
    )


def _reading(_: Path) -> Finding:
    """Let the worker load its models and read a blank picture: without them officers type what would be read."""
    import numpy

    from inspector.errors import InspectorError
    from inspector.imaging.cv import opencv
    from inspector.imaging.text_reading import TextWorker

    blank = bytes(opencv().imencode(".jpg", numpy.full((64, 64, 3), 255, numpy.uint8))[1])
    worker = TextWorker()
    try:
        worker.lines(blank)
    except InspectorError as error:
        why = f"读不了照片上的字（{error.code}），执照、款识只能手工录入；请重新安装"
        return Finding("识读 reading", "warn", why)
    finally:
        worker.close()
    return Finding("识读 reading", "ok", "模型齐全，能读照片上的字")


def _space(folder: Path) -> Finding:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    level = "ok" if free >= LEAST_FREE_BYTES else "bad"
    return Finding("磁盘空间 disk", level, f"剩余 {free / 1024**3:.1f} GB（至少 2 GB）：{folder}")


def _memory(_: Path) -> Finding:
    info = Path("/proc/meminfo")
    if not info.exists():
        return Finding("内存 memory", "warn", "本系统无法读取")
    available = next(
        int(line.split()[1]) for line in info.read_text().splitlines() if line.startswith("MemAvailable")
    )
    level = "ok" if available >= 1024**2 else "warn"
    return Finding("内存 memory", level, f"可用 {available / 1024**2:.1f} GB（解锁需要约 0.3 GB）")


def _clock(_: Path) -> Finding:
    from inspector.clock import CHINA, SystemClock

    now = SystemClock().now().wall.astimezone(CHINA)
    return Finding(
        "时钟 clock",
        "ok" if now.year >= 2026 else "bad",
        f"北京时间 {now:%Y-%m-%d %H:%M:%S}，请与标准时间核对",
    )


def _tried(what: str, version: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "ok", version())
    except Exception as error:
        return Finding(what, "bad", f"{type(error).__name__}: {error}")
