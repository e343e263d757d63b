"""Further ways of pollution, written without a look at what cleans them: what tests and bench/gather.py clean again."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.gather.pollute import Paragraphs, Way

Dice = random.Random
Told = tuple[str, Paragraphs]
_SYLLABLES = "柏翰珊瑚洲港寮埔塘磐岱嶺麓渚沱皖閩滇黔鄂湘渝桐槐榆楓柳杉栗梓棠苑庭軒堡寨墟集圳埕"


def word(dice: Dice, size: int = 2) -> str:
    return "".join(dice.sample(_SYLLABLES, size))


def _spread(texts: Paragraphs, dice: Dice, total: int, what: Callable[[], str]) -> Paragraphs:
    """``total`` times something between two letters of the texts, one of them at least Chinese."""
    counts = [0] * len(texts)
    for _ in range(total):
        counts[dice.randrange(len(texts))] += 1
    return [_inside(text, dice, n, what) for text, n in zip(texts, counts, strict=True)]


def _inside(text: str, dice: Dice, n: int, what: Callable[[], str]) -> str:
    letters = [
        at
        for at in range(1, len(text))
        if text[at - 1].isalnum() and text[at].isalnum() and not text[at - 1 : at + 1].isascii()
    ]
    for at in sorted(dice.sample(letters, min(n, len(letters))), reverse=True):
        text = text[:at] + what() + text[at:]
    return text


def _behind(texts: Paragraphs, dice: Dice, rate: float, what: Callable[[], str]) -> Paragraphs:
    """A line behind about half of the paragraphs, or more."""
    return [line for text in texts for line in ([text, what()] if dice.random() < max(0.5, rate) else [text])]


def rare_word(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """A bare word of two to four characters, three to ten times in all."""
    name = word(dice, dice.choice((2, 3, 4)))
    return title, _spread(texts, dice, 3 + round(7 * rate), lambda: name)


def two_words(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    names = [word(dice, 2), word(dice, 3)]
    return title, _spread(texts, dice, 6 + round(8 * rate), lambda: dice.choice(names))


def common_word(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """One that dictionaries have."""
    name = dice.choice(("贷款", "旅行社", "瘦身", "手機殼", "股票", "彩金", "优惠券"))
    return title, _spread(texts, dice, 4 + round(8 * rate), lambda: name)


def latin_site(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    name = dice.choice(("{0}88", "www.{0}.com", "{0}APP", "{0}.cc")).format("".join(dice.sample("bcdfghkmpqtvxz", 4)))
    return title, _spread(texts, dice, 3 + round(9 * rate), lambda: name)


def numbers(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """Numbers in brackets, each another."""
    begin, end = dice.choice(("()", "[]", "【】", "（）"))
    return title, _spread(texts, dice, 4 + round(12 * rate), lambda: f"{begin}{dice.randrange(10, 99999)}{end}")


def letters_in(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    pool = dice.choice(("ŝǥŧƶ", "ÞÐŁØ", "ωψξδ", "жюэщ", "ᄀᄂᄃ", "アイウ"))
    return title, _spread(texts, dice, 6 + round(14 * rate), lambda: dice.choice(pool))


def markup(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """What remains of it."""
    pool = dice.choice((["<br>", "<br/>"], ["<span>", "</span>"], ["[b]", "[/b]"], ["{{ad}}", "{{/ad}}"], ["[img]"]))
    return title, _spread(texts, dice, 4 + round(10 * rate), lambda: dice.choice(pool))


def stacked(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """Marks on top of characters."""
    return title, _spread(
        texts, dice, 8 + round(40 * rate), lambda: dice.choice("\u0336\u0338\ufe00\u20dd\u0489\u20e0")
    )


def numbered_prefix(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """A label with a running number before each paragraph."""
    form = dice.choice(("【{w}{n}】", "[{w}-{n}] ", "{w}{n}｜", "〔{n}〕{w} "))
    name = word(dice)
    return title, [form.format(w=name, n=n + dice.randrange(0, 3)) + text for n, text in enumerate(texts, 1)]


def towns(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """One of three before each paragraph."""
    names = [word(dice) for _ in range(3)]
    return title, [f"{dice.choice(names)} {text}" for text in texts]


def credit(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """Who took the picture, and what it shows."""
    forms = ("（圖／{0}攝）", "▲圖片來源：{0}提供", "圖為資料照。（記者{0}攝）", "Photo: {0}/Reuters")
    return title, _behind(texts, dice, rate, lambda: dice.choice(forms).format(word(dice, 3)))


def pressed(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """Lines that ask to press, scroll or read on."""
    pool = (
        "↓↓↓ 繼續往下看 ↓↓↓", "廣告（請繼續閱讀本文）", "ADVERTISEMENT", "請繼續往下閱讀...", "文章未完，請點下一頁",
        "點我看更多", "【限時】加入好友領 100 元折價券",
    )  # fmt: skip
    return title, _behind(texts, dice, rate, lambda: dice.choice(pool))


def odd_sentence(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """The same sentence about something else, here and there."""
    form = dice.choice(("{0}早茶鋪今晨供應現磨豆漿。", "{0}的老張昨天又釣到一條大魚。", "{0}街口的銀杏葉全黃了。"))
    sentence = form.format(word(dice))
    hit = set(dice.sample(range(len(texts)), min(max(3, round(rate * len(texts))), len(texts))))
    out = []
    for n, text in enumerate(texts):
        ends = [m.end() for m in re.finditer(r"[。！？]|(?<=[a-z0-9])\.(?= |$)", text)] or [len(text)]
        at = dice.choice(ends) if n in hit else 0
        out.append(text[:at] + sentence + text[at:] if at else text)
    return title, out


def tokens(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """Against copying, each another, behind sentences."""
    return title, [
        text + dice.choice(("", "", "#")) + "".join(dice.sample("0123456789abcdef", 8))
        if dice.random() < max(0.4, rate)
        else text
        for text in texts
    ]


def lead_twice(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """The title glued to the first paragraph, which comes again."""
    return title, [f"{title} {texts[0]}", *texts]


def asked(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """What a page asks its readers below the text."""
    tags = " ".join(f"#{word(dice)}" for _ in range(3))
    foot = [
        "您對此有什麼看法？歡迎在下方留言。", f"延伸閱讀》{word(dice)}夜市攤商聯手漲價", "看更多》", tags, "分享到：", "上一篇：油價連三漲",
        "下一篇：週末變天", "返回列表", f"© 2026 {word(dice)}傳媒",
    ]  # fmt: skip
    return title, [*texts, *foot[: 4 + round(5 * rate)]]


def escaped(title: str, texts: Paragraphs, rate: float, dice: Dice) -> Told:
    """Entities escaped twice, and what programs write for characters."""
    pool = dice.choice(("&amp;nbsp;", "\\u200b", "\\n", "&amp;#8203;", "%20"))
    return title, _spread(texts, dice, 4 + round(10 * rate), lambda: pool)


WAYS_2: dict[str, Way] = {
    way.__name__: way
    for way in (
        rare_word, two_words, common_word, latin_site, numbers, letters_in, markup, stacked, numbered_prefix, towns, credit, pressed,
        odd_sentence, tokens, lead_twice, asked, escaped,
    )
}  # fmt: skip
