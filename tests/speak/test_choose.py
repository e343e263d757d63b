from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from podcast.errors import ConfigError, EngineUnavailable, SpeechError
from podcast.model import Audio, Chapter, Digest, Episode, Line, Script
from podcast.show import Show, Speaker, Voice
from podcast.speak import candidates, load_ahead, speak_episode
from podcast.speak.engines import load

from .conftest import QUICK, SENTENCES, Toy, script_of

HSIAOCHEN, YUNJHE = Voice("edge", "zh-TW-HsiaoChenNeural"), Voice("edge", "zh-TW-YunJheNeural")
XIAOBEI, YUNYANG = Voice("kokoro", "zf_xiaobei"), Voice("kokoro", "zm_yunyang")
SCRIPT = script_of(*SENTENCES)


class Told:
    def __init__(self) -> None:
        self.notes: list[str] = []
        self.counts: list[tuple[int, int]] = []

    def stage(self, text: str) -> None:
        pass

    def advance(self, done: int, total: int) -> None:
        self.counts.append((done, total))

    def note(self, text: str) -> None:
        self.notes.append(text)


def show_of(tmp_path, **speakers: tuple[Voice, ...]) -> Show:
    return Show(tmp_path, "節", "人", "述", speakers=tuple(Speaker(id, id, v) for id, v in speakers.items()))


def published(engine: str, **voices: str) -> Episode:
    when = datetime(2026, 11, 1, tzinfo=UTC)
    audio = Audio("EP1.mp3", 1, "0", 1, -16.0, -1.0)
    return Episode(
        "EP1", "guid", "題", when, when, Digest("EP1", "題"), SCRIPT, audio, (), (), engine, tuple(voices.items()), "r"
    )


@pytest.fixture
def speak_it(show, mandarin, store, toy, monkeypatch):
    """speak_episode with the toy in place of the embedded engine; edge is the real one, against its fake."""
    monkeypatch.setattr("podcast.speak.choose.load", lambda name, *_: toy if name == "kokoro" else load(name))

    def run(**kwargs):
        return speak_episode(
            kwargs.pop("script", SCRIPT), kwargs.pop("show", show), mandarin, store, policy=QUICK, **kwargs
        )

    return run


# ---------------------------------------------------------------- who may speak


def order(show: Show, *speakers: str, **kwargs) -> list[str]:
    return [str(casting) for casting in candidates(show, speakers, **kwargs)]


def test_the_order_is_that_of_voices_yaml(tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN, XIAOBEI))
    assert order(show, "host") == ["edge zh-TW-HsiaoChenNeural", "kokoro zf_xiaobei"]


def test_voices_of_the_first_ones_gender_come_first(tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN, YUNYANG, XIAOBEI))
    assert order(show, "host") == ["edge zh-TW-HsiaoChenNeural", "kokoro zf_xiaobei", "kokoro zm_yunyang"]


def test_two_speakers_share_an_engine(tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN, XIAOBEI), guest=(Voice("openai", "onyx"), YUNYANG))
    assert order(show, "host", "guest") == ["kokoro zf_xiaobei, zm_yunyang"]


def test_speakers_without_a_common_engine_are_told(tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN,), guest=(YUNYANG,))
    with pytest.raises(ConfigError, match=r"host and guest have no voice of an engine that all of them share"):
        candidates(show, ("host", "guest"))


def test_an_engine_that_is_named_is_the_only_one(tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN, XIAOBEI))
    assert order(show, "host", engine_override="kokoro") == ["kokoro zf_xiaobei"]
    with pytest.raises(ConfigError, match="engine openai"):
        candidates(show, ("host",), engine_override="openai")
    with pytest.raises(SpeechError, match="no engine “azure”; there are: edge, openai, kokoro"):
        candidates(show, ("host",), engine_override="azure")


def test_an_unknown_engine_in_voices_yaml_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"voices\.yaml: host has a voice of “azure”"):
        candidates(show_of(tmp_path, host=(Voice("azure", "x"), XIAOBEI)), ("host",))


def test_a_published_episode_keeps_its_voice_whatever_voices_yaml_prefers_now(tmp_path):
    show = show_of(tmp_path, host=(YUNJHE, replace(HSIAOCHEN, rate="+10%"), XIAOBEI))
    (casting,) = candidates(show, ("host",), published("edge", host="zh-TW-HsiaoChenNeural"))
    assert casting.voices["host"] == replace(HSIAOCHEN, rate="+10%")
    assert casting.reason == "as published"
    gone = replace(published("kokoro", host="zf_xiaoxiao"), voice_settings={"host": {"speed": 1.1}})
    (casting,) = candidates(show, ("host",), gone)
    assert casting.voices["host"] == Voice("kokoro", "zf_xiaoxiao", speed=1.1)
    assert "voices.yaml has it no more; --engine kokoro" in casting.reason


