"""The list of known signers: which one is used, and whether it knows this signer."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

NAME = "signers.json"
PARENTS = 3
_START = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - plain for older Pythons at a court


def find(bundle: Path) -> Path | None:
    """Return the nearest list: beside the bundle, else in up to three parent folders."""
    folder = bundle.resolve().parent
    for candidate in [folder, *folder.parents][: PARENTS + 1]:
        if (candidate / NAME).is_file():
            return candidate / NAME
    return None


def known_name(path: Path, device: str, public_key: bytes, created_ms: int) -> tuple[str | None, str, str]:
    """Return the signer's name on the list, or None with the reason in Chinese and English."""
    try:
        listed = json.loads(path.read_text("utf-8"))["signers"]
        ours = [each for each in listed if _is(each, device, public_key)]
        for each in ours:
            if _within(each, _START + timedelta(milliseconds=created_ms)):
                return str(each.get("name", "")), "", ""
    except (
        OSError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        return None, f"签名者名单无法读取（{error}）。", f"The list of signers cannot be read ({error})."
    if ours:
        return (
            None,
            "签名者在名单上，但数据包的时间不在其有效期内。",
            "The signer is listed, but not for the time of this bundle.",
        )
    return None, "签名者不在名单上。", "The signer is not on the list."


def _is(each: dict[str, Any], device: str, public_key: bytes) -> bool:
    listed = (each["device"], each["public_key"])
    return listed == (device, base64.b64encode(public_key).decode())


def _within(each: dict[str, Any], created: datetime) -> bool:
    begin, end = each.get("from"), each.get("to")
    return (begin is None or _instant(begin) <= created) and (end is None or created <= _instant(end))


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=_START.tzinfo)
