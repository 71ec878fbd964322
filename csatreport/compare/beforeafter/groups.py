"""Who was reached by an improvement, and who it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csatreport.params import Wave
from csatreport.params.analysis.improvement import Improvement


@dataclass(frozen=True)
class Groups:
    """Codes of the levels treated and of those compared; ``shared`` were reached by another improvement of the item too.

    ``everywhere``: nobody is left to compare with because all were reached.
    """

    treated: frozenset[str]
    compared: frozenset[str]
    shared: frozenset[str] = frozenset()
    everywhere: bool = False


def groups(
    improvement: Improvement, all_of: Sequence[Improvement], levels: Sequence[str], item: str, *, upto: Wave
) -> Groups:
    """Divide the ``levels`` that answered.

    A level that another improvement of the same item reached until ``upto`` is in neither group: what moved it cannot
    be told apart. One that reached everybody moved both groups alike and takes nobody away.
    """
    known = frozenset(levels)
    reached = known & frozenset(improvement.levels) if improvement.levels else known
    others = [
        o
        for o in all_of
        if o.code != improvement.code and item in o.items and o.domain == improvement.domain
        and 0 < len(known & set(o.levels)) < len(known) and o.since <= upto.end
    ]  # fmt: skip
    taken = frozenset(level for o in others for level in o.levels)
    rest = known - reached
    compared = rest & frozenset(improvement.compared) if improvement.compared else rest
    return Groups(reached - taken, compared - taken, reached & taken, everywhere=not rest)
