"""One wave's responses with what each of them wrote, as scores to estimate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.comments.corpus import Floats, Places
from csatreport.comments.reading import Reading
from csatreport.measure.fielding import Fielding
from csatreport.params import Wave
from csatreport.survey import Survey


@dataclass(frozen=True, eq=False)
class Written:
    """Responses of one wave with what each of them wrote."""

    fielding: Fielding
    theme: Places  # -2 without a comment, -1 about no theme
    tone: Floats

    @classmethod
    def of(cls, survey: Survey, reading: Reading, comments: pd.DataFrame, wave: Wave) -> Written:
        """Join the responses of a wave with the ``response, place`` of all comments."""
        fielding = Fielding.of(survey, wave)
        place = pd.Series(comments["place"].to_numpy(), index=comments["response"])
        at = place.reindex(fielding.responses["response"]).fillna(-1).to_numpy(np.intp)
        theme = np.where(at >= 0, reading.theme[at], -2)
        return cls(fielding, theme, np.where(at >= 0, reading.tone[at], np.nan))

    @property
    def wrote(self) -> npt.NDArray[np.bool_]:
        """Whether each response holds a comment."""
        return self.theme > -2

    @property
    def unassigned(self) -> Floats:
        """Scores (n, 1): 1 for a comment about no theme, NaN without a comment."""
        return np.where(self.wrote, self.theme == -1, np.nan)[:, None]

    def share(self, themes: int, tone: float | None = None) -> Floats:
        """Scores (n, themes): 1 for a comment about the theme (in one tone), NaN without a comment."""
        about = self.theme[:, None] == np.arange(themes)
        if tone is not None:
            about &= (np.nan_to_num(self.tone) == tone)[:, None]
        return np.where(self.wrote[:, None], about.astype(np.float64), np.nan)

    def positive(self, themes: int) -> Floats:
        """Scores (n, themes + 1): 1 for a positive comment among those of each theme, and among all."""
        good = np.where(np.isnan(self.tone), np.nan, self.tone == 1)
        own = np.where(self.theme[:, None] == np.arange(themes), good[:, None], np.nan)
        return np.column_stack([own, np.where(self.wrote, good, np.nan)])
