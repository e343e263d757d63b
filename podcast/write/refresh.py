"""scripts/EP1.md kept up with its digest, and with its editor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from podcast.disk import write_whole
from podcast.errors import ScriptError
from podcast.model import Digest, Episode, Script
from podcast.show import Show
from podcast.write.fingerprint import fingerprint, first_fingerprint, is_same
from podcast.write.markdown import Stamp, edited, from_markdown, to_markdown
from podcast.write.rules import script_by_rules

Outcome = Literal["written", "rewritten", "replaced", "restored", "unchanged", "kept", "kept-edited-stale"]


def write_script(digest: Digest, show: Show, on: date | None, form: str | None = None) -> Script:
    """The narration, by rules: the same digest, show, date and form give the same script.

    ``on`` is the day that is said when the digest has no date of its own, None where no day is to be said;
    ``form`` is "full" or "short" (opening, highlights, closing), by default the show's.
    """
    return script_by_rules(digest, show, digest.date or on, form or show.form)


def stamp_of(digest: Digest, show: Show, form: str | None, on: date | None, file: str = "") -> Stamp:
    """What the script remembers of its digest. ``file``: hash of the digest's file."""
    return Stamp(fingerprint(digest), digest.date or on, form or show.form, file=file)


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
) -> tuple[Script, Outcome]:
    """The script that is to be spoken, written to ``path`` where that is due, and what was done.

    "written": there was none; "rewritten": the digest, the day or the host's words changed, or ``rewrite``;
    "replaced": ``rewrite`` took the place of an editor's, which stays beside it; "restored": the published one, whose
    file was gone; "unchanged"; "kept": the editor's; "kept-edited-stale": the editor's, though the digest changed.

    What was ``published`` and nobody edited is written anew only when the digest changed: neither another version of
    this program nor another host.yaml sends it through the engines again, and its day stays. ``on``: the day for a
    digest without one. ``origin`` is the digest's file, kept in the script so that a page outside digests/ is found
    again; ``file`` its hash. ``save`` False only tells what would be done.
    Raises ScriptError when the file cannot be read, DiskError when it cannot be written.
    """
    form = form or show.form
    desk = _Desk(path, digest, show, form, origin, file, save)
    text = _read(path)
    if text is None:
        if published and not rewrite and published.form == form and is_same(published.digest, digest):
            return desk.put(published.script, published.digest.date or on), "restored"
        return desk.write(on), "written"
    if rewrite:
        if save and edited(text):
            write_whole(_beside(path), text)
        script = desk.write((_said_on(text, path) if published else None) or on)
        return script, "replaced" if edited(text) else "rewritten"
    script, old = from_markdown(text, path, show.named())
    changed = _is_changed(old, desk, published)
    if edited(text):
        return script, "kept-edited-stale" if changed else "kept"
    if published and old.form == form and (not changed or _is_settled(script, published, file)):
        return script, "unchanged"
    fresh = desk.write((old.on if published else None) or on)
    return fresh, "unchanged" if fresh == script else "rewritten"


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where one script is written."""

    path: Path
    digest: Digest
    show: Show
    form: str
    origin: str
    file: str
    save: bool

    def write(self, on: date | None) -> Script:
        return self.put(write_script(self.digest, self.show, on, self.form), on)

    def put(self, script: Script, on: date | None) -> Script:
        if self.save:
            stamp = replace(stamp_of(self.digest, self.show, self.form, on, self.file), origin=self.origin)
            write_whole(self.path, to_markdown(script, stamp))
        return script


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
