"""The verifier as a court would use it: copied elsewhere, with nothing but Python."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sync.verifier
from sync.verifier import verify
from sync.verifier.__main__ import main
from sync.verifier.ed25519 import is_valid
from ui import command_line

VECTORS = Path(__file__).parents[1] / "vectors"


@pytest.mark.parametrize(
    ("name", "code"), [("first", 0), ("flip_object", 1), ("other_signer", 2), ("not_a_bundle", 3)]
)
def test_exit_code_says_the_verdict(name: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(VECTORS / f"{name}.ipb"), "--json"]) == code
    assert json.loads(capsys.readouterr().out)["verdict"] == verify(VECTORS / f"{name}.ipb").verdict


def test_it_runs_from_a_copy_without_the_rest(tmp_path: Path) -> None:
    shutil.copytree(Path(sync.verifier.__file__).parent, tmp_path / "verifier")
    done = subprocess.run(
        [sys.executable, "-S", "-m", "verifier", str(VECTORS / "first.ipb")],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "样本局一号机" in done.stdout


def test_the_nearest_list_is_used_and_named(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    bundle = deep / "first.ipb"
    shutil.copy(VECTORS / "first.ipb", bundle)
    assert (verify(bundle).verdict, verify(bundle).list_used) == ("signer-unknown", "")
    shutil.copy(VECTORS / "signers.json", tmp_path / "signers.json")
    assert verify(bundle).list_used == str(tmp_path / "signers.json")
    (deep / "signers.json").write_text('{"v": 1, "signers": []}')
    assert (verify(bundle).verdict, verify(bundle).list_used) == (
        "signer-unknown",
        str(deep / "signers.json"),
    )
    assert verify(bundle, VECTORS / "signers.json").verdict == "intact"


@pytest.mark.parametrize(
    ("begin", "end", "verdict"),
    [
        (None, None, "intact"),
        ("2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z", "intact"),
        ("2027-01-01T00:00:00.000Z", None, "signer-unknown"),
        (None, "2026-01-01T00:00:00.000Z", "signer-unknown"),
        ("yesterday", None, "signer-unknown"),
    ],
)
def test_a_signer_is_known_only_for_its_time(
    tmp_path: Path, begin: str | None, end: str | None, verdict: str
) -> None:
    listed = json.loads((VECTORS / "signers.json").read_text("utf-8"))
    listed["signers"][0].update({"from": begin, "to": end})
    (tmp_path / "list.json").write_text(json.dumps(listed), "utf-8")
    assert verify(VECTORS / "first.ipb", tmp_path / "list.json").verdict == verdict


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"signers": [1]}', b"\xff", b'{"signers": [{}]}'])
def test_an_unusable_list_is_said_and_never_makes_known(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list.json").write_bytes(content)
    assert verify(VECTORS / "first.ipb", tmp_path / "list.json").verdict == "signer-unknown"


def test_a_list_nested_beyond_reason_is_said_and_leaves_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text("[" * 200_000)
    found = verify(VECTORS / "first.ipb", tmp_path / "list.json")
    assert (found.verdict, "名单无法读取" in found.reason_zh) == ("signer-unknown", True)


@pytest.mark.parametrize("arguments", [["a.ipb", "--unknown"], ["--signers"], ["--language", "xx", "a.ipb"]])
@pytest.mark.parametrize("way", [[], ["inspector"]])
def test_a_usage_error_cannot_be_taken_for_a_verdict(arguments: list[str], way: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main(["verify", *arguments]) if way else main(arguments)
    assert ended.value.code == 3


@pytest.mark.parametrize("arguments", [[], ["a.ipb", "b.ipb"], ["a.ipb", "--centre-key", "no key"]])
def test_nothing_to_judge_is_cannot_tell(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 3
    said = capsys.readouterr()
    assert re.search("[一-鿿]", said.out + said.err)


def test_the_command_takes_the_verifiers_options(capsys: pytest.CaptureFixture[str]) -> None:
    listed = str(VECTORS / "signers.json")
    code = command_line.main(["verify", "--signers", listed, "--json", str(VECTORS / "first.ipb")])
    assert (code, json.loads(capsys.readouterr().out)["list_used"]) == (0, listed)


def test_a_fault_of_the_verifier_itself_is_cannot_tell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("sync.verifier.__main__.verify_all", broken)
    assert main([str(VECTORS / "first.ipb")]) == 3
    assert command_line.main(["verify", str(VECTORS / "first.ipb")]) == 3
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_places_are_named_in_both_languages() -> None:
    found = verify(VECTORS / "flip_object.ipb")
    assert re.search(r"第 \d+ 段（封存文件 [0-9a-f]{32}）", found.reason_zh)
    assert "part" not in found.reason_zh
    assert found.place in found.reason_en


@pytest.mark.parametrize("name", ["missing.ipb", "."])
def test_what_cannot_be_read_cannot_be_told(tmp_path: Path, name: str) -> None:
    assert verify(tmp_path / name).verdict == "cannot-tell"


@pytest.mark.parametrize(
    ("public_key", "message", "signature"),
    [  # RFC 8032, section 7.1, tests 1 to 3
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            (
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            (
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
            ),
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            (
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
            ),
        ),
    ],
)
def test_ed25519_agrees_with_the_rfc(public_key: str, message: str, signature: str) -> None:
    key, said, signed = bytes.fromhex(public_key), bytes.fromhex(message), bytes.fromhex(signature)
    assert is_valid(key, said, signed)
    assert not is_valid(key, said + b"\0", signed)
    malleable = signed[:32] + (
        int.from_bytes(signed[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    ).to_bytes(32, "little")
    assert not is_valid(key, said, malleable)
