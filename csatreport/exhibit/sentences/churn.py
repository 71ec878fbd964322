"""What is said of customers who leave: with a model where one proved itself, and what was tried where none did."""

from __future__ import annotations

from collections.abc import Sequence

from csatreport.exhibit import charts, tables
from csatreport.exhibit.charts import churn as curves
from csatreport.exhibit.charts import churndrivers, churnsigns
from csatreport.exhibit.claims import claim
from csatreport.exhibit.sentences.counted import either
from csatreport.exhibit.shapes.churn import Churn, Outlook, Proof
from csatreport.exhibit.words import both
from csatreport.params.text import Text
from csatreport.records import Claim, Record
from csatreport.results import Contrasts, Estimate, Estimates

_RATES = both("Leave rate by wave", "各期流失率")
_RISK = both("Risk of the next wave by group", "各群体下期流失风险")
_UNSEEN = both("No records tell what was seen before customers left.", "现有记录无法反映客户流失前的征兆。")
_UNTOLD = both(
    "Without a model that proved itself it cannot be told what goes together with leaving when all else is equal.",
    "没有通过检验的模型，无法判断其他条件相同时哪些因素与流失相关。",
)
_NO_SIGN = both(
    "None of {last} signs in the wave before clearly tells who left from who stayed",
    "没有能明显区分流失客户与留存客户的",
)
_NO_DRIVER = both(
    "None of {gaps} traits and events clearly goes together with leaving or staying when all else is equal",
    "其他条件相同时没有与客户去留明显相关的",
)
_NO_RISK = both(
    "Without a model that proved itself the next wave is not foretold; the leave rates of groups are what is known.",
    "没有通过检验的模型，不对下期作出预测，仅列示各群体的实际流失率。",
)


def changed(name: str, found: Churn) -> tuple[Claim, ...]:
    """The leave rate, and what became of it since the wave before where there is one."""
    if not len(found.changes):
        return _now(name, found)
    said = claim(
        name,
        en="The leave rate {c:rose|fell|did not clearly change} since {c.first_wave}: {c.first} of the customers left then, "
        "{c.second} in {c.wave}.",
        zh="与{c.first_wave}相比，流失率{c:上升|下降|无明显变化}：当时为{c.first}，{c.wave}为{c.second}。",
        c=found.changes.rows[0],
    )
    return (said,)


def _now(name: str, found: Churn) -> tuple[Claim, ...]:
    now = [e for e in found.rates if e.shown][-1:]
    return tuple(
        claim(name, en="In {x.wave}, {x} of the customers left.", zh="{x.wave}的流失率为{x}。", x=x)
        for x in now
    )


def first(name: str, found: Churn) -> tuple[Claim, ...]:
    """Whom to look after first, and how many leavers a list of the riskiest would hold."""
    if found.outlook is None:
        return _by_rate(name, found)
    act = found.outlook.act
    done = () if act is None else (
        claim(
            name,
            en="To do first: look after the {customers} customers who begin {d.wave} with “{d.level}”. All else being equal, "
            "{d.second} of customers in that position leave within the wave, and {d.first} of those with “{d.first_level}”.",
            zh="应首先联系{d.wave}开始时“{d.level}”的{customers}名客户：其他条件相同时，这类客户的当期流失率为{d.second}，"
            "“{d.first_level}”的客户为{d.first}。",
            d=act.gap, customers=act.customers,
        ),
    )  # fmt: skip
    return (*done, *_list(f"{name}-list", found.proof, found.outlook, then=bool(done)))


def _list(name: str, proof: Proof | None, outlook: Outlook, *, then: bool) -> tuple[Claim, ...]:
    """What calling the riskiest would have found; ``then`` where another thing is to be done first."""
    if proof is None or not proof.first.shown:
        return ()
    start = both("Then work", "其次应") if then else both("Work", "应")
    said = claim(
        name,
        en=f"{start.en} down the list by risk: its “{{g.level}}” held {{g}} of all who left in the waves held out; in {{r.wave}} "
        "the risk of these customers is {r}, and that of all customers {all} on average.",
        zh=f"{start.zh}按风险名单逐户跟进：在留出的各期中，“{{g.level}}”的客户覆盖了全部流失客户的{{g}}；"
        "{r.wave}这部分客户的流失风险为{r}，全体平均为{all}。",
        g=proof.first, r=outlook.first, all=outlook.everybody,
    )  # fmt: skip
    return (said,)


