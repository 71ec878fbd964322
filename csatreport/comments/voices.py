"""What reached us in words, from outside and inside: comments, reviews, complaints, interviews, suggestions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.measure.cases import cases
from csatreport.measure.fielding import Fielding
from csatreport.params import Text, Wave
from csatreport.params.analysis.demands import Channel
from csatreport.survey import Survey

Flags = npt.NDArray[np.bool_]
COLUMNS = ["channel", "unit", "text"]
NAMES: dict[Channel, Text] = {
    "survey": Text(en="Survey comments", zh="调查意见"),
    "reviews": Text(en="Public reviews", zh="公开评价"),
    "complaints": Text(en="Complaints", zh="投诉"),
    "interviews": Text(en="Interviews", zh="访谈"),
    "suggestions": Text(en="Staff suggestions", zh="员工建议"),
}


@dataclass(frozen=True, eq=False)
class Voices:
    """Texts of one wave, one row per voice: ``channel``, ``unit`` (whose it is), ``text`` (scrubbed).

    A response of the survey is one voice, whatever it wrote where; ``unit`` is then its number.
    """

    survey: Survey
    wave: Wave
    rows: pd.DataFrame

    @classmethod
    def of(cls, survey: Survey, wave: Wave | None = None) -> Voices:
        """Every channel of ``[demands]`` that the edition has, in the order declared."""
        wave = wave or survey.wave
        parts = [_channel(survey, channel, wave) for channel in survey.analysis.demands.channels]
        rows = pd.concat([p for p in parts if len(p)] or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)
        return cls(survey, wave, rows)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Channels with a voice, in the order declared."""
        there = set(self.rows["channel"])
        return tuple(c for c in self.survey.analysis.demands.channels if c in there)

    @property
    def outside(self) -> Flags:
        """Whether each voice is a customer's."""
        return np.array(~self.rows["channel"].isin(self.survey.analysis.demands.inside))

    def pooled(self, which: Flags) -> Fielding:
        """These voices, each counted once; those of one person together.

        Raises
        ------
        DesignError
            There are none.
        """
        return cases(self.survey, "comments", self.rows[which], wave=self.wave, cluster="unit")


def _channel(survey: Survey, channel: Channel, wave: Wave) -> pd.DataFrame:
    """Texts of one channel; empty where the edition has none."""
    if channel == "survey":
        return _comments(survey.comments, wave)
    if channel not in survey.records:
        return pd.DataFrame(columns=COLUMNS)
    table = survey.records[channel]
    rows = table[(table["wave"] == str(wave)) & _worded(table["text"])]
    who = rows["customer"].fillna("") if "customer" in rows else pd.Series("", index=rows.index)
    unit = np.where(who == "", "", channel + ":" + who.astype(str))
    return pd.DataFrame({"channel": channel, "unit": unit, "text": rows["text"].astype(str)})


def _comments(comments: pd.DataFrame, wave: Wave) -> pd.DataFrame:
    if comments.empty:
        return pd.DataFrame(columns=COLUMNS)
    rows = comments[(comments["wave"] == str(wave)) & _worded(comments["text"])]
    joined = rows.groupby("response", sort=False)["text"].agg("\n".join)
    return pd.DataFrame({"channel": "survey", "unit": joined.index.astype(str), "text": joined.to_numpy()})


def _worded(texts: pd.Series) -> pd.Series:
    return texts.astype("string").fillna("").str.strip() != ""
