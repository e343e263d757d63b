"""What passes between the rooms. Frozen, plain, and without an import of ours.

Times are whole milliseconds unless the name says samples. Offsets are indices of
Python characters, ``start`` inclusive and ``end`` exclusive.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Day  # a field called date would hide the name from pydantic
from datetime import datetime
from typing import Literal

# ---------------------------------------------------------------- read: the digest


BlockKind = Literal["paragraph", "heading", "point", "quotation", "turn", "table", "image", "code"]
"""What an item is: running text; the heading of a group inside a section (its items stand below it); an entry of a
list; words of somebody else; what one speaker of a conversation says; the last three are described at ``Item``."""

SectionKind = Literal["highlights", "news", "essay", "interview", "letter", "column", "links", "service", "reading"]
"""``news``: one story among others, which may be counted; no other kind ever is. ``essay``: a part of one running
text. ``interview``: turns of speakers. ``letter``: 讀者來信. ``column``: comes back under its own name, 今日金句.
``links``: links with a few words to each. ``service``: 訂閱, 贊助, what concerns the paper itself.
``reading``: 延伸閱讀, texts that the digest does not draw on, unlike its sources."""


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink over ``text[start:end]`` of the item that holds it.

    Of a bare address, which is no part of the text, ``start == end``: the place where it stood.
    """

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """How ``text[start:end]`` is set: to be shown, never to be said."""

    start: int
    end: int
    kind: Literal["strong", "em", "mark", "code", "sub", "sup"]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as plain text. ``header`` is () where the table has none; a row may be shorter than another."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Image:
    src: str  # as the author wrote it: an address, or a path beside the digest; "" when only a caption is left
    alt: str = ""  # what it shows, for those who do not see it; "" when nothing was written


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""  # as the author named it; "tex" for a formula set off from the text


@dataclass(frozen=True, slots=True)
class Passage:
    """What a gathered point rests on: a source's own words. ``outlet``: the title where nobody knows who published."""

    text: str
    outlet: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A block of the digest, as the author wrote it, markup taken off.

    ``text`` is what has to be said. A table's or an image's is its caption, a code block's is "": whether and how what
    they hold beside it is told is for `write` to decide. A turn's does not hold the speaker's name.

    ``id`` names its place in the tree and is stable under edits elsewhere in the text: ``intro.1``,
    ``highlights.2.3``, ``story1.2.4`` (group 2, point 4 of story 1), ``outro.1``, ``disclaimer.1``. Tables, images and
    code are counted apart, through the whole digest, and do not move the ids of the others: ``table1``, ``image2``.

    In an episode of version 0.1 every item is a ``paragraph``, groups (those with items) and points too.
    """

    id: str
    text: str
    items: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()
    kind: BlockKind = "paragraph"
    number: int | None = None  # of a point in a numbered list or of a numbered heading; it is no part of ``text``
    speaker: str | None = None  # of a turn: the name as the author wrote it, 小雯, Q
    done: bool | None = None  # of a point in a task list: whether it is ticked
    emphasis: tuple[Emphasis, ...] = ()
    table: Table | None = None  # of kind ``table``, and never else; so with the next two
    image: Image | None = None
    code: Code | None = None
    passages: tuple[Passage, ...] = ()  # of a point in a draft that was gathered; () where a person wrote it

    def walk(self) -> Iterator[Item]:
        """This item and all below it, in reading order."""
        yield self
        yield from _walk(self.items)


def _walk(items: Iterable[Item]) -> Iterator[Item]:
    """All of them and what is below; no generator for each of those, by far the most, that hold no others."""
    for item in items:
        yield item
        if item.items:
            yield from _walk(item.items)


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the digest: the highlights or a story. ``id``: ``highlights``, ``story1`` …

    Stories are counted whatever their kind, so that an id stays when a kind is judged otherwise.
    """

    id: str
    heading: str
    items: tuple[Item, ...]
    kind: SectionKind = "news"
    number: int | None = None  # that stood before the heading (三、, 3.); it is no part of ``heading``
    links: tuple[Link, ...] = ()  # over ``heading``

    def walk(self) -> Iterator[Item]:
        return _walk(self.items)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the news came from. ``id``: ``source1`` …; ``url`` is None when only a title was given."""

    id: str
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Text of the input file that is not part of the digest, and why."""

    line: int  # 1-based line of the input file where it begins; 0 when the format has no lines
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The tree that the author wrote, nothing of the page around it."""

    slug: str
    title: str  # of the episode, without show name and number
    number: int | None = None
    show: str | None = None  # the show's name when the page states it
    date: Day | None = None
    intro: tuple[Item, ...] = ()
    highlights: Section | None = None
    sections: tuple[Section, ...] = ()
    sources: tuple[Source, ...] = ()
    outro: tuple[Item, ...] = ()
    disclaimer: tuple[Item, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    publish_at: datetime | None = None
    author: str | None = None  # of this episode, where the author says so
    description: str | None = None  # one or two sentences about it; not said
    image: str | None = None  # its cover: an address, or a path beside the digest
    tags: tuple[str, ...] = ()
    saved: bool = False  # a saved page or a mail: where ``date`` is None nobody knows its day

    def texts(self) -> Iterator[tuple[str, str]]:
        """(id, text) of everything that has to be said, in reading order; what has no text is not among them.

        Ids beside those of items: ``title``, and a section's own id for its heading.
        """
        yield "title", self.title
        yield from ((i.id, i.text) for i in _walk(self.intro) if i.text)
        for section in self._headed():
            yield section.id, section.heading
            yield from ((i.id, i.text) for i in section.walk() if i.text)
        for source in self.sources:
            yield source.id, source.title
        yield from ((i.id, i.text) for i in _walk((*self.outro, *self.disclaimer)) if i.text)

    def walk(self) -> Iterator[Item]:
        """Every item, in reading order."""
        yield from _walk(self.intro)
        for section in self._headed():
            yield from section.walk()
        yield from _walk((*self.outro, *self.disclaimer))

    def links(self) -> Iterator[tuple[str, str]]:
        """(words, url) of every link and source, in reading order, each address once; words are "" for a bare one."""
        found: dict[str, str] = {}
        for text, links in self._linked():
            for link in links:
                found[link.url] = found.get(link.url) or text[link.start : link.end]
        for source in self.sources:
            if source.url:
                found[source.url] = found.get(source.url) or source.title
        yield from ((words, url) for url, words in found.items())

    def _linked(self) -> Iterator[tuple[str, tuple[Link, ...]]]:
        yield from ((i.text, i.links) for i in _walk(self.intro))
        for section in self._headed():
            yield section.heading, section.links
            yield from ((i.text, i.links) for i in section.walk())
        yield from ((i.text, i.links) for i in _walk((*self.outro, *self.disclaimer)))

    def _headed(self) -> tuple[Section, ...]:
        return (*((self.highlights,) if self.highlights else ()), *self.sections)


# ---------------------------------------------------------------- write: the script


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph that one speaker says, in written language: it is caption and transcript too."""

    text: str
    speaker: str = "host"
    source: tuple[str, ...] = ()  # ids of the digest's texts that it says
    pause_after_ms: int = 0


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Script:
    slug: str
    title: str
    chapters: tuple[Chapter, ...]


