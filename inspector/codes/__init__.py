"""What a valid code is: numbers printed on licences, identity cards and certificates of rights."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from inspector.codes import credit_code, id_card, patent_no, trademark_no
from inspector.codes.verdict import CodeCheck, Reason, as_read
from inspector.errors import InputError

KINDS: Mapping[str, Callable[[str], CodeCheck]] = MappingProxyType(
    {
        credit_code.KIND: credit_code.check,
        id_card.KIND: id_card.check,
        patent_no.KIND: patent_no.check,
        trademark_no.KIND: trademark_no.check,
    }
)
"""The kinds of code that can be checked, by the name used on the command line."""


def check(kind: str, value: str) -> CodeCheck:
    """Judge one code for forms and the command line.

    Raises:
        InputError: `codes.unknown_kind` with the kinds there are.
    """
    if kind not in KINDS:
        raise InputError("codes.unknown_kind", kind=kind, kinds=", ".join(KINDS))
    return KINDS[kind](value)


__all__ = ["KINDS", "CodeCheck", "Reason", "as_read", "check"]
