"""A word that was hung before or behind the paragraphs of a text: 盘锦 before every second one, a site's name after it.

An author begins many paragraphs alike too: a speaker's name, 我有一個夢, the firm that the article is about. So a word
goes only when it stands hardly anywhere else and something shows that it is no part of the sentence: a space where
Chinese has none, a sentence that opens behind it, the same word on the title or on other pages' titles.
"""

from __future__ import annotations

import re
from collections import Counter

LONGEST = 16
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_OPENERS = re.compile(
    "(?:而|但|然而|不過|不过|此外|另外|隨著|随着|如今|儘管|尽管|雖然|虽然|因此|同時|同时|據|据|對於|对于|面對|面对|當|当|由於|由于|至於|至于|事實上"
    "|事实上|在[^，,。]{2,12}[中後后前時时下]|一場|一场|這|这|那|本週|本周|今年|去年|昨|今|目前|近日|近年)"
)
_SEPARATED = re.compile(r"[】］\]）)｜|_\-–—·›»>：:\s]$")
_SPEAKER = re.compile(r"[：:]\s*$")
_ENDS = "。！？!?…．"
_CLOSES = '」』”’"）)】》'
_ENDED = re.compile(rf".*(?:[{_ENDS}][{_CLOSES}]*|(?<=[a-z0-9])\.[\"”’)]*(?=\s))(?=.)", re.DOTALL)
_FIELD = re.compile(r"^\s*[（(]?\s*[\w ]{2,8}\s*[：:]|\d{1,2}:\d{2}")


def find_prefix(texts: list[str], title: str, around: list[str]) -> str | None:
    """The word that was hung before at least three of the paragraphs; None where there is none."""
    counts = Counter(text[:n] for text in texts for n in range(1, min(LONGEST, len(text) - 1) + 1))
    least = max(3, len(texts) // 8)
    found = [word for word, n in counts.items() if (n >= least or title.startswith(word)) and _is_word(word)]
    found = [
        word for word in found if not any(w != word and w.startswith(word) and counts[w] == counts[word] for w in found)
    ]
    found.sort(key=lambda word: (counts[word], len(word)), reverse=True)
    for word in found[:12]:
        bare = word.strip()
        hung = [text[len(bare) :] for text in texts if text.startswith(bare)]
        if not _is_conversation(texts, bare) and _is_hung(bare, hung, texts, title, around):
            return bare
    return None


def _is_word(word: str) -> bool:
    return len(word.strip()) >= 1 and any(c.isalnum() for c in word) and not re.match(r"[\d\s]", word)


def _is_hung(word: str, rests: list[str], texts: list[str], title: str, around: list[str]) -> bool:
    inside = sum(text.count(word, len(word)) for text in texts)
    labelled = _SPEAKER.search(word) or all(_SPEAKER.match(rest) for rest in rests)
    if inside * 3 > len(rests) or (labelled and (len(rests) < 4 or len(rests) * 2 < len(texts))):
        return False
    if not title.startswith(word) and any(word[n : n + 2] in title for n in range(len(word) - 1)):
        return False  # the title is about it
    if sum(re.match(r"\s*[^\s：:]{1,16}[：:]", rest) is not None for rest in rests) * 10 >= len(rests) * 8:
        return False  # entries of a list, each with its name
    if len(rests) > 3 and not inside and title.startswith(word) and len(rests) * 10 >= len(texts) * 9:
        return len(re.sub(r"\W", "", word)) >= 2
    if labelled:
        return not inside
    bare = re.sub(r"\W", "", word)
    marked = re.match(r"[【\[［(（<《]", word) is not None and _SEPARATED.search(word) is not None
    if marked:
        return len(bare) >= 2 and (len(rests) * 2 >= len(texts) or len(rests) >= 5 or title.startswith(word))
    if len(bare) < 2:
        return False
    spaced = sum(bool(re.match(rf"[ \u3000\u00a0]+[{_HAN}A-Z“「《]", rest)) for rest in rests)
    han = re.match(f"[{_HAN}]", word[-1]) is not None
    elsewhere = sum(line.startswith(word) for line in around)
    opened = sum(_OPENERS.match(rest.strip()) is not None for rest in rests)
    if han and spaced * 10 >= len(rests) * 8 and _spaces_are_rare(texts, word):
        return len(rests) > 2 or not inside
    if len(rests) < 3:
        return False
    if title.startswith(word) and (elsewhere >= 2 or len(rests) * 10 >= len(texts) * 4) and opened:
        return True
    if _SEPARATED.search(word) and len(rests) * 10 >= len(texts) * 6:
        return True
    return not inside and opened * 4 >= len(rests) and opened >= 2 and len(rests) * 2 >= len(texts)


def _spaces_are_rare(texts: list[str], word: str) -> bool:
    """Whether Chinese characters are hardly parted by spaces elsewhere, as in verse or a list of names."""
    form = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}])")
    others = sum(len(form.findall(text[len(word) + 2 :])) for text in texts)
    return others <= len(texts)


