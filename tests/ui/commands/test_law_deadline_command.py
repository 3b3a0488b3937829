"""`inspector law deadline`: one line of JSON, words for people, a sentence for what cannot be counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ui.command_line import main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["law", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_json_has_the_six_facts(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(
        capsys, "deadline", "C-08", "--from", "2026-08-26", "--exclude", "2026-09-01..2026-09-02", "--json"
    )
    told = json.loads(out)
    assert code == 0
    assert list(told) == ["rule", "from", "due", "alarm", "provisional", "basis"]
    assert (told["from"], told["due"], told["alarm"]) == ("2026-08-26", "2026-09-28", "2026-09-27")
    assert [row["article"] for row in told["basis"]] == ["25", "38"]


def test_people_read_when_to_act_and_by_which_article(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "deadline", "C-07", "--from", "2026-12-25T09:00")
    assert code == 0
    for words in ("先行登记保存", "2027-01-05", "暂定", "第五十六条", "自动解除"):
        assert words in out
    assert "待法制确认" in run(capsys, "deadline", "C-44", "--from", "2020-01-01")[1]


def test_what_cannot_be_counted_ends_with_one_and_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "deadline", "C-04", "--from", "2026-11-20")
    assert (code, out) == (1, "")
    assert "按小时计算" in err


@pytest.mark.parametrize(
    "arguments", [("--from", "gestern"), ("--from", "2026-01-01", "--exclude", "2026-02-02..2026-02-01")]
)
def test_what_is_no_date_is_named(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["law", "deadline", "C-08", *arguments])
    assert ended.value.code == 2
    assert "2026-" in capsys.readouterr().err


def test_every_rule_is_listed_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "deadlines")
    assert "C-36.3" in out
    assert "C-06" in out
    assert "preservation by registration" in out
    _, out, _ = run(capsys, "deadlines", "--json")
    assert len(json.loads(out)) > 50


def test_a_reader_that_has_enough_is_no_fault() -> None:
    command = [sys.executable, "-m", "ui", "law", "deadlines"]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()  # before a word was written
        assert running.stderr.read() == b""
        assert running.wait() == 0
