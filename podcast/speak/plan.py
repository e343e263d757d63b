"""Script → what is asked of an engine: utterances, their requests, and the keys of their clips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from podcast.errors import SpeechError
from podcast.mandarin import Mandarin
from podcast.model import Line, Request, Script, Spoken, Utterance
from podcast.show import Voice
from podcast.speak.engine import Engine
from podcast.speak.store import clip_key

_LONG, _SEMICOLONS = "。！？!?.…", "；;"
_CLOSING = "」』）》〉”’\"')]】 \n"  # may follow the mark that ends a sentence


@dataclass(frozen=True, slots=True)
class Plan:
    """What one engine is to say for one script; the three run side by side."""

    utterances: tuple[Utterance, ...]
    requests: tuple[Request, ...]
    keys: tuple[str, ...]


def plan(
    script: Script, mandarin: Mandarin, engine: Engine, voices: Mapping[str, Voice], sentence_ms: int = 350
) -> Plan:
    """What ``engine`` has to say for ``script``; ``voices`` gives each speaker's, ``sentence_ms`` the pause after a
    sentence inside a line."""
    identities = {speaker: engine.identity(voice) for speaker, voice in voices.items()}
    utterances, requests, keys = [], [], []
    for c, chapter in enumerate(script.chapters):
        for n, line in enumerate(chapter.lines):
            voice = voices[line.speaker]
            for part, pause_ms in _parts(line, mandarin, engine, voice, sentence_ms):
                request = engine.prepare(part, voice)
                # its readings are in the request now; kept, they would be most of a long plan's memory
                utterances.append(Utterance(c, n, line.speaker, replace(part, readings=()), pause_ms))
                requests.append(request)
                keys.append(clip_key(identities[line.speaker], request))
    if not utterances:
        where = f"scripts/{script.slug}.md: " if script.slug else ""
        raise SpeechError(f"{where}there is nothing to say; write at least one sentence.")
    return Plan(tuple(utterances), tuple(requests), tuple(keys))


def _parts(
    line: Line, mandarin: Mandarin, engine: Engine, voice: Voice, sentence_ms: int
) -> Iterator[tuple[Spoken, int]]:
    """The line's utterances with the pause after each. What holds no word is never sent: it is a pause already."""
    parts = mandarin.utterances(mandarin.say(line.text), lambda part: engine.prepare(part, voice).fits)
    said = [part for part in parts if any(map(str.isalnum, part.text))]
    for i, part in enumerate(said):
        yield part, line.pause_after_ms if i == len(said) - 1 else pause_ms(part.text, sentence_ms)


def pause_ms(text: str, sentence_ms: int = 350) -> int:
    """The pause after a sentence inside a line, by the mark that ends it; a comma's also where only the engine's limit
    made the cut."""
    mark = text.rstrip(_CLOSING)[-1:] or ","
    return sentence_ms if mark in _LONG else sentence_ms * 5 // 7 if mark in _SEMICOLONS else sentence_ms * 12 // 35
