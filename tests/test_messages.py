"""Every code the product raises has a sentence in both languages that its facts can fill."""

import ast
import string
import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
KINDS = {"InputError", "SystemFault", "BugError"}


@cache
def raised() -> dict[str, set[str]]:
    """Codes raised anywhere in the product, with the facts given at each place."""
    found: dict[str, set[str]] = {}
    for folder in ("inspector", "sync", "ui"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KINDS and node.args:
                    code = node.args[0]
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        found.setdefault(code.value, set()).update(k.arg for k in node.keywords if k.arg)
    return found


@cache
def sentences() -> dict[str, dict[str, str]]:
    known: dict[str, dict[str, str]] = {}
    for file in sorted((ROOT / "resources" / "messages").glob("*.toml")):
        for code, texts in tomllib.loads(file.read_text("utf-8")).items():
            assert code not in known, f"{code} is worded twice"
            known[code] = texts
    return known


def _asked(texts: dict[str, str]) -> set[str]:
    return {name for text in texts.values() for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_raised_code_is_worded_in_chinese_and_english() -> None:
    assert [code for code in sorted(raised()) if set(sentences().get(code, {})) != {"zh", "en"}] == []


def test_a_sentence_asks_only_for_facts_that_are_given() -> None:
    asked = {code: _asked(sentences().get(code, {})) for code in raised()}
    assert {code: facts - raised()[code] for code, facts in asked.items() if facts - raised()[code]} == {}
