"""An episode as a video for YouTube and Spotify, and what is asked for beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from podcast.errors import PublishError
from podcast.model import Episode
from podcast.progress import Progress
from podcast.show import Show
from podcast.site.captions import Caption, captions, srt
from podcast.site.screen import TALL, WIDE, Screen, thumbnail
from podcast.sound import RATE, frames, reason
from podcast.text import one_line, timestamp

FPS = 12
"""Pictures a second: a sentence comes at the nearest, within 42 ms of its first word."""

_H264 = {"preset": "veryfast", "tune": "stillimage", "crf": "22", "threads": "2", "x264-params": "keyint=60"}
_TITLE, _DESCRIPTION = 100, 5000  # characters that YouTube takes
_LEVELS = 1500  # bars to choose the highest from


@dataclass(frozen=True, slots=True)
class Video:
    """The files that were made."""

    movie: Path
    text: Path  # title and description
    picture: Path  # thumbnail
    captions: Path


def write_video(show: Show, episode: Episode, audio: Path, folder: Path, tall: bool, progress: Progress) -> Video:
    """The published ``episode``, whose MP3 is ``audio``, as MP4 (H.264, AAC) in ``folder``, with its side files.

    Raises PublishError when something cannot be written, SoundError when the MP3 cannot be read.
    """
    import av

    from podcast.disk import write_whole
    from podcast.episode.names import safe_name
    from podcast.site.cover import cover

    name = f"{safe_name(episode.slug)}{'-vertical' if tall else ''}"
    made = Video(*(folder / f"{name}{suffix}" for suffix in (".mp4", ".txt", ".jpg", ".srt")))
    names = {speaker.id: speaker.name for speaker in show.speakers}
    shown = captions(episode.cues, names)
    part = made.movie.with_name(f".{name}.part.mp4")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        picture = cover(show)[1]
        screen = Screen(show, TALL if tall else WIDE, picture, _levels(audio))
        _encode(part, screen, episode, shown, audio, progress)
        part.replace(made.movie)
        write_whole(made.text, described(show, episode))
        write_whole(made.picture, thumbnail(show, picture, episode.title))
        write_whole(made.captions, srt(shown))
    except (OSError, av.FFmpegError) as error:
        why = reason(error)
        raise PublishError(f"“{made.movie}” cannot be written ({why}): make room or name another folder.") from error
    finally:
        part.unlink(missing_ok=True)
    return made


def described(show: Show, episode: Episode) -> str:
    """The title on the first line, then what stands below a video: summary, chapters, sources, what a machine made."""
    from podcast.site.notes import summary

    chapters = [
        f"{timestamp(mark.start_ms)[0 if mark.start_ms >= 3_600_000 else 3 :]} {mark.title}" for mark in episode.marks
    ]
    sources = [f"{source.title} {source.url or ''}".strip() for source in episode.digest.sources]
    words = show.words
    parts = [
        summary(episode), "\n".join(chapters),
        "\n".join((words.notes.sources, *sources)) if sources else "",
        words.disclosure.of(episode.ai_text, episode.ai_voice),
    ]  # fmt: skip
    text = "\n\n".join(filter(None, parts)).replace("<", "＜").replace(">", "＞")  # YouTube takes neither
    number = f"EP{episode.number} " if episode.number is not None else ""
    return f"{one_line(number + episode.title, _TITLE)}\n\n{text[:_DESCRIPTION]}\n"


def _levels(audio: Path) -> list[float]:
    """How high each bar stands, 0 to 1."""
    sums = [float(np.sqrt(np.mean(np.square(frame.to_ndarray())))) for frame in frames(audio, 8000, "mono")]
    step = max(1, len(sums) // _LEVELS)
    loud = [max(sums[n : n + step]) for n in range(0, len(sums), step)]
    most = max(loud, default=0.0) or 1.0
    return [level / most for level in loud]


def _encode(
    path: Path, screen: Screen, episode: Episode, shown: tuple[Caption, ...], audio: Path, progress: Progress
) -> None:
    import av

    height, width = screen.planes[0].shape
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as file:
        picture: Any = file.add_stream("libx264", rate=FPS, options=_H264)
        picture.width, picture.height, picture.pix_fmt = width, height, "yuv420p"
        context = picture.codec_context
        context.time_base = Fraction(1, FPS)
        context.color_range, context.colorspace = 1, 1  # of television, BT.709
        context.color_primaries = context.color_trc = 1
        sound: Any = file.add_stream("aac", rate=RATE, layout="stereo")
        sound.bit_rate = 160_000
        heard = _heard(audio)
        ahead = 0.0
        total = max(1, -(-episode.audio.duration_ms * FPS // 1000))
        for number in _pictures(screen, episode, shown, total):
            while ahead <= (number + 1) / FPS and (frame := next(heard, None)) is not None:
                ahead = (frame.pts + frame.samples) / RATE
                file.mux(sound.encode(frame))
            file.mux(picture.encode(_frame(screen, number)))
            if number % (FPS * 5) == 0:
                progress.advance(number // FPS, total // FPS)
        for frame in chain(heard, (None,)):
            file.mux(sound.encode(frame))
        file.mux(picture.encode(None))


def _heard(audio: Path) -> Iterator[Any]:
    at = 0
    for frame in frames(audio):
        frame.pts, frame.time_base = at, Fraction(1, RATE)
        at += frame.samples
        yield frame


def _pictures(screen: Screen, episode: Episode, shown: tuple[Caption, ...], total: int) -> Iterator[int]:
    """The number of each picture, once the screen shows it."""
    said = {cue.start_ms: one_line(cue.text) for cue in episode.cues}
    changes: list[tuple[int, int, str]] = [(_picture(mark.start_ms), 0, mark.title) for mark in episode.marks]
    changes.append((0, 1, episode.title))  # while there is music alone
    for n, caption in enumerate(shown):
        changes.append((_picture(caption.start_ms), 1, _text(caption, said.get(caption.start_ms, ""))))
        after = shown[n + 1].start_ms if n + 1 < len(shown) else episode.audio.duration_ms
        if after - caption.end_ms > 1500:  # music alone
            changes.append((_picture(caption.end_ms + 500), 1, ""))
    coming = iter(sorted(changes, key=lambda change: change[:2]))
    change = next(coming, None)
    for number in range(total):
        while change is not None and change[0] <= number:
            (screen.sentence if change[1] else screen.chapter)(change[2])
            change = next(coming, None)
        screen.progress(number / total, number * 1000 // FPS)
        yield number


def _picture(ms: int) -> int:
    return round(ms * FPS / 1000)


def _text(caption: Caption, cue: str) -> str:
    """A caption's lines as one again: as the cue has them, or, of one that is shown in parts, with a space between."""
    whole = "".join(caption.lines)
    return cue if cue.replace(" ", "") == whole.replace(" ", "") else " ".join(caption.lines)


def _frame(screen: Screen, number: int) -> Any:
    from av import VideoFrame

    light, blue, red = screen.planes
    width = light.shape[1]
    whole = np.concatenate((light.ravel(), blue.ravel(), red.ravel())).reshape(-1, width)
    frame = VideoFrame.from_ndarray(whole, format="yuv420p")
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    return frame
