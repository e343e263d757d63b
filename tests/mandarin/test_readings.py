"""Readings of Han characters: our sentences, Taiwan's standard, the lexicon, and text of any kind."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.errors import ConfigError
from podcast.mandarin import Mandarin, tables
from podcast.mandarin.han import is_han, simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.readings import read, read_all
from podcast.mandarin.zhuyin import pinyin
from podcast.model import Spoken

SENTENCES = Path(__file__).parent / "data" / "readings.tsv"
NONE = Lexicon()


def readings(text: str, language: str = "zh-TW", lexicon: Lexicon = NONE) -> str:
    return " ".join(r.pinyin for r in read(Spoken(text, text, language=language), lexicon).readings)


def of_target(sentence: str, target: str) -> str:
    start = sentence.index(target)
    found = {r.at: r.pinyin for r in read(Spoken(sentence, sentence), NONE).readings}
    return " ".join(found.get(at, "?") for at in range(start, start + len(target)))


def sentences() -> list[list[str]]:
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


def test_sentences_are_read_as_an_announcer_reads_them() -> None:
    """Polyphones by context, Taiwan's standard readings, names: at least 99 of 100 in each class, of 1,000 in all."""
    total: Counter[str] = Counter()
    wrong = []
    for kind, sentence, target, accepted in sentences():
        total[kind] += 1
        if (got := of_target(sentence, target)) not in accepted.split("|"):
            wrong.append((kind, sentence, target, accepted, got))
    misses = Counter(kind for kind, *_ in wrong)
    assert total.total() >= 1000
    assert all(misses[kind] <= total[kind] * 0.01 for kind in total), wrong


@pytest.mark.parametrize(
    ("text", "taiwan", "mainland"),
    [
        ("研究", "yan2 jiu4", "yan2 jiu1"),
        ("企業期待", "qi4 ye4 qi2 dai4", "qi3 ye4 qi1 dai4"),
        ("質疑", "zhi2 yi2", "zhi4 yi2"),
        ("人質", "ren2 zhi4", "ren2 zhi4"),
        ("危機", "wei2 ji1", "wei1 ji1"),
        ("攻擊", "gong1 ji2", "gong1 ji1"),
        ("儲存", "chu2 cun2", "chu3 cun2"),
        ("垃圾", "le4 se4", "la1 ji1"),
        ("說服", "shui4 fu2", "shuo1 fu2"),
        ("理髮發現", "li3 fa3 fa1 xian4", "li3 fa4 fa1 xian4"),
    ],
)
def test_two_standards(text: str, taiwan: str, mainland: str) -> None:
    assert readings(text) == taiwan
    assert readings(text, "zh-CN") == mainland


def test_taiwan_says_second_syllables_in_full() -> None:
    assert readings("知識朋友東西關係") == "zhi1 shi4 peng2 you3 dong1 xi1 guan1 xi4"
    assert readings("我們的孩子呢") == "wo3 men5 de5 hai2 zi5 ne5"


@pytest.mark.parametrize("text", ["銀行行長重新調整長期數據", "為了解決問題", "理髮店發現", "乾淨的幹部不干涉"])
def test_simplified_characters_read_like_traditional_ones(text: str) -> None:
    assert readings(simplified(text)) == readings(text)


def test_characters_that_share_a_simplified_form_stay_apart() -> None:
    assert readings("電池乾了") != readings("大家幹了").replace("da4 jia1", "dian4 chi2")
    assert readings("一隻") == "yi1 zhi1"
    assert readings("只有") == "zhi3 you3"
    assert readings("后里") == "hou4 li3"


def test_dictionary_tones_before_sandhi() -> None:
    assert readings("一個一月不是不要") == "yi1 ge4 yi1 yue4 bu4 shi4 bu4 yao4"


def test_the_lexicon_wins_and_says_so() -> None:
    lexicon = Lexicon([("樂隊", "ㄩㄝˋ ㄉㄨㄟˋ"), ("銀行", "yin2 xing2")])
    spoken = read(Spoken("銀行和樂隊", "銀行和樂隊"), lexicon)
    assert [r.pinyin for r in spoken.readings] == ["yin2", "xing2", "he2", "yue4", "dui4"]
    assert [r.by for r in spoken.readings] == ["lexicon", "lexicon", "char", "lexicon", "lexicon"]


