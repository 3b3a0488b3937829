"""Everything known of one inspection, read together: what checks judge and forms print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from inspector.records.case_file import CaseFile
from inspector.records.delivery import Delivery, PinnedCentre, Receipt
from inspector.records.evidence import Photo
from inspector.records.fair import Fair
from inspector.records.feed import FeedEntry
from inspector.records.inspection import Inspection
from inspector.records.item import Item
from inspector.records.measure import Measure, MeasureKind, Sample, SeizureForm
from inspector.records.notice import Notice, NoticeState
from inspector.records.office import Bureau, Officer
from inspector.records.office_task import Correction, OfficeTask
from inspector.records.paper import Paper
from inspector.records.party import Party
from inspector.records.photo_layer import PhotoLayer
from inspector.records.recording import Recording
from inspector.records.roster import Roster
from inspector.records.scale import Dimension

_ORDER = (
    (MeasureKind.SEIZE, SeizureForm.SEAL_UP),
    (MeasureKind.SEIZE, SeizureForm.TAKE_AWAY),
    (MeasureKind.REGISTER, None),
    (MeasureKind.SAMPLE, None),
)
"""In which their papers are handed over."""

Record = (
    Bureau
    | Officer
    | Fair
    | Roster
    | Party
    | Inspection
    | Item
    | Photo
    | Measure
    | Notice
    | Paper
    | Delivery
    | Receipt
    | PinnedCentre
    | PhotoLayer
    | Dimension
    | Recording
    | CaseFile
    | FeedEntry
    | OfficeTask
    | Correction
)
"""Whatever is journalled; one table each in the store."""


@dataclass(frozen=True)
class Dossier:
    """One inspection with all that belongs to it, at one moment.

    Later acts belong to the case of the visit they follow: goods, measures and party are the visit's, papers and
    notices those of the whole case, while people and photos are the inspection's own.
    """

    bureau: Bureau
    fair: Fair
    inspection: Inspection
    officers: tuple[Officer, ...]
    """In the order the inspection names them; unknown ids are left out."""
    party: Party | None
    items: tuple[Item, ...]
    """By position."""
    photos: tuple[Photo, ...]
    """By arrival."""
    measures: tuple[Measure, ...]
    notices: tuple[Notice, ...]
    elsewhere: tuple[Inspection, ...] = ()
    """Other inspections at which one of these officers was, on the same day or not closed yet."""
    papers: tuple[Paper, ...] = ()
    """Written besides the record of the visit, oldest first."""
    dimensions: tuple[Dimension, ...] = ()
    """Lengths measured in its photos, oldest first."""
    layers: tuple[PhotoLayer, ...] = ()
    """Marks drawn over its photos; read for the checks alone."""
    corrections: tuple[Correction, ...] = ()
    """What officers said later of facts of the stand, oldest first: the facts stay, and so do papers that name them."""
    recordings: tuple[Recording, ...] = ()
    """Film and sound, by arrival; read for lists and the gate, counted apart from the photos."""
    damaged: frozenset[str] = frozenset()
    """Ids of photos whose sealed file is not as it was taken; empty while nobody has looked at the files."""
    number_gaps: tuple[str, ...] = ()
    """Document numbers of this device that stand on no paper and nobody accounts for; read for the checks alone."""
    about: str = ""
    """Id of the measure that is spoken of; empty: of the first."""

    @property
    def total_quantity(self) -> Decimal:
        """Sum of the items' quantities, whatever their units."""
        return sum((item.quantity for item in self.items), Decimal(0))

    @property
    def total_value(self) -> Decimal:
        """货值 in yuan over the items with a price."""
        return sum((item.value for item in self.items if item.value is not None), Decimal(0))

    def photos_of(self, item_id: str) -> tuple[Photo, ...]:
        """Return the photos assigned to one item."""
        return self._photos_by_item.get(item_id, ())

    @cached_property
    def _photos_by_item(self) -> dict[str, tuple[Photo, ...]]:
        found: dict[str, list[Photo]] = {}
        for photo in self.photos:
            if photo.item_id is not None:
                found.setdefault(photo.item_id, []).append(photo)
        return {item_id: tuple(photos) for item_id, photos in found.items()}

    @property
    def own_papers(self) -> tuple[Paper, ...]:
        """The papers written in this very inspection, not before or after it in its case."""
        return tuple(paper for paper in self.papers if paper.inspection_id == self.inspection.id)

    @property
    def own_notices(self) -> tuple[Notice, ...]:
        """The notices issued in this very inspection, not before or after it in its case."""
        return tuple(notice for notice in self.notices if notice.inspection_id == self.inspection.id)

    @property
    def ordered_measures(self) -> tuple[Measure, ...]:
        """The measures as their papers are handed over: seizures, preservation, sampling."""
        return tuple(sorted(self.measures, key=lambda m: _ORDER.index((m.kind, kind_form(m.kind, m.form)))))

    @property
    def measure(self) -> Measure | None:
        """The measure a paper speaks of: the one it is about, else the first."""
        measures = self.ordered_measures
        return next((m for m in measures if m.id == self.about), measures[0] if measures else None)

    def speaking_of(self, measure_id: str) -> Dossier:
        """Return the dossier as a paper of one measure reads it."""
        return self if self.about == measure_id else replace(self, about=measure_id)

    def issued(self, form: str, *, measure_id: str = "", paper_id: str = "") -> Notice | None:
        """Return the notice of a form that stands, of one measure or paper where it is named."""
        return next(
            (
                notice
                for notice in self.notices
                if notice.form == form
                and notice.state is NoticeState.ISSUED
                and notice.paper_id == paper_id
                and (not measure_id or notice.measure_id in {measure_id, ""})
            ),
            None,
        )

    def measured_items(self, measure: Measure) -> tuple[Item, ...]:
        """Return the items one measure covers, by position, each with its whole quantity."""
        covered = set(measure.item_ids)
        return tuple(item for item in self.items if item.id in covered)

    def sample_of(self, item_id: str) -> Sample | None:
        """Return what was taken of an item as a sample."""
        return self._samples_by_item.get(item_id)

    @cached_property
    def _samples_by_item(self) -> dict[str, Sample]:
        return {sample.item_id: sample for measure in self.measures for sample in measure.samples}

    def listed_items(self, measure: Measure) -> tuple[Item, ...]:
        """Return the rows as the measure's list prints them: what was taken as samples no longer lies with the rest."""
        rows = []
        for item in self.measured_items(measure):
            sample = self.sample_of(item.id) if measure.has_list else None
            rows.append(replace(item, quantity=item.quantity - sample.away) if sample else item)
        return tuple(rows)


def kind_form(kind: MeasureKind, form: SeizureForm) -> SeizureForm | None:
    """Return the form of a seizure; other kinds of measure have none."""
    return form if kind is MeasureKind.SEIZE else None
