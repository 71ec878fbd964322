"""Personal data in free text, replaced by markers before anything is stored.

``docs/privacy.md`` says what is found and what cannot be promised. One file per kind of datum holds its
forms, ``search`` puts them to work on many texts at once. Detection reads a normalised copy; what is no
personal datum stays as it was, markup included.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from csatreport.intake.redact.known import Names
from csatreport.intake.redact.search import scrubbed


def scrub(texts: pd.Series, *, names: frozenset[str] = frozenset()) -> pd.Series:
    """Replace personal data by markers such as ``⟦phone⟧``.

    Parameters
    ----------
    texts : Series of str
        Free texts; missing stays missing.
    names : frozenset of str
        Names of people that the company's records give, to be found wherever they stand.

    Returns
    -------
    Series of str
        With the index, name and type of ``texts``; categories become strings.
    """
    codes, distinct = pd.factorize(texts)
    clean = np.array([*scrubbed([str(text) for text in distinct], Names.of(names)), None], dtype=object)
    dtype = "string" if isinstance(texts.dtype, pd.CategoricalDtype) else texts.dtype
    return pd.Series(clean[codes], index=texts.index, name=texts.name, dtype=dtype)


def holds(texts: pd.Series, *, names: frozenset[str] = frozenset()) -> pd.Series:
    """Whether each text still looks like personal data: the last gate before storing.

    Returns
    -------
    Series of bool
        False where ``texts`` is missing.
    """
    codes, distinct = pd.factorize(texts)
    given = [str(text) for text in distinct]
    found = [text != clean for text, clean in zip(given, scrubbed(given, Names.of(names)), strict=True)]
    return pd.Series(np.array([*found, False], dtype=bool)[codes], index=texts.index, name=texts.name)
