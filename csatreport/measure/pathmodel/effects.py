"""Direct, indirect and total effects: how far one construct goes together with another along the arrows."""

from __future__ import annotations

from csatreport.measure.design import Floats


def total(paths: Floats) -> Floats:
    """Total effects ``(I − B)⁻¹ − I`` of path matrices ``B`` (b, L, L): ``total[:, i, j]`` of j on i.

    The sum over all ways from j to i of the products of their coefficients; finite, since no way goes round in a
    circle. Checked against: the inverse, and the effects that were summed by hand on a chain of three.
    """
    found = paths
    for _ in range(paths.shape[1] - 1):
        found = paths + paths @ found
    return found


def indirect(paths: Floats) -> Floats:
    """What of the total effects goes by way of other constructs: ``total − B``."""
    return total(paths) - paths
