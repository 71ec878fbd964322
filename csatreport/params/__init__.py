"""Declared things: book, editions, questionnaire. They read declarations, never data."""

from csatreport.params.analysis import Analysis
from csatreport.params.book import Book, Chapter, Headline, Measure, Need, Part
from csatreport.params.cleaning import Cleaning
from csatreport.params.edition import Edition, Published, Record, Source
from csatreport.params.questionnaire import Item, Kind, Questionnaire, Role, Scale
from csatreport.params.text import LANGUAGES, Language, Text
from csatreport.params.wave import Wave

__all__ = [
    "LANGUAGES", "Analysis", "Book", "Chapter", "Cleaning", "Edition", "Headline", "Item", "Kind", "Language", "Measure",
    "Need", "Part", "Published", "Questionnaire", "Record", "Role", "Scale", "Source", "Text", "Wave",
]  # fmt: skip
