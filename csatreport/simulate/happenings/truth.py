"""What is true of all records together: the rates and effects that they were drawn from."""

from __future__ import annotations

from typing import Any

from csatreport.simulate import events
from csatreport.simulate.happenings import grievance, handling, lifecycle, reviews, sales, visits


def relations() -> dict[str, Any]:
    """JSON values by table: coefficients of the draws, in the units that their names say."""
    return {
        "complaints": {
            "log_rate_by_satisfaction": grievance.BY_SATISFACTION,
            "log_rate_of_cause_by_item_point": grievance.BY_ITEM,
            "surge": {"branch": events.DECLINE.branch, "week": events.DECLINE.week, "times": grievance.SURGE},
            "by_month": list(grievance.MONTHS),
            "by_weekday": list(grievance.WEEKDAYS),
            "item_of_cause": {code: cause.item for code, cause in grievance.CAUSES.items() if cause.item},
            "answer_hours_median": dict(handling.ANSWER),
            "closure_hours_median": dict(handling.CLOSURE),
            "slower_where_bad": handling.SLOWER,
            "log_odds_resolved": {
                "base": handling.RESOLVED,
                "by_log_days": handling.BY_HOURS,
                "leaves_within_180_days": handling.BEFORE_LEAVING,
            },
            "comes_back": {"resolved": handling.COMES_BACK[True], "unresolved": handling.COMES_BACK[False]},
        },
        "reviews": {"stars_by_satisfaction": reviews.BY_SATISFACTION},
        "lifecycle": {"bottleneck": "delivery", "log_days_by_install_wait_point": lifecycle.SLOTS},
        "sales": {"log_odds_by_satisfaction": dict(sales.BY_SATISFACTION)},
        "visits": {"log_odds_by_satisfaction": visits.BY_SATISFACTION},
    }
