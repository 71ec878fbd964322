"""Everything that one quarter of the survey brings in, as it will stand in the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate import answers as answering
from csatreport.simulate import comments, details
from csatreport.simulate.answers import SKIPPED, Answers, Felt
from csatreport.simulate.comments import Comments
from csatreport.simulate.fieldwork import Fieldwork
from csatreport.simulate.items import questions
from csatreport.simulate.population import Population
from csatreport.simulate.sampling import Crowd

Texts = NDArray[np.object_]
Whole = NDArray[np.int64]
OTHERS = ("师傅迟到", "业务员乱承诺", "合约太长", "宽带线路老化", "验证码收不到", "停电后要重启", "发票难开", "Wi-Fi盒子太丑",
          "Hidden fees", "No parking at the shop", "Too many calls")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Responses:
    """One entry per response in every array.

    ``fault`` is the rule that puts a response aside, "" where it counts. ``typed`` holds what stands in
    the place of single answers: (item, row) to text.
    """

    crowd: Crowd
    answers: Answers
    comments: Comments
    other: Texts
    fieldwork: Fieldwork
    respondent: Texts
    fault: Texts
    typed: dict[tuple[str, int], str]

    def __len__(self) -> int:
        return len(self.crowd)

    def take(self, rows: Whole) -> Responses:
        """Only these rows, in this order, each once."""
        new = {int(old): n for n, old in enumerate(rows.tolist())}
        return Responses(
            crowd=self.crowd[rows],
            answers={item: answer[rows] for item, answer in self.answers.items()},
            comments=self.comments[rows],
            other=self.other[rows],
            fieldwork=self.fieldwork[rows],
            respondent=self.respondent[rows],
            fault=self.fault[rows],
            typed={(item, new[row]): text for (item, row), text in self.typed.items() if row in new},
        )


def together(parts: Sequence[Responses]) -> Responses:
    """Several deliveries as one."""
    first = parts[0]
    starts = np.cumsum([0, *(len(p) for p in parts[:-1])]).tolist()

    def joined(name: str) -> Texts:
        return np.concatenate([getattr(part, name) for part in parts])

    return Responses(
        crowd=first.crowd.joined([part.crowd for part in parts[1:]]),
        answers={item: np.concatenate([p.answers[item] for p in parts]) for item in first.answers},
        comments=first.comments.joined([p.comments for p in parts[1:]]),
        other=joined("other"),
        fieldwork=first.fieldwork.joined([p.fieldwork for p in parts[1:]]),
        respondent=joined("respondent"),
        fault=joined("fault"),
        typed={(i, r + s): t for p, s in zip(parts, starts, strict=True) for (i, r), t in p.typed.items()},
    )


def answer(rng: np.random.Generator, crowd: Crowd, population: Population) -> tuple[Answers, Comments, Texts]:
    """Everybody's answers to the whole questionnaire, comments, and other reasons in own words."""
    main, felt = answering.core(rng, crowd)
    told = (
        details.background(rng, crowd)
        | main
        | details.journey(rng, crowd, felt)
        | details.reasons(rng, felt)
        | details.importance(rng, crowd)
        | details.servqual(rng, crowd)
        | details.kano(rng, crowd)
        | details.views(rng, crowd)
    )
    answers = _believable(_put(details.with_gaps(rng, told), crowd))
    return answers, comments.write(rng, crowd, felt, population), _others(rng, answers, felt)


def _put(answers: Answers, crowd: Crowd) -> Answers:
    """Leave out what the mode does not ask, and what was not yet asked in the quarter."""
    silent = crowd.mode == "telephone"
    known = {i: q for i, q in questions().items() if i in answers and q.since <= crowd.quarter.wave}
    return {
        item: np.where(silent, SKIPPED, answers[item]) if q.block in LONG else answers[item]
        for item, q in known.items()
    }


LONG = frozenset({"servqual", "kano", "view"})


def _believable(answers: Answers) -> Answers:
    """Nobody who means it gives one answer to a whole scale, or is delighted and would never recommend."""
    fixed = {item: answer.copy() for item, answer in answers.items()}
    for low, high in ((1, 5), (1, 7), (1, 10)):
        scale = [
            i
            for i in fixed
            if questions()[i].kind == "rating" and (questions()[i].low, questions()[i].high) == (low, high)
        ]
        given = np.stack([fixed[i] for i in scale])
        most = np.where(given > 0, given, -9).max(axis=0)
        least = np.where(given > 0, given, 99).min(axis=0)
        for row in np.flatnonzero((most == least) & ((given > 0).sum(axis=0) > 1)).tolist():
            item = next(i for i in reversed(scale) if fixed[i][row] > 0)
            fixed[item][row] += 1 if fixed[item][row] == low else -1
    recommend = fixed["recommend"]
    recommend[(fixed["overall"] == 5) & (recommend == 0)] = 1
    recommend[(fixed["overall"] == 1) & (recommend == 10)] = 9
    return fixed


def _others(rng: np.random.Generator, answers: Answers, felt: Felt) -> Texts:
    """What people write beside "other"."""
    bit = 1 << list(questions()["reasons"].options).index("other")
    named = (answers["reasons"] > 0) & (answers["reasons"] & bit > 0)
    chosen = np.array(OTHERS, dtype=object)[rng.integers(0, len(OTHERS), len(felt.overall))]
    return np.where(named, chosen, "")


def ratings(answers: Answers) -> list[str]:
    """Rating items among the answers."""
    return [item for item in answers if questions()[item].kind == "rating"]
