"""Faults that speech engines make, planted into good clips: twelve kinds. bench/proof.py measures how many are found.

What concerns words is spoken anew with another text by the embedded voice, so that nothing but the words gives it away;
what concerns sound is done to the samples.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import soxr

from podcast.mandarin import Mandarin
from podcast.mandarin.phrases import char_readings
from podcast.mandarin.words import frequencies, words
from podcast.model import Spoken
from podcast.proof.compare import align
from podcast.proof.phones import Phones, of_pinyin
from podcast.show import Voice
from podcast.speak.engines import load
from podcast.speak.verify import decode

OTHERS = {"zm_yunyang": "zm_yunxi", "zm_yunxi": "zm_yunyang", "zf_xiaobei": "zf_xiaoxiao", "zf_xiaoxiao": "zf_xiaobei"}
"""The voice that is most like another: of the same gender."""
_NUMBER = "[零一二三四五六七八九十百千萬億兆兩點]"


@dataclass(frozen=True)
class Clip:
    """``spoken``: what should be said in it, with its readings. ``samples``: int16, mono."""

    spoken: Spoken
    voice: Voice
    samples: Any
    rate: int


Plant = Callable[[Clip, random.Random], Clip | None]
"""The clip with a fault, or None where there is no place for it."""


def speak(text: str, voice: Voice, mandarin: Mandarin) -> tuple[Any, int]:
    engine = load("kokoro")
    return decode(engine.synthesise(engine.prepare(mandarin.say(text), voice), voice, 600).data)


def _spoken_anew(clip: Clip, text: str | None, voice: Voice | None = None) -> Clip | None:
    if text is None:
        return None
    samples, rate = speak(text, voice or clip.voice, Mandarin())
    return replace(clip, samples=samples, rate=rate)


# ---------------------------------------------------------------- words


def _word(clip: Clip, chance: random.Random, fits: Callable[[str], bool] = lambda word: True) -> tuple[int, int] | None:
    """A word of two characters or more, no number."""
    text = clip.spoken.text
    found = [(a, b) for a, b in words(text) if b - a >= 2 and not re.search(_NUMBER, text[a:b]) and fits(text[a:b])]
    return chance.choice(found) if found else None


def word_cut_out(clip: Clip, chance: random.Random) -> Clip | None:
    place = _word(clip, chance)
    text = clip.spoken.text
    return _spoken_anew(clip, text[: place[0]] + text[place[1] :] if place else None)


def word_doubled(clip: Clip, chance: random.Random) -> Clip | None:
    place = _word(clip, chance)
    text = clip.spoken.text
    return _spoken_anew(clip, text[: place[1]] + text[place[0] :] if place else None)


def word_replaced(clip: Clip, chance: random.Random) -> Clip | None:
    """By one that sounds like it."""
    place = _word(clip, chance, lambda word: bool(like(word)))
    if place is None:
        return None
    text = clip.spoken.text
    return _spoken_anew(clip, text[: place[0]] + chance.choice(like(text[place[0] : place[1]])) + text[place[1] :])


@cache
def like(word: str) -> tuple[str, ...]:
    """The twelve common words of as many syllables that sound most like it, of those a whole sound or more apart."""
    own = _sounds(word)
    apart = sorted((_apart(own, sounds), other) for other, sounds in _common(len(word)))
    return tuple(other for d, other in apart if d >= 1.0)[:12]


def _apart(one: list[Phones], other: list[Phones]) -> float:
    return align(one, other)[-1][2]


@cache
def _common(size: int) -> list[tuple[str, list[Phones]]]:
    listed = sorted((w for w in frequencies() if len(w) == size), key=lambda w: -frequencies()[w])
    return [(word, _sounds(word)) for word in listed[:3000]]


def _sounds(word: str) -> list[Phones]:
    return [of_pinyin((char_readings(char) or ("",))[0]) for char in word]


_UNITS = {
    "億": "萬", "兆": "億", "美元": "歐元", "小時": "分鐘", "分鐘": "小時", "公里": "公尺", "公斤": "公克", "年": "月",
    "月": "年", "天": "年", "倍": "成", "歲": "年", "週": "年", "百分之": "千分之", "元": "角", "萬": "億",
}  # fmt: skip


def unit_changed(clip: Clip, chance: random.Random) -> Clip | None:
    text = clip.spoken.text
    found = [
        (m.start(1), m.end(1))
        for unit in _UNITS
        for m in re.finditer(f"{_NUMBER}個?({unit})" if unit != "百分之" else f"({unit}){_NUMBER}", text)
    ]
    if not found:
        return None
    a, b = chance.choice(sorted(found))
    return _spoken_anew(clip, text[:a] + _UNITS[text[a:b]] + text[b:])


def end_cut_off(clip: Clip, chance: random.Random) -> Clip | None:
    """The last 0.4 to 0.8 s are missing, softly."""
    gone = int(chance.uniform(0.4, 0.8) * clip.rate)
    if len(clip.samples) < 3 * gone:
        return None
    return replace(clip, samples=_faded(clip.samples[:-gone], clip.rate))


# ---------------------------------------------------------------- sound


def another_speaker(clip: Clip, chance: random.Random) -> Clip | None:
    return _spoken_anew(clip, clip.spoken.text, replace(clip.voice, voice=OTHERS[clip.voice.voice]))


def half_a_second_of_noise(clip: Clip, chance: random.Random) -> Clip | None:
    """As loud as the speech, in its place."""
    return _over(clip, chance, lambda n, level: np.random.default_rng(chance.getrandbits(32)).normal(0, level, n))


def half_a_second_of_silence(clip: Clip, chance: random.Random) -> Clip | None:
    """Between two sounds of the speech, which goes on behind it."""
    at, half = chance.randint(len(clip.samples) // 5, len(clip.samples) * 4 // 5), clip.rate // 2
    first, rest = _faded(clip.samples[:at], clip.rate), _faded(clip.samples[at:], clip.rate)
    return replace(clip, samples=np.concatenate((first, np.zeros(half, np.int16), rest)))


def _over(clip: Clip, chance: random.Random, make: Callable[[int, float], Any]) -> Clip | None:
    half = clip.rate // 2
    if len(clip.samples) < 2 * half:
        return None
    at = chance.randint(0, len(clip.samples) - half)
    samples = clip.samples.astype(np.float64)
    samples[at : at + half] = make(half, float(np.sqrt(np.mean(samples**2))))
    return replace(clip, samples=np.clip(np.rint(samples), -32768, 32767).astype(np.int16))


def twice_the_speed(clip: Clip, chance: random.Random) -> Clip | None:
    return _spoken_anew(clip, clip.spoken.text, replace(clip.voice, speed=2.0))


def clipped(clip: Clip, chance: random.Random) -> Clip | None:
    """12 dB too loud for 16 bits, then brought back."""
    loud = clip.samples.astype(np.float64) * 10 ** (12 / 20)
    peak = np.abs(clip.samples.astype(np.float64)).max()
    return replace(clip, samples=np.rint(np.clip(loud, -peak, peak)).astype(np.int16))


def half_a_tone_lower(clip: Clip, chance: random.Random) -> Clip | None:
    """At the same speed: spoken so much faster, then drawn out."""
    factor = 2 ** (1 / 12)
    made = _spoken_anew(clip, clip.spoken.text, replace(clip.voice, speed=clip.voice.speed * factor))
    assert made is not None
    drawn = soxr.resample(made.samples.astype(np.float32), made.rate, made.rate * factor)
    return replace(made, samples=np.clip(np.rint(drawn), -32768, 32767).astype(np.int16))


def the_wrong_sentence(clip: Clip, chance: random.Random) -> Clip | None:
    """Filled in by ``planted``, which knows the other clips."""
    raise NotImplementedError


def _faded(samples: Any, rate: int) -> Any:
    ramp = np.ones(len(samples))
    ramp[-rate // 200 :] = np.linspace(1, 0, rate // 200)
    return np.rint(samples * ramp).astype(np.int16)


KINDS: dict[str, Plant] = {
    "a word cut out": word_cut_out,
    "a word doubled": word_doubled,
    "a word replaced by a like one": word_replaced,
    "a number's unit changed": unit_changed,
    "the end cut off": end_cut_off,
    "another speaker": another_speaker,
    "half a second of noise": half_a_second_of_noise,
    "half a second of silence": half_a_second_of_silence,
    "twice the speed": twice_the_speed,
    "clipped": clipped,
    "half a tone lower": half_a_tone_lower,
    "the wrong sentence": the_wrong_sentence,
}
WORDS = (*list(KINDS)[:5], "the wrong sentence")
"""Those of a word and longer."""


def planted(clips: list[Clip], count: int, seed: int) -> Iterator[tuple[str, Clip]]:
    """``count`` faults, the kinds in turn, each in another clip as far as there are enough."""
    chance = random.Random(seed)
    left: dict[str, list[Clip]] = {}
    made = 0
    while made < count:
        for kind, plant in KINDS.items():
            if not left.get(kind):
                left[kind] = chance.sample(clips, len(clips))
            while left[kind]:
                clip = left[kind].pop()
                other = chance.choice([c for c in clips if c.voice == clip.voice and c is not clip])
                faulty = replace(clip, samples=other.samples) if plant is the_wrong_sentence else plant(clip, chance)
                if faulty is not None:
                    made += 1
                    yield kind, faulty
                    break
            if made == count:
                return
