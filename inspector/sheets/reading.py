"""A file of a foreign table: what it is by its first bytes, never by its name."""

from __future__ import annotations

import hashlib

from inspector.errors import InputError
from inspector.progress import Progress
from inspector.sheets.delimited import read_delimited
from inspector.sheets.limits import FILE_BYTES
from inspector.sheets.sheet import Sheet
from inspector.sheets.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""OLE 2: Excel before 2007, and a workbook locked with a password."""
_OTHERS = (
    b"%PDF",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"PK\x05\x06",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
    b"\x1f\x8b",
    b"<",
    b"{",
    b"[{",
)
_LOOKED_AT = 64 * 1024


def read_table(content: bytes, file_name: str, *, sheet: str = "", progress: Progress | None = None) -> Sheet:
    """Read a CSV file or one sheet of a workbook (by default the first with anything in it).

    Raises:
        InputError: `sheet.empty`, `sheet.too_large`, `sheet.old_excel`, `sheet.not_a_table`, `sheet.damaged`,
            `sheet.unpacks_too_large`, `sheet.foreign_xml`, `sheet.too_many_rows`, `sheet.too_wide`,
            `sheet.encoding`, `sheet.mixed_encoding`, `sheet.quote_open`, `sheet.no_such_sheet`; each with `file`.
        Cancelled: between two rows.
    """
    watched = progress or Progress()
    if not content:
        raise InputError("sheet.empty", file=file_name)
    if len(content) > FILE_BYTES:
        raise InputError("sheet.too_large", file=file_name, limit=FILE_BYTES // 1024**2)
    if content.startswith(_OLD_EXCEL):
        raise InputError("sheet.old_excel", file=file_name)
    sha256 = hashlib.sha256(content).hexdigest()
    if content.startswith(_ZIP):
        return read_workbook(content, file_name, sha256, wanted=sheet, progress=watched)
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(_OTHERS) or _is_binary(content[:_LOOKED_AT]):
        raise InputError("sheet.not_a_table", file=file_name)
    return read_delimited(content, file_name, sha256, progress=watched)


def _is_binary(head: bytes) -> bool:
    """Tell a program's file from text by its zero bytes; UTF-16 has them in one half of its pairs only."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    return min(even, odd) * 50 > len(head)
