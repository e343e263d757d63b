"""OpenAI's speech endpoint, or any server that speaks it (OPENAI_BASE_URL). The text leaves the machine; it costs."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from podcast.errors import EngineBusy, EngineError, EngineRefused, EngineUnavailable
from podcast.mandarin.homophones import respell
from podcast.model import Request, Spoken
from podcast.show import Voice
from podcast.speak.engine import LARGEST, Price, Sound, VoiceInfo, retry_after_s
from podcast.speak.engines import ENGINES

if TYPE_CHECKING:
    import openai

MODEL = "gpt-4o-mini-tts"
INSTRUCTIONS = (
    "用台灣的國語朗讀這段科技新聞：台灣口音、台灣的讀音（例如「企業」的企讀四聲、「期待」的期讀二聲），"
    "不要捲舌過重，不要兒化。語氣像電台主持人，清楚、親切、平穩。英文名稱照英文讀。逐字照念，不增不減。"
)
LIMIT = 1000  # characters; the endpoint takes 4,096, but a long answer drifts from its text
OFFICIAL = "https://api.openai.com/v1"
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
        return "OpenAI" if server() == OFFICIAL else server() or "the server that OPENAI_BASE_URL names"

    def identity(self, voice: Voice) -> str:
        settings = [server(), voice.model or MODEL, voice.voice, f"{voice.speed:g}", _instructions(voice)]
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
                return Sound(_read(answer.iter_bytes(), time.monotonic() + deadline_s))
        except EngineError:
            raise
        except Exception as e:
            raise _translated(e, voice) from _without_secrets(e)

    def product(self, voice: Voice) -> str:
        return f"{self.name}/{voice.model or MODEL}"

    def price(self, voice: Voice) -> Price | None:
        """None for another server: what it takes for the same model nobody knows."""
        return PRICES.get(voice.model or MODEL) if server() == OFFICIAL else None

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
                raise _translated(e, Voice(self.name, "")) from _without_secrets(e)
        return ENGINES[self.name].voices

    def _connected(self) -> openai.OpenAI:
        import openai

        if not server():
            raise EngineUnavailable("OPENAI_BASE_URL is no address such as http://localhost:8000/v1")
        key, base = _key(), _base()
        with self._lock:
            if self._client is None or self._client[0] != (key, base):
                try:
                    # retries are made outside, for all engines alike: here they would multiply
                    client = openai.OpenAI(
                        api_key=key or "none",
                        base_url=base,
                        max_retries=0,
                        http_client=openai.DefaultHttpxClient(follow_redirects=False),  # text goes where we say
                    )
                except Exception as e:  # what it says may hold a password: of the address, or of a proxy's
                    why = "check OPENAI_BASE_URL, and the proxy in HTTPS_PROXY or ALL_PROXY if there is one"
                    raise EngineUnavailable(f"the connection cannot be prepared ({type(e).__name__}); {why}") from None
                self._client = (key, base), client
            return self._client[1]


def _read(parts: Iterator[bytes], until: float) -> bytes:
    """The whole answer. The client's own timeout begins anew with each part."""
    data = bytearray()
    for part in parts:
        data += part
        if len(data) > LARGEST:
            raise EngineBusy("what came is larger than any sentence")
        if time.monotonic() > until:
            raise EngineBusy("no whole answer in time")
    return bytes(data)


def server() -> str:
    """Where requests go, without user, password and query: those may be secret. Empty when that is no address."""
    try:
        parts = urlsplit(_base())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a port that is no number, a bracket that is not closed
        return ""
    # a user's password with a slash in it ends the host too early: what is left of it stands before an @
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.path:
        return ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path.rstrip('/')}"


def _base() -> str:
    return os.environ.get("OPENAI_BASE_URL", "").strip() or OFFICIAL


def _key() -> str:
    """Empty for a server of one's own that wants none. Raises EngineUnavailable for one that cannot be sent."""
    key = os.environ.get("OPENAI_API_KEY", "").strip()
    if not key and server() == OFFICIAL:
        raise EngineUnavailable("OPENAI_API_KEY is not set; export it, or name your own server in OPENAI_BASE_URL")
    if not (key.isascii() and key.isprintable()):  # typographic quotes, or two lines: no header takes them
        raise EngineUnavailable("OPENAI_API_KEY holds a character that no key has; copy it again")
    return key


def _instructions(voice: Voice) -> str:
    """voices.yaml may say its own, or none at all with an empty text."""
    return INSTRUCTIONS if voice.instructions is None else voice.instructions


def _translated(e: Exception, voice: Voice) -> EngineError:
    """The client's exceptions become ours; what a server writes is not repeated: it may hold the key."""
    import openai

    if isinstance(e, openai.APIStatusError):
        return _from_status(e, voice)
    if isinstance(e, openai.APITimeoutError):
        return EngineBusy("no whole answer in time")
    if isinstance(e, openai.APIConnectionError):
        return EngineBusy(f"{server()} cannot be reached (is there a network?)")
    return EngineBusy(f"{server()} broke off its answer ({type(e).__name__})")


def _speaks_all_the_same(e: Exception) -> bool:
    """Some servers have no list of models; a restricted key of OpenAI's may speak and not see it."""
    import openai

    return isinstance(e, openai.APIStatusError) and (e.status_code not in (401, 403) or "api.model.read" in str(e))


def _from_status(e: openai.APIStatusError, voice: Voice) -> EngineError:
    status, model = e.status_code, voice.model or MODEL
    if 300 <= status < 400:
        return EngineUnavailable(f"{server()} {_sends_elsewhere(e.response.headers.get('location', ''))} ({status})")
    if status in (401, 403):
        return EngineUnavailable(f"{server()} refuses the key ({status}); check OPENAI_API_KEY")
    if status == 404:
        wrong = "" if server().endswith("/v1") else ", or OPENAI_BASE_URL lacks /v1"
        return EngineUnavailable(f"{server()} knows no model “{model}” (404); set another in voices.yaml{wrong}")
    if status == 429 and e.code in ("insufficient_quota", "billing_hard_limit_reached"):
        return EngineUnavailable(f"the account at {server()} is used up ({e.code})")
    if status in (408, 409, 429) or status >= 500:
        return EngineBusy(f"{server()} is overloaded ({status})", retry_after_s(e.response.headers))
    return EngineRefused(f"{server()} does not speak this with model “{model}” and voice “{voice.voice}” ({status})")


def _sends_elsewhere(location: str) -> str:
    """Host only: the rest of what a server writes may hold the key."""
    try:
        host = urlsplit(location).hostname or ""
    except ValueError:
        host = ""
    where = f"another address, at {host:.100}" if re.fullmatch(r"[\w.:-]+", host) else "another address"
    return f"wants the text sent to {where}, which is not done; if you trust it, name it in OPENAI_BASE_URL"


def _without_secrets(e: Exception) -> Exception | None:
    """The cause, if it says nothing that a server wrote."""
    import openai

    return None if isinstance(e, openai.APIStatusError) else e
