"""Sentences and exhibits of the customer journey that a survey or its records may lack: empty where they do."""

from __future__ import annotations

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.journey import Steps
from csatreport.params.text import Text
from csatreport.records import Record
from csatreport.results import Contrast, Contrasts, Estimates


def failure(name: str, failures: Estimates) -> tuple[Record, ...]:
    """Where something goes wrong most often, among those who go through."""
    if not _several(failures):
        return ()
    return (
        claim(
            name,
            en="Of those who go through it, something goes wrong most often in “{most.label}” ({most}) and least often in "
            "“{least.label}” ({least}).",
            zh="在经历过相应环节的客户中，遇到问题的占比以“{most.label}”最高（{most}），“{least.label}”最低（{least}）。",
            most=failures.highest(),
            least=failures.lowest(),
        ),
    )


def damage(name: str, gaps: Contrasts) -> tuple[Record, ...]:
    """Overall satisfaction where a stage went wrong, against those for whom it did not."""
    if not any(c.shown for c in gaps):
        return ()
    said = claim(
        name,
        en="Customers for whom “{c.label}” went wrong are {c:more satisfied overall by {c.size}|less satisfied overall by "
        "{c.size}|not clearly less satisfied overall}: {c.second} against {c.first}. The gap is clear in {all.clear} of "
        "{all} stages.",
        zh="在“{c.label}”环节遇到问题的客户，总体满意率为{c.second}，未遇到问题的客户为{c.first}，"
        "{c:前者高{c.size}|前者低{c.size}|差异不明显}。{all}个环节中，差异明显的有{all.clear}个。",
        c=gaps.widest,
        all=gaps,
    )
    title = Text(
        en="Overall satisfaction: something went wrong in the stage, against nothing went wrong",
        zh="总体满意率：该环节遇到问题与未遇到问题的客户对比",
    )
    return (
        said,
        charts.change(f"{name}-chart", gaps, title=title),
        tables.contrasts(f"{name}-table", gaps, title=title),
    )


def together(name: str, correlations: Estimates) -> tuple[Record, ...]:
    """The stage whose rating goes most closely with overall satisfaction."""
    if not _several(correlations):
        return ()
    said = claim(
        name,
        en="Overall satisfaction goes most closely with satisfaction with “{most.label}” (correlation {most}), least closely "
        "with “{least.label}” ({least}).",
        zh="与总体满意度相关最密切的环节是“{most.label}”（相关系数{most}），最弱的是“{least.label}”（{least}）。",
        most=correlations.highest(),
        least=correlations.lowest(),
    )
    return said, tables.estimates(f"{name}-table", correlations)


def peak_end(name: str, gap: Contrast | None) -> tuple[Record, ...]:
    """Whether the worst stage tells more of overall satisfaction than the average."""
    if gap is None or not gap.shown:
        return ()
    return (
        claim(
            name,
            en="A customer's worst stage tells {c:more|less|neither clearly more nor clearly less} of overall satisfaction than "
            "the average of the stages: correlation {c.second} against {c.first}.",
            zh="客户评价最低的环节与总体满意度的相关，{c:强于各环节平均|弱于各环节平均|与各环节平均无明显差异}："
            "相关系数分别为{c.second}与{c.first}。",
            c=gap,
        ),
    )


def records(name: str, steps: Steps) -> tuple[Record, ...]:
    """The step that is late most often, and its change."""
    if not any(e.shown for e in steps.on_time):
        return ()
    said = claim(
        name,
        en="In the records, “{late.label}” is in time least often: in {late} of cases.",
        zh="业务记录显示，按时完成率最低的环节是“{late.label}”，为{late}。",
        late=steps.on_time.lowest(),
    )
    return said, tables.lifecycle(f"{name}-table", steps)


def funnel(name: str, reached: Estimates) -> tuple[Record, ...]:
    """How many of those who once asked came to the last step."""
    if not reached.rows or not reached.rows[-1].shown:
        return ()
    said = claim(
        name,
        en="Of those who first got in touch in {last.wave}, {last} came as far as “{last.label}”.",
        zh="{last.wave}初次接触的客户中，{last}最终到达“{last.label}”环节。",
        last=reached.rows[-1],
    )
    title = Text(en="Share that came to each step, or past it", zh="到达或越过各环节的占比")
    return said, charts.dots(f"{name}-chart", reached, title=title)


def complaints(name: str, shares: Estimates) -> tuple[Record, ...]:
    """The stage that most complaints are about."""
    if not _several(shares):
        return ()
    said = claim(
        name,
        en="The largest share of complaints is about “{most.label}”: {most}.",
        zh="投诉占比最高的环节是“{most.label}”，为{most}。",
        most=shares.highest(),
    )
    return said, tables.estimates(f"{name}-table", shares)


def _several(estimates: Estimates) -> bool:
    return sum(e.shown for e in estimates) >= 2
