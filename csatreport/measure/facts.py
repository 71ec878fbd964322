"""What an edition declares, as numbers a claim can print."""

from __future__ import annotations

from csatreport.params import Text
from csatreport.results import Count
from csatreport.survey import Survey


def confidence(survey: Survey) -> Count:
    """Confidence of every interval and test, in percent."""
    label = Text(en="Confidence", zh="置信水平")
    return Count(100 * survey.edition.confidence, label, data=survey.data)


def minimum_base(survey: Survey) -> Count:
    """Answers below which a group is not shown."""
    return Count(survey.edition.minimum_base, Text(en="Minimum base", zh="最低样本量"), data=survey.data)


def low_base(survey: Survey) -> Count:
    """Effective answers below which a group is marked."""
    return Count(survey.edition.low_base, Text(en="Low base", zh="样本量偏低界限"), data=survey.data)


def waves(survey: Survey) -> Count:
    """Waves that this edition can look back on, its own included."""
    return Count(len(survey.waves), Text(en="Waves", zh="调查期数"), data=survey.data)
