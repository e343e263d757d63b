"""The way in for programs: open a show, look around, render. docs/python.md shows it at work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from podcast.errors import PodcastError
from podcast.model import Digest, Episode, Script

if TYPE_CHECKING:
    from podcast.aloud import Said
    from podcast.facts import Finding
    from podcast.library import Library
    from podcast.render import Outcome
    from podcast.show import Show

__all__ = ["Digest", "Episode", "OpenShow", "PodcastError", "Progress", "Script", "open_show"]

Progress = Callable[[str, int, int], None]
"""Called with the stage under way, how much of it is done and of how much: ("說話 speaking", 3, 16). The total is 0
where a stage does not count. A sentence that the user should read comes with both 0."""


def open_show(folder: str | Path = ".") -> OpenShow:
    """The show whose show.yaml lies in ``folder`` or above it. Raises PodcastError when there is none."""
    from podcast.library import Library
    from podcast.show.settings import find_root, load
    from podcast.speak.engines import known_to_settings

    return OpenShow(Library(load(find_root(Path(folder).resolve()), known_to_settings())))


class OpenShow:
    """A show with its digests. Every method raises PodcastError, one sentence, when it cannot do what it is asked."""

    def __init__(self, library: Library) -> None:
        self._library = library

    @property
    def settings(self) -> Show:
        """What show.yaml and voices.yaml say."""
        return self._library.show

    def digests(self) -> tuple[str, ...]:
        """The slugs of all digests, EP2 before EP10."""
        return tuple(work.slug for work in self._library.all())

    def digest(self, name: str) -> Digest:
        """A digest as it is read, by its slug or the path of a file."""
        from podcast.read import read_digest

        work = self._library.find(name)
        return read_digest(work.digest, work.slug, self.settings.timezone)

    def episode(self, name: str) -> Episode | None:
        """The episode as it was last rendered; None when it never was."""
        from podcast.episode.record import load

        return load(self.settings.feed, self._library.find(name).slug)

    def script(
        self, name: str, *, writer: str | None = None, style: str | None = None, rewrite: bool = False,
        save: bool = True, progress: Progress | None = None,
    ) -> Script:  # fmt: skip
        """What the host says: scripts/NAME.md, written from the digest where that is due, else as it was edited.

        ``writer``: "rules" or "llm", ``style``: "narrator" or "duo"; None: as chosen before, or the show's.
        ``save`` False writes no file, and asks no language model for what it has not answered yet.
        """
        from podcast.draft import write_draft
        from podcast.writing import Wanted

        wanted = Wanted(style=style, writer=writer, rewrite=rewrite)
        return write_draft(
            self.settings, self._library.find(name), now=self._now(), wanted=wanted, save=save,
            progress=_Told(progress),
        ).script  # fmt: skip

    def facts(self, name: str) -> tuple[Finding, ...]:
        """What of the script, as it stands, its digest does not bear, and what it leaves untold."""
        from podcast.draft import held, write_draft

        return held(self.settings, write_draft(self.settings, self._library.find(name), now=self._now(), save=False))

    def render(
        self, name: str, *, engine: str | None = None, again: bool = False, progress: Progress | None = None
    ) -> Outcome:
        """The digest spoken, mastered and put into feed/. What is up to date is not made again, unless ``again``.

        ``engine``: the only one that may speak it, as ``podcast voices`` lists them.
        """
        from podcast.render import Options, render

        return render(
            self._library, self._library.find(name), now=self._now(),
            options=Options(engine=engine, again=again), progress=_Told(progress),
        )  # fmt: skip

    def say(
        self, text: str, path: str | Path, *, engine: str | None = None, speaker: str | None = None,
        progress: Progress | None = None,
    ) -> Said:  # fmt: skip
        """``text`` spoken into an MP3 at ``path``; each line of it is a paragraph."""
        from podcast.aloud import say

        return say(self.settings, text, Path(path), engine=engine, speaker=speaker, progress=_Told(progress))

    def _now(self) -> datetime:
        from zoneinfo import ZoneInfo

        return datetime.now(ZoneInfo(self.settings.timezone)).replace(microsecond=0)


class _Told:
    """The rooms' protocol of progress, told to one function."""

    def __init__(self, tell: Progress | None) -> None:
        self._tell = tell or (lambda stage, done, total: None)
        self._stage = ""

    def stage(self, text: str) -> None:
        self._stage = text
        self._tell(text, 0, 0)

    def advance(self, done: int, total: int) -> None:
        self._tell(self._stage, done, total)

    def note(self, text: str) -> None:
        self._tell(text, 0, 0)
