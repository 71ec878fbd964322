"""The survey: answers of every wave of an edition, with their design and their questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from csatreport.errors import UsageError
from csatreport.params import Analysis, Book, Edition, Questionnaire, Wave

if TYPE_CHECKING:
    import pandas as pd


def _no_rows() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()


@dataclass(frozen=True)
class Records:
    """Other records than answers: complaints, sales ... Each table is read when it is asked for.

    ``data`` maps the name of each table to the hash of what it was prepared as, ``files`` the name of each file to its
    own. The tables are described in ``docs/records.md``; ``ledger``, ``quarantine`` and ``unmatched`` say what became of
    the raw rows.
    """

    folder: Path = Path()
    data: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, table: str) -> bool:
        return table in self.data

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Read a table.

        Raises
        ------
        UsageError
            The edition has no such table.
        """
        if table not in self.data:
            raise UsageError(
                f"no table {table!r}",
                expected=f"one of {', '.join(sorted(self.data)) or 'none: the edition declares no records'}",
                todo="declare a [[record]] of this table in the edition",
            )
        return self._read(table)

    @property
    def ledger(self) -> pd.DataFrame:
        """``table, source, wave, mode, received, accepted, quarantined`` of every file."""
        return self._each("ledger")

    @property
    def quarantine(self) -> pd.DataFrame:
        """``table, source, wave, row, rule, item, value, reason, whole`` of every row or cell put aside."""
        return self._each("quarantine")

    @property
    def unmatched(self) -> pd.DataFrame:
        """``table, field, value, rows`` of keys that match nothing."""
        return self._each("unmatched")

    def _each(self, part: str) -> pd.DataFrame:
        import pandas as pd

        frames = [self._read(f"{table}.{part}") for table in self.data]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def _read(self, name: str) -> pd.DataFrame:
        from csatreport.intake import store

        return store.read(self.folder / f"{name}.parquet", sha256=self.files.get(name))


@dataclass(frozen=True)
class Survey:
    """Prepared data of one edition.

    ``responses`` has one row per accepted response and these columns: ``response`` (int, unique),
    ``wave`` (str), ``mode`` (code or <NA>), ``start`` (time or NaT), ``minutes`` (float or NaN),
    ``respondent``, ``customer`` and ``interviewer`` (pseudonyms, "" where unknown), ``place`` (str),
    ``weight`` (float, 1.0 where the edition is unweighted), ``stratum`` and ``cluster`` (str, "" where the
    design has none); then one column per item: ratings float64 with NaN for missing (already turned so that
    higher is better, missing codes already NaN), categories pandas string codes with <NA>, an indicator
    ``item.code`` (1, 0, NaN where nothing was chosen) per code of an item of several choices; then replicate
    weights ``replicate_1`` ... where they were delivered.

    ``published`` has columns ``wave, item, domain, level, value`` (``level`` "" = everybody).
    ``ledger`` has columns ``source, wave, mode, received, accepted, quarantined``;
    ``quarantine`` has ``source, wave, row, rule, item, value, reason``: whole responses when ``item`` is
    "", single answers otherwise; it holds no free text and no personal data.
    ``comments`` has ``response, wave, item, language, text``, ``others`` ``wave, item, text, n`` (words that
    wait for a code), both without personal data; ``weighting`` what each step of weighting did, ``sample``
    population, sample and answers of each stratum; ``records`` everything that is no answer;
    ``analysis`` what ``params/analysis.toml`` declares.
    ``data`` is the hash of the prepared tables; ``weights`` names the weight in force ("" = none).
    """

    responses: pd.DataFrame
    published: pd.DataFrame
    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    book: Book
    edition: Edition
    questionnaire: Questionnaire
    data: str
    weights: str = ""
    comments: pd.DataFrame = field(default_factory=_no_rows)
    others: pd.DataFrame = field(default_factory=_no_rows)
    weighting: pd.DataFrame = field(default_factory=_no_rows)
    sample: pd.DataFrame = field(default_factory=_no_rows)
    records: Records = field(default_factory=Records)
    analysis: Analysis = field(default_factory=Analysis)

    @property
    def wave(self) -> Wave:
        """The edition's wave."""
        return self.edition.wave

    @property
    def waves(self) -> tuple[Wave, ...]:
        """Every wave with data, oldest first, up to and including the edition's own."""
        names = {*self.answers("wave")["wave"].unique(), *self.published["wave"].unique()}
        return tuple(sorted(w for w in map(Wave.parse, names) if w <= self.wave))

    def in_wave(self, wave: Wave) -> Self:
        """Give the same survey with the responses of one wave only."""
        at = self._rows.get(str(wave), slice(0, 0))
        return self.having(responses=self.responses.iloc[at])

    def answers(self, *columns: str) -> pd.DataFrame:
        """Give those of these columns that there are, of the responses of all waves."""
        return self.responses[[c for c in columns if c in self.responses]]

    def having(self, **changes: object) -> Self:
        """Give the same survey with other values in some fields; tables that nobody asked for stay unread."""
        made = object.__new__(type(self))
        kept = {name: value for name, value in vars(self).items() if name != "_rows"}
        vars(made).update(kept | changes)
        return made

    def data_of(self, table: str) -> str:
        """Hash of the records that a table was prepared from, or of the survey's own tables where there is no such table."""
        return self.records.data[table] if table in self.records else self.data

    @cached_property
    def _rows(self) -> dict[str, Any]:
        """Where the responses of each wave stand: a slice, which copies nothing, as long as they stand together."""
        places = self.responses.groupby("wave", observed=True).indices
        return {
            str(wave): slice(int(at[0]), int(at[-1]) + 1) if at[-1] - at[0] + 1 == len(at) else at
            for wave, at in places.items()
        }
