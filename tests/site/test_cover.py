"""The cover by Apple's rules, drawn and given."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from podcast.errors import PublishError
from podcast.show import Show
from podcast.site.cover import HUES, cover, draw_cover, hue, thumbnail


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.fixture(scope="module")
def sample() -> tuple[Show, bytes]:
    show = Show(Path(), "科技碎碎念", "編輯室", "")
    return show, draw_cover(show)


def test_a_drawn_cover_is_what_the_directories_ask_for(sample: tuple[Show, bytes]) -> None:
    image = opened(sample[1])
    assert (image.format, image.mode, image.size, image.info["dpi"]) == ("JPEG", "RGB", (3000, 3000), (72, 72))
    assert len(sample[1]) < 512_000


def test_the_same_show_gives_the_same_bytes_and_name(sample: tuple[Show, bytes]) -> None:
    show, data = sample
    assert draw_cover(show) == data
    name = f"cover-{hashlib.sha256(data).hexdigest()[:12]}.jpg"
    assert cover(show) == (name, data)


def test_the_title_is_large_enough_for_55_pixels(sample: tuple[Show, bytes]) -> None:
    """White strokes fill lines at least 12 px high at the size of a list in an app."""
    small = np.asarray(opened(sample[1]).convert("L").resize((55, 55), Image.Resampling.LANCZOS))
    rows = (small[:36] > 190).sum(axis=1) >= 2
    runs = "".join("#" if row else " " for row in rows).split()
    assert len(runs) == 2
    assert all(len(run) >= 9 for run in runs)


@pytest.mark.parametrize(
    "title",
    ["股", "人工智慧與你的距離：從晶片、模型到應用，一週科技產業深度觀察", "Supercalifragilistic", "😀", "a" * 300],
)
def test_any_title_stays_inside_the_margins(title: str) -> None:
    image = np.asarray(opened(draw_cover(Show(Path(), title, "編輯室", ""))).convert("L").crop((0, 0, 3000, 1950)))
    white = np.argwhere(image > 240)
    assert len(white)
    assert white[:, 1].min() > 180
    assert white[:, 1].max() < 2820
    assert white[:, 0].min() > 150


def test_what_the_type_has_no_shape_for_leaves_no_box() -> None:
    top = (0, 0, 3000, 1950)
    covers = [draw_cover(Show(Path(), title, "編輯室", "")) for title in ("早安", "早安😀")]
    plain, emoji = ((np.asarray(opened(data).convert("L").crop(top)) > 240).sum() for data in covers)
    assert abs(int(plain) - int(emoji)) < 4000  # the ground differs by its hue, the type does not


def test_every_hue_has_its_class_in_the_style_sheet() -> None:
    from podcast.site.pages import assets

    style = assets()["assets/style.css"].decode()
    assert all(f".hue-{angle} {{ --hue: {angle} }}" in style for angle in HUES)
    assert hue("科技碎碎念") in HUES


def test_a_thumbnail_is_small(sample: tuple[Show, bytes]) -> None:
    image = opened(thumbnail(sample[1]))
    assert (image.size, image.format, image.mode) == ((640, 640), "JPEG", "RGB")


# ---------------------------------------------------------------- the show's own


def own(show: Show, name: str, size: tuple[int, int], mode: str = "RGB", format: str = "PNG") -> Show:
    Image.new(mode, size).save(show.root / name, format)
    return replace(show, cover=name)


@pytest.mark.parametrize(("format", "suffix"), [("PNG", "png"), ("JPEG", "jpg")])
def test_a_good_file_is_published_as_it_is(show: Show, format: str, suffix: str) -> None:
    show = own(show, "mine.image", (1400, 1400), format=format)
    name, data = cover(show)
    assert name.endswith(f".{suffix}")
    assert data == (show.root / "mine.image").read_bytes()


@pytest.mark.parametrize(
    ("size", "mode", "format", "what"),
    [
        ((1399, 1399), "RGB", "PNG", "1399 × 1399"),
        ((3001, 3001), "RGB", "PNG", "3001 × 3001"),
        ((1500, 1400), "RGB", "PNG", "1500 × 1400"),
        ((1400, 1400), "RGBA", "PNG", "RGBA"),
        ((1400, 1400), "CMYK", "JPEG", "CMYK"),
        ((1400, 1400), "RGB", "GIF", "GIF"),
    ],
)
def test_a_file_that_directories_refuse_is_refused_here(
    show: Show, size: tuple[int, int], mode: str, format: str, what: str
) -> None:
    with pytest.raises(PublishError, match=what):
        cover(own(show, "mine.image", size, mode, format))


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 99])
def test_a_file_that_is_no_picture_is_refused_in_one_sentence(show: Show, data: bytes) -> None:
    (show.root / "mine.png").write_bytes(data)
    with pytest.raises(PublishError, match="cannot be read"):
        cover(replace(show, cover="mine.png"))


def test_a_cut_off_picture_is_refused(show: Show) -> None:
    show = own(show, "mine.png", (1400, 1400))
    data = (show.root / "mine.png").read_bytes()
    (show.root / "mine.png").write_bytes(data[: len(data) // 2])
    with pytest.raises(PublishError, match="cannot be read"):
        cover(show)


def test_a_missing_file_is_named(show: Show) -> None:
    with pytest.raises(PublishError, match=r"“gone\.png” does not exist"):
        cover(replace(show, cover="gone.png"))
