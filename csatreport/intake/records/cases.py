"""Figures of cases: what was measured of each firm, told as numbers."""

from __future__ import annotations

from csatreport.intake.records.fields import Schema, field
from csatreport.params.text import Text

CASES = Schema(
    "cases",
    Text(en="Figures of cases compared", zh="对比案例指标数据"),
    (
        field("case", "key*", "Code of the case", "案例代码"),
        field("measure", "code:case_measure*", "What was measured", "指标"),
        field("date", "date*", "Date", "日期"),
        field("value", "number*", "Value", "数值"),
        field("n", "count:0-", "Base", "样本量"),
        field("se", "number:0-", "Standard error", "标准误"),
    ),
    unique=("case", "measure", "date"),
    date="date",
)
