"""What is true of the company: branches, groups, levels of every item, and what changed when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Quarter:
    """One fielding: how many valid answers it brings, and how its export is written."""

    year: int
    quarter: int
    answers: int
    chinese: bool = False  # headers and answers in Chinese, file in GB18030

    @property
    def wave(self) -> str:
        """The quarter as editions name it."""
        return f"{self.year}Q{self.quarter}"

    @property
    def encoding(self) -> str:
        """Python's name of the file's encoding."""
        return "gb18030" if self.chinese else "utf-8"


QUARTERS: Final = (
    Quarter(2025, 2, 1240),
    Quarter(2025, 3, 1310, chinese=True),
    Quarter(2025, 4, 1420),
    Quarter(2026, 1, 1380),
    Quarter(2026, 2, 1560),
    Quarter(2026, 3, 1720),
)


@dataclass(frozen=True)
class Group:
    """A group of customers: its share of the sample, its effect on every answer, its raw answers."""

    share: float
    effect: float
    english: str
    chinese: str


@dataclass(frozen=True)
class Branch(Group):
    """A branch; ``answers`` fixes its base where it must be small, ``areas`` are shares of the strata."""

    region: str = ""
    answers: int = 0
    areas: tuple[float, float, float] = (0.25, 0.40, 0.35)


CITY: Final = (0.80, 0.15, 0.05)
BRANCHES: Final = {
    "oldtown": Branch(0.15, 0.03, "Old Town", "老城", "central", areas=CITY),
    "newtown": Branch(0.14, 0.05, "New Town", "新城", "central", areas=CITY),
    "northgate": Branch(0.12, -0.04, "Northgate", "北门", "central", areas=CITY),
    "riverside": Branch(0.12, 0.02, "Riverside", "滨江", "river"),
    "stonebridge": Branch(0.10, -0.55, "Stonebridge", "石桥", "river"),  # the branch that is clearly worse
    "lakeside": Branch(0.10, 0.24, "Lakeside", "湖滨", "river"),
    "eastfield": Branch(0.09, 0.00, "Eastfield", "东郊", "hills"),
    "westhill": Branch(0.09, -0.06, "Westhill", "西山", "hills"),
    "southport": Branch(0.09, 0.08, "Southport", "南港", "coast"),
    "highfield": Branch(0.0, -0.10, "Highfield", "高坪", "hills", 22, (0.0, 0.0, 1.0)),  # low base
    "ferryport": Branch(0.0, 0.00, "Ferry Port", "渡口", "river", 8, (0.0, 0.0, 1.0)),  # suppressed
    "islands": Branch(0.0, 0.05, "Outer Islands", "外岛", "coast", 7, (0.0, 0.0, 1.0)),  # suppressed
}
REGIONS: Final = {
    "central": ("Central", "中部"),
    "river": ("Riverlands", "沿江"),
    "hills": ("Hills", "丘陵"),
    "coast": ("Coast", "沿海"),
}
AREAS: Final = {
    "urban": Group(0.0, 0.05, "Urban", "城区"),  # shares come from the branches
    "county": Group(0.0, 0.0, "County", "县城"),
    "township": Group(0.0, -0.12, "Township", "乡镇"),
}
MODES: Final = {
    "paper": Group(0.18, 0.0, "Paper questionnaire", "自填问卷"),
    "telephone": Group(0.27, 0.16, "Telephone", "电话访问"),
    "web": Group(0.38, -0.16, "Web", "网络调查"),
    "field": Group(0.17, 0.08, "Field interview", "现场访问"),
}
CUSTOMERS: Final = {
    "household": Group(0.78, 0.02, "Household", "家庭客户"),
    "business": Group(0.17, -0.14, "Small business", "小微企业"),
    "institution": Group(0.05, 0.05, "Institution", "单位客户"),
}
TENURES: Final = {
    "under1": Group(0.18, -0.12, "Less than 1 year", "不满1年"),
    "y1to3": Group(0.30, 0.0, "1-3 years", "1-3年"),
    "y3to5": Group(0.24, 0.0, "3-5 years", "3-5年"),
    "over5": Group(0.28, 0.08, "More than 5 years", "5年以上"),
}
AGES: Final = {
    "a18": Group(0.20, -0.16, "18-29", "18-29岁"),
    "a30": Group(0.27, -0.05, "30-39", "30-39岁"),
    "a40": Group(0.23, 0.0, "40-49", "40-49岁"),
    "a50": Group(0.17, 0.06, "50-59", "50-59岁"),
    "a60": Group(0.13, 0.20, "60+", "60岁及以上"),
}


@dataclass(frozen=True)
class Rating:
    """An item: mean on its scale before rounding, family that moves together, lasting steps by wave.

    ``person`` says how much an answer follows the customer's general satisfaction, ``spread`` is the
    rest's standard deviation, ``inapplicable`` the share to whom the question does not apply (code 9).
    """

    mean: float
    family: str = ""
    low: int = 1
    high: int = 5
    person: float = 1.0
    spread: float = 0.55
    inapplicable: float = 0.0
    reverse: bool = False
    steps: tuple[tuple[str, float], ...] = ()

    def level(self, wave: str) -> float:
        """Give the mean in ``wave``: every step up to it has happened."""
        return self.mean + sum(step for since, step in self.steps if since <= wave)


# Planted for the newest edition: hotline_wait, repair_speed and app rise, bill_clear falls, the rest is flat.
HOTLINE: Final = (("2025Q4", 0.05), ("2026Q3", 0.34))
REPAIR: Final = (("2026Q1", 0.10), ("2026Q2", 0.05), ("2026Q3", 0.34))
OVERALL: Final = (("2025Q4", 0.05), ("2026Q1", 0.04), ("2026Q2", 0.05), ("2026Q3", 0.07))
EXPECTATIONS: Final = (6.0, 5.8, 6.5, 6.4, 6.5, 6.1, 6.3, 6.2, 6.2, 5.6, 5.9, 5.9)
PERCEPTIONS: Final = (5.7, 5.9, 5.2, 5.3, 5.6, 4.9, 5.1, 5.7, 5.6, 5.1, 5.5, 5.0)

RATINGS: Final = {
    "overall": Rating(4.16, spread=0.40, steps=OVERALL),
    "speed": Rating(4.42, "network"),
    "stability": Rating(4.22, "network"),
    "outage": Rating(4.05, "network"),
    "wifi": Rating(4.02, "network"),
    "video": Rating(4.36, "network"),
    "install_wait": Rating(4.10, "installation", inapplicable=0.30, steps=(("2026Q2", 0.26),)),
    "install_work": Rating(4.55, "installation", inapplicable=0.30),
    "repair_speed": Rating(3.85, "repair", inapplicable=0.20, steps=REPAIR),
    "repair_once": Rating(4.08, "repair", inapplicable=0.20),
    "hotline_wait": Rating(3.72, "support", inapplicable=0.10, steps=HOTLINE),
    "hotline_answer": Rating(4.15, "support", inapplicable=0.10),
    "hotline_manner": Rating(4.60, "support", inapplicable=0.10),
    "ease": Rating(3.95, "support", inapplicable=0.10, reverse=True),
    "bill_clear": Rating(4.38, "billing", steps=(("2026Q3", -0.40),)),
    "bill_right": Rating(4.44, "billing"),
    "price": Rating(3.80, "billing"),
    "shop": Rating(4.40, "contact", inapplicable=0.25),
    "app": Rating(3.92, "contact", inapplicable=0.12, steps=(("2026Q2", 0.08), ("2026Q3", 0.26))),
    "renew": Rating(4.30, spread=0.60),
    "recommend": Rating(
        8.75, low=0, high=10, person=2.0, spread=1.0, steps=(("2026Q1", 0.15), ("2026Q3", 0.1))
    ),
    "imp_speed": Rating(4.55, person=0.1, spread=0.65),
    "imp_stability": Rating(4.75, person=0.1, spread=0.55),
    "imp_wifi": Rating(4.35, person=0.1, spread=0.7),
    "imp_install_wait": Rating(3.75, person=0.1, spread=0.8),
    "imp_repair_speed": Rating(4.60, person=0.1, spread=0.6),
    "imp_hotline_wait": Rating(4.20, person=0.1, spread=0.7),
    "imp_hotline_answer": Rating(4.50, person=0.1, spread=0.6),
    "imp_bill_clear": Rating(4.05, person=0.1, spread=0.75),
    "imp_bill_right": Rating(4.55, person=0.1, spread=0.6),
    "imp_price": Rating(4.40, person=0.1, spread=0.7),
    "imp_app": Rating(3.60, person=0.1, spread=0.9),
    **{f"exp_s{k:02d}": Rating(m, high=7, person=0.2, spread=0.7) for k, m in enumerate(EXPECTATIONS, 1)},
    **{f"per_s{k:02d}": Rating(m, high=7, person=1.2, spread=0.8) for k, m in enumerate(PERCEPTIONS, 1)},
}

CLEAR_STEP: Final = 0.2  # a step of this size in one quarter is meant to be found


def moved(wave: str) -> dict[str, list[str]]:
    """Items that were made clearly better ("up") or worse ("down") in ``wave``."""
    steps = {code: dict(rating.steps).get(wave, 0.0) for code, rating in RATINGS.items()}
    return {
        "up": [code for code, step in steps.items() if step >= CLEAR_STEP],
        "down": [code for code, step in steps.items() if step <= -CLEAR_STEP],
    }


PERSON_SPREAD: Final = 0.55  # between customers of one group
FAMILY_SPREAD: Final = 0.35  # of a family of items within one customer
BLANK_SHARE: Final = 0.02  # of the questions put, left open
COMMENT_SHARE: Final = 0.25

COMMENTS: Final = (
    "The installer came on time and explained everything.",
    "Hotline finally answers within a minute, thank you!",
    "The new bill is impossible to understand.",
    "Wi-Fi does not reach the bedroom",
    "网速不错，就是晚上偶尔掉线。",
    "新账单看不懂，希望恢复原来的格式",
    "维修师傅态度很好，一次就修好了",
    "价格偏高，老客户没有优惠",
    # What careless programs stumble over:
    "<script>alert('satisfied')</script>",
    '<b onmouseover="x()">bold</b> & "quoted", with comma',
    "=1+1",
    "=SUM(A1:A9)",
    "+44 is not a formula; -5 neither",
    "@here {overall:.2f} {braces} %s %d",
    "First line\nsecond line\n\n# not a heading",
    "| not | a | table | $x^2$ `code` [link](nowhere)",
)
