"""Who the company is: quarters, branches, groups of customers, products, departments, competitors.

What happens to it (improvements, the branch that goes bad, spending) is in :mod:`events`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True)
class Named:
    """Something with a name in both languages."""

    english: str
    chinese: str


@dataclass(frozen=True)
class Quarter:
    """A calendar quarter: one fielding of the survey."""

    year: int
    quarter: int

    @property
    def wave(self) -> str:
        """The quarter as editions name it."""
        return f"{self.year}Q{self.quarter}"

    @property
    def first(self) -> date:
        """First day."""
        return date(self.year, 3 * self.quarter - 2, 1)

    @property
    def last(self) -> date:
        """Last day."""
        years, month = divmod(3 * self.quarter, 12)
        return date(self.year + years, month + 1, 1) - timedelta(days=1)

    @property
    def months(self) -> tuple[date, date, date]:
        """First day of each of its months."""
        first = 3 * self.quarter - 2
        return (date(self.year, first, 1), date(self.year, first + 1, 1), date(self.year, first + 2, 1))


QUARTERS: Final = tuple(
    Quarter(year, quarter)
    for year in range(2023, 2027)
    for quarter in range(1, 5)
    if (2023, 4) <= (year, quarter) <= (2026, 3)
)


@dataclass(frozen=True)
class Group(Named):
    """A group of customers: its share, its effect on satisfaction in points of a five-point scale."""

    share: float
    effect: float


@dataclass(frozen=True)
class Branch(Group):
    """A branch: its region, shares of the strata among its customers, answers where these are fixed."""

    region: str
    areas: tuple[float, float, float] = (0.54, 0.30, 0.16)
    answers: int = 0


CITY: Final = (0.84, 0.12, 0.04)
COUNTRY: Final = (0.26, 0.44, 0.30)
VILLAGES: Final = (0.0, 0.0, 1.0)
# Shares of three branches are too small for many answers: a low base, and two that must be suppressed.
BRANCHES: Final = {
    "oldtown": Branch("Old Town", "老城", 0.085, 0.03, "central", CITY),
    "newtown": Branch("New Town", "新城", 0.080, 0.05, "central", CITY),
    "northgate": Branch("Northgate", "北门", 0.062, -0.04, "central", CITY),
    "station": Branch("Station Square", "站前", 0.055, -0.02, "central", CITY),
    "university": Branch("University Town", "大学城", 0.050, 0.00, "central", CITY),
    "industry": Branch("Industrial Park", "工业园", 0.042, -0.03, "central", CITY),
    "riverside": Branch("Riverside", "滨江", 0.062, 0.02, "river"),
    "stonebridge": Branch("Stonebridge", "石桥", 0.056, 0.00, "river"),  # goes bad: events.DECLINE
    "lakeside": Branch("Lakeside", "湖滨", 0.052, 0.24, "river"),  # the better one
    "willowbank": Branch("Willow Bank", "柳岸", 0.040, 0.01, "river"),
    "millbrook": Branch("Millbrook", "磨溪", 0.036, -0.05, "river", COUNTRY),
    "ferryport": Branch("Ferry Port", "渡口", 0.0009, 0.00, "river", VILLAGES, 8),  # suppressed
    "eastfield": Branch("Eastfield", "东郊", 0.056, 0.00, "hills"),
    "westhill": Branch("Westhill", "西山", 0.050, -0.06, "hills", COUNTRY),
    "teahill": Branch("Tea Hills", "茶山", 0.036, 0.03, "hills", COUNTRY),
    "pinewood": Branch("Pinewood", "松林", 0.034, -0.02, "hills", COUNTRY),
    "springvale": Branch("Springvale", "泉谷", 0.030, 0.04, "hills", COUNTRY),
    "highfield": Branch("Highfield", "高坪", 0.0024, -0.10, "hills", VILLAGES, 22),  # low base
    "southport": Branch("Southport", "南港", 0.050, 0.06, "coast"),
    "harbour": Branch("Harbourside", "港湾", 0.042, -0.01, "coast"),
    "bayview": Branch("Bayview", "望海", 0.038, 0.02, "coast"),
    "saltmarsh": Branch("Salt Marsh", "盐滩", 0.024, -0.05, "coast", COUNTRY),
    "lighthouse": Branch("Lighthouse", "灯塔", 0.017, 0.00, "coast", COUNTRY),
    "islands": Branch("Outer Islands", "外岛", 0.0008, 0.05, "coast", VILLAGES, 7),  # suppressed
}
REGIONS: Final = {
    "central": Named("Central", "中部"),
    "river": Named("Riverlands", "沿江"),
    "hills": Named("Hills", "丘陵"),
    "coast": Named("Coast", "沿海"),
}
STRATA: Final = {  # shares come from the branches
    "urban": Group("Urban", "城区", 0.0, 0.04),
    "county": Group("County", "县城", 0.0, 0.0),
    "township": Group("Township", "乡镇", 0.0, -0.12),
}
MODES: Final = {  # shares come from age; "paper" is whatever customers fill in by themselves: here in WeChat
    "web": Group("Web", "网络调查", 0.36, -0.16),
    "paper": Group("Self-completed questionnaire", "自填问卷", 0.24, -0.04),
    "telephone": Group("Telephone", "电话访问", 0.25, 0.16),
    "field": Group("Field interview", "现场访问", 0.15, 0.08),
}
TYPES: Final = {
    "household": Group("Household", "家庭客户", 0.80, 0.02),
    "business": Group("Small business", "小微企业", 0.16, -0.12),
    "institution": Group("Institution", "单位客户", 0.04, 0.05),
}
TENURES: Final = {
    "under1": Group("Less than 1 year", "不满1年", 0.16, -0.12),
    "y1to3": Group("1-3 years", "1-3年", 0.30, 0.0),
    "y3to5": Group("3-5 years", "3-5年", 0.25, 0.0),
    "over5": Group("More than 5 years", "5年以上", 0.29, 0.08),
}
AGES: Final = {
    "a18": Group("18-29", "18-29岁", 0.20, -0.16),
    "a30": Group("30-39", "30-39岁", 0.27, -0.05),
    "a40": Group("40-49", "40-49岁", 0.23, 0.0),
    "a50": Group("50-59", "50-59岁", 0.17, 0.06),
    "a60": Group("60+", "60岁及以上", 0.13, 0.18),
}
SEGMENTS: Final = {  # the last two lie so close together that no method can tell them apart
    "saver": Group("Watches every yuan", "精打细算", 0.27, -0.06),
    "streamer": Group("Lives online", "极速娱乐", 0.22, -0.04),
    "settled": Group("Wants it to work", "安稳省心", 0.25, 0.08),
    "selfserve": Group("Does it in the app", "数字自助", 0.14, 0.0),
    "professional": Group("Works from home", "居家办公", 0.12, 0.0),
}
LANGUAGES: Final = {"zh": Named("Chinese", "中文"), "en": Named("English", "英文")}


@dataclass(frozen=True)
class Product(Group):
    """A product: yuan a month, share of it that is profit; ``share`` among customers of ``of``."""

    price: float
    profit: float
    of: str = "household"


PRODUCTS: Final = {
    "fibre300": Product("Fibre 300", "光纤300M", 0.34, 0.0, 79.0, 0.21),
    "fibre500": Product("Fibre 500", "光纤500M", 0.26, 0.0, 109.0, 0.26),
    "gigabit": Product("Gigabit", "千兆光纤", 0.14, 0.0, 159.0, 0.31),
    "bundle": Product("Broadband and TV", "宽带电视套餐", 0.18, 0.0, 139.0, 0.28),
    "homecare": Product("Home care plan", "家庭管家套餐", 0.08, 0.0, 199.0, 0.33),
    "shopline": Product("Shop line", "商户宽带", 0.72, 0.0, 169.0, 0.30, "business"),
    "leased": Product("Leased line", "企业专线", 0.28, 0.0, 899.0, 0.36, "business"),
}
DEPARTMENTS: Final = {
    "network": Named("Network operations", "网络运营部"),
    "service_desk": Named("Service desk", "客户服务部"),
    "field_service": Named("Field service", "装维服务部"),
    "billing": Named("Billing", "计费账务部"),
    "shops_online": Named("Shops and online", "渠道与电商部"),
}
COMPETITORS: Final = {
    "clearwave": Named("ClearWave", "清波宽带"),
    "skyline": Named("Skyline Net", "天际网络"),
    "hometel": Named("HomeTel", "家信通"),
}


def newest(count: int) -> tuple[Quarter, ...]:
    """Give the ``count`` newest quarters, in time order."""
    if not 1 <= count <= len(QUARTERS):
        raise ValueError(f"between 1 and {len(QUARTERS)} quarters, not {count}")
    return QUARTERS[-count:]


def names(groups: Mapping[str, Named], *, chinese: bool = False) -> dict[str, str]:
    """Code to name in one language."""
    return {code: g.chinese if chinese else g.english for code, g in groups.items()}
