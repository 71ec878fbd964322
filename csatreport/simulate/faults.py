"""What goes wrong: responses that cleaning must put aside, and single answers that cannot be ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from csatreport.simulate import company, fieldwork, sampling
from csatreport.simulate.answers import BLANK, SKIPPED, Answers
from csatreport.simulate.fieldwork import Fieldwork
from csatreport.simulate.items import questions
from csatreport.simulate.population import Population
from csatreport.simulate.responses import Responses, Texts, Whole, answer, ratings
from csatreport.simulate.sampling import Crowd

# Rule of cleaning -> responses of a quarter that break it and no rule before it, by mode.
ROWS: Final[Mapping[str, Mapping[str, int]]] = {
    "test answer": {"web": 6, "field": 2},
    "outside the wave": {"web": 4, "paper": 3, "telephone": 2, "field": 2},
    "duplicate respondent": {"web": 5, "paper": 4, "telephone": 4, "field": 3},
    "duplicate device": {"web": 6, "paper": 6},
    "too fast": {"web": 10, "paper": 8, "telephone": 4},
    "too few answers": {"web": 8, "paper": 6, "telephone": 4, "field": 3},
    "straight-lining": {"web": 8, "paper": 8, "telephone": 3, "field": 3},
    "too many impossible answers": {"telephone": 2, "field": 4},
    "contradictory answers": {"web": 4, "paper": 4, "telephone": 2, "field": 2},
    "duplicate content": {"web": 4, "paper": 4, "telephone": 4, "field": 3},
    "interviewer anomaly": {"field": 24},
}
RULES: Final = np.array(
    [rule for rule, modes in ROWS.items() for n in modes.values() for _ in range(n)], dtype=object
)
STRAIGHT: Final = (  # one answer on each scale, by its highest answer
    {5: 5, 7: 7, 10: 10},
    {5: 3, 7: 4, 10: 5},
    {5: 4, 7: 6, 10: 8},
    {5: 2, 7: 3, 10: 4},
)
CONTRADICTIONS: Final = ((5, 0), (1, 10))  # overall satisfaction and recommendation
KEPT: Final = ("overall", "speed", "stability", "outage", "wifi")  # what those answer who soon give up
FALSE_DAYS: Final = (20, 27)  # when the interviewer who makes interviews up is at work
FALSE_MINUTES: Final = 11  # from one made-up interview to the next; each is said to have taken longer
FALSE_SAMENESS: Final = 0.97
TEST_KEY: Final = "测试"
SINGLE: Final = {
    "telephone": ("6", "7", "55", "11"),
    "field": ("6", "55", "11", "-1", "还行", "n/a", "4或5", "?"),
}
SINGLE_ITEMS: Final = ("speed", "stability", "wifi", "price", "bill_right", "shop", "outage", "video")


def deliver(
    population: Population, quarter: int, rng: np.random.Generator, crowd: Crowd, *, crew: int = 0
) -> Responses:
    """Good responses of ``crowd``, and bad ones that stand last."""
    everybody = crowd.joined([_spares(population, quarter, rng, crowd)])
    fault = np.concatenate([np.full(len(crowd), "", dtype=object), RULES])
    answers, comments, other = answer(rng, everybody, population)
    source = _sources(rng, everybody, fault)
    asked = _days(rng, everybody[source], fault)
    same = np.where(fault == "duplicate respondent", source, np.arange(len(source)))
    responses = Responses(
        crowd=asked,
        answers={item: given[source] for item, given in answers.items()},
        comments=comments[source],
        other=other[source],
        fieldwork=fieldwork.plan(rng, asked, crew=crew)[same],
        respondent=_keys(rng, asked, crew)[same],
        fault=fault,
        typed={},
    )
    return impossible(rng, _spoiled(rng, responses, crew))


def _spares(population: Population, quarter: int, rng: np.random.Generator, crowd: Crowd) -> Crowd:
    """Customers of large branches who did not answer, of the mode of each bad response."""
    small = [code for code, branch in company.BRANCHES.items() if branch.answers]
    free = population.active(quarter) & ~np.isin(population.branch, small)
    free[crowd.who] = False
    order = rng.permutation(np.flatnonzero(free))
    queues = {mode: iter(order[population.mode[order] == mode].tolist()) for mode in company.MODES}
    who = [next(queues[mode]) for modes in ROWS.values() for mode, n in modes.items() for _ in range(n)]
    day = rng.integers(sampling.OPENS, sampling.CLOSES, len(who))
    return sampling.crowd(population, quarter, np.array(who), day)


def _sources(rng: np.random.Generator, crowd: Crowd, fault: Texts) -> Whole:
    """Whose answers each response holds: its own, or for copies those of a good one of the same mode."""
    source = np.arange(len(crowd))
    early = (fault == "") & (crowd.day < sampling.CLOSES - 14)
    for mode in company.MODES:
        copies = np.flatnonzero(
            np.isin(fault, ("duplicate respondent", "duplicate content")) & (crowd.mode == mode)
        )
        good = np.flatnonzero(early & (crowd.mode == mode))
        source[copies] = good[rng.permutation(len(good))[: len(copies)]]
    return source


def _days(rng: np.random.Generator, crowd: Crowd, fault: Texts) -> Crowd:
    """Copies of answers come later than the original, late responses after the quarter."""
    day = crowd.day.copy()
    later, late = fault == "duplicate content", fault == "outside the wave"
    day[later] += rng.integers(1, 10, int(later.sum()))
    day[late] = fieldwork.after(crowd.quarter, rng.integers(3, 21, int(late.sum())))
    return replace(crowd, day=day)


def _keys(rng: np.random.Generator, crowd: Crowd, crew: int) -> Texts:
    """Keys of respondents as the platforms give them; 问卷星 only counts."""
    letters = np.array(list("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"))
    words = letters[rng.integers(0, len(letters), (len(crowd), 15))]
    number = rng.permutation(len(crowd)) + 1 + 10_000 * crew
    wave = crowd.quarter.wave
    return np.array(
        [
            "R_" + "".join(word) if m == "web" else "" if m == "paper" else f"{m[0].upper()}{wave}-{n:05d}"
            for m, word, n in zip(crowd.mode.tolist(), words.tolist(), number.tolist(), strict=True)
        ],
        dtype=object,
    )


def _spoiled(rng: np.random.Generator, responses: Responses, crew: int) -> Responses:
    """Everything else that is wrong with bad responses."""
    fault, answers = responses.fault, {item: given.copy() for item, given in responses.answers.items()}
    rows = {rule: np.flatnonzero(fault == rule) for rule in ROWS}
    _straighten(answers, rows["straight-lining"])
    _give_up(answers, rows["too few answers"])
    _contradict(answers, rows["contradictory answers"])
    _make_up(rng, answers, rows["interviewer anomaly"])
    work = _timed(rng, responses, rows)
    key = responses.respondent.copy()
    key[rows["test answer"][responses.crowd.mode[rows["test answer"]] == "field"]] = TEST_KEY
    other, comments = responses.other.copy(), responses.comments
    few = rows["too few answers"]
    other[few] = ""
    comments = replace(comments, text=_without(comments.text, few))
    work = _false_interviews(work, responses.crowd, rows["interviewer anomaly"], crew)
    return replace(responses, answers=answers, fieldwork=work, respondent=key, other=other, comments=comments)


def _without(texts: Texts, rows: Whole) -> Texts:
    left = texts.copy()
    left[rows] = ""
    return left


def _straighten(answers: Answers, rows: Whole) -> None:
    """One answer to every rating of a scale."""
    for item in ratings(answers):
        scale = questions()[item]
        for row, line in zip(rows.tolist(), range(len(rows)), strict=True):
            if answers[item][row] != SKIPPED and scale.low == 1:
                answers[item][row] = STRAIGHT[line % len(STRAIGHT)][scale.high]


def _give_up(answers: Answers, rows: Whole) -> None:
    """Nothing after the first few ratings."""
    for item, given in answers.items():
        about = questions()[item].block == "about" and questions()[item].kind != "multiple"
        if item not in KEPT and not about:
            given[rows] = np.where(given[rows] == SKIPPED, SKIPPED, BLANK)
    for row in rows.tolist():
        answers["overall"][row] = max(4, answers["overall"][row])


def _contradict(answers: Answers, rows: Whole) -> None:
    for n, row in enumerate(rows.tolist()):
        answers["overall"][row], answers["recommend"][row] = CONTRADICTIONS[n % len(CONTRADICTIONS)]
        answers["reasons"][row] = SKIPPED if answers["overall"][row] > 3 else 1


def _make_up(rng: np.random.Generator, answers: Answers, rows: Whole) -> None:
    """Interviews made up at a desk: nearly the same answers again and again."""
    for given in answers.values():
        alike = rng.random(len(rows)) < FALSE_SAMENESS
        given[rows[alike]] = given[rows[0]]
    for row, item in zip(rows[1:].tolist(), reversed(ratings(answers)), strict=False):
        answers[item][row] = answers[item][rows[0]] % questions()[item].high + 1  # no two are the same


def _timed(rng: np.random.Generator, responses: Responses, rows: Mapping[str, Whole]) -> Fieldwork:
    """Too fast, or soon after another response from the same device."""
    work, mode = responses.fieldwork, responses.crowd.mode
    seconds, start, device = work.seconds.copy(), work.start.copy(), work.device.copy()
    seconds[rows["too fast"]] = rng.integers(35, 100, len(rows["too fast"]))
    for own in ("web", "paper"):
        good = np.flatnonzero((responses.fault == "") & (mode == own))
        again = rows["duplicate device"][mode[rows["duplicate device"]] == own]
        first = good[rng.permutation(len(good))[: len(again)]]
        device[again] = device[first]
        start[again] = start[first] + rng.integers(60, 200, len(again)).astype("timedelta64[s]")
    return replace(work, seconds=seconds, start=start, device=device)


def _false_interviews(work: Fieldwork, crowd: Crowd, rows: Whole, crew: int) -> Fieldwork:
    """One interviewer who says that he asked many people at the same time."""
    start, seconds = work.start.copy(), work.seconds.copy()
    who, place = work.interviewer.copy(), work.place.copy()
    first = np.datetime64(crowd.quarter.first).astype("datetime64[s]")
    for n, row in enumerate(rows.tolist()):
        day, turn = FALSE_DAYS[n % 2], n // 2
        start[row] = first + np.timedelta64(day * 86_400 + 9 * 3600 + turn * FALSE_MINUTES * 60, "s")
        seconds[row] = 60 * (FALSE_MINUTES + 9) + n
    who[rows], place[rows] = f"F{51 + crowd.quarter.quarter + 100 * crew}", place[rows[0]]
    return replace(work, start=start, seconds=seconds, interviewer=who, place=place)


def impossible(rng: np.random.Generator, responses: Responses) -> Responses:
    """Put answers that cannot be into single cells of good responses, and many into a few bad ones."""
    typed: dict[tuple[str, int], str] = {}
    for mode, texts in SINGLE.items():
        own = responses.crowd.mode == mode
        good = np.flatnonzero(own & (responses.fault == ""))
        for n, row in enumerate(good[rng.permutation(len(good))[: len(texts)]].tolist()):
            typed[SINGLE_ITEMS[n % len(SINGLE_ITEMS)], row] = texts[n]
        for row in np.flatnonzero(own & (responses.fault == "too many impossible answers")).tolist():
            typed |= {(item, row): texts[(row + n) % len(texts)] for n, item in enumerate(SINGLE_ITEMS)}
    return replace(responses, typed=typed)
