"""The lexicon: what a value is, where words are found, and one clear sentence for each mistake."""

from __future__ import annotations

import pytest

from podcast.errors import ConfigError
from podcast.mandarin import Mandarin
from podcast.mandarin.homophones import homophone, respell
from podcast.mandarin.lexicon import Lexicon, entry
from podcast.mandarin.readings import read
from podcast.mandarin.zhuyin import pinyin
from podcast.model import Spoken


@pytest.mark.parametrize(
    ("word", "value", "kind", "syllables"),
    [
        ("Scale AI", "Scale A I", "respelling", ()),
        ("臉書", "Facebook", "respelling", ()),
        ("柏克萊", "伯克萊", "respelling", ()),
        ("GPT-4o", "G P T four o", "respelling", ()),
        ("樂隊", "ㄩㄝˋ ㄉㄨㄟˋ", "zhuyin", ("yue4", "dui4")),
        ("媽", "˙ㄇㄚ", "zhuyin", ("ma5",)),
        ("行長", "hang2 zhang3", "pinyin", ("hang2", "zhang3")),
        ("行長", "háng zhǎng", "pinyin", ("hang2", "zhang3")),
        ("樂隊", "yue4dui4", "pinyin", ("yue4", "dui4")),
        ("旅客", "Lü3ke4", "pinyin", ("lü3", "ke4")),
        ("媽祖", "m3u8", "respelling", ()),
        ("線上", "o2o", "respelling", ()),
        ("旅客", "lv3 ke4", "pinyin", ("lü3", "ke4")),
        ("東西", "dōng xi", "pinyin", ("dong1", "xi5")),
        ("A股", "gu3", "pinyin", ("gu3",)),
    ],
)
def test_a_value_tells_what_it_is(word: str, value: str, kind: str, syllables: tuple[str, ...]) -> None:
    found = entry(word, value)
    assert (found.kind, found.pinyin) == (kind, syllables)


