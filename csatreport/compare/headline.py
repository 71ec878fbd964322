"""How the figures on the cover moved."""

from __future__ import annotations

from csatreport.compare import waves
from csatreport.measure import breaks, contrast
from csatreport.results import Contrasts
from csatreport.survey import Survey


def changes(survey: Survey, *, to: breaks.To = "previous") -> Contrasts:
    """Change of each ``[[headline]]`` that both waves have; Holm over all of them."""
    found = [waves.changes(survey, h.measure, to=to, items=[h.item]) for h in survey.book.headline]
    return contrast.family([change for each in found for change in each])
