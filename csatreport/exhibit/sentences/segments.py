"""What is said of segments, whatever was found: one wave or several, stable segments or none, movement or none to be told."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences import since
from csatreport.exhibit.sentences.migration import Shown, moved
from csatreport.exhibit.shapes.segments import Migration, Profile, Segments, TypingTool
from csatreport.exhibit.words import both, plain
from csatreport.params.text import Text
from csatreport.records import Claim
from csatreport.results import Contrasts, Count, Estimates

_OF = both("segments' sizes", "个客群的规模")
_UP, _DOWN = both("grew clearly", "明显扩大"), both("shrank clearly", "明显缩小")

_AGREED = {
    True: both(
        "is the largest that all three bear: every segment is stable, the gap bears as many, and the silhouette is near its best",
        "这是三类依据均支持的最大数目，即各客群均稳定、Gap统计量支持、轮廓系数接近最佳",
    ),
    False: both(
        "has the best silhouette; no number is borne by all three kinds of evidence",
        "没有哪个数目得到三类依据的一致支持，取轮廓系数最佳者",
    ),
}


def changed(name: str, found: Segments, sizes: Contrasts, migration: Migration | None) -> tuple[Claim, ...]:
    """Which segments grew or shrank, came or went, and how many customers moved; or that there is nothing to compare with."""
    if found.previous is None:
        return (
            claim(
                name,
                en="There is no earlier wave with these questions to compare {wave} with.",
                zh="没有可与{wave}对比的往期同类题目。",
                wave=found.wave,
            ),
        )
    if not found.steady:
        return (_no_comparison(name, found, found.previous),)
    went = () if migration is None else (moved(f"{name}-moved", migration),)
    return (*since.changed(name, sizes, of=_OF, up=_UP, down=_DOWN), *_come(name, found), *went)


def _no_comparison(name: str, found: Segments, before: Text) -> Claim:
    return claim(
        name,
        en="No segment of {wave} would surely be found again, so there is nothing that could be compared with {before}.",
        zh="{wave}没有稳定的客群，因此无从与{before}比较。",
        wave=found.wave, before=before,
    )  # fmt: skip


def _come(name: str, found: Segments) -> tuple[Claim, ...]:
    """Segments that are new, and those that are gone; that none is, is said too."""
    if not found.new and not found.gone:
        said = claim(
            f"{name}-same",
            en="Every segment continues one of {before}.",
            zh="各客群均与{before}的客群一一对应。",
            before=found.previous or found.wave,
        )
        return (said,)
    told = []
    if found.new:
        told.append(
            claim(f"{name}-new", en="New since {before}: {names}.", zh="与{before}相比，新出现的客群：{names}。",
                  before=found.previous or found.wave, names=listed(found.new))
        )  # fmt: skip
    if found.gone:
        told.append(
            claim(f"{name}-gone", en="Not found again since {before}: {names}.", zh="与{before}相比，不再出现的客群：{names}。",
                  before=found.previous or found.wave, names=listed(found.gone))
        )  # fmt: skip
    return tuple(told)


def listed(names: Sequence[Text]) -> Text:
    """Names in quotation marks, one after another."""
    return both(", ".join(f"“{plain(n.en)}”" for n in names), "、".join(f"“{plain(n.zh)}”" for n in names))


def number(name: str, found: Segments, sizes: Estimates) -> tuple[Claim, ...]:
    """How many segments, the largest, and which of them would not surely be found again."""
    if not found.steady:
        return (_unsure(name, found),)
    unsure = [t.label for t in found.levels if t.label not in found.steady]
    return _partly(name, found, sizes, unsure) if unsure else (_all_sure(name, found, sizes),)


def _unsure(name: str, found: Segments) -> Claim:
    """No segment would surely be found again: there are none, or they overlap."""
    if found.now.borne == 1:
        return claim(
            name,
            en="The answers form one cloud: they do not come apart into groups. Dividing them into {k} is a convenient cut, "
            "and the parts are not named.",
            zh="答案连成一片，并未形成可分的群体；划分为{k}群只是便于描述，不作命名。",
            k=found.now.k,
        )  # fmt: skip
    return claim(
        name,
        en="The answers divide customers into {k} groups, but none of them would surely be found again in another "
        "sample: they are shown, and not named.",
        zh="客户可分为{k}群，但换一个样本均未必能再次得到同样的划分：仅予列示，不作命名。",
        k=found.now.k,
    )  # fmt: skip


def _all_sure(name: str, found: Segments, sizes: Estimates) -> Claim:
    return claim(
        name,
        en="The answers divide customers into {k} segments, all of which would surely be found again. The largest is "
        "“{largest.label}”, with {largest} of customers.",
        zh="客户可分为{k}个客群，均为稳定客群。最大的是“{largest.label}”，占客户的{largest}。",
        k=found.now.k, largest=sizes.rows[0],
    )  # fmt: skip


def _partly(name: str, found: Segments, sizes: Estimates, unsure: Sequence[Text]) -> tuple[Claim, Claim]:
    said = claim(
        name,
        en="The answers divide customers into {k} segments, of which {stable} would surely be found again. The largest is "
        "“{largest.label}”, with {largest} of customers.",
        zh="客户可分为{k}个客群，其中稳定的有{stable}个。最大的是“{largest.label}”，占客户的{largest}。",
        k=found.now.k, stable=len(found.steady), largest=sizes.rows[0],
    )  # fmt: skip
    warned = claim(
        f"{name}-unstable",
        en="Not stable, and so not named: {names}. Read their numbers as a picture, not as a fact.",
        zh="不稳定、因而不命名的有：{names}。其数字仅供参考。",
        names=listed(unsure),
    )
    return (said, warned)


def profile(name: str, found: Profile) -> Shown:
    """Map and table of what sets segments apart; empty where they rest on categories alone."""
    if not any(c.shown for c in found.contrasts):
        return ()
    codes = dict.fromkeys(c.second.level for c in found.contrasts)
    return (
        charts.segment_profile(f"{name}-chart", found),
        tables.segment_differences(f"{name}-table", [found.of(code) for code in codes]),
    )


def placing(name: str, tool: TypingTool | None) -> Shown:
    """The few questions, how often they place a customer rightly, and the points; or that too few answered."""
    if tool is None:
        return (
            claim(
                name,
                en="There is no shorter form: no segment is stable, too few customers answered every question, or there are few "
                "questions as it is.",
                zh="无法提炼更简短的归类问卷：没有稳定的客群，或完整作答的客户过少，或题目本已不多。",
            ),
        )
    said = claim(
        name,
        en="A short form with {n} of the {all} questions places {few} of customers where the whole does; putting everybody in "
        "the largest segment would be right for {guess}. Its questions: {which}.",
        zh="用{n}道题即可使{few}的客户归入与全部{all}道题相同的客群；若一律归入最大客群，正确率仅为{guess}。这些题目是：{which}。",
        n=len(tool.questions), few=tool.few, all=_all(tool), guess=tool.guess, which=listed(tool.questions),
    )  # fmt: skip
    rounded = claim(
        f"{name}-rounded",
        en="In whole numbers the rule places {same} of customers as the exact one does.",
        zh="计分取整后，{same}的客户归类与精确规则一致。",
        same=tool.rounded,
    )
    chart = charts.dots(f"{name}-chart", Estimates((tool.guess, *tool.hits, tool.all)), title=_STEPS)
    return (said, chart, tables.points(f"{name}-points", tool), rounded)


_STEPS = both("Placed rightly, question after question", "归类正确率（逐题增加）")


def _all(tool: TypingTool) -> Count:
    return Count(tool.asked, both("questions", "题"))


def evidence(name: str, found: Segments) -> Shown:
    """Chart and table of what speaks for each number; one number alone, which was declared, is said."""
    if len(found.now.evidence) < 2:
        return (
            claim(name, en="The number of segments, {k}, was declared.", zh="客群数目（{k}个）为事先设定。", k=found.now.k),
        )  # fmt: skip
    agreed = len(found.steady) == found.now.k
    said = claim(
        name,
        en="Of {tried} numbers tried, {k} {why}.",
        zh="共尝试{tried}种数目，选定{k}个：{why}。",
        tried=len(found.now.evidence), k=found.now.k, why=_AGREED[agreed],
    )  # fmt: skip
    return (
        said,
        charts.segment_evidence(f"{name}-chart", found),
        tables.segment_evidence(f"{name}-table", found),
    )


def base(name: str, found: Segments) -> Claim:
    """How many responses were placed."""
    return claim(
        name,
        en="Of {all} responses of {wave}, {placed} answered enough of the questions to be placed.",
        zh="{wave}的{all}份答卷中，有{placed}份作答充分，可归入客群。",
        placed=found.placed, all=_responses(found), wave=found.wave,
    )  # fmt: skip


def _responses(found: Segments) -> Count:
    return Count(found.placed.of or 0.0, both("responses", "答卷"))
