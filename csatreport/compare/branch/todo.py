"""Three things to do in a branch, by one rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from csatreport.results import Contrast, Contrasts, Count, Estimate

MANY = 3
Kind = Literal["service", "complaints", "standards", "fallen", "everywhere"]


@dataclass(frozen=True)
class Todo:
    """One thing to do.

    ``service``: clearly below all other branches; ``complaints``: a cause that brings clearly more of them than elsewhere;
    ``standards``: kept clearly less often than the target; ``fallen``: a service that clearly fell since the wave before;
    ``everywhere``: a service that weighs most where nothing sets the branch apart. ``gap`` is the comparison that says so (of
    ``standards`` None: ``estimate`` against ``target``).
    """

    kind: Kind
    estimate: Estimate
    gap: Contrast | None = None
    target: Count | None = None


def todo(
    services: Contrasts,
    weight: Mapping[str, float],
    *,
    complaints: Contrasts,
    standards: Estimate | None,
    target: Count | None,
    changes: Contrasts,
) -> tuple[Todo, ...]:
    """Three things: the service clearly below with the largest weight × gap, the worst cause, standards, then other services.

    After the first service below come complaints and standards where they are clearly worse, then services that fell
    clearly, further services below, and those with the largest weight × share not satisfied; none twice. Services without a
    weight count alike.
    """

    def loss(c: Contrast) -> float:
        return weight.get(c.second.item, 1.0) * -c.value

    below = [Todo("service", c.second, c) for c in sorted(services.fallen, key=loss, reverse=True)]
    compared = {c.second.item for c in services}
    fallen = [Todo("fallen", c.second, c) for c in changes.fallen if c.second.item in compared]
    others = [*_complaints(complaints), *_standards(standards, target)]
    chosen: dict[str, Todo] = {}
    for each in (*below[:1], *others, *fallen, *below[1:], *_everywhere(services, weight)):
        chosen.setdefault(each.estimate.item, each)
    return tuple(chosen.values())[:MANY]


def _complaints(found: Contrasts) -> Iterator[Todo]:
    causes = [c for c in found.risen if c.second.item != "all"]
    if causes:
        worst = max(causes, key=lambda c: c.value)
        yield Todo("complaints", worst.second, worst)


def _standards(kept: Estimate | None, target: Count | None) -> Iterator[Todo]:
    if kept is None or target is None or not kept.shown or kept.high is None:
        return
    if kept.high < target.value:
        yield Todo("standards", kept, target=target)


def _everywhere(services: Contrasts, weight: Mapping[str, float]) -> list[Todo]:
    def left(c: Contrast) -> float:
        e = c.second
        missing = 1 - e.value if e.unit == "share" else -e.value
        return weight.get(e.item, 1.0) * missing

    shown = [c for c in services if c.shown]
    return [Todo("everywhere", c.second, c) for c in sorted(shown, key=left, reverse=True)]
