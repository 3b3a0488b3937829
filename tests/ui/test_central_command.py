"""`inspector central …` says in words what is missing, and claims to run only when it does."""

from __future__ import annotations

import json
import socket
import stat
import sys
import threading
from pathlib import Path

import pytest

from sync.central import create_central, serving
from ui.command_line import main


def test_a_centre_needs_no_name_to_start_and_takes_one_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda _server, sockets: sockets[0].getsockname())
    arguments = ["central", "serve", "--data", str(tmp_path / "c"), "--port", "0"]
    for given, shown in ([], "未命名案件中心"), (["--name", "样本中心"], "样本中心"), ([], "样本中心"):
        assert main([*arguments, *given]) == 0
        said = capsys.readouterr().out
        assert shown in said
        assert ":0 " not in said


def test_a_taken_address_is_said_and_nothing_claims_to_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_central(tmp_path / "c", "样本中心")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["central", "serve", "--data", str(tmp_path / "c"), "--port", port]) == 1
    told = capsys.readouterr()
    assert ("central.no_address" in told.err, told.out) == (True, "")


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


def test_a_bureau_is_added_and_a_name_that_can_be_none_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    create_central(tmp_path / "c", "样本中心")
    arguments = ["central", "bureau", "--data", str(tmp_path / "c"), "--name", "样本局", "--id"]
    assert main([*arguments, "first"]) == 0
    assert "/b/first" in capsys.readouterr().out
    assert main([*arguments, "First!"]) == 1
    assert "central.bureau" in capsys.readouterr().err


def test_verifiers_work_side_by_side_and_end_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_central(tmp_path / "c", "样本中心")
    begun: dict[str, threading.Thread] = {}
    all_begun = threading.Barrier(3)

    def run(_bureaus: object, worker: str, stop: threading.Event) -> None:
        begun[worker] = threading.current_thread()
        all_begun.wait(30)
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt
        assert stop.wait(30)

    monkeypatch.setattr("sync.central.verifying.run", run)
    assert main(["central", "verify", "--data", str(tmp_path / "c"), "--workers", "3"]) == 0
    assert len(begun) == 3
    assert [each for each in begun.values() if each.is_alive()] == [threading.main_thread()]


def test_the_list_of_signers_is_written_as_of_now(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    create_central(tmp_path / "c", "样本中心")
    out = tmp_path / "signers.json"
    assert main(["central", "signers", "--data", str(tmp_path / "c"), "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["centres"][0]["name"] == "样本中心"
    assert (
        main(["central", "signers", "--data", str(tmp_path / "c"), "--out", str(tmp_path / "no" / "s")]) == 1
    )
    assert "central.no_folder" in capsys.readouterr().err
