"""What all checks of case quality cost over 300 rows, against jsonschema over the same rows, in turn."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from typing import Any

from inspector.law import examine, load
from inspector.records.plain import to_plain

ROWS, PHOTOS = 300, 900
ROUNDS = 9
_TEXT = {"type": "string", "minLength": 1}
_SCHEMA = {
    "type": "object",
    "required": ["id", "label_name", "specification", "unit", "quantity", "alleged"],
    "properties": {"label_name": _TEXT, "specification": _TEXT, "unit": _TEXT, "position": {"minimum": 1}},
}
"""The least a form would have to say of a row; it knows nothing of law, time or photos."""


def measure() -> dict[str, Any]:
    """Return milliseconds for one pass over the record and the ratio; each round measures both."""
    import jsonschema

    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tests.inspector.law import dossiers

    pack = load()
    items = tuple(dossiers.item(number) for number in range(1, ROWS + 1))
    photos = tuple(
        dossiers.photo(number, f"item-{number % ROWS + 1}", dossiers.PhotoTag.VIEW)
        for number in range(PHOTOS)
    )
    seizure = dossiers.measure(item_ids=tuple(item.id for item in items))
    plain = [to_plain(item) for item in items]
    validator = jsonschema.Draft202012Validator(_SCHEMA)
    ours, peers = [], []
    for _ in range(ROUNDS):
        # a fresh record each time, as the panel reads one after every change
        dossier = dossiers.lawful(items=items, photos=photos, measures=(seizure,))
        started = time.perf_counter()
        examine(pack, dossier, dossiers.NOW)
        ours.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        for row in plain:
            validator.validate(row)
        peers.append((time.perf_counter() - started) * 1000)
    ratios = [one / other for one, other in zip(ours, peers, strict=True)]
    return {
        "examine_ms": round(statistics.median(ours), 1),
        "jsonschema_ms": round(statistics.median(peers), 1),
        "ratio": round(statistics.median(ratios), 2),
        "ratio_range": [round(min(ratios), 2), round(max(ratios), 2)],
    }
