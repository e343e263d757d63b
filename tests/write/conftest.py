from __future__ import annotations

from pathlib import Path

import pytest

from podcast.model import Digest, Item, Section, Source
from podcast.show import Show


@pytest.fixture
def show() -> Show:
    return Show(root=Path("show"), title="午後科技茶", author="茶館", description="每天一壺茶的科技新聞")


def points(id: str, *texts: str) -> tuple[Item, ...]:
    return tuple(Item(f"{id}.{n}", text, kind="point") for n, text in enumerate(texts, 1))


def prose(id: str, *texts: str) -> tuple[Item, ...]:
    return tuple(Item(f"{id}.{n}", text) for n, text in enumerate(texts, 1))


def group(id: str, heading: str, *texts: str) -> Item:
    return Item(id, heading, points(id, *texts), kind="heading")


@pytest.fixture
def digest() -> Digest:
    return Digest(
        slug="EP12",
        title="機器人走進便利商店",
        number=12,
        intro=prose("intro", "嗨，泡一壺茶的時間，聽完今天的科技新聞。"),
        highlights=Section(
            "highlights",
            "本集重點",
            (
                group("highlights.1", "店裡的新同事", "超商試用補貨機器人。", "店員改做檢查與收銀。"),
                group("highlights.2", "家裡的新帳單", "離峰每度降到 2.1 元。"),
            ),
        ),
        sections=(
            Section(
                "story1",
                "機器人上大夜班",
                (
                    group(
                        "story1.1",
                        "試辦的門市",
                        "半夜十二點開始補貨。",
                        "飲料櫃要人開門。",
                        "此外，它怕積水。",
                        "店長很滿意。",
                    ),
                    group("story1.2", "成本怎麼算", "每月 18,000 元", "三年約打九折。"),
                ),
            ),
            Section("story2", "電費離峰更便宜了嗎？", points("story2", "晚上十點半以後算離峰。", "每度 2.1 元。")),
        ),
        sources=(Source("source1", "中部商業日報", "https://example.com/robots"), Source("source2", "example.org")),
        outro=prose("outro", "茶喝完了，下次見！"),
        disclaimer=prose("disclaimer", "請注意，內容僅供參考。"),
    )
