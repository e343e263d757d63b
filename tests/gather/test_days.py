"""昨晚 of an article of another day: the day itself; what only looks like such a word stays as it is."""

from __future__ import annotations

from datetime import date

import pytest

from podcast.gather.days import as_of, relative_words

WRITTEN, TOLD = date(2026, 11, 27), date(2026, 11, 28)  # a Friday and the Saturday after it


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("台灣隊昨晚在東京擊敗日本隊，今天下午返國。", "台灣隊 11 月 26 日晚上在東京擊敗日本隊，11 月 27 日下午返國。"),
        ("今（27）日上午開會，明日公布。", "11 月 27 日上午開會，11 月 28 日公布。"),
        ("今天（27 日）凌晨登陸，後天出海。", "11 月 27 日凌晨登陸，11 月 29 日出海。"),
        ("前天晚上停電，今晨復電。", "11 月 25 日晚上停電，11 月 27 日清晨復電。"),
        ("上週三開會，下週一復業，本週六公休。", "11 月 18 日開會，11 月 30 日復業，11 月 28 日公休。"),
        ("他說：「明天放假。」昨天說的。", "他說：「明天（11 月 28 日）放假。」11 月 26 日說的。"),
        ("《明日帝國》昨日上映。", "《明日帝國》11 月 26 日上映。"),
        ("部长昨天宣布，后天起实施。", "部长 11 月 26 日宣布，11 月 29 日起实施。"),
        ("台北今明兩天有雨，明後天放晴。", "台北 11 月 27 日到 11 月 28 日有雨，11 月 28 日到 11 月 29 日放晴。"),
        ("上上週五開工，下下週一完工。", "11 月 13 日開工，12 月 7 日完工。"),
    ],
)
def test_the_day_is_named(text: str, said: str) -> None:
    assert as_of(text, WRITTEN, TOLD) == said
    assert relative_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "能力是後天訓練的，今明天氣炎熱。",
        "目前天氣炎熱，今後天氣轉涼，最後天亮了。",
        "聲明日前發布，說明日本的立場，發明天才也懂。",
        "如今日子好過，為了更好的明天努力。",
        "聯合晚報與今周刊報導，本週刊也有。",
        "太空人登上月球，車子停在下月台。",
        "11 月 26 日晚上的比賽，週六還有一場。",
        "The team won last night and flies home today.",
    ],
)
def test_other_words_stay(text: str) -> None:
    assert as_of(text, WRITTEN, TOLD) == text
    assert relative_words(text) == ()


def test_what_is_still_true_stays() -> None:
    text = "今年成長，本月公布，本週有雨。"
    assert as_of(text, WRITTEN, TOLD) == text
    assert as_of("今天公布。", TOLD, TOLD) == "今天公布。"
    assert as_of("今天公布。", None, TOLD) == "今天公布。"
    over = as_of("今年成長，本月公布，去年底起。", date(2026, 12, 31), date(2027, 1, 1))
    assert over == "2026 年成長，2026 年 12 月公布，2025 年底起。"
