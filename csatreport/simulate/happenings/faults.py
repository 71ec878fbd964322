"""What goes wrong in records: faults planted in a file, each in rows of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from csatreport.simulate.happenings.chance import Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet

STRANGER: Final = "unknown customer"
CODE: Final = "unknown code"
DATE: Final = "impossible date"
LONG_AGO: Final = "date of 1900"
ORDER: Final = "closed before opened"
DUPLICATE: Final = "duplicate key"
HOSTILE: Final = "hostile text"

Faults = Mapping[str, Rows]  # kind of fault -> rows that have it, and no other

IMPOSSIBLE: Final = ("2026-02-30", "0000-00-00", "1900-01-00", "2025/13/01", "待补", "2024-11-31")
NO_DAY: Final = np.datetime64("1900-01-01")  # what systems write where nobody knew the date
ATTACKS: Final = (
    "<script>alert('投诉')</script>",
    '<img src=x onerror="alert(1)"> no internet',
    "=HYPERLINK(\"http://example.com\",\"点击退款\")",
    "=1+1",
    "@SUM(A1:A9)",
    "-2+3 网速",
    "{text} {0} %s %d {{braces}} ${x}",
    "第一行\n第二行\n\n# 不是标题\n| 不是 | 表格 |",
    "'; DROP TABLE complaints; --",
    "断网\u200b了\u202e，\ufeff请处理",
)  # fmt: skip


def spread(counts: Mapping[str, int], quarters: int) -> dict[str, int]:
    """Faults of a file that holds all quarters, where there are fewer than twelve of them: one of a kind at least."""
    return {kind: max(1, round(count * quarters / 12)) for kind, count in counts.items()}


def planned(rng: np.random.Generator, size: int, counts: Mapping[str, int]) -> Faults:
    """Rows for every kind of fault, no row twice."""
    order = rng.permutation(size)
    ends = np.cumsum(list(counts.values()))
    return {kind: np.sort(order[end - counts[kind] : end]) for kind, end in zip(counts, ends, strict=True)}


def strangers(keys: Texts, rows: Rows) -> Texts:
    """Put keys there that no customer has."""
    return _put(keys, rows, [f"M9{row % 10_000_000:07d}" for row in rows.tolist()])


def nonsense(texts: Texts, rows: Rows, *, words: tuple[str, ...] = ("待核实", "旧系统-99", "???")) -> Texts:
    """Put words there that are no code of any list."""
    return _put(texts, rows, _in_turn(words, rows))


def impossible(dates: Texts, rows: Rows) -> Texts:
    """Put dates there that no calendar has."""
    return _put(dates, rows, _in_turn(IMPOSSIBLE, rows))


def attacks(texts: Texts, rows: Rows) -> Texts:
    """Put text there that careless programs run."""
    return _put(texts, rows, _in_turn(ATTACKS, rows))


def repeated(sheet: Sheet, rows: Rows) -> Sheet:
    """The table and, at its end, these rows once more."""
    return sheet.rows(np.concatenate([np.arange(len(sheet)), rows]))


def _in_turn(words: tuple[str, ...], rows: Rows) -> list[str]:
    return [words[n % len(words)] for n in range(len(rows))]


def _put(column: Texts, rows: Rows, values: list[str]) -> Texts:
    changed = column.copy()
    changed[rows] = np.array(values, dtype=object)
    return changed
