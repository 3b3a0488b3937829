"""`inspector escrow`: the public file is written, each share is shown once and can be checked."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from inspector.keys.escrow import opened_by_shares, read_escrow_file, sealed_to_escrow
from inspector.keys.shares import read_share
from ui.command_line import main

CREATE = ["escrow", "create", "--bureau", "样本市市场监督管理局", "--out"]


def shares_on(screen: str) -> list[str]:
    sheets = screen.split("══ 托管份额")[1:]
    return [read_share(" ".join(re.findall(r"\d+\. ([a-z]+)", each))) for each in sheets]


def test_create_writes_the_public_file_and_shows_shares_that_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*CREATE, str(tmp_path)]) == 0
    shares = shares_on(capsys.readouterr().out)
    assert len(shares) == 3
    public = read_escrow_file((tmp_path / "escrow.public").read_bytes())
    sealed = sealed_to_escrow(bytearray(32), public.public_key, b"slot")
    assert opened_by_shares(sealed, (shares[0], shares[2]), public.public_key, b"slot") == bytes(32)
    assert [file.name for file in tmp_path.iterdir()] == ["escrow.public"]

    monkeypatch.setattr("sys.stdin", io.StringIO(shares[1]))
    assert main(["escrow", "check"]) == 0
    words = shares[1].split()
    monkeypatch.setattr("sys.stdin", io.StringIO(" ".join([*words[:4], "zzzz", *words[5:]])))
    assert main(["escrow", "check"]) == 1
    assert "第 5 个词" in capsys.readouterr().err
    assert main(["escrow", "show", str(tmp_path / "escrow.public")]) == 0
    assert public.fingerprint in capsys.readouterr().out


def test_a_set_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*CREATE, str(tmp_path)]) == 0
    before = (tmp_path / "escrow.public").read_bytes()
    assert main([*CREATE, str(tmp_path)]) == 1
    assert main([*CREATE, str(tmp_path / "none")]) == 1
    assert (tmp_path / "escrow.public").read_bytes() == before
    assert "escrow.exists" in capsys.readouterr().err
