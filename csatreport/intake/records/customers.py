"""Customers, and what happened to them on the way from the first contact to after-service."""

from __future__ import annotations

from csatreport.intake.records.fields import Schema, field
from csatreport.params.text import Text

CUSTOMERS = Schema(
    "customers",
    Text(en="Customers", zh="客户"),
    (
        field("customer", "customer*", "Customer number", "客户编号"),
        field("name", "personal:name", "Name", "姓名"),
        field("phone", "personal", "Phone", "电话"),
        field("email", "personal", "E-mail", "电子邮箱"),
        field("id_number", "personal", "Number of the identity document", "证件号码"),
        field("address", "personal", "Address", "地址"),
        field("type", "code:customer_type", "Type of customer", "客户类型"),
        field("branch", "branch", "Branch", "分支机构"),
        field("product", "product", "Main product", "主要产品"),
        field("since", "date*", "Customer since", "成为客户日期"),
        field("born", "count:1900-2100", "Year of birth", "出生年份"),
        field("language", "code:language", "Language", "语言"),
    ),
    unique=("customer",),
    date="since",
)
LIFECYCLE = Schema(
    "lifecycle",
    Text(en="Steps of the customer lifecycle", zh="客户生命周期事件"),
    (
        field("customer", "customer*", "Customer number", "客户编号"),
        field("event", "code:lifecycle*", "Step", "环节"),
        field("date", "date*", "Done on", "完成日期"),
        field("due", "date", "Due on", "应完成日期"),
        field("owner", "staff", "Person responsible", "负责人"),
        field("department", "department", "Department responsible", "责任部门"),
        field("rework", "flag", "Had to be done again", "是否返工"),
    ),
    unique=("customer", "event", "date", "due", "owner", "department", "rework"),
    date="date",
)
