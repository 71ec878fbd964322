"""Estimates of answers in a warehouse: those of :mod:`csatreport.measure.estimate`, from sums that the engine adds up.

Same estimator, same intervals, same suppression: only the sums come from elsewhere, one query for all items and waves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from csatreport.measure import scores
from csatreport.measure.breaks import Breaks
from csatreport.measure.subjects import Level, Subject, name, ordered
from csatreport.measure.told import Telling
from csatreport.params import Item, Measure, Wave
from csatreport.results import Estimate, Estimates
from csatreport.warehouse import scored
from csatreport.warehouse.answers import Warehouse
from csatreport.warehouse.sums import Sums, sums


def items(
    warehouse: Warehouse, measure: Measure, *, items: Sequence[str] | None = None, wave: Wave | None = None
) -> Estimates:
    """Everybody's score of every item, or of those given, as :func:`csatreport.measure.estimate.items`."""
    at = wave or warehouse.survey.wave
    chosen = _chosen(warehouse, measure, items, at)
    return Estimates(_everybody(warehouse, chosen, measure, [at])[at])


def all_series(warehouse: Warehouse, names: Sequence[str], measure: Measure) -> tuple[Estimates, ...]:
    """The series of each item, everybody, in the order given, breaks marked; one query for all waves."""
    questionnaire = warehouse.survey.questionnaire
    chosen = [scores.find(questionnaire, each) for each in names]
    found = _everybody(warehouse, chosen, measure, warehouse.waves)
    breaks = Breaks.of(warehouse.survey, modes=warehouse.modes)
    return tuple(
        breaks.marked(
            Estimates(tuple(rows[k] for wave, rows in found.items() if warehouse.asked(item, wave)))
        )
        for k, item in enumerate(chosen)
    )


def levels(
    warehouse: Warehouse, item: str, measure: Measure, domain: str, *, wave: Wave | None = None
) -> Estimates:
    """One item by the levels of a domain item, as :func:`csatreport.measure.estimate.levels`."""
    return all_levels(warehouse, [item], measure, domain, wave=wave)[0]


def all_levels(
    warehouse: Warehouse, names: Sequence[str], measure: Measure, domain: str, *, wave: Wave | None = None
) -> tuple[Estimates, ...]:
    """Each item by the levels of a domain item, in the order given; one query for all."""
    at = wave or warehouse.survey.wave
    questionnaire = warehouse.survey.questionnaire
    chosen = [scores.find(questionnaire, each) for each in names]
    by, table = _domain(warehouse, domain), warehouse.of_waves([at])
    found = sums(warehouse, {i.item: scored.of_item(table, i, measure) for i in chosen}, table, table[domain])
    there = ordered(domain, found.levels(at), questionnaire, codes=by.codes)
    subjects = [Subject.of(i, questionnaire) for i in chosen]
    rows = _told(warehouse, found, subjects, measure=measure, wave=at, levels=there)
    return tuple(Estimates(rows[k :: len(chosen)]) for k in range(len(chosen)))


def dimensions(warehouse: Warehouse, measure: Measure, *, wave: Wave | None = None) -> Estimates:
    """Every dimension, as :func:`csatreport.measure.estimate.dimensions`."""
    at = wave or warehouse.survey.wave
    groups: dict[str, list[Item]] = {}
    for item in _chosen(warehouse, measure, None, at):
        if item.dimension:
            groups.setdefault(item.dimension, []).append(item)
    if not groups:
        return Estimates()
    table = warehouse.of_waves([at])
    made = {code: scored.of_group(table, members, measure) for code, members in groups.items()}
    subjects = [Subject(code, name(warehouse.survey.questionnaire, "dimension", code)) for code in groups]
    return Estimates(_told(warehouse, sums(warehouse, made, table), subjects, measure=measure, wave=at))


def _everybody(
    warehouse: Warehouse, chosen: Sequence[Item], measure: Measure, waves: Sequence[Wave]
) -> Mapping[Wave, tuple[Estimate, ...]]:
    """Estimates of these items in these waves."""
    if not chosen:
        return dict.fromkeys(waves, ())
    table = warehouse.of_waves(waves)
    found = sums(warehouse, {i.item: scored.of_item(table, i, measure) for i in chosen}, table)
    subjects = [Subject.of(i, warehouse.survey.questionnaire) for i in chosen]
    return {wave: _told(warehouse, found, subjects, measure=measure, wave=wave) for wave in waves}


def _told(
    warehouse: Warehouse, found: Sums, subjects: Sequence[Subject], *,
    measure: Measure, wave: Wave, levels: tuple[Level, ...] | None = None,
) -> tuple[Estimate, ...]:  # fmt: skip
    """Sums as estimates, of everybody or of the levels of a domain."""
    if levels == ():
        return ()
    told = Telling(warehouse.survey, wave)
    unit = scores.UNITS[measure]
    if levels is None:
        return told.rows(found.means(warehouse, wave), subjects, measure=measure, unit=unit)
    means = found.means(warehouse, wave, [level.code for level in levels])
    return told.rows(means, subjects, measure=measure, unit=unit, levels=levels)


def _chosen(
    warehouse: Warehouse, measure: Measure, items: Sequence[str] | None, wave: Wave
) -> tuple[Item, ...]:
    """The items named, or those that a list of ``measure`` shows and the wave asked."""
    questionnaire = warehouse.survey.questionnaire
    if items is not None:
        return tuple(scores.find(questionnaire, i) for i in items)
    return tuple(i for i in scores.reported(questionnaire, measure) if warehouse.asked(i, wave))


def _domain(warehouse: Warehouse, domain: str) -> Item:
    item = scores.find(warehouse.survey.questionnaire, domain)
    if item.kind != "category" or domain not in warehouse.table.columns:
        raise scores.no_domain(item)
    return item