def _by_rate(name: str, found: Churn) -> tuple[Claim, ...]:
    """Without a model: the group with the highest leave rate."""
    shown = [e for rows in found.groups for e in rows if e.shown and e.flag != "low"]
    if not shown:
        return ()
    said = claim(
        name,
        en="No model tells beforehand who leaves. Look first at the group with the highest leave rate, “{x.level}”: {x} a "
        "wave, {over}.",
        zh="目前没有模型能预先识别流失客户。应首先关注流失率最高的群体“{x.level}”：{over}每期流失率为{x}。",
        x=max(shown, key=lambda e: e.value), over=found.over,
    )  # fmt: skip
    return (said,)


def rates(name: str, found: Churn) -> tuple[Record, ...]:
    """The leave rate of every quarter as a line."""
    shown = [e for e in found.rates if e.shown]
    if len(shown) < 2:  # one rate alone is what the chapter begins with
        return ()
    said = claim(
        name,
        en="Over {quarters} waves the leave rate lay between {low} ({low.wave}) and {high} ({high.wave}).",
        zh="在{quarters}期中，流失率最低为{low}（{low.wave}），最高为{high}（{high.wave}）。",
        quarters=len(shown), low=found.rates.lowest(), high=found.rates.highest(),
    )  # fmt: skip
    return said, charts.trend(f"{name}-chart", found.rates, title=_RATES)


def signs(name: str, found: Churn) -> tuple[Record, ...]:
    """What tells those who left from those who stayed in the wave before; says so where nothing is known of it."""
    last = Contrasts(tuple(s.gaps.rows[0] for s in found.signs))
    if not any(g.shown and g.tested for g in last):
        return (claim(name, en=_UNSEEN.en, zh=_UNSEEN.zh),)
    tells = "tells" if len(last.clear) == 1 else "tell"
    some = both(
        f"{{last.clear}} of {{last}} signs in the wave before clearly {tells} who left from who stayed",
        "能明显区分流失客户与留存客户的有{last.clear}项",
    )
    clear = either(last.clear, some, _NO_SIGN)
    said = claim(
        name,
        en=f"{clear.en}. The widest gap is that of “{{g.label}}”: {{g.second}} of those "
        "who left, {g.first} of those who stayed.",
        zh=f"流失前一期的{{last}}项征兆中，{clear.zh}。差异最大的是“{{g.label}}”：流失客户为{{g.second}}，留存客户为{{g.first}}。",
        last=last, g=last.widest,
    )  # fmt: skip
    return said, churnsigns.signs(f"{name}-chart", found.signs)


def proof(name: str, found: Churn) -> tuple[Record, ...]:
    """How far the model can be trusted; what was tried where it cannot."""
    proved = found.proof
    if proved is None:
        nothing = claim(
            name,
            en="No wave could be held out to try a model on: the leave rates above are all there is.",
            zh="没有可供留出检验的期次，因此未建立模型，仅列示实际流失率。",
        )
        return (nothing,)
    if found.outlook is None:
        return (_tried(name, found, proved), tables.churn_proof(f"{name}-table", proved))
    said = claim(
        name,
        en="The model held where it had not learnt (waves held out: {quarters}): for every customer foretold to leave, {ratio} "
        "left. A customer who left had a higher risk than one who stayed with a chance of {auc}; risks were off by {off} of "
        "the leave rate on average.",
        zh="模型在留出的{quarters}期中经受了检验：每预测流失一名客户，实际流失{ratio}名。流失客户的风险排在留存客户之前的概率为{auc}；"
        "预测风险的平均偏差为流失率的{off}。",
        quarters=len(proved.waves), ratio=proved.ratio, auc=proved.auc, off=proved.ece_relative,
    )  # fmt: skip
    return (
        said, curves.calibration(f"{name}-calibration", proved.calibration),
        curves.gains(f"{name}-gains", proved.gains, first=proved.first), tables.churn_proof(f"{name}-table", proved),
    )  # fmt: skip


