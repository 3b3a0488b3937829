"""Tables that others wrote: CSV and Excel files and what a spreadsheet puts on the clipboard, as rows of text.

    sheet = read_table(content, "名单.xlsx")
    guess = guess_columns(sheet.rows, columns_of("roster"))

Nothing here trusts the file: sizes are bounded before anything is unpacked, and whatever cannot be read is
refused by name (`resources/messages/sheets.toml`).
"""

from inspector.sheets.clipboard import pasted_rows
from inspector.sheets.columns import Columns, Guess, columns_of, guess_columns
from inspector.sheets.limits import MOST_ROWS
from inspector.sheets.reading import read_table
from inspector.sheets.sheet import CellFault, Row, Sheet

__all__ = [
    "MOST_ROWS",
    "CellFault",
    "Columns",
    "Guess",
    "Row",
    "Sheet",
    "columns_of",
    "guess_columns",
    "pasted_rows",
    "read_table",
]
