"""Improvement: projects, the tasks of the plan, and its risks."""

from __future__ import annotations

from csatreport.intake.records.fields import Schema, field
from csatreport.params.text import Text

PROJECTS = Schema(
    "projects",
    Text(en="Improvement projects", zh="改进项目"),
    (
        field("project", "key*", "Project number", "项目编号"),
        field("title", "title*", "Project", "项目名称"),
        field("item", "reference:questionnaire", "Item that it should improve", "拟改进的题目"),
        field("branch", "branch", "Branch", "分支机构"),
        field("department", "department*", "Department responsible", "责任部门"),
        field("start", "date*", "Begins on", "开始日期"),
        field("due", "date*", "Due on", "计划完成日期"),
        field("finished", "date", "Finished on", "实际完成日期"),
        field("target", "number", "Target", "目标值"),
        field("budget", "money", "Budget", "预算"),
        field("spent", "money", "Spent", "已支出"),
        field("status", "code:status*", "Status", "状态"),
    ),
    unique=("project",),
    date="start",
    order=(("start", "due"),),
)
TASKS = Schema(
    "tasks",
    Text(en="Tasks of the plan", zh="计划任务"),
    (
        field("task", "key*", "Task number", "任务编号"),
        field("parent", "reference:tasks", "Task that it is part of", "上级任务"),
        field("project", "reference:projects", "Project", "所属项目"),
        field("title", "title*", "Task", "任务名称"),
        field("department", "department*", "Department responsible", "责任部门"),
        field("start", "date*", "Begins on", "开始日期"),
        field("due", "date*", "Due on", "计划完成日期"),
        field("finished", "date", "Finished on", "实际完成日期"),
        field("progress", "share*", "Progress", "进度"),
        field("budget", "money", "Budget", "预算"),
        field("spent", "money", "Spent", "已支出"),
        field("milestone", "flag", "Milestone", "是否里程碑"),
    ),
    unique=("task",),
    date="start",
    order=(("start", "due"),),
)
RISKS = Schema(
    "risks",
    Text(en="Risks of the plan", zh="计划风险"),
    (
        field("risk", "title*", "Risk number", "风险编号"),
        field("date", "date*", "Assessed on", "评估日期"),
        field("title", "title*", "Risk", "风险描述"),
        field("department", "department*", "Department responsible", "责任部门"),
        field("likelihood", "rating:1-5*", "Likelihood", "发生可能性"),
        field("impact", "rating:1-5*", "Impact", "影响程度"),
        field("due", "date", "Contingency ready by", "预案完成期限"),
        field("contingency", "text", "Contingency plan", "应急预案"),
        field("status", "code:status*", "Status", "状态"),
    ),
    unique=("risk", "date"),
    date="date",
)
