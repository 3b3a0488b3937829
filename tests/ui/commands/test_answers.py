"""The commands that answer questions say all there is to say, in words and in JSON."""

import json

import pytest

from inspector.codes import id_card
from ui.command_line import main

BODY = "99010519491231002"
OLD_REGION = BODY + id_card.check_character(BODY)


def test_remarks_on_a_code_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["codes", "check", "id-card", OLD_REGION, "--json"]) == 0
    (remark,) = json.loads(capsys.readouterr().out)["remarks"]
    assert remark["code"] == "codes.id_card.division"
    assert main(["codes", "check", "id-card", OLD_REGION]) == 0
    assert remark["zh"] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("right", "switch"),
    [("false-origin", "--serious-quality"), ("unfair-competition", "--city-chief-approved")],
)
def test_a_power_that_hangs_on_a_condition_can_be_asked_with_it(
    right: str, switch: str, capsys: pytest.CaptureFixture[str]
) -> None:
    question = ["law", "powers", "--right", right, "--measure", "seize", "--on", "2026-11-20", "--json"]
    for asked, allowed in ((question, False), ([*question, switch], True)):
        assert main(asked) == 0
        assert json.loads(capsys.readouterr().out)["allowed"] is allowed
