import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.mandarin import Mandarin
from podcast.model import Reading, Spoken
from podcast.speak.kokoro.english import phonemes as english
from podcast.speak.kokoro.phonemes import TONES, VOCABULARY, phonemes, syllable, tokens

SAMPLES = {  # as misaki 0.9.4 writes them
    "ma1": "ma→", "zhi2": "ꭧɨ↗", "zi3": "ʦɨ↓", "ri4": "ɻɨ↘", "er2": "ɚ↗", "de5": "tɤ", "lüe4": "lɥe↘", "lve4": "lɥe↘",
    "jue2": "ʨɥe↗", "yuan2": "ɥɛ↗n", "xun4": "ɕy↘n", "weng1": "wə→ŋ", "wu3": "u↓", "you3": "jou↓", "gui4": "kwei↘",
    "dun1": "twə→n", "liu2": "ljou↗", "bo1": "pwo→", "chong2": "ꭧʰʊ↗ŋ", "qiong2": "ʨʰjʊ↗ŋ", "nü3": "ny↓",
    "rua2": "ɻwa↗", "xian4": "ɕjɛ↘n", "huang2": "xwa↗ŋ", "shuo1": "ʂwo→", "ê4": "ɛ↘", "ng2": "ŋ↗", "yo1": "jɔ→",
    "quan2": "ʨʰɥɛ↗n",
}  # fmt: skip


@pytest.mark.parametrize(("pinyin", "sounds"), SAMPLES.items())
def test_syllables_are_those_the_voices_learned(pinyin, sounds):
    assert syllable(pinyin) == sounds


def test_every_syllable_of_pypinyin_has_sounds_of_the_network():
    from pypinyin.contrib.tone_convert import to_normal
    from pypinyin.pinyin_dict import pinyin_dict

    bases = {to_normal(p, v_to_u=True) for readings in pinyin_dict.values() for p in readings.split(",")}
    assert len(bases) > 410
    assert all(syllable(b + "1") for b in bases)
    assert all(len(tokens(syllable(b + t))) == len(syllable(b + t)) for b in bases for t in "12345")
    assert all(syllable(b + "1").replace("→", mark) == syllable(b + t) for b in bases for t, mark in TONES.items())


def test_the_vocabulary_has_114_symbols_without_overlap():
    ids = [first + i for first, row in VOCABULARY.items() for i in range(len(row))]
    assert len(ids) == len(set(ids)) == len(set("".join(VOCABULARY.values()))) == 114
    assert tokens("a↗→!") == (43, 172, 171, 5)


def test_words_stand_apart_english_in_the_same_breath_and_marks_close_up():
    said = phonemes(Mandarin().say("我們看 OpenAI，他說：「很好」。"))
    assert said == f"wo↓mən kʰa↘n {english('OpenAI')}, tʰa→ ʂwo→: xə↗n xau↓."


def test_a_forced_reading_is_what_is_spoken():
    spoken = Spoken("垃圾", "垃圾", (), (Reading(0, "le4"), Reading(1, "se4")))
    assert phonemes(spoken) == "lɤ↘sɤ↘"


@pytest.mark.parametrize(
    "written", ["H5N1 病毒", "GLP-1 藥物", "M1 晶片", "F1 賽車", "Type 1 糖尿病", "Llama 3.1 模型", "A1 區"]
)
def test_a_one_in_a_code_keeps_its_first_tone(written):
    assert re.search(" i→", phonemes(Mandarin().say(written))) or "i→ " in phonemes(Mandarin().say(written))
    assert not re.search("(?:^| )i[↗↘] ?(?!ti)", phonemes(Mandarin().say(written)))


@pytest.mark.parametrize(
    ("written", "tone"), [("1 個", "↗"), ("iPhone 1 台", "↗"), ("AI 一出現", "↘"), ("Google 一次", "↗")]
)
def test_a_one_that_counts_does_not(written, tone):
    assert f"i{tone}" in phonemes(Mandarin().say(written))


def test_a_hyphen_keeps_a_word_together_and_initials_make_no_pause():
    assert phonemes(Mandarin().say("用 Wi-Fi 上網")).split()[1] == english("Wi-Fi")
    assert english("Ching-te") in phonemes(Mandarin().say("賴清德 Lai Ching-te 說"))
    assert phonemes(Mandarin().say("魏哲家 C.C. Wei 說")).endswith(f"{english('C.C.')} {english('Wei')} ʂwo→")


def test_brackets_become_pauses_and_pauses_do_not_pile_up():
    said = phonemes(Mandarin().say("公司（台北）。。，好！？"))
    assert "(" not in said
    assert not re.search(r"[,.;:]{2}", said)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_a_string_that_the_network_knows(text):
    said = phonemes(Spoken(text, text))
    assert len(tokens(said)) == len(said)
