"""Digest → Script by rules: the author's sentences, and the host's words between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from podcast.language import Language
from podcast.model import Digest, Item, Line, Script, Section, Source
from podcast.show import Show
from podcast.write.announce import Announcer
from podcast.write.blocks import Teller
from podcast.write.connect import pick
from podcast.write.duo import cast
from podcast.write.lines import GROUP_MS, HEADING_MS, announced, fill, letters, line
from podcast.write.opening import opening, split_intro
from podcast.write.parts import Part, assembled, beginning, time_of_story
from podcast.write.silence import is_unheard, most_rows, repeated_pictures

AT_ONCE = 5
"""Titles of sources that one line holds."""
MOST = 15
"""Titles of sources that a listener bears; of more, the first five are said, and how many others there are."""


def script_by_rules(digest: Digest, show: Show, on: date | None, form: str, style: str = "narrator") -> Script:
    """``on``: the day that is said, None where it is not known; ``form``: full or short; ``style``: narrator or duo."""
    return assembled(digest, show, cast(parts_by_rules(digest, show, on, form), show, style))


def parts_by_rules(digest: Digest, show: Show, on: date | None, form: str) -> tuple[Part, ...]:
    """As ``script_by_rules``, one by one, all of it said by the host."""
    words = show.words
    voices = _voices(show)
    teller = Teller(
        digest.slug, words, voices, rows=most_rows(digest), told=letters("".join(text for _, text in digest.texts())),
        alone=_speaks_alone(digest, voices), seen=repeated_pictures(digest),
    )  # fmt: skip
    greeting, intro = split_intro(digest.intro, show.title or digest.show or "")
    start, told = tuple(opening(digest, show, on, greeting)), tuple(teller.tell(intro, "intro"))
    parts = [Part(words.notes.opening, start)]
    if digest.highlights or digest.sections:
        parts = [Part(words.notes.opening, start + told)]
    else:
        parts.append(Part(digest.title, told))
    if digest.highlights:
        lines = tuple(_highlights(teller, digest.highlights))
        parts.append(Part(words.notes.highlights, lines, digest.highlights, 1 if digest.highlights.heading else 0))
    elif form == "short" and (stories := _stories(digest.sections)):
        if words.host.story_count and stories[0].kind == "news":
            count = line(fill(words.host.story_count, n=f" {len(stories)} "), pause=GROUP_MS)
            parts[0] = replace(parts[0], lines=(*parts[0].lines, count))
        parts += _briefly(teller, stories, words)
    if form == "full":
        announcer = Announcer.of(digest, words)
        parts += [_section(teller, announcer, s, s.heading or digest.title) for s in digest.sections]
    parts.append(Part(words.notes.closing, tuple(_closing(digest, show, teller))))
    return tuple(parts)


def _voices(show: Show) -> Mapping[str, str]:
    """Every name by which somebody may be called in a conversation → the speaker's id."""
    hosts = dict.fromkeys(show.words.hosts, "host") if "host" in show.named().values() else {}
    return hosts | show.named()


def _speaks_alone(digest: Digest, voices: Mapping[str, str]) -> bool:
    """Whether the host has to say who speaks: somebody in a conversation has no voice of his own."""
    names = {(item.speaker or "").casefold() for item in digest.walk() if item.kind == "turn"}
    return any(name not in voices for name in names)


def _highlights(teller: Teller, section: Section) -> Iterator[Line]:
    host = teller.words.host
    if section.heading:
        text = announced(pick(host.highlights, teller.slug, section.id), "heading", section.heading)
        yield line(text, section.id, pause=HEADING_MS)
    yield from replace(teller, leads=True, count_groups=True).tell(section.items, section.id, section.heading)


