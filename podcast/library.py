"""Where a show's digests, scripts and episodes lie, and what the user means by a name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from podcast.episode.record import folder
from podcast.errors import DigestError
from podcast.show import Show

SUFFIXES = (".md", ".markdown", ".txt", ".html", ".htm", ".eml")
LONGEST_SLUG = 80
LONGEST_NAME = 255  # bytes, of a file


@dataclass(frozen=True, slots=True)
class Work:
    """One digest on its way: its slug and the files that belong to it. Not all of them need to exist."""

    slug: str
    digest: Path
    script: Path
    folder: Path  # in feed/; its name is ASCII even where the slug is not

    def is_own(self, show: Show) -> bool:
        """Whether the author writes it in digests/; else it is a page from elsewhere, with a day of its own."""
        return self.digest.suffix == ".md" and self.digest.parent.resolve() == show.digests.resolve()


@dataclass(frozen=True, slots=True)
class Library:
    show: Show

    def all(self) -> tuple[Work, ...]:
        """Every digest in digests/, EP2 before EP10."""
        if not self.show.digests.is_dir():
            return ()
        found: dict[str, Path] = {}
        for suffix in SUFFIXES:  # EP1.md comes before the page that it was made from
            for path in self.show.digests.glob(f"*{suffix}"):
                if path.is_file() and not path.name.startswith("."):
                    found.setdefault(slug_of(path), path)
        return tuple(self._work(slug, found[slug]) for slug in sorted(found, key=natural))

    def orphans(self) -> tuple[Work, ...]:
        """Scripts whose digest lies outside digests/, or is gone."""
        known = {work.slug for work in self.all()}
        scripts = sorted(self.show.scripts.glob("*.md"), key=lambda path: natural(path.stem))
        found = (self._recorded(path.stem) for path in scripts if path.stem not in known)
        return tuple(work for work in found if work)

    def find(self, name: str) -> Work:
        """A slug, or a path to a digest or a saved page. Raises DigestError, saying which exist."""
        for work in self.all():
            if name == work.slug:
                return work
        path = Path(name)
        if any(len(part.encode(errors="replace")) > LONGEST_NAME for part in path.parts):
            raise DigestError(f"No file has a name of {len(name)} letters ({name[:20]}…): {self._which()}.")
        if any(ord(c) < 32 for c in name):
            raise DigestError(f"A digest's name holds no control characters: {name!r}.")
        if path.is_dir():
            raise DigestError(f"{name} is a folder: name the digest's file, or its slug; {self._which()}.")
        if path.is_file():
            return self._from_path(path)
        if recorded := self._recorded(name):
            return recorded
        raise DigestError(f"There is no digest “{name}”: {self._which(name)}.")

    def _from_path(self, path: Path) -> Work:
        slug = slug_of(path)
        for work in self.all():
            if work.slug == slug and work.digest.resolve() != path.resolve():
                raise DigestError(
                    f"{path} would become the episode “{slug}”, which {work.digest} is already: rename the file first."
                )
        return self._work(slug, path)

    def _recorded(self, slug: str) -> Work | None:
        """A page outside digests/, rendered before: its script remembers where it lay."""
        if slug != safe_slug(slug):
            return None
        script = self.show.scripts / f"{slug}.md"
        if not script.is_file():
            return None
        head = script.read_text(encoding="utf-8", errors="replace")[:4000]
        found = re.search(r"^digest:[ \t]*[\"']?([^\n\"']+?)[\"']?[ \t]*$", head, re.M)
        return self._work(slug, self.show.root / found[1] if found else self.show.digests / f"{slug}.md")

    def _work(self, slug: str, digest: Path) -> Work:
        return Work(slug, digest, self.show.scripts / f"{slug}.md", folder(self.show.feed, slug))

    def _which(self, wanted: str = "") -> str:
        slugs = [work.slug for work in self.all()]
        if not slugs:
            return f"{self.show.digests} holds none yet; write one there, or name a saved page's file"
        near = difflib.get_close_matches(wanted, slugs, n=1, cutoff=0.5)
        shown = ", ".join(slugs[:12]) + (f" and {len(slugs) - 12} more" if len(slugs) > 12 else "")
        return f"did you mean {near[0]}? There are: {shown}" if near else f"there are: {shown}"


def slug_of(path: Path) -> str:
    return safe_slug(path.stem)


def safe_slug(name: str) -> str:
    """A name that can stand in a path, a URL (percent-encoded) and a sentence: letters, digits, - _ and single dots."""
    text = unicodedata.normalize("NFC", name)
    text = re.sub(r"[^\w.-]+|\.\.+", "-", text).strip("-._")[:LONGEST_SLUG].rstrip("-._")
    if not text:
        raise DigestError(f"No name for an episode can be made of {name!r}: rename the file, for instance to EP1.md.")
    return text


def natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts EP2 before EP10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple((0, int(p), "") if p[0].isdigit() and p.isascii() else (1, 0, p) for p in parts)
