"""A reading on the spot: it says how the characters before it are read, and is not itself said or shown."""

from __future__ import annotations

import pytest

from podcast.mandarin import Mandarin
from podcast.mandarin.spot import without_readings


@pytest.mark.parametrize(
    ("written", "spoken", "shown", "readings"),
    [
        ("這種蕈（ㄒㄩㄣˋ）菇有毒", "這種蕈菇有毒", "這種蕈菇有毒", "xun4"),
        ("主角（jué）色是紅的", "主角色是紅的", "主角色是紅的", "jue2"),
        ("角(jue2)色互換", "角色互換", "角色互換", "jue2"),
        ("「蕈」（音ㄒㄩㄣˋ）菇", "蕈菇", "「蕈」菇", "xun4"),
        ("樂隊（ㄩㄝˋㄉㄨㄟˋ）來了", "樂隊來了", "樂隊來了", "yue4 dui4"),
        ("銀行[yin2 hang2]", "銀行", "銀行", "yin2 hang2"),
        ("翟（讀作 ㄓㄞˊ）先生", "翟先生", "翟先生", "zhai2"),
        ("蕈（音同「訓」）菇", "蕈菇", "蕈菇", "xun4"),
        ("撥打110（一一零）", "撥打一一零", "撥打110", ""),
        ("在 303（三〇三）教室", "在三零三教室", "在 303教室", ""),
        ("共 1,110（一千一百一十）人", "共一千一百一十人", "共 1,110人", ""),
        ("12/3（三）晚上", "十二月三日星期三晚上", "12/3（三）晚上", ""),
        ("一張紙（a4）、模型（o1）", "一張紙，a 四、模型，o 一", "一張紙（a4）、模型（o1）", ""),
        ("他（she）與咖啡（café）", "他，she，與咖啡，café", "他（she）與咖啡（café）", ""),
        ("（ㄒㄩㄣˋ）菇", "，ㄒㄩㄣˋ，菇", "（ㄒㄩㄣˋ）菇", ""),
    ],
)
def test_it_is_heard_in_the_characters_only(written: str, spoken: str, shown: str, readings: str) -> None:
    said = Mandarin().say(written)
    assert said.text.strip("，") == spoken.strip("，")
    assert without_readings(said).written == shown
    assert " ".join(r.pinyin for r in said.readings if r.by == "lexicon") == readings
    assert [r.at for r in said.readings] == sorted({r.at for r in said.readings})


def test_what_is_shown_still_leads_to_what_is_said() -> None:
    spoken = without_readings(Mandarin().say("第 3 種蕈（ㄒㄩㄣˋ）菇，110（一一零）專線，5% 的人"))
    at = said = 0
    for span in spoken.spans:
        assert spoken.written[at : span.written_start] == spoken.text[said : span.spoken_start]
        at, said = span.written_end, span.spoken_end
    assert spoken.written[at:] == spoken.text[said:]
