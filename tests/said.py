"""What the simulated company's comments are about, and how well that is found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from csatreport.simulate import comments

SEEN = Path(__file__).parent / "oracle" / "comments_seen.txt"
NO_THEME = ("hostile", "personal")
THEMES = {"general": "company"}  # as params/analysis.toml calls it; other names are the same
Meant = tuple[str, str]


@cache
def templates() -> dict[str, tuple[str, str, str]]:
    """Text of each template: theme, sentiment, language."""
    return {
        text: key for key, texts in comments.templates().items() for text in texts if key[0] not in NO_THEME
    }


@cache
def held_out() -> tuple[str, ...]:
    """Templates that nobody looked at while the lexicon was written."""
    seen = set(SEEN.read_text(encoding="utf-8").splitlines())
    return tuple(t for t in templates() if t not in seen)


@cache
def meant(text: str) -> Meant | None:
    """Theme and sentiment of a comment; None for one that gives somebody away or attacks."""
    found = max((t for t in templates() if text.startswith(t)), key=len, default=None)
    if found is None:
        return None
    theme, sentiment, _ = templates()[found]
    return THEMES.get(theme, theme), sentiment


def right(tones: Sequence[str], truth: Sequence[str]) -> dict[str, float]:
    """Accuracy over all, over those decided, share undecided, precision and recall of both tones."""
    both = Counter(zip(tones, truth, strict=True))
    n = sum(both.values())
    good = sum(both[t, t] for t in ("positive", "negative"))
    unclear = sum(v for (tone, _), v in both.items() if tone == "unclear")
    found = {"n": n, "accuracy": good / n, "decided": good / max(n - unclear, 1), "unclear": unclear / n}
    for tone in ("positive", "negative"):
        found[f"precision {tone}"] = both[tone, tone] / max(
            sum(v for (t, _), v in both.items() if t == tone), 1
        )
        found[f"recall {tone}"] = both[tone, tone] / max(sum(v for (_, t), v in both.items() if t == tone), 1)
    return found


def recovered(found: Sequence[str], truth: Sequence[str]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each theme; "" = none."""
    both = Counter(zip(found, truth, strict=True))
    rows = {}
    for theme in sorted(set(truth)):
        hit = both[theme, theme]
        of, all_ = (
            sum(v for (f, _), v in both.items() if f == theme),
            sum(v for (_, t), v in both.items() if t == theme),
        )
        rows[theme] = {
            "precision": hit / max(of, 1),
            "recall": hit / max(all_, 1),
            "f1": 2 * hit / max(of + all_, 1),
        }
    return rows
