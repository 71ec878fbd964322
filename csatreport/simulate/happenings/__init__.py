"""What happened in the simulated company besides the survey: its seventeen tables of records, and their truth.

:mod:`scene` holds the customers and what events do to them; every table has a module that draws what
happened, says it in the words of the company's systems (:mod:`words`, :mod:`phrases`), plants what goes
wrong (:mod:`faults`) and writes it (:mod:`delivery`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csatreport.simulate.happenings import (
    alarms,
    cases,
    complaints,
    costs,
    customers,
    handling,
    interviews,
    lifecycle,
    market,
    plan,
    reviews,
    sales,
    staff,
    studies,
    visits,
)
from csatreport.simulate.happenings.scene import Scene
from csatreport.simulate.happenings.truth import relations
from csatreport.simulate.population import Population

__all__ = ["exports", "relations"]


def exports(people: Population, seed: int) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Every file of records of the population's quarters: its name, its bytes, and what is true of it.

    Parameters
    ----------
    people
        The customers; everything that happens follows from their satisfaction and their time.
    seed
        Where every draw starts: the same seed gives the same bytes.

    Yields
    ------
    tuple
        Name, content, and JSON values: ``rows`` of the file, ``planted`` faults by kind, ``personal`` data
        told in texts, and what the table was drawn from.
    """
    scene = Scene(people, seed)
    handled = handling.handled(scene)
    yield customers.export(scene)
    yield lifecycle.export(scene)
    yield from complaints.exports(scene, handled)
    yield from reviews.exports(scene, [reviews.written_in(scene, n) for n in range(len(scene.quarters))])
    yield interviews.export(scene)
    yield from sales.exports(scene)
    yield costs.export(scene)
    yield visits.export(scene)
    yield staff.training(scene)
    yield staff.suggestions(scene)
    yield market.export(scene)
    yield alarms.export(scene, handled)
    yield plan.projects()
    yield plan.tasks()
    yield plan.risks(scene)
    yield cases.export(scene)
    yield from studies.exports(scene)
