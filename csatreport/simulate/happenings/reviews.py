"""Public reviews, one file per quarter; from 2025 on the tool that gathers them writes Chinese headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from csatreport.simulate.happenings import chance, contacts, delivery, faults
from csatreport.simulate.happenings.chance import Moments, Numbers, Rows, Texts
from csatreport.simulate.happenings.delivery import Sheet
from csatreport.simulate.happenings.phrases import Speaker
from csatreport.simulate.happenings.scene import Scene, change
from csatreport.simulate.happenings.words import written

A_QUARTER: Final = 800
FAULTS: Final = {faults.CODE: 5, faults.DATE: 3, faults.HOSTILE: 6, faults.DUPLICATE: 6}
PLATFORMS: Final = {
    "app_store": 0.24, "dianping": 0.20, "mall": 0.16, "weibo": 0.13, "maps": 0.12, "xiaohongshu": 0.10, "forum": 0.05,
}  # fmt: skip
NOWHERE: Final = ("app_store", "weibo", "mall")  # platforms that know of no branch
THEMES: Final = {  # theme -> its share, the item of the questionnaire that it shows in
    "network": (0.30, "stability"), "installation": (0.13, "install_wait"), "repair": (0.16, "repair_speed"),
    "support": (0.14, "hotline_wait"), "billing": (0.12, "bill_clear"), "digital": (0.08, "app"),
    "home_service": (0.04, ""), "shop": (0.03, ""),
}  # fmt: skip
LEVEL: Final = 3.62  # stars of a customer of middling satisfaction
BY_SATISFACTION: Final = 1.25
SPREAD: Final = 0.95
SECOND_HEADERS: Final = "2025Q1"
NICKNAMES: Final = (
    "爱吃鱼的猫", "momo", "小镇青年", "山里来的信号", "老张头", "今天也要早睡", "用户{digits}8841", "装修中的阿May",
    "隔壁老王的网", "追剧人{digits}", "匿名用户", "向日葵妈妈", "跑步的胖子", "Leo_{digits}", "网速体验官", "不想起名",
    "桃桃乌龙", "一只柯基", "数码控{digits}", "{name}",
)  # fmt: skip
ENGLISH_NICKNAMES: Final = (
    "J. Walker",
    "moonlit_{digits}",
    "Anonymous",
    "dave{digits}",
    "TeaAndBytes",
    "{name}",
)


@dataclass(frozen=True)
class Reviews:
    """One entry per review: the customer's row, the day, the theme as a place in :data:`THEMES`, stars."""

    customer: Rows
    day: Moments
    theme: Rows
    stars: Rows

    @property
    def tone(self) -> Texts:
        """``bad``, ``mixed`` or ``good``: what the text says."""
        return chance.dealt(("bad", "bad", "mixed", "good", "good"), self.stars - 1)


def written_in(scene: Scene, number: int) -> Reviews:
    """Reviews of a quarter: who feels strongly writes more often."""
    rng = scene.rng("reviews", scene.quarters[number].wave)
    felt = scene.people.satisfaction[:, number]
    size = int(rng.poisson(A_QUARTER))
    customer = chance.place(rng, scene.active[:, number] * (0.4 + np.abs(felt)), size)
    days = np.sort(scene.days(number)[rng.integers(0, len(scene.days(number)), size)])
    theme = chance.place(rng, [share for share, _ in THEMES.values()], size)
    lift = np.stack([change(item, scene.place[customer], days) for _, item in THEMES.values()], axis=1)
    stars = _stars(rng, felt[customer] * BY_SATISFACTION + 1.5 * lift[np.arange(size), theme])
    return Reviews(customer, days, theme, stars)


def _stars(rng: np.random.Generator, felt: Numbers) -> Rows:
    return np.clip(np.rint(LEVEL + felt + SPREAD * rng.standard_normal(len(felt))), 1, 5).astype(np.int64)


