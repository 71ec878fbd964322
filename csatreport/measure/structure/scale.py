"""Reliability of the services of each dimension as a scale, and of all together, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from csatreport.measure.structure.reliability import Alpha, alpha
from csatreport.measure.structure.sample import Sample
from csatreport.measure.structure.tell import Teller
from csatreport.measure.subjects import Subject
from csatreport.params import Text
from csatreport.results import Estimate, Estimates

ALL = Text(en="All services", zh="全部服务项目")


@dataclass(frozen=True)
class ScaleItem:
    """An item of a scale: corrected item-total correlation, and alpha without the item (None of a scale of two)."""

    subject: Subject
    total: Estimate
    dropped: Estimate | None


@dataclass(frozen=True)
class Scale:
    """Items that are meant to measure one thing, and how reliably their sum does."""

    subject: Subject
    alpha: Estimate
    standardised: Estimate
    items: tuple[ScaleItem, ...]

    @property
    def weakening(self) -> tuple[ScaleItem, ...]:
        """Items without which alpha would come out higher than its whole interval reaches."""
        high = self.alpha.high
        return tuple(
            i
            for i in self.items
            if i.dropped and i.dropped.shown and high is not None and i.dropped.value > high
        )


@dataclass(frozen=True)
class Scales:
    """Scales of single dimensions in questionnaire order, and all items as one."""

    dimensions: tuple[Scale, ...]
    whole: Scale

    @property
    def alphas(self) -> Estimates:
        """Reliability of every scale, all items last."""
        return Estimates((*(s.alpha for s in self.dimensions), self.whole.alpha))


def scales(sample: Sample) -> Scales:
    """Alpha of each dimension that has two items or more, and of all items of the sample.

    Raw alpha is the one to read where items share a scale; the standardised one is shown beside it. Covariances
    follow the missing policy of the sample. Standard errors and percentile intervals: bootstrap of the design.

    Checked against: :func:`csatreport.measure.structure.reliability.alpha`; intervals against Feldt's on simple
    samples.
    """
    groups: dict[str, list[int]] = {}
    for k, subject in enumerate(sample.subjects):
        if subject.group:
            groups.setdefault(subject.group, []).append(k)
    dimensions = tuple(
        scale(sample, rows, Subject(code, sample.subjects[rows[0]].group_label or Text.same(code)))
        for code, rows in groups.items()
        if len(rows) > 1
    )
    return Scales(dimensions, scale(sample, range(len(sample.items)), Subject("all", ALL)))


def scale(sample: Sample, rows: Sequence[int], subject: Subject) -> Scale:
    """Reliability of some items of the sample, by their places."""
    at = np.array(rows)
    found = alpha(sample.matrix.covariance[None][:, at[:, None], at])
    resampled = alpha(sample.resampled_items[:, at[:, None], at])
    tell = Teller(sample, sample.used & ~np.isnan(sample.values[:, at]).all(axis=1))
    items = tuple(
        ScaleItem(
            sample.subjects[k],
            tell(found.total[0, i], resampled.total[:, i], sample.subjects[k], measure="item_total"),
            tell(found.dropped[0, i], resampled.dropped[:, i], sample.subjects[k], measure="dropped")
            if len(at) > 2
            else None,
        )
        for i, k in enumerate(at.tolist())
    )
    return Scale(subject, *_both(tell, found, resampled, subject), items)


def _both(tell: Teller, found: Alpha, resampled: Alpha, subject: Subject) -> tuple[Estimate, Estimate]:
    raw = tell(found.raw[0], resampled.raw, subject, measure="alpha")
    return raw, tell(found.standardised[0], resampled.standardised, subject, measure="alpha")
