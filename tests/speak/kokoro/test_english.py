import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.speak.kokoro.english import _parts, fold, knows, phonemes, spell
from podcast.speak.kokoro.english_acronyms import sounds_like_a_word
from podcast.speak.kokoro.english_guess import guess
from podcast.speak.kokoro.english_origins import native, respelled
from podcast.speak.kokoro.english_sounds import CODAS, ONSETS, VOWELS, speakable, vowels
from podcast.speak.kokoro.english_tables import affixes, dictionary, look_up, names

SYMBOLS = set("AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹɾʃʊʌʒʤʧˈˌθᵊᵻʔ→↘ʰꭧɨɻaeoɕʦʂ ")


def words(text: str) -> list[str]:
    return text.split()


def bare(sounds: str) -> str:
    return re.sub("[ˈˌ]", "", sounds)


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
        ("Gucci", "ɡˈuʧi"),
        ("Lamborghini", "lˌæmbəɹɡˈini"),
        ("PChome", "pʰi→si→ hˈOm"),
        ("C.C.", "si→si→"),
    ],
)
def test_tables_and_endings(word, sounds):
    assert phonemes(word) == sounds
    assert knows(word)


@pytest.mark.parametrize(
    "word",
    [
        "CPM",
        "CEO",
        "IT",
        "AM",
        "LED",
        "GPU",
        "kbps",
        "WHO",
        "TSMC",
        "HSBC",
        "OECD",
        "YoY",
        "QoQ",
        "MoM",
        "SoC",
        "AIoT",
        "ECFA",
        "MOEA",
        "DE",
        "LE",
    ],
)
def test_acronyms_are_letters(word):
    assert phonemes(word) == spell(word)
    assert knows(word)


@pytest.mark.parametrize("word", words("JAXA NIO GAAP SCADA VIX MUJI IKEA ASEAN KOSPI WADA ADATA TOEFL"))
def test_what_can_be_said_is_no_row_of_letters(word):
    assert "→" not in phonemes(word)


@pytest.mark.parametrize(("word", "said"), [("SAMU", True), ("KETRO", True), ("BRASK", True), ("SGMR", False),
                                            ("ABRCA", False), ("OIEU", False), ("HPAI", False)])  # fmt: skip
def test_an_unknown_acronym_is_a_word_when_english_could_say_it(word, said):
    assert sounds_like_a_word(word) is said
    assert ("→" not in phonemes(word)) is said


BRANDS = {  # as a Taiwanese announcer says them; stress apart
    "Wi-Fi": "wIfI", "IKEA": "Ikiʌ", "MUJI": "muʤi", "Hermès": "ɛɹmɛs", "Chanel": "ʃənɛl", "Peugeot": "pjuʒO",
    "Mazda": "mɑzdʌ", "DALL-E": "dɑli", "Feynman": "fInmən", "Gelsinger": "ɡɛlsɪŋəɹ", "Groq": "ɡɹɑk", "Vite": "vit",
    "Emacs": "imæks", "QNAP": "kjunæp", "ADATA": "AdAtʌ", "Whoscall": "huzkɔl", "Winbond": "wɪnbɑnd", "café": "kæfA",
    "Renault": "ɹənO", "Dior": "diɔɹ", "Loewe": "lOɛvʌ", "Bvlgari": "bʊlɡəɹi", "Givenchy": "ʒivɑnʃi",
    "Heineken": "hInəkən", "AstraZeneca": "æstɹʌ zɛnəkʌ", "Kyocera": "kjOsɛɹʌ", "Daikin": "dIkɪn",
    "Zelenskyy": "zəlɛnski", "Mbappé": "ɛmbɑpA", "Macron": "məkɹɔn", "De Niro": "dʌ nɪɹO", "Van Gogh": "væn ɡO",
    "Von Neumann": "vɑn nYmən", "Pokémon GO": "pOkAmən ɡO", "PCIe": "pʰi→si→ai→i→", "Takaichi": "tɑkɑiʧi",
    "Hualien": "hwɑljɛn", "Singapore": "sɪŋɡəpɔɹ", "Michelin": "mɪʃəlɛn", "Levi's": "livIz",
}  # fmt: skip


@pytest.mark.parametrize(("words", "sounds"), BRANDS.items())
def test_names_of_the_taiwanese_press(words, sounds):
    assert bare(" ".join(map(phonemes, words.split()))) == sounds


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("CloudAI", ("Cloud", "AI")),
        ("iPhones", ("iPhone", "s")),
        ("HarmonyOS", ("Harmony", "OS")),
        ("T-Mobile", ("T", "Mobile")),
        ("RTX5090", ("RTX", "5", "0", "9", "0")),
        ("AT&T", ("AT", "&", "T")),
        ("KKday", ("KK", "day")),
        ("KKBOX", ("KK", "box")),
        ("JKOPAY", ("JKO", "pay")),
        ("PXmart", ("PX", "mart")),
    ],
)
def test_compounds_are_said_in_parts(word, parts):
    first = phonemes(parts[0])
    assert phonemes(word).startswith(first)
    assert len(phonemes(word)) > len(first)
    assert knows(word)


@pytest.mark.parametrize(
    ("word", "first", "second"),
    [("foodpanda", "food", "panda"), ("Powerchip", "power", "chip"), ("Cybertruck", "cyber", "truck"),
     ("Surfshark", "surf", "shark"), ("Lasertec", "laser", "tech"),
     ("Windbreeze", "wind", "breeze"), ("sandglobe", "sand", "globe")],
)  # fmt: skip
def test_words_side_by_side_are_cut(word, first, second):
    assert bare(phonemes(word)) == bare(phonemes(first) + phonemes(second))
    assert phonemes(word).count("ˈ") == 1


