"""Whole files, and all that is read out of them or left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from podcast.model import Digest
from podcast.read import read_digest
from tests.read.outlines import outline_of

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize("name", ["page.txt", "page.html", "plain.md"])
def test_outline(name: str) -> None:
    found = outline_of(read_digest(DATA / name, "EP12"))
    assert found == (DATA / f"{name}.outline").read_text(encoding="utf-8")


def test_a_page_saved_as_text_and_as_html_says_the_same() -> None:
    text, html = (read_digest(DATA / name, "EP12") for name in ("page.txt", "page.html"))
    assert list(text.texts()) == [(id, words) for id, words in html.texts() if not id.startswith("image")]
    assert text.sources == html.sources


def counts(digest: Digest) -> list[list[int]]:
    assert digest.highlights is not None
    return [[len(group.items) for group in section.items] for section in (digest.highlights, *digest.sections)]


def test_own_digest_is_of_the_kind_and_size_of_the_seed() -> None:
    digest = read_digest(Path(__file__).parents[2] / "digests" / "EP1.md", "EP1")
    assert counts(digest) == [[3, 2], [6, 4], [6, 5], [6, 4], [6, 5]]
    assert (digest.number, str(digest.date)) == (1, "2025-06-13")
    assert len(digest.intro) == len(digest.outro) == len(digest.disclaimer) == 1
    assert all(source.url for source in digest.sources)


def test_seed_page(seed: Path) -> None:
    digest = read_digest(seed, "EP1")
    assert (digest.show, digest.number) == ("科技碎碎念", 1)
    assert digest.title == "科技巨頭的 AI 戰略布局:Meta 與 Scale AI 的深度結合"
    assert counts(digest) == [[3, 2], [6, 4], [6, 5], [6, 4], [6, 5]]
    assert [source.title for source in digest.sources] == ["Thu. 06/12 – Meta’s Big AI Acqui-hire"]
    (intro,), (outro,), (disclaimer,) = digest.intro, digest.outro, digest.disclaimer
    assert intro.text.startswith("哈囉!")
    assert outro.text.startswith("聽完碎碎念後")
    assert outro.text.endswith("下次見!")
    assert disclaimer.text.startswith("請注意,內容由 AI 產生")


def test_seed_page_without_its_furniture(seed: Path) -> None:
    texts = [text for _, text in read_digest(seed, "EP1").texts()]
    for furniture in ("更新", "閱讀 15", "留言", "6會員", "內容數", "Thumbnail", "avatar", "vocus", "GPT-5", "**"):
        assert not [text for text in texts if furniture in text], furniture
    assert sum(text.startswith("哈囉") for text in texts) == 1  # the profile repeats it


def test_seed_page_pasted_into_a_markdown_file(seed: Path, tmp_path: Path) -> None:
    path = tmp_path / "EP1.md"
    path.write_bytes(seed.read_bytes())
    assert list(read_digest(path, "EP1").texts()) == list(read_digest(seed, "EP1").texts())


def test_polluted_article_is_read_as_far_as_it_is_one(seed: Path) -> None:
    digest = read_digest(seed.with_name("polluted-article.txt"), "news")
    assert digest.title.endswith('谷歌带头"逃离"')
    assert len(digest.sections) == 3
    assert not [text for _, text in digest.texts() if "相关链接" in text or "REDMI" in text]
