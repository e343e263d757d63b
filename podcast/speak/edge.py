"""Microsoft's Taiwanese neural voices, by the unofficial client edge-tts. No account; the text leaves the machine."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any, TypeVar
from xml.sax.saxutils import escape

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable
from podcast.mandarin.homophones import respell
from podcast.model import Boundary, Request, Spoken
from podcast.service.openai_server import retry_after_s
from podcast.show import Voice
from podcast.speak.engine import LARGEST, Sound, VoiceInfo

if TYPE_CHECKING:
    import edge_tts
    from yarl import URL

SERVICE = "Microsoft (speech.platform.bing.com)"
LIMIT = 1000  # characters: the service cuts what it speaks after some ten minutes, without a word
LIMIT_BYTES = 4000  # of escaped UTF-8: beyond 4,096 the client makes several requests of one
TICKS_MS = 10_000  # the service counts in 100 ns

T = TypeVar("T")


class Edge:
    """One WebSocket a request, as Microsoft's browser does; six at once are safe (429 and 503 begin at dozens)."""

    name = "edge"
    workers = 6

    def identity(self, voice: Voice) -> str:
        return f"edge {voice.voice} {voice.rate} {voice.volume} {voice.pitch}"

    def prepare(self, spoken: Spoken, voice: Voice) -> Request:
        text = " ".join(respell(spoken).split())  # it takes no phonemes: the lexicon's readings as homophones
        fits = len(text) <= LIMIT and len(escape(text).encode()) <= LIMIT_BYTES
        return Request(self.name, voice.voice, text, spoken.text, fits)

    @property
    def text_goes_to(self) -> str:
        by = _proxy()
        return f"{SERVICE}, by way of the proxy {by.host}:{by.port}" if by else SERVICE

    def load(self, tell: Callable[[str], None]) -> None:
        """The client's library takes most of a second to import, which is not the service's."""
        import edge_tts  # noqa: F401

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        """MP3, 24 kHz, mono, 48 kbit/s, with the boundaries of words."""
        if not request.fits or not any(map(str.isalnum, request.payload)):
            raise EngineRefused(f"edge speaks 1 to {LIMIT} characters at once, with a word among them")
        import aiohttp  # noqa: F401 - before the clock runs
        import edge_tts  # noqa: F401

        with _translate_errors(deadline_s):
            return _run(_speak(request.payload, voice, deadline_s), deadline_s)

    def listing(self, deadline_s: float) -> tuple[VoiceInfo, ...]:
        """The Mandarin voices that the service has now."""
        import edge_tts

        by = _proxy()
        with _translate_errors(deadline_s):
            found = _run(edge_tts.list_voices(proxy=str(by) if by else None), deadline_s)
        return tuple(
            VoiceInfo(v["ShortName"], v["Locale"], "female" if v["Gender"] == "Female" else "male")
            for v in found
            if v["Locale"].startswith("zh-") and v.get("Status") != "Deprecated"
        )


def _proxy() -> URL | None:
    """What HTTPS_PROXY or ALL_PROXY name, unless NO_PROXY excepts the service: aiohttp asks neither for a WebSocket.

    Raises EngineUnavailable for one that the client cannot use.
    """
    from urllib.request import getproxies, proxy_bypass

    if not (named := getproxies()):
        return None
    from yarl import URL

    service = _service()
    name = named.get("https" if service.scheme == "wss" else "http") or named.get("all")
    if not name or proxy_bypass(service.host or ""):
        return None
    try:
        by = URL(name if "://" in name else f"http://{name}")
    except ValueError:
        by = URL()
    if by.scheme not in ("http", "https") or not by.host:
        raise EngineUnavailable("edge takes an HTTP proxy only: name one in HTTPS_PROXY, or except it with NO_PROXY")
    return by


def _service() -> URL:
    from edge_tts import communicate
    from yarl import URL

    return URL(vars(communicate)["WSS_URL"])


