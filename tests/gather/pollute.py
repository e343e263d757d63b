"""Pollutes a clean article in ten ways, at a rate: what tests and bench/gather.py clean again.

Each way draws its words anew (names of towns, sites, firms made up of syllables), so that no list of words could help.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

Paragraphs = list[str]
Way = Callable[[str, Paragraphs, float, random.Random], tuple[str, Paragraphs]]
_SYLLABLES = "安北昌德東福廣海漢河華江金九開樂林龍寧平青三山石太泰天通文武興陽玉雲長中州盤錦鞍遼撫順沙洛台"
_PICTURES = "🔠💡🚨🛁🗺⛔🚴🛃🍈🕒🦈💰👄👢📌🆘💂😷📜😔🏮🍰💎🎲🧲🪁🥝"
_LOOK_ALIKES = dict(zip("aceopxyABCEHKMOPTXaceopxy", "асеорхуАВСЕНКМОРТХасеорху", strict=True))
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u2063"
_SIGNS = "·*_|~^"
_SEPARATORS = (" ", " ", "】", "|", "：")


def name(dice: random.Random, size: int = 2) -> str:
    return "".join(dice.sample(_SYLLABLES, size))


def prefixed(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """A town before paragraphs, and glued to the title."""
    town = name(dice)
    return town + title, [f"{town} {t}" if dice.random() < max(rate, 0.5) else t for t in texts]


def suffixed(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """A site's name behind finished paragraphs."""
    site = dice.choice(("({0}網訊)", " {0}網", "【{0}新聞】", "——{0}在線")).format(name(dice))
    return title, [t + site if dice.random() < max(rate, 0.5) else t for t in texts]


