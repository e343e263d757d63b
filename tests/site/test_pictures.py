"""The author's own pictures stand on the page; nothing else of the machine is ever taken."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from podcast.model import Audio, Digest, Image, Item
from podcast.show import Show
from podcast.site import pages
from podcast.site.pictures import LARGEST, copied_pictures, copy_pictures, picture_name
from tests.published import make_episode

AUDIO = Audio("", 123_456, "ab" * 32, 40_000, -16.0, -3.0)


def digest_of(*names: str) -> Digest:
    items = (Item(f"image{n}", "圖", kind="image", image=Image(src)) for n, src in enumerate(names, 1))
    return Digest("EP1", "標題", intro=tuple(items))


def copied(tmp_path: Path, *names: str) -> list[str]:
    folder = tmp_path / "show" / "feed" / "EP1"
    copy_pictures(digest_of(*names), tmp_path / "show" / "digests", tmp_path / "show", folder)
    return list(copied_pictures(digest_of(*names), tmp_path / "show" / "feed", "EP1"))


@pytest.fixture
def there(tmp_path: Path) -> Path:
    for name in ("show/digests/a b.png", "show/art/b.JPG", "secret.png", "show/digests/c.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"picture")
    (tmp_path / "show/digests/big.png").write_bytes(b"x" * (LARGEST + 1))
    (tmp_path / "show/digests/dir.png").mkdir()
    return tmp_path


def test_pictures_beside_the_digest_and_in_the_show_are_taken(there: Path) -> None:
    assert copied(there, "a%20b.png", "a b.png", "../art/b.JPG") == ["a%20b.png", "a b.png", "../art/b.JPG"]


@pytest.mark.parametrize(
    "src",
    ["../../secret.png", "/etc/passwd", "/etc/x.png", "c.svg", "big.png", "dir.png", "none.png", "", "\0.png",
     "https://example.org/a.png", "//example.org/a.png", "file:///etc/x.png", "data:image/png;base64,AAAA", "[x.png"],
)  # fmt: skip
def test_nothing_else_is_taken(there: Path, src: str) -> None:
    assert copied(there, src) == []


def test_the_page_shows_what_was_taken(show: Show) -> None:
    episode = make_episode(show, AUDIO)
    episode = replace(episode, digest=replace(episode.digest, intro=digest_of("chart.png").intro))
    assert "<img src=" not in pages.episode_page(show, episode, show.address).partition('class="digest"')[2]
    (show.root / "digests").mkdir(exist_ok=True)
    (show.root / "digests" / "chart.png").write_bytes(b"picture")
    copy_pictures(episode.digest, show.root / "digests", show.root, show.feed / "EP1")
    assert f'<img src="{picture_name("chart.png")}"' in pages.episode_page(show, episode, show.address)
