"""OpenAI's own client against a server on loopback whose refusals repeat the key."""

from __future__ import annotations

import logging
import pickle
import re
import traceback
from dataclasses import replace
from typing import Any

import pytest

from podcast.errors import EngineBusy, EngineRefused, EngineUnavailable
from podcast.model import Request, Spoken
from podcast.show import Voice
from podcast.speak.openai_speech import INSTRUCTIONS, OpenAISpeech
from podcast.speak.verify import FaultySound
from tests import fakes

from .conftest import deliver

VOICE = Voice("openai", "coral")
TEXT = "Meta 以一百四十八億美元投資 Scale AI，並招攬其執行長。"
ENGINE = OpenAISpeech()
REQUEST = ENGINE.prepare(Spoken(TEXT, TEXT), VOICE)

FAULTS = {  # fault → (error, message)
    "400": (EngineRefused, "model “gpt-4o-mini-tts” and voice “coral” .400."),
    "401": (EngineUnavailable, "refuses the key .401.; check OPENAI_API_KEY"),
    "403": (EngineUnavailable, "refuses the key .403."),
    "404": (EngineUnavailable, "knows no model “gpt-4o-mini-tts”"),
    "429": (EngineBusy, "overloaded .429."),
    "quota": (EngineUnavailable, "used up .insufficient_quota."),
    "500": (EngineBusy, "overloaded .500."),
    "503": (EngineBusy, "overloaded .503."),
    "early": (EngineBusy, "broke off its answer"),
    "half": (FaultySound, "inside a word|no length"),
    "short": (FaultySound, "breaks off before its end"),
    "none": (FaultySound, "no sound"),
    "noise": (FaultySound, "no sound|no length|clipped"),
    "page": (FaultySound, "no sound"),
    "silence": (FaultySound, "silence"),
    "clipped": (FaultySound, "clipped"),
    "stall": (EngineBusy, "no whole answer"),
    "drip": (EngineBusy, "no whole answer"),
}


def test_a_sentence(openai_service):
    got = deliver(ENGINE, REQUEST, VOICE, 10.0)
    assert got.sample_rate == 24_000
    assert openai_service.bodies == [
        {
            "model": "gpt-4o-mini-tts",
            "voice": "coral",
            "input": TEXT,
            "response_format": "wav",
            "instructions": INSTRUCTIONS,
        }
    ]


def test_settings_of_the_voice_are_sent(openai_service):
    voice = replace(VOICE, model="tts-1", instructions="", speed=1.25)
    deliver(ENGINE, REQUEST, replace(voice, speed=1.0), 10.0)
    ENGINE.synthesise(REQUEST, voice, 10.0)
    assert "instructions" not in openai_service.bodies[0]
    assert openai_service.bodies[1]["model"] == "tts-1"
    assert openai_service.bodies[1]["speed"] == 1.25


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_and_the_key_is_nowhere(openai_service, fault, caplog):
    openai_service.always(fault)
    error, message = FAULTS[fault]
    with caplog.at_level(logging.DEBUG), pytest.raises(error, match=message) as caught:
        deliver(ENGINE, REQUEST, VOICE, 0.6 if fault in ("stall", "drip") else 10.0)
    assert type(caught.value) is error
    if fault in ("429", "503"):
        assert getattr(caught.value, "retry_after_s", None) == 1.0
    assert len(openai_service.asked) == 1  # the client's own retries are off
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(caught.value)
    assert openai_service.key not in shown


def test_every_fault_of_the_fake_is_in_the_table():
    assert set(fakes.FakeOpenAI.faults) <= set(FAULTS)


def test_no_server_at_all(openai_service):
    openai_service.stop()
    with pytest.raises(EngineBusy, match="cannot be reached"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)


