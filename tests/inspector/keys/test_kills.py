"""Killed at any point of a change of the key file, the device opens: with the old secret or with the new one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import keys
from inspector.errors import InputError

if sys.platform == "win32":
    pytest.skip("forks", allow_module_level=True)

from tests.inspector.keys.killed_changes import DEVICE, HOLDER, NEW, OLD, QUICK

PROJECT = Path(__file__).parents[3]


def left_by_kills(step: str, model: Path, out: Path) -> list[Path]:
    out.mkdir()
    command = [sys.executable, "-m", "tests.inspector.keys.killed_changes", step, str(model), str(out)]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=110)
    return sorted(out.iterdir(), key=lambda folder: int(folder.name))


def opening(folder: Path, secret: str) -> str:
    try:
        with keys.unlock(folder, secret, floor=QUICK) as keyring:
            return keyring.database_key().hex()
    except InputError:
        return ""


def test_a_change_killed_at_every_point_leaves_whole_copies_that_open(tmp_path: Path) -> None:
    """Case 28, exhaustively: every call of the write protocol, before and after."""
    made = keys.create(tmp_path / "model", OLD, device_id=DEVICE, holder=HOLDER, cost=QUICK)
    data = made.keyring.database_key().hex()
    opened_by = []
    for folder in left_by_kills("change", tmp_path / "model", tmp_path / "out"):
        for name in ("keys-a.json", "keys-b.json"):
            assert json.loads((folder / name).read_text("utf-8"))["body"]["device"] == DEVICE
        old, new = opening(folder, OLD), opening(folder, NEW)
        assert {old, new} == {"", data}, folder.name
        assert opening(folder, made.recovery_code) == data
        opened_by.append((bool(old), bool(new)))
    assert len(opened_by) > 16  # two copies: create, sync, rename, sync of the folder; before and after each
    assert opened_by[0] == (True, False)
    assert opened_by[-1] == (False, True)
    assert opened_by == sorted(opened_by, reverse=True)  # once the new one opens, it stays so


def test_a_first_start_killed_at_every_point_leaves_nothing_or_what_opens(tmp_path: Path) -> None:
    left = left_by_kills("create", tmp_path / "none", tmp_path / "out")
    opened = [bool(opening(folder, OLD)) for folder in left if keys.exists(folder)]
    assert len(opened) > 8
    assert all(opened)
