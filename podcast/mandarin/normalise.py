"""What is written → what an announcer says, with the way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from podcast.mandarin import (
    codes,
    dates,
    degrees,
    foreign,
    joints,
    latin,
    money,
    quantity,
    roman,
    signs,
    slashes,
    spot,
    symbols,
    times,
)
from podcast.mandarin.clean import clean, simplified
from podcast.mandarin.lexicon import Lexicon
from podcast.mandarin.numbers import digit_by_digit
from podcast.mandarin.punctuation import MARKS, mark
from podcast.mandarin.spans import Said, Writer, compose
from podcast.model import Span, Spoken

Rule = Callable[[str, int, int], Said | None]

AT_DIGIT: tuple[Rule, ...] = (
    spot.number_spot, latin.name, latin.all_week, codes.telephone, codes.ticker, codes.edition, codes.hexadecimal,
    degrees.degrees, dates.date_at_digit, codes.dotted, dates.quarter_at_digit,
    times.half_day, times.clock, times.ratio, slashes.slashed, latin.web, money.rate,
    money.money_behind, joints.joined, quantity.quantity,
)  # fmt: skip
"""The first that knows what the digits are, wins. The last one always does."""

AT_LETTER: tuple[Rule, ...] = (
    latin.name, latin.plus, latin.web, money.money_before, dates.date_at_letter, latin.numbered,
    latin.zone, latin.unit_alone, roman.roman, foreign.foreign,
)  # fmt: skip
AT_SIGN: tuple[Rule, ...] = (
    spot.spot,
    latin.name,
    codes.telephone,
    degrees.temperatures,
    money.money_before,
    latin.numbered,
    signs.sign,
    symbols.symbol,
)

_BORING = re.compile(r"(?:[㐀-\u5344\u5346-\u5efe\u5f00-鿿]++(?:[，。、！？：；](?![，。、！？：；]))?+)++")
"""Han characters with single marks between them; 卅 and 廿 stand for two of them."""

_WORD = re.compile(r"[^\W\d_㐀-鿿²³¹⁰⁴-⁹]+")
_SPACES = re.compile(r"[ ]+")
_STEPS = 6
"""Passes until nothing changes: what one says may let the next see more. Two do in practice."""


def normalise(written: str, lexicon: Lexicon, language: str = "zh-TW") -> Spoken:
    """What is said for ``written``. Never raises, whatever the text; applied to its own result it changes nothing."""
    text, spans = clean(written)
    fixed = [(start, end, respelling) for start, end, respelling in lexicon.respellings(text)]
    said, more = _pass(text, fixed)
    spans = compose(spans, more)
    for _ in range(_STEPS):
        if not more:
            break
        kept = [(s.spoken_start, s.spoken_end, "") for s in spans if s.kind == "lexicon"]
        cleaned, dropped = clean(said) if not kept else (said, ())
        again, more = _pass(cleaned, kept)
        if again == said:
            break
        spans = compose(compose(spans, dropped), more)
        said = again
    if language == "zh-CN":
        said, spans = _mainland(written, said, spans)
    return Spoken(written, said, spans, language=language)


def _mainland(written: str, said: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """The rules know Traditional characters: what they said in Simplified ones, the rest as it was written."""
    parts: list[str] = []
    kept: list[Span] = []
    at = length = 0
    for span in spans:
        old = written[span.written_start : span.written_end]
        new = old if span.kind == "simplified" else simplified(said[span.spoken_start : span.spoken_end])
        parts += written[at : span.written_start], new
        length += span.written_start - at
        if new != old:
            kept.append(replace(span, spoken_start=length, spoken_end=length + len(new)))
        length += len(new)
        at = span.written_end
    parts.append(written[at:])
    return "".join(parts), tuple(kept)


def _pass(text: str, fixed: list[tuple[int, int, str]]) -> tuple[str, tuple[Span, ...]]:
    """Once from left to right. ``fixed``: the lexicon's words; an empty respelling keeps what stands there."""
    writer = Writer(text)
    done = 0
    for start, end, respelling in fixed:
        _segment(writer, text, done, start)
        if respelling:
            writer.say(start, Said(end, respelling, "lexicon", "lexicon"))
        else:
            writer.plain(start, end)
        done = end
    _segment(writer, text, done, len(text))
    return writer.finish()


def _segment(writer: Writer, text: str, at: int, end: int) -> None:
    while at < end:
        char = text[at]
        if boring := _BORING.match(text, at, end):
            writer.plain(at, boring.end())
            at = boring.end()
        elif char == " ":
            spaces = _SPACES.match(text, at, end)
            assert spaces is not None
            writer.gap(at, spaces.end(), "space")
            at = spaces.end()
        elif "0" <= char <= "9":
            at = _first(AT_DIGIT, writer, text, at, end) or _keep(writer, at, at + 1)
        elif char.isalpha() and char not in symbols.SAID_AS:
            word = _WORD.match(text, at, end)
            at = _first(AT_LETTER, writer, text, at, end) or _keep(writer, at, word.end() if word else at + 1)
        elif char in MARKS:
            at = _mark(writer, text, at, end)
        else:
            at = _first(AT_SIGN, writer, text, at, end) or _keep(writer, at, at + 1)


def _first(rules: tuple[Rule, ...], writer: Writer, text: str, at: int, end: int) -> int:
    for rule in rules:
        if said := rule(text, at, end):
            if rules is AT_DIGIT:
                said = times.apart(writer.tail(), said, text[said.end : said.end + 2])
            writer.say(at, said)
            return said.end
    return 0


def _keep(writer: Writer, start: int, end: int) -> int:
    writer.plain(start, end)
    return end


def _mark(writer: Writer, text: str, at: int, end: int) -> int:
    said = (_point(text, at, end) if text[at] == "." else None) or mark(text, at, end, writer.last)
    if said is None:
        return _keep(writer, at, at + 1)
    writer.say(at, said)
    return said.end


_HAN_DIGITS = tuple("零一二三四五六七八九十百千萬")
_POINT = re.compile(r"\.(\d+)")
_BATTING = re.compile("(?:打擊|長打|上壘|守備|勝)率")  # .364, as sports announcers say it


def _point(text: str, at: int, end: int) -> Said | None:
    """.285, H.265 and .NET."""
    before = text[at - 1 : at]
    if (found := _POINT.match(text, at, end)) and not before.isdigit():
        if before.isascii() and before.isalpha():
            return Said(at + 1, "點", "version", "point in a name")
        nought = "" if _BATTING.search(text[max(0, at - 6) : at] + text[found.end() : found.end() + 6]) else "零"
        return Said(found.end(), f"{nought}點{digit_by_digit(found[1])}", "decimal", "point alone")
    if before.isalnum() and before.isascii():
        return None
    if before in _HAN_DIGITS and text[at + 1 : at + 2] in _HAN_DIGITS:
        return Said(at + 1, "點", "decimal", "point between numerals")
    return latin.name(text, at, end)
