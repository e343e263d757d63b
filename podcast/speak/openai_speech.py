"""OpenAI's speech endpoint, or any server that speaks it (OPENAI_BASE_URL). The text leaves the machine; it costs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from podcast.errors import (
    Busy,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineUnavailable,
    PodcastError,
    Refused,
    Unavailable,
)
from podcast.mandarin.homophones import respell
from podcast.model import Request, Spoken
from podcast.service.openai_server import Server, read_whole, without_secrets
from podcast.show import Voice
from podcast.speak.engine import LARGEST, Price, Sound, VoiceInfo
from podcast.speak.engines import ENGINES

if TYPE_CHECKING:
    import openai

MODEL = "gpt-4o-mini-tts"
INSTRUCTIONS = (
    "用台灣的國語朗讀這段科技新聞：台灣口音、台灣的讀音（例如「企業」的企讀四聲、「期待」的期讀二聲），"
    "不要捲舌過重，不要兒化。語氣像電台主持人，清楚、親切、平穩。英文名稱照英文讀。逐字照念，不增不減。"
)
LIMIT = 1000  # characters; the endpoint takes 4,096, but a long answer drifts from its text
PRICES: Mapping[str, Price] = MappingProxyType(  # of OpenAI itself, by model
    {
        "tts-1": Price(million_characters=15.0),
        "tts-1-hd": Price(million_characters=30.0),
        "gpt-4o-mini-tts": Price(minute=0.015),
    }
)


class OpenAISpeech:
    """The key comes from OPENAI_API_KEY and goes into the request's header, nowhere else."""

    name = "openai"
    workers = 8

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._client: tuple[tuple[str, str], openai.OpenAI] | None = None

    @property
    def text_goes_to(self) -> str:
        return Server.of_environment().name

    def identity(self, voice: Voice) -> str:
        settings = [
            Server.of_environment().shown,
            voice.model or MODEL,
            voice.voice,
            f"{voice.speed:g}",
            _instructions(voice),
        ]
        return " ".join(["openai", *settings])

    def prepare(self, spoken: Spoken, voice: Voice) -> Request:
        text = " ".join(respell(spoken).split())  # it takes no phonemes: the lexicon's readings as homophones
        return Request(self.name, voice.voice, text, spoken.text, len(text) <= LIMIT)

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        """WAV: nothing is lost before our own MP3, and there is no encoder's delay."""
        if not request.fits or not any(map(str.isalnum, request.payload)):
            raise EngineRefused(f"openai speaks 1 to {LIMIT} characters at once, with a word among them")
        client = self._connected()
        settings: dict[str, Any] = {"speed": voice.speed} if voice.speed != 1.0 else {}
        if instructions := _instructions(voice):
            settings["instructions"] = instructions
        try:
            with client.audio.speech.with_streaming_response.create(
                model=voice.model or MODEL, voice=voice.voice, input=request.payload,
                response_format="wav", timeout=deadline_s, **settings,
            ) as answer:  # fmt: skip
                until = time.monotonic() + deadline_s
                return Sound(read_whole(answer.iter_bytes(), until, LARGEST, "sentence"))
        except Exception as e:
            raise _translated(e, voice) from without_secrets(e)

    def product(self, voice: Voice) -> str:
        return f"{self.name}/{voice.model or MODEL}"

    def price(self, voice: Voice) -> Price | None:
        """None for another server: what it takes for the same model nobody knows."""
        return PRICES.get(voice.model or MODEL) if Server.of_environment().official else None

    def load(self, tell: Callable[[str], None]) -> None:
        """The client's library takes a second and more to import, which is not the service's."""
        self._connected()

    def listing(self, deadline_s: float) -> tuple[VoiceInfo, ...]:
        """Those of the table, since no server lists any, if one answers that does not refuse the key."""
        client = self._connected()
        try:
            with client.models.with_streaming_response.list(timeout=deadline_s):
                pass
        except Exception as e:
            if not _speaks_all_the_same(e):
                raise _translated(e, Voice(self.name, "")) from without_secrets(e)
        return ENGINES[self.name].voices

    def _connected(self) -> openai.OpenAI:
        server = Server.of_environment()
        try:
            key = server.key()
            with self._lock:
                if self._client is None or self._client[0] != (key, server.base):
                    self._client = (key, server.base), server.client(key)
                return self._client[1]
        except Unavailable as e:
            raise EngineUnavailable(str(e)) from e.__cause__


def _instructions(voice: Voice) -> str:
    """voices.yaml may say its own, or none at all with an empty text."""
    return INSTRUCTIONS if voice.instructions is None else voice.instructions


def _translated(e: Exception, voice: Voice) -> EngineError:
    """The client's exceptions, and those of the protocol's other half, become the engine's."""
    if not isinstance(e, PodcastError):
        model = voice.model or MODEL
        refused = f"does not speak this with model “{model}” and voice “{voice.voice}”"
        e = Server.of_environment().translated(e, model, "voices.yaml", refused)
    if isinstance(e, EngineError):
        return e
    if isinstance(e, Busy):
        return EngineBusy(str(e), e.retry_after_s)
    return EngineRefused(str(e)) if isinstance(e, Refused) else EngineUnavailable(str(e))


def _speaks_all_the_same(e: Exception) -> bool:
    """Some servers have no list of models; a restricted key of OpenAI's may speak and not see it."""
    import openai

    return isinstance(e, openai.APIStatusError) and (e.status_code not in (401, 403) or "api.model.read" in str(e))
