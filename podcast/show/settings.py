"""show.yaml and voices.yaml → Show, checked once, on load, with errors that name file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from podcast.errors import ConfigError
from podcast.show import (
    CATEGORIES,
    ENVIRONMENT,
    ON,
    PIECES,
    Credentials,
    Delivery,
    EngineSettings,
    Loudness,
    ModelSettings,
    Music,
    Pauses,
    Presenter,
    Show,
    Speaker,
    Voice,
)
from podcast.show.categories import APPLE
from podcast.show.host_file import FILE as HOST
from podcast.show.host_file import load_host
from podcast.show.state import take_over
from podcast.show.writing import check_writing
from podcast.show.yaml_file import did_you_mean, fault, line_of, read_yaml

if TYPE_CHECKING:
    from pydantic import ValidationError

SHOW, VOICES = "show.yaml", "voices.yaml"
_OF_VOICES = ("speakers", "lexicon", "network")

BIT_RATES = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # of MPEG-1 layer III, from what speech can bear
SLOWEST, FASTEST = 0.25, 4.0  # as OpenAI has it
LONGEST_PAUSE_MS = 20_000


def find_root(start: Path) -> Path:
    """The nearest folder at or above ``start`` that holds a show.yaml."""
    for folder in (start, *start.parents):
        if (folder / SHOW).is_file():
            return folder
    raise ConfigError(
        f"There is no {SHOW} in {start} or above it: go to your show's folder, or make one with `podcast init DIR`."
    )


def load(root: Path, engines: Mapping[str, EngineSettings] | None = None) -> Show:
    """Read and check both files, and put an older version's `.podcast/` in order.

    Raises ConfigError with file, line and what to do.

    ``engines``: those that there are; None: whatever voices.yaml says of engines and voices is taken.
    """
    show, voices = read_yaml(root / SHOW), read_yaml(root / VOICES)
    raw: dict[str, Any] = dict(show)
    for key in ("root", "speakers", "lexicon", "network", "host"):
        if key in raw:
            raise fault(SHOW, show, (key,), f"“{key}” does not belong here; see {HOST if key == 'host' else VOICES}")
    for key in voices:
        if key not in _OF_VOICES:
            hint = did_you_mean(str(key), _OF_VOICES)
            raise fault(VOICES, voices, (key,), f"“{key}” is not known{hint}")
    raw["root"] = root
    raw["categories"] = _categories(raw["categories"]) if "categories" in raw else CATEGORIES
    if "music" in raw:
        raw["music"] = _music(raw["music"])
    raw |= {key: {"model": raw[key]} for key in ("llm", "judge") if isinstance(raw.get(key), str)}
    raw["speakers"] = _speakers(voices)
    raw["lexicon"] = _lexicon(voices)
    raw["network"] = _network(root, voices)
    checked = _check(raw, show, voices)
    for place in (checked.state, checked.feed, checked.scripts, checked.digests):
        if place.exists() and not place.is_dir():
            raise ConfigError(f"{place} is a file, but a folder of the show belongs there: move it away.")
    take_over(checked.state)
    _cross_check(checked, show, voices)
    _check_names(checked, voices)
    checked = check_writing(checked, show)
    if engines is not None:
        _check_tuning(checked, voices, engines)
        _check_voices(checked, voices, engines)
    return replace(checked, host=load_host(root / HOST, checked.language))


def _categories(raw: Any) -> Any:
    """`Technology` and `[News, Tech News]` → (("Technology",), ("News", "Tech News"))."""
    if not isinstance(raw, Sequence) or isinstance(raw, str):
        return raw
    return tuple((c,) if isinstance(c, str) else tuple(c) if isinstance(c, Sequence) else c for c in raw)


def _music(raw: Any) -> Any:
    """`off`, or `bed: off`, is none; `on` is the program's own."""
    if _switch(raw) is not None:
        return dict.fromkeys(PIECES, _switch(raw))
    return (
        {key: file if (word := _switch(file)) is None else word for key, file in raw.items()}
        if isinstance(raw, Mapping)
        else raw
    )


def _switch(value: Any) -> str | None:
    """ON for what means yes, "" for what means no; None for anything else: a file's name."""
    word = str(value).strip().lower() if isinstance(value, str | bool) else value
    return "" if word in ("", "off", "no", "none", "false") else ON if word in (ON, "yes", "true") else None


def _speakers(voices: Mapping[str, Any]) -> Any:
    raw = voices.get("speakers")
    if not isinstance(raw, Mapping) or not raw:
        raise fault(VOICES, voices, ("speakers",), "“speakers” must name at least one speaker with voices")
    out = []
    for id, speaker in raw.items():
        if not isinstance(speaker, Mapping):
            raise fault(VOICES, voices, ("speakers", id), f"speaker “{id}” needs `name` and `voices`")
        out.append({"id": str(id), **speaker})
    return tuple(out)


