"""The live 案件质量 panel's contents: findings in words, the four counts, the calm state. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector.actions.decide_measure import papers_of
from inspector.law.checks import Finding
from inspector.law.shots import Completeness, completeness
from inspector.records import Dossier, Item, Measure
from ui.desktop.screens.inspection.steps import Spot, spot_of


@dataclass(frozen=True)
class QualityLine:
    """One finding as a line with a jump."""

    number: str
    """F-number of the check."""
    message: str
    article: str
    spot: Spot
    blocks: bool
    """True if a paper cannot be issued while it stands."""


@dataclass(frozen=True)
class Quality:
    """All findings of the stand at this moment, what blocks first."""

    blocking: tuple[QualityLine, ...]
    advice: tuple[QualityLine, ...]

    @property
    def is_calm(self) -> bool:
        """Tell whether nothing blocks."""
        return not self.blocking


NO_SHOTS = Completeness(0, 0, ())


@dataclass(frozen=True)
class FourCounts:
    """清单 = 照片 = 标签 = 文书: rows, and how many of them each other account covers."""

    rows: int
    photographed: int
    labelled: int
    """Rows with a seal number, of those a measure covers."""
    to_label: int
    printed: int | None
    """Rows on the issued list; None while it has not been issued."""
    to_print: int
    """Rows the measure covers."""
    shots: Completeness = NO_SHOTS
    """Photos against the shot list."""


def quality(findings: Iterable[Finding], language: str = "zh") -> Quality:
    """Sort findings into those that block a paper and those worth a look."""
    lines = [
        QualityLine(
            number=finding.id,
            message=finding.message_en if language == "en" else finding.message_zh,
            article=finding.article,
            spot=spot_of(finding.field),
            blocks=bool(finding.forms),
        )
        for finding in findings
    ]
    return Quality(
        blocking=tuple(line for line in lines if line.blocks),
        advice=tuple(line for line in lines if not line.blocks),
    )


def four_counts(dossier: Dossier) -> FourCounts:
    """Count the rows, and how far photos, seal labels and the issued list agree with them.

    Later acts are held against nothing: rows and papers were counted at the stand.
    """
    if dossier.inspection.follows:
        return FourCounts(rows=0, photographed=0, labelled=0, to_label=0, printed=None, to_print=0)
    seals: list[str] = []
    printed, is_printed = 0, False
    for measure in dossier.measures:
        rows = dossier.measured_items(measure)
        seals += [_seal(dossier, measure, item) for item in rows]
        listed = dossier.issued(papers_of(measure)[0], measure_id=measure.id)
        printed += len(rows) if listed else 0
        is_printed |= listed is not None
    return FourCounts(
        rows=len(dossier.items),
        photographed=sum(1 for item in dossier.items if dossier.photos_of(item.id)),
        labelled=sum(map(bool, seals)),
        to_label=len(seals),
        printed=printed if is_printed else None,
        to_print=len(seals),
        shots=completeness(dossier),
    )


def _seal(dossier: Dossier, measure: Measure, item: Item) -> str:
    """Return the seal on a row's goods, or on the samples drawn from it."""
    sample = dossier.sample_of(item.id)
    return sample.seal_number if sample and not measure.has_list else item.seal_number
