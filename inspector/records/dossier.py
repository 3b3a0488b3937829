"""Everything known of one inspection, read together: what checks judge and forms print."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from inspector.records.delivery import Delivery, PinnedCentre, Receipt
from inspector.records.evidence import Photo
from inspector.records.fair import Fair
from inspector.records.inspection import Inspection
from inspector.records.item import Item
from inspector.records.measure import Measure, MeasureKind
from inspector.records.notice import Notice
from inspector.records.office import Bureau, Officer
from inspector.records.paper import Paper
from inspector.records.party import Party
from inspector.records.photo_layer import PhotoLayer
from inspector.records.roster import Roster
from inspector.records.scale import Dimension

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
)
"""Whatever is journalled; one table each in the store."""


@dataclass(frozen=True)
class Dossier:
    """One inspection with all that belongs to it, at one moment."""

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
    number_gaps: tuple[str, ...] = ()
    """Document numbers of this device that stand on no paper and nobody accounts for; read for the checks alone."""

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
    def measure(self) -> Measure | None:
        """The measure the papers speak of: a seizure before a preservation; a sample has no list."""
        return next(
            (
                m
                for kind in (MeasureKind.SEIZE, MeasureKind.REGISTER)
                for m in self.measures
                if m.kind is kind
            ),
            None,
        )

    def measured_items(self, measure: Measure) -> tuple[Item, ...]:
        """Return the items one measure covers, by position."""
        covered = set(measure.item_ids)
        return tuple(item for item in self.items if item.id in covered)
