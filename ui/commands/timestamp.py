"""`inspector timestamp --tsa URL`: a timestamp of an outside authority over the journal (RFC 3161)."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from inspector.errors import InputError
from ui.commands import Commands
from ui.commands.opening import add_opening, opened_device


def register(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "timestamp", help="为日志加盖可信时间戳 / a trusted timestamp over the journal"
    )
    parser.add_argument(
        "--tsa", required=True, metavar="URL", help="时间戳服务（RFC 3161）地址 / time-stamping authority"
    )
    parser.add_argument(
        "--certificate",
        type=Path,
        metavar="FILE",
        help="该服务或其签发者的证书（DER 或 PEM），只相信它 / believe only this certificate",
    )
    parser.add_argument(
        "--after-sync", action="store_true", help="记住：以后每次同步后自动加盖 / ask it after each sync"
    )
    parser.add_argument("--json", action="store_true", help="结果以 JSON 输出 / say it in JSON")
    add_opening(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Ask once and keep the token; 0 when it is kept, 1 with a sentence when not."""
    from inspector.clock import CHINA
    from inspector.records.plain import instant_text
    from sync.stamping import ConfiguredAuthority, remember_authority, stamp_journal
    from sync.transport.timestamping import TimestampAuthority

    authority = ConfiguredAuthority(options.tsa, _certificate(options.certificate))
    with opened_device(options) as opened:
        by = opened.ways_in.acting_officer or "device"
        stamped = stamp_journal(opened.device, authority, TimestampAuthority(options.tsa), by=by)
        if options.after_sync:
            remember_authority(opened.device, authority, by=by)
    if options.json:
        print(json.dumps({"entries": stamped.size, "time": instant_text(stamped.time)}))
        return 0
    shown = f"{stamped.time.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    print(f"已加盖时间戳：第 1 至 {stamped.size} 条日志不晚于 {shown}（北京时间）即已存在。")
    if not authority.certificate:
        print("没有给出证书：时间戳由谁签发未经确认。")
    return 0


def _certificate(path: Path | None) -> bytes:
    if path is None:
        return b""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        raw = path.read_bytes()
        is_pem = raw.startswith(b"-----")
        found = x509.load_pem_x509_certificate(raw) if is_pem else x509.load_der_x509_certificate(raw)
    except (OSError, ValueError) as error:
        raise InputError("timestamp.certificate", file=path.name) from error
    return found.public_bytes(Encoding.DER)
