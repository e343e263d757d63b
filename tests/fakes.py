"""Speech services on loopback that speak the real protocols, whose sound follows the text, and that fail on command.

The libraries' own clients talk to them; only the address is changed:

    with FakeEdge() as edge:          # patches edge_tts' addresses while it runs
        edge.always("half")           # every request from now on
        edge.next("503", "429")       # the next two
        edge.sometimes(0.3, seed=1)   # a share of requests, the same ones for the same seed
        edge.asked                    # the texts that came, in order
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import io
import json
import random
import re
import threading
import wave
from collections import Counter, deque
from contextlib import ExitStack
from functools import lru_cache
from typing import Any
from unittest import mock

import numpy as np
from aiohttp import WSCloseCode, web

RATE = 24_000
LEAD_MS, TAIL_MS = 100, 300
TICKS_MS = 10_000


# ---------------------------------------------------------------- sound that follows the text


def pieces(text: str) -> list[tuple[str, int]]:
    """(character, how long it sounds in ms); punctuation is silent."""
    return [(c, 200 if c.isdigit() or c > "\u3000" else 150 if c.isupper() else 70) for c in text if not c.isspace()]


@lru_cache(maxsize=256)
def spoken(text: str, voice: str) -> np.ndarray:
    """A tone a syllable, mono int16 at 24 kHz; the same for the same text and voice."""
    blocks = [np.zeros(RATE * LEAD_MS // 1000)]
    for c, ms in pieces(text):
        n = RATE * ms // 1000
        pitch = 120 + int.from_bytes(hashlib.sha256((voice + c).encode()).digest()[:2], "big") % 400
        tone = np.sin(2 * np.pi * pitch * np.arange(n) / RATE) * np.sin(np.pi * np.arange(n) / n) ** 0.5
        blocks.append(tone * (0.3 if c.isalnum() else 0))
    blocks.append(np.zeros(RATE * TAIL_MS // 1000))
    return np.rint(np.concatenate(blocks) * 32767).astype(np.int16)


def boundaries(text: str) -> list[tuple[str, int, int]]:
    """(word, start in ms, length in ms): two characters a word, as often in Mandarin."""
    found: list[Any] = []
    at = LEAD_MS
    for c, ms in pieces(text):
        if c.isalnum() and found and len(found[-1][0]) == 1 and sum(found[-1][1:]) == at:
            word, start, length = found[-1]
            found[-1] = (word + c, start, length + ms)
        elif c.isalnum():
            found.append((c, at, ms))
        at += ms
    return found


def half(samples: np.ndarray) -> np.ndarray:
    """The first half, ending in the middle of a syllable."""
    middle = len(samples) // 2
    return samples[: middle + int(np.argmax(np.abs(samples[middle : middle + RATE // 10])))]


def distort(samples: np.ndarray, fault: str | None) -> np.ndarray:
    if fault == "half":
        return half(samples)
    if fault == "silence":
        return np.zeros_like(samples)
    if fault == "clipped":
        return np.clip(samples.astype(np.int32) * 40, -32768, 32767).astype(np.int16)
    return samples


@lru_cache(maxsize=256)
def spoken_mp3(text: str, voice: str, fault: str | None) -> bytes:
    return mp3(distort(spoken(text, voice), fault))


def mp3(samples: np.ndarray) -> bytes:
    """24 kHz, 48 kbit/s, mono, without an Info tag: as the service sends it."""
    import av

    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=RATE, layout="mono")
        stream.bit_rate = 48_000
        frame = av.AudioFrame.from_ndarray(samples[None], format="s16", layout="mono")
        frame.sample_rate = RATE
        converted = av.AudioResampler(format=stream.format, layout="mono", rate=RATE).resample(frame)
        for packet in [p for f in [*converted, None] for p in stream.encode(f)]:
            out.mux(packet)
    return file.getvalue()


def wav(samples: np.ndarray) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    return file.getvalue()


# ---------------------------------------------------------------- a service that fails on command


class Service:
    """Runs in a thread of its own. ``delay_s``: each request takes at least so long."""

    faults: tuple[str, ...] = ()  # what `sometimes` chooses from

    def __init__(self, delay_s: float = 0.0, retry_after_s: int = 1) -> None:
        self.delay_s, self.retry_after_s = delay_s, retry_after_s
        self.asked: list[str] = []
        self.most_at_once = 0
        self._at_once = 0
        self._queue: deque[str] = deque()
        self._always: str | None = None
        self._share, self._seed = 0.0, 0
        self._seen: Counter[str] = Counter()
        self._stack = ExitStack()

    def always(self, fault: str | None) -> None:
        self._always = fault

    def next(self, *faults: str) -> None:
        self._queue.extend(faults)

    def sometimes(self, share: float, seed: int) -> None:
        """Which requests fail, and how, depends on the seed, the text and the attempt: not on the order."""
        self._share, self._seed = share, seed

    def fault_for(self, text: str) -> str | None:
        self._seen[text] += 1
        if self._queue:
            return self._queue.popleft()
        chance = random.Random(f"{self._seed} {text} {self._seen[text]}")
        if chance.random() < self._share:
            return chance.choice(self.faults)
        return self._always

    async def arrive(self, text: str) -> None:
        self.asked.append(text)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        await asyncio.sleep(self.delay_s)

    def leave(self) -> None:
        self._at_once -= 1

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), daemon=True)
        self._thread.start()
        started.wait(10)
        for patch in self.patches():
            self._stack.enter_context(patch)
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()
        self.stop()

    def stop(self) -> None:
        """Gone: connections are refused from now on. The address stays patched."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)

    def _run(self, started: threading.Event) -> None:
        async def start() -> None:
            app = web.Application()
            self.routes(app)
            self._runner = web.AppRunner(app, shutdown_timeout=0.1)
            await self._runner.setup()
            site = web.TCPSite(self._runner, "127.0.0.1", 0)
            await site.start()
            server: Any = site._server
            self.port = server.sockets[0].getsockname()[1]

        self._loop.run_until_complete(start())
        started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(self._end())
        self._loop.close()

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._runner.cleanup()

    def routes(self, app: web.Application) -> None:
        raise NotImplementedError

    def patches(self) -> list:
        raise NotImplementedError


