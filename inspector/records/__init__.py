"""The words of the field as frozen values: what is written down at a stand and by whom.

Every record has an `id` made by `inspector.ids`; what belongs to one inspection names it in
`inspection_id`. Amounts are `Decimal`, instants are aware `datetime` in UTC, days are `date`.
"""

from inspector.records.case_file import CaseField, CaseFieldName, CaseFile, CaseStatus
from inspector.records.delivery import (
    ConfirmedObject,
    Delivery,
    DeliveryState,
    FormerKey,
    PinnedCentre,
    Receipt,
    RecipientKey,
)
from inspector.records.dossier import Dossier, Record
from inspector.records.drawing import Colour, Drawing, Mark, Shape, Weight
from inspector.records.evidence import (
    ExifClaims,
    FoundCode,
    Photo,
    PhotoFacts,
    PhotoLine,
    PhotoOrigin,
    PhotoRemark,
    PhotoTag,
)
from inspector.records.fair import Fair
from inspector.records.feed import FeedEntry, FeedState
from inspector.records.inspection import (
    FOLLOWED,
    Closing,
    ClosingManner,
    CredentialsShown,
    Inspection,
    InspectionState,
    Presence,
    PresenceKind,
    RightsTold,
    Statement,
    Witness,
)
from inspector.records.item import Item, PriceBasis
from inspector.records.measure import Approval, Measure, MeasureKind, Sample, SeizureForm
from inspector.records.notice import (
    InkFault,
    Notice,
    NoticeState,
    PageScan,
    PhotoForPaper,
    PrintedNotice,
    Signature,
    SignatureRole,
)
from inspector.records.numbers import NumberBlock, VoidNumber
from inspector.records.office import Bureau, BureauLevel, Officer
from inspector.records.office_task import (
    Choice,
    Correction,
    OfficeTask,
    Side,
    TaskKind,
    TaskState,
    standing_corrections,
)
from inspector.records.paper import Ask, AskKind, Paper, PaperSheet, When
from inspector.records.party import Party, PartyKind
from inspector.records.photo_layer import CopyWords, PhotoLayer
from inspector.records.recording import PlayedPicture, PlayedSound, Recording, RecordingClaims, RecordingFacts
from inspector.records.right import AllegedAct, RightKind, RightLookup
from inspector.records.roster import Exhibitor, Roster
from inspector.records.scale import SCALE_CARDS, Dimension, Length, Point, ScaleCard
from inspector.records.seal import FoundSeal, NoticeSeal, SealRole, SealState
from inspector.records.sealed import SealedObject
from inspector.records.seen import Look, SeenCode, SeenInPhoto, SeenText

__all__ = [
    "FOLLOWED",
    "SCALE_CARDS",
    "AllegedAct",
    "Approval",
    "Ask",
    "AskKind",
    "Bureau",
    "BureauLevel",
    "CaseField",
    "CaseFieldName",
    "CaseFile",
    "CaseStatus",
    "Choice",
    "Closing",
    "ClosingManner",
    "Colour",
    "ConfirmedObject",
    "CopyWords",
    "Correction",
    "CredentialsShown",
    "Delivery",
    "DeliveryState",
    "Dimension",
    "Dossier",
    "Drawing",
    "Exhibitor",
    "ExifClaims",
    "Fair",
    "FeedEntry",
    "FeedState",
    "FormerKey",
    "FoundCode",
    "FoundSeal",
    "InkFault",
    "Inspection",
    "InspectionState",
    "Item",
    "Length",
    "Look",
    "Mark",
    "Measure",
    "MeasureKind",
    "Notice",
    "NoticeSeal",
    "NoticeState",
    "NumberBlock",
    "OfficeTask",
    "Officer",
    "PageScan",
    "Paper",
    "PaperSheet",
    "Party",
    "PartyKind",
    "Photo",
    "PhotoFacts",
    "PhotoForPaper",
    "PhotoLayer",
    "PhotoLine",
    "PhotoOrigin",
    "PhotoRemark",
    "PhotoTag",
    "PinnedCentre",
    "PlayedPicture",
    "PlayedSound",
    "Point",
    "Presence",
    "PresenceKind",
    "PriceBasis",
    "PrintedNotice",
    "Receipt",
    "RecipientKey",
    "Record",
    "Recording",
    "RecordingClaims",
    "RecordingFacts",
    "RightKind",
    "RightLookup",
    "RightsTold",
    "Roster",
    "Sample",
    "ScaleCard",
    "SealRole",
    "SealState",
    "SealedObject",
    "SeenCode",
    "SeenInPhoto",
    "SeenText",
    "SeizureForm",
    "Shape",
    "Side",
    "Signature",
    "SignatureRole",
    "Statement",
    "TaskKind",
    "TaskState",
    "VoidNumber",
    "Weight",
    "When",
    "Witness",
    "standing_corrections",
]
