"""Who moved between groups of customers since the wave compared with: a count of records, nothing estimated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from csatreport.measure.design import Codes
from csatreport.measure.subjects import Level, Subject
from csatreport.measure.value import census, states
from csatreport.measure.value.portfolio import Moment, Portfolio
from csatreport.params import Text, Wave
from csatreport.results import Count, Estimate


@dataclass(frozen=True)
class Moves:
    """Customers by where they were (rows; last: came since) and where they are (columns; last: have left).

    ``kept`` is how many of those in the first group are still in it, of all who were; None where they are few.
    """

    before: Wave
    rows: tuple[Text, ...]
    columns: tuple[Text, ...]
    cells: tuple[tuple[Estimate, ...], ...]
    kept: Count | None
    first: Text


def moves(
    portfolio: Portfolio, before: Moment, of: Callable[[Moment], Codes], levels: tuple[Level, ...]
) -> Moves:
    """Count customers by group then and now.

    Parameters
    ----------
    of : callable
        Groups (n,) of customers at a moment, −1 for who is none.
    """
    size = len(levels)
    then, now = (np.where(c < 0, size, c) for c in (of(before), of(portfolio.now)))
    n = np.bincount(then * (size + 1) + now, minlength=(size + 1) ** 2).reshape(size + 1, size + 1)
    n[size, size] = 0  # neither then nor now
    rows, columns = (*levels, states.CAME), (*levels, states.LEFT)
    minimum = portfolio.survey.edition.minimum_base
    told = np.zeros(n.shape, np.bool_)
    told[0, 0] = n[0, 0] >= minimum
    secret = census.crossed(n, minimum=minimum, told=told)
    cells = tuple(
        census.estimates(
            portfolio.survey, portfolio.survey.wave, line, line, levels=columns,
            subject=Subject(f"from_{row.code}", row.label), measure="customers", unit="count", secret=hide,
        ).rows
        for row, line, hide in zip(rows, n, secret, strict=True)
    )  # fmt: skip
    kept = Count(float(n[0, 0]), levels[0].label, of=float(n[0].sum()), unit="share") if told[0, 0] else None
    return Moves(
        before.wave,
        tuple(r.label for r in rows),
        tuple(c.label for c in columns),
        cells,
        kept,
        levels[0].label,
    )


def states_moved(portfolio: Portfolio) -> Moves | None:
    """Who moved between states; None without a wave to compare with."""
    before = portfolio.before
    return None if before is None else moves(portfolio, before, lambda moment: moment.state, states.LEVELS)
