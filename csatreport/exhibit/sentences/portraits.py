"""What is said of who is in a segment, and of the segment to begin with."""

from __future__ import annotations

from csatreport.exhibit import charts, tables, words
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences.counted import either
from csatreport.exhibit.sentences.migration import Shown
from csatreport.exhibit.shapes.segments import Portrait
from csatreport.exhibit.words import both
from csatreport.records import Claim
from csatreport.results import Contrasts

_EACH = 8  # differences told of a segment
_WIDEST = both("The widest differences of each segment", "各客群差异最大的方面")


def first(name: str, portrait: Portrait) -> tuple[Claim, ...]:
    """The segment to begin with: the least satisfied where one clearly is, else the one that wants most what others do not."""
    behind = portrait.behind
    if behind is None:
        return (_first(name, portrait),)
    measure = words.measure(behind.second.measure)
    begin = claim(
        name,
        en="Begin with the segment “{c.level}”: its {measure} is {c.second}, that of all other customers {c.first}.",
        zh="应首先关注“{c.level}”客群：{measure}为{c.second}，其他客户为{c.first}。",
        c=behind, measure=both(measure.en.lower(), measure.zh),
    )  # fmt: skip
    return (begin, *_wants(f"{name}-wants", portrait, behind.second.level))


def _wants(name: str, portrait: Portrait, level: str) -> tuple[Claim, ...]:
    """What a segment wants more often than others do."""
    wanted = portrait.needs.where(level=level)
    if not len(wanted):
        return ()
    said = claim(
        name,
        en="To {c.second} of them “{c.label}” matters most, to {c.first} of all others.",
        zh="该客群中{c.second}的人最看重“{c.label}”，其他客户为{c.first}。",
        c=wanted.rows[0],
    )
    return (said,)


def _first(name: str, portrait: Portrait) -> Claim:
    """Where no segment is behind in satisfaction: the widest difference in what they want, or in anything."""
    if len(portrait.needs):
        return claim(
            name,
            en="No segment is clearly behind the others in satisfaction; what they want differs. Begin with “{c.level}”: "
            "{c.second} of them say that “{c.label}” matters most, against {c.first} of all others. "
            "Speak to each segment of what it wants.",
            zh="没有哪个客群的满意度明显落后，差别在于诉求不同。可先从“{c.level}”客群入手：{c.second}的人最看重“{c.label}”，"
            "其他客户为{c.first}。与各客群沟通时，应各有侧重。",
            c=portrait.needs.rows[0],
        )  # fmt: skip
    if len(portrait.matter):
        return claim(
            name,
            en="No segment is clearly behind the others in satisfaction. Begin with the widest difference: "
            "“{c.group}: {c.label}” is {c.second} in the segment “{c.level}”, against {c.first} of all others.",
            zh="没有哪个客群的满意度明显落后。可先关注差异最大之处：“{c.level}”客群的“{c.group}：{c.label}”为{c.second}，其他客户为{c.first}。",
            c=portrait.matter.rows[0],
        )  # fmt: skip
    return claim(
        name,
        en="No segment is clearly behind the others in satisfaction, and in none of {all} comparisons of background and "
        "behaviour do they differ clearly and largely: nothing here calls for a programme for one segment alone.",
        zh="没有哪个客群的满意度明显落后；在背景与行为的{all}项比较中，各客群也均无明显且较大的差异：目前没有依据为某一客群单独制定方案。",
        all=portrait.contrasts,
    )  # fmt: skip


def portrait(name: str, found: Portrait) -> Shown:
    """How many differences matter, the map of them, satisfaction, and the widest differences; what there is of these."""
    compared = any(c.shown for c in found.satisfied)
    satisfied = (tables.segment_satisfaction(f"{name}-satisfaction", found.satisfaction),) if compared else ()
    if not any(c.tested for c in found.contrasts):
        return satisfied
    if not len(found.contrasts.clear):
        alike = claim(
            name,
            en="In background and behaviour, none of {all} comparisons with all other customers is clear.",
            zh="在背景与行为方面，各客群与其他客户共比较{all}项，均无明显差异。",
            all=found.contrasts,
        )
        return (alike, *satisfied)
    matter = len(found.matter)
    reach = either(matter, both("{matter}", "其中{matter}项"), both("none", "均未"))
    said = claim(
        name,
        en=f"Comparisons with all other customers: {{all}}; clear: {{all.clear}}, of which {reach.en} reach {{large}} points.",
        zh=f"各客群与其他客户共比较{{all}}项，差异明显的有{{all.clear}}项，{reach.zh}达到{{large}}个百分点。",
        all=found.contrasts, large=found.large, **({"matter": matter} if matter else {}),
    )  # fmt: skip
    if not len(found.matter):
        return (said, *satisfied)
    codes = dict.fromkeys(c.second.level for c in found.contrasts)
    widest = [Contrasts(found.of(code).rows[:_EACH]) for code in codes]
    table = tables.segment_differences(f"{name}-table", widest, title=_WIDEST)
    return (said, charts.segment_portrait(f"{name}-chart", found), *satisfied, table)