def test_plurals_of_acronyms():
    assert phonemes("GPUs") == phonemes("GPU") + "z"
    assert phonemes("LLM's") == phonemes("LLM") + "z"
    assert phonemes("SoCs") == phonemes("SoC") + "z"


def test_accents_that_do_not_matter_are_folded():
    assert fold("Pokémon’s Łódź") == "Pokemon's Lodz"
    assert phonemes("naïve") == phonemes("naive")


@pytest.mark.parametrize("word", words("Estée Nestlé Mbappé Beyoncé Rosé Kosé Andrée Zalmé Toupé frappé Dubonné"))
def test_a_final_e_with_an_accent_is_said(word):
    assert bare(phonemes(word))[-1] == "A"


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [("Škoda", "ʃk", "ʌ"), ("Jokić", "j", "ʧ"), ("Tomášek", "t", "k"), ("Żabka", "ʒ", "ʌ"), ("Acuña", "ə", "njʌ"),
     ("Şimşek", "ʃ", "k"), ("Kowalczyk", "k", "ʧɪk"), ("Szymański", "ʃ", "ski"), ("L'Oréal", "l", "æl"),
     ("D'Arcetti", "dˈɑ", "i"), ("O'Sullivan", "Os", "n"), ("McLaren", "mək", "n")],
)  # fmt: skip
def test_letters_of_other_alphabets_elisions_and_prefixes(word, start, end):
    said = phonemes(word).replace("ˌ", "")
    assert bare(said).startswith(bare(start)), said
    assert bare(said).endswith(end), said


@pytest.mark.parametrize(
    ("word", "sounds"),
    [("Hsiao", "ʃjW"), ("Hsinchu", "ʃɪnʧu"), ("Tseng", "tsʌŋ"), ("Zhengfei", "ʤʌŋfA"), ("Wenfeng", "wʌnfʌŋ"),
     ("Guangzhou", "ɡwɑŋʤO"), ("Pinduoduo", "pɪndwOdwO"), ("Xiaohongshu", "ʃjWhʊŋʃu"), ("Tsung", "tsʊŋ"),
     ("Kishida", "kiʃidə"), ("Takamura", "tɑkɑmuɹə"), ("Yoshinoya", "jOʃinOjə"), ("Ohtani", "Otɑni"),
     ("Shohei", "ʃOhA"), ("Nitori", "nitOɹi"), ("Hyun", "hjʌn"), ("Seung", "sʊŋ"), ("Jisoo", "ʤisu")],
)  # fmt: skip
def test_names_of_east_asia_have_vowels_of_their_own(word, sounds):
    said = native(word.lower())
    assert said is not None
    assert bare(said) == sounds


@pytest.mark.parametrize("word", words("manila tiger baker rocket single camping theory nation"))
def test_english_words_are_not_taken_for_asian_names(word):
    assert native(word) is None


@pytest.mark.parametrize(("name", "count"), [("Ching-te", 2), ("Kuo-Yu", 2), ("Jae-yong", 2), ("Mei-hua", 2)])
def test_given_names_with_a_hyphen(name, count):
    assert len(phonemes(name).split()) == count
    assert phonemes("Man-made") == f"{phonemes('man')} {phonemes('made')}"


def test_what_slavic_spelling_says():
    assert respelled("kowalczyk") == "kovalchik"
    assert respelled("mbappé") == "mbappay"
    assert respelled("xcode") == "excode"


def test_the_unknown_is_guessed_and_told():
    assert not knows("Blorptastic")
    assert phonemes("Blorptastic").count("ˈ") == 1
    assert guess("strim") == "stɹˈɪm"
    assert guess("") == ""


@settings(deadline=None)
@given(st.text("abemoRTSéøß'-.3&", max_size=12))
def test_what_is_known_is_what_is_not_guessed(word):
    assert knows(word) == all(known for known, sounds in _parts(word) if sounds)


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=14)


@settings(deadline=None, max_examples=60)
@given(WORDS)
def test_no_guess_drops_a_vowel_or_makes_a_cluster_that_nobody_can_say(word):
    said = guess(word)
    assert vowels(said) > 0
    assert said.count("ˈ") == 1
    runs = re.split(f"[{VOWELS}]", bare(said))
    assert not runs[0] or runs[0] in ONSETS, said
    assert not runs[-1] or runs[-1] in CODAS, said


@settings(deadline=None)
@given(st.text("pbtdkɡfvszʃʒmnŋlɹwjhʧʤəɪAɑ", max_size=12))
def test_speakable_is_once_and_for_all(sounds):
    assert speakable(speakable(sounds)) == speakable(sounds)


def test_every_name_and_every_word_is_in_kokoros_symbols():
    said = set("".join((*names().values(), *affixes().values())))
    assert said <= SYMBOLS, said - SYMBOLS
    lines = dictionary().decode().splitlines()
    words = {c for line in lines for c in line.partition("\t")[2]}
    assert words <= SYMBOLS, words - SYMBOLS
    assert len(lines) > 230_000


def test_every_name_has_a_vowel_and_one_stress_a_word():
    for name, said in names().items():
        for part in said.split():
            assert "→" in part or "↘" in part or vowels(part), name
            assert part.count("ˈ") <= 1, name


def test_each_word_of_the_dictionary_is_found_and_no_other():
    lines = dictionary().splitlines()
    assert lines == sorted(lines)
    for line in (*lines[:3], *lines[::997], *lines[-3:]):
        word, sounds = line.decode().split("\t")
        assert look_up(word) == sounds
        assert look_up(word + "zzq") is None
    assert look_up("") is None


@settings(deadline=None)
@given(st.text(max_size=30))
def test_no_text_raises_and_only_known_symbols_come_out(text):
    assert set(phonemes(text)) <= SYMBOLS
    assert isinstance(knows(text), bool)
