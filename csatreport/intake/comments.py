"""Free text that was accepted: comments, and answers in people's own words that wait for a code."""

from __future__ import annotations

import pandas as pd

COLUMNS = ("response", "wave", "item", "language", "text")
OTHERS = ("wave", "item", "text", "n")
_CHINESE = r"[\u3400-\u9fff\uf900-\ufaff]"


def table(texts: pd.DataFrame, accepted: pd.DataFrame) -> pd.DataFrame:
    """Comments of accepted responses, each with the language that it is in.

    Parameters
    ----------
    texts : DataFrame
        ``response, item, text``; personal data are already gone.
    accepted : DataFrame
        ``wave`` of each accepted response, by its number.
    """
    own = texts[texts["response"].isin(accepted.index)]
    chinese = own["text"].str.contains(_CHINESE)
    language = chinese.map({True: "zh", False: "en"}).astype(object)
    wave = own["response"].map(accepted["wave"])
    return own.assign(wave=wave, language=language)[list(COLUMNS)].reset_index(drop=True)


def uncoded(words: pd.DataFrame, accepted: pd.DataFrame) -> pd.DataFrame:
    """Words of accepted responses without a code, how often each was written, the most frequent first."""
    own = words[words["response"].isin(accepted.index)]
    own = own.assign(wave=own["response"].map(accepted["wave"]))
    counted = own.groupby(["wave", "item", "text"], sort=True).size().rename("n").reset_index()
    return counted.sort_values(
        ["wave", "item", "n", "text"], ascending=[True, True, False, True], ignore_index=True
    )
