"""Mystery visits as a sample: the checks of one visit belong together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from csatreport.measure.cases import cases
from csatreport.measure.design import Codes, Floats
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, levels
from csatreport.params import Wave
from csatreport.survey import Survey

TABLE = "visits"
_FAR = 0.02  # a chance of passing is taken to be at least this far from never and always


@dataclass(frozen=True, eq=False)
class Visits:
    """Checks of one or more waves: who was checked on what (codes of levels), and whether it was passed.

    ``fielding`` has a visit (branch, day, visitor) as first-stage unit. No group is too small to be shown: a check is of the
    company's own work, and nobody is to be protected; small bases are marked all the same.
    """

    fielding: Fielding
    passed: Floats
    standards: tuple[Level, ...]
    standard: Codes
    branches: tuple[Level, ...]
    branch: Codes

    @classmethod
    def of(cls, survey: Survey, wave: Wave | None = None, *, waves: int = 1) -> Visits | None:
        """The visits of ``wave`` (None: the edition's) and of those before it, ``waves`` in all; None without any."""
        last = wave or survey.wave
        rows = _rows(survey, {str(last.shifted(-k)) for k in range(waves)})
        if len(rows) < 2:
            return None
        edition = survey.edition.model_copy(update={"minimum_base": 1})
        fielding = cases(survey.having(edition=edition), TABLE, rows, wave=last, cluster="of")
        sheet = survey.questionnaire
        standards, standard = levels(rows["standard"], sheet, codes="standard")
        branches, branch = levels(rows["branch"], sheet, codes="branch")
        passed = rows["passed"].to_numpy(np.float64)
        return cls(fielding, passed, standards, standard, branches, branch)

    @property
    def number(self) -> int:
        """How many visits there were."""
        return len(self.fielding.design.stratum)

    def columns(self, codes: Codes, levels: int) -> Floats:
        """Results (n, levels) of the checks of each level; NaN where a check is of another."""
        return np.where(codes[:, None] == np.arange(levels), self.passed[:, None], np.nan)

    def dispersion(self) -> float:
        """How much more visits vary than their checks would if they were independent; at least 1.

        ``V/(V − B) · mean over visits of (Σ r)² / m`` with V visits of B branches, m checks of a visit, and r the
        standardised residual of a check from the mean of its branch and of its standard: Pearson's dispersion, by visit. Where
        the checks of a visit hang together closely and a branch has few visits it is somewhat too large, never too small.

        Source: McCullagh and Nelder, *Generalized Linear Models*, 4.5. Checked against: simulated visits with and without a
        part of their own.
        """
        middle = self.passed.mean()
        chance = _means(self.passed, self.standard) + _means(self.passed, self.branch) - middle
        likely = np.clip(chance, _FAR, 1 - _FAR)
        residual = (self.passed - likely) / np.sqrt(likely * (1 - likely))
        unit = self.fielding.design.unit
        sums, sizes = np.bincount(unit, residual), np.bincount(unit)
        left = self.number - len(self.branches)
        return max(1.0, float((sums**2 / sizes).mean()) * self.number / left) if left > 0 else 1.0


def _rows(survey: Survey, waves: set[str]) -> pd.DataFrame:
    """Checks with a result, and the visit that each is part of."""
    if TABLE not in survey.records:
        return pd.DataFrame()
    every = survey.records[TABLE]
    rows = every[every["wave"].isin(waves) & every["passed"].notna()].reset_index(drop=True)
    visit = rows[["branch", "date", "visitor"]].astype("string").fillna("")
    return rows.assign(of=visit["branch"] + "|" + visit["date"] + "|" + visit["visitor"])


def _means(passed: Floats, codes: Codes) -> Floats:
    """Mean of its group for each check."""
    return np.asarray((np.bincount(codes, passed) / np.maximum(np.bincount(codes), 1))[codes])
