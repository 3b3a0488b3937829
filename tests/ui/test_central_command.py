"""`inspector central …` says in words what is missing, and claims to run only when it does."""

from __future__ import annotations

import json
import socket
import stat
import sys
from pathlib import Path

import pytest

from sync.central import create_central, serving
from ui.command_line import main


def test_the_first_start_needs_a_name_and_makes_nothing_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["central", "serve", "--data", str(tmp_path / "c")]) == 1
    assert "--name" in capsys.readouterr().err
    assert not (tmp_path / "c").exists()


def test_a_taken_address_is_said_and_nothing_claims_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_central(tmp_path / "c", "样本中心")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["central", "serve", "--data", str(tmp_path / "c"), "--port", port]) == 1
    told = capsys.readouterr()
    assert ("central.no_address" in told.err, told.out) == (True, "")


def test_the_centres_own_name_is_shown_once_it_listens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    create_central(tmp_path / "c", "样本中心")
    monkeypatch.setattr("uvicorn.Server.run", lambda _server, sockets: sockets[0].getsockname())
    arguments = ["central", "serve", "--data", str(tmp_path / "c"), "--name", "别的名称", "--port", "0"]
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "样本中心" in said
    assert "别的名称" not in said
    assert ":0 " not in said


def test_an_invitation_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    create_central(tmp_path / "c", "样本中心")
    out = tmp_path / "invitation.json"
    assert main(["central", "invite", "--data", str(tmp_path / "c"), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["centre"] == "样本中心"
    if sys.platform != "win32":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600


@pytest.mark.parametrize("action", ["collect", "invite"])
def test_a_missing_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], action: str) -> None:
    create_central(tmp_path / "c", "样本中心")
    where = (
        ["--folder", str(tmp_path / "no")] if action == "collect" else ["--out", str(tmp_path / "no" / "i")]
    )
    assert main(["central", action, "--data", str(tmp_path / "c"), *where]) == 1
    assert "central.no_folder" in capsys.readouterr().err


def test_what_listens_is_closed_again(tmp_path: Path) -> None:
    with serving._listening("127.0.0.1", 0) as listening:
        assert listening.getsockname()[1] > 0
