"""Who stands first and who last among peers, and how sure the first place is."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit.claims import claim
from csatreport.exhibit.prose import text
from csatreport.exhibit.shapes import Place, Ranking
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim, Prose
from csatreport.results import Estimate

_FIRST = {
    False: both("{first} stands first with {best}", "{first}居首（{best}）"),
    True: both("{first} share the first place with {best}", "{first}并列居首（{best}）"),
}
_LAST = {
    False: both(", {last} last with {worst}", "，{last}居末（{worst}）"),
    True: both(", {last} the last with {worst}", "，{last}并列居末（{worst}）"),
}
_SURE = both("; no other may as well be first", "；居首者已可确定")
_UNSURE = both("; {rivals} of {all} may be the first", "；{all}个群体中，有可能居首的有{rivals}个")


def spread(name: str, ranking: Ranking) -> Claim | Prose:
    """First and last place with their values; levels that share a place are all named.

    Where ranks have intervals, it is told how many levels may be the first.
    """
    shown = [p for p in ranking.rows if p.rank is not None]
    if not shown:
        return text(name, en="No group is large enough to be ranked.", zh="各群体样本量均不足，不作排名。")
    first, last = _alike(shown, shown[0]), _alike(shown, shown[-1])
    parts = [_FIRST[len(first) > 1]]
    said: dict[str, Text | Estimate] = {"first": _listed(first), "best": shown[0].estimate}
    if first != last:
        parts.append(_LAST[len(last) > 1])
        said |= {"last": _listed(last), "worst": shown[-1].estimate}
    rivals = [p for p in shown if p.rank_low == 1]
    counts = {"rivals": len(rivals), "all": len(shown)} if len(rivals) > 1 else {}
    if rivals and first != last:
        parts.append(_UNSURE if counts else _SURE)
    return claim(
        name,
        en="".join(p.en for p in parts) + ".",
        zh="".join(p.zh for p in parts) + "。",
        **said, **(counts if first != last else {}),
    )  # fmt: skip


def _alike(shown: Sequence[Place], place: Place) -> list[Place]:
    return [p for p in shown if p.estimate.value == place.estimate.value]


def _listed(places: Sequence[Place]) -> Text:
    en, zh = ([p.estimate.level_label[k] for p in places] for k in ("en", "zh"))
    return both(" and ".join(filter(None, (", ".join(en[:-1]), en[-1]))), "、".join(f"“{x}”" for x in zh))
