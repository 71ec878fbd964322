"""Who was drawn, reached, answered and accepted, by stratum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from csatreport.params.population import Stratum
from csatreport.params.wave import Wave

COLUMNS = ("wave", "stratum", "population", "drawn", "contacted", "received", "accepted")
RATES = {
    "contact_rate": ("contacted", "drawn"),
    "response_rate": ("received", "drawn"),
    "cooperation_rate": ("received", "contacted"),
    "validity_rate": ("accepted", "received"),
}
_NOBODY = pd.MultiIndex.from_arrays([[], []], names=["wave", "stratum"])


def in_force(sizes: Sequence[Stratum], wave: str) -> tuple[Stratum, ...]:
    """Sizes of one wave: its own where it has some, else those of every wave."""
    own = tuple(s for s in sizes if s.wave == wave)
    return own or tuple(s for s in sizes if not s.wave)


def sample(
    responses: pd.DataFrame, sizes: Sequence[Stratum], received: pd.Series | None = None
) -> pd.DataFrame:
    """One row per wave and stratum: people, and the shares that can be told of them.

    ``contact_rate`` is contacted over drawn; ``response_rate`` received over drawn; ``cooperation_rate``
    received over contacted; ``validity_rate`` accepted over received. Float, NaN where not known. ``received``
    has the index (wave, stratum).
    """
    came = pd.Series(dtype="float64", index=_NOBODY) if received is None else received
    rows = []
    waves = {*responses["wave"].unique(), *came.index.get_level_values(0)}
    for wave in sorted(waves, key=lambda w: Wave.parse(w).index):
        accepted = responses.loc[responses["wave"] == wave, "stratum"].value_counts()
        counts = came[came.index.get_level_values(0) == wave].droplevel(0)
        own = _of_wave(in_force(sizes, wave), accepted, counts)
        rows.append(own.assign(wave=wave, received=own["received"] if received is not None else np.nan))
    table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(COLUMNS))
    table = table[list(COLUMNS)].astype(dict.fromkeys(COLUMNS[2:], "float64"))
    return table.assign(**{rate: table[top] / table[bottom] for rate, (top, bottom) in RATES.items()})


def _of_wave(sizes: Sequence[Stratum], accepted: pd.Series, received: pd.Series) -> pd.DataFrame:
    """Strata in the order of their file, then those that only the answers have."""
    people = {s.stratum: s for s in sizes}
    names = list(dict.fromkeys([*people, *sorted({*accepted.index, *received.index})]))
    known = [people.get(n) for n in names]
    return pd.DataFrame(
        {
            "stratum": names,
            "population": [s and s.population for s in known],
            "drawn": [s and s.drawn for s in known],
            "contacted": [s and s.contacted for s in known],
            "received": received.reindex(names, fill_value=0).to_numpy(),
            "accepted": accepted.reindex(names, fill_value=0).to_numpy(),
        }
    )
