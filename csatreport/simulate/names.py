"""Names, telephones, e-mail addresses, ids and addresses of customers who do not exist.

Telephones, ids and areas are of valid form but of numbers that were never given out; no name of two
characters is also a word (such as 高兴 or 安静).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from csatreport.simulate.company import BRANCHES, STRATA

Codes = NDArray[np.str_]
Texts = NDArray[np.object_]
Whole = NDArray[np.int64]

_SURNAMES: Final = (
    "王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 吴wu 周zhou 徐xu 孙sun 朱zhu 胡hu 郭guo 何he 林lin 罗luo 郑zheng "
    "梁liang 谢xie 宋song 唐tang 许xu 韩han 冯feng 邓deng 曹cao 彭peng 萧xiao 蔡cai 潘pan 董dong 袁yuan 蒋jiang 沈shen "
    "韦wei 姜jiang 欧阳ouyang"
)
_GIVEN: Final = (
    "伟wei 芳fang 娜na 敏min 丽li 强qiang 磊lei 洋yang 艳yan 杰jie 娟juan 涛tao 超chao 霞xia 刚gang 桂英guiying 玉兰yulan "
    "建国jianguo 志强zhiqiang 秀英xiuying 婷婷tingting 雅琴yaqin 俊杰junjie 子轩zixuan 浩然haoran 思远siyuan 梓涵zihan "
    "雨桐yutong 晓东xiaodong 海燕haiyan 国栋guodong 丽华lihua 春梅chunmei 文斌wenbin 嘉怡jiayi 明辉minghui 小龙xiaolong "
    "佩珊peishan 振宇zhenyu 慧敏huimin 凤英fengying 家豪jiahao 淑芬shufen 永康yongkang 欣怡xinyi 宏伟hongwei"
)
SURNAMES: Final = tuple(_SURNAMES.split())
GIVEN: Final = tuple(_GIVEN.split())
FIRST: Final = (
    "Emma", "Daniel", "Sophie", "James", "Olivia", "Thomas", "Hannah", "Michael", "Laura", "Peter",
    "Julia", "Martin", "Claire", "Robert", "Nadia", "Simon", "Ingrid", "Patrick", "Elena", "Kevin",
)  # fmt: skip
LAST: Final = (
    "Clarke", "Hughes", "Bennett", "Fischer", "Novak", "Moreau", "Sullivan", "Petersen", "Ricci", "Okafor",
    "Whitaker", "Haddad", "Lindqvist", "Marlowe", "Ferreira", "Dubois", "Kowalski", "Andersen",
)  # fmt: skip
ROADS: Final = (
    "建设路",
    "人民路",
    "滨河大道",
    "学府路",
    "迎春街",
    "解放西路",
    "桂花巷",
    "文昌街",
    "朝阳路",
    "望江路",
    "青石巷",
    "工农路",
)
MAIL: Final = ("example.com", "mail.example.com", "example.org", "post.example.net")
STEP: Final = 48_271  # without a divisor in common with a power of ten: no number twice
_AREA: Final = {"urban": "区", "county": "县", "township": "镇"}
_ID_WEIGHTS: Final = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_ID_DIGITS: Final = np.array(list("10X98765432"))


def people(rng: np.random.Generator, language: Codes) -> tuple[Texts, Texts]:
    """Names in the customer's language, and the same in Latin letters as in an e-mail address."""
    chinese = [
        (a.rstrip(_LATIN) + b.rstrip(_LATIN), a.lstrip(_HAN) + b.lstrip(_HAN))
        for a, b in _pairs(rng, SURNAMES, GIVEN, len(language))
    ]
    english = [(f"{a} {b}", f"{a}.{b}".lower()) for a, b in _pairs(rng, FIRST, LAST, len(language))]
    chosen = [e if code == "en" else z for code, e, z in zip(language, english, chinese, strict=True)]
    return np.array([name for name, _ in chosen], dtype=object), np.array(
        [s for _, s in chosen], dtype=object
    )


_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_HAN: Final = "".join(sorted({c for text in (*SURNAMES, *GIVEN) for c in text if c not in _LATIN}))


def phones(rng: np.random.Generator, kind: Codes) -> Texts:
    """Mobile telephones; companies and institutions have fixed lines."""
    mobile, fixed = (
        (rng.integers(0, most) + rng.permutation(len(kind)) * STEP) % most
        for most in (100_000_000, 1_000_000)
    )
    return np.array(
        [
            f"154{m:08d}" if k == "household" else f"0330-5{f:06d}"
            for k, m, f in zip(kind.tolist(), mobile.tolist(), fixed.tolist(), strict=True)
        ],
        dtype=object,
    )


def mails(rng: np.random.Generator, latin: Texts) -> Texts:
    """E-mail addresses; about every third customer gave none."""
    number, host = rng.integers(10, 9999, len(latin)), rng.integers(0, 6, len(latin))
    return np.array(
        [
            f"{name}{n}@{MAIL[h]}" if h < len(MAIL) else ""
            for name, n, h in zip(latin, number.tolist(), host.tolist(), strict=True)
        ],
        dtype=object,
    )


def ids(rng: np.random.Generator, born: Whole, branch: Codes) -> Texts:
    """Ids of eighteen characters with a right last one, of an area that does not exist."""
    place = {code: 339_950 + n for n, code in enumerate(BRANCHES)}
    area = np.array([place[b] for b in branch.tolist()])
    day = born * 10_000 + rng.integers(1, 13, len(born)) * 100 + rng.integers(1, 29, len(born))
    head = area * 10**11 + day * 1000 + rng.integers(1, 999, len(born))
    digits = head[:, None] // 10 ** np.arange(16, -1, -1) % 10
    last = _ID_DIGITS[(digits * _ID_WEIGHTS).sum(axis=1) % 11]
    return np.array([f"{h}{c}" for h, c in zip(head.tolist(), last.tolist(), strict=True)], dtype=object)


def addresses(rng: np.random.Generator, branch: Codes, stratum: Codes) -> Texts:
    """Addresses as couriers want them."""
    road = rng.integers(0, len(ROADS), len(branch))
    number, house, stair = (rng.integers(1, top, len(branch)) for top in (280, 24, 5))
    floor, door = rng.integers(1, 19, len(branch)), rng.integers(1, 5, len(branch))
    areas = {(b, s): f"明川市{BRANCHES[b].chinese}{_AREA[s]}" for b in BRANCHES for s in STRATA}
    parts = (branch, stratum, road, number, house, stair, floor, door)
    return np.array(
        [
            f"{areas[b, s]}{ROADS[r]}{n}号{h}栋{u}单元{f}{d:02d}室"
            for b, s, r, n, h, u, f, d in zip(*(p.tolist() for p in parts), strict=True)
        ],
        dtype=object,
    )


def _pairs(
    rng: np.random.Generator, first: tuple[str, ...], second: tuple[str, ...], size: int
) -> list[tuple[str, str]]:
    one, two = rng.integers(0, len(first), size), rng.integers(0, len(second), size)
    return [(first[a], second[b]) for a, b in zip(one.tolist(), two.tolist(), strict=True)]
