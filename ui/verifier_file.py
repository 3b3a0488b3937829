"""The court's verifier as one file: the sources of `sync/verifier`, packed so that the same sources give the same bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from importlib import resources
from pathlib import Path

from inspector.errors import SystemFault

NAME = "inspector-verify.pyz"
_SHEBANG = b"#!/usr/bin/env python3\n"
_OLDEST_TIME = (1980, 1, 1, 0, 0, 0)
_START = """import sys

if sys.version_info < (3, 8):
    sys.stderr.write("Python 3.8+ / cannot tell: this verifier needs Python 3.8 or newer\\n")
    sys.exit(3)

from verifier import console
from verifier.__main__ import main

code = main()
console.wait_if_window_would_close()
sys.exit(code)
"""
"""Even a Python too old to run the rest reads this."""


def verifier_bytes() -> bytes:
    """Return the file: every source stored as it is, in the order of names, without time or owner."""
    folder = resources.files("sync.verifier")
    sources = {
        f"verifier/{file.name}": file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".py")
    }
    packed = io.BytesIO()
    packed.write(_SHEBANG)
    with zipfile.ZipFile(
        packed, "w", zipfile.ZIP_STORED
    ) as archive:  # a compressor's bytes differ by version
        for name, text in sorted({"__main__.py": _START, **sources}.items()):
            member = zipfile.ZipInfo(name, _OLDEST_TIME)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, text.encode())
    return packed.getvalue()


def write_verifier(out: Path) -> str:
    """Write the verifier to `out` and return its SHA-256, hex.

    Raises:
        SystemFault: `command.io` if it cannot be written.
    """
    content = verifier_bytes()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
        out.chmod(0o755)
    except OSError as error:
        raise SystemFault("command.io", file=out.name, why=error.strerror or str(error)) from error
    return hashlib.sha256(content).hexdigest()
