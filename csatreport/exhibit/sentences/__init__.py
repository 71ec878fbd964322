"""Sentences that depend on what was found, one file per chapter: what a notebook, which may not branch, cannot write itself.

Each function returns the claims that the data bear (a tuple, empty where they bear none).
"""

from csatreport.exhibit.sentences import (
    beforeafter,
    branch,
    cases,
    churn,
    comments,
    delighted,
    demands,
    differences,
    dissatisfied,
    drivers,
    journey,
    kano,
    migration,
    pathmodel,
    peers,
    portraits,
    segments,
    servqual,
    since,
    standards,
    standing,
    structure,
    structure_since,
    studies,
    trend,
    value,
    visit,
)

__all__ = [
    "beforeafter", "branch", "cases", "churn", "comments", "delighted", "demands", "differences", "dissatisfied",
    "drivers", "journey", "kano", "migration", "pathmodel", "peers", "portraits", "segments", "servqual", "since", "standards",
    "standing", "structure", "structure_since", "studies", "trend", "value", "visit",
]  # fmt: skip
