"""The figures of :mod:`.accuracy`, :mod:`.calibration` and :mod:`.lift` as estimates that know their base."""

from __future__ import annotations

import numpy as np

from csatreport.measure import interval
from csatreport.measure.churn import accuracy, calibration, lift
from csatreport.measure.churn.accuracy import Figure
from csatreport.measure.churn.heldout import HeldOut
from csatreport.measure.churn.observed import LEAVING, fielding
from csatreport.measure.churn.result import Proof
from csatreport.measure.fielding import Fielding
from csatreport.measure.subjects import Level, Subject
from csatreport.params import Text
from csatreport.results import Count, Estimate, Estimates, Unit
from csatreport.survey import Survey

SHARES = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_NAMES = {
    "log_skill": Text(en="Skill by log loss", zh="对数损失技巧得分"),
    "brier_skill": Text(en="Skill by squared error", zh="Brier技巧得分"),
    "auc": Text(en="Who left ranked above who stayed", zh="区分度（AUC）"),
    "slope": Text(en="Slope of calibration", zh="校准斜率"),
    "large": Text(en="Calibration in the large", zh="总体校准截距"),
    "ratio": Text(en="Left per one foretold", zh="实际与预测流失之比"),
    "ece": Text(en="Error of calibration", zh="校准误差（ECE）"),
    "ece_relative": Text(en="The same, relative to the leave rate", zh="校准误差与流失率之比"),
}
_UNITS: dict[str, Unit] = {
    "log_skill": "share", "brier_skill": "share", "auc": "coefficient", "slope": "coefficient", "large": "coefficient",
    "ratio": "coefficient", "ece": "share", "ece_relative": "share",
}  # fmt: skip


def proof(survey: Survey, found: HeldOut) -> Proof:
    """Everything said of the quarters held out."""
    at = fielding(survey, survey.wave, found.customer)
    figures = {name: _figure(at, name, f) for name, f in accuracy.accuracy(found).items()}
    ece = calibration.calibration(
        found, at.generator("churn calibration"), confidence=survey.edition.confidence
    )
    rate = float(found.left.mean())
    ends = ece.low, ece.high
    share = survey.analysis.churn.first
    *gains, first = lift.gains(found, np.array([*SHARES, share]))
    return Proof(
        waves=tuple(w.label for w in found.waves),
        **figures,
        ece=_made(at, "ece", ece.value, se=np.nan, ends=ends),
        ece_relative=_made(at, "ece_relative", ece.value / rate, se=np.nan, ends=(ece.low / rate, ece.high / rate)),
        ece_chance=Count(ece.chance, _NAMES["ece"], of=1.0, unit="share"),
        ece_relative_chance=Count(ece.chance / rate, _NAMES["ece_relative"], of=1.0, unit="share"),
        calibration=_calibrated(at, found),
        gains=Estimates(tuple(_gain(at, s, f) for s, f in zip(SHARES, gains, strict=True))),
        first=_gain(at, share, first),
    )  # fmt: skip


def _figure(at: Fielding, name: str, figure: Figure) -> Estimate:
    return _made(at, name, figure.value, se=figure.se, ends=_ends(at, figure))


def _ends(at: Fielding, figure: Figure) -> tuple[float, float]:
    confidence = at.survey.edition.confidence
    return interval.of_mean(figure.value, figure.se, df=at.design.df, confidence=confidence)


def _made(at: Fielding, name: str, value: float, *, se: float, ends: tuple[float, float]) -> Estimate:
    used = np.ones(len(at.responses), dtype=bool)
    subject = Subject(name, _NAMES[name])
    return at.modelled(
        value, se=se, interval=ends, subject=subject, measure=name, unit=_UNITS[name], used=used
    )


def _gain(at: Fielding, share: float, figure: Figure) -> Estimate:
    """Share of all leavers among the first ``share`` of customers."""
    low, high = _ends(at, figure)
    ends = max(low, 0.0), min(high, 1.0)
    number = f"{100 * share:g}"
    level = Level("first", number, Text(en=f"first {number}%", zh=f"风险最高的{number}%"))
    used = np.ones(len(at.responses), dtype=bool)
    return at.modelled(
        figure.value,
        se=figure.se,
        interval=ends,
        subject=LEAVING,
        measure="gain",
        unit="share",
        used=used,
        level=level,
    )


def _calibrated(at: Fielding, found: HeldOut) -> tuple[tuple[Estimate, Estimate], ...]:
    """Chance foretold and share that left of each tenth by risk."""
    codes = calibration.bins(found)
    present = np.unique(codes)
    levels = tuple(Level("tenth", str(k + 1), Text(en=f"Tenth {k + 1}", zh=f"第{k + 1}组")) for k in present)
    place = np.searchsorted(present, codes)
    pairs = [
        at.estimates(x[:, None], [LEAVING], measure=m, unit="share", levels=levels, codes=place)
        for x, m in ((found.chance, "risk"), (found.left, "left"))
    ]
    return tuple(zip(*pairs, strict=True))
