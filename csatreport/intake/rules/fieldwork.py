"""Rules on how a response came about: cut off, never filled in, a test, at impossible times, not of this wave."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

from csatreport.intake import strings
from csatreport.intake.rules.received import Marks, Reasons, Received, known, nobody, reasons, where
from csatreport.params import Wave
from csatreport.params.text import normal


def broken_row(received: Received) -> Reasons:
    """Rows that the reader could not make sense of, with its reason."""
    spoilt = received.responses["spoilt"]
    rows = where(known(spoilt))
    return reasons(rows, spoilt.iloc[rows].tolist())


def no_answers(received: Received) -> Reasons:
    """Responses in which nothing was filled in."""
    rows = where(~received.responses["answered"].to_numpy(dtype=bool))
    return reasons(rows, ["every column is blank or missing"] * len(rows))


def for_testing(received: Received) -> Reasons:
    """Responses that the platform marks as tests, or whose respondent key is a word of testers."""
    marked = received.responses["test"].to_numpy(dtype=bool) & received.cleaning.test
    rows = where(marked | named(received.responses["respondent"], received.cleaning.test_words))
    said = np.where(
        marked[rows], "marked as a test by the platform", "the respondent key is one of the test words"
    )
    return reasons(rows, said.tolist())


def named(keys: pd.Series, words: Sequence[str]) -> Marks:
    """Mark keys that are one of ``words``, whatever their case, width and white space."""
    wanted = {normal(word).casefold() for word in words}
    if not wanted:
        return np.zeros(len(keys), dtype=bool)
    texts = strings.arrow(keys)  # most keys are long and plain, and there may be millions
    result = ~(strings.are(texts, "[!-~]+") & strings.longer(texts, max(map(len, wanted))))
    result[result] = [normal(key).casefold() in wanted for key in texts.filter(pa.array(result)).to_pylist()]
    return result


def impossible_times(received: Received) -> Reasons:
    """Responses that ended before they began; an unknown time is no reason."""
    if not received.cleaning.impossible_times:
        return nobody()
    start, end = received.responses["start"], received.responses["end"]
    rows = where((end < start).to_numpy(dtype=bool))
    early = (start - end).iloc[rows].dt.total_seconds() / 60
    return reasons(rows, [f"ended {minutes:.1f} minutes before it began" for minutes in early])


def outside_wave(received: Received) -> Reasons:
    """Responses that began before or after their wave; an unknown start is no reason."""
    if not received.cleaning.window:
        return nobody()
    wave, start = received.responses["wave"], received.responses["start"]
    place, names = pd.factorize(wave)
    waves = {name: Wave.parse(name) for name in names}
    begins = [(w.start, w.shifted(1).start) for w in waves.values()]
    first, after = np.array(begins, dtype="datetime64[us]").reshape(-1, 2)[place].T
    rows = where(((start < first) | (start >= after)).to_numpy(dtype=bool))
    days = start.iloc[rows].dt.date
    said = [
        f"began on {day}, before {waves[w].start}" if day < waves[w].start
        else f"began on {day}, after {waves[w].end}"
        for day, w in zip(days, wave.iloc[rows], strict=True)
    ]  # fmt: skip
    return reasons(rows, said)
