"""Tables of records as readers deliver them, for tests of what is made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from csatreport.intake.readers.export import Column, Export
from csatreport.intake.records.fields import Field, Schema
from csatreport.params import Edition, Item, Questionnaire, Scale, Text

LISTS = {
    "branch": {"east": "East|东城", "west": "West|西城"},
    "product": {"fibre": "Fibre|光纤", "tv": "TV|电视"},
    "department": {"desk": "Service desk|客服部", "field": "Field|装维部"},
    "region": {"coast": "Coast|沿海"},
    "customer_type": {"household": "Household|家庭"},
    "language": {"en": "English|英文", "zh": "Chinese|中文"},
    "lifecycle": {"contact": "Contact|接触", "left": "Left|离网"},
    "channel": {"hotline": "Hotline|热线"},
    "cause": {"slow": "Slow|网速慢", "bill": "Bill|账单"},
    "platform": {"maps": "Maps|地图"},
    "topic": {"repair": "Repair|维修"},
    "sale": {"new": "New|新装", "renewal": "Renewal|续约"},
    "action": {"training": "Training|培训"},
    "standard": {"greeting": "Greeting|问候"},
    "course": {"manner": "Manner|礼仪"},
    "suggestion": {"submitted": "Submitted|已提交", "adopted": "Adopted|已采纳"},
    "competitor": {"own": "Own|本公司", "other": "Other|他网"},
    "indicator_warning": {"complaint_rate": "Complaint rate|投诉率"},
    "level": {"red": "Red|红"},
    "brand": {"amber": "Amber|安柏"},
    "factor": {"total": "Index|总指数"},
    "case_measure": {"satisfied": "Share satisfied|满意率"},
    "status": {"running": "Running|进行中", "done": "Done|已完成"},
}
ITEM = "overall"


def questionnaire() -> Questionnaire:
    """Labels of every list that a table needs, and one item."""
    labels = {name: {code: Text.same(code) for code in codes} for name, codes in LISTS.items()}
    answers = {
        name: {answer: code for code, texts in codes.items() for answer in texts.split("|")}
        for name, codes in LISTS.items()
    }
    return Questionnaire((_item(),), labels, answers)


def _item() -> Item:
    same = Text.same("o")
    return Item(item=ITEM, kind="rating", label=same, wording=same, scale=Scale(low=1, high=5))


def export(
    rows: Sequence[Mapping[str, str]] | pd.DataFrame,
    *,
    file: str = "data/raw/t.csv",
    spoilt: Mapping[int, str] | None = None,
) -> Export:
    """Build an export as a reader would, from rows by header; a cell that a row lacks is blank."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows)).fillna("")
    cells = frame.astype(str)
    cells.columns = pd.RangeIndex(len(frame.columns))
    return Export(
        file=file,
        format="csv",
        columns=tuple(Column((str(name),)) for name in frame.columns),
        cells=cells.reset_index(drop=True),
        row=np.arange(2, len(frame) + 2, dtype=np.int64),
        sha256="0" * 64,
        spoilt=spoilt or {},
    )


def valid(field: Field, n: int) -> str:
    """A cell that the field accepts, of its own for every ``n`` where it names the row."""
    match field.kind:
        case "key" | "customer" | "staff" | "reference" | "title" | "text" | "personal":
            return f"{field.name} {n}"
        case "code":
            return next(iter(LISTS[field.codes].values())).split("|")[0]
        case "date" | "moment" | "month":
            return f"{2019 + n // 12}-{n % 12 + 1:02d}-03"
        case "flag":
            return "yes"
    return "1990" if field.name == "born" else "1"


def described(schema: Schema) -> str:
    """The fields of a table as ``docs/records.md`` shows them."""
    lines = [f"## {schema.table}: {schema.label.en} · {schema.label.zh}", ""]
    lines += ["| field | meaning | | kind | required |", "|---|---|---|---|---|"]
    for f in schema.fields:
        after = f.codes or f.refers or _bounds(f) or "name" * f.names
        kind = f.kind + f":{after}" * bool(after)
        lines.append(f"| `{f.name}` | {f.label.en} | {f.label.zh} | {kind} | {'yes' * f.required} |")
    order = "".join(f"; {a} ≤ {b}" for a, b in schema.order)
    unique = ", ".join(schema.unique)
    return "\n".join(
        [*lines, "", f"No two rows share {unique}. The wave is that of {schema.date}{order}.", ""]
    )


def _bounds(field: Field) -> str:
    if field.low is None or field.kind == "share":
        return ""
    return f"{field.low:g}-" + (f"{field.high:g}" if field.high is not None else "")


def edition(wave: str = "2026Q3") -> Edition:
    """An edition of that wave."""
    return Edition.model_validate(
        {"name": wave, "wave": wave, "seed": 1, "source": [{"wave": wave, "file": "data/raw/a.csv"}]}
    )
