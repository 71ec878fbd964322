"""Tables of the customer journey: stages, the blueprint, steps in the records."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import notes, words
from csatreport.exhibit.charts import said
from csatreport.exhibit.shapes.journey import Journey, Layer, Stage, Step, Steps
from csatreport.exhibit.tables import cells
from csatreport.exhibit.tables.estimates import empty
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Cell, Table
from csatreport.results import Estimate

_BLUEPRINT = both("Service blueprint", "服务蓝图")
_CUSTOMER = both("What the customer does", "客户行为")
_FRONT = both("Front stage: where we meet", "前台：接触渠道")
_BACK = both("Back stage: who works", "后台：责任部门")
_SUPPORT = both("Support", "支持过程")
_STEPS = both("Steps in the records", "业务记录中的环节")
_STEP = both("Step", "业务环节")
_DONE = both("Cases", "件数")
_DECLARED = both(
    "as the company describes its service; where it names no department, those that own the stage's questions",
    "依据公司对服务流程的说明；未说明的部门取自问卷中该环节各题目的责任部门",
)
_CASES = both(
    "company records, every case counted once; days are medians since the step before",
    "依据业务记录，每件计一次；天数为距上一业务环节的中位数",
)


def journey(name: str, journey: Journey, *, title: Text | None = None) -> Table:
    """Satisfaction, volume, failure and pain of every stage, each with its interval."""
    stages = list(journey.stages)
    kinds = [k for k in range(4) if any(_figures(s)[k] is not None for s in stages)]
    first = [next(e for s in stages if (e := _figures(s)[k]) is not None) for k in kinds]
    columns = [cells.column(words.STAGE, left=True)]
    for e in first:
        unit = words.UNITS[e.unit]
        columns += [cells.column(words.measure(e.measure), unit), cells.column(words.INTERVAL, unit)]
    body = tuple((cells.text(s.label), *_pairs([_figures(s)[k] for k in kinds])) for s in stages)
    wave = stages[0].satisfaction.wave_label
    made = both(f"Stages of the journey, {wave.en}", f"客户旅程各环节，{wave.zh}")
    found = [e for s in stages for e in _figures(s) if e is not None]
    return Table(name, said.words_of(title, made), tuple(columns), body, notes.of(found), {})


def _figures(s: Stage) -> tuple[Estimate | None, ...]:
    return s.satisfaction, s.volume, s.failure, s.pain


def _pairs(estimates: Sequence[Estimate | None]) -> list[Cell]:
    return [
        c
        for e in estimates
        for c in ((cells.blank(), cells.blank()) if e is None else (cells.point(e), cells.interval(e)))
    ]


def blueprint(name: str, layers: Sequence[Layer], *, title: Text | None = None) -> Table:
    """A row for each stage: what the customer does, where we meet, who works behind, what carries it."""
    heads = (words.STAGE, _CUSTOMER, _FRONT, _BACK, _SUPPORT)
    body = tuple(
        (
            cells.text(x.stage),
            _maybe(x.does),
            _listed(x.touchpoints),
            _listed(x.departments),
            _maybe(x.support),
        )
        for x in layers
    )
    columns = tuple(cells.column(h, left=True) for h in heads)
    return Table(name, said.words_of(title, _BLUEPRINT), columns, body, words.joined([_DECLARED]), {})


def _maybe(text: Text | None) -> Cell:
    return cells.blank() if text is None else cells.text(text)


def _listed(names: Sequence[Text]) -> Cell:
    if not names:
        return cells.blank()
    return cells.text(both(", ".join(n.en for n in names), "、".join(n.zh for n in names)))


def lifecycle(name: str, steps: Steps, *, title: Text | None = None) -> Table:
    """Cases, punctuality with its interval, rework and median days of every step."""
    found = list(steps.rows)
    if not found:
        return empty(name, title or _STEPS)
    share, days = words.UNITS["share"], words.UNITS["days"]
    columns = (
        cells.column(_STEP, left=True),
        cells.column(_DONE),
        cells.column(words.measure("on_time"), share),
        cells.column(words.INTERVAL, share),
        cells.column(words.measure("rework"), share),
        cells.column(words.measure("time"), days),
    )
    heads = {
        str(i): words.words(s.stage) for i, s in enumerate(found) if i == 0 or s.stage != found[i - 1].stage
    }
    note = words.joined([_CASES])
    return Table(name, said.words_of(title, _STEPS), columns, tuple(map(_step, found)), note, heads)


def _step(s: Step) -> tuple[Cell, ...]:
    on_time = _pairs([s.on_time])
    rest = [cells.blank() if e is None else cells.point(e) for e in (s.rework, s.days)]
    return (cells.text(s.label), cells.number(s.done.value, "count"), *on_time, *rest)
