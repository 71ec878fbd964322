"""Every fixed word of charts, tables, cards and notes, in both languages."""

from __future__ import annotations

from csatreport.params.text import LANGUAGES, Text
from csatreport.records import Words


def both(en: str, zh: str) -> Text:
    """A text in both languages, English first."""
    return Text(en=en, zh=zh)


MEASURES = {
    "csat": both("Share satisfied", "满意率"),
    "top_two": both("Share of the top two answers", "前两项占比"),
    "csat_index": both("Satisfaction index", "满意度指数"),
    "complaint_rate": both("Complaints in proportion to customers", "投诉率"),
    "mean": both("Mean score", "平均分"),
    "nps": both("Net promoter score", "净推荐值"),
    "score": both("Score", "得分"),
    "gap": both("Gap", "差距"),
    "expectation": both("Expectation", "期望"),
    "perception": both("Perception", "感知"),
    "met": both("Expectation met", "达到期望占比"),
    "importance": both("Importance", "重要性"),
    "performance": both("Performance", "满意度"),
    "priority": both("Priority", "优先度"),
    "share": both("Share", "占比"),
    "frequency": both("Share of answers", "占比"),
    "median": both("Median", "中位数"),
    "sd": both("Standard deviation", "标准差"),
    "correlation": both("Correlation", "相关系数"),
    "spearman": both("Rank correlation", "等级相关系数"),
    "alpha": both("Cronbach's alpha", "克朗巴哈α系数"),
    "loading": both("Loading", "因子载荷"),
    "eigenvalue": both("Eigenvalue", "特征值"),
    "communality": both("Explained by the groups", "共同度"),
    "explained": both("Share of variance", "方差占比"),
    "congruence": both("Congruence", "一致性系数"),
    "kmo": both("Sampling adequacy", "KMO取样适切性"),
    "item_total": both("Item–total correlation", "题总相关"),
    "dropped": both("Alpha without the item", "剔除该项后的α系数"),
    "mode": both("Most frequent answer", "众数"),
    "variance": both("Variance", "方差"),
    "quantile": both("Quantile", "分位数"),
    "path": both("Path coefficient", "路径系数"),
    "outer_weight": both("Outer weight", "外部权重"),
    "construct_index": both("Index", "指数"),
    "effect": both("Total effect", "总效应"),
    "r_squared": both("Explained variance", "解释方差"),
    "shapley": both("Share of what is explained", "解释份额"),
    "reliability": both("Reliability of the ranking", "排名信度"),
    "relative_weight": both("Relative weight", "相对权重"),
    "adjusted": both("Explained variance, adjusted", "调整后解释方差"),
    "standardised": both("Standardised coefficient", "标准化回归系数"),
    "log_odds": both("Coefficient (log-odds)", "回归系数（对数优势）"),
    "slope": both("Coefficient", "回归系数"),
    "better": both("Better", "Better系数"),
    "worse": both("Worse", "Worse系数"),
    "kano_both": both("Better minus worse", "Better与Worse系数之差"),
    "kano_total": both("Total strength", "总强度"),
    "kano_strength": both("Category strength", "类别强度"),
    "kano_with": both("Satisfaction with it", "具备时的满意度"),
    "kano_without": both("Dissatisfaction without it", "缺失时的不满意度"),
    "kano_gain": both("Gain in satisfaction", "满意度收益"),
    "kano_bought": both("Gain for the money", "单位资金收益"),
    "compliance": both("Standard met", "达标率"),
    "thousand": both("Index out of 1,000", "千分制指数"),
    "to_gain": both("Index points still to gain", "指数改进空间"),
    "sentiment": both("Share positive", "正面意见占比"),
    "about": both("Share of comments", "意见占比"),
    "about_negative": both("Negative, of all comments", "负面意见占全部意见比例"),
    "about_unclear": both("Unclear, of all comments", "语气不明占全部意见比例"),
    "about_positive": both("Positive, of all comments", "正面意见占全部意见比例"),
    "demand": both("Demand", "需求"),
    "time": both("Time taken", "用时"),
    "satisfied": both("Share satisfied", "满意率"),
    "neutral": both("Share neutral", "评价一般的占比"),
    "dissatisfied": both("Share dissatisfied", "不满意率"),
    "unsatisfied": both("Share not satisfied", "未表示满意的占比"),
    "named": both("Share naming it", "提及率"),
    "covered": both("Share naming this or one above", "累计覆盖率"),
    "unvoiced": both("Share who did not complain", "未投诉率"),
    "cases": both("Number", "件数"),
    "top_box": both("Share giving the highest rating", "最高分占比"),
    "multiple": both("Loyalty multiple", "忠诚倍数"),
    "voices": both("Share of voices naming it", "提及率"),
    "wanted": both("Wanted", "需求程度"),
    "need": both("Matters most to", "最看重该方面的客户占比"),
    "volume": both("Customers who went through it", "经历该环节的客户占比"),
    "failure": both("Of these, it went wrong", "其中遇到问题的占比"),
    "pain": both("Customers for whom it went wrong", "遇到问题的客户占全体比例"),
    "pain_unhappy": both("Went through it and not satisfied", "经历后未表示满意的客户占全体比例"),
    "unhappy": both("Share not satisfied", "未表示满意的占比"),
    "on_time": both("Done in time", "按时完成率"),
    "rework": both("Done again", "返工率"),
    "reached": both("Came this far", "到达该环节的占比"),
    "complaints": both("Share of complaints", "投诉占比"),
    "left": both("Leave rate", "流失率"),
    "risk": both("Risk of leaving", "流失风险"),
    "leavers": both("Customers expected to leave", "预计流失客户数"),
    "gain": both("Share of all leavers", "占全部流失客户比例"),
    "sign": both("Share with the sign", "出现该征兆的占比"),
    "odds_ratio": both("Odds ratio", "优势比"),
    "log_skill": both("Skill by log loss", "对数损失技巧得分"),
    "brier_skill": both("Skill by squared error", "Brier技巧得分"),
    "auc": both("Who left ranked above who stayed", "区分度（AUC）"),
    "ece": both("Error of calibration", "校准误差（ECE）"),
    "study": both("Score", "得分"),
    "tau": both("Rank agreement (Kendall's tau-b)", "排名一致性（肯德尔τ-b系数）"),
    "apart": both("Typical distance", "典型差距"),
    "disagreement": both("Share of the difference", "占差异的比例"),
    "segment_size": both("Share of customers", "客户占比"),
    "segment_centred": both("Points from one's own mean", "与本人平均分之差"),
    "segment_flow": both("Of all who answered both times", "占两期均作答客户的比例"),
    "segment_rate": both("Of that segment", "占该客群的比例"),
    "segment_moved": both("Share who moved", "变动率"),
    "segment_placed": both("Placed in another segment", "两期归类不同的占比"),
    "segment_agreement": both("Placed alike", "归类一致率"),
    "segment_distance": both("Distance from the centre", "与客群中心的距离"),
    "segment_hits": both("Placed rightly", "归类正确率"),
    "did": both("Effect", "效果"),
    "cost": both("Cost", "投入"),
    "worth": both("Worth of a point a year", "每提高1分的年价值"),
    "cost_per_point": both("Cost of a point", "每提高1分的投入"),
    "payback": both("Payback", "回收期"),
    "least": both("Cost of a point, at the least", "每提高1分的最低投入"),
    "figure": both("Figure", "指标值"),
    "change": both("Change from before to after", "前后变化"),
    "slope_wave": both("Change a wave", "每期变化"),
    "target": both("Target", "目标"),
    "customers": both("Customers", "客户数"),
    "brought": both("Money brought", "贡献金额"),
    "share_worth": both("Share of money", "金额占比"),
    "each": both("Money per customer", "人均金额"),
    "recency": both("Since last purchase", "距上次购买"),
    "retention": both("Customers who stay a year", "年保留率"),
    "lifetime": both("Lifetime value", "客户终身价值"),
    "lifetime_each": both("Lifetime value of one customer", "人均终身价值"),
    "lost": both("Expected loss", "预期损失"),
    "lost_each": both("Expected loss of one customer", "单客预期损失"),
    "purchases": both("Purchases", "购买次数"),
}

