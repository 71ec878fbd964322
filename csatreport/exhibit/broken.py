"""Changes across a break in the series: which of a claim's values are ones, and what they are called then."""

from __future__ import annotations

from csatreport.exhibit import words
from csatreport.exhibit.values import Thing
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.results import Contrast, Contrasts, Estimate


def across_breaks(thing: Thing) -> list[Contrast]:
    """A change across a break; of a family the first, where none of it can be compared."""
    rows = [thing] if isinstance(thing, Contrast) else thing.rows if isinstance(thing, Contrasts) else ()
    comparable = any(c.broken is None and c.shown for c in rows)
    return [] if comparable else [c for c in rows if c.broken is not None and c.shown][:1]


def named(e: Estimate) -> Text:
    """The label with, in brackets, what the number measures and of whom: the sentence that told it is gone."""
    measure = words.measure(e.measure)
    told = [] if measure == e.label else [both(measure.en.lower(), measure.zh)]
    told += [e.level_label] if e.domain else []
    if not told:
        return both(e.label.en, f"“{e.label.zh}”")
    en, zh = "; ".join(t.en for t in told), "；".join(t.zh for t in told)
    return both(f"{e.label.en} ({en})", f"“{e.label.zh}”（{zh}）")
