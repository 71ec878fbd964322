"""One quarter of the survey: from who is asked to the bytes of its files, and what is true of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from csatreport.simulate import faults, sampling
from csatreport.simulate.draws import stream
from csatreport.simulate.formats import plain, qualtrics, spss, wjx
from csatreport.simulate.population import Population
from csatreport.simulate.responses import Responses, together
from csatreport.simulate.sampling import Crowd, Drawn

Writer = Callable[[Responses, Population], bytes]
# mode -> the file that it is delivered in
FILES: Final[dict[str, tuple[str, Writer]]] = {
    "web": ("survey-web-{wave}.csv", qualtrics.content),
    "paper": ("survey-wechat-{wave}.xlsx", wjx.content),
    "telephone": ("survey-phone-{wave}.sav", spss.content),
    "field": ("survey-field-{wave}.csv", plain.content),
}


@dataclass(frozen=True, eq=False)
class Delivered:
    """The files of a quarter by name, what happened in each stratum, what is true of each file."""

    files: dict[str, bytes]
    strata: dict[str, Drawn]
    truth: dict[str, dict[str, Any]]


def asked(
    population: Population, quarter: int, seed: int, *, repeat: int = 0
) -> tuple[Crowd, dict[str, Drawn]]:
    """Who answers in one drawing of the usual sample; ``repeat`` counts further drawings of the same quarter."""
    wave = population.quarters[quarter].wave
    return sampling.respond(population, quarter, stream(seed, "respond", wave, repeat))


def round_of(
    population: Population, quarter: int, seed: int, *, repeat: int = 0
) -> tuple[Responses, dict[str, Drawn]]:
    """What one drawing brings in."""
    crowd, strata = asked(population, quarter, seed, repeat=repeat)
    rng = stream(seed, "deliver", population.quarters[quarter].wave, repeat)
    return faults.deliver(population, quarter, rng, crowd, crew=repeat), strata


def deliver(population: Population, quarter: int, seed: int, *, scale: int = 1) -> Delivered:
    """A quarter with ``scale`` times the usual answers, in four files."""
    rounds = [round_of(population, quarter, seed, repeat=n) for n in range(scale)]
    everything = together([responses for responses, _ in rounds])
    wave = population.quarters[quarter].wave
    files, truth = {}, {}
    for mode, (name, write) in FILES.items():
        file = name.format(wave=wave)
        responses = numbered(of_mode(everything, mode))
        files[file] = write(responses, population)
        truth[file] = about(responses)
    return Delivered(files, added([strata for _, strata in rounds]), truth)


def of_mode(responses: Responses, mode: str) -> Responses:
    """Responses of a mode in the order in which they were handed in; copies stand behind the original."""
    rows = np.flatnonzero(responses.crowd.mode == mode)
    return responses.take(rows[np.argsort(responses.fieldwork.end[rows], kind="stable")])


def numbered(responses: Responses) -> Responses:
    """Count respondents where the platform has no keys; a copy has the number of the original."""
    if len(responses) == 0 or responses.respondent[0] != "":
        return responses
    known: dict[tuple[int, Any], int] = {}
    keys = zip(responses.crowd.who.tolist(), responses.fieldwork.start.tolist(), strict=True)
    numbers = [known.setdefault(key, len(known) + 1) for key in keys]
    return replace(responses, respondent=np.array(numbers, dtype=object))


def added(rounds: list[dict[str, Drawn]]) -> dict[str, Drawn]:
    """Several drawings from the same strata as one."""
    return {
        code: Drawn(
            population=one.population,
            drawn=sum(r[code].drawn for r in rounds),
            contacted=sum(r[code].contacted for r in rounds),
        )
        for code, one in rounds[0].items()
    }


def about(responses: Responses) -> dict[str, Any]:
    """What is true of a file: rows that must be put aside, single answers that cannot be, what comments say.

    Rows are counted from 0, in the order of the file.
    """
    wrong = {rule: np.flatnonzero(responses.fault == rule).tolist() for rule in faults.ROWS}
    good = responses.fault == ""
    single = [[item, row] for (item, row) in responses.typed if good[row]]
    said = np.flatnonzero(responses.comments.text != "")
    kinds = list(_kinds(responses, said.tolist()))
    return {
        "received": len(responses),
        "accepted": int(good.sum()),
        "faults": {rule: rows for rule, rows in wrong.items() if rows},
        "impossible": sorted(single),
        "comments": {kind: [r for k, r in kinds if k == kind] for kind in sorted({k for k, _ in kinds})},
    }


def _kinds(responses: Responses, rows: list[int]) -> Iterator[tuple[str, int]]:
    for row in rows:
        theme, sentiment = responses.comments.theme[row], responses.comments.sentiment[row]
        yield f"{theme} {sentiment}".strip(), row
