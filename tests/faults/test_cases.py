"""The list of cases tells the truth: every test it names exists, and every case has a line."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("README.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/\S+\.py)::(\w+)`", LIST)))


def test_every_case_has_a_line() -> None:
    numbers = [int(number) for number in re.findall(r"^\| (\d+) \|", LIST, re.MULTILINE)]
    assert numbers == list(range(1, 39))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_named_there_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
