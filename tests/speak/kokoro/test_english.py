import pytest
from hypothesis import given
from hypothesis import strategies as st

from podcast.speak.kokoro import english
from podcast.speak.kokoro.english import fold, knows, phonemes, spell
from podcast.speak.kokoro.english_rules import guess

SYMBOLS = set("AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹɾʃʊʌʒʤʧˈˌθᵊᵻʔ→↘ʰꭧɨɻaeoɕʦ ")


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("scale", "skˈAᵊl"),
        ("Disney", "dˈɪzni"),
        ("companies", "kˈʌmpᵊniz"),
        ("tuning", "tˈunɪŋ"),
        ("blockchains", "blˈɑkʧˌAnz"),
        ("stopped", "stˈɑpt"),
        ("NASA", "nˈæsʌ"),
        ("JSON", "ʤˈAsən"),
        ("NVIDIA", "ɛnvˈɪdiʌ"),
        ("visa", "vˈizʌ"),
        ("computer", "kəmpjˈutəɹ"),
        ("email", "ˈimˌAᵊl"),
    ],
)
def test_tables_and_endings(word, sounds):
    assert phonemes(word) == sounds
    assert knows(word)


@pytest.mark.parametrize("word", ["CPM", "CEO", "IT", "AM", "LED", "GPU", "kbps", "WHO", "TSMC"])
def test_acronyms_are_letters(word):
    assert phonemes(word) == spell(word)
    assert knows(word)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("CloudAI", ("Cloud", "AI")),
        ("iPhones", ("iPhone", "s")),
        ("HarmonyOS", ("Harmony", "OS")),
        ("T-Mobile", ("T", "Mobile")),
        ("RTX5090", ("RTX", "5", "0", "9", "0")),
        ("AT&T", ("AT", "&", "T")),
    ],
)
def test_compounds_are_said_in_parts(word, parts):
    first = phonemes(parts[0])
    assert phonemes(word).startswith(first)
    assert len(phonemes(word)) > len(first)
    assert knows(word)


def test_plurals_of_acronyms():
    assert phonemes("GPUs") == phonemes("GPU") + "z"
    assert phonemes("LLM's") == phonemes("LLM") + "z"


def test_accents_do_not_matter():
    assert fold("Pokémon’s Łódź") == "Pokemon's Lodz"
    assert phonemes("naïve") == phonemes("naive")


def test_the_unknown_is_guessed_and_told():
    assert not knows("Blorptastic")
    assert phonemes("Blorptastic").count("ˈ") == 1
    assert guess("strim") == "stɹˈɪm"
    assert guess("") == ""


def test_every_name_and_every_word_is_in_kokoros_symbols():
    said = set("".join(english._names().values()))
    assert said <= SYMBOLS, said - SYMBOLS
    lines = english._dictionary().decode().splitlines()
    words = {c for line in lines for c in line.partition("\t")[2]}
    assert words <= SYMBOLS, words - SYMBOLS
    assert len(lines) > 170_000


def test_each_word_of_the_dictionary_is_found_and_no_other():
    lines = english._dictionary().splitlines()
    assert lines == sorted(lines)
    for line in (*lines[:3], *lines[::997], *lines[-3:]):
        word, sounds = line.decode().split("\t")
        assert english.look_up(word) == sounds
        assert english.look_up(word + "zzq") is None
    assert english.look_up("") is None


@given(st.text(max_size=30))
def test_no_text_raises_and_only_known_symbols_come_out(text):
    assert set(phonemes(text)) <= SYMBOLS
    assert isinstance(knows(text), bool)
