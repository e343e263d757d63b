"""What was found out about published episodes, kept until one of the files changes from which it was found out."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType

from podcast.disk import write_whole
from podcast.episode.names import EPISODE_FILE, safe_name
from podcast.errors import DiskError
from podcast.library import Work
from podcast.model import Episode
from podcast.show import Show
from podcast.show.music_files import music_files

FILE = "status.json"
SETTINGS = ("show.yaml", "voices.yaml", "host.yaml")
YOUNG_NS = 2_000_000_000  # a file may change twice within the grain of its disk's clock


@dataclass(frozen=True, slots=True)
class Judged:
    """Of a published episode, what `status` tells at any time."""

    slug: str
    folder: str
    title: str
    number: int | None
    season: int | None
    published: datetime
    waits: bool  # until it is published
    hidden: bool
    engine: str
    file: str  # the audio's
    duration_ms: int
    stale: str  # why; "" when it is what a render would make
    also: str  # what else is to be told

    @classmethod
    def of(cls, episode: Episode, stale: str, also: str) -> Judged:
        return cls(
            episode.slug, safe_name(episode.slug), episode.title, episode.number, episode.season, episode.published,
            episode.digest.publish_at is not None, episode.hidden, episode.engine, episode.audio.file,
            episode.audio.duration_ms, stale, also,
        )  # fmt: skip


class Judgements:
    """Those of a show, in its cache: read when entered, written when left. A damaged file is an empty one."""

    def __init__(self, show: Show, now: datetime) -> None:
        from podcast.show.ledger import UNSENT, noted
        from podcast.targets.seen import folders_sent

        self.sent, self.unsent = folders_sent(show), noted(show, UNSENT)
        self._path = show.cache / FILE
        self._settings = _settings(show)
        self._old_ns = int(now.timestamp() * 1e9) - YOUNG_NS
        self._rows: dict[str, list[object]] = {}
        self._asked: dict[str, list[object]] = {}

    def __enter__(self) -> Judgements:
        with suppress(OSError, ValueError, KeyError, TypeError):
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            if kept["settings"] == self._settings:
                self._rows = dict(kept["rows"])
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        if error[0] is None and self._asked != self._rows:
            with suppress(DiskError):  # a folder that may only be read is no error
                kept = {"settings": self._settings, "rows": self._asked}
                write_whole(self._path, json.dumps(kept, ensure_ascii=False), durable=False)

    def get(self, work: Work) -> Judged | None:
        with suppress(KeyError, ValueError, TypeError):
            stamp, fields = self._rows[work.folder.name]
            if isinstance(fields, dict) and stamp == _stamp(work, fields["file"]):
                judged = Judged(**fields | {"published": datetime.fromisoformat(fields["published"])})
                self._asked[work.folder.name] = [stamp, fields]
                return judged
        return None

    def put(self, work: Work, judged: Judged) -> Judged:
        stamp = _stamp(work, judged.file)
        if all(part is None or part[0] < self._old_ns for part in stamp):
            self._asked[work.folder.name] = [stamp, asdict(judged) | {"published": judged.published.isoformat()}]
        return judged


def _stamp(work: Work, audio: str) -> list[list[int] | None]:
    """Time and size of each file that tells where an episode stands; None where it is missing."""
    return [_of(path) for path in (work.digest, work.script, work.folder / EPISODE_FILE, work.folder / audio)]


def _of(path: Path) -> list[int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return [stat.st_mtime_ns, stat.st_size]


def _settings(show: Show) -> str:
    """Of all that concerns every episode: the settings, the music, what lies at the target, this program."""
    seen = sha256()
    for name in SETTINGS:
        with suppress(OSError):
            seen.update((show.root / name).read_bytes())
    music = [path for path in music_files(show).values() if path]
    program = sorted(Path(__file__).parents[1].rglob("*.py"))
    told = [_of(path) for path in (*music, show.ledger / "at-target.json", *program)]
    seen.update(json.dumps([repr(show), told]).encode())
    return seen.hexdigest()
