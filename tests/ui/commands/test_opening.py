"""Every command asks for the passphrase in the same way, and never as an argument."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import pytest

from inspector.errors import InputError
from ui.commands.opening import add_opening, secret_of, workplace_of


def parsed(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.set_defaults(data_dir=None)
    add_opening(parser)
    return parser.parse_args(given)


def test_the_first_line_of_a_file_or_of_standard_input_is_the_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "secret"
    file.write_text(" 样本 瓷器 展会 检查 \r\nmore\n", "utf-8")
    assert secret_of(parsed("--passphrase-file", str(file))) == " 样本 瓷器 展会 检查 "
    monkeypatch.setattr(sys, "stdin", io.StringIO("样本 瓷器\n"))
    assert secret_of(parsed("--passphrase-file", "-")) == "样本 瓷器"


@pytest.mark.parametrize("given", [(), ("--passphrase-file", "-")])
def test_with_nobody_to_ask_and_nothing_given_the_command_says_so(
    monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(InputError) as told:
        secret_of(parsed(*given))
    assert told.value.code == "command.no_passphrase"


def test_the_folder_after_the_command_goes_before_the_one_in_front_of_it(tmp_path: Path) -> None:
    options = parsed("--data-dir", str(tmp_path / "a"))
    options.data_dir = tmp_path / "b"
    assert workplace_of(options).folder == tmp_path / "a"
    options.device_dir = None
    assert workplace_of(options).folder == tmp_path / "b"
