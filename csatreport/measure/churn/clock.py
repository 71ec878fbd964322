"""The quarters over which it is known who left, and the days on which they begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from csatreport.errors import DataError
from csatreport.measure.customers import Customers, Days
from csatreport.params import Wave
from csatreport.survey import Survey


@dataclass(frozen=True, eq=False)
class Clock:
    """Waves of the edition's length, oldest first, of which the leavers are known, and the ``next`` one.

    A *place* counts them from 0; ``len(waves)`` is the place of the next wave, about which nothing is known but what was
    known when it began. ``history`` is how many waves are looked back over.
    """

    waves: tuple[Wave, ...]
    history: int

    @classmethod
    def of(cls, survey: Survey, customers: Customers) -> Clock:
        """From the wave of the first leave up to the edition's own.

        Raises
        ------
        DataError
            Nobody left up to the end of the edition's wave: there is nothing to learn from.
        """
        now = survey.wave
        left = customers.left[customers.left <= np.datetime64(now.end, "D")]
        if not len(left):
            raise DataError(
                "nobody is known to have left",
                where=f"records lifecycle, event {survey.analysis.churn.event!r}",
                expected=f"at least one customer who left up to {now.end}",
                got=f"{len(customers)} customers, none of whom left",
                todo="name the event that ends a customer's time: [churn] event in params/analysis.toml",
            )
        first = now
        while np.datetime64(first.start, "D") > left.min():
            first = first.shifted(-1)
        count = now.index - first.index + 1
        return cls(tuple(first.shifted(k) for k in range(count)), survey.analysis.churn.history)

    def __len__(self) -> int:
        return len(self.waves)

    @property
    def next(self) -> Wave:
        """The wave after the edition's own."""
        return self.waves[-1].shifted(1)

    @property
    def begins(self) -> Days:
        """First day of every place, that of the next wave included (places + 1,)."""
        return _days([*self.waves, self.next])

    def before(self, waves: int) -> Days:
        """First day (places + 1,) of the wave so many before each place: from there on its history is looked at."""
        return _days([w.shifted(-waves) for w in (*self.waves, self.next)])

    @property
    def usable(self) -> range:
        """Places with a whole history before them; all where no place has one."""
        return range(self.history if self.history < len(self) else 0, len(self))


def _days(waves: list[Wave]) -> Days:
    return np.array([w.start for w in waves], dtype="datetime64[D]")
