"""What came in from every source, from whom, and what weighting made of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pandas as pd

from csatreport.intake.records import TABLES
from csatreport.measure.fielding import known
from csatreport.measure.subjects import name
from csatreport.params import Text
from csatreport.results import Count
from csatreport.survey import Survey

_SCHEMAS = {str(table): schema for table, schema in TABLES.items()}
ANSWERS = Text(en="Survey answers", zh="调查答卷")
EVERYBODY = Text(en="All customers", zh="全体客户")
STEPS = {
    "start": Text(en="Before weighting", zh="加权前"),
    "design": Text(en="By the sample design", zh="按抽样设计加权"),
    "poststratified": Text(en="To the sizes of the strata", zh="按各层总体规模事后分层"),
    "raked": Text(en="To the margins of the population", zh="按总体边际分布迭代加权"),
    "trimmed": Text(en="Trimmed", zh="截尾"),
    "repeated": Text(en="To the margins once more", zh="再次迭代加权"),
}


@dataclass(frozen=True)
class Source:
    """One delivery: a file of answers of the edition's wave, or all files of one table of records."""

    label: Text
    files: int
    received: Count
    accepted: Count
    quarantined: Count


@dataclass(frozen=True)
class Stratum:
    """People of a stratum on their way to an accepted response; None where it is not known.

    ``response`` is received over drawn, ``validity`` accepted over received.
    """

    code: str
    label: Text
    population: float | None
    drawn: float | None
    received: float | None
    accepted: float | None
    response: float | None
    validity: float | None


@dataclass(frozen=True)
class Step:
    """Weights after a step, in multiples of their mean; effective base and design effect are Kish's."""

    step: str
    label: Text
    lowest: float
    median: float
    highest: float
    effective: float
    deff: float


@dataclass(frozen=True)
class Unmatched:
    """Keys of a table that lead nowhere: so many different ones, in so many rows."""

    table: Text
    field: Text
    keys: int
    rows: int


@dataclass(frozen=True)
class Received:
    """Everything that came in for one edition; ``data`` is the hash of all of it."""

    data: str
    sources: tuple[Source, ...]
    strata: tuple[Stratum, ...]
    steps: tuple[Step, ...]
    unmatched: tuple[Unmatched, ...]

    @property
    def total(self) -> Source:
        """All sources together."""
        whole = Text(en="All sources", zh="全部来源")
        counts = [
            Count(sum(getattr(s, part).value for s in self.sources), whole, data=self.data)
            for part in ("received", "accepted", "quarantined")
        ]
        return Source(whole, sum(s.files for s in self.sources), *counts)

    @property
    def strangers(self) -> Count:
        """Rows whose key leads nowhere."""
        label = Text(en="Rows whose key matches nothing", zh="键值无法匹配的记录")
        return Count(float(sum(u.rows for u in self.unmatched)), label, data=self.data)


def summary(survey: Survey) -> Received:
    """What came in for the edition: answers of its wave, and every table of records."""
    hashes = survey.data + "".join(survey.records.data.values())
    return Received(
        hashlib.sha256(hashes.encode()).hexdigest(),
        (*_answers(survey), *_records(survey)),
        _strata(survey),
        _steps(survey),
        _unmatched(survey),
    )


def _answers(survey: Survey) -> list[Source]:
    """The files of answers of the edition's wave, in the order of their declaration."""
    ledger = survey.ledger[survey.ledger["wave"] == str(survey.wave)]
    scores = [str(file.file) for file in survey.edition.published]
    modes = survey.questionnaire.labels.get("mode", {})
    found = []
    for _, rows in ledger[~ledger["source"].isin(scores)].groupby("source", sort=False):
        only = rows["mode"].unique()
        label = modes.get(only[0], ANSWERS) if len(only) == 1 else ANSWERS
        found.append(_source(label, 1, rows, survey.data))
    return found


def _records(survey: Survey) -> list[Source]:
    return [
        _source(
            _SCHEMAS[str(table)].label, int(rows["source"].nunique()), rows, survey.records.data[str(table)]
        )
        for table, rows in (survey.records.ledger.groupby("table", sort=False) if survey.records.data else ())
    ]


def _source(label: Text, files: int, rows: pd.DataFrame, data: str) -> Source:
    received, accepted, quarantined = (
        float(rows[part].sum()) for part in ("received", "accepted", "quarantined")
    )
    return Source(
        label,
        files,
        Count(received, label, data=data),
        Count(accepted, label, of=received, data=data),
        Count(quarantined, label, of=received, data=data),
    )


def _strata(survey: Survey) -> tuple[Stratum, ...]:
    if survey.sample.empty:
        return ()
    items = survey.questionnaire.of_kind("stratum")
    codes = items[0].codes if items else ""
    rows = survey.sample[survey.sample["wave"] == str(survey.wave)].to_dict("records")
    return tuple(
        Stratum(
            str(r["stratum"]),
            name(survey.questionnaire, codes, str(r["stratum"])) if r["stratum"] else EVERYBODY,
            *(
                known(float(r[part]))
                for part in ("population", "drawn", "received", "accepted", "response_rate", "validity_rate")
            ),
        )
        for r in rows
    )


def _steps(survey: Survey) -> tuple[Step, ...]:
    if survey.weighting.empty:
        return ()
    rows = survey.weighting[survey.weighting["wave"] == str(survey.wave)].to_dict("records")
    return tuple(
        Step(
            str(r["step"]),
            STEPS[str(r["step"])],
            *(float(r[part]) for part in ("lowest", "median", "highest", "effective", "deff")),
        )
        for r in rows
    )


def _unmatched(survey: Survey) -> tuple[Unmatched, ...]:
    if not survey.records.data:
        return ()
    found = survey.records.unmatched.groupby(["table", "field"], sort=False)["rows"].agg(["size", "sum"])
    return tuple(
        Unmatched(_SCHEMAS[table].label, _SCHEMAS[table][field].label, int(keys), int(rows))
        for (table, field), keys, rows in found.itertuples(name=None)
    )
