"""What the actions need from the world, as small interfaces, one file for each part.

Real parts are joined in `ui/wiring`; contract tests hold fakes and real parts to the same promises.
"""

from __future__ import annotations

from inspector.actions.ports.device import Device, no_seals, room_for_any
from inspector.actions.ports.journal import Journal, Signer
from inspector.actions.ports.photos import LookedAt, Modules, PhotoReader, SeenScale
from inspector.actions.ports.press import HeldSeal, NoticeSealer, Press
from inspector.actions.ports.recordings import PlayedRecording, RecordingReader
from inspector.actions.ports.store import R, Records, UnitOfWork
from inspector.actions.ports.vault import PlainFile, Vault

__all__ = [
    "Device",
    "HeldSeal",
    "Journal",
    "LookedAt",
    "Modules",
    "NoticeSealer",
    "PhotoReader",
    "PlainFile",
    "PlayedRecording",
    "Press",
    "R",
    "RecordingReader",
    "Records",
    "SeenScale",
    "Signer",
    "UnitOfWork",
    "Vault",
    "no_seals",
    "room_for_any",
]
