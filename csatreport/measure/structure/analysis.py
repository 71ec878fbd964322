"""The structure of satisfaction: which services customers experience as one."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np

from csatreport.measure import contrast
from csatreport.measure.design import Floats
from csatreport.measure.structure.adequacy import adequacy
from csatreport.measure.structure.fit import criteria, fitted, refitted
from csatreport.measure.structure.names import homes, named
from csatreport.measure.structure.number import dimensionality
from csatreport.measure.structure.result import Group, Structure
from csatreport.measure.structure.sample import Sample
from csatreport.measure.structure.tell import Teller
from csatreport.measure.subjects import Subject
from csatreport.results import Contrasts, Estimate, Estimates
from csatreport.survey import Survey


def structure(survey: Survey, *, sample: Sample | None = None) -> Structure:
    """Find the groups of services that customers experience as one.

    Components (or minres, as ``[structure]`` declares) of the weighted correlations, varimax with Kaiser
    normalisation. The number is that of parallel analysis, or fewer, so that every group has two items or more; or
    as declared. Intervals: the bootstrap of the design, see :func:`csatreport.measure.structure.fit.refitted`.
    ``leads`` tests how much closer the group that goes closest with overall satisfaction does so than each other.

    Checked against: R psych (:mod:`.extraction`, :mod:`.rotation`), the simulated company's families of services.

    Raises
    ------
    DataError
        Too few items; more factors declared than correlations can tell apart.
    """
    found = sample or Sample.of(survey)
    judged = dimensionality(found.matrix, found.fielding.generator("parallel analysis"))
    loadings = fitted(found, judged.parallel)
    resamples = refitted(found, loadings)
    home = homes(loadings)
    overall = criteria(found, loadings, resamples)
    groups = _groups(found, (loadings, resamples), overall)
    return Structure(
        sample=found, adequacy=adequacy(found.matrix), number=judged, loadings=loadings,
        cells=_cells(found, loadings, resamples), home=home, stays=(homes(resamples) == home).mean(axis=0),
        communality=_communality(found, loadings, resamples), groups=groups, leads=_leads(found, overall, groups),
    )  # fmt: skip


_Both = tuple[Floats, Floats]  # of the sample, of every resample


def _cells(sample: Sample, loadings: Floats, resamples: Floats) -> tuple[tuple[Estimate, ...], ...]:
    found = []
    for k, subject in enumerate(sample.subjects):
        tell = Teller(sample, sample.answered(k))
        row = zip(loadings[k], resamples[:, k].T, strict=True)
        found.append(tuple(tell(value, again, subject, measure="loading") for value, again in row))
    return tuple(found)


def _communality(sample: Sample, loadings: Floats, resamples: Floats) -> Estimates:
    value, again = (loadings**2).sum(axis=1), (resamples**2).sum(axis=2)
    return Estimates(
        tuple(
            Teller(sample, sample.answered(k))(
                value[k], again[:, k], subject, measure="communality", unit="share"
            )
            for k, subject in enumerate(sample.subjects)
        )
    )


def _groups(sample: Sample, loadings: _Both, overall: _Both) -> tuple[Group, ...]:
    home, tell = homes(loadings[0]), Teller(sample, sample.used)
    explained, again = (loadings[0] ** 2).mean(axis=0), (loadings[1] ** 2).mean(axis=1)
    found = []
    for f, label in enumerate(
        named(loadings[0], sample.subjects, sample.fielding.survey.analysis.structure.names)
    ):
        subject = Subject(f"group{f + 1}", label)
        order = np.argsort(-np.abs(loadings[0][:, f]), kind="stable")
        value = float(overall[0][f])
        found.append(
            Group(
                label,
                tuple(sample.subjects[k] for k in order if home[k] == f),
                tell(explained[f], again[:, f], subject, measure="explained", unit="share"),
                None if isnan(value) else tell(value, overall[1][:, f], subject, measure="correlation"),
            )
        )
    return tuple(found)


def _leads(sample: Sample, overall: _Both, groups: tuple[Group, ...]) -> Contrasts:
    """How much closer the closest group goes with overall satisfaction than each other: one family (Holm)."""
    value, again = overall
    if np.isnan(value).any():
        return Contrasts()
    order = np.argsort(-value, kind="stable")
    first, rows = groups[order[0]].overall, []
    for k in order[1:]:
        other = groups[k].overall
        spread = replace(sample.resamples, results=again[:, order[0]] - again[:, k])
        se = float(spread.se(value[order[0]] - value[k]))
        if first is not None and other is not None:
            rows.append(contrast.joint(other, first, se=se, df=sample.fielding.design.df))
    return contrast.family(rows)