# ---------------------------------------------------------------- mandarin: what is said


OPENING = frozenset("「『《〈“‘（([【")
"""Quotes and brackets that belong to what follows them."""


@dataclass(frozen=True, slots=True)
class Span:
    """``written[written_start:written_end]`` is said as ``text[spoken_start:spoken_end]``.

    Between spans both texts are the same, character for character.
    """

    written_start: int
    written_end: int
    spoken_start: int
    spoken_end: int
    kind: str  # the class: "percent", "date", "money", "lexicon", "gloss" …
    rule: str  # the rule that fired, for --explain
    sure: bool = True  # False: the class is a guess (for --check)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the Han character ``text[at]`` of a Spoken sounds."""

    at: int
    pinyin: str  # one syllable with tone number 1 to 5, dictionary tone before sandhi: "lüe4"
    by: str = "char"  # "lexicon", "word", "context", "model", "char"
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as it is said, with the way back to what was written."""

    written: str
    text: str
    spans: tuple[Span, ...] = ()
    readings: tuple[Reading, ...] = ()  # one a Han character of ``text`` once read, ascending ``at``
    language: str = "zh-TW"

    def slice(self, start: int, end: int) -> Spoken:
        """The part ``text[start:end]``. Neither end may lie inside a span's spoken side.

        Slices that touch give, joined, the whole text and the whole written, nothing twice.
        """
        a = self.written_at(start)
        b = len(self.written) if end >= len(self.text) else self.written_at(end)
        first = bisect_left(self.spans, a, key=lambda s: s.written_start)
        last = bisect_left(self.spans, b, lo=first, key=lambda s: s.written_start)
        spans = tuple(
            replace(
                s,
                written_start=s.written_start - a,
                written_end=s.written_end - a,
                spoken_start=s.spoken_start - start,
                spoken_end=s.spoken_end - start,
            )
            for s in self.spans[first:last]
        )
        head = bisect_left(self.readings, start, key=lambda r: r.at)
        tail = bisect_left(self.readings, end, lo=head, key=lambda r: r.at)
        readings = tuple(replace(r, at=r.at - start) for r in self.readings[head:tail])
        return Spoken(self.written[a:b], self.text[start:end], spans, readings, self.language)

    def written_at(self, at: int) -> int:
        """The written offset that belongs to the spoken offset ``at``.

        Inside a span: its written start. What is written at ``at`` and
        not said lies to the left, up to the first opening quote or bracket, which begins what follows.
        """
        if at <= 0:
            return 0
        if at >= len(self.text):
            return len(self.written)
        i = bisect_left(self.spans, at, key=lambda s: s.spoken_end)
        before = self.spans[i - 1] if i else None
        written = at + (before.written_end - before.spoken_end if before else 0)
        for s in self.spans[i:]:
            if s.spoken_start < at < s.spoken_end:
                return s.written_start
            if s.spoken_end > at or (
                s.spoken_start == at and self.written[s.written_start : s.written_start + 1] in OPENING
            ):
                break
            written = s.written_end
        return written


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one request speaks: whole sentences of one line."""

    chapter: int  # index into Script.chapters
    line: int  # index into its lines
    speaker: str
    spoken: Spoken
    pause_after_ms: int


