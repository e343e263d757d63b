"""Lines that stand in the margins of a prose text: captions, calls, other pages' titles, what a page asks its readers.

No list says how they are worded. Among paragraphs that are sentences they show by their form (no sentence, set apart by
marks, in another script, spoken to the reader), and by knowing nothing of what the text is about. Both must hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

from podcast.gather.addressed import speaks_to_reader
from podcast.gather.related import Rest, terms
from podcast.gather.repeats import is_verse, letters

_ITSELF = re.compile(r"本[文稿站網网刊報报]|此文|[這这][篇則则]|\bthis (?:article|story|page|post)\b", re.IGNORECASE)
_CREDIT = re.compile(r"[。！？][（(【\[][^（）()\[\]【】]{2,20}[)）】\]]\s*$")
_INSIDE = re.compile(r"[。！？]")
_SENTENCE = re.compile(r"[。！？!?…][」』”’\"）)】》\s]*$|[a-z0-9%）)”\"'’][.][”\"’)\s]*$")
_WHOLE = re.compile(r"(?:\s*[（(【\[〔［].{1,40}[)）】\]〕］]\s*)+")
_TAGS = re.compile(r"(?:[#＃][^\s#＃]{1,20}\s*)+")
_LABELLED = re.compile(r"[^\s。，：:]{2,12}[：:]\s*\S")
_LABEL = re.compile(r"[^\s。，：:【】]{2,8}[：:](?=\s*\S)|【[^【】]{1,8}】(?=\s*\S)")
_ROW = re.compile(r"(?:[^\s/|｜·、。，：:]{1,6}(?:[\s/|｜·、]+|$)){3,}|[^\s/|｜]{1,4}[/|｜][^\s/|｜]{1,4}")
"""Buttons: short words in a row, or two with a stroke between."""
_POINTING = frozenset("↓↑→←⇩⇨➜➤›»》>＞／|｜※＊#＃©")
_HAN = re.compile("[\u3400-\u9fff]")
_TRIANGLES = tuple("▲▼△▽◀▶►◄")
"""They point at a picture: what follows is its caption."""
_SHORT, _CALL = 40, 60  # letters of a line, and of what is said to the reader
_KNOWN_CALL = 0.4  # share of a call's terms, below which it is none of the text's
_OWN = 0.1  # share of its terms that the rest of the text knows; from there on it is about the same thing
_MANY = 5  # terms; that many, none of them known, are about something else


def marginal(title: str, texts: list[str], headings: frozenset[int], speakers: tuple[str, ...]) -> set[int]:
    """Which of the paragraphs are none of the text's. ``headings``: those that were marked as such, which stay;
    ``speakers``: how the turns of a talk begin, which do too."""
    talking = tuple(head for head in speakers if _talks([text for text in texts if text.startswith(head)]))
    own = {at for at, text in enumerate(texts) if text.startswith(talking) or at in headings} | entries(texts)
    body = {at for at, text in enumerate(texts) if at in own or _is_body(text)}
    if not _is_prose(texts, body, own):
        return set()
    desk = _Desk(title, [texts[at] for at in body], texts)
    sure = {at for at, text in enumerate(texts) if at not in own and desk.is_outside(text)}
    while (last := max(body - sure, default=0)) and last not in own and desk.is_below(texts[last]):
        sure.add(last)
    known = {term for at in body - sure for term in terms(texts[at])}
    return sure | _below(texts, sure, body - sure, headings, known)


def entries(texts: list[str]) -> set[int]:
    """Lines of a list: three or more that stand together and have each a label of its own."""
    labels = [label[0] if (label := _LABEL.match(text)) else "" for text in texts]
    found: set[int] = set()
    at = 0
    while at < len(texts):
        end = at
        while end < len(texts) and labels[end] and labels[end] not in labels[at:end]:
            end += 1
        if end - at >= 3:
            found |= set(range(at, end))
        at = max(end, at + 1)
    return found


def _talks(turns: list[str]) -> bool:
    """Whether what stands behind a name are sentences."""
    return sum(_SENTENCE.search(turn) is not None for turn in turns) * 2 > len(turns)


def _is_prose(texts: list[str], body: set[int], own: set[int]) -> bool:
    size = sum(len(texts[at]) for at in body)
    if len(body) < 3 or size * 10 < 6 * sum(map(len, texts)) or len(body) * 3 < len(texts):
        return False
    return not is_verse([texts[at] for at in sorted(body - own)])


def _is_body(text: str) -> bool:
    return len(letters(text)) >= 12 and _SENTENCE.search(text) is not None


class _Desk:
    """What the paragraphs that are sentences know, and how they speak."""

    def __init__(self, title: str, body: list[str], texts: list[str]) -> None:
        self.rest = Rest([title, *body])
        self.body = Counter(map(letters, body))
        self.all = Counter(map(letters, texts))
        self.calls = sum(map(speaks_to_reader, body)) * 5 <= len(body)  # else the text itself speaks to its reader
        self.itself = (
            sum(_ITSELF.search(text) is not None for text in [title, *texts]) > 1
        )  # the text is about where it stands
        self.han = len(_HAN.findall("".join(body))) * 2 > len(letters("".join(body)))
        self.labelled = sum(_LABELLED.match(text) is not None for text in body)
        others = {text for text in texts if not _SENTENCE.search(text) and self.is_foreign(text)}
        self.foreign = len(others) < 3  # else they are a list
        self.rows = sum(map(_is_row, texts)) < 3
        self.counted = sum(map(_is_counted, texts)) < 3  # else it is a table
        self.title = letters(title)
        marked = [text.startswith(_TRIANGLES) for text in texts]
        self.triangles = any(a and b for a, b in pairwise(marked))  # they are a list

    def is_foreign(self, text: str) -> bool:
        return self.han and len(_HAN.findall(text)) * 3 < len(letters(text))

    def is_below(self, text: str) -> bool:
        """Of the last paragraph: what the page asks its readers, of which the text may know some common words; a note
        with a label of its own, where nothing else has one."""
        if self.calls and len(letters(text)) <= _SHORT and speaks_to_reader(text):
            return self.rest.share(text, 1) < _KNOWN_CALL
        return self.labelled < 2 and _LABELLED.match(text) is not None and self.rest.share(text, 1) < _OWN

    def is_outside(self, text: str) -> bool:
        size, key = len(letters(text)), letters(text)
        if size > _CALL:
            return False
        if _TAGS.fullmatch(text.strip()) or (text.startswith(_TRIANGLES) and not self.triangles):
            return True
        if len(self.title) >= 8 and self.title in key and _WHOLE.fullmatch(text):
            return True  # 原標題
        known = terms(text)
        share = self.rest.share(text, self.body[key])
        if known and share >= (_OWN if _SENTENCE.search(text) else 1.5 * _OWN):
            return False
        if (self.calls and speaks_to_reader(text)) or (
            len(known) > 3 and size <= _SHORT and not self.itself and _ITSELF.search(text)
        ):
            return True
        if size <= _SHORT // 2 and _CREDIT.search(text):
            return True
        if size > _SHORT or _SENTENCE.search(text) or _INSIDE.search(text):
            return False
        if (self.foreign and self.is_foreign(text)) or _is_set_apart(text) or _WHOLE.fullmatch(text):
            return True
        if (self.rows and _is_row(text)) or (self.counted and _is_counted(text)):
            return True
        return self.all[key] > 1 or (len(known) >= _MANY and not text.rstrip().endswith((":", "：")))


def _is_row(text: str) -> bool:
    return _ROW.fullmatch(text.strip()) is not None and not any(map(str.isdigit, text))


def _is_counted(text: str) -> bool:
    """Whether a line is a number and what it counts: readers, telephones."""
    key = letters(text)
    return 0 < len(key) <= _SHORT and sum(map(str.isdigit, key)) * 4 >= len(key) and not _SENTENCE.search(text)


def _is_set_apart(text: str) -> bool:
    """Whether it begins or ends with marks that point somewhere, as no sentence does."""
    bare = text.strip()
    if not bare:
        return False
    return any(c in _POINTING or unicodedata.category(c) in ("So", "Sm", "Sk") for c in (bare[0], bare[-1])) or (
        bare.count("》") > bare.count("《")
    )


def _below(texts: list[str], sure: set[int], body: set[int], headings: frozenset[int], known: set[str]) -> set[int]:
    """Behind the last paragraph of the text everything from the first such line on, and a line that announces what is
    no longer there."""
    last = max(body, default=len(texts))
    tail = [at for at in range(last + 1, len(texts)) if at in sure or texts[at].rstrip().endswith((":", "："))]
    if not tail:
        return set()
    first = tail[0]
    while first - 1 > last and first - 1 not in headings and not terms(texts[first - 1]).keys() & known:
        first -= 1  # what announces them
    return {at for at in range(first, len(texts)) if at not in headings}
