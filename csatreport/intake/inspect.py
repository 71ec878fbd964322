"""``csatreport check``: everything that must be refused before anything runs; nothing is written."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from csatreport.intake import deliveries, tables
from csatreport.params import Questionnaire
from csatreport.params.cleaning import faults_in
from csatreport.params.consistent import faults_with
from csatreport.params.faults import refuse
from csatreport.params.load import load_analysis, load_book, load_edition, load_questionnaire, packaged
from csatreport.params.margins import load_margins, undeclared


def check(project: Path, edition_name: str) -> tuple[str, ...]:
    """Check an edition and say what was checked, one line each.

    Raises
    ------
    CsatError
        The first kind of fault that was found, with every fault of that kind.
    """
    said = declared(project, edition_name)
    edition, questionnaire = load_edition(project, edition_name), load_questionnaire(project)
    counted = [
        tables.ledger(project, edition, questionnaire),
        deliveries.ledger(project, edition, questionnaire),
    ]
    return (*said, *(line for ledger in counted for line in _files(ledger)))


def declared(project: Path, edition_name: str) -> tuple[str, ...]:
    """Check what is declared, without reading any raw file.

    Raises
    ------
    ParamsError
        Naming every fault.
    """
    book = load_book(project)
    edition = load_edition(project, edition_name)
    questionnaire = load_questionnaire(project)
    folders = (project / "notebooks", packaged() / "notebooks")
    notebooks = frozenset(f.name for folder in folders for f in folder.glob("*.ipynb"))
    faults = list(faults_with(questionnaire, book, edition, there=notebooks, project=project))
    faults.extend(load_analysis(project).faults(questionnaire))
    faults += faults_in(edition.cleaning, questionnaire)
    if edition.weights == "declared" and edition.weighting.margins:
        faults += undeclared(load_margins(project), edition.weighting.margins, questionnaire)
    refuse(faults)
    compared = edition.previous or "none"
    figures = f"{len(book.headline)} headline figures"
    return (
        f"params/book.toml: {len(book.part)} parts, {len(book.chapters)} chapters, {figures}",
        f"params/editions/{edition.name}.toml: wave {edition.wave}, compared with {compared}",
        _asked(questionnaire),
    )


def _asked(questionnaire: Questionnaire) -> str:
    ratings, categories = (len(questionnaire.of_kind(k)) for k in ("rating", "category"))
    lists = len(questionnaire.labels)
    return f"params/questionnaire.csv: {ratings} ratings, {categories} categories; {lists} lists of labels"


def _files(ledger: pd.DataFrame) -> list[str]:
    numbers = ["received", "accepted", "quarantined"]
    counts = ledger.groupby("source", sort=False)[numbers].sum().reset_index()
    return [
        f"{r['source']}: {r['received']} received = {r['accepted']} accepted + {r['quarantined']} quarantined"
        for r in counts.to_dict("records")
    ]
