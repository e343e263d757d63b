"""edge-tts' own client against a service on loopback: every fault that FACTS of it name becomes one of our errors."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any
from unittest import mock

import pytest

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable
from podcast.model import Request, Spoken
from podcast.service.openai_server import retry_after_s
from podcast.show import Voice
from podcast.speak.edge import Edge
from podcast.speak.verify import FaultySound
from tests import fakes

from .conftest import deliver

VOICE = Voice("edge", "zh-TW-HsiaoChenNeural", rate="+5%", volume="-10%", pitch="+2Hz")
TEXT = "Meta 以一百四十八億美元投資 Scale AI，<並>招攬 & 其執行長。"
ENGINE = Edge()
REQUEST = ENGINE.prepare(Spoken(TEXT, TEXT), VOICE)

FAULTS = {  # fault → (error, message)
    "403": (EngineUnavailable, "403.*clock right, or update"),
    "404": (EngineUnavailable, "404.*pip install -U edge-tts"),
    "429": (EngineBusy, "overloaded .429."),
    "503": (EngineBusy, "overloaded .503."),
    "close": (EngineBusy, "sent no sound"),
    "none": (EngineBusy, "sent no sound"),
    "early": (EngineBusy, "closed the connection in the middle"),
    "half": (FaultySound, "before its last word|inside a word|no length"),
    "short": (FaultySound, "only a part of the sentence"),
    "noise": (FaultySound, "no sound|no length|clipped"),
    "nonsense": (EngineBusy, "does not understand"),
    "silence": (FaultySound, "silence"),
    "clipped": (FaultySound, "clipped"),
    "stall": (EngineBusy, "no whole answer within"),
    "drip": (EngineBusy, "no whole answer within"),
}


def test_a_sentence_with_its_words(edge):
    got = deliver(ENGINE, REQUEST, VOICE, 10.0)
    assert got.sample_rate == 24_000
    assert "".join(b.text for b in got.boundaries) == "".join(c for c in TEXT if c.isalnum())
    assert edge.asked == [TEXT]


def test_rate_volume_and_pitch_are_sent(edge, monkeypatch):
    seen = []
    monkeypatch.setattr("edge_tts.communicate.mkssml", lambda tc, text: [seen.append(tc), "<prosody>今天</prosody>"][1])
    with pytest.raises(EngineBusy):
        deliver(ENGINE, REQUEST, VOICE, 10.0)
    assert (seen[0].rate, seen[0].volume, seen[0].pitch, seen[0].boundary) == ("+5%", "-10%", "+2Hz", "WordBoundary")


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(edge, fault):
    edge.always(fault)
    error, message = FAULTS[fault]
    with pytest.raises(error, match=message) as caught:
        deliver(ENGINE, REQUEST, VOICE, 0.6 if fault in ("stall", "drip") else 10.0)
    if fault in ("429", "503"):
        assert getattr(caught.value, "retry_after_s", None) == 1.0
    assert type(caught.value) is error


def test_every_fault_of_the_fake_is_in_the_table():
    assert set(fakes.FakeEdge.faults) <= set(FAULTS)


def test_a_wrong_clock_is_put_right_by_the_client(edge):
    edge.next("403")
    assert len(deliver(ENGINE, REQUEST, VOICE, 10.0).samples) > 24_000


def test_no_service_at_all(edge):
    edge.stop()
    with pytest.raises(EngineBusy, match="cannot be reached"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)


def test_a_name_server_that_does_not_answer_ends_with_the_deadline(monkeypatch):
    stuck = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: stuck.wait(20) and [])
    began = time.monotonic()
    with pytest.raises(EngineBusy, match="no whole answer"):
        deliver(ENGINE, REQUEST, VOICE, 0.3)
    assert time.monotonic() - began < 10  # not the 20 s for which the name server holds its thread
    stuck.set()


@pytest.mark.parametrize("text", ["", "……", "！？", "「」"])
def test_punctuation_is_never_sent(edge, text):
    with pytest.raises(EngineRefused):
        ENGINE.synthesise(Request("edge", VOICE.voice, text, text), VOICE, 10.0)
    assert edge.asked == []


@pytest.mark.parametrize(
    ("text", "fits"), [("字" * 1000, True), ("字" * 1001, False), ("&" * 900, False), ("a" * 1000, True)]
)
def test_a_request_is_one_request(text, fits):
    """1,000 characters at most, and never so many bytes that the client would make two of it."""
    assert ENGINE.prepare(Spoken(text, text), VOICE).fits is fits


@pytest.mark.parametrize("voice", [Voice("edge", "Hsiao"), Voice("edge", VOICE.voice, rate="fast")])
def test_what_the_client_does_not_take_is_told(edge, voice):
    with pytest.raises(EngineUnavailable, match=r"voices\.yaml"):
        ENGINE.synthesise(REQUEST, voice, 10.0)


def test_identity_holds_every_setting():
    changed: list[dict[str, Any]] = [
        {"rate": "+6%"},
        {"volume": "+0%"},
        {"pitch": "+0Hz"},
        {"voice": "zh-TW-YunJheNeural"},
    ]
    from dataclasses import replace

    assert len({ENGINE.identity(VOICE), *(ENGINE.identity(replace(VOICE, **c)) for c in changed)}) == 5


def test_listing_is_the_services_own(edge):
    del edge.voices["zh-TW-HsiaoYuNeural"]
    assert [(v.name, v.language, v.gender) for v in ENGINE.listing(5.0)] == [
        ("zh-TW-HsiaoChenNeural", "zh-TW", "female"),
        ("zh-TW-YunJheNeural", "zh-TW", "male"),
    ]


@pytest.mark.parametrize(("fault", "error"), [("stall", EngineBusy), ("503", EngineBusy), ("403", EngineUnavailable)])
def test_listing_faults(edge, fault, error):
    edge.always(fault)
    with pytest.raises(error):
        ENGINE.listing(0.5)


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("0", 0.0), ("1.5", 1.5), ("", None), ("soon", None), ("-3", None)]
)
def test_retry_after(value, seconds):
    assert retry_after_s({"Retry-After": value}) == seconds


def test_retry_after_a_date():
    from datetime import UTC, datetime, timedelta
    from email.utils import format_datetime

    when = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert retry_after_s({"Retry-After": when}) == pytest.approx(30, abs=5)
    assert retry_after_s({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}) == 0.0
    assert retry_after_s(None) is None


def test_a_reading_of_the_lexicon_is_sent_as_homophones_and_changes_the_request():
    from podcast.mandarin import Mandarin

    plain = ENGINE.prepare(Mandarin().say("這個樂隊很好。"), VOICE)
    forced = ENGINE.prepare(Mandarin([("樂隊", "ㄌㄜˋ ㄉㄨㄟˋ")]).say("這個樂隊很好。"), VOICE)
    assert plain.payload == "這個樂隊很好。"
    assert forced.payload != plain.payload
    assert len(forced.payload) == len(plain.payload)
    assert forced.text == plain.text


class Elsewhere(fakes.FakeEdge):
    """Sends whoever asks to another host: a captive portal, a service that was taken over."""

    to = ""

    async def _speak(self, request):
        raise fakes.web.HTTPTemporaryRedirect(self.to)


def test_a_redirect_to_another_host_is_not_followed_with_the_text():
    with fakes.FakeEdge() as other, Elsewhere() as service:
        service.to = other.url.replace("127.0.0.1", "localhost").replace("ws:", "http:")
        with pytest.raises(EngineUnavailable, match="wants the text sent to localhost, which is not done"):
            deliver(ENGINE, REQUEST, VOICE, 10.0)
        assert other.asked == []


@pytest.fixture
def no_proxies(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_usual_variables_name_the_proxy_and_it_is_told(edge, monkeypatch, no_proxies):
    """The fake stands for proxy and service: it answers for a host that nobody can look up."""
    assert ENGINE.text_goes_to == "Microsoft (speech.platform.bing.com)"
    monkeypatch.setenv("HTTP_PROXY", f"http://user:secret@127.0.0.1:{edge.port}")
    with mock.patch("edge_tts.communicate.WSS_URL", "ws://edge.invalid/edge/v1?TrustedClientToken=x"):
        assert deliver(ENGINE, REQUEST, VOICE, 10.0).sample_rate == 24_000
        with monkeypatch.context() as unset:
            unset.delenv("HTTP_PROXY")
            with pytest.raises(EngineBusy, match="cannot be reached"):
                deliver(ENGINE, REQUEST, VOICE, 10.0)
    assert edge.asked == [TEXT]
    assert ENGINE.text_goes_to == f"Microsoft (speech.platform.bing.com), by way of the proxy 127.0.0.1:{edge.port}"
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert "proxy" not in ENGINE.text_goes_to


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_services_own_address_asks_for_the_proxy_of_https(monkeypatch, no_proxies, name):
    monkeypatch.setenv(name, "proxy.example:3128")
    assert ENGINE.text_goes_to.endswith("by way of the proxy proxy.example:3128")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "http://[", "://"])
def test_a_proxy_that_the_client_cannot_use_is_told(monkeypatch, no_proxies, proxy):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    with pytest.raises(EngineUnavailable, match="an HTTP proxy only: name one in HTTPS_PROXY"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)
