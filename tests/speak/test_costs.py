from __future__ import annotations

from dataclasses import replace

import pytest

from podcast.show import Show, Speaker, Voice
from podcast.speak import estimate, keys_of, speak_episode
from podcast.speak.engine import Price
from podcast.speak.engines import load
from podcast.speak.openai_speech import OpenAISpeech

from .conftest import QUICK, SENTENCES, script_of

SCRIPT = script_of(*SENTENCES)


@pytest.fixture
def rows(mandarin, store, show, toy, monkeypatch):
    for room in ("choose", "costs"):
        monkeypatch.setattr(f"podcast.speak.{room}.load", lambda name, *_: toy if name == "kokoro" else load(name))

    def run(show=show, **kwargs):
        return dict(estimate(SCRIPT, show, mandarin, store, **kwargs))

    return run


def costing(tmp_path, voice: Voice, **prices: float) -> Show:
    return Show(tmp_path, "節", "人", "述", speakers=(Speaker("host", "主", (voice,)),), prices=prices)


def test_what_is_not_stored_is_still_to_make(rows, edge):
    count = sum(map(len, SENTENCES))
    assert rows() == {
        "voice": "edge zh-TW-HsiaoChenNeural (first in voices.yaml); text goes to Microsoft (speech.platform.bing.com)",
        "text": f"{count} characters as spoken",
        "requests": f"10 of 10 still to make, {count} characters",
        "length": "about 0:43 of speech",  # ten times 16 syllables of 215 ms and a pause of 900 ms
        "cost": "nothing",
    }
    assert edge.asked == []


def test_what_is_stored_is_paid_for(rows, mandarin, store, show, edge):
    take = speak_episode(SCRIPT, show, mandarin, store, policy=QUICK)
    told = rows()
    assert told["requests"] == "0 of 10 still to make, 0 characters"
    seconds = sum(c.duration_samples / c.sample_rate for c in take.clips) + 10 * 0.9
    assert told["length"] == f"about 0:{seconds:02.0f} of speech"


def test_a_price_a_minute(rows, tmp_path, monkeypatch):
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    told = rows(costing(tmp_path, Voice("openai", "coral")))
    assert told["cost"] == "about US$0.01 (prices of 2026-11, or show.yaml's)"


@pytest.mark.parametrize(
    ("prices", "cost"),
    [
        ({"openai/tts-1": 100_000.0}, f"about US${sum(map(len, SENTENCES)) / 10:.2f}"),
        ({"openai": 1_000_000.0}, f"about US${sum(map(len, SENTENCES)):.2f}"),
        ({"openai": 0.0}, "nothing"),
    ],
)
def test_the_shows_own_price_goes_first(rows, tmp_path, prices, cost):
    assert rows(costing(tmp_path, Voice("openai", "coral", model="tts-1"), **prices))["cost"].startswith(cost)


def test_an_unknown_price_is_said_to_be_unknown(rows, tmp_path):
    told = rows(costing(tmp_path, Voice("openai", "x", model="home-made")))
    assert told["cost"] == "unknown for openai/home-made; give it in show.yaml under prices"


def test_what_a_server_of_ones_own_takes_only_the_show_knows(rows, tmp_path, openai_service):
    voice = Voice("openai", "coral", model="tts-1")
    assert rows(costing(tmp_path, voice))["cost"] == "unknown for openai/tts-1; give it in show.yaml under prices"
    assert rows(costing(tmp_path, voice, openai=0.0))["cost"] == "nothing"


def test_openais_own_address_has_openais_price(rows, tmp_path, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "https://api.openai.com/v1/")
    assert rows(costing(tmp_path, Voice("openai", "coral")))["cost"].startswith("about US$")


@pytest.mark.parametrize(("model", "dollars"), [("tts-1", 15), ("tts-1-hd", 30)])
def test_openais_models_cost_what_its_page_said(monkeypatch, model, dollars):
    """US$ per million characters."""
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert OpenAISpeech().price(Voice("openai", "coral", model=model)) == Price(million_characters=dollars)
    assert OpenAISpeech().price(Voice("openai", "coral")) == Price(minute=0.015)


def test_keys_are_those_of_every_voice_that_may_speak(rows, mandarin, store, show, edge):
    take = speak_episode(SCRIPT, show, mandarin, store, policy=QUICK)
    keys = keys_of(SCRIPT, show, mandarin)
    assert set(take.plan.keys) < keys
    assert len(keys) == 20
    quicker = replace(show, speakers=(replace(show.speakers[0], voices=(Voice("kokoro", "zf_xiaobei"),)),))
    assert not set(take.plan.keys) & keys_of(SCRIPT, quicker, mandarin)
