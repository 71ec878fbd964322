"""One raw file of answers, read and coded; nothing is put aside yet but single answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from csatreport.errors import ParamsError
from csatreport.intake import code, match, times
from csatreport.intake.readers import Raw, read
from csatreport.params import Edition, Item, Kind, Questionnaire, Source

STORED: tuple[Kind, ...] = ("rating", "category")


@dataclass(frozen=True)
class Collected:
    """The responses of one or more files, one row each, all with the same index.

    ``design`` has ``source, wave, row, mode, respondent, start, minutes, weight, stratum, cluster, asked,
    answered``; ``answers`` one column per item, ratings as answered; ``faults`` has ``response`` (the
    index), ``item, value, rule, reason`` of answers that were set aside.
    """

    design: pd.DataFrame
    answers: pd.DataFrame
    faults: pd.DataFrame


def collect(
    source: Source, project: Path, questionnaire: Questionnaire, *, elsewhere: frozenset[str] = frozenset()
) -> tuple[Collected, Raw]:
    """Read and code the file of ``source``.

    Raises
    ------
    ParamsError, DataError
        The file is not what was declared.
    """
    raw = read(source, project)
    where = match.columns(
        raw.header, questionnaire.items, wave=source.wave, file=raw.file, elsewhere=elsewhere
    )
    columns = {name: raw.cells[position] for name, position in where.items()}
    coded = {
        i.item: _coded(i, columns[i.item], raw, questionnaire)
        for i in questionnaire.of_kind(*STORED, "mode")
        if i.item in columns
    }
    answers = pd.DataFrame(
        {i.item: _value(i, coded, raw) for i in questionnaire.of_kind(*STORED)}, index=raw.cells.index
    )
    design = _design(source, raw, columns, coded, questionnaire)
    design["asked"] = sum(i.item in columns for i in questionnaire.of_kind("rating"))
    faults = pd.concat([_NO_FAULTS, *_faults(columns, coded)], ignore_index=True)
    given = [
        (c.value.notna() | (c.fault != "")) for name, c in coded.items() if questionnaire[name].kind != "mode"
    ]
    given += [columns[i.item].str.strip() != "" for i in questionnaire.of_kind("text") if i.item in columns]
    design["answered"] = pd.concat(given, axis=1).any(axis=1) if given else False
    return Collected(design, answers, faults), raw


def together(parts: list[Collected]) -> Collected:
    """Several files as one, with one running index."""
    offsets = [sum(len(p.design) for p in parts[:n]) for n in range(len(parts))]
    faults = [p.faults.assign(response=p.faults["response"] + o) for p, o in zip(parts, offsets, strict=True)]
    return Collected(
        pd.concat([p.design for p in parts], ignore_index=True),
        pd.concat([p.answers for p in parts], ignore_index=True),
        pd.concat(faults, ignore_index=True),
    )


def require(questionnaire: Questionnaire, edition: Edition) -> None:
    """Refuse rules and weights for which no item delivers what they need.

    Raises
    ------
    ParamsError
        Naming the edition's key.
    """
    needs: list[tuple[bool, str, tuple[tuple[str, ...], ...]]] = [
        (
            edition.cleaning.minimum_minutes is not None,
            "cleaning.minimum_minutes",
            (("minutes",), ("start", "end")),
        ),
        (edition.cleaning.window, "cleaning.window", (("start",),)),
        (edition.weights == "delivered", "weights", (("weight",),)),
        (edition.weights == "population", "weights", (("stratum",),)),
    ]
    kinds = {i.kind for i in questionnaire.items}
    for wanted, key, choices in needs if edition.source else []:
        if wanted and not any(kinds.issuperset(choice) for choice in choices):
            expected = " or ".join(" and ".join(choice) for choice in choices)
            raise ParamsError(
                "nothing in the questionnaire delivers what this needs",
                where=f"params/editions/{edition.name}.toml, {key}",
                expected=f"an item of kind {expected}",
                todo="add the item to params/questionnaire.csv, or leave the key out",
            )


_NO_FAULTS = pd.DataFrame(
    {"response": pd.Series(dtype="int64")}
    | {c: pd.Series(dtype=object) for c in ("item", "value", "rule", "reason")}
)


def _known(item: Item, questionnaire: Questionnaire) -> dict[str, str]:
    name = item.codes or ("mode" if item.kind == "mode" else "")
    return {code.plain(raw): c for raw, c in questionnaire.answers.get(name, {}).items()}


def _coded(item: Item, column: pd.Series, raw: Raw, questionnaire: Questionnaire) -> code.Coded:
    known = _known(item, questionnaire)
    coded = code.ratings(column, item, known) if item.kind == "rating" else code.codes(column, item, known)
    code.contradictions(column, coded, item, where=raw.file)
    return coded


def _value(item: Item, coded: dict[str, code.Coded], raw: Raw) -> pd.Series:
    if item.item in coded:
        return coded[item.item].value
    return pd.Series(
        float("nan") if item.kind == "rating" else None,
        index=raw.cells.index,
        dtype="float64" if item.kind == "rating" else "string",
    )


def _design(
    source: Source,
    raw: Raw,
    columns: dict[str, pd.Series],
    coded: dict[str, code.Coded],
    questionnaire: Questionnaire,
) -> pd.DataFrame:
    blank = pd.Series("", index=raw.cells.index, dtype=object)
    items = {i.kind: i for i in questionnaire.items if i.kind not in (*STORED, "text")}
    text = {kind: columns.get(item.item, blank) for kind, item in items.items()}
    start, end = (times.moments(text.get(k, blank)) for k in ("start", "end"))
    design = pd.DataFrame(
        {"source": raw.file, "wave": str(source.wave), "row": raw.cells.index + 2}, index=raw.cells.index
    )
    for kind in ("respondent", "stratum", "cluster"):
        known = _known(items[kind], questionnaire) if kind in items else {}
        design[kind] = code.texts(text.get(kind, blank), known)
    design["start"] = start
    design["minutes"] = times.durations(text.get("minutes", blank)).fillna(times.between(start, end))
    design["weight"] = text.get("weight", blank).map(code.plain)
    design["mode"] = _mode(source, items, coded, raw, questionnaire)
    return design


def _mode(
    source: Source,
    items: dict[Kind, Item],
    coded: dict[str, code.Coded],
    raw: Raw,
    questionnaire: Questionnaire,
) -> pd.Series:
    if source.mode is not None and source.mode not in questionnaire.labels.get("mode", {}):
        raise ParamsError(
            f"no mode {source.mode!r}",
            where=f"source {source.file}, mode",
            expected=", ".join(sorted(questionnaire.labels.get("mode", {})))
            or "a code of list 'mode' in params/labels.csv",
            todo="correct it, or add the code to list 'mode' of params/labels.csv",
        )
    if "mode" in items and items["mode"].item in coded:
        return coded[items["mode"].item].value
    return pd.Series(source.mode, index=raw.cells.index, dtype="string")


def _faults(columns: dict[str, pd.Series], coded: dict[str, code.Coded]) -> Iterator[pd.DataFrame]:
    for name, c in coded.items():
        bad = c.fault[c.fault != ""]
        if len(bad):
            raw = columns[name][bad.index]
            yield pd.DataFrame(
                {
                    "response": bad.index,
                    "item": name,
                    "value": raw.map(shown),
                    "rule": bad,
                    "reason": raw.map(_reason),
                }
            )


def shown(raw: str) -> str:
    """Show a number that was set aside; "" for words, which may be about a person."""
    text = code.plain(raw)
    return text if len(text) <= 6 and text.removeprefix("-").replace(".", "", 1).isdecimal() else ""


def _reason(raw: str) -> str:
    return (
        "a number that is not among the answers" if shown(raw) else f"text of {len(raw.strip())} characters"
    )
