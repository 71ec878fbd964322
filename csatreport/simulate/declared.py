"""What the company knows of its customers, as a project declares it: ``population.csv`` and ``margins.csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from csatreport.simulate import company
from csatreport.simulate.population import Population
from csatreport.simulate.quarters import asked


def population(people: Population, seed: int) -> str:
    """Sizes of the strata in every quarter, how many were drawn and how many of them reached."""
    rows = (
        (code, n.population, n.drawn, n.contacted, quarter.wave)
        for place, quarter in enumerate(people.quarters)
        for code, n in asked(people, place, seed)[1].items()
    )
    return _csv(("stratum", "population", "drawn", "contacted", "wave"), rows)


def margins(people: Population) -> str:
    """Shares of ages and tenures among all customers in every quarter."""
    rows: list[tuple[object, ...]] = []
    for place, quarter in enumerate(people.quarters):
        there = people.active(place)
        for margin, codes, groups in (
            ("age", people.age, company.AGES),
            ("tenure", people.tenure(place), company.TENURES),
        ):
            shares = {code: (codes[there] == code).mean() for code in groups}
            rows += [(margin, code, f"{share:.6f}", quarter.wave) for code, share in shares.items()]
    return _csv(("margin", "level", "share", "wave"), rows)


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return text.getvalue()
