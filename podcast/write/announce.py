"""How a section is announced: a story of the news as the n-th, everything else as what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from podcast.language import Language
from podcast.model import Digest, Section
from podcast.write.blocks import NOMINAL
from podcast.write.connect import pick
from podcast.write.lines import announced, fill

_CATEGORY = re.compile(
    r"[^\s，。！？：；!?:;「」『』“”]{1,6}(?: ?[A-Za-z]+){0,2}"
    r"|[A-Za-z]+(?: [A-Za-z&]+)?(?: ?[^\s，。！？：；!?:;]{1,4})?"
)
"""A name of what follows rather than the headline of one story: 科技動態, AI 科技, 市場."""


def titled(digest: Digest) -> Section | None:
    """The section that alone makes the episode, headed by its title: said once, in the opening."""
    told = [section for section in digest.sections if section.kind not in ("reading", "service", "links", "column")]
    return told[0] if len(told) == 1 and told[0].heading == digest.title else None


@dataclass(frozen=True, slots=True)
class Announcer:
    """Knows which sections are stories that can be counted, and which is the last of all."""

    slug: str
    words: Language
    of_title: Section | None  # whose heading the opening said
    stories: tuple[str, ...]  # ids
    named: tuple[str, ...]  # ids of sections of news that are no stories

    @classmethod
    def of(cls, digest: Digest, words: Language) -> Announcer:
        """Stories are counted when most of the news has headlines, or numbers of its own."""
        news = [section for section in digest.sections if section.kind == "news" and section.heading]
        headlines = [s for s in news if s.number is not None or not _CATEGORY.fullmatch(s.heading)]
        ids = tuple(section.id for section in news)
        counted = len(headlines) * 2 > len(news)
        return cls(digest.slug, words, titled(digest), ids if counted else (), () if counted else ids)

    def announce(self, section: Section) -> str:
        """What is said before the section; "" where its heading was said already, or it has none."""
        if section == self.of_title:
            return pick(self.words.host.story_of_title, self.slug, section.id) if section.kind == "news" else ""
        if section.id in self.stories:
            return self._story(section)
        if section.id in self.named and NOMINAL.fullmatch(section.heading):
            return self._named(section)
        return section.heading

    def _story(self, section: Section) -> str:
        host, at, of = self.words.host, self.stories.index(section.id), len(self.stories)
        options = host.story_next
        if of == 1:
            options = host.story_only
        elif at in (0, of - 1):
            options = host.story_last if at else host.story_first
        wording = pick(options, self.slug, section.id)
        return announced(fill(wording, n=self.words.numeral(at + 1)), "heading", section.heading)

    def _named(self, section: Section) -> str:
        host, at = self.words.host, self.named.index(section.id)
        options = host.section_next
        if len(self.named) > 1 and at in (0, len(self.named) - 1):
            options = host.section_last if at else host.section_first
        return announced(pick(options, self.slug, section.id), "heading", section.heading)
