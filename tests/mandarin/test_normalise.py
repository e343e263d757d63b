"""What every spoken form must keep: the way back, calm under any text, the same twice."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.normalise import normalise
from podcast.mandarin.notation import explained
from podcast.model import Spoken

NONE = Lexicon()
WRITTEN = """
    1 2 12 0 2025 08 148 3.5 7,520 % ％ 億 萬 元 年 月 日 個 倍 第 民國 至 到 折 成 $ NT$ US$ bps K B T billion
    - – ~ ～ / : . , ， 。 （ ） ( ) [ ] 「 」 《 》 ** * # @ + ± ≥ < > = × x X … ... —— · ① ² ^ _ ` ~~
    Q3 FY25 H1 GPT 4o RTX C++ AI Meta M&A A/B .NET vs. etc. https://a.com a@b.com é 发 価 〇 ½ m² °C km/h
    ○ § ₂ ⁺ ′ ″ UTC GMT IV II X 第 條 110 113 2330 2317 228 0403 課綱 班 連假 奈米 票 勝 以 改為 路 號 ISO port
    每 K 薪 鈾
    （ㄒㄩㄣˋ） (jue2) 蕈 角 （一一零） の ゼルダ 한국 Привет 0x 1F 萬 千 呎 到 週一 星期五 Plus ++ s x 加 減 比
    a.m. Nov. Thu. No. <b> &amp; [1] (五) ２ Ａ ！ ! ? ; ' " ’ 🎉
"""
PIECES = st.sampled_from([*WRITTEN.split(), *"\u200b\u0301\n\u3000\ufeff"])
MIXED = st.lists(st.one_of(PIECES, st.just(" "), st.text(max_size=2)), max_size=14).map("".join)
ANY = st.one_of(
    st.text(), MIXED, st.text(st.characters(categories=["Nd", "Po", "Sm", "Sc", "Zs", "Lo", "Cs", "Cf", "Mn"]))
)


def holds(spoken: Spoken, written: str) -> None:
    """Spans in order, without overlap, and between them the same text on both sides."""
    assert spoken.written == written
    at = said = 0
    for s in spoken.spans:
        assert at <= s.written_start <= s.written_end
        assert said <= s.spoken_start <= s.spoken_end
        assert written[at : s.written_start] == spoken.text[said : s.spoken_start]
        assert s.written_start < s.written_end or s.spoken_start < s.spoken_end
        at, said = s.written_end, s.spoken_end
    assert written[at:] == spoken.text[said:]


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_any_text_has_a_spoken_form_that_leads_back(written: str) -> None:
    holds(normalise(written, NONE), written)
    holds(normalise(written, NONE, "zh-CN"), written)


@settings(max_examples=300, deadline=None)
@given(ANY)
@example("㐀*\u0300")
@example("㐀</b>\u0300")
@example("㐀\u200b\u0300")
@example("㐀&nbsp;\u0300")
@example("㐀[^1]\u0300")
def test_normalising_twice_gives_the_same_as_once(written: str) -> None:
    once = normalise(written, NONE).text
    assert normalise(once, NONE).text == once


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_no_digit_is_left_to_the_engine(written: str) -> None:
    assert not set(normalise(written, NONE).text) & set("0123456789０１２３４５６７８９%％＄$€£")


def test_the_issue_s_own_example_to_the_letter() -> None:
    said = normalise("Meta 以 148 億美元取得約 49% 的股權", NONE)
    assert said.text == "Meta 以一百四十八億美元取得約百分之四十九的股權"


def test_lexicon_wins_over_everything_and_is_not_touched_again() -> None:
    lexicon = Lexicon([("GPT-5", "G P T five 5%"), ("Scale AI", "Scale A I")])
    spoken = normalise("Scale AI 用 GPT-5，成長 5%", lexicon)
    holds(spoken, "Scale AI 用 GPT-5，成長 5%")
    assert spoken.text == "Scale A I 用 G P T five 5%，成長百分之五"
    assert [s.rule for s in spoken.spans if s.kind == "lexicon"] == ["lexicon", "lexicon"]


def test_a_word_of_the_lexicon_does_not_grow_by_itself() -> None:
    assert normalise("AI 與 A", Lexicon([("A", "A A"), ("AI", "A I")])).text == "A I 與 A A"


def test_explained_names_class_and_rule_of_each_span() -> None:
    rows = " | ".join(explained(normalise("GPT-5 漲 5%（2330）", NONE)))
    assert "' ' → ''" not in rows
    for found in ("'五'  version: ", "'5%' → '百分之五'  percent: ", "'2330' → '二三三零'  code: "):
        assert found in rows


def test_a_guess_says_so() -> None:
    spans = {s.rule: s.sure for s in normalise("08-08 與 3/4 與 148 億", NONE).spans}
    assert spans["MM-DD"] is False
    assert spans["count"] is True


def test_brackets_and_quotes_are_heard_as_pauses_or_not_at_all() -> None:
    assert normalise("迪士尼（Disney）和環球（Universal）。", NONE).text == "迪士尼，Disney，和環球，Universal。"
    assert normalise("「小小兵」與《獅子王》", NONE).text == "小小兵與獅子王"
    assert normalise("（註解）開頭，結尾（註解）", NONE).text == "註解，開頭，結尾，註解"


def test_half_width_marks_become_chinese_ones_beside_chinese_only() -> None:
    assert normalise("哈囉!這邊是,科技", NONE).text == "哈囉！這邊是，科技"
    assert normalise("他說 Hello, world", NONE).text == "他說 Hello, world"


def test_spaces_stay_between_words_as_written_and_go_beside_a_number() -> None:
    assert normalise("AI 與 Llama 3.1 模型 在 2028 年", NONE).text == "AI 與 Llama 三點一模型 在二零二八年"


def test_simplified_characters_become_traditional_in_taiwan_and_stay_on_the_mainland() -> None:
    assert normalise("记得订阅", NONE).text == "記得訂閱"
    assert normalise("记得订阅 3 次", NONE, "zh-CN").text == "记得订阅三次"


def test_mainland_numbers_are_in_simplified_characters() -> None:
    assert normalise("投资 2 亿 5%", NONE, "zh-CN").text == "投资两亿百分之五"


@pytest.mark.parametrize("word", ["million", "MILLION", "mıllion", "MİLLION", "mıllıon"])
def test_a_magnitude_in_any_case(word: str) -> None:
    assert normalise(f"US$5 {word}", NONE).text == "五百萬美元"
    assert normalise(f"5 {word} 人", NONE).text == normalise("5 million 人", NONE).text


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("每週一至五 9:00~12:00", "每週一至五，九點到十二點"),
        ("週一、三、五 19:00", "週一、三、五，十九點"),
        ("週五9:00見", "週五，九點見"),
        ("星期六 10 點開門", "星期六，十點開門"),
        ("11/3（一）22:00–11/4（二）06:00", "十一月三日星期一，二十二點到十一月四日星期二，六點"),
        ("星期五 11/3 開會", "星期五，十一月三日開會"),
        ("農曆初一 5:00", "農曆初一，五點"),
        ("週日 8:00", "週日八點"),
        ("週五 8:00 a.m.", "週五上午八點"),
        ("11月3日 14:00", "十一月三日十四點"),
        ("週五，9:00", "週五，九點"),
        ("週三 3 個月後", "週三三個月後"),
        ("第一 9:00", "第一九點"),
    ],
)
def test_a_figure_of_the_day_and_one_of_the_hour_are_heard_apart(written: str, spoken: str) -> None:
    assert normalise(written, NONE).text == spoken
    assert normalise(spoken, NONE).text == spoken
