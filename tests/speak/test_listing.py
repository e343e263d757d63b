from __future__ import annotations

import os
import threading

import pytest

from podcast.show import Speaker, Voice
from podcast.speak import available, listing
from podcast.speak.kokoro import model as kokoro_model
from podcast.speak.openai_speech import OpenAISpeech


@pytest.fixture
def rows(show):
    def run(*voices: Voice, **settings):
        more = (*show.speakers, Speaker("guest", "來賓", voices)) if voices else show.speakers
        from dataclasses import replace

        return {(row.engine, row.voice): row for row in available(replace(show, speakers=more, **settings))}

    return run


def test_what_answers_is_available(rows, edge, openai_service):
    found = rows()
    assert all(row.available for row in found.values())
    row = found["edge", "zh-TW-HsiaoChenNeural"]
    assert (row.language, row.gender, row.speakers) == ("zh-TW", "female", ("host",))
    assert found["kokoro", "zm_yunyang"].gender == "male"
    assert openai_service.asked == []


def test_a_withdrawn_voice_is_listed_as_gone(rows, edge, openai_service):
    del edge.voices["zh-TW-HsiaoYuNeural"]
    row = rows()["edge", "zh-TW-HsiaoYuNeural"]
    assert not row.available
    assert "does not list it" in row.why


def test_a_new_voice_is_listed(rows, edge, openai_service):
    edge.voices["zh-TW-NewNeural"] = "Male"
    assert rows()["edge", "zh-TW-NewNeural"].available


def test_no_network_is_the_reason(rows, edge, openai_service):
    edge.stop()
    row = rows()["edge", "zh-TW-YunJheNeural"]
    assert not row.available
    assert "is there a network?" in row.why


def test_no_key_is_the_reason(rows, edge, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    assert "OPENAI_API_KEY is not set" in rows()["openai", "coral"].why


def test_a_voice_of_voices_yaml_that_nobody_has_is_listed(rows, edge, openai_service):
    row = rows(Voice("edge", "zh-TW-TypoNeural"))["edge", "zh-TW-TypoNeural"]
    assert (row.available, row.speakers) == (False, ("guest",))


def test_a_model_part_that_is_missing_is_the_reason(rows, edge, openai_service, monkeypatch):
    monkeypatch.setattr(kokoro_model, "PARTS", (*kokoro_model.PARTS[:1], ("no-such-part", "0" * 64)))
    row = rows()["kokoro", "zm_yunyang"]
    assert not row.available
    assert "lacks its model part no-such-part" in row.why


@pytest.mark.parametrize("harm", ["missing", "another", "folder", "long", "fifo"])
def test_a_network_of_ones_own_that_is_not_the_right_one_is_the_reason(rows, edge, openai_service, tmp_path, harm):
    own = tmp_path / "voice.onnx"
    if harm == "another":
        with own.open("wb") as file:
            file.truncate(kokoro_model.MODEL_BYTES)
    elif harm == "long":
        with own.open("wb") as file:
            file.truncate(kokoro_model.MODEL_BYTES + 1)
    elif harm == "folder":
        own.mkdir()
    elif harm == "fifo" and hasattr(os, "mkfifo"):
        os.mkfifo(own)
    row = rows(network=own)["kokoro", "zm_yunyang"]
    assert not row.available
    assert f"network {own} " in row.why
    assert row.why.endswith("put kokoro-v1.0.int8.onnx there, or take “network” out of voices.yaml")


def test_a_network_of_ones_own_needs_no_package(rows, edge, openai_service, tmp_path, monkeypatch):
    (own := tmp_path / "voice.onnx").write_bytes(kokoro_model.model_bytes())
    monkeypatch.setattr(kokoro_model, "PARTS", (("no-such-part", "0" * 64),))
    assert rows(network=own)["kokoro", "zm_yunyang"].available
    assert not rows()["kokoro", "zm_yunyang"].available


def test_a_voice_whose_file_is_damaged_is_not_available(rows, edge, openai_service, monkeypatch):
    monkeypatch.setitem(kokoro_model.VOICES, "zf_xiaobei", "0" * 64)
    found = rows()
    assert not found["kokoro", "zf_xiaobei"].available
    assert found["kokoro", "zm_yunyang"].available


@pytest.mark.parametrize(("fault", "why"), [("401", "refuses the key (401); check OPENAI_API_KEY"), ("403", "(403)")])
def test_a_key_that_is_refused_is_the_reason(rows, edge, openai_service, fault, why):
    openai_service.always(fault)
    row = rows()["openai", "coral"]
    assert not row.available
    assert why in row.why
    assert openai_service.key not in row.why


@pytest.mark.parametrize("fault", ["404", "429", "500", "page", "scope"])
def test_a_server_that_lists_no_models_may_speak(rows, edge, openai_service, fault):
    openai_service.always(fault)
    assert rows()["openai", "coral"].available
    assert openai_service.asked == []


def test_a_server_that_is_not_there_is_the_reason(rows, edge, openai_service):
    openai_service.stop()
    assert "cannot be reached" in rows()["openai", "coral"].why


def test_a_server_that_is_silent_is_not_waited_for(rows, edge, openai_service, monkeypatch):
    monkeypatch.setattr(listing, "LISTING_S", 0.3)
    openai_service.always("stall")
    assert "no whole answer in time" in rows()["openai", "coral"].why


def test_a_name_server_that_is_silent_is_not_waited_for(rows, edge, openai_service, monkeypatch):
    monkeypatch.setattr(listing, "LISTING_S", 0.3)
    monkeypatch.setattr(OpenAISpeech, "listing", lambda self, deadline_s: threading.Event().wait(60))
    assert "did not answer within 0.6 s" in rows()["openai", "coral"].why
