"""Trademark registration numbers: national, divided and Madrid; they carry no check character."""

from __future__ import annotations

import re

from inspector.codes.verdict import CodeCheck, as_read, reason, verdict

KIND = "trademark-no"
_WRAPPING = re.compile(r"^(?:第|NO\.?)?(.*?)号?$", re.ASCII)
_NATIONAL = re.compile(r"(\d{1,8})([A-Z]?)", re.ASCII)
_MADRID = re.compile(r"G(\d{6,7})([A-Z]?)", re.ASCII)


def check(value: str) -> CodeCheck:
    """Judge a registration number as printed on the certificate; 第…号 around it is left out."""
    wrapped = _WRAPPING.fullmatch(as_read(value))
    number = wrapped.group(1) if wrapped else as_read(value)
    if not number:
        return verdict(KIND, number, [reason("codes.empty")])
    for register, form in (("national", _NATIONAL), ("madrid", _MADRID)):
        match = form.fullmatch(number)
        if match:
            facts = {"register": register}
            if match.group(2):
                facts["division"] = match.group(2)
            return verdict(KIND, number, [], facts)
    return verdict(KIND, number, [reason("codes.trademark_no.form")])