def _lexicon(voices: Mapping[str, Any]) -> Any:
    raw = voices.get("lexicon") or {}
    if not isinstance(raw, Mapping):
        raise fault(VOICES, voices, ("lexicon",), "“lexicon” must be `word: how to say it` lines")
    for word, spoken in raw.items():
        if not isinstance(word, str) or not isinstance(spoken, str):
            raise fault(VOICES, voices, ("lexicon", word), f"put quotes around “{word}” and how to say it")
    return tuple(raw.items())


def _network(root: Path, voices: Mapping[str, Any]) -> Path | None:
    """Whether it is there is for the engine to say: another may speak without it."""
    told = voices.get("network")
    if told is None:
        return None
    if not isinstance(told, str) or not told.strip() or "\0" in told:
        raise fault(VOICES, voices, ("network",), f"“network” must be the path of a file, found {told!r:.60}")
    return root / told


def _check(raw: dict[str, Any], show: Mapping[str, Any], voices: Mapping[str, Any]) -> Show:
    from pydantic import TypeAdapter, ValidationError

    address = raw.get("address")
    if isinstance(address, str) and not address.endswith("/"):
        raw["address"] = address + "/"
    try:
        return TypeAdapter(Show).validate_python(raw)
    except ValidationError as error:
        raise ConfigError(_sentence(error, show, voices)) from error


def _sentence(error: ValidationError, show: Mapping[str, Any], voices: Mapping[str, Any]) -> str:
    """The first fault, with file and line; a mistyped key before the one that is then missing."""
    unknown = ("unexpected_keyword_argument", "extra_forbidden")
    fault = min(error.errors(), key=lambda fault: fault["type"] not in unknown)
    loc = list(fault["loc"])
    name, tree = SHOW, show
    if loc and loc[0] == "speakers":
        name, tree = VOICES, voices
        ids = list(voices["speakers"])
        if len(loc) > 1 and isinstance(loc[1], int):
            loc[1] = ids[loc[1]]
    where = ".".join(str(part) for part in loc)
    line = line_of(tree, tuple(loc))
    if fault["type"] in ("missing", "missing_argument"):
        return f"{name}, line {line}: “{where}” is missing."
    if fault["type"] in unknown:
        kinds = (Show, Speaker, Voice, Music, Pauses, Loudness, Delivery, Credentials, ModelSettings, Presenter)
        known = [f.name for kind in kinds for f in fields(kind)]
        return f"{name}, line {line}: “{where}” is not a setting{did_you_mean(str(loc[-1]), known) or '.'}"
    return f"{name}, line {line}: “{where}”{_needs(fault)}, found {fault['input']!r:.60}."


_NEEDS = {
    "int_": "must be a whole number", "float_": "must be a number", "bool_": "must be true or false",
    "string_type": "must be text; a number in quotation marks", "tuple_type": "must be a list, a line with - each",
    "dict_": "must hold lines of its own, `name: value`",
}  # fmt: skip


def _needs(fault: Any) -> str:
    """What belongs there, in the words of whoever writes the file."""
    from podcast import show

    if fault["type"] == "dataclass_type":
        kind = getattr(show, fault["ctx"]["class_name"])
        or_off = " or be off" if kind is Music else ""
        return f" must hold lines of its own, `name: value`, of {', '.join(f.name for f in fields(kind))}{or_off}"
    said = f": {fault['msg'][0].lower()}{fault['msg'][1:]}"
    return next((f" {text}" for kind, text in _NEEDS.items() if fault["type"].startswith(kind)), said)


def _cross_check(show: Show, raw: Mapping[str, Any], voices: Mapping[str, Any]) -> None:
    """What no single field can tell."""
    from zoneinfo import ZoneInfo

    url = urlsplit(show.address)
    if url.scheme not in ("http", "https") or not url.netloc:
        problem = f"“address” must be like https://example.org/show/, found {show.address!r}"
        raise fault(SHOW, raw, ("address",), problem)
    try:
        ZoneInfo(show.timezone)
    except (KeyError, ValueError, OSError) as error:
        problem = f"there is no time zone {show.timezone!r}; Taipei is Asia/Taipei"
        raise fault(SHOW, raw, ("timezone",), problem) from error
    if show.clips is not None and not _may_hold_clips(show):
        problem = f"“clips” must be like s3://bucket/prefix or a folder outside feed/, found {show.clips!r:.60}"
        raise fault(SHOW, raw, ("clips",), problem)
    if show.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", show.email):
        raise fault(SHOW, raw, ("email",), f"“email” must be like me@example.org, found {show.email!r:.60}")
    if show.loudness.kbit_s not in BIT_RATES:
        problem = f"“kbit_s” must be one of {', '.join(map(str, BIT_RATES))}, found {show.loudness.kbit_s}"
        raise fault(SHOW, raw, ("loudness", "kbit_s"), problem)
    for key, least, most in (("lufs", -40, -5), ("true_peak_dbtp", -20, 0)):
        if not least <= (given := getattr(show.loudness, key)) <= most:
            problem = f"“{key}” is {least} to {most}, found {given:g}"
            raise fault(SHOW, raw, ("loudness", key), problem)
    for rank in (f.name for f in fields(show.pauses)):
        if not 0 <= (given_ms := getattr(show.pauses, rank)) <= LONGEST_PAUSE_MS:
            problem = f"“{rank}” is 0 to {LONGEST_PAUSE_MS} thousandths of a second, found {given_ms}"
            raise fault(SHOW, raw, ("pauses", rank), problem)
    if problem := _unfit_credentials(show):
        raise fault(SHOW, raw, ("credentials",), problem)
    for number, category in enumerate(show.categories):
        if problem := _no_category(*category):
            raise fault(SHOW, raw, ("categories", number), problem)
    for speaker in show.speakers:
        if not speaker.voices:
            raise fault(VOICES, voices, ("speakers", speaker.id), f"speaker “{speaker.id}” has no voice")