# ---------------------------------------------------------------- speak: clips


@dataclass(frozen=True, slots=True)
class Request:
    """One utterance in an engine's own spelling. Can be pickled; ``payload`` changes the sound, the rest does not."""

    engine: str
    voice: str  # the engine's name of the voice
    payload: str  # phonemes or text, with settings that vary by utterance
    text: str  # the spoken text: for messages and for the plausible length
    fits: bool = True  # within the engine's limit


@dataclass(frozen=True, slots=True)
class Boundary:
    """The engine says that ``text`` sounds from start to end, counted from the clip's beginning."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Clip:
    """A handle into the clip store, never the audio itself."""

    key: str
    duration_samples: int
    sample_rate: int
    channels: int = 1
    boundaries: tuple[Boundary, ...] = ()


# ---------------------------------------------------------------- mix: what sounds when


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter of the finished episode. Marks touch: one ends where the next begins."""

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption: written text that is heard from start to end."""

    text: str
    speaker: str
    start_ms: int
    end_ms: int
    source: tuple[str, ...] = ()  # ids of the digest's texts
    chapter: int = 0
    line: int = 0  # index of the script's line within its chapter


# ---------------------------------------------------------------- publish: what was published


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a figure, a date or a name of the script stands in the digest.

    ``script.chapters[chapter].lines[line].text[start:end]`` rests on ``text[item_start:item_end]`` of the digest's
    text ``item``; where there is a ``cell``, on that part of the text in ``item.table.rows[row][column]``.
    """

    chapter: int
    line: int
    start: int
    end: int
    item: str
    item_start: int
    item_end: int
    cell: tuple[int, int] | None = None  # row, column


@dataclass(frozen=True, slots=True)
class Audio:
    """A published audio file."""

    file: str  # name inside feed/SLUG/, carries the hash
    size: int  # bytes
    sha256: str
    duration_ms: int
    loudness_lufs: float
    true_peak_dbtp: float
    mime: str = "audio/mpeg"
    loudness_range_lu: float | None = None  # how far soft and loud lie apart; version 0.2 did not measure it
    voice_over_bed_lu: float | None = None  # at least, while there is music below the voice
    levels: str = ""  # how loud it is from beginning to end, a hexadecimal digit for each of many like parts
    unsigned_sha256: str = ""  # of the same file before content credentials were put into it; "" where none were


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What of show.yaml and voices.yaml went into an episode's audio, beside its script and its voices."""

    title: str  # of the show, which its tags name, as they do the author
    author: str
    language: str
    lufs: float
    true_peak_dbtp: float
    kbit_s: int
    opening: str  # the music's hash; "jingle" for what version 0.2 played unasked, "none" for none
    closing: str
    lexicon: tuple[tuple[str, str], ...] = ()  # of the lexicon, what is heard in it
    lexicon_sha256: str = ""  # of the whole lexicon: while that is the same, nothing need be compared
    bed: str = "none"  # like opening and closing; earlier versions had neither
    sting: str = "none"
    mono: bool = False
    vbr: bool = False
    also: tuple[str, ...] = ()  # further forms
    sentence_ms: int = 350  # the pause after a sentence inside a line, which no script says
    credentials: str = ""  # the hash of the certificate's file; "" for none


@dataclass(frozen=True, slots=True)
class Episode:
    """What was published: kept as feed/SLUG/episode.json; feed and pages are rebuilt from it."""

    slug: str
    guid: str
    title: str
    published: datetime  # with offset; never changes once published
    updated: datetime
    digest: Digest
    script: Script
    audio: Audio
    marks: tuple[Mark, ...]
    cues: tuple[Cue, ...]
    engine: str
    voices: tuple[tuple[str, str], ...]  # (speaker, the engine's voice)
    recipe: str = ""  # of version 0.1: hash of all that made the audio
    number: int | None = None
    form: str = "full"
    hidden: bool = False
    reissue: int = 0  # how often it was sent to listeners again on purpose
    further: tuple[Audio, ...] = ()  # the same programme in other forms
    earlier: tuple[Audio, ...] = field(default=())  # files kept until `podcast publish --prune`
    ai_text: bool = True
    ai_voice: bool = True
    season: int | None = None  # the show's at first publishing
    voice_settings: Mapping[str, Mapping[str, str | float]] = field(default_factory=dict)
    """Speaker → rate, speed, model … of its voice, where they are not the usual ones: it keeps them."""
    made_with: MadeWith | None = None  # None in those of version 0.1, which have a recipe
    digest_file: str = ""  # hash of the digest's file, as scripts remember it: while it is the same, so is the digest
    receipts: tuple[Receipt, ...] = ()  # in the order of the script; () in those made before 0.3
    formerly: tuple[str, ...] = ()  # slugs that it had before `podcast rename`, the first one first
    revision: int = 0
    """How often it was changed since it was first made: tells which of two is newer, whatever the clocks say."""
