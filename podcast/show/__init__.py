"""What a show is: the settings of show.yaml and voices.yaml. ``settings.load`` reads and checks them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Literal

from podcast.errors import ConfigError
from podcast.language import Host, Language, language_of
from podcast.show.state import CACHE, LEDGER

EXAMPLE_ADDRESS = "https://podcast.example/"
"""Stands in show.yaml until the author knows where the folder will be published."""

CATEGORIES = (("Technology",), ("News", "Tech News"))


class Checked:
    """Pydantic refuses a key that is no field of ours: a mistyped setting is never ignored."""

    __slots__ = ()
    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class Voice(Checked):
    """One voice of one engine. What an engine does not know of the settings it ignores."""

    engine: str
    voice: str
    speed: float = 1.0  # a factor: 1.0 is the voice's own pace
    rate: str = "+0%"  # of its pace, loudness and pitch, a change
    volume: str = "+0%"
    pitch: str = "+0Hz"
    model: str | None = None  # which of the service's networks speaks
    instructions: str | None = None  # how it is to speak, in words

    def settings(self) -> dict[str, str | float]:
        """Those that are not the usual ones, by name."""
        usual = Voice(self.engine, self.voice)
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in given.items() if value != getattr(usual, name)}


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What voices.yaml may say of an engine. ``voices``: none where a service decides which there are;
    ``forms``: setting of a voice → (regular expression, example)."""

    voices: tuple[str, ...] = ()
    forms: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speaker(Checked):
    """A name that scripts use, and its voices in order of preference."""

    id: str
    name: str  # shown in captions and transcripts
    voices: tuple[Voice, ...]
    aliases: tuple[str, ...] = ()  # other names that interviews give the speaker


PIECES = ("opening", "bed", "sting", "closing")
ON = "on"


@dataclass(frozen=True, slots=True)
class Music(Checked):
    """Files in place of the program's own pieces, relative to show.yaml; "" for none, ``on`` for the program's own.

    None: nothing is said of it. Then opening and closing are the program's own. So are bed and sting, where nothing is
    said of these two either: who brings music, or wants none, gets no other beside it.
    """

    opening: str | None = None  # before the first word
    closing: str | None = None  # behind the last
    bed: str | None = None  # below the opening and the highlights
    sting: str | None = None  # between two stories

    def pieces(self) -> dict[str, str | None]:
        """Each piece's file; None: the program's own; "": none."""
        ours = self.opening in (None, ON) and self.closing in (None, ON)
        told = {name: getattr(self, name) for name in PIECES}
        unsaid = {name: None if ours or name in ("opening", "closing") else "" for name in PIECES}
        return {name: unsaid[name] if file is None else None if file == ON else file for name, file in told.items()}


@dataclass(frozen=True, slots=True)
class Pauses(Checked):
    """Milliseconds of silence that a new script has after each of these; a script says them where they are unusual."""

    sentence: int = 350  # inside a paragraph; after a semicolon five sevenths of it, after a comma a third
    point: int = 500
    heading: int = 600
    group: int = 800
    story: int = 1200


@dataclass(frozen=True, slots=True)
class Loudness(Checked):
    lufs: float = -16.0
    true_peak_dbtp: float = -1.0
    kbit_s: int = 128


@dataclass(frozen=True, slots=True)
class Delivery(Checked):
    """In which forms an episode is delivered, beside its bit rate."""

    mono: bool = False  # one channel where nothing in the episode is stereo: at -19 LUFS it plays as loud
    vbr: bool = False  # an MP3 of as many bits as each moment needs
    also: tuple[Literal["m4a", "opus"], ...] = ()  # further enclosures


ENVIRONMENT = "env:"
"""Begins the name of a variable that holds what is too secret for a file."""


@dataclass(frozen=True, slots=True)
class Credentials(Checked):
    """Whose signature says what made the audio (C2PA). Files are relative to show.yaml, in PEM form."""

    certificate: str  # the show's, and behind it those that it rests on
    key: str  # its private key: a file outside of feed/, or env:NAME for what a variable of that name holds
    timestamp: str | None = None  # address of a service that attests when it was signed (RFC 3161)


@dataclass(frozen=True, slots=True)
class Disclosure(Checked):
    """What was made by a machine: said in the audio, written in feed, tags and page."""

    text: bool = True
    voice: bool = True


@dataclass(frozen=True, slots=True)
class ModelSettings(Checked):
    """A language model, and how it is asked. Its key comes from the environment only."""

    model: str = "gpt-4.1-mini"
    base_url: str | None = None  # of any server that speaks OpenAI's protocol; None: OPENAI_BASE_URL, else OpenAI
    temperature: float = 0.4
    price: tuple[float, float] | None = None  # US$ per million tokens, in and out; None: as far as it is known here
    at_once: int = 4  # requests
    timeout_s: float = 180.0  # for a whole answer
    max_tokens: int = 16_000  # of one answer, a reasoning model's thoughts counted


@dataclass(frozen=True, slots=True)
class Presenter(Checked):
    """Who presents the show, for the writer of its script. Two of them where ``style`` is duo."""

    name: str = ""  # as listeners hear and read it; "" for that of voices.yaml
    speaker: str = ""  # of voices.yaml; "" for the one who is called ``name`` there
    role: str = ""  # what he does: 主播, 提問的人
    manner: str = ""  # how he talks: 沉穩, 好奇