def _may_hold_clips(show: Show) -> bool:
    clips = show.clips or ""
    if "://" in clips:
        return bool(re.fullmatch(r"[a-z0-9+.:-]+://\S.*", clips)) and "\0" not in clips
    inside = (show.feed, show.digests, show.scripts)
    place = (show.root / clips).resolve() if clips.strip() and "\0" not in clips else show.feed
    return place != show.root.resolve() and not any(place.is_relative_to(own.resolve()) for own in inside)


def _unfit_credentials(show: Show) -> str:
    told = show.credentials
    if told is None:
        return ""
    if "-----BEGIN" in told.key or "\n" in told.key.strip():  # and it is not repeated: what is printed gets into logs
        return "“credentials.key” must be the path of a file, found the key itself: put it into one outside feed/"
    for name, given in (("certificate", told.certificate), ("key", told.key.removeprefix(ENVIRONMENT))):
        if not given.strip() or "\0" in given:
            return f"“credentials.{name}” must be the path of a file, found {getattr(told, name)!r:.60}"
    if not told.key.startswith(ENVIRONMENT) and (show.root / told.key).resolve().is_relative_to(show.feed.resolve()):
        return "“credentials.key” must not lie in feed/, all of which is published: move it, and take another one"
    if told.timestamp is not None and urlsplit(told.timestamp).scheme not in ("http", "https"):
        return f"“credentials.timestamp” must be like https://time.example/, found {told.timestamp!r:.60}"
    return ""


def _no_category(first: str = "", *second: str) -> str:
    """Why directories would not know it."""
    if first not in APPLE:
        return f"“{first}” is no category of Apple's{did_you_mean(first, tuple(APPLE))}"
    if len(second) > 1 or (second and second[0] not in APPLE[first]):
        wrong = ", ".join(second)
        return f"“{wrong}” is no category of Apple's below “{first}”{did_you_mean(wrong, APPLE[first])}"
    return ""


def _check_tuning(show: Show, voices: Mapping[str, Any], engines: Mapping[str, EngineSettings]) -> None:
    """Of every voice, also where its engine does not know the setting: a mistyped one is never ignored."""
    forms = {key: form for engine in engines.values() for key, form in engine.forms.items()}
    for speaker in show.speakers:
        for number, voice in enumerate(speaker.voices):
            where = ("speakers", speaker.id, "voices", number)
            for key, (form, like) in forms.items():
                found = getattr(voice, key)
                if not re.fullmatch(form, found):
                    raise fault(VOICES, voices, (*where, key), f"“{key}” must be like {like}, found {found!r:.60}")
            if not SLOWEST <= voice.speed <= FASTEST:  # nor is it when it is no number
                problem = f"“speed” must be {SLOWEST:g} to {FASTEST:g}, found {voice.speed:g}"
                raise fault(VOICES, voices, (*where, "speed"), problem)


def _check_names(show: Show, voices: Mapping[str, Any]) -> None:
    """A name means one speaker: scripts and interviews call them by it."""
    owner: dict[str, str] = {}
    for speaker in show.speakers:
        for alias in speaker.aliases:
            if (other := owner.setdefault(alias.casefold(), speaker.id)) != speaker.id:
                where = ("speakers", speaker.id, "aliases")
                raise fault(VOICES, voices, where, f"“{alias}” is an alias of “{other}” already")


def _check_voices(show: Show, voices: Mapping[str, Any], engines: Mapping[str, EngineSettings]) -> None:
    for speaker in show.speakers:
        for number, voice in enumerate(speaker.voices):
            where = ("speakers", speaker.id, "voices", number)
            if voice.engine not in engines:
                raise fault(VOICES, voices, where, f"no engine “{voice.engine}”; there are: {', '.join(engines)}")
            known = engines[voice.engine].voices
            if known and voice.voice not in known:
                problem = f"“{voice.engine}” has no voice “{voice.voice}”; it has: {', '.join(known)}"
                raise fault(VOICES, voices, where, problem)
