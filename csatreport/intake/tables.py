"""The prepared tables of the survey, in memory: everything is refused here, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from csatreport.errors import DataError, ParamsError
from csatreport.intake import clean, comments, design, frames, others, weigh
from csatreport.intake import published as publications
from csatreport.intake.collect import Collected, collect, together
from csatreport.intake.frames import HEAD, LEDGER, QUARANTINE
from csatreport.intake.require import require
from csatreport.intake.weigh import sample, steps
from csatreport.params import Edition, Questionnaire, Source, Wave

Collect = Callable[[Source, frozenset[str]], Collected]
Hide = Callable[[Collected], Collected]


@dataclass(frozen=True)
class Tables:
    """Prepared tables as :class:`csatreport.survey.Survey` describes them."""

    responses: pd.DataFrame
    published: pd.DataFrame
    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    comments: pd.DataFrame
    others: pd.DataFrame
    weighting: pd.DataFrame
    sample: pd.DataFrame


def tables(
    project: Path,
    edition: Edition,
    questionnaire: Questionnaire,
    *,
    collected: Collect | None = None,
    hide: Hide | None = None,
) -> Tables:
    """Read, code, clean and weigh every source of the edition.

    Parameters
    ----------
    collected : callable, optional
        Gives a source as :func:`collect` does, but without a person in it. By default the files are read
        here.
    hide : callable, optional
        Makes all of them together private. Without either nothing is hidden: for checks that write nothing.

    Raises
    ------
    ParamsError, DataError, DesignError
        What cannot be reported on.
    """
    scored = [publications.scores(p, project, questionnaire, edition) for p in edition.published]
    scores = pd.concat(scored, ignore_index=True) if scored else _no_scores()
    elsewhere = frozenset(scores["item"])
    read = collected or (lambda source, names: collect(source, project, questionnaire, elsewhere=names))
    parts = [read(source, elsewhere) for source in edition.source]
    made = (
        _of_responses((hide or _as_it_is)(together(parts)), edition, questionnaire, project)
        if parts
        else _no_responses(questionnaire)
    )
    published, aside, counted = _of_scores(scores)
    ledger = pd.concat([made.ledger, counted], ignore_index=True)
    received = {str(p.design["source"].iloc[0]): len(p.design) for p in parts}
    received |= {str(file): int(n) for file, n in scores["source"].value_counts().items()}
    _balanced(ledger, received)
    quarantine = pd.concat([made.quarantine, aside], ignore_index=True)[list(QUARANTINE)]
    _waves_there(edition, made.responses, published, quarantine)
    return Tables(
        made.responses, published, ledger, quarantine, made.comments, made.others, made.weighting, made.sample
    )


def _as_it_is(collected: Collected) -> Collected:
    return collected


def _of_responses(
    collected: Collected, edition: Edition, questionnaire: Questionnaire, project: Path
) -> Tables:
    """Everything but the published scores."""
    whole = others.recoded(collected, questionnaire)
    require(questionnaire, edition, whole.design)
    found = clean.rules(whole.design, whole.answers, questionnaire, edition.cleaning)
    accepted = found["rule"] == ""
    kept = whole.design[accepted]
    design.usable(kept)
    received = whole.design.groupby(["wave", "stratum"], sort=False).size()
    weighted = weigh.weights(kept, whole.answers[accepted], edition, project, received=received)
    answers = _turned(whole.answers[accepted], questionnaire)
    head = kept.assign(response=kept.index.astype("int64"), weight=weighted.weight)[list(HEAD)]
    responses = _wave_by_wave(pd.concat([head, answers, whole.replicates[accepted]], axis=1))
    return Tables(
        responses=responses,
        published=_no_scores()[list(publications.COLUMNS)],
        ledger=_count(whole.design.assign(accepted=accepted)),
        quarantine=_quarantine(whole, found, accepted),
        comments=comments.table(whole.texts, kept),
        others=comments.uncoded(whole.words, kept),
        weighting=weighted.steps,
        sample=weighted.sample,
    )


def _wave_by_wave(responses: pd.DataFrame) -> pd.DataFrame:
    """Responses of a wave together, so that a wave is a slice of them."""
    if responses["wave"].is_monotonic_increasing:
        return responses.reset_index(drop=True)
    return responses.sort_values("wave", kind="stable", ignore_index=True)


def _turned(answers: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Answers in which higher is better."""
    lower = [i for i in questionnaire.of_kind("rating") if i.direction == "lower" and i.scale is not None]
    turned = {i.item: i.scale.low + i.scale.high - answers[i.item] for i in lower if i.scale is not None}
    return answers.assign(**turned)


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


def _of_scores(scores: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
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
    return ledger.assign(quarantined=ledger["received"] - ledger["accepted"])[list(LEDGER)]


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


def _waves_there(
    edition: Edition, responses: pd.DataFrame, published: pd.DataFrame, quarantine: pd.DataFrame
) -> None:
    there = {*responses["wave"].unique(), *published["wave"].unique()}
    for source in edition.source:
        if str(source.wave) not in set(responses["wave"].unique()):
            raise _no_answers(str(source.wave), str(source.file), quarantine)
    if str(edition.wave) not in there:
        raise _no_answers(str(edition.wave), f"the sources of edition {edition.name}", quarantine)
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


def _no_answers(wave: str, where: str, quarantine: pd.DataFrame) -> DataError:
    whole = quarantine[(quarantine["wave"] == wave) & (quarantine["item"] == "")]
    rules = [
        f"{len(rows)} by rule {rule!r}, such as row {rows['row'].iloc[0]}: {rows['reason'].iloc[0]}"
        for rule, rows in whole.groupby("rule", sort=False)
    ]
    return DataError(
        f"wave {wave} has no accepted answers",
        where=where,
        expected="at least one response that no rule puts aside",
        got="; ".join(rules),
        todo="look at the cleaning rules of the edition and at the export",
    )


def _no_responses(questionnaire: Questionnaire) -> Tables:
    items = [
        (i.item, "float64" if i.kind == "rating" else "string")
        for i in questionnaire.of_kind("rating", "category")
    ]
    return Tables(
        responses=frames.none(HEAD, *items),
        published=_no_scores()[list(publications.COLUMNS)],
        ledger=frames.none(LEDGER),
        quarantine=frames.none(QUARANTINE),
        comments=frames.none(comments.COLUMNS),
        others=frames.none(comments.OTHERS),
        weighting=frames.none(steps.COLUMNS),
        sample=frames.none(sample.COLUMNS),
    )


def _no_scores() -> pd.DataFrame:
    return frames.none(publications.ALL).astype({"value": "float64"})
