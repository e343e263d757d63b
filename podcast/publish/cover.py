"""The cover: the show's own file, checked, or one drawn from the show's title.

Apple's rules: square, 1400 to 3000 px, JPEG or PNG, RGB, 72 dpi; legible at 55 px.
"""

from __future__ import annotations

import hashlib
import io
import math
import re
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PublishError
from podcast.show import Show

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

SIDE = 3000
SMALLEST = 1400
THUMBNAIL = 640
MARGIN = 260
DRAWING = 1  # raised when the drawing changes: the name changes with it
TRADITIONAL, SIMPLIFIED = 3, 2  # faces of NotoSansCJK-Regular.ttc

Rgb = tuple[int, int, int]


def hue(title: str) -> int:
    """The show's colour, in degrees on the OKLCH circle: cover and pages share it. Twelve steps."""
    return hashlib.sha256(title.encode()).digest()[0] % 12 * 30


def cover(show: Show) -> tuple[str, bytes]:
    """File name and bytes of the cover. The name carries a hash, so that apps fetch a new one."""
    if show.cover:
        data, suffix = _own(show)
    else:
        data, suffix = draw_cover(show), "jpg"
    return _name(data, suffix), data


def cover_name(show: Show) -> str:
    """The name that ``cover`` would give, without drawing: for those who only ask whether it is there."""
    return cover(show)[0]


def thumbnail(data: bytes) -> bytes:
    """A small JPEG of the cover, for the pages."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        return _jpeg(image.convert("RGB").resize((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS), quality=86)


def _name(data: bytes, suffix: str) -> str:
    return f"cover-{hashlib.sha256(data).hexdigest()[:12]}.{suffix}"


def _own(show: Show) -> tuple[bytes, str]:
    """The show's file as it is, if directories will take it."""
    from PIL import Image, UnidentifiedImageError

    path = show.root / str(show.cover)
    advice = f"a cover is a square JPEG or PNG of {SMALLEST} to {SIDE} px in RGB"
    try:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data)) as image:
            format, mode, (width, height) = image.format, image.mode, image.size
            image.load()
    except FileNotFoundError:
        raise PublishError(f"show.yaml: the cover “{show.cover}” does not exist; name a file or take the line out.") from None
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PublishError(f"show.yaml: the cover “{show.cover}” cannot be read ({error}); {advice}.") from error
    if format not in ("JPEG", "PNG"):
        raise PublishError(f"show.yaml: the cover “{show.cover}” is {format}; {advice}.")
    if width != height or not SMALLEST <= width <= SIDE:
        raise PublishError(f"show.yaml: the cover “{show.cover}” has {width} × {height} px; {advice}.")
    if mode != "RGB":
        raise PublishError(f"show.yaml: the cover “{show.cover}” has the colour mode {mode}; {advice}.")
    return data, "jpg" if format == "JPEG" else "png"


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
    from PIL import Image, ImageChops

    fall = Image.linear_gradient("L").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    across = ImageChops.add(fall, fall.transpose(Image.Transpose.ROTATE_90), scale=2)
    ground = _between(across, _oklch(0.36, 0.13, angle), _oklch(0.19, 0.07, angle + 25))
    glow = Image.radial_gradient("L").resize((SIDE * 2, SIDE * 2), Image.Resampling.BICUBIC)
    glow = ImageChops.invert(glow).crop((SIDE // 4, SIDE // 8, SIDE // 4 + SIDE, SIDE // 8 + SIDE)).point(lambda v: v * 0.55)
    ground.paste(Image.new("RGB", (SIDE, SIDE), _oklch(0.52, 0.17, angle - 20)), mask=glow)
    return ground


def _between(mask: Image.Image, dark: Rgb, light: Rgb) -> Image.Image:
    from PIL import ImageOps

    return ImageOps.colorize(mask, black=dark, white=light)


def _waves(draw: ImageDraw.ImageDraw, title: str, angle: int) -> None:
    """A voice as bars, their heights from the title: each show has its own."""
    numbers = hashlib.sha512(title.encode()).digest()
    count, foot, width = 31, SIDE - 560, 44
    step = (SIDE - 2 * MARGIN - width) / (count - 1)
    for i in range(count):
        swell = math.sin(math.pi * (i + 0.5) / count) ** 0.7
        height = 60 + swell * (120 + numbers[i] / 255 * 430)
        x = MARGIN + i * step
        colour = _oklch(0.86 - 0.18 * i / count, 0.13, angle + 40 + 60 * i / count)
        draw.rounded_rectangle((x, foot - height / 2, x + width, foot + height / 2), radius=width / 2, fill=colour)


def _title(draw: ImageDraw.ImageDraw, show: Show, angle: int) -> None:
    font, lines = _fit(show)
    size = int(font.size)
    pitch = size * 1.2
    box_top, box_height = 300, 1660
    y = box_top + (box_height - pitch * len(lines)) / 2
    for line in lines:
        draw.text((MARGIN - size * 0.04, y), line, font=font, fill=(255, 255, 255), stroke_width=max(2, size // 42))
        y += pitch
    small = _font(show, 104)
    draw.text((MARGIN, SIDE - 250), _printable(show.author, small), font=small, fill=_oklch(0.88, 0.05, angle), anchor="ls")


def _fit(show: Show) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The title broken into the number of lines at which its type is largest."""
    width, height = SIDE - 2 * MARGIN, 1660
    title = _printable(" ".join(show.title.split()), _font(show, 100)) or "Podcast"
    probe = _font(show, 100)
    best: tuple[int, list[str]] = (0, [title])
    for count in range(1, 6):
        lines = break_title(title, count)
        widest = max(probe.getlength(line) for line in lines)
        size = int(min(100 * width / (widest * 1.06), height / (1.2 * len(lines)), 900))
        if size > best[0]:
            best = size, lines
    return _font(show, best[0]), best[1]


def break_title(title: str, count: int) -> list[str]:
    """``title`` in at most ``count`` lines, as even as may be, a shorter one first.

    Latin words and doubled characters (碎碎) stay together; a line begins neither with a
    closing mark nor with a space.
    """
    pieces = re.findall(r"[\x21-\x7e]+|(.)\1+|.", title) and [m[0] for m in re.finditer(r"[\x21-\x7e]+|(.)\1+|.", title)]
    limit = sum(map(_columns, pieces)) / count
    lines = [""]
    for piece in reversed(pieces):  # from the end: what is over goes to the first line
        full = _columns(piece + lines[0]) > math.ceil(limit / 2) * 2 + 1
        if full and lines[0].strip() and lines[0][0] not in "、，。！？；：）」』》〉…—·" and len(lines) < count:
            lines.insert(0, "")
        lines[0] = piece + lines[0]
    return [line.strip() for line in lines if line.strip()]


def _columns(text: str) -> int:
    return sum(1 if ord(c) < 0x2E80 else 2 for c in text)


def _printable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """What the font has no shape for is left out: no box in place of a character."""
    missing = bytes(font.getmask("\ue000"))
    return "".join(c for c in text if c == " " or bytes(font.getmask(c)) != missing).strip()


def _font(show: Show, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(_type_file()), size, index=SIMPLIFIED if show.language == "zh-CN" else TRADITIONAL)


def _type_file() -> Path:
    """Noto Sans CJK, found through its distribution's metadata: nothing of the package is imported."""
    for file in files("noto-cjk-sans-otc") or ():
        if file.name.endswith(".ttc"):
            return Path(str(file.locate()))
    raise PublishError("The Chinese type of the cover is missing; install noto-cjk-sans-otc again.")


def _oklch(lightness: float, chroma: float, angle: float) -> Rgb:
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
