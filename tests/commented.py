"""Small surveys whose respondents wrote comments."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from surveys import make_survey, rating, responses

from csatreport.params import Analysis, Text
from csatreport.params.analysis.comments import Comments, Theme
from csatreport.survey import Survey

SPEED = Theme(code="speed", label=Text(en="Speed", zh="网速"), words=("网速", "下载", "speed", "slow"))
BILL = Theme(code="bill", label=Text(en="Bill", zh="账单"), words=("账单", "扣费", "bill", "charge"))
TEXTS = (
    "网速很快，下载很流畅", "网速太慢，下载总是卡", "晚上网速慢得要命", "账单清楚，扣费明白", "账单看不懂，乱扣费",
    "The speed is good", "The line is slow and bad", "The bill is wrong again", "Every charge on the bill is clear, great",
)  # fmt: skip


def commented(
    *texts_of_waves: tuple[str, ...],
    times: int = 4,
    declared: Comments | None = None,
    silent: int = 20,
    **edition: object,
) -> Survey:
    """A survey in which each text was written ``times`` times a wave; the newest wave comes last."""
    names = ["2026Q3", "2026Q2", "2026Q1", "2025Q4"][: len(texts_of_waves)][::-1]
    frames, written, at = [], [], 0
    for name, texts in zip(names, texts_of_waves, strict=True):
        all_ = [*texts * times]
        n = len(all_) + silent
        frame = responses(name, a=[1.0 + i % 5 for i in range(n)])
        frame["response"] = range(at, at + n)
        frame["weight"] = [1.0 + i % 3 for i in range(n)]
        written += [(at + i, name, "comment", "en", t) for i, t in enumerate(all_)]
        at += n
        frames.append(frame)
    made = make_survey((rating("a"),), *frames, **edition)
    comments = pd.DataFrame(written, columns=["response", "wave", "item", "language", "text"])
    themes = declared if declared is not None else Comments(theme=(SPEED, BILL))
    return replace(made, comments=comments, analysis=Analysis(comments=themes))
