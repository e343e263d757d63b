"""A show and episodes with real audio, as many as wanted."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from podcast.episode.identity import mint_guid
from podcast.episode.names import audio_name
from podcast.episode.record import folder, save
from podcast.model import Audio, Chapter, Cue, Digest, Episode, Item, Line, Mark, Script, Section, Source
from podcast.show import Funding, License, Location, Person, Show, Speaker, Trailer, UpdateFrequency
from tests.servers import s3_server, sftp_server

TAIPEI = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 12, tzinfo=TAIPEI)
SECONDS = 40
NOTICE = "本節目由 AI 生成文字，並以 AI 合成語音。"


@pytest.fixture(scope="session")
def drawn() -> dict[str, bytes]:
    return {}


@pytest.fixture(autouse=True)
def covers_are_drawn_once(monkeypatch: pytest.MonkeyPatch, drawn: dict[str, bytes]) -> None:
    """Half a second each, always the same bytes."""
    from podcast.site import cover

    draw = cover.draw_cover

    def once(show: Show) -> bytes:
        if show.title not in drawn:
            drawn[show.title] = draw(show)
        return drawn[show.title]

    monkeypatch.setattr(cover, "draw_cover", once)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    return make_show(tmp_path)


@pytest.fixture
def now() -> datetime:
    return NOW


def make_show(root: Path, **changes: object) -> Show:
    """A show that uses everything that show.yaml can say."""
    show = Show(
        root=root,
        title="晨間科技",
        author="晨間科技編輯室",
        description="每天早上十分鐘，聽懂科技世界的大事。",
        address="https://show.example/tech/",
        email="host@show.example",
        copyright="晨間科技編輯室",
        season=1,
        persons=(Person("王小明", href="https://show.example/wang", img="https://show.example/wang.jpg"),),
        license=License("cc-by-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        funding=(Funding("https://show.example/support", "支持我們"),),
        location=Location("臺北", geo="geo:25.0330,121.5654", osm="R1293250", country="TW", rel="creator"),
        trailer=Trailer("預告", "https://show.example/tech/trailer.mp3", datetime(2026, 1, 2, 8, tzinfo=TAIPEI), 12345),
        update_frequency=UpdateFrequency("每天", "FREQ=DAILY"),
        speakers=(Speaker("host", "小雲", ()), Speaker("guest", "阿哲", ())),
    )
    return replace(show, **changes)  # type: ignore[arg-type]


def make_digest(n: int, slug: str) -> Digest:
    return Digest(
        slug=slug,
        title=f"第 {n} 集：晶片與語音",
        number=n,
        intro=(Item("intro.1", f"早安，這是第 {n} 集。今天談一顆新晶片，以及會說話的程式。"),),
        highlights=Section(
            "highlights", "今日重點", (Item("highlights.1", "晶片", (Item("highlights.1.1", "新晶片省電三成。"),)),)
        ),
        sections=(
            Section("story1", "新晶片問世", (Item("story1.1", "規格", (Item("story1.1.1", "製程為 3 奈米。"),)),)),
        ),
        sources=(
            Source("source1", "晶片公司的公告", "https://chip.example/公告?id=1&lang=zh"),
            Source("source2", "一本沒有網址的書"),
        ),
        outro=(Item("outro.1", "明天見。"),),
        disclaimer=(Item("disclaimer.1", "內容僅供參考。"),),
    )


def make_script(digest: Digest) -> Script:
    return Script(
        digest.slug,
        digest.title,
        (
            Chapter("開場", (Line(NOTICE), Line(digest.intro[0].text, source=("intro.1",)))),
            Chapter("今日重點", (Line("先聽重點：新晶片省電三成。", source=("highlights", "highlights.1.1")),)),
            Chapter("新晶片問世", (Line("製程為 3 奈米。", "guest", ("story1", "story1.1.1")),)),
            Chapter("收尾", (Line("明天見。內容僅供參考。", source=("outro.1", "disclaimer.1")), Line(NOTICE))),
        ),
    )


def make_cues(script: Script, edges: tuple[int, ...]) -> tuple[Cue, ...]:
    """The lines of each chapter, spread evenly over its time."""
    cues = []
    for c, chapter in enumerate(script.chapters):
        length = (edges[c + 1] - edges[c]) // len(chapter.lines)
        for i, line in enumerate(chapter.lines):
            start = edges[c] + i * length
            cues.append(Cue(line.text, line.speaker, start, start + length - 100, line.source, c, i))
    return tuple(cues)


def make_episode(show: Show, audio: Audio, n: int = 1, slug: str | None = None, **changes: object) -> Episode:
    """The ``n``-th episode, published ``n`` days after the show began."""
    slug = slug or f"EP{n}"
    digest = make_digest(n, slug)
    script = make_script(digest)
    edges = (0, 5_000, 22_000, 34_000, audio.duration_ms)
    published = datetime(1999, 1, 1, 8, tzinfo=TAIPEI) + timedelta(days=n)
    episode = Episode(
        slug=slug,
        guid=mint_guid(show, slug),
        title=digest.title,
        published=published,
        updated=published,
        digest=digest,
        script=script,
        audio=replace(audio, file=audio_name(slug, audio.sha256)),
        marks=tuple(Mark(c.title, edges[i], edges[i + 1]) for i, c in enumerate(script.chapters)),
        cues=make_cues(script, edges),
        engine="kokoro",
        voices=(("host", "zf_xiaobei"),),
        recipe="r1",
        number=n,
        season=show.season,
    )
    return replace(episode, **changes)  # type: ignore[arg-type]


@pytest.fixture(params=["directory", "s3", "sftp"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if request.param == "directory":
        yield str(tmp_path / "public")
        return
    pytest.importorskip("moto.server" if request.param == "s3" else "asyncssh")
    if request.param == "s3":
        with s3_server() as environment:
            for key, value in environment.items():
                monkeypatch.setenv(key, value)
            yield f"s3://shows/{tmp_path.name}"  # moto keeps what an earlier test put there
        return
    (tmp_path / "remote").mkdir()
    with sftp_server(tmp_path / "remote", tmp_path / "home") as (address, environment):
        for key, value in environment.items():
            monkeypatch.setenv(key, value)
        yield f"{address}/www/tech"


@pytest.fixture(scope="session")
def mp3(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("audio") / "tone.mp3"
    write_mp3(path)
    return path


@pytest.fixture(scope="session")
def audio(mp3: Path) -> Audio:
    return audio_of(mp3)


def audio_of(path: Path, seconds: int = SECONDS) -> Audio:
    data = path.read_bytes()
    return Audio("", len(data), hashlib.sha256(data).hexdigest(), seconds * 1000, -16.0, -3.0)


def write_mp3(path: Path, seconds: int = SECONDS, hertz: float = 440.0, amplitude: float = 0.25) -> None:
    """A real MP3, mono, 48 kHz: a tone at about -16 LUFS."""
    import av
    import numpy as np

    rate = 48_000
    wave = (amplitude * np.sin(2 * np.pi * hertz * np.arange(rate * seconds) / rate)).astype(np.float32)
    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=rate, layout="mono")
        stream.bit_rate = 96_000
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture
def publish(show: Show, mp3: Path) -> Callable[[Episode], Episode]:
    """Puts an episode's audio and episode.json where a render puts them."""

    def put(episode: Episode) -> Episode:
        put_episode(show.feed, episode, mp3)
        return episode

    return put


def put_episode(feed_dir: Path, episode: Episode, mp3: Path) -> None:
    home = folder(feed_dir, episode.slug)
    home.mkdir(parents=True, exist_ok=True)
    if not (home / episode.audio.file).exists():
        os.link(mp3, home / episode.audio.file)
    save(feed_dir, episode)