UNITS = {
    "share": both("%", "%"),
    "index": both("0–100", "0–100"),
    "score": both("score", "分"),
    "nps": both("points", "点"),
    "count": both("number", "个"),
    "thousand": both("of 1,000", "满分1,000"),
    "coefficient": both("coefficient", "系数"),
    "ratio": both("times", "倍"),
    "money": both("amount", "金额"),
    "days": both("days", "天"),
    "hours": both("hours", "小时"),
    "years": both("years", "年"),
}

DIFFERENCE_UNITS = {
    "share": both("points", "个百分点"),
    "index": both("points", "点"),
    "score": both("score points", "分"),
    "nps": both("points", "点"),
    "count": both("number", "个"),
    "thousand": both("points", "分"),
    "coefficient": both("coefficient", "系数"),
    "ratio": both("times", "倍"),
    "money": both("amount", "金额"),
    "days": both("days", "天"),
    "hours": both("hours", "小时"),
    "years": both("years", "年"),
}

DIRECTIONS = {
    "up": both("clearly higher", "显著上升"),
    "down": both("clearly lower", "显著下降"),
    "none": both("no clear change", "无显著变化"),
}
GAP_DIRECTIONS = {
    "up": both("clearly higher", "显著偏高"),
    "down": both("clearly lower", "显著偏低"),
    "none": both("no clear difference", "无显著差异"),
}
NOT_TESTED = both("not tested", "未作检验")
BROKEN = both("cannot be compared", "不可比")

