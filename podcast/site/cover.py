"""The cover: the show's own file, checked, or one drawn from the show's title.

Apple's rules: square, 1400 to 3000 px, JPEG or PNG, RGB, 72 dpi; legible at 55 px.
"""

from __future__ import annotations

import hashlib
import io
import math
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PublishError
from podcast.show import Show
from podcast.site.captions import words
from podcast.site.linebreak import break_lines
from podcast.text import columns

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

SIDE = 3000
SMALLEST = 1400
THUMBNAIL = 640
MARGIN = 260
TITLE_TOP, TITLE_HEIGHT, PITCH, LARGEST = 230, 1640, 1.22, 780
TRADITIONAL, SIMPLIFIED = 3, 2  # faces of NotoSansCJK-Regular.ttc

Rgb = tuple[int, int, int]


HUES = (25, 150, 178, 205, 235, 262, 295, 345)
"""Degrees on the OKLCH circle. None between yellow and green: in the dark they look like mud."""


def hue(title: str) -> int:
    """The show's colour, from its title: cover and pages share it."""
    return HUES[hashlib.sha256(title.encode()).digest()[0] % len(HUES)]


def cover(show: Show) -> tuple[str, bytes]:
    """File name and bytes of the cover. Apps keep a picture as long as its name, so another one has another."""
    return _own(show) if show.cover is not None else _named(draw_cover(show), "jpg")


def thumbnail(data: bytes) -> bytes:
    """A small JPEG of the cover, for the pages."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return _jpeg(image.convert("RGB").resize((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS), quality=86)


def _named(data: bytes, suffix: str) -> tuple[str, bytes]:
    return f"cover-{hashlib.sha256(data).hexdigest()[:12]}.{suffix}", data


def _own(show: Show) -> tuple[str, bytes]:
    """Name and bytes of the show's file as it is, if directories will take it."""
    from PIL import Image, UnidentifiedImageError

    path = show.root / str(show.cover)
    advice = f"a cover is a square JPEG or PNG of {SMALLEST} to {SIDE} px in RGB"
    try:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as image:
            format, mode, (width, height) = image.format, image.mode, image.size
            image.load()
    except FileNotFoundError:
        raise PublishError(f"show.yaml: the cover “{show.cover}” does not exist; {advice}.") from None
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PublishError(f"show.yaml: the cover “{show.cover}” cannot be read ({error}); {advice}.") from error
    if format not in ("JPEG", "PNG"):
        raise PublishError(f"show.yaml: the cover “{show.cover}” is {format}; {advice}.")
    if width != height or not SMALLEST <= width <= SIDE:
        raise PublishError(f"show.yaml: the cover “{show.cover}” has {width} × {height} px; {advice}.")
    if mode != "RGB":
        raise PublishError(f"show.yaml: the cover “{show.cover}” has the colour mode {mode}; {advice}.")
    return _named(data, "jpg" if format == "JPEG" else "png")


# ---------------------------------------------------------------- drawing


def draw_cover(show: Show) -> bytes:
    """A JPEG of 3000 × 3000 px, RGB, 72 dpi; the same show gives the same bytes."""
    from PIL import ImageDraw

    angle = hue(show.title)
    image = _ground(angle)
    draw = ImageDraw.Draw(image)
    _waves(draw, show.title, angle)
    _title(draw, show, angle)
    return _jpeg(image, quality=90)


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, dpi=(72, 72), optimize=True)
    return buffer.getvalue()


