"""`inspector export-notice`: files are written whole, never replaced, and say what they are."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from inspector.actions.export_notice import notice_named
from inspector.actions.issue_notice import issue_notice
from inspector.actions.supersede_notice import supersede_notice
from tests.seal_keys import Authority
from tests.stand import CHEAP, PASSPHRASE, begin
from ui import wiring
from ui.command_line import main

LATER = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The number of an issued list; the device is locked again."""
    monkeypatch.setattr(wiring.Workplace, "_floor", lambda _: CHEAP)  # test keys cost little
    stand = begin(tmp_path / "device")
    with stand.opened:
        stand.visit()
        row = stand.item()
        stand.photo(1, item_id=row.id)
        stand.seize(row)
        notice = issue_notice(
            stand.device, stand.inspection.id, "24", signatures=stand.signatures(), by=stand.by
        )
    (tmp_path / "secret").write_text(PASSPHRASE, "utf-8")
    (tmp_path / "out").mkdir()
    return notice.number


def export(tmp_path: Path, *given: str) -> int:
    where = ["--data-dir", str(tmp_path / "device"), "--passphrase-file", str(tmp_path / "secret")]
    return main(["export-notice", *given, "--out", str(tmp_path / "out"), *where])


@contextmanager
def serving(authority: Authority) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = authority(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def test_the_original_and_a_stamped_copy_are_written(
    tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(Authority(LATER)) as url:
        assert export(tmp_path, number, "--tsa", url, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    original, copy = (Path(file) for file in told["files"])
    assert original.name == f"财物清单-{number}.pdf"
    assert copy.read_bytes().startswith(original.read_bytes())
    assert told["timestamp"] == "2026-11-25T08:00:00+00:00"
    assert {seal["verdict"] for seal in told["seals"]} <= {"good"}


def test_an_existing_file_is_not_replaced(
    tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path, number) == 0
    file = tmp_path / "out" / f"财物清单-{number}.pdf"
    file.write_bytes(b"mine")
    assert export(tmp_path, number) == 1
    assert "notice.file_exists" in capsys.readouterr().err
    assert file.read_bytes() == b"mine"


def test_a_paper_set_aside_says_so_in_its_name_and_beside_its_seals(
    tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with wiring.Workplace(tmp_path / "device").unlock(PASSPHRASE) as opened:
        notice = notice_named(opened.device, number)
        supersede_notice(opened.device, notice.id, reason="数量有误", by="device")
    assert export(tmp_path, number) == 0
    said = capsys.readouterr().out
    assert f"财物清单-{number}-已作废.pdf" in said
    assert "数量有误" in said
    (tmp_path / "out" / f"财物清单-{number}-已作废.pdf").unlink()
    assert export(tmp_path, number, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["state"], told["superseded_reason"]) == ("superseded", "数量有误")


def test_an_unknown_number_and_a_missing_folder_are_told(
    tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export(tmp_path, "99") == 1
    assert number in capsys.readouterr().err
    (tmp_path / "out").rmdir()
    assert export(tmp_path, number) == 1
    assert "notice.no_folder" in capsys.readouterr().err
