"""The verifier as one file, as a court gets it: any folder, an old Python, nothing installed, no network."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import sync.verifier
from ui import command_line
from ui.verifier_file import verifier_bytes, write_verifier

VECTORS = Path(__file__).parents[1] / "vectors"
SOURCES = sorted(Path(sync.verifier.__file__).parent.glob("*.py"))
OLDEST = (3, 8)
NEWER_NAMES = re.compile(
    r"\.(bit_count|removeprefix|removesuffix|is_relative_to|readlink|with_stem|read_bits|walk)\(|\bzip\(.*strict"
    r"|from typing import .*(TypeAlias|Self|assert_never)|\bmatch \w|StrEnum|itertools\.pairwise|datetime\.UTC"
)
NETWORK = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "asyncio", "socketserver", "xmlrpc"}


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("court") / "inspector-verify.pyz"
    write_verifier(file)
    return file


def run(
    verifier: Path, *arguments: str | Path, python: str = sys.executable, folder: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-I", "-S", "-X", "utf8", str(verifier), *map(str, arguments)],
        cwd=folder or verifier.parent,
        env={},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )


def another_python(version: str) -> str | None:
    """Find one on the path or where pyenv keeps them; a shim that starts nothing is none."""
    kept = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    for found in [shutil.which(f"python{version}"), *sorted(kept.glob(f"{version}.*/bin/python"))]:
        if found and not subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode:
            return str(found)
    return None


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("first.ipb", 0),
        ("proof/photo_itself/p.jpg", 0),
        ("proof/notice_stamped_copy/p.pdf", 0),
        ("proof/photo_altered/p.proof.json", 1),
        ("proof/notice_alone/p.pdf", 2),
        ("proof/photo_alone/p.jpg", 3),
    ],
)
def test_it_gives_every_verdict_from_any_folder(verifier: Path, tmp_path: Path, path: str, code: int) -> None:
    done = run(verifier, VECTORS / path, folder=tmp_path)
    assert (done.returncode, done.stderr) == (code, "")


@pytest.mark.parametrize("version", ["3.8", "3.9", "3.10", "3.12", "3.13"])
def test_other_pythons_say_the_same(verifier: Path, version: str) -> None:
    python = another_python(version)
    if python is None:
        pytest.skip(f"python{version} is not on this machine")
    files = [VECTORS / "first.ipb", VECTORS / "proof" / "stamped", VECTORS / "proof" / "notice_beside"]
    theirs, ours = (run(verifier, *files, "--json", python=each) for each in (python, sys.executable))
    assert (theirs.returncode, theirs.stdout, theirs.stderr) == (0, ours.stdout, "")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_the_sources_are_of_the_oldest_python(source: Path) -> None:
    text = source.read_text("utf-8")
    ast.parse(text, feature_version=OLDEST)
    assert text.count("from __future__ import annotations") == (source.name != "__init__.py")
    assert NEWER_NAMES.search(text) is None


def test_it_imports_only_the_standard_library_and_no_network() -> None:
    imported = set()
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                imported.add(str(node.module).partition(".")[0])
    assert imported <= set(sys.stdlib_module_names)
    assert not imported & NETWORK


def test_it_opens_no_socket(verifier: Path, tmp_path: Path) -> None:
    watched = tmp_path / "watched.py"
    watched.write_text(
        "import runpy, sys\n"
        "def hook(event, _):\n"
        "    if event.startswith('socket.') or event in {'os.system', 'subprocess.Popen'}:\n"
        "        raise SystemExit(99)\n"
        "sys.addaudithook(hook)\n"
        "sys.argv = sys.argv[1:]\n"
        "runpy.run_path(sys.argv[0], run_name='__main__')\n"
    )
    done = run(watched, verifier, VECTORS / "proof" / "stamped", VECTORS / "first.ipb")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_same_sources_give_the_same_bytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["build-verifier", "--out", str(tmp_path / "a.pyz"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    content = (tmp_path / "a.pyz").read_bytes()
    assert content == verifier_bytes()
    assert said["sha256"] == hashlib.sha256(content).hexdigest()
    with zipfile.ZipFile(tmp_path / "a.pyz") as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(["__main__.py", *(f"verifier/{each.name}" for each in SOURCES)])


def test_a_folder_it_cannot_write_to_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert command_line.main(["build-verifier", "--out", str(tmp_path / "file" / "a.pyz")]) == 1
    assert "command.io" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "has", "lacks"), [("zh", "核验程序", "Verifier"), ("en", "Verifier", "核验程序")]
)
def test_with_nothing_given_it_explains_itself(verifier: Path, language: str, has: str, lacks: str) -> None:
    done = run(verifier, "--language", language)
    assert done.returncode == 3
    assert has in done.stdout
    assert lacks not in done.stdout
    both = run(verifier).stdout
    assert has in both
    assert lacks in both


def test_each_language_alone_and_both(verifier: Path) -> None:
    said = {
        each: run(verifier, VECTORS / "first.ipb", "--language", each).stdout for each in ("zh", "en", "both")
    }
    assert "完好" in said["zh"]
    assert "intact" not in said["zh"]
    assert not re.search("[一-鿿]", said["en"].replace("样本局一号机", ""))
    assert "完好" in said["both"]
    assert "intact" in said["both"]


def test_a_console_of_another_language_is_no_fault(verifier: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(verifier), str(VECTORS / "first.ipb")],
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_of_several_files_the_worst_counts(verifier: Path) -> None:
    order = ["first.ipb", "other_signer.ipb", "not_a_bundle.ipb", "flip_object.ipb"]
    codes = [run(verifier, *(VECTORS / each for each in order[:count])).returncode for count in range(1, 5)]
    assert codes == [0, 2, 3, 1]


def test_a_folder_is_walked_and_what_is_unknown_is_named(verifier: Path, tmp_path: Path) -> None:
    deep = tmp_path / "case" / "deep"
    shutil.copytree(VECTORS / "proof" / "photo_beside", deep)
    shutil.copyfile(VECTORS / "proof" / "signers.json", tmp_path / "signers.json")
    (tmp_path / "case" / "notes.txt").write_text("样本")
    done = run(verifier, tmp_path / "case", "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["verdict"]) == (0, "intact")
    assert [Path(each["file"]).name for each in said["files"]] == ["p.jpg", "p.proof.json"]
    assert said["not_judged"] == [str(tmp_path / "case" / "notes.txt")]
    (tmp_path / "empty").mkdir()
    assert run(verifier, tmp_path / "empty").returncode == 3


def test_it_never_writes(verifier: Path, tmp_path: Path) -> None:
    shutil.copytree(VECTORS / "proof" / "stamped", tmp_path / "case")
    before = {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*")}
    run(verifier, tmp_path / "case")
    assert {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*")} == before


def test_a_file_of_the_same_name_in_another_folder_is_another_file(verifier: Path) -> None:
    cases = [
        VECTORS / "proof" / each for each in ("stamped", "photo_beside", "notice_beside", "entry_1_of_1")
    ]
    assert run(verifier, *cases).returncode == 0
