"""Microsoft's Taiwanese neural voices, by the unofficial client edge-tts. No account; the text leaves the machine."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine, Iterator
from typing import TYPE_CHECKING, Any, TypeVar
from xml.sax.saxutils import escape

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable
from podcast.mandarin.homophones import respell
from podcast.model import Boundary, Request, Spoken
from podcast.show import Voice
from podcast.speak.engine import Sound, VoiceInfo, retry_after_s

if TYPE_CHECKING:
    import edge_tts

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

    def synthesise(self, request: Request, voice: Voice, deadline_s: float) -> Sound:
        """MP3, 24 kHz, mono, 48 kbit/s, with the boundaries of words."""
        if not request.fits or not any(map(str.isalnum, request.payload)):
            raise EngineRefused(f"edge speaks 1 to {LIMIT} characters at once, with a word among them")
        import edge_tts

        try:
            client = edge_tts.Communicate(
                request.payload, voice.voice, rate=voice.rate, volume=voice.volume, pitch=voice.pitch,
                boundary="WordBoundary", receive_timeout=max(1, int(deadline_s)),
            )  # fmt: skip
        except ValueError as e:
            raise EngineUnavailable(f"voices.yaml: edge does not take this: {e}") from e
        with _ours(deadline_s):
            return _run(_stream(client), deadline_s)

    def listing(self, deadline_s: float) -> tuple[VoiceInfo, ...]:
        """The Mandarin voices that the service has now."""
        import edge_tts

        with _ours(deadline_s):
            found = _run(edge_tts.list_voices(), deadline_s)
        return tuple(
            VoiceInfo(v["ShortName"], v["Locale"], "female" if v["Gender"] == "Female" else "male")
            for v in found
            if v["Locale"].startswith("zh-") and v.get("Status") != "Deprecated"
        )


async def _stream(client: edge_tts.Communicate) -> Sound:
    data, boundaries = bytearray(), []
    async for chunk in client.stream():
        if chunk["type"] == "audio":
            data += chunk["data"]
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
def _ours(deadline_s: float) -> Iterator[None]:
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
