"""The prepared tables of one wave: cleaned, weighed, counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from csatreport.intake import clean, comments, design, others, room, weigh
from csatreport.intake.collect import Collected, together
from csatreport.intake.frames import HEAD, LEDGER, QUARANTINE
from csatreport.intake.kept import Whole
from csatreport.intake.rules.received import Reasons
from csatreport.params import Edition, Questionnaire


@dataclass(frozen=True, eq=False)
class Prepared:
    """Tables of one wave as :class:`csatreport.survey.Survey` describes them."""

    responses: pd.DataFrame
    ledger: pd.DataFrame
    quarantine: pd.DataFrame
    comments: pd.DataFrame
    others: pd.DataFrame
    weighting: pd.DataFrame
    sample: pd.DataFrame


def received(parts: list[Collected], places: list[int], whole: Whole) -> Collected:
    """Responses of the sources at these places as one, numbered as they are among all sources.

    ``parts`` is emptied, so that nothing is held twice.
    """
    joined = together(parts, first=[whole.first[place] for place in places])
    parts.clear()
    room.give_back()
    return whole.alike(joined)


def prepared(
    collected: Collected,
    edition: Edition,
    questionnaire: Questionnaire,
    project: Path,
    *,
    again: Reasons | None = None,
) -> Prepared:
    """Prepare the responses of a wave.

    Parameters
    ----------
    again : Series, optional
        Reasons, by position, of responses from a device that another one came from; by default looked for
        among these responses.

    Raises
    ------
    DesignError
        Responses that cannot be weighed, or a design that no estimate can use.
    """
    coded = others.recoded(collected, questionnaire)
    found = clean.rules(coded.design, coded.answers, questionnaire, edition.cleaning, again=again)
    accepted = found["rule"] == ""
    kept, answers = coded.design[accepted], coded.answers[accepted]
    design.usable(kept)
    came = coded.design.groupby(["wave", "stratum"], sort=False).size()
    weighted = weigh.weights(kept, answers, edition, project, received=came)
    head = kept.assign(response=kept.index.astype("int64"), weight=weighted.weight)[list(HEAD)]
    columns = [head, _turned(answers, questionnaire), coded.replicates[accepted]]
    return Prepared(
        responses=pd.concat(columns, axis=1).reset_index(drop=True),
        ledger=count(coded.design.assign(accepted=accepted)),
        quarantine=_quarantine(coded, found, accepted),
        comments=comments.table(coded.texts, kept),
        others=comments.uncoded(coded.words, kept),
        weighting=weighted.steps,
        sample=weighted.sample,
    )


def count(rows: pd.DataFrame) -> pd.DataFrame:
    """The ledger of rows that have ``source, wave, mode, accepted``."""
    counted = rows.assign(mode=rows["mode"].astype("string").fillna("").astype(object))
    grouped = counted.groupby(["source", "wave", "mode"], sort=False)["accepted"]
    ledger = grouped.agg(received="size", accepted="sum").astype("int64").reset_index()
    return ledger.assign(quarantined=ledger["received"] - ledger["accepted"])[list(LEDGER)]


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
    return table[list(QUARANTINE)].sort_values(
        ["source", "row", "item"], key=lambda c: c.map(order) if c.name == "source" else c, ignore_index=True
    )
