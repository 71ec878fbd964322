"""Sentences that depend on what was found, one file per chapter: what a notebook, which may not branch, cannot write itself.

Each function returns the claims that the data bear (a tuple, empty where they bear none).
"""

from csatreport.exhibit.sentences import (
    beforeafter,
    cases,
    comments,
    delighted,
    demands,
    differences,
    dissatisfied,
    drivers,
    journey,
    kano,
    pathmodel,
    segments,
    servqual,
    since,
    standards,
    standing,
    structure,
    structure_since,
    trend,
)

__all__ = [
    "beforeafter", "cases", "comments", "delighted", "demands", "differences", "dissatisfied", "drivers", "journey", "kano", "pathmodel", "segments",
    "servqual", "since", "standards", "standing", "structure", "structure_since", "trend",
]  # fmt: skip
