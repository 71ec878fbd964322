"""Money in and out, and the market that it is earned in."""

from __future__ import annotations

from csatreport.intake.records.fields import Schema, field
from csatreport.params.text import Text

SALES = Schema(
    "sales",
    Text(en="Sales", zh="销售"),
    (
        field("sale", "key*", "Sale number", "销售单号"),
        field("customer", "customer*", "Customer number", "客户编号"),
        field("branch", "branch", "Branch", "分支机构"),
        field("product", "product", "Product", "产品"),
        field("date", "date*", "Date", "成交日期"),
        field("kind", "code:sale*", "Kind of sale", "销售类型"),
        field("amount", "money*", "Amount", "金额"),
        field("profit", "money", "Profit", "利润"),
    ),
    unique=("sale",),
    date="date",
)
COSTS = Schema(
    "costs",
    Text(en="Costs of service", zh="服务成本"),
    (
        field("month", "month*", "Month", "月份"),
        field("action", "code:action*", "What the money was spent on", "支出项目"),
        field("department", "department", "Department", "部门"),
        field("branch", "branch", "Branch", "分支机构"),
        field("amount", "money*", "Amount", "金额"),
    ),
    unique=("month", "action", "department", "branch"),
    date="month",
)
MARKET = Schema(
    "market",
    Text(en="Market figures", zh="市场数据"),
    (
        field("date", "date*", "Date", "日期"),
        field("competitor", "code:competitor*", "Company", "企业"),
        field("region", "code:region", "Region", "地区"),
        field("share", "share", "Market share", "市场份额"),
        field("awareness", "share", "Share of people who know the brand", "品牌知名度"),
        field("score", "number", "Satisfaction score", "满意度得分"),
        field("price", "number", "Price of a comparable product", "同类产品价格"),
    ),
    unique=("date", "competitor", "region"),
    date="date",
)
