"""What each customer last answered before a quarter began, and how long ago that was."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from csatreport.measure import scores
from csatreport.measure.churn.clock import Clock
from csatreport.measure.churn.factor import Factor, Known
from csatreport.measure.customers import Customers
from csatreport.params import Text, Wave
from csatreport.survey import Survey

_MOODS = (
    ("satisfied", Text(en="Satisfied", zh="满意")),
    ("neutral", Text(en="Neutral", zh="评价一般")),
    ("dissatisfied", Text(en="Dissatisfied", zh="不满意")),
)
_AGES = (("", Text(en="recently", zh="近期")), ("earlier_", Text(en="earlier", zh="较早")))
ANSWER = Factor.of(
    "answer",
    Text(en="Last answer to the survey", zh="最近一次调查回答"),
    [
        ("none", Text(en="No answer", zh="未参与调查")),
        *(
            (age + mood, Text(en=f"{said.en}, {when.en}", zh=f"{when.zh}{said.zh}"))
            for age, when in _AGES
            for mood, said in _MOODS
        ),
    ],
)


def answers(survey: Survey, customers: Customers, clock: Clock) -> Iterator[Known]:
    """Mood of the last answer to overall satisfaction of the waves looked back over; nothing where no customer gave one.

    Satisfied in the top two boxes, dissatisfied in the bottom two. An answer is known from the wave after its own on.
    """
    items = survey.questionnaire.with_role("overall")
    if not items or items[0].scale is None:
        return
    given = survey.answers("wave", "customer", items[0].item)
    if items[0].item not in given or "customer" not in given:
        return
    rating = scores.of_items(given, items[:1], measure="mean")[:, 0]
    rows = customers.rows(given["customer"].fillna(""))
    known = (rows >= 0) & ~np.isnan(rating)
    if not known.any():
        return
    place = _places(given["wave"].astype(str).to_numpy()[known], clock)
    mood = _mood(rating[known], items[0].scale.low, items[0].scale.top)
    yield Known(ANSWER, _last(rows[known], place, mood, (len(customers), len(clock) + 1), clock.history))


def _places(waves: np.ndarray, clock: Clock) -> np.ndarray:
    """Place of each answer's wave on the clock, below 0 before its first."""
    names, at = np.unique(waves, return_inverse=True)
    return np.array([Wave.parse(n).index - clock.waves[0].index for n in names])[at]


def _mood(rating: np.ndarray, low: int, top: int) -> np.ndarray:
    bottom = min(low + 1, top - 1)
    return np.where(rating >= top, 1, np.where(rating > bottom, 2, 3)).astype(np.int16)


def _last(
    rows: np.ndarray, place: np.ndarray, mood: np.ndarray, shape: tuple[int, int], history: int
) -> np.ndarray:
    """Level (customers, places): 0 none, 1-3 the mood of the quarter before, 4-6 that of an earlier one."""
    codes = np.zeros(shape, np.int16)
    for t in range(shape[1]):
        for age in range(min(history, t + history), 0, -1):  # the newest is written last
            seen = place == t - age
            codes[rows[seen], t] = mood[seen] + (0 if age == 1 else 3)
    return codes
