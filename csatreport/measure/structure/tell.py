"""Numbers found from a sample, told with the interval that its resamples give them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from csatreport.measure.design import Floats
from csatreport.measure.structure.sample import Sample
from csatreport.measure.subjects import Subject
from csatreport.results import Estimate, Unit


@dataclass(frozen=True, eq=False)
class Teller:
    """Makes estimates; ``used`` (n,) are the responses that they rest on."""

    sample: Sample
    used: npt.NDArray[np.bool_]

    def __call__(
        self, value: float, resampled: Floats, subject: Subject, *, measure: str, unit: Unit = "coefficient"
    ) -> Estimate:
        """An estimate of ``value`` with its values (b,) in the resamples."""
        results = replace(self.sample.resamples, results=resampled)
        found = np.asarray(value, dtype=np.float64)
        low, high = results.interval(found, confidence=self.sample.fielding.survey.edition.confidence)
        return self.sample.fielding.modelled(
            value, se=float(results.se(found)), interval=(float(low), float(high)), subject=subject,
            measure=measure, unit=unit, used=self.used,
        )  # fmt: skip
