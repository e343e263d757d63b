"""One channel's frame of MP3 → a frame of joint stereo that both loudspeakers play alike.

LAME weighs four channels (left, right, middle, side) where a programme has two, although a voice is the same in both.
So a voice is encoded as one channel, in half the time, and its frames are told anew: the middle is that channel √2
times as loud (two steps of the frame's own gain), the side is empty. What is heard is the same to the last bit.

MPEG-1 layer III at 48 kHz, without checksum and bit reservoir (ISO 11172-3, 2.4.1).
"""

from __future__ import annotations

from podcast.sound import RATE

KBIT_S = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""The bit rates that a frame can name, by their number in its header."""

_HEAD, _ONE, _TWO = 4, 17, 32  # bytes of a frame's header, and of what it tells of one channel and of two
_JOINT = 0b0110 << 4  # in the header: joint stereo, as middle and side
_GRANULES, _GRANULE = 2, 59  # in a frame; bits that tell of one granule of one channel:
_LENGTH, _GAIN, _WINDOW = (0, 12), (21, 8), (33, 4)  # where they begin and how many; windows: switched, type, mixed
_SHARED, _FIRST = (14, 4), 18  # before the granules: the scales that both use
_LOUDER = 2  # steps of the gain: four are twice as loud


def size_of(number: int) -> int:
    """Bytes of a frame of the bit rate with this number."""
    return 144_000 * KBIT_S[number] // RATE


def lower(kbit_s: int) -> int:
    """The next lower bit rate: what one channel holds at it fits into a frame of two at ``kbit_s``."""
    return KBIT_S[KBIT_S.index(kbit_s) - 1]


def joint(frame: bytes, kbit_s: int | None) -> bytes:
    """``frame`` of one channel as one of two, at ``kbit_s``; None: at the least bit rate that holds it.

    Raises ValueError where none does: one channel may fill 320 kbit/s, and two have 15 bytes more to tell.
    """
    told, used = _of_two(int.from_bytes(frame[_HEAD : _HEAD + _ONE]))
    need = _HEAD + _TWO + used
    rates = [KBIT_S.index(kbit_s)] if kbit_s else range(1, len(KBIT_S))
    number = next((n for n in rates if size_of(n) >= need), None)
    if number is None:
        raise ValueError(f"{need} bytes do not fit into a frame")
    head = bytes((*frame[:2], number << 4 | frame[2] & 0x0F, _JOINT | frame[3] & 0x0F))
    sound = frame[_HEAD + _ONE : _HEAD + _ONE + used]
    return (head + told + sound).ljust(size_of(number), b"\0")


def _of_two(told: int) -> tuple[bytes, int]:
    """What a frame tells of two channels, made of what it tells of one; and how many bytes of sound follow."""
    before = _part(told, _SHARED, 8 * _ONE)
    two, bits = before << 4, 0  # 9 and 3 bits of nothing, then what either channel's granules share
    for n in range(_GRANULES):
        middle = _part(told, (_FIRST + n * _GRANULE, _GRANULE), 8 * _ONE)
        bits += _part(middle, _LENGTH, _GRANULE)
        louder = min(255, _part(middle, _GAIN, _GRANULE) + _LOUDER)
        side = _placed(_windows(middle), _WINDOW)
        two = two << 2 * _GRANULE | _without(middle, _GAIN) << _GRANULE | _placed(louder, _GAIN) << _GRANULE | side
    return two.to_bytes(_TWO), (bits + 7) // 8


def _windows(granule: int) -> int:
    """The side turns back into time as the middle does, though there is nothing in it."""
    windows = _part(granule, _WINDOW, _GRANULE)
    return windows if windows & 0b1000 else 0


def _part(bits: int, where: tuple[int, int], of: int) -> int:
    at, count = where
    return bits >> (of - at - count) & ((1 << count) - 1)


def _placed(value: int, where: tuple[int, int]) -> int:
    at, count = where
    return value << (_GRANULE - at - count)


def _without(granule: int, where: tuple[int, int]) -> int:
    return granule & ~_placed((1 << where[1]) - 1, where)
