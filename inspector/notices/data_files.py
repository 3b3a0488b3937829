"""Files of `resources/forms` and their kin: read as one of our types, or refused with what is wrong in them."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TypeVar

import msgspec

from inspector.errors import BugError
from inspector.typed import converted

T = TypeVar("T")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What all entries have in common: unknown words in a form file are errors."""


def read_data(name: str, kind: type[T]) -> T:
    """Return one file of the forms, checked; raises `notice.unknown_form`, `notice.form_file` as `read_form`."""
    file = resources.files("resources") / "forms" / f"{name}.toml"
    if not file.is_file():
        raise BugError("notice.unknown_form", form=name)
    return parsed(name, file.read_bytes(), kind)


def parsed(name: str, content: bytes, kind: type[T]) -> T:
    """Return one form file's content, checked; `BugError("notice.form_file")` says what is wrong in it."""
    try:
        return converted(tomllib.loads(content.decode("utf-8")), kind)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BugError("notice.form_file", file=f"{name}.toml", why=str(error)) from error
