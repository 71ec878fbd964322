"""Comments: how well their themes and their tone are found again, and how long reading takes.

python benchmarks/comments.py [PROJECT [EDITION]]

Tone is measured on the templates of the simulated company's comments that nobody looked at while the lexicon was written
(tests/oracle/comments_seen.txt lists the others), without the endings that give a tone away, and on the stars of reviews.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from machine import described

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import said

from csatreport import open_edition
from csatreport.comments import voice
from csatreport.comments.sentiment import Judge
from csatreport.comments.tokens import language
from csatreport.comments.voice import Voice

TONES = {1.0: "positive", 0.0: "unclear", -1.0: "negative"}
NETWORK = {
    "network": {"speed", "stability", "wifi"},
    "support": {"hotline"},
    "billing": {"bill", "price"},
    "digital": {"app"},
}


def of_templates(judge: Judge) -> None:
    for name, texts in (
        ("held out", said.held_out()),
        ("looked at", tuple(set(said.templates()) - set(said.held_out()))),
    ):
        for tongue in ("zh", "en", "all"):
            own = [t for t in texts if tongue in (language(t), "all")]
            tones = [judge.of_text(t, language(t)).tone for t in own]
            _print(f"templates {name}, {tongue}", tones, [said.templates()[t][1] for t in own])


def of_stars(customers: Voice) -> None:
    reviews = customers.others["reviews"].dropna(subset=["rating"])
    tone = customers.reading.tone[customers.reading.corpus.places(reviews["text"])]
    stars = reviews["rating"].to_numpy(np.float64)
    tongues = np.array([language(t) for t in reviews["text"]])
    for tongue in ("zh", "en"):
        own = (stars != 3) & (tongues == tongue)
        truth = np.where(stars[own] > 3, "positive", "negative").tolist()
        _print(f"stars of reviews, {tongue}", [TONES[t] for t in tone[own]], truth)


def _print(name: str, tones: Sequence[str], truth: Sequence[str]) -> None:
    f = said.right(tones, truth)
    print(
        f"{name:26} n {f['n']:5.0f}  right {f['accuracy']:.3f}  where decided {f['decided']:.3f}  undecided {f['unclear']:.3f}  "
        + "  ".join(
            f"{t[:3]} P {f[f'precision {t}']:.2f} R {f[f'recall {t}']:.2f}" for t in ("positive", "negative")
        )
    )


def of_comments(customers: Voice) -> None:
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    written = customers.written
    told = [said.meant(t) for t in written["text"]]
    kept = np.array([t is not None for t in told])
    place = written["place"].to_numpy()[kept]
    truth = [t for t in told if t is not None]
    names = np.array([*(t.code for t in customers.reading.themes), "none"])
    found = names[customers.reading.theme[place]]
    themes = np.array([t for t, _ in truth])
    tongues = np.array([customers.reading.corpus.tongues[p] for p in place])
    for tongue in ("zh", "en", "all"):
        own = (tongues == tongue) | (tongue == "all")
        some = own & (found != "none")
        print(
            f"themes of comments, {tongue:4} n {own.sum():6,}  right {np.mean(found[own] == themes[own]):.3f}  of those "
            f"with a theme {np.mean(found[some] == themes[some]):.3f}  no theme {np.mean(found[own] == 'none'):.3f}  NMI "
            f"{normalized_mutual_info_score(themes[own], found[own]):.3f}  ARI {adjusted_rand_score(themes[own], found[own]):.3f}"
        )
    for theme, f in said.recovered(found.tolist(), themes.tolist()).items():
        print(f"  {theme:14} precision {f['precision']:.2f}  recall {f['recall']:.2f}  F1 {f['f1']:.2f}")
    tones = [TONES[t] for t in customers.reading.tone[place]]
    _print("comments as written", tones, [s for _, s in truth])


def of_reviews(customers: Voice, project: Path) -> None:
    """Reviews mostly speak of two things; one of them is the one that they are meant to be about."""
    told = {}
    for name, file in json.loads((project / "data/raw/truth.json").read_text("utf-8"))["records"].items():
        if name.startswith("reviews"):
            told.update(file["meant"])
    reviews = customers.others["reviews"]
    known = reviews[reviews["review"].isin(told)]
    theme = customers.reading.theme[customers.reading.corpus.places(known["text"])]
    codes = [customers.reading.themes[t].code if t >= 0 else "" for t in theme]
    truth = [NETWORK.get(told[r][0], {told[r][0]}) for r in known["review"]]
    some = [c in t for c, t in zip(codes, truth, strict=True) if c]
    none = 1 - len(some) / len(codes)
    print(
        f"themes of reviews n {len(codes):,}  of those with a theme {np.mean(some):.3f}  no theme {none:.3f}"
    )


def timed(what: str, run: Callable[[], object]) -> None:
    began = time.process_time()
    run()
    print(f"{what:60} {time.process_time() - began:5.2f} s of processor time")


def main(project: str = ".", edition: str = "2026Q3") -> None:
    survey = open_edition(edition, Path(project))
    made: list[Voice] = []
    timed("read all comments, reviews and interviews", lambda: made.append(voice.of(survey)))
    customers = made[0]
    timed("shares, tones and changes", lambda: (customers.parts, customers.changes, customers.tone_changes))
    timed("shares and tones of all waves", lambda: (customers.history, customers.tone_history))
    timed("quotes", lambda: customers.quotes)
    others = sum(len(rows) for rows in customers.others.values())
    print(
        f"{len(customers.written):,} comments, {others:,} other texts, {len(customers.reading.corpus.texts):,} distinct"
    )
    of_templates(Judge.of())
    of_stars(customers)
    of_comments(customers)
    of_reviews(customers, Path(project))
    print(described("scikit-learn", "rjieba", "numpy"))


if __name__ == "__main__":
    main(*sys.argv[1:])
