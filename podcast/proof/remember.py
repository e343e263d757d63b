"""Evidence by content: one JSON file a clip, whole or not there, named after the sound, the text and the recogniser.

Nothing is heard twice: not by the next `proof`, not by the render that goes on where another was stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from podcast.disk import write_whole
from podcast.proof.evidence import Evidence, Parted
from podcast.proof.measure import Measured

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORM = 3  # of what is kept, and of how it is measured: raise it when either changes
MOST = 200  # right sentences that are remembered of a voice


@dataclass(frozen=True, slots=True)
class Known:
    """``takes``: how often the sentence was asked for until this clip was taken."""

    evidence: Evidence
    takes: int = 1


class Memory:
    """What was heard, under ``root``. May be deleted at any time; costs hearing it again."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, key: str) -> Known | None:
        """None when it is missing, damaged or not ours."""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            kept = json.loads(self._path(key).read_bytes())
            if kept["key"] == key and kept["sha256"] == _hash(kept["known"]):
                return Known(_evidence(kept["known"]["evidence"]), int(kept["known"]["takes"]))
        return None

    def put(self, key: str, known: Known) -> None:
        """Raises DiskError."""
        told = asdict(known)
        kept = {"key": key, "sha256": _hash(told), "known": told}
        write_whole(self._path(key), json.dumps(kept, ensure_ascii=True), durable=False)

    def of_voice(self, voice: str, without: Container[str] = ()) -> tuple[Evidence, ...]:
        """What is known of right sentences of a voice, of whichever episode: MOST of them, the newest first."""
        known = (self.get(key) for key in self._noted(voice) if key not in without)
        return tuple(each.evidence for each in known if each)

    def note_voice(self, voice: str, keys: Iterable[str]) -> None:
        """These are right sentences of the voice. Raises DiskError."""
        noted = tuple(dict.fromkeys((*keys, *self._noted(voice))))[:MOST]
        write_whole(self._voice(voice), "".join(f"{key}\n" for key in noted), durable=False)

    def _noted(self, voice: str) -> tuple[str, ...]:
        try:
            return tuple(self._voice(voice).read_text(encoding="ascii", errors="replace").split())
        except OSError:
            return ()

    def _voice(self, voice: str) -> Path:
        return self.root / f"voice-{hashlib.sha256(voice.encode()).hexdigest()[:16]}"

    def size(self) -> tuple[int, int]:
        """(files, bytes)"""
        sizes = [path.stat().st_size for path in self._files()]
        return len(sizes), sum(sizes)

    def _files(self) -> Iterator[Path]:
        yield from self.root.glob("??/*.json")

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.json"


def key_of(samples: NDArray[np.int16], rate: int, text: str, version: str) -> str:
    """64 hex digits over the sound, what should be said in it, and who hears it."""
    sound = hashlib.sha256(samples.astype("<i2", copy=False).tobytes()).hexdigest()
    return _hash([FORM, sound, rate, text, version])


def _evidence(told: Any) -> Evidence:
    measured = Measured(**{**told["measured"], "timbre": tuple(map(float, told["measured"]["timbre"]))})
    parted = tuple(Parted(**part) for part in told["parted"])
    return Evidence(**{**told, "measured": measured, "parted": parted})


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