async def _speak(text: str, voice: Voice, deadline_s: float) -> Sound:
    import edge_tts

    by, connector = _proxy(), _kept_to(str(_service().host))
    try:
        client = edge_tts.Communicate(
            text, voice.voice, rate=voice.rate, volume=voice.volume, pitch=voice.pitch, boundary="WordBoundary",
            receive_timeout=max(1, int(deadline_s)), proxy=str(by) if by else None, connector=connector,
        )  # fmt: skip
    except ValueError as e:
        raise EngineUnavailable(f"voices.yaml: edge does not take this: {e}") from e
    try:
        return await _stream(client)
    finally:
        await connector.end()


def _kept_to(host: str) -> Any:
    """A connector that goes to one host only: a redirect would take the text elsewhere."""
    import aiohttp

    class OneHost(aiohttp.TCPConnector):
        async def connect(self, req: Any, traces: Any, timeout: Any) -> Any:
            if req.url.host != host:
                raise EngineUnavailable(f"the service wants the text sent to {req.url.host}, which is not done")
            return await super().connect(req, traces, timeout)

        async def close(self, **_: Any) -> None:
            """The client ends its session and begins another one when its clock was wrong."""

        async def end(self) -> None:
            await super().close()

    return OneHost()


async def _stream(client: edge_tts.Communicate) -> Sound:
    data, boundaries = bytearray(), []
    async for chunk in client.stream():
        if chunk["type"] == "audio":
            data += chunk["data"]
            if len(data) > LARGEST:
                raise EngineBusy("what came is larger than any sentence")
        else:
            start, end = chunk["offset"], chunk["offset"] + chunk["duration"]
            boundaries.append(Boundary(chunk["text"], round(start / TICKS_MS), round(end / TICKS_MS)))
    # The client counts the bytes of a part only when its turn.end has come; a socket that closes before raises nothing.
    if client.state.get("cumulative_audio_bytes", len(data)) != len(data):
        raise EngineBusy("the service closed the connection in the middle of the sentence")
    return Sound(bytes(data), tuple(boundaries))


def _run(work: Coroutine[Any, Any, T], deadline_s: float) -> T:
    """In a loop of its own. Not asyncio.run: at its end that waits for a name server as long as it likes."""

    async def within() -> T:
        async with asyncio.timeout(deadline_s):
            return await work

    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(within())
    finally:
        with contextlib.suppress(Exception):
            loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


@contextlib.contextmanager
def _translate_errors(deadline_s: float) -> Iterator[None]:
    """The client's and the network's exceptions become ours."""
    import aiohttp
    from edge_tts.exceptions import NoAudioReceived, SkewAdjustmentError

    try:
        yield
    except (EngineBusy, EngineRefused, EngineUnavailable):
        raise
    except NoAudioReceived as e:
        raise EngineBusy("the service sent no sound (it does so now and then, and for a voice that it withdrew)") from e
    except TimeoutError as e:
        raise EngineBusy(f"no whole answer within {deadline_s:.0f} s") from e
    except SkewAdjustmentError as e:
        raise EngineUnavailable(_FORBIDDEN) from e
    except aiohttp.ClientResponseError as e:
        raise _from_status(e) from e
    except (aiohttp.ClientError, OSError) as e:
        raise EngineBusy("the service cannot be reached (is there a network?)") from e
    except Exception as e:  # whatever the client makes of an answer that it does not understand
        raise EngineBusy(f"the service answered what edge-tts does not understand ({type(e).__name__})") from e


_FORBIDDEN = (
    "the service refuses this client (403); set the computer's clock right, or update it: pip install -U edge-tts"
)


def _from_status(e: Any) -> Exception:
    if e.status == 403:
        return EngineUnavailable(_FORBIDDEN)
    if e.status == 429 or e.status >= 500:
        return EngineBusy(f"the service is overloaded ({e.status})", retry_after_s(e.headers))
    return EngineUnavailable(
        f"the service no longer speaks this client's language ({e.status}); pip install -U edge-tts"
    )
