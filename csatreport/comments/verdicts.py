"""What is to become of a demand: of the mass or not, at the core or not, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from csatreport.params import Text
from csatreport.params.analysis.demands import Demands
from csatreport.results import Contrast, Estimate

Answer = Literal["yes", "no", "unsure"]
Verdict = Literal["act", "segment", "watch", "merge", "declare"]


@dataclass(frozen=True)
class Decision:
    """A declared demand, or a candidate found in the texts (``need`` None), with what it is judged by.

    Attributes
    ----------
    share : Estimate
        Of customers' voices that name it, each voice counted once.
    wanted, gap : Estimate or None
        How much of it is wanted, and perception minus that, 0-100, where questions ask.
    naming : Contrast or None
        Overall satisfaction of commenters who name it, minus that of the other commenters.
    nearest, overlap
        The declared demand that most of its voices name too, and which share of them do.
    """

    code: str
    label: Text
    need: Text | None
    share: Estimate
    wanted: Estimate | None = None
    gap: Estimate | None = None
    naming: Contrast | None = None
    nearest: Text | None = None
    overlap: float = 0.0
    mass: Answer = "unsure"
    core: Answer = "unsure"
    verdict: Verdict = "watch"


def above(estimate: Estimate | None, threshold: float) -> Answer:
    """Whether the whole interval lies above a threshold, or below it; unsure where it holds it or is not known."""
    if estimate is None or not estimate.shown or estimate.low is None or estimate.high is None:
        return "unsure"
    return "yes" if estimate.low > threshold else "no" if estimate.high < threshold else "unsure"


def core(wanted: Estimate | None, naming: Contrast | None, settings: Demands) -> Answer:
    """Yes where those who name it are clearly less satisfied; else as much as it is wanted."""
    if naming is not None and naming.direction == "down":
        return "yes"
    return above(wanted, 100 * settings.core)


def of_demand(mass: Answer, core: Answer, *, apart: bool) -> Verdict:
    """Act on a core demand of the mass, serve a segment with one of few; merge a small one that is not ``apart``."""
    if core == "yes" and mass != "unsure":
        return "act" if mass == "yes" else "segment"
    return "merge" if mass == "no" and not apart else "watch"


def of_candidate(mass: Answer, *, apart: bool) -> Verdict:
    """Merge what mostly comes with a declared demand; declare what stands alone and is of the mass."""
    if not apart:
        return "merge"
    return "declare" if mass == "yes" else "watch"
