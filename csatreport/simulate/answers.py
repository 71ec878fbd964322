"""What people answer: raw answers per item, as their export will hold them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import former as company
from csatreport.simulate.people import Numbers, People

Answers = dict[str, NDArray[np.object_]]  # item -> raw answer per respondent, "" = left open

SERVQUAL = ("exp_", "per_")  # too long for the telephone


def ratings(rng: np.random.Generator, people: People, *, wave: str, since: dict[str, str]) -> Answers:
    """Raw answers to every rating item that was asked in ``wave``.

    ``since`` holds the first wave of items that were added later.
    """
    families = {
        name: company.FAMILY_SPREAD * rng.standard_normal(len(people))
        for name in sorted({rating.family for rating in company.RATINGS.values()})
    }
    asked = {code: rating for code, rating in company.RATINGS.items() if since.get(code, "") <= wave}
    raw = {code: _rate(rng, people, rating, wave=wave, family=families[rating.family])
           for code, rating in asked.items()}  # fmt: skip
    return {code: _with_gaps(rng, people, code, answers) for code, answers in raw.items()}


def comments(rng: np.random.Generator, size: int) -> NDArray[np.object_]:
    """Draw a comment for some, "" for most."""
    texts = np.array([*company.COMMENTS, ""], dtype=object)
    choice = (rng.random(size) / company.COMMENT_SHARE * len(company.COMMENTS)).astype(int)
    drawn: NDArray[np.object_] = texts[np.minimum(choice, len(company.COMMENTS))]
    return drawn


def _rate(
    rng: np.random.Generator, people: People, rating: company.Rating, *, wave: str, family: Numbers
) -> NDArray[np.int64]:
    felt = (
        rating.level(wave)
        + rating.person * people.satisfaction
        + rating.spread * rng.standard_normal(len(people))
    )
    if rating.family:
        felt = felt + family
    answer = np.clip(np.floor(felt + 0.5), rating.low, rating.high).astype(np.int64)
    return rating.low + rating.high - answer if rating.reverse else answer


def _with_gaps(
    rng: np.random.Generator, people: People, code: str, answers: NDArray[np.int64]
) -> NDArray[np.object_]:
    """Answers as text, with 9 where the question does not apply, 0 or nothing where it was left open."""
    text = answers.astype(str).astype(object)
    chance = rng.random((2, len(people)))
    text[chance[0] < company.RATINGS[code].inapplicable] = "9"
    no_answer = "99" if company.RATINGS[code].high == 10 else "0"
    text[chance[1] < company.BLANK_SHARE] = ""
    text[chance[1] < company.BLANK_SHARE / 2] = no_answer
    if code.startswith(SERVQUAL):
        text[people.mode == "telephone"] = ""
    return text