def test_without_a_key_nothing_is_sent(monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(EngineUnavailable, match="OPENAI_API_KEY is not set"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)
    with pytest.raises(EngineUnavailable):
        ENGINE.listing(1.0)


def test_a_server_of_ones_own_needs_no_key(openai_service, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    openai_service.key = "none"
    assert len(deliver(ENGINE, REQUEST, VOICE, 10.0).samples) > 24_000


def test_a_new_key_is_used_at_once(openai_service, monkeypatch):
    deliver(ENGINE, REQUEST, VOICE, 10.0)
    openai_service.key = "sk-other"
    with pytest.raises(EngineUnavailable, match="401"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    assert len(deliver(ENGINE, REQUEST, VOICE, 10.0).samples) > 24_000


def test_identity_holds_what_changes_the_sound_and_no_secret(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://user:pass@speech.example:8443/v1/?token=canary")
    identity = ENGINE.identity(VOICE)
    assert "https://speech.example:8443/v1 " in identity
    for secret in ("canary", "user", "pass"):
        assert secret not in identity
    others: list[dict[str, Any]] = [{"voice": "nova"}, {"model": "tts-1"}, {"speed": 1.1}, {"instructions": "快"}]
    assert len({identity, *(ENGINE.identity(replace(VOICE, **o)) for o in others)}) == 5
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    assert ENGINE.identity(VOICE) == identity
    assert b"canary" not in pickle.dumps(REQUEST)


def test_a_long_text_does_not_fit_and_punctuation_is_never_sent(openai_service):
    assert not ENGINE.prepare(Spoken("字" * 1001, "字" * 1001), VOICE).fits
    with pytest.raises(EngineRefused):
        ENGINE.synthesise(Request("openai", "coral", "……", "……"), VOICE, 10.0)
    assert openai_service.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:80zigzag/v1",
        "http://localhost:99999/v1?zigzag",
        "http://user:zig/zag@localhost/v1",
        "http://user:80/zigzag@localhost/v1",
        "localhost:8000/zigzag",
        "zigzag",
        "ftp://localhost/zigzag",
        "http:///zigzag",
        "http://[::1/zigzag",
        "http://zig“zag”/v1",
    ],
)
def test_a_bad_address_is_told_without_repeating_it(monkeypatch, address):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    monkeypatch.setenv("OPENAI_BASE_URL", address)
    ENGINE.identity(VOICE)
    with pytest.raises(EngineUnavailable, match="OPENAI_BASE_URL") as caught:
        deliver(ENGINE, REQUEST, VOICE, 10.0)
    assert not re.search("zig|zag", "".join(traceback.format_exception_only(caught.value)))
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("key", ["sk-“canary”", "sk-canary\nx", "sk-canary\x07"])
def test_a_key_that_no_header_takes_is_told_at_once(openai_service, monkeypatch, key):
    monkeypatch.setenv("OPENAI_API_KEY", key)
    with pytest.raises(EngineUnavailable, match="OPENAI_API_KEY holds a character that no key has; copy it again"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)
    assert openai_service.asked == []


def test_a_proxy_that_is_no_address_is_no_traceback(openai_service, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "canary://x")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-new")  # a client is made anew
    with pytest.raises(EngineUnavailable, match=r"cannot be prepared .*proxy") as caught:
        deliver(ENGINE, REQUEST, VOICE, 10.0)
    assert "canary" not in str(caught.value)


def test_an_address_without_v1_is_the_likelier_fault(openai_service, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", openai_service.url.removesuffix("/v1"))
    with pytest.raises(EngineUnavailable, match=r"set another in voices\.yaml, or OPENAI_BASE_URL lacks /v1"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)


class Elsewhere(fakes.FakeOpenAI):
    to, status = "", 307

    async def _speak(self, request):
        return fakes.web.Response(status=self.status, headers={"Location": self.to})


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_with_the_text(monkeypatch, status):
    with fakes.FakeOpenAI() as other, Elsewhere() as service:
        service.to, service.status = f"http://user:sk-1@localhost:{other.port}/v1/audio/speech?key=sk-2", status
        monkeypatch.setenv("OPENAI_BASE_URL", service.url)
        with pytest.raises(EngineUnavailable, match=r"another address, at localhost, which is not done") as caught:
            deliver(ENGINE, REQUEST, VOICE, 10.0)
        assert other.asked == []
        assert "sk-" not in str(caught.value)


def test_an_answer_without_end_is_broken_off(openai_service, monkeypatch):
    monkeypatch.setattr("podcast.speak.openai_speech.LARGEST", 10_000)
    with pytest.raises(EngineBusy, match="larger than any sentence"):
        deliver(ENGINE, REQUEST, VOICE, 10.0)
