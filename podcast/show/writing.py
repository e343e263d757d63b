"""What show.yaml says of the script's writer: checked, and its hosts found among the speakers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from podcast.show import ModelSettings, Presenter, Show, Speaker
from podcast.show.yaml_file import fault

SHOW = "show.yaml"
_BOUNDS = {"temperature": (0, 2), "at_once": (1, 64), "timeout_s": (1, 3600), "max_tokens": (500, 10**6)}


def check_writing(show: Show, raw: Mapping[str, Any]) -> Show:
    """The show with each host's speaker, and with the hosts' names. Raises ConfigError with file and line."""
    for key, model in (("llm", show.llm), ("judge", show.judge)):
        if model and (wrong := _problem(model)):
            raise fault(SHOW, raw, (key, wrong[0]), f"“{wrong[0]}” {wrong[1]}")
    if show.budget is not None and not 0 <= show.budget < float("inf"):
        raise fault(SHOW, raw, ("budget",), f"“budget” is US dollars, 0 or more, found {show.budget:g}")
    if show.hosts and len(show.hosts) > 2:
        raise fault(SHOW, raw, ("hosts",), f"“hosts” are one or two, found {len(show.hosts)}")
    hosts = tuple(_found(show, raw, n, host) for n, host in enumerate(show.hosts))
    if len({host.speaker for host in hosts}) < len(hosts):
        raise fault(SHOW, raw, ("hosts",), f"both hosts are the speaker “{hosts[0].speaker}” of voices.yaml")
    if show.style == "duo" and len(hosts or show.speakers[:2]) < 2:
        problem = "“duo” needs two hosts: add a second speaker with its voices to voices.yaml"
        raise fault(SHOW, raw, ("style",), problem if len(hosts) != 1 else "“duo” needs two entries in “hosts”")
    return replace(show, hosts=hosts, speakers=tuple(_called(speaker, hosts) for speaker in show.speakers))


def _problem(model: ModelSettings) -> tuple[str, str] | None:
    """(setting, what is wrong with it)"""
    if not model.model.strip():
        return "model", "is the name of a model, such as gpt-4.1-mini"
    if model.base_url is not None and not _is_address(model.base_url):
        return "base_url", "must be like http://localhost:11434/v1, without a user or a password"
    for key, (least, most) in _BOUNDS.items():
        if not least <= (given := getattr(model, key)) <= most:
            return key, f"is {least} to {most}, found {given:g}"
    if model.price is not None and not all(0 <= each < float("inf") for each in model.price):
        return "price", "is US$ per million tokens, in and out, as in [0.4, 1.6]"
    return None


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url.strip())
        return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in url and parts.port != 0
    except ValueError:
        return False


def _found(show: Show, raw: Mapping[str, Any], n: int, host: Presenter) -> Presenter:
    """The host with the speaker's id and a name."""
    called = host.speaker or host.name
    if not called:
        raise fault(SHOW, raw, ("hosts", n), "a host needs a “name”, or a “speaker” of voices.yaml")
    id = show.named().get(called.casefold())
    if id is None:
        known = ", ".join(speaker.id for speaker in show.speakers)
        problem = f"“{called}” is no speaker of voices.yaml, which has: {known}; “speaker:” says which one it is"
        raise fault(SHOW, raw, ("hosts", n), problem)
    return replace(host, speaker=id, name=host.name or show.speaker(id).name)


def _called(speaker: Speaker, hosts: tuple[Presenter, ...]) -> Speaker:
    """The speaker under the name that show.yaml gives the host; the one in voices.yaml still means him."""
    name = next((host.name for host in hosts if host.speaker == speaker.id), speaker.name)
    return speaker if name == speaker.name else replace(speaker, name=name, aliases=(*speaker.aliases, speaker.name))
