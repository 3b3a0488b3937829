"""The list of the 56 forms: complete, each once, and true about what is printed here."""

from __future__ import annotations

import json

import pytest

from inspector.actions.notice_forms import PAPER_FORMS, TITLES
from inspector.errors import BugError
from inspector.notices.catalogue import forms, title_of
from inspector.notices.form import read_form
from ui.command_line import main


def test_there_are_56_forms_each_once_in_order() -> None:
    assert [form.number for form in forms()] == [str(number) for number in range(1, 57)]
    assert all(form.title and form.stage and form.stage_en for form in forms())


def test_what_is_said_to_be_printed_here_is_printed_under_that_title() -> None:
    here = {form.number for form in forms() if form.is_printed_here}
    assert here >= {*PAPER_FORMS, *TITLES}
    for number in here:
        assert read_form(number).title == title_of(number)


def test_a_form_that_is_none_is_named() -> None:
    with pytest.raises(BugError) as told:
        title_of("57")
    assert told.value.code == "notice.unknown_form"


def test_the_command_lists_all_by_stage_and_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("  ") for line in lines) == 56
    assert "  37　行政处罚告知书　[回局办理 at the bureau]" in lines
    assert "  22　延长行政强制措施期限决定书　[本程序 here]" in lines
    assert main(["forms", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 56