QUADRANTS = {
    "keep": both("Keep up the good work", "继续保持"),
    "concentrate": both("Concentrate here", "重点改进"),
    "low": both("Low priority", "低优先级"),
    "overkill": both("Possible overkill", "可能投入过度"),
}

KANO_CLASS = both("Class", "类别")
KANO_CLASSES = {
    "M": both("Must-be", "必备型"),
    "O": both("One-dimensional", "期望型"),
    "A": both("Attractive", "魅力型"),
    "I": both("Indifferent", "无差异型"),
    "R": both("Reverse", "反向型"),
    "Q": both("Questionable", "可疑"),
}
KANO_ACTIONS = {
    "secure": both("Secure first", "优先保障"),
    "compete": both("Then compete on it", "其次重点投入"),
    "delight": both("Then delight", "再投入创造惊喜"),
    "nothing": both("Spend nothing", "无需投入"),
    "stop": both("Stop, or offer on request only", "停止，或仅按需提供"),
    "ask": both("Ask again", "重新提问"),
}

STATUS = {
    "good": both("Target met", "达标"),
    "warn": both("Just below target", "略低于目标"),
    "bad": both("Below target", "未达标"),
    "unsure": both("Cannot tell yet", "尚难判断"),
    "none": both("No target", "未设目标"),
}

WEIGHTS = {
    "population": both("weighted to the population", "按总体结构加权"),
    "delivered": both("weighted as delivered with the data", "采用数据自带的权数"),
    "declared": both("weighted for the sample design and to the population", "按抽样设计与总体结构加权"),
}

TOO_SMALL = both("base too small", "样本量不足")
EXPECTATION, PERCEPTION, GAP = (MEASURES[m] for m in ("expectation", "perception", "gap"))
IMPORTANCE, PERFORMANCE, PRIORITY = (MEASURES[m] for m in ("importance", "performance", "priority"))
ITEM = both("Item", "项目")
BRAND = both("Brand", "品牌")
GROUP = both("Group", "分组")
WAVE = both("Wave", "调查期")
BASE = both("Base", "样本量")
EFFECTIVE_BASE = both("Effective base", "有效样本量")
INTERVAL = both("Interval", "置信区间")
LOW = both("Interval low", "置信区间下限")
HIGH = both("Interval high", "置信区间上限")
TARGET = both("Target", "目标")
RESULT = both("Result", "结论")
P = both("p (corrected)", "p值（校正后）")
RANK = both("Rank", "排名")
RANK_LOW = both("Best rank", "最好排名")
RANK_HIGH = both("Worst rank", "最差排名")
RANK_INTERVAL = both("Rank interval", "排名区间")
QUADRANT = both("Quadrant", "象限")
DEPARTMENT = both("Department", "责任部门")
INDICATOR = both("Indicator", "指标")
LEVEL = both("Level", "级别")
DIMENSION = both("Dimension", "维度")
STAGE = both("Stage", "环节")
CHANGE = both("Change", "变化")
DIFFERENCE = both("Difference", "差异")
MODE = both("Survey mode", "调查方式")
RECEIVED = both("Received", "回收")
ACCEPTED = both("Accepted", "有效")
QUARANTINED = both("Put aside", "剔除")
VALIDITY = both("Accepted share", "有效率")
RULE = both("Rule", "清洗规则")
THEME = both("Theme", "主题")
MISSING = both("Share without an answer", "缺失率")


def measure(name: str) -> Text:
    """What a measure is called; a measure without a name of its own keeps its code."""
    return MEASURES.get(name, Text.same(name))


def words(text: Text) -> Words:
    """A title, heading or column as a record holds it: on one line."""
    return {language: plain(text[language]) for language in LANGUAGES}


def plain(text: str) -> str:
    """A label on one line: whatever people typed, without line breaks and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def aside(text: str, language: str) -> str:
    """A text in the parentheses of its language, set off as the language does."""
    return f"（{text.replace(', ', '，')}）" if language == "zh" else f" ({text})"


def joined(sentences: list[Text]) -> Words:
    """Sentences after one another, each closed in its language's way."""
    return {
        "en": " ".join(f"{s.en[:1].upper()}{s.en[1:]}." for s in sentences),
        "zh": "".join(f"{s.zh}。" for s in sentences),
    }