@dataclass(frozen=True, slots=True)
class Person(Checked):
    name: str
    role: str = "host"
    group: str = "cast"
    href: str | None = None
    img: str | None = None


@dataclass(frozen=True, slots=True)
class Funding(Checked):
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Location(Checked):
    name: str
    geo: str | None = None
    osm: str | None = None
    country: str | None = None
    rel: str | None = None


@dataclass(frozen=True, slots=True)
class License(Checked):
    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Trailer(Checked):
    title: str
    url: str
    published: datetime
    size: int | None = None
    type: str = "audio/mpeg"
    season: int | None = None


@dataclass(frozen=True, slots=True)
class UpdateFrequency(Checked):
    text: str
    rrule: str | None = None
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Apps(Checked):
    """The show's own pages in the directories, once it is listed there."""

    apple: str | None = None
    spotify: str | None = None
    overcast: str | None = None
    pocketcasts: str | None = None


@dataclass(frozen=True, slots=True)
class Show(Checked):
    """Everything that show.yaml and voices.yaml say. ``root`` is the folder that holds them."""

    root: Path
    title: str
    author: str
    description: str
    address: str = EXAMPLE_ADDRESS  # where feed/ will stand; always ends with a slash
    email: str | None = None
    language: Literal["zh-TW", "zh-CN"] = "zh-TW"
    categories: tuple[tuple[str, ...], ...] = CATEGORIES
    explicit: bool = False
    copyright: str | None = None
    cover: str | None = None
    timezone: str = "Asia/Taipei"
    form: Literal["full", "short"] = "full"
    style: Literal["narrator", "duo"] = "narrator"
    writer: Literal["rules", "llm"] = "rules"
    llm: ModelSettings = ModelSettings()
    judge: ModelSettings | None = None  # a second model that looks for what the first one made up
    budget: float | None = None  # US$ that the writing of one script may cost; None: no limit
    hosts: tuple[Presenter, ...] = ()
    music: Music = Music()
    pauses: Pauses = Pauses()
    loudness: Loudness = Loudness()
    audio: Delivery = Delivery()
    ai: Disclosure = Disclosure()
    credentials: Credentials | None = None
    guid: str | None = None  # podcast:guid, set once the show moves
    new_address: str | None = None  # itunes:new-feed-url
    season: int | None = None
    persons: tuple[Person, ...] = ()
    license: License | None = None
    funding: tuple[Funding, ...] = ()
    location: Location | None = None
    trailer: Trailer | None = None
    update_frequency: UpdateFrequency | None = None
    locked: bool = True
    apps: Apps = Apps()
    feed_limit: int = 300  # episodes in feed.xml; older ones go to archive pages (RFC 5005)
    speakers: tuple[Speaker, ...] = ()
    lexicon: tuple[tuple[str, str], ...] = ()  # word → respelling, zhuyin or pinyin
    network: Path | None = None  # voices.yaml's copy of the embedded voice's network; None: as installed
    host: Host | None = None  # what host.yaml says; None: the language's own words
    clips: str | None = None  # where several machines share their clips: an address that fsspec knows, or a folder
    prices: Mapping[str, float] = field(default_factory=dict)  # engine or engine/model → US$ per million characters

    @property
    def words(self) -> Language:
        """All that the program says by itself in this show."""
        language = language_of(self.language)
        return replace(language, host=self.host) if self.host else language

    def presenters(self, style: str) -> tuple[Presenter, ...]:
        """Who presents in this style, each with his name and his speaker's id: one, or two.

        Those of ``hosts``, else the first speakers of voices.yaml. Raises ConfigError when there are not enough.
        """
        if style != "duo":
            return ()
        told = self.hosts or tuple(Presenter(s.name, s.id) for s in self.speakers[:2])
        if len(told) != 2:
            way = "add a second speaker with its voices to voices.yaml" if not self.hosts else "name two in “hosts”"
            raise ConfigError(f"style: duo needs two hosts, there is {len(told)}: {way}.")
        return told

    def named(self) -> dict[str, str]:
        """Every name of each speaker, in small letters → the speaker's id."""
        names = {name.casefold(): s.id for s in self.speakers for name in (*s.aliases, s.name)}
        return names | {s.id.casefold(): s.id for s in self.speakers}

    @property
    def digests(self) -> Path:
        return self.root / "digests"

    @property
    def scripts(self) -> Path:
        return self.root / "scripts"

    @property
    def feed(self) -> Path:
        return self.root / "feed"

    @property
    def state(self) -> Path:
        """What the program keeps for itself; its README.txt says what of it may be deleted."""
        return self.root / ".podcast"

    @property
    def cache(self) -> Path:
        """Clips and what else can be made again: may be deleted at any time, costs only time."""
        return self.state / CACHE

    @property
    def ledger(self) -> Path:
        """Memory: what was removed, sent and used. Nothing else knows."""
        return self.state / LEDGER

    def speaker(self, id: str) -> Speaker:
        for speaker in self.speakers:
            if speaker.id == id:
                return speaker
        known = "、".join(s.id for s in self.speakers)
        raise ConfigError(f"voices.yaml: there is no speaker “{id}”; it has: {known}.")
