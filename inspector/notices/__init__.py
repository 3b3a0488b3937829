"""Notices: the forms of the 56 as data, set like official documents and written as PDF."""

from inspector.notices.amounts import amount_in_words
from inspector.notices.faces import Fonts, usual_font_folders
from inspector.notices.press import ReportlabPress
from inspector.notices.seals import PadesSealer

__all__ = ["Fonts", "PadesSealer", "ReportlabPress", "amount_in_words", "usual_font_folders"]