def strewn_pictures(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    return title, [_strewn(t, rate * 0.06, dice, lambda: f"({dice.choice(_PICTURES)})") for t in texts]


def strewn_words(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """A firm's name put between any two characters, at least nine times."""
    word = dice.choice(("{0}", "[{0}]", " {0} ")).format(name(dice, 3))
    return title, [_strewn(t, max(rate * 0.05, 9 / sum(map(len, texts))), dice, lambda: word) for t in texts]


def strewn_signs(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    sign = dice.choice(_SIGNS)
    return title, [_strewn(t, max(rate * 0.2, 0.05), dice, lambda: sign) for t in texts]


def doubled(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    out = [copy for t in texts for copy in ([t, t] if dice.random() < rate else [t])]
    return title, [*out, texts[0]]


def advertised(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """The same sentence in many paragraphs, and lines of the desk's around them."""
    sentence = f"下載{name(dice)}財經客戶端，投資路上少走彎路，領取新人大禮包！"
    texts = [f"{t}{sentence}" if dice.random() < max(rate, 0.5) else t for t in texts]
    around = [
        f"原標題：{title}",
        f"閱讀 {dice.randrange(100, 99999)}",
        *texts,
        f"責任編輯：{name(dice, 3)}",
        f"QQ：{dice.randrange(10**6, 10**9)}",
    ]
    return title, around


def watermarked(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """A site that names itself, each time in other words."""
    site = (
        name(dice) + "網"
        if not title.isascii()
        else dice.choice("BDKLMNT") + dice.choice(("axio", "erona", "ovily")) + "news"
    )
    forms = [
        f"本文由{site}獨家整理發布。",
        f"更多精彩請關注{site}公眾號。",
        f"轉載請註明出處{site}。",
        f"想看下集就到{site}搜尋。",
        f"{site}原創首發，未經授權不得轉載。",
        f"閱讀全文請點擊{site}。",
    ]
    if title.isascii():
        forms = [
            f" This article was first published by {site}.",
            f" Read the full story at {site}.",
            f" For more, follow {site} and subscribe.",
            f" Copyright {site}, do not repost.",
            f" Source: {site}.",
            f" Download the {site} app.",
        ]
    dice.shuffle(forms)
    hit = sorted(dice.sample(range(len(texts)), max(3, round(rate * len(texts)))))
    return title, [t + forms[hit.index(n) % len(forms)] if n in hit else t for n, t in enumerate(texts)]


def invisible(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """Characters that nobody sees, and letters of another alphabet that look the same."""
    hidden = [_strewn(t, rate * 0.5, dice, lambda: dice.choice(_INVISIBLE)) for t in texts]
    return title, ["".join(_LOOK_ALIKES.get(c, c) if dice.random() < rate else c for c in t) for t in hidden]


def spaced(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """A space between all characters; at a low rate in some places only."""
    if rate >= 0.5:
        return title, [" ".join(t) for t in texts]
    return title, [_strewn(t, max(rate, 0.08), dice, lambda: " ") for t in texts]


def linked(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """Other pages' titles below, announced or not."""
    heads = ["推薦閱讀："] if dice.random() < 0.7 else []
    others = [
        f"{name(dice)}{what}"
        for what in (
            "樓市回暖三大信號曝光",
            "一男子深夜闖紅燈被罰",
            "明起暴雨轉多雲氣溫驟降",
            "女星離婚後首度露面談心路",
            "油價下週三起再度調整",
        )
    ]
    return title, [*texts, *heads, *[f"- {each}" for each in others[: max(3, round(rate * 5))]]]


def glued(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """A town glued to title and paragraphs, or before the last mark of each."""
    town = name(dice)
    if dice.random() < 0.5:
        return town + title, [town + t for t in texts]
    return title, [t[:-1] + town + t[-1] for t in texts]


def torn(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """Pictures without brackets or in others, or short words in brackets."""
    form = dice.choice(("{}", "[{}]", "【{}】"))
    if dice.random() < 0.5:
        return title, [
            _strewn(t, max(rate * 0.06, 0.03), dice, lambda: form.format(dice.choice(_PICTURES))) for t in texts
        ]
    words = ("廣告", "推廣", "點擊", "下載", "APP")
    return title, [_strewn(t, max(rate * 0.1, 0.06), dice, lambda: f"({dice.choice(words)})") for t in texts]


def interrupted(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """A sentence in the midst of another, behind its first comma; and each sentence said twice."""
    ad = f"關注{name(dice)}財經公眾號，每天領取內部研報。"
    texts = [t[: t.find("，") + 1] + ad + t[t.find("，") + 1 :] for t in texts]
    return title, [t + t if dice.random() < rate / 2 else t for t in texts]


def framed(title: str, texts: Paragraphs, rate: float, dice: random.Random) -> tuple[str, Paragraphs]:
    """What a desk and a page leave around a text that was copied whole."""
    head = [f"（原標題：{title}）", f"2026-11-20 08:12 來源：{name(dice)}網", "字號：大 中 小", "閱讀：12.3萬 評論：35"]
    foot = [
        f"責任編輯：{name(dice, 3)} SF001",
        f"{name(dice)}聲明：此消息系轉載自合作媒體，並不意味著贊同其觀點或證實其描述。",
        "舉報/反饋",
        "收藏 分享 微博 QQ空間",
        "(1234)",
    ]
    return title, [*head, *(t.replace("，", "，&nbsp;") for t in texts), *foot]


WAYS: dict[str, Way] = {
    way.__name__: way
    for way in (
        prefixed, suffixed, strewn_pictures, strewn_words, strewn_signs, doubled, advertised, watermarked, invisible, spaced, linked, glued,
        torn, interrupted, framed,
    )
}  # fmt: skip


def _strewn(text: str, rate: float, dice: random.Random, what: Callable[[], str]) -> str:
    """``what`` between two characters of words, at each place with the chance ``rate``; never into a Latin word or number."""
    out = [text[:1]]
    for before, after in pairwise(text):
        if before.isalnum() and after.isalnum() and not (before.isascii() and after.isascii()) and dice.random() < rate:
            out.append(what())
        out.append(after)
    return "".join(out)


def kept_and_foreign(wanted: str, got: str) -> tuple[float, float]:
    """Share of ``wanted``'s letters that ``got`` has in the same order, and of ``got``'s that are none of them."""
    from difflib import SequenceMatcher

    a, b = ("".join(c for c in text if c.isalnum()) for text in (wanted, got))
    same = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return (same / len(a) if a else 1.0), ((len(b) - same) / len(b) if b else 0.0)
