"""How a section is announced: a story of the news as the n-th, everything else as what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
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


_STANDING = re.compile(
    r"^.{0,6}(?:數據|数据|行事曆|日曆|日历|日程|一覽|一览|天氣|天气|匯率|汇率|行情|盤勢|小知識|統計|统计|排行榜?|書單|书单|推薦|推荐|工具|資源|资源"
    r"|彩蛋|花絮|小結|總結|总结|結論|结论|編輯室|後記|預告|预告|公告|行程|清單|金句|問答|Q&A)$",
    re.IGNORECASE,
)
"""What stands in a paper every time and is no story: 重要數據, 今日行事曆."""
_TOPIC = re.compile(r"主題|主题|專題|专题|焦點|焦点|今天|今日|本[週周]|[：:]")
"""In a heading: it says by itself that it is what the episode is about."""


def _is_category(heading: str) -> bool:
    """台灣（最多 8 則）, 科技動態, 2026-06-15 08:01: what follows is several things."""
    bare = re.sub(r"^[^\w「『《]+|[（(【\[][^）)】\]]*[）)】\]]", "", heading).strip()
    return not re.search(r"[^\W\d_]", re.sub("[年月日時分]", "", bare)) or _CATEGORY.fullmatch(bare) is not None


_NUMBERED = re.compile(
    r"第 ?[一二三四五六七八九十百\d]+ ?[則条條篇件個个章節节部題题]|[壹貳參叁肆伍陸柒捌玖拾甲乙丙丁戊][、.．]"
    r"|(?:story|no\.?|news|item|part|新聞|頭條|焦點|重點) ?[一二三四五六七八九十\d]+\b",
    re.IGNORECASE,
)
"""A heading that counts itself in words: 第一則：…, 壹、…, Story 1: …"""


def _places(sections: Sequence[Section]) -> dict[str, int]:
    return {section.id: n for n, section in enumerate(sections)}


def titled(digest: Digest) -> Section | None:
    """The section that alone makes the episode, headed by its title: said once, in the opening."""
    told = [section for section in digest.sections if section.kind not in ("reading", "service", "links", "column")]
    told = told or list(digest.sections)
    return told[0] if len(told) == 1 and told[0].heading == digest.title else None


def _can_follow(heading: str) -> bool:
    """Whether it can follow 接下來是."""
    return NOMINAL.fullmatch(heading) is not None and not heading[0].isdecimal()


@dataclass(frozen=True, slots=True)
class Announcer:
    """Knows which sections are stories that can be counted, and which is the last of all."""

    slug: str
    words: Language
    of_title: Section | None  # whose heading the opening said
    stories: Mapping[str, int]  # ids → which of them, from 0
    named: Mapping[str, int]  # of sections of news that are no stories
    leads: bool  # whether something was told before the story that the title names

    @classmethod
    def of(cls, digest: Digest, words: Language) -> Announcer:
        """Stories are counted: those that the author numbered; where none is, all, when most have headlines."""
        told = digest.highlights is not None or len(digest.intro) > 1
        news = [section for section in digest.sections if section.kind == "news" and section.heading]
        numbered = [section for section in news if section.number is not None]
        if len(numbered) > 1:
            return cls(digest.slug, words, titled(digest), _places(numbered), {}, told)
        news = [section for section in news if not _STANDING.search(section.heading)]
        times = Counter(section.heading for section in news)
        headlines = [s for s in news if times[s.heading] == 1 and not _is_category(s.heading)]
        ids = _places(news)
        counted = bool(news) and len(headlines) * 2 >= len(news)
        alike = all(_can_follow(section.heading) for section in news)  # else some would be led over to and some not
        return cls(
            digest.slug, words, titled(digest), ids if counted else {}, {} if counted or not alike else ids, told
        )

    def announce(self, section: Section) -> str:
        """What is said before the section; "" where its heading was said already, or it has none."""
        if section == self.of_title:
            leads = section.kind == "news" and self.leads
            return pick(self.words.host.story_of_title, self.slug, section.id) if leads else ""
        if _NUMBERED.match(section.heading):
            return section.heading
        if section.id in self.stories:
            return self._story(section)
        if section.id in self.named and _can_follow(section.heading):
            return self._named(section)
        return section.heading

    def _story(self, section: Section) -> str:
        host, at, of = self.words.host, self.stories[section.id], len(self.stories)
        options = host.story_next
        if (of == 1 and not NOMINAL.fullmatch(section.heading)) or (_TOPIC.search(section.heading) and of == 1):
            return section.heading
        if of == 1:
            options = host.story_only
        elif at in (0, of - 1):
            options = host.story_last if at else host.story_first
        wording = pick(options, self.slug, section.id)
        return announced(fill(wording, n=self.words.numeral(at + 1)), "heading", section.heading)

    def _named(self, section: Section) -> str:
        host, at = self.words.host, self.named[section.id]
        options = host.section_next if len(self.named) > 1 else host.section_next[:1]
        if len(self.named) > 1 and at in (0, len(self.named) - 1):
            options = host.section_last if at else host.section_first
        return announced(pick(options, self.slug, section.id), "heading", section.heading)
