"""What customers feel about everything they are asked, and what follows from what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from csatreport.simulate import events
from csatreport.simulate.company import Quarter


@dataclass(frozen=True)
class Rating:
    """A rating: its mean before rounding, the family that it moves with, its spread.

    ``person`` says how much it follows the customer's satisfaction; ``inapplicable`` is the share to whom
    the question does not apply.
    """

    mean: float
    family: str = ""
    low: int = 1
    high: int = 5
    person: float = 1.0
    spread: float = 0.55
    inapplicable: float = 0.0
    reverse: bool = False


FAMILY_SPREAD: Final = 0.35  # of a family of ratings within one customer
BLANK_SHARE: Final = 0.015  # of the questions put, left open
COMMENT_SHARE: Final = 0.25

SERVICES: Final = {
    "speed": Rating(4.34, "network"),
    "stability": Rating(4.16, "network"),
    "outage": Rating(4.02, "network"),
    "wifi": Rating(3.98, "network"),
    "video": Rating(4.30, "network"),
    "install_wait": Rating(4.06, "installation", inapplicable=0.30),
    "install_work": Rating(4.46, "installation", inapplicable=0.30),
    "repair_speed": Rating(3.86, "repair", inapplicable=0.20),
    "repair_once": Rating(4.06, "repair", inapplicable=0.20),
    "hotline_wait": Rating(3.74, "support", inapplicable=0.10),
    "hotline_answer": Rating(4.10, "support", inapplicable=0.10),
    "hotline_manner": Rating(4.50, "support", inapplicable=0.10),
    "ease": Rating(3.92, "support", inapplicable=0.10, reverse=True),
    "bill_clear": Rating(4.34, "billing"),
    "bill_right": Rating(4.38, "billing"),
    "price": Rating(3.82, "billing"),
    "shop": Rating(4.34, "contact", inapplicable=0.25),
    "app": Rating(3.94, "contact", inapplicable=0.12),
}
OVERALL: Final = Rating(4.27, spread=0.40)
# A service one point better makes overall satisfaction so much better; the others do nothing by themselves.
DRIVERS: Final = {
    "stability": 0.20, "repair_speed": 0.15, "price": 0.14, "speed": 0.12, "hotline_answer": 0.11,
    "wifi": 0.09, "bill_clear": 0.06, "app": 0.05, "hotline_wait": 0.04, "install_wait": 0.03,
}  # fmt: skip
IMPORTANCE: Final = {
    "imp_speed": 4.45, "imp_stability": 4.65, "imp_wifi": 4.25, "imp_install_wait": 3.70, "imp_repair_speed": 4.50,
    "imp_hotline_wait": 4.10, "imp_hotline_answer": 4.40, "imp_bill_clear": 3.95, "imp_bill_right": 4.45,
    "imp_price": 4.30, "imp_app": 3.55,
}  # fmt: skip
EXPECTATIONS: Final = (6.0, 5.8, 6.4, 6.3, 6.4, 6.1, 6.2, 6.1, 6.1, 5.6, 5.9, 5.9)
PERCEPTIONS: Final = (5.7, 5.9, 5.2, 5.3, 5.6, 4.9, 5.1, 5.7, 5.6, 5.1, 5.5, 5.0)
STAGES: Final = {  # the services that make up a stage, its mean, the share of customers who go through it
    "join": (("install_wait", "install_work", "shop"), 4.2, 0.14),
    "use": (("speed", "stability", "wifi", "outage", "video"), 4.1, 1.0),
    "pay": (("bill_clear", "bill_right", "price", "app"), 4.1, 0.90),
    "help": (("repair_speed", "repair_once", "hotline_wait", "hotline_answer"), 3.9, 0.38),
    "stay": (("price", "hotline_manner"), 4.15, 0.17),
}
FAILS: Final = {1: 0.80, 2: 0.60, 3: 0.30, 4: 0.07, 5: 0.02}  # chance that a stage went wrong, by its rating
REASONS: Final = {
    "slow": "speed", "drops": "stability", "coverage": "wifi", "waiting": "hotline_wait", "repair": "repair_speed",
    "bill": "bill_clear", "expensive": "price", "manner": "hotline_manner", "app": "app",
}  # fmt: skip


@dataclass(frozen=True)
class Construct:
    """A construct of the satisfaction index: its questions, mean and spread on 1-10, what leads to it."""

    questions: tuple[str, ...]
    mean: float
    causes: dict[str, float]
    spread: float = 1.55


LOADING: Final = 0.90
INDEX: Final = {
    "image": Construct(("csi_image1", "csi_image2", "csi_image3"), 7.2, {}),
    "expectation": Construct(("csi_expect1", "csi_expect2"), 7.5, {"image": 0.50}),
    "quality": Construct(("csi_quality1", "csi_quality2", "csi_quality3"), 7.3, {"expectation": 0.45}),
    "value": Construct(("csi_value1", "csi_value2"), 6.7, {"expectation": 0.12, "quality": 0.58}),
    "satisfaction": Construct(
        ("csi_sat1", "csi_sat2", "csi_sat3"), 7.1,
        {"image": 0.15, "expectation": 0.08, "quality": 0.44, "value": 0.26},
    ),
    "complaints": Construct(("csi_complain1", "csi_complain2"), 4.0, {"satisfaction": -0.50}),
    "loyalty": Construct(
        ("csi_loyal1", "csi_loyal2", "csi_loyal3"), 6.9,
        {"image": 0.16, "satisfaction": 0.54, "complaints": -0.14},
    ),
}  # fmt: skip

KANO: Final = {  # class of each feature: must-be, one-dimensional, attractive, indifferent, reverse
    "evening": "M", "repair": "O", "bill": "M", "boost": "A", "gift": "I", "check": "A", "person": "O", "calls": "R",
}  # fmt: skip
KANO_SEGMENT: Final = {
    ("settled", "boost"): "I",
    ("saver", "check"): "I",
}  # where a segment sees it otherwise
KANO_SHARE: Final = 0.66  # of customers who see the feature as its class says

# What the segments think, 1-7: price, offers, fast, newest, peace, person, app, work.
VIEWS: Final = ("price", "offers", "fast", "newest", "peace", "person", "app", "work")
VIEW_SPREAD: Final = 0.80
SEGMENT_VIEWS: Final = {
    "saver": (6.2, 6.0, 3.2, 2.8, 4.6, 4.4, 3.6, 2.6),
    "streamer": (3.6, 3.4, 6.3, 5.9, 3.0, 2.6, 4.6, 3.0),
    "settled": (3.4, 2.4, 3.4, 2.2, 6.3, 6.1, 2.2, 2.6),
    "selfserve": (3.8, 3.6, 4.6, 4.8, 4.6, 2.4, 6.2, 5.4),
    "professional": (3.6, 3.4, 4.9, 4.6, 4.9, 2.7, 5.9, 5.8),
}
SEGMENT_NEEDS: Final = {  # functional, economic, safety, time, comfort, courtesy
    "saver": (0.15, 0.60, 0.05, 0.10, 0.05, 0.05),
    "streamer": (0.50, 0.12, 0.06, 0.17, 0.12, 0.03),
    "settled": (0.34, 0.10, 0.14, 0.12, 0.16, 0.14),
    "selfserve": (0.32, 0.14, 0.10, 0.34, 0.07, 0.03),
    "professional": (0.40, 0.10, 0.14, 0.26, 0.06, 0.04),
}
SEGMENT_USES: Final = {  # video, games, work, browse, smart, trade
    "saver": (0.42, 0.10, 0.10, 0.34, 0.04, 0.0),
    "streamer": (0.38, 0.40, 0.08, 0.08, 0.06, 0.0),
    "settled": (0.62, 0.02, 0.06, 0.24, 0.06, 0.0),
    "selfserve": (0.22, 0.10, 0.34, 0.18, 0.16, 0.0),
    "professional": (0.16, 0.06, 0.54, 0.12, 0.12, 0.0),
}
SEGMENT_TOUCHES: Final = {  # hotline, app, website, wechat, shop, visit
    "saver": (0.46, 0.40, 0.12, 0.38, 0.28, 0.22),
    "streamer": (0.30, 0.66, 0.16, 0.34, 0.08, 0.20),
    "settled": (0.66, 0.14, 0.06, 0.22, 0.36, 0.30),
    "selfserve": (0.20, 0.84, 0.22, 0.36, 0.06, 0.16),
    "professional": (0.26, 0.78, 0.22, 0.34, 0.07, 0.20),
}


def improvement(item: str, branch: str, quarter: Quarter) -> float:
    """What the company's doings add to a service in a branch and quarter."""
    return sum(
        doing.effect.get(item, 0.0)
        for doing in (*events.IMPROVEMENTS.values(), events.NEW_BILL)
        if doing.reaches(branch) and doing.date <= quarter.first
    )
