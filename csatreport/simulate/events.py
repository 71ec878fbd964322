"""What happens to the company: improvements, a branch that goes bad, spending that pays, customers who leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from csatreport.simulate.company import Named, Quarter


@dataclass(frozen=True)
class Improvement(Named):
    """Something the company did.

    ``effect`` is added to what customers feel about each item, from ``date`` on, in ``branches`` (all of
    them where empty); ``cost`` is in yuan, once. Where ``effect`` is 0 nothing came of it.
    """

    date: date
    department: str
    cost: float
    effect: dict[str, float]
    branches: tuple[str, ...] = ()

    def reaches(self, branch: str) -> bool:
        """Whether customers of ``branch`` feel it."""
        return not self.branches or branch in self.branches


IMPROVEMENTS: Final = {
    "wifi_check": Improvement(
        "Free Wi-Fi check at home", "全屋Wi-Fi免费体检", date(2025, 4, 1), "field_service", 1_260_000.0,
        {"wifi": 0.45}, ("newtown", "westhill", "teahill", "bayview", "millbrook"),
    ),
    "night_network": Improvement(
        "More capacity in the evening", "晚高峰网络扩容", date(2025, 7, 1), "network", 2_480_000.0,
        {"stability": 0.40, "speed": 0.25}, ("eastfield", "southport", "university", "pinewood"),
    ),
    "loyalty_gifts": Improvement(  # did nothing
        "Gifts for loyal customers", "老客户感恩礼", date(2025, 4, 1), "shops_online", 640_000.0,
        {"price": 0.0}, ("oldtown", "riverside", "harbour", "springvale", "willowbank"),
    ),
    "outage_sms": Improvement(  # did nothing
        "Text message before outages", "停机检修短信提醒", date(2025, 10, 1), "network", 310_000.0,
        {"outage": 0.0}, ("northgate", "station", "lighthouse", "saltmarsh", "bayview"),
    ),
    "install_slots": Improvement(
        "Two-hour slots for installation", "装机两小时预约", date(2026, 4, 1), "field_service", 890_000.0,
        {"install_wait": 0.30},
    ),
    "callback": Improvement(
        "Hotline calls back", "热线智能回拨", date(2026, 7, 1), "service_desk", 720_000.0,
        {"hotline_wait": 0.36},
    ),
    "dispatch": Improvement(
        "Repairs sent out by area", "网格化修障派单", date(2026, 7, 1), "field_service", 980_000.0,
        {"repair_speed": 0.36},
    ),
    "new_app": Improvement(
        "App made anew", "App全面改版", date(2026, 7, 1), "shops_online", 1_530_000.0,
        {"app": 0.30},
    ),
}  # fmt: skip
NEW_BILL: Final = Improvement(  # meant well
    "New layout of the bill", "账单新版式", date(2026, 7, 1), "billing", 180_000.0, {"bill_clear": -0.42}
)


@dataclass(frozen=True)
class Decline:
    """One branch goes bad: satisfaction of its customers falls by ``effect`` in the week of ``monday``."""

    branch: str
    monday: date
    effect: float

    @property
    def week(self) -> str:
        """ISO week."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    def felt(self, quarter: Quarter) -> float:
        """Effect in the whole of ``quarter``: in proportion to its days since."""
        days = (quarter.last - quarter.first).days + 1
        since = (quarter.last - max(quarter.first, self.monday)).days + 1
        return self.effect * max(0.0, since / days)


DECLINE: Final = Decline("stonebridge", date(2025, 11, 10), -0.60)


@dataclass(frozen=True)
class CostLine(Named):
    """Money spent every month in every branch.

    ``amount`` is yuan a customer and month; spending 1 % more lifts the satisfaction index of the branch
    in the same quarter by about ``elasticity`` %.
    """

    department: str
    amount: float
    elasticity: float


COSTS: Final = {
    "network_capacity": CostLine("Network capacity", "网络扩容", "network", 6.2, 0.050),
    "repair_crews": CostLine("Repair crews", "修障人员", "field_service", 4.8, 0.040),
    "hotline_staff": CostLine("Hotline staff", "热线坐席", "service_desk", 3.6, 0.030),
    "installers": CostLine("Installers", "装机人员", "field_service", 2.9, 0.015),
    "app_upkeep": CostLine("App and website", "App与网站运维", "shops_online", 1.4, 0.020),
    "staff_training": CostLine("Staff training", "员工培训", "service_desk", 0.7, 0.025),
    "shop_upkeep": CostLine("Shops", "营业厅运营", "shops_online", 3.1, 0.005),
    "advertising": CostLine("Advertising", "广告宣传", "shops_online", 2.2, 0.0),
}
SPENDING_SPREAD: Final = 0.20  # of the log of spending, between branches and quarters
INDEX_POINT: Final = 0.04  # points of a five-point scale in one point of the index 0-100
INDEX_LEVEL: Final = 80.0

# Log-odds that a customer leaves within a quarter: base, by point of satisfaction, by group.
CHURN_BASE: Final = -3.85
CHURN_SATISFACTION: Final = -0.90
CHURN_GROUPS: Final = {"under1": 0.45, "over5": -0.35, "business": 0.20, "a18": 0.25}
SEGMENT_STAYS: Final = 0.94  # chance to be in the same segment next quarter