def _refusal(service: Service, status: int, body: object = None) -> web.Response:
    headers = {"Retry-After": str(service.retry_after_s)} if status in (429, 503) else {}
    return web.json_response(body or {"error": {"message": "refused", "code": None}}, status=status, headers=headers)


# ---------------------------------------------------------------- edge-tts 7.3.1


class FakeEdge(Service):
    """The WebSocket and the list of voices that edge-tts talks to."""

    faults = ("503", "429", "close", "early", "half", "short", "none", "noise", "nonsense", "silence", "clipped")

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        self.voices = {
            "zh-TW-HsiaoChenNeural": "Female",
            "zh-TW-HsiaoYuNeural": "Female",
            "zh-TW-YunJheNeural": "Male",
            "en-US-EmmaMultilingualNeural": "Female",
        }
        self.used: Counter[str] = Counter()  # voice → requests

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/edge/v1?TrustedClientToken=x"

    def patches(self) -> list:
        return [
            mock.patch("edge_tts.communicate.WSS_URL", self.url),
            mock.patch("edge_tts.voices.VOICE_LIST", f"http://127.0.0.1:{self.port}/voices/list?token=x"),
        ]

    def routes(self, app: web.Application) -> None:
        app.router.add_get("/edge/v1", self._speak)
        app.router.add_get("/voices/list", self._list)

    async def _list(self, request: web.Request) -> web.Response:
        if self._always == "stall":
            await asyncio.sleep(3600)
        if self._always in ("403", "503"):
            return _refusal(self, int(self._always))
        return web.json_response(
            [
                {"Name": n, "ShortName": n, "Gender": g, "Locale": n[:5], "Status": "GA", "FriendlyName": n}
                for n, g in self.voices.items()
            ]
        )

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        """The handshake comes before the text: what refuses it is chosen first."""
        if not re.fullmatch(r"[0-9A-F]{16}-[0-9A-F]{64}", request.query.get("Sec-MS-GEC", "")):
            return _refusal(self, 403)
        early = self._queue[0] if self._queue else self._always
        if early in ("403", "429", "503", "404"):
            fault = self._queue.popleft() if self._queue else early
            self.asked.append("")
            return _refusal(self, int(fault))
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        try:
            config, ssml = await ws.receive_str(), await ws.receive_str()
        except TypeError:  # whoever asked was killed before the text was sent
            return ws
        assert "Path:speech.config" in config
        assert "Path:ssml" in ssml
        spoken, voice = re.search(r"<prosody[^>]*>(.*)</prosody>", ssml, re.S), re.search(r"\((\w+-\w+), (\w+)\)", ssml)
        assert spoken
        assert voice
        text, (region, name) = html.unescape(spoken[1]), voice.groups()
        await self.arrive(text)
        try:
            await self._answer(ws, text, f"{region}-{name}")
        except ConnectionResetError:
            pass
        finally:
            self.leave()
        return ws

    async def _answer(self, ws: web.WebSocketResponse, text: str, voice: str) -> None:
        fault = self.fault_for(text)
        self.used[voice] += 1
        await ws.send_str(_frame("turn.start", {"context": {"serviceTag": "x"}}))
        if fault in ("429", "503", "close"):  # too late for a status: the socket closes before any sound
            await ws.close(code=WSCloseCode.INTERNAL_ERROR)
            return
        await ws.send_str(_frame("response", {"context": {}, "audio": {"type": "inline"}}))
        if fault == "nonsense":
            await ws.send_str("no header\r\n\r\n{")
            return
        if fault == "stall":
            await asyncio.sleep(3600)
        if fault != "none" and voice in self.voices:
            await self._sound(ws, text, voice, fault)
        if fault == "early":
            await ws.close()
            return
        await ws.send_str(_frame("turn.end", {}))
        await ws.close()

    async def _sound(self, ws: web.WebSocketResponse, text: str, voice: str, fault: str | None) -> None:
        if fault == "short":  # two thirds of the sentence, spoken well and said to be all
            text = text[: len(text) * 2 // 3]
        data = spoken_mp3(text, voice, fault)
        if fault == "noise":
            data = random.Random(text).randbytes(len(data))
        if fault == "early":
            data = data[: len(data) // 2]
        marks = boundaries(text)
        for word, start, length in marks[: len(marks) // 2] if fault == "early" else marks:
            where = {"Offset": start * TICKS_MS, "Duration": length * TICKS_MS}
            named = {"Text": html.escape(word, quote=False), "Length": len(word), "BoundaryType": "WordBoundary"}
            metadata = {"Metadata": [{"Type": "WordBoundary", "Data": {**where, "text": named}}]}
            await ws.send_str(_frame("audio.metadata", metadata))
        for at in range(0, len(data), 720):
            await ws.send_bytes(_binary("Content-Type:audio/mpeg\r\n", data[at : at + 720]))
            if fault == "drip":
                await asyncio.sleep(0.2)
        await ws.send_bytes(_binary("", b""))


def _frame(path: str, body: object) -> str:
    return f"X-RequestId:0\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{json.dumps(body)}"


def _binary(content_type: str, data: bytes) -> bytes:
    header = f"X-RequestId:0\r\n{content_type}X-StreamId:0\r\nPath:audio\r\n".encode()
    return len(header).to_bytes(2, "big") + header + data


# ---------------------------------------------------------------- OpenAI


async def send(request: web.Request, data: bytes, kind: str, fault: str | None, *, piece: int) -> web.StreamResponse:
    """An answer of type ``kind``: half of it (early), ``piece`` bytes at a time (drip), else whole."""
    answer = web.StreamResponse(headers={"Content-Type": kind, "Content-Length": str(len(data))})
    await answer.prepare(request)
    if fault == "early":
        await answer.write(data[: len(data) // 2])
        request.transport.abort()
    elif fault == "drip":
        for at in range(0, len(data), piece):
            await answer.write(data[at : at + piece])
            await asyncio.sleep(0.2)
    else:
        await answer.write(data)
    return answer


class FakeOpenAI(Service):
    """POST /v1/audio/speech, GET /v1/models. Its refusals repeat the key, as a careless server might."""

    faults = ("503", "500", "429", "early", "half", "short", "none", "noise", "page", "silence", "clipped")
    key = "sk-canary-0123456789"

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        self.bodies: list[dict] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def patches(self) -> list:
        return [mock.patch.dict("os.environ", {"OPENAI_BASE_URL": self.url, "OPENAI_API_KEY": self.key})]

    def routes(self, app: web.Application) -> None:
        app.router.add_post("/v1/audio/speech", self._speak)
        app.router.add_get("/v1/models", self._models)

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.bodies.append(body)
        await self.arrive(body["input"])
        try:
            return await self._answer(request, body)
        finally:
            self.leave()

    def _refused(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") != f"Bearer {self.key}"

    async def _models(self, request: web.Request) -> web.Response:
        fault = "401" if self._refused(request) else self._always
        if fault == "stall":
            await asyncio.sleep(3600)
        if fault == "scope":
            return _refusal(self, 403, {"error": {"message": "Missing scopes: api.model.read", "code": None}})
        if fault and fault.isdigit():
            return _refusal(self, int(fault), {"error": {"message": f"no, {self.key}", "code": None}})
        if fault == "page":
            return web.Response(text="<html>Sign in to the hotel's network</html>", content_type="text/html")
        return web.json_response({"object": "list", "data": [{"id": "gpt-4o-mini-tts", "object": "model"}]})

    async def _answer(self, request: web.Request, body: dict) -> web.StreamResponse:
        fault = "401" if self._refused(request) else self.fault_for(body["input"])
        if fault == "quota":
            return _refusal(self, 429, {"error": {"message": f"quota {self.key}", "code": "insufficient_quota"}})
        if fault and fault.isdigit():
            return _refusal(self, int(fault), {"error": {"message": f"no, {self.key}", "code": None}})
        if fault == "page":
            return web.Response(text="<html>Sign in to the hotel's network</html>", content_type="text/html")
        if fault == "stall":
            await asyncio.sleep(3600)
        data = wav(distort(spoken(body["input"], body["voice"]), fault))
        if fault == "short":  # the header states all of it
            quiet = wav(spoken(body["input"][: len(body["input"]) * 2 // 3], body["voice"]))
            data = data[:44] + quiet[44:]
        if fault == "none":
            data = b""
        if fault == "noise":
            data = random.Random(body["input"]).randbytes(len(data))
        return await send(request, data, "audio/wav", fault, piece=2000)