def _tried(name: str, found: Churn, proved: Proof) -> Claim:
    """What was tried, and that nothing came of it."""
    return claim(
        name,
        en="A logistic regression on what is known of every customer ({used}) was tried where it had not learnt (waves held "
        "out: {quarters}). Its skill over the leave rate alone is {skill} (interval {skill.interval}), which may be nothing: no "
        "model is shown, and risk by customer is not given.",
        zh="以已知的客户信息（{used}）建立逻辑回归，并在留出的{quarters}期上检验：相对于单用流失率，模型的技巧得分为{skill}"
        "（置信区间{skill.interval}），不能排除毫无预测力。因此不列示模型，也不给出单个客户的风险。",
        used=_listed(found.used), quarters=len(proved.waves), skill=proved.log_skill,
    )  # fmt: skip


def drivers(name: str, found: Churn) -> tuple[Record, ...]:
    """What goes together with leaving when all else is equal; says so where no model can tell."""
    if found.outlook is None or not any(d.gap.tested and d.gap.shown for d in found.outlook.drivers):
        return (claim(name, en=_UNTOLD.en, zh=_UNTOLD.zh),)
    shown = found.outlook.drivers
    gaps = Contrasts(tuple(d.gap for d in shown))
    go = "goes" if len(gaps.clear) == 1 else "go"
    some = both(
        f"{{gaps.clear}} of {{gaps}} traits and events clearly {go} together with leaving or staying when all else is equal",
        "其他条件相同时与客户去留明显相关的有{gaps.clear}项",
    )
    clear = either(gaps.clear, some, _NO_DRIVER)
    said = claim(
        name,
        en=f"{clear.en}. The largest difference is that of “{{g.level}}”: a leave rate of "
        "{g.second}, against {g.first} of “{g.first_level}”.",
        zh=f"{{gaps}}项特征与事件中，{clear.zh}。差异最大的是“{{g.level}}”：流失率为{{g.second}}，“{{g.first_level}}”为{{g.first}}。",
        gaps=gaps, g=gaps.widest,
    )  # fmt: skip
    return said, churndrivers.drivers(f"{name}-chart", shown), tables.churn_drivers(f"{name}-table", shown)


def ahead(name: str, found: Churn) -> tuple[Record, ...]:
    """How many are expected to leave in the next wave, and the risk of every group; leave rates without a model."""
    table = tables.churn_groups(f"{name}-table", found.groups, found.outlook, over=found.over)
    out = found.outlook
    if out is None:
        return claim(name, en=_NO_RISK.en, zh=_NO_RISK.zh), *((table,) if found.groups else ())
    said = claim(
        name,
        en="In {n.wave}, {n} of {customers} customers are expected to leave ({n.interval}), a share of {x}.",
        zh="预计{n.wave}的{customers}名客户中将流失{n}名（{n.interval}），占{x}。",
        n=out.leavers, customers=out.customers, x=out.everybody,
    )  # fmt: skip
    widest = _widest(out.groups)
    return (said, *_picture(f"{name}-chart", widest), table)


def _widest(groups: Sequence[Estimates]) -> Estimates:
    """The factor with the most groups: that of peers such as branches."""
    return max(groups, key=len, default=Estimates())


def _picture(name: str, rows: Estimates) -> tuple[Record, ...]:
    shown: list[Estimate] = [e for e in rows if e.shown]
    return (charts.dots(name, rows.ordered(), title=_RISK),) if len(shown) > 1 else ()


def base(name: str, found: Churn) -> tuple[Claim, ...]:
    """What the model knows, what it lacks, and how much it learnt from."""
    if not found.used:
        return ()
    said = [
        claim(
            name,
            en="Known of every customer when a wave begins: {used}. Records learnt from, one for each customer and wave: {n}.",
            zh="各期开始时已知的客户信息：{used}。建模使用了{n}条客户逐期记录。",
            used=_listed(found.used), n=found.base,
        )
    ]  # fmt: skip
    if found.without:
        said.append(
            claim(
                f"{name}-without",
                en="There were no records of: {which}.",
                zh="缺少的记录：{which}。",
                which=_listed(found.without),
            )
        )
    if found.left_out:
        said.append(
            claim(
                f"{name}-twice",
                en="Not in the model, since other facts tell nearly the same: {which}.",
                zh="未纳入模型（与其他信息几乎重合）：{which}。",
                which=_listed(found.left_out),
            )
        )
    return tuple(said)


def _listed(labels: Sequence[Text]) -> Text:
    lowered = [t.en[:1].lower() + t.en[1:] for t in labels]
    return both(", ".join(lowered), "、".join(t.zh for t in labels))
