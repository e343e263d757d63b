"""scripts/EP1.md kept up with its digest, and with its editor."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from podcast.disk import write_whole
from podcast.errors import ScriptError
from podcast.model import Digest, Script
from podcast.show import Show
from podcast.write.markdown import Stamp, edited, from_markdown, to_markdown
from podcast.write.rules import script_by_rules

Outcome = Literal["written", "rewritten", "replaced", "unchanged", "kept", "kept-edited-stale"]


def write_script(digest: Digest, show: Show, on: date, form: str | None = None) -> Script:
    """The narration, by rules: the same digest, show, date and form give the same script.

    ``on`` is the day that is said when the digest has no date of its own; ``form`` is "full"
    or "short" (opening, highlights, closing), by default the show's.
    """
    return script_by_rules(digest, show, digest.date or on, form or show.form)


def stamp_of(digest: Digest, show: Show, form: str | None, on: date) -> Stamp:
    """A fingerprint of all that the writing hangs on. The program's version is not part of it."""
    form, day = form or show.form, digest.date or on
    facts = (
        list(digest.texts()), digest.slug, digest.number, digest.show, bool(digest.highlights),
        [bool(source.url) for source in digest.sources], show.title, show.ai.text, show.ai.voice, form, day.isoformat(),
    )  # fmt: skip
    return Stamp(hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()[:16], day, form)


def refresh(
    path: Path,
    digest: Digest,
    show: Show,
    on: date,
    rewrite: bool = False,
    form: str | None = None,
    origin: str = "",
    save: bool = True,
) -> tuple[Script, Outcome]:
    """The script that is to be spoken, written to ``path`` where that is due, and what was done.

    "written": there was none; "rewritten": the digest changed, or ``rewrite``; "replaced": ``rewrite`` took the
    place of an editor's, which stays beside it; "unchanged";
    "kept": the editor's; "kept-edited-stale": the editor's, though the digest changed since.
    A day that was said once stays: ``on`` counts for the first writing only. ``origin`` is the digest's file,
    kept in the script so that a page outside digests/ is found again. ``save`` False only tells what would be done.
    Raises ScriptError when the file cannot be read or written.
    """
    text = _read(path)
    if text is None:
        return _write(path, digest, show, on, form, origin, save), "written"
    if rewrite:
        if save and edited(text):
            write_whole(_beside(path), text)
        script = _write(path, digest, show, _said_on(text, path) or on, form, origin, save)
        return script, "replaced" if edited(text) else "rewritten"
    script, old = from_markdown(text, path)
    new = stamp_of(digest, show, form, old.on or on)
    if edited(text):
        return script, "kept-edited-stale" if old.inputs not in ("", new.inputs) else "kept"
    if old.inputs == new.inputs:
        return script, "unchanged"
    return _write(path, digest, show, old.on or on, form, origin, save), "rewritten"


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


def _write(path: Path, digest: Digest, show: Show, on: date, form: str | None, origin: str, save: bool) -> Script:
    script = write_script(digest, show, on, form)
    if not save:
        return script
    write_whole(path, to_markdown(script, replace(stamp_of(digest, show, form, on), origin=origin)))
    return script
