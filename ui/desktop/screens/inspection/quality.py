"""The live 案件质量 panel's contents: findings in words, the four counts, the calm state. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from inspector.law.checks import Finding
from inspector.records import Dossier, NoticeState
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
    """Count the rows, and how far photos, seal labels and the issued list agree with them."""
    measured = {item_id for measure in dossier.measures for item_id in measure.item_ids}
    rows = [item for item in dossier.items if item.id in measured]
    issued = any(notice.form == "24" and notice.state is NoticeState.ISSUED for notice in dossier.notices)
    return FourCounts(
        rows=len(dossier.items),
        photographed=sum(1 for item in dossier.items if dossier.photos_of(item.id)),
        labelled=sum(1 for item in rows if item.seal_number),
        to_label=len(rows),
        printed=len(rows) if issued else None,
        to_print=len(rows),
    )
