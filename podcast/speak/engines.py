"""The table of engines: where each is, what it speaks with, where the text goes. A fourth is one row."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from podcast.errors import SpeechError
from podcast.show import EngineSettings, Voice
from podcast.speak.engine import Engine, Gender, Pace, VoiceInfo

USUAL_PACE = Pace(80, 215, 600)
"""Fits any speech: of an engine that says nothing better."""


@dataclass(frozen=True, slots=True)
class EngineRow:
    """One engine: all that the rest of the program has to know of it before it is loaded."""

    where: str  # "module:Class"
    text_goes_to: str | None  # None when no text leaves the machine
    voices: tuple[VoiceInfo, ...]
    deadline_s: float = 60.0  # for one whole request
    takes_network: bool = False  # whether voices.yaml's ``network`` is of this engine
    knows_word: str | None = None  # "module:function": can it say a Latin word? A service is not asked
    pace: Pace = USUAL_PACE  # of its voices, but for those in ``paces``
    paces: Mapping[str, Pace] = field(default_factory=dict)  # voice → its own
    speed_setting: Literal["speed", "rate"] = "speed"  # of a voice: a factor, or a change such as "+10%"
    repeats: bool = False  # the same request sounds the same each time: asking again brings nothing new
    forms: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Setting of a voice → (regular expression, example): the service takes all else for something else, silently."""


def _voices(language: str, **names: str) -> tuple[VoiceInfo, ...]:
    genders: tuple[Gender, ...] = ("female", "male", "neutral")
    return tuple(VoiceInfo(name, language, g) for g in genders for name in names.get(g, "").split())


# Paces. kokoro: measured with bench/pace.py on 8 to 12 sentences of EP1 a voice (166 to 182, 216 to 243, 169 to 194,
# 183 to 216 ms); short sentences vary more. Of edge and openai no sample could be measured: their bounds stand on how
# fast Mandarin is read at all (3 to 7 syllables a second), narrow enough that half a sentence falls out.
ENGINES: Mapping[str, EngineRow] = MappingProxyType(
    {
        "edge": EngineRow(
            "podcast.speak.edge:Edge",
            "Microsoft (speech.platform.bing.com)",
            _voices("zh-TW", female="zh-TW-HsiaoChenNeural zh-TW-HsiaoYuNeural", male="zh-TW-YunJheNeural"),
            pace=Pace(130, 215, 420),
            speed_setting="rate",
            forms={
                "rate": (r"[+-][0-9]+%", "“+10%” or “-5%”"),
                "volume": (r"[+-][0-9]+%", "“+10%” or “-5%”"),
                "pitch": (r"[+-][0-9]+Hz", "“+5Hz” or “-5Hz”"),
            },
        ),
        "openai": EngineRow(
            "podcast.speak.openai_speech:OpenAISpeech",
            "OpenAI, or the server that OPENAI_BASE_URL names",
            # OpenAI states no gender: as most listeners hear them
            _voices(
                "mul",
                female="coral marin nova sage shimmer",
                male="ash ballad cedar echo onyx verse",
                neutral="alloy fable",
            ),
            deadline_s=90.0,
            pace=Pace(130, 225, 480),
        ),
        "kokoro": EngineRow(
            "podcast.speak.kokoro.engine:KokoroEngine",
            None,
            _voices("zh", female="zf_xiaobei zf_xiaoxiao", male="zm_yunyang zm_yunxi"),
            deadline_s=600.0,  # a slow machine is not a dead one
            repeats=True,
            takes_network=True,
            knows_word="podcast.speak.kokoro.english:knows",
            pace=Pace(110, 200, 420),
            paces={
                "zm_yunyang": Pace(110, 173, 360),
                "zf_xiaobei": Pace(140, 226, 460),
                "zm_yunxi": Pace(115, 184, 380),
                "zf_xiaoxiao": Pace(125, 198, 410),
            },
        ),
    }
)


def load(name: str, network: Path | None = None) -> Engine:
    """The engine, made once a process: an embedded one holds its network.

    ``network``: the show's own copy of it; who asks for no sound may leave it out.
    """
    if name not in ENGINES:
        raise SpeechError(f"There is no engine “{name}”; there are: {', '.join(ENGINES)}.")
    return _made(name, network if ENGINES[name].takes_network else None)


@cache
def _made(name: str, network: Path | None) -> Engine:
    made = _named(ENGINES[name].where)
    engine: Engine = made(network=network) if network else made()
    return engine


def _named(where: str) -> Any:
    module, _, name = where.partition(":")
    return getattr(importlib.import_module(module), name)


def word_check(engines: Iterable[str]) -> Callable[[str], bool]:
    """Whether all of these engines can say a Latin word without guessing; one that cannot tell is not asked."""
    rows = (ENGINES[name].knows_word for name in engines if name in ENGINES)
    checks = [_named(where) for where in dict.fromkeys(rows) if where]
    return lambda word: all(knows(word) for knows in checks)


def goes_to(engine: Engine) -> str | None:
    """Who gets to see the text: what the engine itself knows, else its row's; None when it stays here."""
    row = ENGINES.get(engine.name)
    known: str | None = getattr(engine, "text_goes_to", row.text_goes_to if row else None)
    return known


def known_to_settings() -> dict[str, EngineSettings]:
    """What the settings are checked against, engine by engine."""
    return {name: EngineSettings(_fixed_voices(row), row.forms) for name, row in ENGINES.items()}


def _fixed_voices(row: EngineRow) -> tuple[str, ...]:
    """None where a service decides which there are."""
    return () if row.text_goes_to else tuple(v.name for v in row.voices)


def repeats(engine: str) -> bool:
    """Whether the engine answers the same request with the same sound each time."""
    return engine in ENGINES and ENGINES[engine].repeats


def pace_of(engine: str, voice: str) -> Pace:
    """The voice's own, its engine's, or bounds that fit any speech."""
    row = ENGINES.get(engine)
    return row.paces.get(voice, row.pace) if row else USUAL_PACE


def speed_of(voice: Voice) -> float:
    """How much faster than the voice's own pace, as a factor."""
    row = ENGINES.get(voice.engine)
    if row and row.speed_setting == "rate":
        return max(0.1, 1 + float(voice.rate.strip("+%") or 0) / 100)
    return max(0.1, voice.speed)


def gender(engine: str, voice: str) -> Gender | None:
    """As the table knows it; None for a voice that it does not list."""
    return next((v.gender for v in ENGINES[engine].voices if v.name == voice), None) if engine in ENGINES else None
