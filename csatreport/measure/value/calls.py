"""A list for the people who call: customers who show a sign of leaving or are dormant, by expected loss.

It names customers by their pseudonyms and is never published: it is written beside the book, to ``build/``.
"""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from csatreport.measure.value import states
from csatreport.measure.value.groups import chance_of
from csatreport.measure.value.portfolio import Portfolio
from csatreport.storage import told
from csatreport.survey import Survey

REASONS = ("complained", "unresolved", "dropped", "unhappy", "dormant")


def listed(portfolio: Portfolio) -> pd.DataFrame:
    """One row for each customer to call, the largest expected loss first.

    Columns: ``customer``, codes of ``tier`` and ``state``, ``reasons`` (codes of the rules met), what the customer brings a year
    (``yearly``) and until the horizon (``lifetime``), the ``chance`` that such a customer leaves within a wave, and the product
    of the last two, ``expected_loss``; NaN where nobody is known to leave.
    """
    moment, signs = portfolio.now, portfolio.now.signs
    rows = np.flatnonzero(moment.measures.active & (signs.leaving | signs.dormant))
    chance = chance_of(portfolio, moment)[rows]
    lifetime = portfolio.lifetime[rows] if portfolio.kept.known else np.full(len(rows), np.nan)
    found = pd.DataFrame({
        "customer": portfolio.sold.customers.key.to_numpy()[rows],
        "tier": np.array([tier.code for tier in portfolio.tiers])[moment.measures.tier[rows]],
        "state": np.array([state.code for state in states.LEVELS])[moment.state[rows]],
        "reasons": _reasons(signs, rows),
        "yearly": portfolio.yearly[rows], "lifetime": lifetime, "chance": chance, "expected_loss": lifetime * chance,
    })  # fmt: skip
    order = ["expected_loss", "yearly", "customer"]
    return found.sort_values(order, ascending=[False, False, True], na_position="last", ignore_index=True)


def _reasons(signs: states.Signs, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.str_]:
    """Codes of the rules that each of some customers meets, a blank between two."""
    met = [np.where(getattr(signs, name)[rows], f"{name} ", "") for name in REASONS]
    return np.char.rstrip(reduce(np.char.add, met))


def write(project: Path, survey: Survey) -> tuple[Path, int]:
    """Write the list of an edition to ``build/calls-<edition>.csv``; give the file and how many are in it.

    Raises
    ------
    UsageError, DataError
        As :meth:`.Portfolio.of`.
    BookError
        The file cannot be written.
    """
    found = listed(Portfolio.of(survey))
    file = project / "build" / f"calls-{survey.edition.name}.csv"
    with told():
        file.parent.mkdir(parents=True, exist_ok=True)
        found.to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")
    return file, len(found)
