"""Demands: how well declared words find what texts were written about, and how long matching all channels takes.

python benchmarks/demands.py [PROJECT [EDITION]]
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from machine import described

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import test_recovered_journey_demands as recovered

from csatreport import open_edition
from csatreport.comments import demands
from csatreport.comments.naming import named
from csatreport.comments.voices import Voices
from csatreport.compare import needs
from csatreport.measure.journey import stages
from csatreport.survey import Survey


def of_words(survey: Survey, records: dict[str, dict[str, object]]) -> None:
    for name, (texts, labels, wanted) in recovered.labelled(survey, records).items():
        recall, precision = recovered.matched(survey, texts, labels, wanted)
        print(f"{name:<12} {len(texts):>7,} texts   recall {recall:.3f}   precision at least {precision:.3f}")


def of_planted(survey: Survey, segments: dict[str, object]) -> None:
    for e, share in zip(needs.shares(survey), recovered.planted_needs(segments), strict=True):
        print(f"need {e.item:<12} planted {share:.3f}   found {e.value:.3f} ({e.low:.3f}-{e.high:.3f})")
    for s in stages.journey(survey).stages:
        planted = recovered.opinions.STAGES[s.code][2]
        volume, failure = s.volume, s.failure
        print(
            f"stage {s.code:<6} volume planted {planted:.2f}   found {volume.value:.3f}   failure {failure.value:.3f}"
        )


def of_speed(survey: Survey) -> None:
    voices = Voices.of(survey)
    words = [d.words for d in survey.analysis.demands.demand]
    for what, task in (
        (
            f"{len(voices.rows):,} voices named, {len(words)} demands",
            lambda: named(voices.rows["text"], words),
        ),
        ("everything of demands, both waves", lambda: demands.demands(survey)),
    ):
        task()
        began = time.process_time()
        task()
        print(f"{what:<45} {1000 * (time.process_time() - began):>6.0f} ms")


def main() -> None:
    project = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    survey = open_edition(sys.argv[2] if len(sys.argv) > 2 else "2026Q3", project)
    truth = json.loads((project / "data" / "raw" / "truth.json").read_text("utf-8"))
    print(described())
    of_words(survey, truth["records"])
    of_planted(survey, truth["segments"])
    of_speed(survey)


if __name__ == "__main__":
    main()
