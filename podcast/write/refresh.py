"""scripts/EP1.md kept up with its digest, and with its editor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from podcast.disk import write_whole
from podcast.errors import ScriptError
from podcast.model import Digest, Episode, Script
from podcast.show import Show
from podcast.write.fingerprint import fingerprint, first_fingerprint, is_same
from podcast.write.markdown import OPEN, Stamp, Told, chapter_hash, edited, from_markdown, stamp_in, to_markdown
from podcast.write.merge import Merger
from podcast.write.rules import script_by_rules
from podcast.write.writers import RulesWriter, Writer

if TYPE_CHECKING:
    from podcast.write.retell import Telling

Outcome = Literal[
    "written", "rewritten", "replaced", "restored", "unchanged", "kept", "kept-merged", "kept-edited-stale"
]


def write_script(
    digest: Digest, show: Show, on: date | None, form: str | None = None, style: str | None = None
) -> Script:
    """The narration, by rules: the same digest, show, date, form and style give the same script.

    ``on`` is the day that is said when the digest has no date of its own, None where no day is to be said;
    ``form`` is "full" or "short" (opening, highlights, closing), ``style`` "narrator" or "duo"; by default the show's.
    """
    return script_by_rules(digest, show, digest.date or on, form or show.form, style or show.style)


def stamp_of(digest: Digest, show: Show, form: str | None, on: date | None, file: str = "") -> Stamp:
    """What the script remembers of its digest. ``file``: hash of the digest's file."""
    return Stamp(fingerprint(digest), digest.date or on, form or show.form, file=file)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The script that is to be spoken, and what was done to have it."""

    script: Script
    outcome: Outcome
    tellings: tuple[Telling, ...] = ()  # of the stories that a model was asked for now
    stale: tuple[str, ...] = ()  # chapters that an editor changed and whose part of the digest changed after that


def refresh(
    path: Path,
    digest: Digest,
    show: Show,
    on: date | None,
    rewrite: bool = False,
    form: str | None = None,
    origin: str = "",
    save: bool = True,
    published: Episode | None = None,
    file: str = "",
    writer: Writer | None = None,
    chosen: Chosen | None = None,
) -> Refreshed:
    """The script that is to be spoken, written to ``path`` where that is due, and what was done.

    "written": there was none; "rewritten": the digest, the day or the host's words changed, or ``rewrite``;
    "replaced": ``rewrite`` took the place of an editor's, which stays beside it; "restored": the published one, whose
    file was gone; "unchanged"; "kept": the editor's; "kept-merged": the editor's, with stories that nobody had touched
    written anew; "kept-edited-stale": the editor's, though the digest changed.

    What was ``published`` and nobody edited is written anew only when the digest changed: neither another version of
    this program nor another host.yaml sends it through the engines again, and its day stays. ``on``: the day for a
    digest without one. ``origin`` is the digest's file, kept in the script so that a page outside digests/ is found
    again; ``file`` its hash. ``save`` False only tells what would be done. ``writer``: None for the rules, in the
    show's style and in ``form``; ``chosen``: who and how, where somebody chose it for this script.
    Raises ScriptError when the file cannot be read, DiskError when it cannot be written.
    """
    writer = writer or RulesWriter(digest, show, form or show.form, show.style)
    desk = _Desk(path, digest, show, writer, chosen or Chosen(), origin, file, save)
    text = _read(path)
    if text is None:
        if published and not rewrite and published.form == writer.form and is_same(published.digest, digest):
            return Refreshed(desk.put(published.script, published.digest.date or on), "restored")
        return desk.write(on, "written")
    if rewrite:
        if save and edited(text):
            write_whole(_beside(path), text)
        return desk.write(
            (_said_on(text, path) if published else None) or on, "replaced" if edited(text) else "rewritten"
        )
    script, old = from_markdown(text, path, show.named())
    changed = _is_changed(old, desk, published)
    day = (old.on if published else None) or on
    mergeable = bool(old.told and writer.keys(day)) and old.form == writer.form
    if edited(text):
        if mergeable and (changed or desk.is_open(script, old)):
            return desk.merge(script, old, day, is_edited=True)
        return Refreshed(script, "kept-edited-stale" if changed else "kept")
    if published and old.form == writer.form and (not changed or _is_settled(script, published, file)):
        return Refreshed(script, "unchanged")
    if mergeable:
        return desk.merge(script, old, day, is_edited=False)
    fresh = desk.write(day, "rewritten")
    return replace(fresh, outcome="unchanged") if fresh.script == script else fresh


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody chose for one script; "" where the show decides."""

    writer: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one script is written."""

    path: Path
    digest: Digest
    show: Show
    writer: Writer
    chosen: Chosen
    origin: str
    file: str
    save: bool

    def write(self, on: date | None, outcome: Outcome) -> Refreshed:
        new = self.writer.write(on)
        self.put(new.script, on, new.told if self.writer.keys(on) else ())
        return Refreshed(new.script, outcome, new.tellings)

    def put(self, script: Script, on: date | None, told: tuple[Told, ...] = (), *, is_edited: bool = False) -> Script:
        if self.save:
            stamp = stamp_of(self.digest, self.show, self.writer.form, on, self.file)
            name = self.writer.name if self.writer.name == "llm" else self.chosen.writer
            style = self.writer.style if name == "llm" else self.chosen.style
            stamp = replace(stamp, origin=self.origin, writer=name, style=style, told=told)
            write_whole(self.path, to_markdown(script, stamp, is_edited=is_edited))
        return script

    def is_open(self, script: Script, old: Stamp) -> bool:
        """Whether a model is still to be asked for a story, or told one that does not hold."""
        return any(told.key == OPEN for told in old.told) or bool(self._unheld(script, old))

    def _unheld(self, script: Script, old: Stamp) -> frozenset[str]:
        written = {told.written: told.id for told in old.told}
        hashes = ((chapter_hash(chapter), chapter) for chapter in script.chapters)
        return self.writer.unheld({written[hash]: chapter for hash, chapter in hashes if hash in written})

    def merge(self, script: Script, old: Stamp, on: date | None, *, is_edited: bool) -> Refreshed:
        """Chapters that nobody touched follow the digest, each alone; those of an editor stay."""
        merger = Merger(script, old.told, self.writer.keys(on), self._unheld(script, old))
        due, stale = merger.due(), merger.stale()
        fresh = self.writer.write(on, due)
        new, told = merger.merged(fresh)
        if fresh.stands_in:
            new, told = (script, old.told) if is_edited else (fresh.script, fresh.told)
        if (new, told) != (script, old.told):
            self.put(new, on, told, is_edited=is_edited)
        kept: Outcome = "kept-merged" if new != script else "kept-edited-stale" if stale else "kept"
        return Refreshed(
            new, kept if is_edited else "unchanged" if new == script else "rewritten", fresh.tellings, stale
        )


def _is_changed(old: Stamp, desk: _Desk, published: Episode | None) -> bool:
    """Whether the digest changed since the script was written; of one by hand nothing is known."""
    digest, show = desk.digest, desk.show
    if not old.inputs or (old.file and old.file == desk.file):
        return False
    day = digest.date or old.on
    if old.inputs in (fingerprint(digest), day and first_fingerprint(digest, show, old.form, day)):
        return False
    return bool(old.file) or published is None or not is_same(published.digest, digest)


def _is_settled(script: Script, published: Episode, file: str) -> bool:
    """Whether the author gave the audio of this very script the digest as it is now: `podcast episode correct`."""
    return published.digest_file == file != "" and published.script == script


def _beside(path: Path) -> Path:
    """Where an editor's version is kept: EP1.md.bak, or a name that none has yet."""
    names = (path.with_name(f"{path.name}.bak{n}") for n in ("", *range(2, 10_000)))
    return next(name for name in names if not name.exists())


def script_at(path: Path) -> Script | None:
    """The script as it stands, whatever became of its digest; None when there is none. Raises ScriptError."""
    text = _read(path)
    return None if text is None else from_markdown(text, path)[0]


def stamp_at(path: Path) -> Stamp:
    """What the script as it stands remembers: who was chosen to write it, for one. Raises ScriptError."""
    text = _read(path)
    return stamp_in(text, path) if text is not None else Stamp()


def _said_on(text: str, path: Path) -> date | None:
    try:
        return from_markdown(text, path)[1].on
    except ScriptError:
        return None  # it is about to be replaced


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ScriptError(f"{path} is not UTF-8 at byte {error.start}: save it as UTF-8.") from None
    except OSError as error:
        raise ScriptError(f"{path} cannot be read ({error.strerror}): check its permissions.") from error
