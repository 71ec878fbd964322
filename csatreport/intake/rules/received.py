"""What a rule looks at: the responses received, and which of them no earlier rule put aside."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from csatreport.intake import strings
from csatreport.params import Item, Questionnaire
from csatreport.params.cleaning import Cleaning, LimitName

Marks = NDArray[np.bool_]
Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]
Reasons = pd.Series  # the reason, for the position of each response that breaks the rule


@dataclass(frozen=True, eq=False)
class Received:
    """Responses and answers as :func:`csatreport.intake.clean.rules` describes them.

    ``left`` marks those that no earlier rule put aside: only they are compared with each other. ``given``
    is the number of ratings in each response.
    """

    responses: pd.DataFrame
    answers: pd.DataFrame
    questionnaire: Questionnaire
    cleaning: Cleaning
    left: Marks
    given: Rows

    def limit(self, key: LimitName) -> Numbers:
        """Give the limit for the mode of each response; NaN, with which no comparison holds, for none."""
        by_mode = self.cleaning.limit(key)
        general = by_mode.pop("")
        values = np.full(len(self.responses), np.nan if general is None else general, dtype="float64")
        for mode, own in by_mode.items():
            values[same(self.responses["mode"], mode)] = np.nan if own is None else own
        return values

    def spread(self, ratings: tuple[Item, ...]) -> tuple[Rows, Numbers, Numbers]:
        """Give how many of these ratings each response has, the lowest and the highest; NaN for none."""
        n = len(self.responses)
        count, low, high = np.zeros(n, dtype="int64"), np.full(n, np.nan), np.full(n, np.nan)
        for item in ratings:
            rating = self.answers[item.item].to_numpy(dtype="float64", na_value=np.nan)
            count += ~np.isnan(rating)
            np.fmin(low, rating, out=low)
            np.fmax(high, rating, out=high)
        return count, low, high

    def scales(self) -> tuple[tuple[Item, ...], ...]:
        """All ratings, those of one scale together."""
        ratings = self.questionnaire.of_kind("rating")
        found = {item.scale: None for item in ratings}
        return tuple(tuple(i for i in ratings if i.scale == scale) for scale in found)

    def varied(self) -> Marks:
        """Mark responses that do not give one answer throughout: only those can be told from each other."""
        result = np.zeros(len(self.responses), dtype=bool)
        for ratings in self.scales():
            _, low, high = self.spread(ratings)
            result |= low < high
        return result

    def named(self, others: Rows, *, seen_from: Rows) -> list[str]:
        """Name responses by their rows, and by their files where those are other ones."""
        source = self.responses["source"].iloc
        files, own = (source[at].to_numpy(dtype=object) for at in (others, seen_from))
        rows = self.responses["row"].to_numpy()[others]
        return [
            f"row {row}" if file == here else f"row {row} of {file}"
            for row, file, here in zip(rows, files, own, strict=True)
        ]


def same(texts: pd.Series, wanted: str) -> Marks:
    """Mark texts that are ``wanted``; one that is missing is not."""
    return np.asarray((texts == wanted).fillna(value=False), dtype=bool)


def known(texts: pd.Series) -> Marks:
    """Mark texts that are neither missing nor blank."""
    return strings.longer(strings.arrow(texts), 0)


def reasons(rows: Rows, said: list[str]) -> Reasons:
    """Give one reason for each of ``rows``."""
    return pd.Series(said, index=pd.Index(rows, dtype="int64"), dtype=object)


def nobody() -> Reasons:
    """No response breaks the rule."""
    return reasons(np.empty(0, dtype="int64"), [])


def where(broken: Marks) -> Rows:
    """Positions of what is marked."""
    return np.flatnonzero(broken).astype("int64", copy=False)


def floored(value: float, places: int = 0) -> str:
    """Cut a number, so that what is less than a limit never reads as the limit itself."""
    cut = np.floor(round(value * 10**places, 6)) / 10**places
    return f"{cut:.{places}f}"


def lifted(value: float, places: int = 0) -> str:
    """Raise a number, so that what is more than a limit never reads as the limit itself."""
    raised = np.ceil(round(value * 10**places, 6)) / 10**places
    return f"{raised:.{places}f}"
