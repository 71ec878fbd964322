"""What is said of the structure of satisfaction against the wave compared with, where there is one."""

from __future__ import annotations

from csatreport.exhibit import tables
from csatreport.exhibit.claims import claim
from csatreport.exhibit.shapes.structure import Since, Structure
from csatreport.exhibit.values import Thing
from csatreport.records import Claim, Table


def changed(name: str, structure: Structure, since: Since | None) -> tuple[Claim, ...]:
    """Whether the groups, the reliability of scales and the links with overall satisfaction are still what they were.

    Without an earlier wave: what the structure of this one is.
    """
    if since is None:
        return (
            claim(
                name,
                en="There is no earlier wave to compare with: this edition sets the groups that the next ones are held against.",
                zh="没有可对比的往期数据：本版的分组将作为今后各期比较的基准。",
            ),
        )
    if since.broken is not None:
        return (
            claim(
                name,
                en="Groups of services cannot be compared with {before}: {why}.",
                zh="服务分组无法与{before}比较：{why}。",
                before=since.before, why=since.broken,
            ),
        )  # fmt: skip
    return (_groups(f"{name}-groups", structure, since), *_links(f"{name}-links", since))


def _groups(name: str, structure: Structure, since: Since) -> Claim:
    least, all_ = since.least, len(structure.groups)
    said: dict[str, Thing] = {
        "before": since.before,
        "group": least.name,
        "phi": least.congruence,
        "all": all_,
    }
    if different := since.counted("different"):
        return claim(
            name,
            en="Since {before}, {different} of {all} groups of services are no longer what they were, “{group}” least of all "
            "(congruence {phi}).",
            zh="与{before}相比，{all}组服务中，构成已不相同的有{different}组，其中“{group}”差别最大（一致性系数{phi}）。",
            different=different, **said,
        )  # fmt: skip
    if unclear := since.counted("unclear"):
        return claim(
            name,
            en="Whether {unclear} of {all} groups of services are still those of {before} cannot be told; "
            "least sure is “{group}” "
            "(congruence {phi}).",
            zh="{all}组服务中，是否仍与{before}一致、尚难判断的有{unclear}组；其中“{group}”最不确定（一致性系数{phi}）。",
            unclear=unclear, **said,
        )  # fmt: skip
    return claim(
        name,
        en="Customers still group services as in {before}: all {all} groups are the same or nearly so; least alike is “{group}” "
        "(congruence {phi}).",
        zh="客户心目中的服务分组与{before}基本一致：{all}组均相同或相近，其中相似程度最低的是“{group}”（一致性系数{phi}）。",
        **said,
    )


def _links(name: str, since: Since) -> tuple[Claim, ...]:
    """How many reliabilities and correlations with overall satisfaction moved; nothing where none could be tested."""
    alphas, overall = since.alphas, since.overall
    if not any(c.tested for c in alphas):
        return ()
    if not any(c.tested for c in overall):
        return (
            claim(
                name,
                en="Of {alphas} reliabilities, {alphas.clear} clearly changed since {before}.",
                zh="与{before}相比，{alphas}个信度系数中，变化明显的有{alphas.clear}个。",
                alphas=alphas, before=since.before,
            ),
        )  # fmt: skip
    if not (len(alphas.clear) or len(overall.clear)):
        return (
            claim(
                name,
                en="None of {alphas} reliabilities and none of {overall} correlations with overall satisfaction clearly changed "
                "since {before}.",
                zh="与{before}相比，{alphas}个信度系数以及各项服务与总体满意度的{overall}个相关系数均无明显变化。",
                alphas=alphas, overall=overall, before=since.before,
            ),
        )  # fmt: skip
    most = overall.widest if len(overall.clear) else alphas.widest
    return (
        claim(
            name,
            en="Since {before}, clear changes in {alphas.clear} of {alphas} reliabilities and in {overall.clear} of {overall} "
            "correlations with overall satisfaction; “{most.label}” {most:rose|fell|did not clearly change} most: {most.first} "
            "then, {most.second} now.",
            zh="与{before}相比，变化明显的有{alphas.clear}个信度系数（共{alphas}个）和{overall.clear}个与总体满意度的相关系数"
            "（共{overall}个）；变化最大的是“{most.label}”，{most:明显上升|明显下降|变化不明显}：当时为{most.first}，本期为{most.second}。",
            alphas=alphas, overall=overall, before=since.before, most=most,
        ),
    )  # fmt: skip


def kept(name: str, since: Since | None) -> tuple[Table, ...]:
    """The groups against the wave compared with, where there is one."""
    return () if since is None or not since.groups else (tables.kept(name, since),)
