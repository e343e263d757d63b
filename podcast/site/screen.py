"""What a video shows: the cover, the chapter, the sentence that is heard in large type, how far it is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from podcast.show import Show
from podcast.site.captions import words
from podcast.site.cover import font, hue, oklch, printable
from podcast.site.linebreak import break_lines
from podcast.text import clock

if TYPE_CHECKING:
    from PIL import Image

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Box:
    """Left, top, right, bottom in pixels, all even: colour is kept for four pixels together."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        return self.right - self.left, self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return self.size[0] / 2, self.size[1] / 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand, and how large type is. On a phone's 390 pixels the sentence is 20 pixels high and more."""

    size: tuple[int, int]
    cover: Box
    chapter: Box
    sentence: Box
    bars: Box
    clock: Box
    chapter_type: int
    sentence_type: int
    columns: int  # of a line of the sentence
    middle: bool  # whether the chapter stands in the middle


WIDE = Layout(
    (1920, 1080), Box(96, 72, 396, 372), Box(440, 72, 1840, 372), Box(80, 420, 1840, 812), Box(96, 844, 1824, 964),
    Box(1424, 976, 1824, 1040), 68, 104, 32, False,
)  # fmt: skip
TALL = Layout(
    (1080, 1920), Box(300, 170, 780, 650), Box(60, 690, 1020, 890), Box(50, 930, 1030, 1450), Box(60, 1500, 1020, 1640),
    Box(620, 1652, 1020, 1716), 60, 88, 20, True,
)  # fmt: skip


