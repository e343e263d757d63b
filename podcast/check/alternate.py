"""The rules for further forms of an episode (podcast:alternateEnclosure): there, whole, and the same programme."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from podcast.check.audio import Sound, loud, measure
from podcast.check.credentials import check_credentials
from podcast.check.fetch import Place
from podcast.check.rules import Rules
from podcast.check.xml import q
from podcast.errors import PublishError

APART_S = 0.1  # that two forms may differ in length: a frame of AAC that is not cut, and what an encoder adds
_CONTAINERS = {"audio/mpeg": "mp3", "audio/mp4": "mp4", "audio/x-m4a": "mp4", "audio/ogg": "ogg", "audio/opus": "ogg"}


@dataclass(frozen=True, slots=True)
class Main:
    """The enclosure, as it was heard."""

    sound: Sound
    sha256: bytes


@dataclass(frozen=True, slots=True)
class _Form:
    type: str
    length: str
    urls: tuple[str, ...]
    sha256: tuple[bytes, ...]  # what it must be one of; () where nothing is told


def check_alternates(rules: Rules, item: Any, place: Place, where: str, main: Main | None, *, ai: bool) -> None:
    """``main``: None when nothing of the episode is to be decoded."""
    enclosure = item.find("enclosure")
    url = enclosure.get("url") if enclosure is not None else None
    elements = item.findall(q("podcast:alternateEnclosure"))
    standard = [e for e in elements if e.get("default") == "true"]
    rules.advise("p20.alternate.default", len(standard) <= 1, where, f"{len(standard)} default alternateEnclosures")
    for element in elements:
        form = _form(element)
        told = form.type and form.length.isdigit() and form.urls
        rules.need(
            "p20.alternate.facts", told, where, "an alternateEnclosure needs type, length, and a source with a uri"
        )
        for source in filter(place.ours, form.urls if told else ()):
            if source == url:
                _same(rules, form, enclosure, where, main)
            else:
                _other(rules, form, source, place, where, main, ai)


def _form(element: Any) -> _Form:
    urls = (source.get("uri") or "" for source in element.findall(q("podcast:source")))
    web = tuple(url for url in urls if url.startswith(("http://", "https://")))
    told = (i.get("value") or "" for i in element.findall(q("podcast:integrity")) if i.get("type") == "sri")
    hashes = tuple(found for value in told for found in _hashes(value))
    return _Form(element.get("type") or "", element.get("length") or "", web, hashes)


def _hashes(value: str) -> Iterator[bytes]:
    for part in value.split():
        kind, _, text = part.partition("-")
        if kind == "sha256":
            try:
                yield base64.b64decode(text, validate=True)
            except ValueError:
                yield b""  # no file has it


def _same(rules: Rules, form: _Form, enclosure: Any, where: str, main: Main | None) -> None:
    same = (form.type, form.length) == (enclosure.get("type"), enclosure.get("length"))
    rules.need("p20.alternate.same", same, where, "type or length of the default form are not those of the enclosure")
    if main:
        _whole(rules, form, main.sha256, where)


def _whole(rules: Rules, form: _Form, sha256: bytes, where: str) -> None:
    if form.sha256:
        rules.need("alternate.integrity", sha256 in form.sha256, where, f"{form.type}: the file has not the hash told")


def _other(rules: Rules, form: _Form, url: str, place: Place, where: str, main: Main | None, ai: bool) -> None:
    try:
        head = place.head(url)
        heard = main is not None and form.type.startswith("audio/") and not place.away(url)
        data = place.get(url).data if heard else b""
    except PublishError as e:
        rules.need("alternate.there", False, where, str(e))
        return
    rules.need("alternate.there", True, where, "")
    size = f"{url}: length={form.length}, but the file has {head.size} bytes"
    rules.need("alternate.length", form.length == str(head.size), where, size)
    if place.served:
        rules.need("server.type", head.type == form.type, where, f"{url} is served as {head.type}")
    if main is None or not heard:
        return
    _whole(rules, form, hashlib.sha256(data).digest(), where)
    sound = measure(data)
    if rules.need("alternate.decodes", sound, where, f"{url} cannot be decoded") and sound:
        _sound(rules, form, sound, url, where, main.sound)
        check_credentials(rules, data, form.type, where, ai=ai)


def _sound(rules: Rules, form: _Form, sound: Sound, url: str, where: str, main: Sound) -> None:
    container = _CONTAINERS.get(form.type)
    fits = container is None or container in sound.container.split(",")
    rules.need("alternate.type", fits, where, f"{url} is told to be {form.type}, but is {sound.container}")
    apart = abs(sound.seconds - main.seconds)
    lengths = f"{url} lasts {sound.seconds:.2f} s, the enclosure {main.seconds:.2f} s: chapters and captions are one's"
    rules.need("alternate.duration", apart <= APART_S, where, lengths)
    loud(rules, sound, where, "alternate", f"{form.type}: ")
