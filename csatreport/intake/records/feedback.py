"""What customers say outside the survey: complaints, reviews, interviews."""

from __future__ import annotations

from csatreport.intake.records.fields import Schema, field
from csatreport.params.text import Text

COMPLAINTS = Schema(
    "complaints",
    Text(en="Complaints", zh="投诉"),
    (
        field("complaint", "key*", "Complaint number", "投诉编号"),
        field("customer", "customer", "Customer number", "客户编号"),
        field("branch", "branch", "Branch", "分支机构"),
        field("product", "product", "Product", "产品"),
        field("channel", "code:channel", "Channel", "投诉渠道"),
        field("cause", "code:cause*", "Cause", "投诉原因"),
        field("opened", "moment*", "Received at", "受理时间"),
        field("answered", "moment", "First answered at", "首次响应时间"),
        field("closed", "moment", "Closed at", "办结时间"),
        field("department", "department", "Department responsible", "责任部门"),
        field("repeat", "flag", "Complained about the same before", "是否重复投诉"),
        field("resolved", "flag", "Resolved", "是否解决"),
        field("rating", "rating:1-5", "Rating of how it was handled", "处理满意度评分"),
        field("text", "text", "What the customer said", "投诉内容"),
    ),
    unique=("complaint",),
    date="opened",
    order=(("opened", "answered"), ("opened", "closed"), ("answered", "closed")),
)
REVIEWS = Schema(
    "reviews",
    Text(en="Public reviews", zh="公开评价"),
    (
        field("review", "key*", "Review number", "评价编号"),
        field("date", "date*", "Date", "评价日期"),
        field("platform", "code:platform*", "Platform", "平台"),
        field("product", "product", "Product", "产品"),
        field("branch", "branch", "Branch", "分支机构"),
        field("author", "personal:name", "Author", "评价人"),
        field("rating", "rating:1-5*", "Stars", "评分"),
        field("text", "text", "Review", "评价内容"),
    ),
    unique=("review",),
    date="date",
)
INTERVIEWS = Schema(
    "interviews",
    Text(en="Interview notes", zh="访谈记录"),
    (
        field("interview", "key*", "Interview number", "访谈编号"),
        field("date", "date*", "Date", "访谈日期"),
        field("customer", "customer", "Customer number", "客户编号"),
        field("branch", "branch", "Branch", "分支机构"),
        field("interviewer", "staff", "Interviewer", "访谈人"),
        field("topic", "code:topic*", "Topic", "主题"),
        field("text", "text*", "Notes", "访谈内容"),
    ),
    unique=("interview",),
    date="date",
)
