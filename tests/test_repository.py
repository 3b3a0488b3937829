"""What holds for every file of the project."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def tracked(*patterns: str) -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout, or no git here")
    command = ["git", "ls-files", "-z", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_home_folder_of_any_machine_is_named() -> None:
    machine_path = re.compile(rb"(?<![\w.])/(?:home|root|work|Users)/[A-Za-z.]")
    for file in tracked("*.py", "*.md", "*.toml", "*.sh", "*.cmd", "run", "test"):
        assert not machine_path.search(file.read_bytes()), file


def test_no_two_test_files_have_one_name() -> None:
    """Test folders are no packages: a second file of one name could not be collected with the first."""
    names = [file.name for file in tracked("tests/*.py") if file.name.startswith("test_")]
    assert len(names) > 100
    assert sorted(names) == sorted(set(names))


def test_every_module_says_in_its_first_line_what_it_is() -> None:
    for file in tracked("inspector/**/*.py", "sync/**/*.py", "ui/**/*.py"):
        assert file.read_text("utf-8").startswith('"""'), file


def test_only_the_opencv_wheel_the_customer_named_is_locked() -> None:
    lock = (ROOT / "uv.lock").read_text("utf-8")
    assert 'name = "opencv-python"' in lock
    assert "opencv_python_headless" not in lock


def test_the_lock_names_only_the_public_index() -> None:
    hosts = set(re.findall(r"https?://([^/\"]+)", (ROOT / "uv.lock").read_text("utf-8")))
    assert hosts == {"pypi.org", "files.pythonhosted.org"}


def test_every_test_the_promises_name_is_there() -> None:
    page = (ROOT / "docs" / "admin" / "threats.md").read_text("utf-8")
    named = set(re.findall(r"test_\w+\.py", page))
    there = {file.name for file in (ROOT / "tests").rglob("test_*.py")}
    assert len(named) > 12
    assert named <= there
