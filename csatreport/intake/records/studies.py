"""Studies of the market by others: their printed scores, no respondents."""

from __future__ import annotations

from csatreport.intake.records.fields import Schema, field
from csatreport.params.text import Text

STUDIES = Schema(
    "studies",
    Text(en="Studies of the market", zh="市场研究"),
    (
        field("study", "key*", "Study", "研究"),
        field("brand", "code:brand*", "Brand", "品牌"),
        field("factor", "code:factor*", "Factor; `total` is the index", "因子（total为总指数）"),
        field("date", "date*", "Published on", "发布日期"),
        field("score", "number*", "Score", "得分"),
        field("n", "count:0-", "Interviews", "样本量"),
        field("se", "number:0-", "Standard error", "标准误"),
    ),
    unique=("study", "brand", "factor", "date"),
    date="date",
)