def exports(scene: Scene, reviews: list[Reviews]) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Name, content and truth of every file."""
    for quarter, own in zip(scene.quarters, reviews, strict=True):
        content, truth = _file(scene, own, quarter.wave)
        yield f"reviews-{quarter.wave}.csv", content, truth


def _file(scene: Scene, reviews: Reviews, wave: str) -> tuple[bytes, dict[str, Any]]:
    rng = scene.rng("reviews", "texts", wave)
    size = len(reviews.day)
    bad = faults.planned(rng, size, FAULTS)
    keys = np.array([f"PJ{wave}{n:04d}" for n in range(1, size + 1)], dtype=object)
    texts = _texts(scene, rng, reviews)
    sheet = _sheet(scene, rng, reviews, keys=keys, texts=texts, bad=bad)
    kept = np.setdiff1d(np.arange(size), bad[faults.HOSTILE])
    truth = {
        "rows": size + FAULTS[faults.DUPLICATE],
        "planted": dict(FAULTS),
        "personal": contacts.told(scene.people, reviews.customer[kept], texts[kept]),
        "meant": _meant(reviews, keys, kept),
    }
    headed = faults.repeated(sheet, bad[faults.DUPLICATE]).headed(second=wave >= SECOND_HEADERS)
    return delivery.as_csv(headed, ends="\n"), truth


def _meant(reviews: Reviews, keys: Texts, kept: Rows) -> dict[str, list[str]]:
    """What every review is about, and its tone."""
    themes = chance.dealt(tuple(THEMES), reviews.theme)
    return {
        key: [theme, tone]
        for key, theme, tone in zip(keys[kept], themes[kept], reviews.tone[kept], strict=True)
    }


def _sheet(
    scene: Scene, rng: np.random.Generator, reviews: Reviews, *, keys: Texts, texts: Texts, bad: faults.Faults
) -> Sheet:
    people, who, size = scene.people, reviews.customer, len(keys)
    platform = chance.pick(rng, PLATFORMS, size)
    nowhere = np.isin(platform.astype(str), NOWHERE)
    product = np.where(rng.random(size) < 0.6, written("product", people.product[who]), "")
    return Sheet(
        "reviews",
        {
            "review": keys,
            "date": faults.impossible(delivery.days(reviews.day), bad[faults.DATE]),
            "platform": faults.nonsense(written("platform", platform), bad[faults.CODE]),
            "product": product.astype(object),
            "branch": np.where(nowhere, "", written("branch", people.branch[who])).astype(object),
            "author": _authors(scene, rng, reviews),
            "rating": np.array([f"{stars}星" for stars in reviews.stars.tolist()], dtype=object),
            "text": faults.attacks(texts, bad[faults.HOSTILE]),
        },
    )


def _authors(scene: Scene, rng: np.random.Generator, reviews: Reviews) -> Texts:
    languages = scene.people.language[reviews.customer].tolist()
    names = [
        _nickname(draw, language).format(**contacts.known(scene.people, row))
        for draw, language, row in zip(
            rng.random(len(languages)).tolist(), languages, reviews.customer.tolist(), strict=True
        )
    ]
    return np.array(names, dtype=object)


def _nickname(draw: float, language: str) -> str:
    names = ENGLISH_NICKNAMES if language == "en" else NICKNAMES
    return names[int(draw * len(names))]


def _texts(scene: Scene, rng: np.random.Generator, reviews: Reviews) -> Texts:
    speakers = {language: Speaker("reviews", language, rng) for language in ("zh", "en")}
    themes = tuple(THEMES)
    said = [
        speakers[language].say(tone, themes[theme], given=contacts.known(scene.people, row))
        for row, theme, tone, language in zip(
            reviews.customer.tolist(), reviews.theme.tolist(), reviews.tone,
            scene.people.language[reviews.customer].tolist(), strict=True,
        )
    ]  # fmt: skip
    return np.array(said, dtype=object)