def _briefly(teller: Teller, stories: Sequence[Section], words: Language) -> Iterator[Part]:
    """The short form, where nobody wrote highlights: each story's heading and its first points."""
    most = time_of_story(len(stories))
    for n, section in enumerate(stories, 1):
        wording = fill(words.host.story_name, n=words.numeral(n)) if section.kind == "news" else ""
        heading = line(announced(wording, "heading", section.heading), section.id, pause=GROUP_MS)
        told = teller.tell(section.items, section.id, section.heading)
        points = beginning((each for each in told if each.pause_after_ms != HEADING_MS), most)
        yield Part(section.heading, (heading, *points), section, 1)


def _stories(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Those that the short form tells: the news, else whatever has a heading."""
    headed = tuple(section for section in sections if section.heading)
    return tuple(section for section in headed if section.kind == "news") or headed


def _section(teller: Teller, announcer: Announcer, section: Section, title: str) -> Part:
    if section.kind == "reading" and all(_is_title(item) for item in section.items):
        return Part(title, tuple(_reading(teller, section)), section)
    if section.items and all(is_unheard(item) for item in section.items):
        return Part(title, (), section)  # what stands below its heading can only be seen
    lines = []
    if text := announcer.announce(section):
        ids = () if section == announcer.of_title else (section.id,)
        lines.append(line(text, *ids, pause=GROUP_MS))
    leads = section.kind == "news"
    told_by = teller if teller.leads == leads else replace(teller, leads=leads)
    return Part(title, (*lines, *told_by.tell(section.items, section.id, section.heading)), section, len(lines))


def _is_title(item: Item) -> bool:
    """An entry that is a link, and nothing else."""
    return (
        not item.items and bool(item.text) and any(link.end - link.start >= len(item.text) - 2 for link in item.links)
    )


def _reading(teller: Teller, section: Section) -> Iterator[Line]:
    """Titles, as the sources have them, but never called sources."""
    host = teller.words.host
    titles = [(item.id, item.text) for item in section.items]
    wording = fill(host.reading, heading=section.heading) if section.heading else "{titles}"
    if not wording:
        yield line(section.heading, section.id, pause=GROUP_MS)
    for lead, some in _by_five(wording, host.sources_more, titles):
        last = some[-1] is titles[-1]
        ids = (section.id,) if some[0] is titles[0] else ()
        yield _titles(teller, lead, some, host.in_notes if last else "", ids)


def _closing(digest: Digest, show: Show, teller: Teller) -> Iterator[Line]:
    host = teller.words.host
    yield from _sources(teller, digest.sources)
    yield from teller.tell(digest.outro, "outro")
    if not digest.outro and host.closing:
        yield line(host.closing)
    yield from teller.tell(digest.disclaimer, "disclaimer")
    if (notice := teller.words.disclosure.of(show.ai.text, show.ai.voice)) and host.notice_again:
        yield line(fill(host.notice_again, notice=notice))


def _sources(teller: Teller, sources: tuple[Source, ...]) -> Iterator[Line]:
    """All titles; addresses stand in the show notes."""
    host = teller.words.host
    titles = [(source.id, source.title) for source in sources]
    notes = host.in_notes if any(source.url for source in sources) else host.in_notes_too
    if host.sources_rest and len(titles) > MOST:
        rest = len(titles) - AT_ONCE
        yield _titles(teller, host.sources, titles[:AT_ONCE], "")
        yield line(fill(host.sources_rest, n=str(rest)) + notes)
        return
    for lead, some in _by_five(host.sources, host.sources_more, titles):
        yield _titles(teller, lead, some, notes if some[-1] is titles[-1] else "")


def _by_five(first: str, more: str, titles: list[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for start in range(0, len(titles), AT_ONCE):
        yield more if start else first, titles[start : start + AT_ONCE]


def _titles(teller: Teller, wording: str, some: list[tuple[str, str]], end: str, ids: tuple[str, ...] = ()) -> Line:
    quoted = teller.words.between.join(fill(teller.words.quoted, title=title) for _, title in some)
    return line(announced(wording, "titles", quoted) + end, *ids, *(id for id, _ in some))
