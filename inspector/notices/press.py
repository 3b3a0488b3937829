"""The press: prints a form of the 56 from the one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock

from inspector.notices.archive import archival
from inspector.notices.catalogue import title_of
from inspector.notices.document import set_pages
from inspector.notices.faces import Fonts
from inspector.notices.form import Form, read_form
from inspector.notices.furniture import Furniture
from inspector.notices.overlay import Overlay, read_overlay
from inspector.notices.page_code import print_page_code
from inspector.notices.paper_values import paper_values, proposals
from inspector.notices.setting import Setting
from inspector.notices.sheet import Imprint, Sheets
from inspector.notices.strip import Strip
from inspector.notices.styles import style_of
from inspector.notices.typeset.glyphs import Style
from inspector.notices.typeset.pieces import MILLIMETRE
from inspector.notices.values import values_of
from inspector.records import Dossier, Paper, PaperSheet, PhotoForPaper, PrintedNotice, ScaleCard, Signature
from inspector.records.numbering import Numbering
from inspector.records.review import ReviewSheet

one_at_a_time = Lock()
"""reportlab's fonts serve one document at a time."""


class ReportlabPress:
    """Prints with the fonts it is given; fonts are read at the first print and kept."""

    def __init__(self, fonts: Fonts | None = None, overlay: Path | None = None) -> None:
        self._fonts = fonts or Fonts()
        self._overlay = overlay
        """File with the bureau's own measures, wording and numbers; read each time, it need not be there."""

    def print(
        self,
        form: str,
        dossier: Dossier,
        *,
        number: str,
        printed: datetime,
        wording: Mapping[str, str],
        signatures: tuple[Signature, ...],
        picture: PhotoForPaper,
        paper: Paper | None = None,
        code: str = "",
        is_sample: bool = False,
    ) -> PrintedNotice:
        """Return the PDF of `form`; the same input gives the same bytes.

        Raises:
            InputError: `notice.overlay`, `wording.*` if the bureau's own way is faulty.
            SystemFault: `notice.glyph_missing`, `notice.font_unreadable`, `notice.picture_unreadable`.
            BugError: `notice.unknown_form`.
        """
        own = self._own()
        sheet, layout = own.form(form), own.layout
        page = layout.page
        width, room = page.text_width * MILLIMETRE, page.text_height * MILLIMETRE
        values = values_of(dossier, number, printed, wording) | paper_values(sheet, dossier, paper)
        with one_at_a_time:
            strip = _strip(sheet, signatures, style_of(layout, self._fonts, "small"), width)
            room -= strip.height if strip else 0
            setting = Setting(
                sheet, layout, self._fonts, dossier, values, signatures, paper, picture, width, room
            )
            pages = set_pages(setting)
            imprint = Imprint(_title(sheet, number), dossier.bureau.name, dossier.inspection.place, printed)
            size = (page.width * MILLIMETRE, page.height * MILLIMETRE)
            sheets = Sheets(size, imprint, self._fonts.faces("song")[0])
            furniture = Furniture(layout, self._fonts, printed, is_sample=is_sample)
            hashes = []
            left, top = page.left * MILLIMETRE, (page.height - page.top) * MILLIMETRE
            for position, content in enumerate(pages, 1):
                content.draw(sheets, left, top)
                if strip:
                    strip.draw(sheets, left, top - room)
                hashes.append(sheets.page_sha256())
                if code:
                    print_page_code(sheets, code, position, len(pages), size[0])
                furniture.draw(sheets, position, len(pages))
                sheets.next_page()
            plain = sheets.finish()
        return PrintedNotice(archival(plain, imprint), len(pages), tuple(hashes))

    def labels(self, dossier: Dossier, stock: str, *, printed: datetime, skip: int = 0) -> tuple[bytes, int]:
        """Return a PDF with a label for each listed item on a stock by its name, and how many there are.

        Raises:
            InputError: `print.stock`, `print.no_labels`, `print.skip`.
            SystemFault: `notice.glyph_missing`.
        """
        from inspector.notices.labels import print_labels
        from inspector.notices.stock import stock_named

        return print_labels(dossier, stock_named(stock), printed=printed, fonts=self._fonts, skip=skip)

    def review(
        self, dossier: Dossier, sheet: ReviewSheet, *, printed: datetime, is_sample: bool = False
    ) -> bytes:
        """Return the PDF of a review sheet, the version of the law pack under every page.

        Raises:
            InputError: `notice.overlay`.
            SystemFault: `notice.glyph_missing`.
        """
        from inspector.notices.review import review_pages

        layout = self._own().layout
        with one_at_a_time:
            return review_pages(
                dossier, sheet, printed=printed, layout=layout, fonts=self._fonts, is_sample=is_sample
            )

    def scale_cards(
        self, cards: Sequence[tuple[ScaleCard, Sequence[Sequence[int]]]], *, printed: datetime
    ) -> bytes:
        """Return the PDF of one page with each scale card at its true size."""
        from inspector.notices.scale_card import scale_card_page

        return scale_card_page(cards, printed=printed, fonts=self._fonts)

    def calibration(self, *, printed: datetime) -> bytes:
        """Return the PDF, front and back, that shows whether a printer keeps size and place."""
        from inspector.notices.calibration import calibration_page

        return calibration_page(printed=printed, fonts=self._fonts)

    def blank_fields(
        self,
        form: str,
        dossier: Dossier,
        *,
        number: str,
        printed: datetime,
        wording: Mapping[str, str],
        paper: Paper | None = None,
    ) -> tuple[str, ...]:
        """Return what the required parts are called that would be printed empty, in the form's order."""
        sheet = read_form(form)
        values = values_of(dossier, number, printed, wording) | paper_values(sheet, dossier, paper)
        return tuple(
            label.rstrip("：") for label, names in sheet.required() if not all(map(values.get, names))
        )

    def numbering(self) -> Numbering:
        """Return how this bureau writes document numbers; raises `notice.overlay`, `wording.*`."""
        return self._own().numbering

    def own_wording(self) -> Mapping[str, str]:
        """Return the sentences of the law pack this bureau words otherwise, by name; raises as `numbering`."""
        return self._own().wording

    def _own(self) -> Overlay:
        return read_overlay(self._overlay)

    def sheet(self, form: str) -> PaperSheet:
        """Return what an officer fills in on a form, and who signs it."""
        sheet = read_form(form)
        return PaperSheet(
            form=form,
            title=sheet.title,
            english=sheet.english,
            basis=sheet.basis,
            asks=sheet.ask,
            signs=sheet.signs,
            party=sheet.party,
            witness=sheet.witness,
            confirm=sheet.confirm,
            needs={number: title_of(number) for number in sheet.needs},
            unsigned_by_party=sheet.unsigned_by_party,
        )

    def proposed(
        self, form: str, dossier: Dossier, *, printed: datetime, wording: Mapping[str, str]
    ) -> dict[str, str]:
        """Return what each ask of a form begins with, from the record and the law."""
        return proposals(read_form(form), dossier, values_of(dossier, "", printed, wording), printed)


def _strip(form: Form, signatures: tuple[Signature, ...], style: Style, width: float) -> Strip | None:
    return Strip(signatures, style, width, form.strip_party, form.strip_officer) if form.strip else None


def _title(form: Form, number: str) -> str:
    return f"{form.title} {number}".strip()
