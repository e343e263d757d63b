"""An episode in which each sentence is a tone of its own: what sounds can be told from what is lit."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np

from podcast.episode.identity import mint_guid
from podcast.episode.record import folder, save
from podcast.model import Audio, Chapter, Cue, Digest, Episode, Item, Line, Link, Mark, Script, Section, Source
from podcast.show import Show

RATE = 48_000
TONES = [500 + 130 * i for i in range(24)]  # Hz; neighbours in time are far apart
NOW = datetime(2026, 11, 24, 8, tzinfo=timezone(timedelta(hours=8)))
EVIL = (
    """<script>window.hit=1</script><img src=x onerror="window.hit=1"> javascript:hit() ]]> & "q" 'q' </script><!--"""
)


@dataclass(frozen=True)
class Tone:
    cue: Cue
    hertz: int


def tone_episode(show: Show, slug: str, stories: int, seed: int, hostile: bool = False) -> tuple[Episode, list[Tone]]:
    """Stories of six points, each of one to three sentences; each sentence a tone."""
    rng = random.Random(seed)
    word = EVIL if hostile else "台積電與輝達的新晶片"
    sections = tuple(
        Section(
            f"story{s}",
            f"第 {s} 則新聞：{word}",
            tuple(
                Item(
                    f"story{s}.{g}",
                    f"第 {g} 組",
                    tuple(Item(f"story{s}.{g}.{p}", f"第 {p} 點，{word}。") for p in (1, 2, 3)),
                )
                for g in (1, 2)
            ),
        )
        for s in range(1, stories + 1)
    )
    bad = (Link(0, 3, "javascript:window.hit=1"), Link(4, 9, 'https://x.example/"onmouseover="window.hit=1'))
    digest = Digest(
        slug=slug,
        title=f"{slug} {EVIL}" if hostile else f"{slug}：每句一個音",
        number=seed,
        intro=(Item("intro.1", f"早安。{word}", links=bad if hostile else ()),),
        sections=sections,
        sources=(Source("source1", word, "javascript:window.hit=1" if hostile else "https://news.example/a?b=1&c=2"),),
        disclaimer=(Item("disclaimer.1", word),),
    )
    chapters = [Chapter("開場", (Line(f"早安。{word}", source=("title", "intro.1")),))]
    for section in sections:
        lines = [Line(section.heading, source=(section.id,))]
        lines += [Line(f"{i.text}再說一句。還有一句。", source=(i.id,)) for i in section.walk()]
        chapters.append(Chapter(section.heading, tuple(lines)))
    script = Script(slug, digest.title, tuple(chapters))
    tones, marks = _spoken(script, rng)
    return _published(show, digest, script, tones, marks), tones


def _spoken(script: Script, rng: random.Random) -> tuple[list[Tone], list[Mark]]:
    tones: list[Tone] = []
    marks, at = [], 1500
    for c, chapter in enumerate(script.chapters):
        begin = at if c else 0
        for n, line in enumerate(chapter.lines):
            for sentence in (part + "。" for part in line.text.split("。") if part):
                end = at + rng.randint(700, 3200)
                tones.append(
                    Tone(Cue(sentence, "host", at, end, line.source, c, n), TONES[len(tones) * 7 % len(TONES)])
                )
                at = end + rng.choice((0, 150, 300))
            at += 600
        marks.append(Mark(chapter.title, begin, at))
    return tones, marks


def _published(show: Show, digest: Digest, script: Script, tones: list[Tone], marks: list[Mark]) -> Episode:
    total = marks[-1].end_ms
    samples = np.zeros(total * RATE // 1000, np.float32)
    for tone in tones:
        a, b = (ms * RATE // 1000 for ms in (tone.cue.start_ms, tone.cue.end_ms))
        samples[a:b] = 0.2 * np.sin(2 * np.pi * tone.hertz * np.arange(b - a) / RATE)
    home = folder(show.feed, digest.slug)
    home.mkdir(parents=True)
    path = home / f"{digest.slug}-tones.mp3"
    _encode(path, samples)
    data = path.read_bytes()
    audio = Audio(path.name, len(data), hashlib.sha256(data).hexdigest(), total, -16.0, -3.0)
    episode = Episode(
        slug=digest.slug,
        guid=mint_guid(show, digest.slug),
        title=digest.title,
        published=NOW - timedelta(days=digest.number or 0),
        updated=NOW,
        digest=digest,
        script=script,
        audio=audio,
        marks=tuple(marks),
        cues=tuple(tone.cue for tone in tones),
        engine="tones",
        voices=(("host", "sine"),),
        recipe="bench",
        number=digest.number,
    )
    save(show.feed, episode)
    return episode


def _encode(path: Path, samples: Any) -> None:
    """As the product does: 48 kHz, joint stereo, 128 kbit/s."""
    import av

    with av.open(str(path), "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE, layout="stereo")
        stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(np.stack([samples, samples]), format="fltp", layout="stereo")
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