@pytest.mark.parametrize(
    ("word", "value", "says"),
    [
        ("樂隊", "ㄩㄝˋ", "2 characters"),
        ("樂隊", "ㄩㄝˋ ㄅㄩ", "no syllable"),
        ("樂隊", "yue4 dux4", "no syllable"),
        ("樂隊", "yue dui", "no tones"),
        ("樂隊", "yue4 duix", "no syllable"),
        ("樂隊", "yue9 dui4", "no syllable"),
        ("樂隊", "", "stands alone"),
        ("Gogoro", "ㄖㄨㄚ˙", "no character"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(word: str, value: str, says: str) -> None:
    with pytest.raises(ConfigError) as error:
        entry(word, value)
    message = str(error.value)
    assert says in message
    assert word in message
    assert message.startswith("voices.yaml: lexicon:")
    assert "\n" not in message


@pytest.mark.parametrize(("word", "value"), [("愛瘋", "iphone 5"), ("星巴克", "café latte"), ("卡", "K1")])
def test_latin_respellings_are_no_pinyin(word: str, value: str) -> None:
    assert entry(word, value).kind == "respelling"


def test_a_latin_word_with_zhuyin_becomes_characters_that_sound_so() -> None:
    found = entry("Gogoro", "ㄍㄡ ㄍㄡ ㄖㄡˋ")
    assert found.kind == "respelling"
    assert [r.pinyin for r in read(Spoken(found.value, found.value), Lexicon()).readings] == ["gou1", "gou1", "rou4"]


def test_respellings_longest_first_and_whole_latin_words_only() -> None:
    lexicon = Lexicon([("AI", "A I"), ("Scale AI", "Scale A I"), ("Meta", "梅塔"), ("臉書", "Facebook")])
    text = "Scale AI、AI、meta、Metaverse、FAIR、臉書"
    found = [(text[start:end], value) for start, end, value in lexicon.respellings(text)]
    assert found == [("Scale AI", "Scale A I"), ("AI", "A I"), ("meta", "梅塔"), ("臉書", "Facebook")]


def test_short_words_keep_their_case_and_the_exact_one_comes_first() -> None:
    lexicon = Lexicon([("IT", "I T"), ("nvidia", "小寫"), ("NVIDIA", "輝達")])
    assert [v for *_, v in lexicon.respellings("it IT NVIDIA nvidia Nvidia")] == ["I T", "輝達", "小寫", "小寫"]


def test_readings_give_the_places() -> None:
    lexicon = Lexicon([("樂隊", "ㄩㄝˋ ㄉㄨㄟˋ"), ("樂", "le4")])
    assert list(lexicon.readings("快樂的樂隊")) == [(1, 2, ("le4",)), (3, 5, ("yue4", "dui4"))]


@pytest.mark.parametrize(
    ("word", "written", "spoken"),
    [
        (
            "110",
            "撥打110，今年110人、1,110元、110 年、110.5 公分",
            "撥打一一零，今年一百一十人、一千一百一十元、一百一十年、一百一十點五公分",
        ),
        ("<報案|撥打>404", "撥打 404 與 404", "撥打四零四與四百零四"),
        ("404<教室>", "404 教室與 404", "四零四教室與四百零四"),
        ("404<!人|元>", "404 人、404元、404", "四百零四人、四百零四元、四零四"),
        ("<第>404<號>", "第404號、第404條", "第四零四號、第四百零四條"),
        ("404<人>", "404 人", "四零四人"),
    ],
)
def test_an_entry_says_where_it_holds(word: str, written: str, spoken: str) -> None:
    value = "一一零" if "110" in word else "四零四"
    assert Mandarin([(word, value)]).spoken(written).text == spoken


def test_a_reading_may_hold_in_one_place_only() -> None:
    readings = Mandarin([("行<!道>", "hang2")]).say("他行道行").readings
    assert [r.pinyin for r in readings if r.by == "lexicon"] == ["hang2"]


@pytest.mark.parametrize("word", ["<報案>", "<>110", "110<|人>", "<110", "110>", "<a>110<b>c"])
def test_a_place_that_is_none_is_refused_in_one_sentence(word: str) -> None:
    with pytest.raises(ConfigError) as error:
        entry(word, "一一零")
    assert word in str(error.value)
    assert "\n" not in str(error.value)


def test_an_empty_lexicon_finds_nothing() -> None:
    assert not list(Lexicon().respellings("Meta 樂隊"))
    assert not list(Lexicon().readings("Meta 樂隊"))


def test_respelling_by_homophones_touches_only_what_the_lexicon_asks_for() -> None:
    lexicon = Lexicon([("樂隊", "ㄩㄝˋ ㄉㄨㄟˋ")])
    text = "快樂的樂隊在銀行"
    respelt = respell(read(Spoken(text, text), lexicon))
    assert respelt == f"快樂的{homophone('yue4')}{homophone('dui4')}在銀行"
    assert respell(read(Spoken(text, text), Lexicon())) == text


def test_homophones_sound_as_they_should_in_taiwan() -> None:
    syllables = [
        f"{initial}{final}{tone}" for initial in "bpmfdtnlgkhjqxzcsry" for final in "aiu" for tone in range(1, 5)
    ]
    known = [(s, c) for s in syllables if (c := homophone(s))]
    assert len(known) > 130
    for syllable, char in known:
        assert pinyin(syllable) == syllable
        assert [r.pinyin for r in read(Spoken(char, char), Lexicon()).readings] == [syllable]
    assert homophone("biang2") is None


@pytest.mark.parametrize(("word", "text"), [("µm", "Μ 是字母，長 5 µm"), ("ıstanbul", "I 和 ıstanbul")])
def test_a_letter_whose_capital_is_another_letters(word: str, text: str) -> None:
    found = [text[start:end] for start, end, _ in Lexicon([(word, "說法")]).respellings(text)]
    assert found == [word]
