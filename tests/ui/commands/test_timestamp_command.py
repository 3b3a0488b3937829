"""`inspector timestamp` against an authority of our own, over real HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.seal_keys import DEVICE_KEY, Authority, _authority_identity
from tests.stand import CHEAP, PASSPHRASE, begin
from ui.command_line import main

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture
def tsa() -> Iterator[str]:
    authority = Authority(AT)

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer = authority(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/tsa"
        server.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)  # the test device is cheap to open
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    (tmp_path / "tsa.der").write_bytes(_authority_identity()[0].dump())
    (tmp_path / "other.der").write_bytes(DEVICE_KEY.certificate)
    with begin(tmp_path / "device").opened:
        return tmp_path


def asked(folder: Path, tsa: str, *more: str) -> int:
    opening = ["--data-dir", str(folder / "device"), "--passphrase-file", str(folder / "secret")]
    return main(["timestamp", "--tsa", tsa, *opening, *more])


def test_a_token_of_the_right_authority_is_kept(
    folder: Path, tsa: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(folder, tsa, "--certificate", str(folder / "tsa.der"), "--after-sync", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["time"] == "2026-11-20T02:00:00.000Z"
    assert said["entries"] > 0
    assert asked(folder, tsa) == 0
    assert "未经确认" in capsys.readouterr().out


def test_another_authority_and_no_certificate_end_with_one_and_words(
    folder: Path, tsa: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(folder, tsa, "--certificate", str(folder / "other.der")) == 1
    assert "没有被采信（signer）" in capsys.readouterr().err
    assert asked(folder, tsa, "--certificate", str(folder / "secret")) == 1
    assert "不是证书" in capsys.readouterr().err
