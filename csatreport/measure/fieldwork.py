"""Fieldwork and data quality: what was received, what was put aside and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from csatreport.measure.fielding import Fielding, known
from csatreport.measure.subjects import name
from csatreport.params import Item, Text
from csatreport.results import Count
from csatreport.survey import Survey

RULES = {
    "broken row": Text(en="Row cut off or unreadable", zh="记录残缺"),
    "no answers": Text(en="No answers", zh="空白答卷"),
    "test answer": Text(en="Test response", zh="测试答卷"),
    "impossible times": Text(en="Ended before it began", zh="结束早于开始"),
    "outside the wave": Text(en="Outside the fieldwork period", zh="不在调查期内"),
    "duplicate respondent": Text(en="Same respondent again", zh="同一受访者重复填答"),
    "duplicate device": Text(en="Same device again within minutes", zh="同一设备短时间内重复提交"),
    "too fast": Text(en="Answered too fast", zh="作答过快"),
    "too few answers": Text(en="Too few questions answered", zh="填答不完整"),
    "straight-lining": Text(en="Same answer throughout", zh="全部选择同一答案"),
    "too many impossible answers": Text(en="Too many invalid answers", zh="无效答案过多"),
    "contradictory answers": Text(en="Answers contradict each other", zh="答案前后矛盾"),
    "duplicate content": Text(en="Answers identical to another response", zh="与其他答卷内容雷同"),
    "interviewer anomaly": Text(en="Implausible interviewer work", zh="访问员作业异常"),
    "outside the scale": Text(en="Answer outside the scale", zh="答案超出量表范围"),
    "between two answers": Text(en="Number between two answers", zh="介于两个选项之间的小数"),
    "text in a rating": Text(en="Text in place of a rating", zh="评分题填写了文字"),
    "unknown answer": Text(en="Answer not on the list", zh="答案不在选项之内"),
}
ALL_MODES = Text(en="All modes", zh="全部调查方式")
NO_MODE = Text(en="Mode not recorded", zh="未记录调查方式")


@dataclass(frozen=True)
class Mode:
    """Responses of one survey mode; code "" is the total, or those whose mode was not recorded.

    ``valid`` is the share accepted of those received; ``minutes`` the unweighted median length of accepted
    responses, None where it was not recorded.
    """

    code: str
    label: Text
    received: Count
    accepted: Count
    quarantined: Count
    valid: Count
    minutes: float | None


@dataclass(frozen=True)
class SetAside:
    """Responses, or single answers of ``item``, that a cleaning rule put aside."""

    rule: str
    label: Text  # of the rule
    item: str
    item_label: Text | None
    count: Count


@dataclass(frozen=True)
class Fieldwork:
    """Fieldwork of one wave; ``missing`` counts accepted responses without an answer, of those asked."""

    modes: tuple[Mode, ...]
    total: Mode
    responses: tuple[SetAside, ...]
    answers: tuple[SetAside, ...]
    effective_base: float
    missing: tuple[Count, ...]

    @property
    def effective(self) -> Count:
        """The effective base as a number a claim can print."""
        label = Text(en="Effective base", zh="有效样本量")
        return Count(self.effective_base, label, data=self.total.accepted.data)


def summary(survey: Survey) -> Fieldwork:
    """Fieldwork of the edition's wave.

    Effective base ``(Σw)² / Σw²`` (Kish), over all accepted responses. Labels of modes come from the list of
    the item of kind ``mode``. Files of published scores hold no responses and are not counted.

    Raises
    ------
    DataError
        The wave has no responses.
    """
    fielding = Fielding.of(survey)
    ledger, aside = _of_wave(survey, survey.ledger), _of_wave(survey, survey.quarantine)
    whole = aside["item"].fillna("") == ""
    weights = fielding.design.weights
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    return Fieldwork(
        modes=_modes(fielding, ledger),
        total=_mode(survey, "", ALL_MODES, ledger, fielding.responses["minutes"]),
        responses=_set_aside(survey, aside[whole]),
        answers=_set_aside(survey, aside[~whole]),
        effective_base=effective,
        missing=_missing(fielding),
    )


def _of_wave(survey: Survey, table: pd.DataFrame) -> pd.DataFrame:
    """Rows of the edition's wave that come from respondents."""
    scores = [str(file.file) for file in survey.edition.published]
    return table[(table["wave"] == str(survey.wave)) & ~table["source"].isin(scores)]


def _modes(fielding: Fielding, ledger: pd.DataFrame) -> tuple[Mode, ...]:
    """Every mode by its code, those without one last; none where no mode was recorded at all."""
    questionnaire = fielding.survey.questionnaire
    lists = [i.codes for i in questionnaire.of_kind("mode")] or ["mode"]
    of_row, of_response = ledger["mode"].fillna(""), fielding.responses["mode"].fillna("")
    codes = sorted(set(of_row), key=lambda code: (code == "", code))
    if codes == [""]:
        return ()
    return tuple(
        _mode(
            fielding.survey,
            code,
            name(questionnaire, lists[0], code) if code else NO_MODE,
            ledger[of_row == code],
            fielding.responses.loc[of_response == code, "minutes"],
        )
        for code in codes
    )


def _mode(survey: Survey, code: str, label: Text, ledger: pd.DataFrame, minutes: pd.Series) -> Mode:
    received, accepted, quarantined = (
        float(ledger[column].sum()) for column in ("received", "accepted", "quarantined")
    )
    return Mode(
        code, label,
        Count(received, label, data=survey.data),
        Count(accepted, label, of=received, data=survey.data),
        Count(quarantined, label, of=received, data=survey.data),
        Count(accepted, label, of=received, unit="share", data=survey.data),
        known(float(minutes.median())),
    )  # fmt: skip


def _set_aside(survey: Survey, rows: pd.DataFrame) -> tuple[SetAside, ...]:
    """Counts by item and rule, the most frequent first, equal ones by name."""
    counts = Counter(zip(rows["item"].fillna(""), rows["rule"], strict=True))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(_aside(survey, str(item), str(rule), n, of=len(rows)) for (item, rule), n in ordered)


def _aside(survey: Survey, item: str, rule: str, count: int, *, of: int) -> SetAside:
    label = RULES.get(rule, Text.same(rule))
    known_items = {i.item: i.label for i in survey.questionnaire.items}
    item_label = known_items.get(item, Text.same(item)) if item else None
    return SetAside(rule, label, item, item_label, Count(count, item_label or label, of=of, data=survey.data))


def _missing(fielding: Fielding) -> tuple[Count, ...]:
    """Every item of answers that the wave asked, the one most often left open first.

    The base is everybody of the survey modes that asked it: those in which somebody answered.
    """
    answers = fielding.survey.questionnaire.of_kind("rating", "category")
    found = [_open(fielding, item) for item in answers if fielding.asked(item)]
    return tuple(sorted(found, key=lambda c: -c.value / (c.of or 1)))


def _open(fielding: Fielding, item: Item) -> Count:
    """Accepted responses without a usable answer, of those that were asked."""
    responses = fielding.responses
    if item.item not in responses:
        return _share(len(responses), len(responses), item, fielding)
    mode, answered = responses["mode"].fillna(""), responses[item.item].notna()
    asked = mode.isin(mode[answered].unique()) if answered.any() else answered | True
    return _share(int((asked & ~answered).sum()), int(asked.sum()), item, fielding)


def _share(part: int, whole: int, item: Item, fielding: Fielding) -> Count:
    return Count(part, item.label, of=whole, unit="share", data=fielding.survey.data)
