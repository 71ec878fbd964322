"""Three things to do in a branch, by one rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from csatreport.results import Contrast, Contrasts, Count, Estimate

MANY = 3
Kind = Literal["service", "everywhere", "complaints", "standards"]


@dataclass(frozen=True)
class Todo:
    """One thing to do.

    ``service``: clearly below all other branches; ``complaints``: a cause that brings clearly more of them than elsewhere;
    ``standards``: kept clearly less often than the target; ``everywhere``: a service that weighs most where nothing sets the
    branch apart. ``gap`` is the comparison that says so (of ``standards`` None: ``estimate`` against ``target``).
    """

    kind: Kind
    estimate: Estimate
    gap: Contrast | None = None
    target: Count | None = None


def todo(
    services: Contrasts,
    weight: Mapping[str, float],
    complaints: Contrasts,
    standards: Estimate | None,
    target: Count | None,
) -> tuple[Todo, ...]:
    """Three things: the service clearly below with the largest weight × gap, the worst cause, standards, then other services.

    After the first service below come complaints and standards where they are clearly worse, then further services
    below, then those with the largest weight × share not satisfied. Services without a weight count alike.
    """

    def loss(c: Contrast) -> float:
        return weight.get(c.second.item, 1.0) * -c.value

    below = [Todo("service", c.second, c) for c in sorted(services.fallen, key=loss, reverse=True)]
    others = [*_complaints(complaints), *_standards(standards, target)]
    taken = {t.estimate.item for t in below}
    rest = [t for t in _everywhere(services, weight) if t.estimate.item not in taken]
    return tuple([*below[:1], *others, *below[1:], *rest][:MANY])


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
