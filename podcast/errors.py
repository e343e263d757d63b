"""The family of errors. Each message is one sentence: what, where, what to do.

PodcastError                 exit 1: what the user sees without a traceback
├── ConfigError              show.yaml or voices.yaml, with file and line
├── DigestError              the digest or the page cannot be read
├── GatherError              a source of news cannot be read
├── ScriptError              scripts/*.md cannot be read
├── Busy, Refused, Unavailable   of any service: passes, try again (retry_after_s when it said so); this request
│                                never passes; it is gone as a whole
├── SpeechError              an episode cannot be spoken
│   └── EngineError          raised by engines only; outside of speak/ nobody sees it
│       └── EngineBusy, EngineRefused, EngineUnavailable   each also one of the three above
├── ModelError               what the language model's settings ask for cannot be done
├── DiskError                a file cannot be written
├── ShowBusy                 another command works on this show
├── Unreachable              what every episode needs is gone: the shared clips, the cluster
├── SoundError               a file that cannot be read as sound
├── ProofError               an episode cannot be heard
├── MixError                 clips, music or the encoder
├── PublishError             feed, pages, targets
│   └── EpisodeDamaged       an episode.json that says what cannot be
├── MorningStopped           a gate of the unattended morning closed: exit 10 to 15
└── Interrupted              Ctrl-C: exit 130
"""

from __future__ import annotations

import re


class PodcastError(Exception):
    """Base of all errors that are told to the user in one sentence."""

    exit_code = 1

    def __init__(self, message: str = "") -> None:
        super().__init__(re.sub(r"\s*[\r\n]\s*", " ", message))  # a key or a name that it quotes may hold line ends


class ConfigError(PodcastError):
    pass


class DigestError(PodcastError):
    pass


class GatherError(PodcastError):
    pass


class ScriptError(PodcastError):
    pass


class Busy(PodcastError):
    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Refused(PodcastError):
    pass


class Unavailable(PodcastError):
    pass


class SpeechError(PodcastError):
    pass


class EngineError(SpeechError):
    pass


class EngineBusy(EngineError, Busy):
    pass


class EngineRefused(EngineError, Refused):
    pass


class EngineUnavailable(EngineError, Unavailable):
    pass


class ModelError(PodcastError):
    pass


class DiskError(PodcastError):
    pass


class ShowBusy(PodcastError):
    pass


class Unreachable(PodcastError):
    pass


class SoundError(PodcastError):
    pass


class MixError(PodcastError):
    pass


class ProofError(PodcastError):
    pass


class PublishError(PodcastError):
    pass


class EpisodeDamaged(PublishError):
    pass


class MorningStopped(PodcastError):
    def __init__(self, exit_code: int, stage: str, why: str) -> None:
        super().__init__(f"{stage}: {why.rstrip('.')}.")
        self.exit_code, self.stage = exit_code, stage


class Interrupted(PodcastError):
    exit_code = 130
