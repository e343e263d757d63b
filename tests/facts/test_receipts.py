"""Each figure, date and name of a script leads back to where it stands in the digest."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.facts import receipts
from podcast.facts.receipts import MOST
from podcast.model import Chapter, Digest, Item, Line, Script, Section, Table
from podcast.read import read_digest
from podcast.show import Show
from podcast.write import write_script

EP1 = Path(__file__).parents[2] / "digests" / "EP1.md"


def digest_of(*texts: str) -> Digest:
    items = tuple(Item(f"story1.{n}", text, kind="point") for n, text in enumerate(texts, 1))
    return Digest("EP1", "標題", sections=(Section("story1", "一則新聞", items),), date=date(2025, 6, 13))


def pairs(line: Line, digest: Digest) -> list[tuple[str, str, str]]:
    script = Script("EP1", "EP1", (Chapter("內容", (line,)),))
    texts = dict(digest.texts())
    return [
        (line.text[r.start : r.end], r.item, texts[r.item][r.item_start : r.item_end]) for r in receipts(script, digest)
    ]


def test_a_retold_line_leads_back_to_the_words_it_rests_on() -> None:
    digest = digest_of(
        "Meta 這次準備用 148 億美元，換到 Scale AI 49% 的股份。", "2024 年 5 月的成交金額有 7,520 億美元。"
    )
    line = Line(
        "Meta 平台要花一百四十八億美元，拿下將近一半的股份；去年五月成交 7,520 億。", source=("story1.1", "story1.2")
    )
    assert pairs(line, digest) == [
        ("Meta 平台", "story1.1", "Meta"),
        ("一百四十八億美元", "story1.1", "148 億美元"),
        ("將近一半", "story1.1", "49%"),
        ("去年五月", "story1.2", "2024 年 5 月"),
        ("7,520 億", "story1.2", "7,520 億美元"),
    ]


def test_a_row_that_is_told_leads_back_to_its_cells() -> None:
    """Also where the head of a column has the same figure, and whether or not the table has a caption."""
    header = ("電信", "2024 年月租（元）", "速率")
    rows = (("甲電信", "2,024", "100 Mbps"), ("乙電信", "999", "100 Mbps"))
    for caption in ("", "三月的方案"):
        items = (Item("story1.1", caption, kind="table", table=Table(header, rows)),)
        digest = Digest("EP1", "標題", sections=(Section("story1", "一則新聞", items),), date=date(2025, 6, 13))
        told = (
            Line("甲電信，2024 年月租是 2,024 元，速率是 100 Mbps。", source=("story1.1",)),
            Line("乙要九百九十九元。", source=("story1",)),
        )
        found = receipts(Script("EP1", "EP1", (Chapter("內容", told),)), digest)
        there = [(r, rows[r.cell[0]][r.cell[1]]) for r in found if r.cell]
        assert [(told[r.line].text[r.start : r.end], cell[r.item_start : r.item_end]) for r, cell in there] == [
            ("2,024 元", "2,024"), ("100 Mbps", "100 Mbps"), ("九百九十九元", "999"),
        ]  # fmt: skip
        assert [r.cell for r, _ in there] == [(0, 1), (0, 2), (1, 1)]


def test_what_the_items_do_not_have_has_no_receipt() -> None:
    digest = digest_of("Meta 準備投資 148 億美元。", "Google 投資 20 億美元。")
    assert pairs(Line("Google 準備投資 149 億美元。", source=("story1.1",)), digest) == []
    assert pairs(Line("Meta 準備投資 148 億美元。"), digest) == []


def test_every_receipt_of_the_rules_script_names_the_same_words_twice() -> None:
    digest = read_digest(EP1, "EP1")
    show = Show(root=Path("show"), title="科技早餐車", author="餐車", description="每天早上的科技新聞")
    script, texts = write_script(digest, show, None), dict(digest.texts())
    found = receipts(script, digest)
    assert len(found) > 100
    for r in found:
        line = script.chapters[r.chapter].lines[r.line]
        assert line.text[r.start : r.end].strip(" ，") == texts[r.item][r.item_start : r.item_end].strip(" ，")
        assert r.item in line.source


def test_they_end_somewhere() -> None:
    digest = digest_of("Meta 投資 148 億美元。")
    line = Line("Meta 投資 148 億美元。" * 20, source=("story1.1",))
    script = Script("EP1", "EP1", (Chapter("內容", (line,) * 200),))
    assert len(receipts(script, digest)) == MOST


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_there_the_places_lie_within_the_texts(said: str, item: str) -> None:
    digest = digest_of(item or "空")
    line = Line(said, source=("story1.1", "nowhere"))
    texts = dict(digest.texts())
    for r in receipts(Script("EP1", "EP1", (Chapter("內容", (line,)),)), digest):
        assert 0 <= r.start < r.end <= len(said)
        assert 0 <= r.item_start < r.item_end <= len(texts[r.item])