MARKED = Path(__file__).parent / "data" / "touching.txt"
ENOUGH = {"touch": 0.96, "poly": 0.97, "taiwan": 0.99, "told": 0.96, "kinds": 0.98}  # shares of the marked characters


def marked() -> dict[str, list[tuple[str, dict[int, str]]]]:
    """Class → sentences, each with the reading of its marked places."""
    found: dict[str, list[tuple[str, dict[int, str]]]] = {}
    kind = ""
    for line in MARKED.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            kind = line.partition("class ")[2].partition(":")[0] or kind
            continue
        text, marks = "", {}
        for mark, char in re.findall(r"<([a-zü]+[1-5])>|(.)", line):
            text += char
            if mark:
                marks[len(text) - 1] = mark
        found.setdefault(kind, []).append((text, marks))
    return found


def test_words_end_where_they_end() -> None:
    """都會, 的確, 將相, 得 … by their sentence; and what is still wrong is mostly told to be unsure."""
    wrong: dict[str, list[tuple[str, str, str, str, bool]]] = {}
    right = sure = 0
    for kind, lines in marked().items():
        total = 0
        for text, marks in lines:
            got = {r.at: r for r in read(Spoken(text, text), NONE).readings}
            total += len(marks)
            for at, reading in marks.items():
                if got[at].pinyin == reading:
                    right, sure = right + 1, sure + got[at].sure
                else:
                    wrong.setdefault(kind, []).append((text, text[at], reading, got[at].pinyin, got[at].sure))
        assert len(wrong.get(kind, ())) <= (1 - ENOUGH[kind]) * total, wrong[kind]
    misses = [miss for found in wrong.values() for miss in found]
    assert len(misses) < 5 or sum(not sure for *_, sure in misses) >= len(misses) / 2
    assert sure / right > 0.9  # among characters chosen for being hard


def test_a_guess_says_that_it_is_one() -> None:
    assert not any(r.sure for r in read(Spoken("長", "長"), NONE).readings)
    assert all(r.sure for r in read(Spoken("因為天氣", "因為天氣"), NONE).readings)


def test_rare_characters_and_repeat_marks() -> None:
    assert readings("人々") == "ren2 ren2"
    assert readings("二〇二五") == "er4 ling2 er4 wu3"
    assert readings("𠮷") == "ji2"
    assert readings("\uf900") == readings("豈")  # a compatibility ideograph


@settings(deadline=None, max_examples=300)
@given(st.text(st.one_of(st.characters(), st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF)), max_size=40))
def test_any_text_gives_valid_syllables_for_han_characters_only(text: str) -> None:
    for language in ("zh-TW", "zh-CN"):
        found = read(Spoken(text, text, language=language), NONE).readings
        places = [r.at for r in found]
        assert places == sorted(set(places))
        assert all(is_han(unicodedata.normalize("NFKC", text[r.at])) and pinyin(r.pinyin) == r.pinyin for r in found)


def test_every_common_character_has_a_reading() -> None:
    text = "".join(map(chr, range(0x4E00, 0x9FA6)))
    unknown = len(text) - len(read(Spoken(text, text), NONE).readings)
    assert unknown < 20


def test_a_bad_lexicon_is_refused_before_anything_is_read() -> None:
    with pytest.raises(ConfigError):
        Lexicon([("樂隊", "ㄩㄝˋ")])


def test_many_lines_at_once_are_read_as_one_by_one() -> None:
    lines = [line[1] for line in sentences()[:60]]
    lexicon = Lexicon([("重新", "zhong4 xin1")])
    one_by_one = [read(Spoken(line, line), lexicon) for line in lines]
    assert list(read_all((Spoken(line, line) for line in lines), lexicon)) == one_by_one
    assert list(Mandarin().say_all(lines)) == [Mandarin().say(line) for line in lines]
    assert list(read_all([], lexicon)) == []


def test_every_rule_can_be_asked() -> None:
    """They are compiled when their character first comes: a mistake in one must not wait for a listener."""
    for rules in tables.contexts().values():
        for rule in rules:
            assert rule.fits("他说得很好", 2) >= 0
            assert pinyin(rule.pinyin) == rule.pinyin
