"""The whole way, shutter to receipt, as `inspector demo` walks it."""

import hashlib
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from sync.central.keys import load_keys
from sync.receipts import read_receipt
from tests.journeys.conftest import ROOT, Demo, demonstrate, inspector

SAMPLES = ROOT / "resources" / "samples"
CORPUS = ROOT.parent / "shared" / "corpus"


def test_everything_given_is_confirmed_or_refused_by_name(demo: Demo) -> None:
    photos = demo.report["photos"]
    assert demo.code == 0
    assert photos["given"] == sum(1 for file in SAMPLES.rglob("*") if file.is_file())
    assert photos["given"] == photos["taken"] + len(photos["refused"])
    assert photos["confirmed"] == photos["taken"] > 0
    assert not photos["refused"]
    assert demo.report["verdict"] == "intact"


def test_the_notices_are_issued_and_rare_characters_can_be_searched(demo: Demo) -> None:
    notices = {notice["form"]: notice for notice in demo.report["notices"]}
    assert set(notices) == {"9", "21", "24", "29"}
    for notice in notices.values():
        pdf = Path(notice["pdf"])
        assert hashlib.sha256(pdf.read_bytes()).hexdigest() == notice["sha256"]
    text = text_of(Path(notices["21"]["pdf"]))
    assert "样本龑堃陶瓷" in text
    assert "喆䶮𬭩" in text
    assert notices["24"]["number"] in text


def test_the_receipt_names_the_hash_of_every_photo(demo: Demo) -> None:
    receipt = json.loads(json.loads(Path(demo.report["receipt"]).read_text("utf-8"))["text"])
    named = {stored["sha256"] for stored in receipt["objects"]}
    given = {
        hashlib.sha256(file.read_bytes()).hexdigest()
        for file in SAMPLES.rglob("*")
        if file.suffix in {".jpg", ".jpeg"}
    }
    assert given <= named


def test_the_receipts_handed_out_read_under_the_centre_s_key(demo: Demo) -> None:
    receipt_key = load_keys(demo.out / "central" / "keys").receipt_public
    for file in (demo.out / "receipts").glob("*.receipt"):
        read_receipt(file.read_bytes(), receipt_key)


def test_nothing_readable_lies_on_the_device(demo: Demo) -> None:
    """No name, no picture and no trace of one in any file of the device."""
    photos = [file.read_bytes() for file in SAMPLES.glob("*.jpg")]
    source = random.Random(1)
    windows = [photo[at : at + 24] for photo in photos for at in source.sample(range(len(photo) - 24), 40)]
    words = ["样本龑堃陶瓷", "王样本", "缠枝莲盖碗", "36020219900822003X", "91360200MA1XG6125D", "sample_01"]
    canaries = [
        *windows,
        *(word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")),
        b"JFIF\x00\x01",
        b"Exif\x00\x00MM",
        b"Exif\x00\x00II",
        b"%PDF-1.",
    ]
    for file in demo.out.joinpath("device").rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            found = [canary for canary in canaries if canary in content]
            assert not found, f"{file.name} holds {found[0]!r}"


def test_every_screen_is_rendered(demo: Demo) -> None:
    screens = {file.stem for file in (demo.out / "screens").glob("*.png")}
    assert {"first_start", "unlock", "today", "items", "notices", "sync", "sync_before"} <= screens
    assert all(file.stat().st_size > 10_000 for file in (demo.out / "screens").glob("*.png"))


def test_the_verifier_tells_the_four_verdicts_apart(demo: Demo, tmp_path: Path) -> None:
    bundle = Path(demo.report["bundle"])
    assert inspector("verify", bundle).returncode == 0
    stranger = tmp_path / "a" / "b" / "c" / "d" / bundle.name
    stranger.parent.mkdir(parents=True)
    shutil.copyfile(bundle, stranger)
    assert inspector("verify", stranger).returncode == 2
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    stranger.write_bytes(content)
    altered = inspector("verify", stranger, "--json")
    assert altered.returncode == 1
    assert json.loads(altered.stdout)["place"]
    assert inspector("verify", ROOT / "README.md").returncode == 3


def test_the_one_file_verifies_what_the_demo_leaves(demo: Demo) -> None:
    left = [demo.out / name for name in ("bundles", "receipts", "proof", "notices")]
    done = subprocess.run(
        [sys.executable, "-I", "-S", demo.report["verifier"], *map(str, left), "--json"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    found = [(Path(each["file"]), each["verdict"]) for each in json.loads(done.stdout)["files"]]
    assert {path.name for path, verdict in found if verdict != "intact"} == set()
    assert sum(path.parent.name == "notices" for path, _ in found) == len(demo.report["notices"])
    assert sum(path.suffix == ".jpg" for path, _ in found) == demo.report["photos"]["taken"]
    assert done.returncode == 0


def test_the_demo_can_be_repeated_but_touches_no_folder_of_others(demo: Demo, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    refused = inspector("demo", "--out", tmp_path)
    assert refused.returncode == 1
    assert "demo.not_empty" in refused.stderr
    assert (tmp_path / "mine.txt").read_text() == "keep"


@pytest.mark.long
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not on this machine")
def test_hostile_and_real_files_are_all_accounted_for(tmp_path: Path) -> None:
    for folder in ("hostile", "photos/exif"):
        shutil.copytree(CORPUS / folder, tmp_path / "given" / folder, symlinks=True)
    done = demonstrate(tmp_path / "out", "--photos", tmp_path / "given")
    photos = done.report["photos"]
    assert photos["given"] == photos["taken"] + len(photos["refused"])
    assert photos["confirmed"] == photos["taken"]
    assert done.code == 0


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
