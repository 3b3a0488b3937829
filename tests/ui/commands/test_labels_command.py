"""`inspector labels INSPECTION` on a real device: the file first, the journal after it, a camera reads the codes."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from tests.stand import CHEAP, PASSPHRASE, Stand, begin
from ui.command_line import main


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """A locked device with two items listed."""
    monkeypatch.setattr("inspector.keys.FLOOR", CHEAP)  # the test device is cheap to open
    monkeypatch.setattr("inspector.keys.FIRST_FLOOR", CHEAP)
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    begun = begin(tmp_path / "device")
    with begun.opened:
        begun.visit()
        begun.item()
        begun.item(label_name="样本茶壶", seal_number="0000013")
    return begun


def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, *arguments: str) -> tuple[int, str, str]:
    there = ["--passphrase-file", str(tmp_path / "secret"), "--data-dir", str(tmp_path / "device")]
    code = main(["labels", *arguments, *there])
    said = capsys.readouterr()
    return code, said.out, said.err


def journalled(stand: Stand) -> list[dict[str, object]]:
    with stand.workplace.unlock(PASSPHRASE) as opened:
        entries = opened.device.journal.entries_of_change("labels.printed")
        return [json.loads(entry)["facts"] for entry in entries]


def test_labels_are_written_read_by_a_camera_and_then_journalled(
    stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "labels.pdf"
    code, said, _ = run(capsys, tmp_path, stand.inspection.id, "--out", str(out), "--stock", "a4-14")
    assert (code, "2 枚" in said) == (0, True)
    with pypdfium2.PdfDocument(out) as document:
        picture = document[0].render(scale=300 / 72).to_pil().convert("L")
    codes = {each.text.partition("&")[2] for each in zxingcpp.read_barcodes(picture)}
    assert codes == {"seal=0000012", "seal=0000013"}
    assert journalled(stand) == [{"stock": "a4-14", "labels": 2, "to": "file", "earlier": 0}]


def test_labels_that_could_not_be_written_are_not_journalled(
    stand: Stand, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there.pdf"
    there.write_bytes(b"other")
    for out, told in ((there, "notice.file_exists"), (tmp_path / "none" / "a.pdf", "notice.no_folder")):
        code, _, said = run(capsys, tmp_path, stand.inspection.id, "--out", str(out))
        assert (code, told in said) == (1, True)
    assert there.read_bytes() == b"other"
    code, _, said = run(
        capsys, tmp_path, stand.inspection.id, "--out", str(tmp_path / "b.pdf"), "--stock", "x"
    )
    assert (code, "print.stock" in said) == (1, True)
    assert journalled(stand) == []
