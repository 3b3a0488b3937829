"""The list of known signers (FORMAT.md 7): which one is used, and whom it knows."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

from .canonical import exact_base64

NAME = "signers.json"
PARENTS = 3
_LATEST_MS = 250_000_000_000_000
_START = datetime(1970, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - plain for older Pythons at a court
_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


class Device(NamedTuple):
    """One device on the list."""

    device: str
    name: str
    public_key: bytes
    begin: datetime | None
    end: datetime | None


class CentreKey(NamedTuple):
    """One receipt key of a centre on the list, and the time it counts for."""

    key: bytes
    begin: datetime | None
    end: datetime | None

    def counts_at(self, at: str) -> bool:
        """Tell whether what the centre says it signed then is within the key's time."""
        moment = _moment(at)
        return (self.begin is None or self.begin <= moment) and (self.end is None or moment < self.end)

    def counts_after(self, made: str) -> bool:
        """Tell whether there was a time after that at which the key counted."""
        is_given_away = self.begin is not None and self.end is not None and self.end <= self.begin
        return not is_given_away and (self.end is None or _moment(made) < self.end)


class Listed(NamedTuple):
    """A list as read; empty where there is none or it cannot be read."""

    path: str = ""
    devices: tuple[Device, ...] = ()
    centres: tuple[CentreKey, ...] = ()
    roots: tuple[bytes, ...] = ()
    """Raw Ed25519 roots of bureaus."""
    problem: str = ""
    """Why it cannot be read; empty otherwise."""

    @property
    def centre_keys(self) -> tuple[bytes, ...]:
        """Every receipt key on the list, raw."""
        return tuple(each.key for each in self.centres)

    def key_counts(self, key: bytes, at: str) -> bool:
        """Tell whether the list vouches for what a receipt key on it signed then: one that was given away never counts."""
        return any(each.counts_at(at) for each in self.centres if each.key == key)

    def key_cosigned(self, key: bytes, made: str) -> bool:
        """Tell the same of a checkpoint that a device made then and the key cosigned at some time after."""
        return any(each.counts_after(made) for each in self.centres if each.key == key)

    def known_name(self, device: str, public_key: bytes, created_ms: int) -> tuple[str | None, str, str]:
        """Return the signer's name on the list, or None with the reason in Chinese and English."""
        if self.problem:
            return (
                None,
                f"签名者名单无法读取（{self.problem}）。",
                f"The list of signers cannot be read ({self.problem}).",
            )
        ours = [each for each in self.devices if (each.device, each.public_key) == (device, public_key)]
        try:
            at = _START + timedelta(milliseconds=created_ms)
        except OverflowError:
            at = datetime.max.replace(tzinfo=_START.tzinfo)
        for each in ours:
            if (each.begin is None or each.begin <= at) and (each.end is None or at <= each.end):
                return each.name, "", ""
        if ours:
            return (
                None,
                "签名者在名单上，但签署时间不在其有效期内。",
                "The signer is listed, but not for the time of signing.",
            )
        return None, "签名者不在名单上。", "The signer is not on the list."


def bureau_id(root: bytes) -> str:
    """Return the id of the bureau a raw root is for."""
    return hashlib.sha256(root).hexdigest()[:32]


def instant_ms(text: str) -> int:
    """Return an instant as milliseconds since 1970; one that cannot be read lies outside every list's time."""
    try:
        return int((_instant(text) - _START).total_seconds() * 1000)
    except (ValueError, OverflowError):
        return 2**62


def find(beside: Path) -> Path | None:
    """Return the nearest list: beside the file, else in up to three parent folders."""
    folder = beside.resolve().parent
    for candidate in [folder, *folder.parents][: PARENTS + 1]:
        if (candidate / NAME).is_file():
            return candidate / NAME
    return None


def _moment(at: str) -> datetime:
    return _START + timedelta(milliseconds=min(instant_ms(at), _LATEST_MS))


def read(path: Path | None) -> Listed:
    """Read a list; one that cannot be read knows nobody and says why."""
    if path is None:
        return Listed()
    try:
        said = json.loads(path.read_text("utf-8"))
        return Listed(
            str(path),
            tuple(map(_device, said["signers"])),
            tuple(_centre_key(each) for each in said.get("centres", [])),
            tuple(_root(each) for each in said.get("roots", [])),
        )
    except _UNREADABLE as error:
        return Listed(str(path), problem=str(error) or type(error).__name__)


def _device(said: dict[str, Any]) -> Device:
    key = exact_base64(said["public_key"])
    if not isinstance(said["device"], str) or key is None:
        raise ValueError("public_key")
    begin, end = said.get("from"), said.get("to")
    return Device(
        said["device"],
        str(said.get("name", "")),
        key,
        None if begin is None else _instant(begin),
        None if end is None else _instant(end),
    )


def _centre_key(said: dict[str, Any]) -> CentreKey:
    key = exact_base64(said["receipt_key"])
    if key is None or len(key) != 32:
        raise ValueError("receipt_key")
    begin, end = said.get("from"), said.get("to")
    return CentreKey(key, None if begin is None else _instant(begin), None if end is None else _instant(end))


def _root(said: dict[str, Any]) -> bytes:
    key = exact_base64(said["root_key"])
    if key is None or len(key) != 32 or bureau_id(key) != said["bureau"]:
        raise ValueError("root_key")
    return key


def _instant(text: str) -> datetime:
    """Read an instant; older Pythons do not know the Z."""
    found = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
    return found if found.tzinfo else found.replace(tzinfo=_START.tzinfo)
