"""Forty sound answers, the project that asks for them, and what they are once they are coded."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import rawproject
import smallproject

HEADER = ("ID", "Begun", "Ended", "How satisfied are you?", "Effort", "Region", "Services", "Remark")
N = 40
REGIONS = (("North", "south"), ("北部", "南部"))  # as written in English, in Chinese
_SERVICES = (("Web",), ("Web", "Phone"), ("Shop",), ("Phone", "Shop"))
_REMARKS = ("", "", "Quick repair, thanks", "", "等了很久，下次请提前通知。", "", "", "The bill was unclear")
_FIRST = dt.datetime(2026, 7, 1, 9)  # noqa: DTZ001 - the clock on the wall

QUESTIONNAIRE = (
    "item,kind,label_en,label_zh,wording_en,wording_zh,scale,codes,direction,missing,dimension,roles,source\n"
    "id,respondent,Respondent,受访者,,,,,,,,,ID|id|序号|ResponseId|id. Response ID|_uuid|Respondent ID\n"
    "begun,start,Begun,开始,,,,,,,,,Begun\n"
    "ended,end,Ended,结束,,,,,,,,,Ended\n"
    "overall,rating,Overall,总体,How satisfied?,您满意吗?,1-5,,,0;Blank,service,overall,How satisfied are you?|overall|OVERALL\n"
    "effort,rating,Effort,费力度,How hard?,费力吗?,1-5,,lower,0,service,,Effort|effort|EFFORT\n"
    "region,category,Region,地区,Which region?,哪个地区?,,region,,99,,domain,Region|region|REGION\n"
    "uses,multiple,Services,服务,Which services?,使用哪些服务?,,service,,,,,Services|services|uses|Services_*|第4题\n"
    "remark,text,Remark,意见,Anything else?,还有什么?,,,,,,,Remark|remark\n"
)
LABELS = (
    "list,code,label_en,label_zh,source\n"
    "dimension,service,Service,服务,\n"
    "region,north,North,北部,North|北部|1\n"
    "region,south,South,南部,south|南部|2\n"
    "service,web,Web,网络,Web|1\n"
    "service,phone,Phone,电话,Phone|2\n"
    "service,shop,Shop,门店,Shop|3\n"
    "mode,web,Web,网络,\n"
)
CODED = ("overall", "effort", "region", "uses.web", "uses.phone", "uses.shop")


def begun(n: int) -> str:
    """When respondent ``n`` began."""
    return (_FIRST + dt.timedelta(hours=7 * n)).isoformat(" ")


def ended(n: int) -> str:
    """Five minutes later."""
    return (_FIRST + dt.timedelta(hours=7 * n, minutes=5)).isoformat(" ")


def overall(n: int) -> int:
    return n % 5 + 1


def effort(n: int) -> int:
    return (2 * n) % 5 + 1


def services(n: int) -> tuple[str, ...]:
    return _SERVICES[n % 4]


def remark(n: int) -> str:
    return _REMARKS[n % 8]


def row(n: int, *, chinese: bool = False) -> list[str]:
    """The answers of respondent ``n`` as a plain table holds them."""
    return [
        f"p{n:02}",
        begun(n),
        ended(n),
        str(overall(n)),
        str(effort(n)),
        REGIONS[chinese][n % 2],
        "┋".join(services(n)),
        remark(n),
    ]


def rows(*, chinese: bool = False) -> list[list[str]]:
    """Everybody's answers."""
    return [row(n, chinese=chinese) for n in range(N)]


def spoilt(**columns: Mapping[int, str]) -> list[list[str]]:
    """Answers in which single cells are others: ``spoilt(overall={3: "9"})`` spoils that of ``p03``."""
    names = {"id": 0, "begun": 1, "ended": 2, "overall": 3, "effort": 4, "region": 5, "uses": 6, "remark": 7}
    table = rows()
    for name, cells in columns.items():
        for n, text in cells.items():
            table[n][names[name]] = text
    return table


def coded(n: int) -> list[object]:
    """What the answers of respondent ``n`` are in the prepared table."""
    marks = [float(name in services(n)) for name in ("Web", "Phone", "Shop")]
    return [float(overall(n)), float(6 - effort(n)), ("north", "south")[n % 2], *marks]


def project(
    folder: Path, source: Mapping[str, Any], *, cleaning: Mapping[str, Any], rules: str, name: str
) -> Path:
    """A project with one raw file of that name, still to be put there."""
    declared = {"wave": "2026Q3", "file": name} | dict(source)
    said = "\n".join(f"{key} = {json.dumps(value)}" for key, value in declared.items())
    own = "\n".join(f"{key} = {json.dumps(value)}" for key, value in cleaning.items())
    edition = f'wave = "2026Q3"\nseed = 7\n[[source]]\n{said}\n[cleaning]\n{own}\n'
    rawproject.project(folder, edition=edition, questionnaire=QUESTIONNAIRE, labels=LABELS)
    (folder / "data/raw/a.csv").unlink()
    (folder / "notebooks/cover.ipynb").write_text(smallproject.chapter("cover"), encoding="utf-8")
    (folder / "params/cleaning.toml").write_text(rules, encoding="utf-8")
    return folder


def table(header: Iterable[str], answers: Iterable[Iterable[str]], separator: str = ",") -> str:
    """Text with a separator; cells with one in them stand between quotes."""
    return "".join(separator.join(_cell(c, separator) for c in line) + "\n" for line in [header, *answers])


def _cell(text: str, separator: str) -> str:
    risky = any(sign in text for sign in (separator, '"', "\n", "\r"))
    return '"' + text.replace('"', '""') + '"' if risky else text