def _ground(angle: int) -> Image.Image:
    """A diagonal from deep to deeper, and a glow where the waves begin."""
    from PIL import Image, ImageChops, ImageOps

    fall = Image.linear_gradient("L").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    across = ImageChops.add(fall, fall.transpose(Image.Transpose.ROTATE_90), scale=2)
    ground = ImageOps.colorize(across, black=oklch(0.4, 0.13, angle), white=oklch(0.2, 0.07, angle + 25))
    glow = ImageChops.invert(Image.radial_gradient("L").resize((2 * SIDE, 2 * SIDE), Image.Resampling.BICUBIC))
    mask = glow.crop((SIDE, SIDE // 4, 2 * SIDE, SIDE // 4 + SIDE)).point([value * 5 // 9 for value in range(256)])
    ground.paste(oklch(0.56, 0.16, angle - 25), mask=mask)
    return ground


def _waves(draw: ImageDraw.ImageDraw, title: str, angle: int) -> None:
    """A voice as bars, their heights from the title: each show has its own."""
    numbers = hashlib.sha512(title.encode()).digest()
    count, middle, width = 33, 2260, 42
    step = (SIDE - 2 * MARGIN - width) / (count - 1)
    for i in range(count):
        swell = math.sin(math.pi * (i + 0.5) / count) ** 0.7
        half = 30 + swell * (70 + numbers[i] / 255 * 190)
        x = MARGIN + i * step
        colour = oklch(0.88 - 0.16 * i / count, 0.12, angle + 30 + 60 * i / count)
        draw.rounded_rectangle((x, middle - half, x + width, middle + half), radius=width / 2, fill=colour)


def _title(draw: ImageDraw.ImageDraw, show: Show, angle: int) -> None:
    size, lines = _fit(show)
    large, pitch = font(show.language, size), size * PITCH
    y = TITLE_TOP + (TITLE_HEIGHT - pitch * len(lines)) / 2 + pitch / 2
    for line in lines:
        # Regular is the one weight that the package has: an outline makes it bold.
        draw.text(
            (MARGIN - size * 0.04, y), line, font=large, fill="white", stroke_width=max(2, size // 50), anchor="lm"
        )
        y += pitch
    small = font(show.language, 104)
    author = printable(show.author, small)
    draw.text((MARGIN, SIDE - 210), author, font=small, fill=oklch(0.9, 0.04, angle), anchor="ls")


def _fit(show: Show) -> tuple[int, tuple[str, ...]]:
    """The title broken into the lines at which its type is largest, and that size."""
    probe = font(show.language, 100)
    title = printable(" ".join(show.title.split()), probe) or "Podcast"
    room = SIDE - 2 * MARGIN
    best: tuple[int, tuple[str, ...]] = (0, ())
    for limit in range(2, columns(title) + 1):
        lines = break_lines(title, limit, words)
        widest = max(probe.getlength(line) for line in lines)
        size = int(min(96 * room / widest, TITLE_HEIGHT / (PITCH * len(lines)), LARGEST))
        best = max(best, (size, lines), key=lambda found: found[0])
    return best


def printable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """What the font has no shape for is left out: no box in place of a character."""
    missing = bytes(font.getmask("\ue000"))
    return "".join(c for c in text if c == " " or bytes(font.getmask(c)) != missing).strip()


def font(language: str, size: int) -> ImageFont.FreeTypeFont:
    """Noto Sans CJK in the forms of Taiwan or of the Mainland."""
    from PIL import ImageFont

    return ImageFont.truetype(str(_type_file()), size, index=SIMPLIFIED if language == "zh-CN" else TRADITIONAL)


def _type_file() -> Path:
    """Noto Sans CJK, found through its distribution's metadata: nothing of the package is imported."""
    for file in files("noto-cjk-sans-otc") or ():
        if file.name.endswith(".ttc"):
            return Path(str(file.locate()))
    raise PublishError("The Chinese type of the cover is missing; install noto-cjk-sans-otc again.")


def oklch(lightness: float, chroma: float, angle: float) -> Rgb:
    """OKLCH → sRGB (Björn Ottosson's matrices), so that every hue is equally light."""
    a, b = chroma * math.cos(math.radians(angle)), chroma * math.sin(math.radians(angle))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (round(255 * _gamma(min(1.0, max(0.0, v)))) for v in linear)
    return red, green, blue


def _gamma(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055
