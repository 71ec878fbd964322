"""The words that stand in the files: a company's systems export names, not codes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import numpy as np

from csatreport.simulate import company, events
from csatreport.simulate.happenings.chance import Texts

_LISTS: Mapping[str, Mapping[str, company.Named]] = {
    "branch": company.BRANCHES,
    "region": company.REGIONS,
    "product": company.PRODUCTS,
    "department": company.DEPARTMENTS,
    "competitor": company.COMPETITORS,
    "action": events.COSTS,
}


@cache
def names(kind: str) -> Mapping[str, company.Named]:
    """Names of every code of a list: those of the company, and those of ``words.csv``."""
    text = files(__package__).joinpath("words.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["list"] == kind]
    return {
        **_LISTS.get(kind, {}),
        **{row["code"]: company.Named(row["english"], row["chinese"]) for row in rows},
    }


def written(kind: str, codes: Iterable[str], *, chinese: bool = True) -> Texts:
    """Codes as one language names them; what is no code of the list stays as it is."""
    known = company.names(names(kind), chinese=chinese)
    return np.array([known.get(code, code) for code in codes], dtype=object)