def test_a_published_episode_changes_its_voice_when_told(tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN, XIAOBEI))
    assert order(show, "host", published=published("edge", host="x"), engine_override="kokoro") == ["kokoro zf_xiaobei"]


def test_a_speaker_that_is_new_in_a_published_episode_gets_a_voice_of_its_engine(tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN,), guest=(YUNYANG, YUNJHE), third=(YUNYANG,))
    (casting,) = candidates(show, ("host", "guest"), published("edge", host=HSIAOCHEN.voice))
    assert casting.voices["guest"] == YUNJHE
    with pytest.raises(ConfigError, match="third has no voice of edge"):
        candidates(show, ("host", "third"), published("edge", host=HSIAOCHEN.voice))


# ---------------------------------------------------------------- who speaks


def test_the_first_that_answers_speaks_and_says_where_the_text_goes(speak_it, edge, toy):
    take = speak_it()
    assert take.casting.engine == "edge"
    assert take.why == (
        "edge zh-TW-HsiaoChenNeural (first in voices.yaml); "
        "the text of 10 sentences goes to Microsoft (speech.platform.bing.com)"
    )
    assert (take.made, take.stored, len(take.clips)) == (10, 0, 10)
    assert sorted(edge.asked) == sorted(SENTENCES)  # the question was a sentence: nothing is sent in vain
    assert toy.asked == []


def test_with_all_clips_stored_nothing_is_asked(speak_it, edge):
    first = speak_it()
    edge.stop()
    edge.asked.clear()
    again = speak_it()
    assert again.clips == first.clips
    assert (again.made, again.stored) == (0, 10)
    assert again.why == "edge zh-TW-HsiaoChenNeural (first in voices.yaml); all of it is stored, no text goes anywhere"


def test_without_a_network_the_next_one_speaks_all_of_it(speak_it, edge, toy):
    edge.stop()
    take = speak_it()
    assert take.casting.engine == "kokoro"
    assert "because edge zh-TW-HsiaoChenNeural: the service cannot be reached" in take.why
    assert take.why.endswith("kokoro sends no text anywhere")
    assert sorted(toy.asked) == sorted(SENTENCES)


def test_when_it_fails_in_mid_episode_the_next_one_speaks_all_of_it_and_its_clips_stay(speak_it, edge, toy, store):
    told = Told()
    count = 0
    fault_for = edge.fault_for

    def dies(text):
        nonlocal count
        count += 1
        return "none" if count > 4 else fault_for(text)

    edge.fault_for = dies
    take = speak_it(progress=told)
    assert take.casting.engine == "kokoro"
    assert len(take.clips) == 10
    assert sorted(toy.asked) == sorted(SENTENCES)
    assert store.size()[0] == 14
    assert told.notes[0].startswith("voice: edge zh-TW-HsiaoChenNeural")
    assert told.notes[0].endswith("the text of 10 sentences goes to Microsoft (speech.platform.bing.com)")
    assert told.notes[1].startswith("EP1 cannot be spoken by edge zh-TW-HsiaoChenNeural: ")
    assert take.why.endswith("the text of 4 or more had gone to Microsoft (speech.platform.bing.com) before")
    assert told.counts[-1] == (10, 10)


def test_a_withdrawn_voice_gives_way_to_the_next_of_the_same_engine(speak_it, edge, tmp_path):
    del edge.voices["zh-TW-HsiaoChenNeural"]
    hsiaoyu = Voice("edge", "zh-TW-HsiaoYuNeural")
    take = speak_it(show=show_of(tmp_path, host=(HSIAOCHEN, hsiaoyu, XIAOBEI)))
    assert take.casting.voices == {"host": hsiaoyu}
    assert "withdrew" in take.why


def test_an_engine_that_is_gone_is_not_asked_again_for_another_voice(speak_it, edge, tmp_path):
    edge.always("403")
    take = speak_it(show=show_of(tmp_path, host=(HSIAOCHEN, Voice("edge", "zh-TW-HsiaoYuNeural"), XIAOBEI)))
    assert take.casting.engine == "kokoro"
    assert "403" in take.why
    assert len(edge.asked) == 2  # edge-tts itself tries twice, with its clock corrected


def test_insisting_fails_with_the_reason(speak_it, edge):
    edge.always("403")
    with pytest.raises(SpeechError, match=r"EP1 cannot be spoken by edge .*403.*leave --engine out"):
        speak_it(engine_override="edge")


