"""The table of engines: where each is, what it speaks with, where the text goes. A fourth is one row."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from podcast.errors import SpeechError
from podcast.speak.engine import Engine, Gender, VoiceInfo


@dataclass(frozen=True, slots=True)
class Row:
    """One engine. ``text_goes_to`` is None when no text leaves the machine."""

    where: str  # "module:Class"
    text_goes_to: str | None
    voices: tuple[VoiceInfo, ...]
    deadline_s: float = 60.0  # for one whole request
    knows_word: str | None = None  # "module:function": can it say a Latin word? A service is not asked


def _voices(language: str, **names: str) -> tuple[VoiceInfo, ...]:
    genders: tuple[Gender, ...] = ("female", "male", "neutral")
    return tuple(VoiceInfo(name, language, g) for g in genders for name in names.get(g, "").split())


ENGINES: Mapping[str, Row] = MappingProxyType(
    {
        "edge": Row(
            "podcast.speak.edge:Edge",
            "Microsoft (speech.platform.bing.com)",
            _voices("zh-TW", female="zh-TW-HsiaoChenNeural zh-TW-HsiaoYuNeural", male="zh-TW-YunJheNeural"),
        ),
        "openai": Row(
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
        ),
        "kokoro": Row(
            "podcast.speak.kokoro.engine:KokoroEngine",
            None,
            _voices("zh", female="zf_xiaobei zf_xiaoxiao", male="zm_yunyang zm_yunxi"),
            deadline_s=600.0,  # a slow machine is not a dead one
            knows_word="podcast.speak.kokoro.english:knows",
        ),
    }
)


@cache
def load(name: str) -> Engine:
    """The engine, made once a process: an embedded one holds its network."""
    if name not in ENGINES:
        raise SpeechError(f"There is no engine “{name}”; there are: {', '.join(ENGINES)}.")
    engine: Engine = _named(ENGINES[name].where)()
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


def fixed_voices() -> dict[str, tuple[str, ...]]:
    """Engine → its voices; none where a service decides which there are."""
    return {name: () if row.text_goes_to else tuple(v.name for v in row.voices) for name, row in ENGINES.items()}


def gender(engine: str, voice: str) -> Gender | None:
    """As the table knows it; None for a voice that it does not list."""
    return next((v.gender for v in ENGINES[engine].voices if v.name == voice), None) if engine in ENGINES else None
