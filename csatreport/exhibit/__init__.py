"""What a reader sees of a result: claims, charts, tables. Nothing here estimates."""

from csatreport.exhibit import charts, prose, sentences, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.display import show
from csatreport.exhibit.headline import cards

__all__ = ["cards", "charts", "claim", "prose", "sentences", "show", "tables"]
