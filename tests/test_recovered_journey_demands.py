"""What was planted in the simulated company's journey and demands is found again."""

from __future__ import annotations

import company
import numpy as np

from csatreport.comments import demands
from csatreport.comments.naming import named
from csatreport.compare import needs
from csatreport.measure.journey import stages, steps
from csatreport.simulate import opinions


def test_the_company_gives_back_what_was_planted_in_its_stages():
    found = stages.journey(company.survey())
    planted = {code: share for code, (_, _, share) in opinions.STAGES.items()}
    for s in found.stages:
        assert s.volume.low - 0.005 <= planted[s.code] <= s.volume.high + 0.005
    assert max(found.stages, key=lambda s: s.failure.value).code == "help"  # the lowest mean of all stages
    assert found.first.code in ("use", "pay")


def test_the_bottleneck_of_the_lifecycle_is_found():
    late = steps.steps(company.survey()).on_time.lowest()
    assert late.item == company.truth()["records"]["relations"]["lifecycle"]["bottleneck"]


def planted_needs(segments):
    """Shares of the needs that follow from what the segments want, and how large they are."""
    members = segments["members"]["2026Q3"]
    size = np.array([members.count(str(k)) for k in range(len(segments["codes"]))], dtype=float)
    return size / size.sum() @ np.array([opinions.SEGMENT_NEEDS[c] for c in segments["codes"]])


def test_the_shares_of_the_six_needs_are_those_of_the_segments():
    for e, share in zip(
        needs.shares(company.survey()), planted_needs(company.truth()["segments"]), strict=True
    ):
        assert abs(e.value - share) < 3 * e.se + 0.01


def test_words_declared_find_what_the_texts_were_written_about():
    survey = company.survey()
    for texts, labels, wanted in labelled(survey, company.truth()["records"]).values():
        recall, precision = matched(survey, texts, labels, wanted)
        assert recall > 0.6
        assert precision > 0.6


def test_demands_planted_everywhere_are_found_to_be_of_the_mass():
    found = {d.code: d for d in demands.demands(company.survey()).declared}
    assert {found[c].mass for c in ("stable", "repair", "reach", "bill", "price")} == {"yes"}
    assert found["privacy"].mass == "no"
    assert found["stable"].verdict == "act"


OF_CAUSE = {
    "outage": "stable", "slow_speed": "fast", "wifi": "coverage", "repair_delay": "repair", "repair_again": "repair",
    "install_delay": "install", "missed_visit": "install", "hotline_wait": "reach", "not_solved": "reach",
    "bill_error": "bill", "bill_unclear": "bill", "price": "price", "manner": "respect",
}  # fmt: skip
OF_THEME = {
    "network": "stable fast coverage", "installation": "install", "repair": "repair", "support": "reach",
    "billing": "bill price", "digital": "app",
}  # fmt: skip


def labelled(survey, records):
    """Texts of each channel, what they were written about, and the demands that this is about."""
    reviews = {k: v[0] for t in records.values() if "meant" in t for k, v in t["meant"].items()}
    tables = {name: survey.records[name] for name in ("complaints", "reviews", "interviews")}
    labels = {
        "complaints": (tables["complaints"]["cause"], OF_CAUSE),
        "reviews": (tables["reviews"]["review"].map(reviews), OF_THEME),
        "interviews": (tables["interviews"]["topic"], OF_THEME),
    }
    found = {}
    for name, (column, wanted) in labels.items():
        known = column.isin(list(wanted)).to_numpy(dtype=bool)
        found[name] = (tables[name]["text"][known], column[known], wanted)
    return found


def matched(survey, texts, labels, wanted):
    """Share of labelled texts that name a demand of their label, and of names that belong to the label.

    A text may name several demands in truth, so that the second number is a lower bound.
    """
    declared = survey.analysis.demands.demand
    codes = [d.code for d in declared]
    flags = named(texts, [d.words for d in declared])
    right = np.array([[c in wanted[label].split() for c in codes] for label in labels])
    some = right.any(axis=0)
    return (flags & right).any(axis=1).mean(), (flags & right).sum() / flags[:, some].sum()