def test_when_nobody_can_every_reason_is_given(speak_it, edge, toy):
    edge.stop()
    toy.fails = {"這是": [EngineUnavailable("its model part is missing")] * 99}
    with pytest.raises(SpeechError, match=r"cannot be reached.*its model part is missing.*add another"):
        speak_it()


def test_a_published_episode_whose_engine_is_gone_changes_only_when_told(speak_it, edge, toy):
    edge.stop()
    episode = published("edge", host=HSIAOCHEN.voice)
    with pytest.raises(SpeechError, match=r"EP1 is published in the voice of edge .*podcast render EP1 --engine"):
        speak_it(published=episode)
    assert toy.asked == []
    assert speak_it(published=episode, engine_override="kokoro").casting.engine == "kokoro"


def test_a_published_episode_with_all_clips_stored_needs_no_network(speak_it, edge):
    first = speak_it()
    edge.stop()
    again = speak_it(published=published("edge", host=HSIAOCHEN.voice))
    assert again.clips == first.clips
    assert "as published" in again.why


def test_a_full_store_is_no_reason_to_change_the_voice(speak_it, edge, monkeypatch):
    def full(*args, **kwargs):
        raise SpeechError("clips: a clip cannot be stored (No space left on device); make room.")

    monkeypatch.setattr("podcast.speak.store.ClipStore.put", full)
    with pytest.raises(SpeechError, match="No space left"):
        speak_it()


def test_a_busy_engine_stays_the_same_voice(speak_it, edge, toy):
    edge.next("none", "503")
    take = speak_it()
    assert take.casting.engine == "edge"
    assert len(edge.asked) == 12
    assert toy.asked == []


def test_a_long_sentence_alone_is_no_test_of_whether_a_service_answers(speak_it, edge, monkeypatch):
    script = Script("EP1", "題", (Chapter("一", (Line("這一句話很長，" * 8 + "說完了。", "host"),)),))
    take = speak_it(script=script, published=published("edge", host=HSIAOCHEN.voice))
    assert take.casting.engine == "edge"
    assert [len(text) < 5 for text in edge.asked] == [True, False]
    edge.asked.clear()
    speak_it(script=script, published=published("edge", host=HSIAOCHEN.voice))
    assert edge.asked == []


def test_two_speakers_are_heard_in_their_own_voices(speak_it, edge, tmp_path):
    show = show_of(tmp_path, host=(HSIAOCHEN, XIAOBEI), guest=(YUNJHE, YUNYANG))
    script = Script("EP1", "題", (Chapter("一", (Line("主持人說的話。", "host"), Line("來賓說的話。", "guest"))),))
    take = speak_it(show=show, script=script)
    assert str(take.casting) == "edge zh-TW-HsiaoChenNeural, zh-TW-YunJheNeural"
    assert edge.used == {"zh-TW-HsiaoChenNeural": 1, "zh-TW-YunJheNeural": 1}


def test_what_an_engine_takes_to_load_is_not_counted_as_the_services_time(show, mandarin, store, monkeypatch):
    """Importing a client takes seconds on a cold disk; the service has five to answer the first question."""
    order = []

    class Slow(Toy):
        text_goes_to = "Somebody"

        def load(self, tell) -> None:
            order.append("loaded")

        def synthesise(self, request, voice, deadline_s):
            order.append("asked")
            return super().synthesise(request, voice, deadline_s)

    monkeypatch.setattr("podcast.speak.choose.load", lambda name, *_: Slow())
    speak_episode(script_of(*SENTENCES[:2]), show, mandarin, store)
    assert order[:2] == ["loaded", "asked"]


def test_the_engine_takes_the_network_that_the_show_names(speak_it, toy, show, monkeypatch):
    asked = []
    monkeypatch.setattr("podcast.speak.choose.load", lambda name, network: asked.append(network) or toy)
    own = replace(show, network=show.root / "network.onnx")
    speak_it(show=own, engine_override="kokoro")
    load_ahead(["host"], own, None, "kokoro")
    assert asked == [own.network, own.network]


@pytest.mark.parametrize("fails", [False, True])
def test_an_engine_loads_beside_other_work_and_a_failure_waits_until_it_is_asked_to_speak(show, monkeypatch, fails):
    seen = []

    class Slow(Toy):
        def load(self, tell) -> None:
            seen.append((tell, threading.current_thread() is threading.main_thread()))
            if fails:
                raise EngineUnavailable("gone")

    monkeypatch.setattr("podcast.speak.choose.load", lambda name, *_: Slow())
    load_ahead(["host"], show, None, None)
    for thread in threading.enumerate():
        if thread.name == "load":
            thread.join(10)
    assert seen == [(None, False)]  # what would take longer than a moment is left for later
