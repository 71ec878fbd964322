"""How service is kept up: mystery visits, training, suggestions of staff, early warnings."""

from __future__ import annotations

from csatreport.intake.records.fields import Schema, field
from csatreport.params.text import Text

VISITS = Schema(
    "visits",
    Text(en="Mystery visits", zh="神秘访客检查"),
    (
        field("visit", "key*", "Number of the check", "检查编号"),
        field("date", "date*", "Date", "检查日期"),
        field("branch", "branch*", "Branch", "分支机构"),
        field("standard", "code:standard*", "Service standard", "服务标准"),
        field("department", "department", "Department", "部门"),
        field("visitor", "staff", "Visitor", "访客"),
        field("passed", "flag*", "Standard met", "是否达标"),
        field("note", "text", "Note", "备注"),
    ),
    unique=("visit",),
    date="date",
)
TRAINING = Schema(
    "training",
    Text(en="Training", zh="培训"),
    (
        field("session", "key*", "Session number", "培训场次编号"),
        field("date", "date*", "Date", "培训日期"),
        field("department", "department*", "Department", "部门"),
        field("branch", "branch", "Branch", "分支机构"),
        field("course", "code:course*", "Course", "课程"),
        field("hours", "number:0-*", "Hours", "课时"),
        field("trained", "count:0-*", "People trained", "参训人数"),
        field("before", "number", "Mean test score before", "训前平均成绩"),
        field("after", "number", "Mean test score after", "训后平均成绩"),
    ),
    unique=("session",),
    date="date",
)
SUGGESTIONS = Schema(
    "suggestions",
    Text(en="Suggestions of staff", zh="员工建议"),
    (
        field("suggestion", "key*", "Suggestion number", "建议编号"),
        field("date", "date*", "Date", "提出日期"),
        field("department", "department*", "Department", "部门"),
        field("branch", "branch", "Branch", "分支机构"),
        field("author", "personal:name", "Author", "提出人"),
        field("status", "code:suggestion*", "Decision", "处理结果"),
        field("value", "money", "Estimated value", "预计价值"),
        field("text", "text", "Suggestion", "建议内容"),
    ),
    unique=("suggestion",),
    date="date",
)
WARNINGS = Schema(
    "warnings",
    Text(en="Early warnings", zh="预警"),
    (
        field("warning", "key*", "Warning number", "预警编号"),
        field("raised", "moment*", "Raised at", "预警时间"),
        field("indicator", "code:indicator_warning*", "Indicator", "预警指标"),
        field("branch", "branch", "Branch", "分支机构"),
        field("level", "code:level*", "Level", "预警级别"),
        field("department", "department", "Department responsible", "责任部门"),
        field("value", "number", "Value", "指标值"),
        field("threshold", "number", "Threshold", "阈值"),
        field("answered", "moment", "Answered at", "响应时间"),
        field("closed", "moment", "Closed at", "关闭时间"),
        field("action", "text", "What was done", "处置措施"),
    ),
    unique=("warning",),
    date="raised",
    order=(("raised", "answered"), ("raised", "closed"), ("answered", "closed")),
)