class Screen:
    """One picture after another, as planes of luminance and colour; what stays is not drawn again."""

    def __init__(self, show: Show, layout: Layout, cover: bytes, levels: Sequence[float]) -> None:
        self._show, self._layout, self._angle = show, layout, hue(show.title)
        self._ground = _ground(layout.size, self._angle)
        self._ground.paste(_cover(cover, layout.cover.size), (layout.cover.left, layout.cover.top))
        self.planes = planes(np.asarray(self._ground))
        self._played, self._ahead = (planes(np.asarray(self._bars(levels, light))) for light in (0.86, 0.5))
        self._put(self._ahead, layout.bars)
        self._at = 0

    def chapter(self, title: str) -> None:
        box, size = self._layout.chapter, self._layout.chapter_type
        lines = break_lines(self._printable(title), max(8, 2 * box.size[0] // size), words)[:2]
        shown = (self._show.title, *lines) if not self._layout.middle else lines
        self._text(box, shown, size, faint_first=not self._layout.middle)

    def sentence(self, text: str) -> None:
        lines = break_lines(self._printable(text), self._layout.columns, words) if text else ()
        self._text(self._layout.sentence, lines, self._layout.sentence_type)

    def progress(self, share: float, at_ms: int) -> None:
        """How far it is; the time is drawn once a second."""
        left, right = self._layout.bars.left, self._layout.bars.right
        to = int(share * (right - left)) // 2 * 2
        if to > self._at:
            self._put(self._played, self._layout.bars, self._at, to)
            self._at = to
        if at_ms % 1000 < 100:
            self._text(self._layout.clock, (clock(at_ms),), 52, align="right")

    # ------------------------------------------------------------ drawing

    def _printable(self, text: str) -> str:
        return printable(" ".join(text.split()), _font(self._show.language, 40))

    def _text(self, box: Box, lines: Sequence[str], size: int, align: str = "", faint_first: bool = False) -> None:
        from PIL import ImageDraw

        image = self._ground.crop((box.left, box.top, box.right, box.bottom))
        draw = ImageDraw.Draw(image)
        type_, pitch = _font(self._show.language, size), size * 1.34
        middle = align == "" and (box == self._layout.sentence or self._layout.middle)
        x = box.size[0] / 2 if middle else box.size[0] if align else 0
        y = box.middle[1] - pitch * (len(lines) - 1) / 2
        for n, line in enumerate(lines):
            fill = oklch(0.8, 0.06, self._angle) if align or (faint_first and n == 0) else (255, 255, 255)
            anchor = "mm" if middle else "rm" if align else "lm"
            draw.text((x, y), line, font=type_, fill=fill, anchor=anchor, stroke_width=max(1, size // 60))
            y += pitch
        self._put(planes(np.asarray(image)), box)

    def _bars(self, levels: Sequence[float], light: float) -> Image.Image:
        """The whole episode's loudness, a bar every twelve pixels."""
        from PIL import ImageDraw

        box = self._layout.bars
        image = self._ground.crop((box.left, box.top, box.right, box.bottom))
        draw, middle, colour = ImageDraw.Draw(image), box.middle[1], oklch(light, 0.1, self._angle)
        count = box.size[0] // 12
        parts = [levels[n * len(levels) // count : (n + 1) * len(levels) // count] for n in range(count)]
        means = [sum(part) / max(1, len(part)) for part in parts]
        for n, mean in enumerate(means):
            half = max(3.0, mean / (max(means) or 1) * middle)
            draw.rounded_rectangle((n * 12, middle - half, n * 12 + 6, middle + half), 3, fill=colour)
        return image

    def _put(self, part: Planes, box: Box, from_: int = 0, to: int | None = None) -> None:
        """Columns ``from_`` to ``to`` of what stands in ``box``."""
        end = box.size[0] if to is None else to
        for plane, new, scale in zip(self.planes, part, (1, 2, 2), strict=True):
            rows = slice(box.top // scale, box.bottom // scale)
            columns = slice((box.left + from_) // scale, (box.left + end) // scale)
            plane[rows, columns] = new[:, from_ // scale : end // scale]


Planes = tuple[Bytes, Bytes, Bytes]
"""Luminance, and two of colour at half the height and width: BT.709 in the range of television."""


def planes(rgb: Bytes) -> Planes:
    """A picture of even height and width as a video keeps it."""
    red, green, blue = (rgb[..., n].astype(np.float32) for n in range(3))
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    halves = [(part - light).reshape(rgb.shape[0] // 2, 2, -1, 2).mean(axis=(1, 3)) for part in (blue, red)]
    blueness, redness = (128 + half * (224 / 255 / scale) for half, scale in zip(halves, (1.8556, 1.5748), strict=True))
    return (_byte(16 + light * (219 / 255)), _byte(blueness), _byte(redness))


def _byte(values: Any) -> Bytes:
    return np.asarray(np.rint(values).clip(0, 255), np.uint8)


@cache
def _font(language: str, size: int) -> Any:
    return font(language, size)


def _ground(size: tuple[int, int], angle: int) -> Image.Image:
    """From deep to deeper."""
    from PIL import Image, ImageOps

    fall = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return ImageOps.colorize(fall, black=oklch(0.33, 0.1, angle), white=oklch(0.17, 0.05, angle + 25))


def _cover(data: bytes, size: tuple[int, int]) -> Image.Image:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def thumbnail(show: Show, cover: bytes, title: str) -> bytes:
    """A JPEG of 1280 × 720: the cover, and the title as large as it can be read on a phone."""
    from PIL import ImageDraw

    angle, language = hue(show.title), show.language
    image = _ground((1280, 720), angle)
    image.paste(_cover(cover, (480, 480)), (60, 120))
    draw = ImageDraw.Draw(image)
    for size in range(92, 40, -6):
        lines = break_lines(printable(title, _font(language, 40)), max(8, 2 * 640 // size), words)
        if len(lines) * size * 1.3 <= 600 and all(_font(language, size).getlength(line) <= 650 for line in lines):
            break
    y = 360 - size * 1.3 * (len(lines) - 1) / 2
    for line in lines:
        draw.text((590, y), line, font=_font(language, size), fill="white", anchor="lm", stroke_width=2)
        y += size * 1.3
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
