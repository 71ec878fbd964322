"""The last step before anything is written: keys become pseudonyms, personal data leave free text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from csatreport.intake import redact
from csatreport.intake.collect import Collected
from csatreport.intake.rules import fieldwork

Pseudonym = Callable[[pd.Series, str], pd.Series]
KEYS = {"respondent": "respondent", "customer": "customer", "interviewer": "staff", "device": "device"}


def hidden(
    collected: Collected,
    pseudonym: Pseudonym,
    *,
    names: frozenset[str] = frozenset(),
    words: tuple[str, ...] = (),
) -> Collected:
    """The same responses without a person in them.

    Parameters
    ----------
    pseudonym : callable
        Gives the pseudonyms of a column of keys of a kind (``customer``, ``staff`` ...).
    names : frozenset of str
        Names of customers, which are removed from free text wherever they stand.
    words : tuple of str
        Respondent keys of people who try the questionnaire out: no persons, and a rule looks for them.
    """
    design = collected.design.copy(deep=False)
    trying = fieldwork.named(design["respondent"], words)
    for column, kind in KEYS.items():
        design[column] = pseudonym(design[column], kind)
    design["respondent"] = design["respondent"].mask(trying, collected.design["respondent"])
    design["place"] = redact.scrub(design["place"], names=names)
    scrubbed = {
        table: frame.assign(text=redact.scrub(frame["text"], names=names))
        for table, frame in (("texts", collected.texts), ("words", collected.words))
    }
    return replace(collected, design=design, texts=scrubbed["texts"], words=scrubbed["words"])