def _is_conversation(texts: list[str], word: str) -> bool:
    """Two or more names that take turns before nearly all paragraphs."""
    heads = Counter(match[1] for text in texts if (match := re.match(r"(\S{1,12}?)(?:[：:]|[ \u3000])", text)))
    names = {name: n for name, n in heads.items() if n >= 2}
    return word.rstrip("：: ") in names and len(names) >= 2 and sum(names.values()) * 10 >= len(texts) * 7


def cut_prefix(text: str, word: str) -> str:
    return (
        text[len(word) :].lstrip(" \u3000\u00a0|｜-–—_·:：")
        if text.startswith(word) and len(text) > len(word)
        else text
    )


def tails(texts: list[str]) -> list[str]:
    """What stands in each text behind its last finished sentence; "" where nothing does."""
    return [text[match.end() :] if (match := _ENDED.match(text)) else "" for text in texts]


def find_suffixes(texts: list[str]) -> frozenset[str]:
    """Ends that were hung behind finished sentences, the same more than once."""
    counts = Counter(tail.strip() for tail in tails(texts) if tail.strip())
    counts = Counter({tail: n for tail, n in counts.items() if not tail.endswith(tuple(_ENDS))})
    same = {
        tail for tail, n in counts.items() if n >= 2 and 1 < len(tail) <= 60 and not tail.startswith(tuple(_CLOSES))
    }
    return frozenset(tail for tail in same if not _FIELD.match(tail)) | _of_one_name(list(counts), len(texts))


def _of_one_name(ends: list[str], paragraphs: int) -> frozenset[str]:
    """Ends in different words that have a name in common: （某網）, 某在線, @某快報."""
    short = [end for end in ends if 1 < len(end) <= 20 and not _FIELD.match(end) and not re.search(r"\d", end)]
    pairs = Counter(pair for end in short for pair in {end[n : n + 2] for n in range(len(end) - 1)} if pair.isalnum())
    for pair, n in pairs.most_common(3):
        if n >= 3 and n * 10 >= paragraphs * 4:
            return frozenset(end for end in short if pair in end)
    return frozenset()


def find_open_suffix(texts: list[str]) -> str | None:
    """A word that was hung behind paragraphs without a mark between, or before their last mark."""
    bodies = [text.rstrip(_ENDS + _CLOSES + " .") for text in texts if len(text) > 12]
    counts = Counter(body[-n:] for body in bodies for n in range(2, LONGEST + 1))
    least = max(3, len(bodies) // 4)
    found = sorted(
        (w for w, n in counts.items() if n >= least and w.strip() == w), key=lambda w: (counts[w], len(w)), reverse=True
    )
    for word in found[:8]:
        inside = sum(text.count(word) for text in texts) - counts[word]
        stems = [body[: -len(word)] for body in bodies if body.endswith(word)]
        if inside or not re.search(rf"[{_HAN}A-Za-z]{{2}}", word) or any(mark in word for mark in _ENDS):
            continue
        parted = sum(bool(re.search(r"[\s|｜_\-–—·]$|[（(【\[]$", stem)) for stem in stems)
        glued = len(stems) > 3 and len(stems) * 10 >= len(bodies) * 7 and len({s[-1:] for s in stems}) * 2 > len(stems)
        if parted * 10 >= len(stems) * 8 or glued:
            return word
    return None
