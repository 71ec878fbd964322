"""The four prepared tables, in memory: everything is refused here, nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.intake import clean, design, weigh
from csatreport.intake import published as publications
from csatreport.intake.collect import Collected, collect, require, together
from csatreport.params import Edition, Questionnaire, Wave

QUARANTINE = ("source", "wave", "row", "rule", "item", "value", "reason")
LEDGER = ("source", "wave", "mode", "received", "accepted", "quarantined")


@dataclass(frozen=True)
class Tables:
    """Prepared tables as :class:`csatreport.survey.Survey` describes them, and the hash of each raw file."""

    responses: pd.DataFrame
    published: pd.DataFrame
    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    raw: dict[str, str]


def tables(project: Path, edition: Edition, questionnaire: Questionnaire) -> Tables:
    """Read, code, clean and weigh every source of the edition.

    Raises
    ------
    ParamsError, DataError, DesignError
        What cannot be reported on.
    """
    require(questionnaire, edition)
    scored = [publications.scores(p, project, questionnaire, edition) for p in edition.published]
    known = frozenset(item for table, _ in scored for item in table["item"])
    read = [collect(s, project, questionnaire, elsewhere=known) for s in edition.source]
    raw = {r.file: r.sha256 for _, r in (*scored, *read)}
    scores = (
        pd.concat([table for table, _ in scored], ignore_index=True)
        if scored
        else _frame((*publications.COLUMNS, *QUARANTINE))
    )
    answers = together([c for c, _ in read]) if read else None
    responses, quarantine, counted = _responses(answers, edition, questionnaire, project)
    published, aside, counted_scores = _published(scores)
    ledger = pd.concat([counted, counted_scores], ignore_index=True)
    received: dict[str, int] = {}
    for _, r in (*scored, *read):
        received[r.file] = received.get(r.file, 0) + len(r.cells)
    _balanced(ledger, received)
    _waves_there(edition, responses, published)
    return Tables(
        responses, published, ledger, pd.concat([quarantine, aside], ignore_index=True)[list(QUARANTINE)], raw
    )


def _responses(
    collected: Collected | None, edition: Edition, questionnaire: Questionnaire, project: Path
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Build accepted responses, quarantine and ledger."""
    if collected is None:
        return _no_responses(questionnaire), _frame(QUARANTINE), _frame(LEDGER)
    ratings = questionnaire.of_kind("rating")
    rows = collected.design
    found = clean.rules(rows, collected.answers[[i.item for i in ratings]], ratings, edition.cleaning)
    accepted = found["rule"] == ""
    answers = collected.answers.copy()
    for item in ratings:
        if item.direction == "lower" and item.scale is not None:
            answers[item.item] = item.scale.low + item.scale.high - answers[item.item]
    kept = rows[accepted]
    design.usable(kept)
    weight = weigh.weights(kept, edition, project)
    head = pd.DataFrame(
        {
            "response": kept.index.astype("int64"),
            "wave": kept["wave"],
            "mode": kept["mode"],
            "minutes": kept["minutes"],
            "weight": weight,
            "stratum": kept["stratum"],
            "cluster": kept["cluster"],
        }
    )
    responses = pd.concat([head, answers[accepted]], axis=1).reset_index(drop=True)
    return responses, _quarantine(collected, found, accepted), _count(rows.assign(accepted=accepted))


def _quarantine(collected: Collected, found: pd.DataFrame, accepted: pd.Series) -> pd.DataFrame:
    place = collected.design[["source", "wave", "row"]]
    whole = place.join(found)[~accepted].assign(item="", value="")
    faults = collected.faults[collected.faults["response"].map(accepted).astype(bool)]
    single = faults.join(place, on="response").drop(columns="response")
    table = pd.concat([whole, single[list(whole.columns)]], ignore_index=True)
    order = {s: n for n, s in enumerate(collected.design["source"].unique())}
    return table.sort_values(
        ["source", "row", "item"], key=lambda c: c.map(order) if c.name == "source" else c, ignore_index=True
    )


def _published(scores: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Build accepted scores, quarantine and ledger."""
    accepted = scores["rule"] == ""
    kept = scores.loc[accepted, list(publications.COLUMNS)].reset_index(drop=True)
    aside = scores[~accepted].assign(
        item="", value="", reason="a published score that this edition cannot use"
    )
    return kept, aside[list(QUARANTINE)], _count(scores.assign(mode=None, accepted=accepted))


def _count(rows: pd.DataFrame) -> pd.DataFrame:
    counted = rows.assign(mode=rows["mode"].astype("string").fillna("").astype(object))
    grouped = counted.groupby(["source", "wave", "mode"], sort=False)["accepted"]
    ledger = grouped.agg(received="size", accepted="sum").astype("int64").reset_index()
    return ledger.assign(quarantined=ledger["received"] - ledger["accepted"])


def _balanced(ledger: pd.DataFrame, received: dict[str, int]) -> None:
    """Received = accepted + quarantined, for every file that was read."""
    counted = ledger.groupby("source")[["accepted", "quarantined"]].sum().sum(axis=1)
    for file, rows in received.items():
        if int(counted.get(file, 0)) != rows:
            raise DataError(
                "rows went missing on the way",
                where=file,
                expected=f"{rows} rows accepted or quarantined",
                got=str(int(counted.get(file, 0))),
                todo="report this as a fault of csatreport",
            )


def _waves_there(edition: Edition, responses: pd.DataFrame, published: pd.DataFrame) -> None:
    there = {*responses["wave"].unique(), *published["wave"].unique()}
    for source in edition.source:
        if str(source.wave) not in set(responses["wave"].unique()):
            raise _no_answers(str(source.wave), str(source.file))
    if str(edition.wave) not in there:
        raise _no_answers(str(edition.wave), f"the sources of edition {edition.name}")
    compared: Iterable[tuple[str, Wave | None]] = (
        ("previous", edition.previous),
        ("year_ago", edition.year_ago),
    )
    for key, wave in compared:
        if wave is not None and str(wave) not in there:
            raise ParamsError(
                f"nothing to compare with in {wave}",
                where=f"params/editions/{edition.name}.toml, {key}",
                expected=f"one of {', '.join(sorted(there - {str(edition.wave)}))}"
                if len(there) > 1
                else "a wave with answers",
                got=str(wave),
                todo="add a source of that wave, or leave the key out",
            )


def _no_answers(wave: str, where: str) -> DataError:
    return DataError(
        f"wave {wave} has no accepted answers",
        where=where,
        expected="at least one response that no rule puts aside",
        todo="look at the cleaning rules of the edition and at the export",
    )


def _no_responses(questionnaire: Questionnaire) -> pd.DataFrame:
    kinds = {
        "response": "int64",
        "wave": "str",
        "mode": "string",
        "minutes": "float64",
        "weight": "float64",
        "stratum": "str",
        "cluster": "str",
    }
    kinds |= {
        i.item: "float64" if i.kind == "rating" else "string"
        for i in questionnaire.of_kind("rating", "category")
    }
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})


def _frame(columns: Iterable[str]) -> pd.DataFrame:
    whole = ("row", "received", "accepted", "quarantined")
    kinds = {
        c: "int64" if c in whole else "float64" if c == "value" and columns != QUARANTINE else object
        for c in columns
    }
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
