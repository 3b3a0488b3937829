"""The remedies paragraph, generated: the form of 2021 offers a choice of bodies that the law has ended."""

from __future__ import annotations

from inspector.law.pack import LawPack
from inspector.records import Bureau


def paragraph(pack: LawPack, bureau: Bureau) -> str:
    """Return how and within what time a decision can be contested.

    Reconsideration goes to the government at the bureau's own level only, within 60 days
    (行政复议法 20, 24); the court within six months (行政诉讼法 46).
    """
    return pack.phrases.sentence["remedies"].format(government=bureau.government, court=bureau.court)
