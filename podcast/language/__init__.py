"""A language is one file: every word that the program says by itself, to listeners and readers of a show.

What is said *to the people who make the show* (commands, errors) is not here. ``{…}`` are places to fill.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import import_module
from typing import Any

TAGS = ("zh-TW", "zh-CN")
"""The languages that there are; a file here each: zh_tw.py, zh_cn.py."""

Phrases = tuple[str, ...]
"""Wordings to choose from; "" among them says nothing there."""


@dataclass(frozen=True, slots=True)
class Host:
    """What the host says between the author's sentences: the start of each show's host.yaml. "" or (): not said."""

    greeting: str  # where the text greets nobody by itself
    show: str  # where the text greets by itself, and there is no number
    day: str
    episode: str  # after ``greeting``, which named the show
    show_episode: str  # after the text's own greeting
    presenter: str  # each of two hosts, before the title
    title: str
    notice_again: str
    highlights: Phrases
    highlight_group: str
    story_first: Phrases
    story_next: Phrases
    story_last: Phrases
    story_only: Phrases
    story_of_title: Phrases  # before the only story, whose heading is the episode's title, just said
    story_count: str  # the short form, where there are no highlights
    story_name: str  # its first points follow
    section_first: Phrases  # a part that is no story, as its name alone tells: 科技動態
    section_next: Phrases
    section_last: Phrases
    group_only: Phrases
    group_first: Phrases
    group_next: Phrases
    point: Phrases
    point_last: Phrases
    numbered: str  # a point of a numbered list
    says: str  # before the words of somebody who has no voice of his own
    sources: str
    sources_more: str
    sources_rest: str  # where there are too many to be said
    reading: str
    in_notes: str  # the end of a list of which some have an address
    in_notes_too: str  # of a list of which none has
    table: str
    table_named: str
    cell: str  # of a row that is told
    picture: str
    code: str
    formula: str
    closing: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The one wording of what a machine made: said, shown, tagged."""

    both: str
    text: str
    voice: str

    def of(self, text: bool, voice: bool) -> str:
        """The sentence; "" where a machine made neither."""
        return {(True, True): self.both, (True, False): self.text, (False, True): self.voice}.get((text, voice), "")


@dataclass(frozen=True, slots=True)
class Notes:
    """Headings of the script's and the show notes' parts."""

    opening: str
    closing: str
    chapters: str
    highlights: str
    sources: str
    links: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a digest that was gathered says beside its sources' sentences: the author's to change."""

    intro: str  # several outlets, all known: {outlets}, {articles}, {stories}
    intro_outlet: str  # one outlet: {outlet}, {articles}, {stories}
    intro_articles: str  # outlets that are not all known: {articles}, {stories}
    intro_one: str  # one article
    highlights: str  # heading of the only group of the highlights: {stories}
    highlight: str  # the same where there is one story
    points: str  # heading of the points of a story, where another group follows
    points_of: str  # heading of points that one outlet alone has: {outlet}
    differ: str  # heading of those in which outlets contradict each other
    disputed: str  # a story's heading with a figure that another outlet contradicts: {heading}
    said_by: str  # a sentence and who published it: {text}, {outlet}
    follows: str  # heading of a story that goes on with an earlier one: {heading}
    alone: str  # for the author: no other outlet says so
    rests: str  # for the author: before the words of a source that a point rests on, as `read` knows it
    undated: str  # for the author: {words} say a day, and nobody knows which
    source: str  # {title}; {about}: the outlet, the date or both
    outro_heading: str
    outro: str
    disclaimer_heading: str
    disclaimer: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the pages say of themselves."""

    skip: str
    show: str
    search: str
    subscribe: str
    subscribe_show: str
    subscribe_how: str
    feed_address: str
    copy: str
    copied: str
    scan: str
    episode_count: str  # {n}
    search_all: str
    search_hint: str
    search_needs_script: str
    none_found: str
    found: str  # "#" stands for the number
    searching: str
    search_older: str
    episodes: str
    no_episode_yet: str
    older: str  # {year}, {n}
    date: str  # {year}, {month}, {day}
    minutes: str  # {n}
    seconds: str  # {n}
    play: str
    pause: str
    download: str
    views: str
    digest: str
    transcript: str
    transcript_hint: str
    receipt: str  # what a sentence rests on
    play_point: str  # {at}
    play_from: str  # {at}
    caption_files: str
    neighbours: str
    earlier: str
    later: str
    player: str
    position: str
    of: str
    back: str
    forward: str
    speed: str
    follow: str
    follow_hint: str
    keys: str
    keyboard: str
    space: str
    play_pause: str
    five_seconds: str
    fifteen_thirty: str
    sentence: str
    chapter: str
    slower_faster: str
    receipt_now: str  # … and the one that sounds, by a key
    this_help: str
    use_keys: str
    close: str


@dataclass(frozen=True, slots=True)
class Language:
    """All of it in one language."""

    tag: str  # zh-TW
    html: str  # as pages declare it: zh-Hant-TW
    weekdays: str  # Monday first
    numerals: str  # 零 to 十
    comma: str
    quoted: str  # a title in its quotation marks
    between: str  # two of them
    hosts: tuple[str, ...]  # what interviews call the one who asks
    turns: Mapping[str, str]  # short names of a turn, as they are said
    host: Host
    disclosure: Disclosure
    notes: Notes
    gathered: Gathered
    page: Page
    host_file: str  # for the author: at the top of host.yaml
    host_comments: Mapping[str, str]  # and above its entries

    def numeral(self, n: int) -> str:
        """``n`` as said in a count: 一, 十二, 二十; in digits from 100 on."""
        if not 0 <= n < 100:
            return f" {n} "
        tens, ones = divmod(n, 10)
        if tens == 0 or n == 10:
            return self.numerals[n]
        return ("" if tens == 1 else self.numerals[tens]) + self.numerals[10] + (self.numerals[ones] if ones else "")


@cache
def language_of(tag: str) -> Language:
    """The words of a show's language. Raises KeyError for a tag that ``TAGS`` does not have."""
    if tag not in TAGS:
        raise KeyError(tag)
    language: Language = import_module(f"podcast.language.{tag.lower().replace('-', '_')}").LANGUAGE
    return language


def silent(host: Host) -> Host:
    """A host who says nothing but the author's text: `host: plain`. Labels without which a text is lost stay."""
    kept = {"cell", "says", "numbered"}
    emptied: dict[str, Any] = {}
    for f in fields(Host):
        if f.name not in kept:
            emptied[f.name] = "" if isinstance(getattr(host, f.name), str) else ()
    return replace(host, **emptied)
