"""An article as it was found → the article alone. Each step judges by what the text shows of itself: what repeats where
it does not belong, what lies inside words, what has nothing to do with the rest. What goes is listed."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date as Day
from functools import partial

from podcast.gather import affixes, lines, repeats
from podcast.gather.article import Article, Found, Part
from podcast.gather.characters import close_up, is_spaced_out, plain_characters, scripts_in
from podcast.gather.inserted import without_signs, without_words
from podcast.gather.labels import labels, without_tokens
from podcast.gather.language import language_of
from podcast.gather.margins import entries, marginal
from podcast.gather.related import Rest
from podcast.read.dates import find_day

_DATELINE = re.compile(r"^\D{0,24}?(\d{1,2})\s*月\s*(\d{1,2})\s*[日號号]")
_ENTITY = re.compile(
    r"&(?:nbsp|amp|quot|ldquo|rdquo|hellip|mdash|middot|zwnj|shy|#\d{2,6}|#x[0-9a-f]{2,6});", re.IGNORECASE
)
_STAMP = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月][0-3]?\d")  # the number of readers may stick to it
_ENDED = re.compile(r"[。！？!?…；;.:：][」』”’\"）)】》\s]*$")
LONG = 60_000
"""Characters. A longer text is a book, not an article: what compares all of it with all of it would take minutes."""
_HEADLINE = range(10, 70)  # letters of another page's title in a list of links
_STRANGE = 0.12  # share of a link's terms that the article knows; below, it leads elsewhere
_RELATED = 0.3  # … of the text below a line such as 相關新聞; below, the article is over there


def clean(found: Found) -> Article:
    """The article of ``found``, which is used up."""
    work = _Cleaning(found)
    steps = [work.characters, work.end, work.signs, work.doubled, work.hung, work.lines, work.numbers]
    if sum(map(len, work.texts)) <= LONG:
        steps[-1:] = [work.words, work.numbers, work.repeats, work.links]
    for step in steps:
        step()
    return work.article()


@dataclass(slots=True)
class _Cleaning:
    found: Found
    told: lines.Told

    def __init__(self, found: Found) -> None:
        self.found = found
        self.told = lines.Told(found.outlet, found.date)

    @property
    def parts(self) -> list[Part]:
        return self.found.parts

    @property
    def texts(self) -> list[str]:
        return [part.text for part in self.found.parts]

    def put(self, texts: list[str]) -> None:
        for part, text in zip(self.found.parts, texts, strict=True):
            part.text = text
        self.found.parts = [part for part in self.found.parts if part.text.strip()]

    def each(self, change: Callable[[str], str]) -> None:
        self.found.title = change(self.found.title)
        self.put([change(text) for text in self.texts])

    def drop(self, at: set[int]) -> None:
        for n in sorted(at):
            self.found.leave(self.parts[n].text)
        self.found.parts = [part for n, part in enumerate(self.parts) if n not in at]

    def leave(self, texts: list[str]) -> None:
        for text in texts:
            self.found.leave(text)

    # ------------------------------------------------------------ the steps

    def characters(self) -> None:
        self.each(_unescaped)
        foreign = scripts_in([self.found.title, *self.texts])
        self.each(lambda text: plain_characters(text, foreign))
        self.each(lambda text: close_up(text) if is_spaced_out(text) else text)
        self.each(lambda text: re.sub(r"[ \t\u00a0]{2,}", " ", text.replace("**", "")).strip())

    def end(self) -> None:
        """Where other pages begin: a line such as 相關新聞, and below it nothing about this article."""
        for at, part in enumerate(self.parts):
            if not lines.ends_here(part.text) or at == 0:
                continue
            before, after = self.texts[:at], self.texts[at + 1 :]
            rest = Rest([self.found.title, *before])
            told = [text for text in after if len(repeats.letters(text)) >= 12]
            known = [rest.share(text, 0) for text in told]
            most = 2 * len(repeats.letters("".join(before))) >= len(repeats.letters("".join(after)))
            if not known or (most and sum(known) < _RELATED * len(known)):
                self.found.around += after
                self.drop(set(range(at, len(self.parts))))
                return
        self.drop({at for at, part in enumerate(self.parts) if lines.ends_here(part.text)})

    def signs(self) -> None:
        texts, gone = without_signs([self.found.title, *self.texts])
        self.found.title = texts[0]
        self.put(texts[1:])
        self.leave(gone)

    def doubled(self) -> None:
        self.drop(repeats.doubled(self.texts))
        if not repeats.is_verse(self.texts):
            self.put([repeats.said_once(text) for text in self.texts])

    def hung(self) -> None:
        """What was hung before and behind the paragraphs."""
        self.labelled()
        around = [re.sub(r"^[-*•·●\s]+", "", text) for text in self.found.around]
        for _ in range(3):
            if not (word := affixes.find_prefix(self.body(), self.found.title, around)):
                break
            self.found.leave(word)
            self.each(partial(affixes.cut_prefix, word=word))
        for _ in range(3):
            if not (ends := affixes.find_suffixes(self.body())):
                break
            self.leave(sorted(ends))
            self.put([_without_end(text, ends) for text in self.texts])
        if not repeats.is_verse(self.body()) and (word := affixes.find_open_suffix(self.body())):
            self.found.leave(word)
            form = re.compile(rf"[\s|｜_\-–—·(（【\[]*{re.escape(word)}(?=[)）\]】。！？!?.]*$)")
            self.each(lambda text: form.sub("", text))

    def labelled(self) -> None:
        """Labels and tokens that change; the title before the first paragraph."""
        cut, *cuts = labels(self.found.title, self.texts)
        self.leave([text[:n] for text, n in zip((self.found.title, *self.texts), (cut, *cuts), strict=True)])
        self.found.title = self.found.title[cut:]
        self.put([text[n:] for text, n in zip(self.texts, cuts, strict=True)])
        texts, gone = without_tokens(self.texts)
        self.leave(gone)
        self.put(texts)
        title = self.found.title
        if (
            len(repeats.letters(title)) >= 10
            and self.texts
            and re.match(re.escape(title) + r"[\s　：:｜|]+\S", self.texts[0])
        ):
            self.found.leave(title)
            self.put([self.texts[0][len(title) :].lstrip(" \u3000：:｜|"), *self.texts[1:]])
            self.doubled()

    def body(self) -> list[str]:
        """The paragraphs that are the text's own as far as is known."""
        told = lines.Told()
        speakers = _speakers(self.texts)
        return [text for text in self.texts if text.startswith(speakers) or not _is_around(text, told)] or self.texts

    def lines(self) -> None:
        told = self.told
        speakers = _speakers(self.texts)
        gone = {
            at
            for at, text in enumerate(self.texts)
            if not text.startswith(speakers) and (_is_around(text, told) or lines.is_contact(text))
        }
        self.drop(gone)
        if sum(map(len, self.texts)) <= LONG:
            headings = frozenset(at for at, part in enumerate(self.parts) if part.kind in ("heading", "row"))
            self.drop(marginal(self.found.title, self.texts, headings, _speakers(self.texts)))
        self.edges()
        self.found.title, site = lines.without_site(self.found.title, told)
        self.found.leave(site)
        cut = [lines.without_paper_tail(text, told) for text in self.texts]
        self.leave([tail for _, tail in cut if tail])
        self.put([text for text, _ in cut])
        title = repeats.letters(self.found.title)
        self.drop({at for at, text in enumerate(self.texts[:3]) if title and repeats.letters(text) == title})

    def edges(self) -> None:
        """Such a line that was hung before or behind a paragraph, as a sentence of its own."""
        rest = Rest(self.texts)
        kept = []
        for text in self.texts:
            told = repeats.sentences(text)
            for at in (-1, 0):
                if len(told) > 1 and lines.is_around(told[at], self.told) and rest.share(told[at]) < _STRANGE:
                    self.found.leave(told.pop(at))
            kept.append("".join(told).strip())
        self.put(kept)

    def words(self) -> None:
        texts, gone = without_words([self.found.title, *self.texts])
        self.found.title = texts[0]
        self.put(texts[1:])
        self.leave(gone)

    def numbers(self) -> None:
        codes = lines.tickers(self.texts)
        self.leave(sorted(codes))
        self.each(lambda text: lines.without(text, codes))
        cut = [lines.without_contacts(text) for text in self.texts]
        self.leave([each for _, gone in cut for each in gone])
        self.put([text for text, _ in cut])

    def repeats(self) -> None:
        self.doubled()
        texts, phrases = repeats.without_phrases(self.texts)
        self.leave(phrases)
        self.put(texts)
        gone = repeats.hung_in(self.texts, self.found.around, self.found.title)
        if gone:
            cut = [repeats.without_sentences(text, gone) for text in self.texts]
            self.leave([each for _, cuts in cut for each in cuts])
            self.put([text for text, _ in cut])
            self.doubled()
        self.drop(repeats.nearly_doubled(self.texts))

    def links(self) -> None:
        """A list of headlines at the end that nobody announced."""
        texts = self.texts
        at = len(texts)
        while at and (
            self.parts[at - 1].linked or (self.parts[at - 1].kind == "point" and _is_headline(texts[at - 1]))
        ):
            at -= 1
        if at == len(texts):
            while at and _is_headline(texts[at - 1]):
                at -= 1
        if len(texts) - at < 3 or at == 0 or texts[at - 1].rstrip().endswith(("：", ":")) or entries(texts[at:]):
            return
        rest = Rest([self.found.title, *texts[:at]])
        known = [rest.share(text, 0) for text in texts[at:]]
        if len("".join(texts[at:])) > len("".join(texts[:at])):
            return
        if sum(known) < _STRANGE * len(known):
            self.drop(set(range(at, len(texts))))

    # ------------------------------------------------------------ the outcome

    def day(self, texts: list[str]) -> Day | None:
        """6 月 13 日 at the head of the text, in the year of the days that stand around it, if it lies near them."""
        stamps = (_STAMP.match(text) for text in self.found.left_out)
        near = [found[0] for stamp in stamps if stamp and (found := find_day(stamp[0]))]
        for text in texts[:2]:
            if near and (match := _DATELINE.match(text)):
                for year in {day.year for day in near}:
                    with suppress(ValueError):
                        day = Day(year, int(match[1]), int(match[2]))
                        if any(abs((other - day).days) <= 30 for other in near):
                            return day
        return None

    def article(self) -> Article:
        found = self.found
        texts = [text for text in (_on_one_line(part.text) for part in self.parts) if text]
        return Article(
            found.source,
            _on_one_line(found.title),
            self.told.outlet,
            self.told.day or self.day(texts),
            language_of("\n".join([found.title, *texts])),
            tuple(texts),
            tuple(found.left_out),
            found.url,
        )


def _unescaped(text: str) -> str:
    """Some pages escape what was escaped before."""
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def _on_one_line(text: str) -> str:
    """The author's wide spaces (第一條　…) stay inside."""
    return re.sub(r"[^\S\u3000]+", " ", text).strip()


def _is_headline(text: str) -> bool:
    marks = sum(text.count(mark) for mark in "，,；、")
    return len(repeats.letters(text)) in _HEADLINE and not _ENDED.search(text) and marks < 3


def _is_around(text: str, told: lines.Told) -> bool:
    """Whether all of its sentences are the site's."""
    return all(lines.is_around(sentence, told) for sentence in repeats.sentences(text))


def _speakers(texts: list[str]) -> tuple[str, ...]:
    """Names with a colon that stand before two lines or more: turns of a talk, not the desk's."""
    heads = Counter(match[0] for text in texts if (match := re.match(r"\w[^\s：:]{0,11}[：:]", text)))
    return tuple(head for head, n in heads.items() if n > 1)


def _without_end(text: str, ends: frozenset[str]) -> str:
    tail = affixes.tails([text])[0]
    return text[: len(text) - len(tail)].rstrip() if tail.strip() in ends else text
