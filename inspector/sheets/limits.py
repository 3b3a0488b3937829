"""How much of a foreign table is looked at; whatever is larger is no roster and no list of goods."""

from __future__ import annotations

FILE_BYTES = 32 * 1024 * 1024
UNPACKED_BYTES = 128 * 1024 * 1024
"""Of all parts of a workbook together, as its directory declares them; no more is ever unpacked."""
MOST_PARTS = 2_000
"""Files inside a workbook."""
MOST_ROWS = 20_000
"""Rows with something in them; the largest fair of the field has some 4,000 exhibitors."""
MOST_BLANK_ROWS = 50_000
"""Blank rows one after the other, after which a sheet is taken to have ended."""
MOST_COLUMNS = 200
MOST_CHARACTERS = 2_000
"""In one cell."""
