"""Where a show's digests, scripts and episodes lie, and what the user means by a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from podcast.episode.names import EPISODE_FILE
from podcast.episode.record import folder
from podcast.errors import DigestError
from podcast.show import Show
from podcast.text import nearest

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
class Unusable:
    """A file of digests/ of which no episode can be made, whatever stands in it."""

    name: str  # the file's
    why: str  # a sentence
    slug: str = ""  # that it shares with others; "" when it has none


@dataclass(frozen=True, slots=True)
class Library:
    show: Show

    def all(self) -> tuple[Work, ...]:
        """Every digest in digests/ that has a name of its own, EP2 before EP10."""
        found = self._named()[0]
        return tuple(self._work(slug, found[slug]) for slug in sorted(found, key=natural))

    def unusable(self) -> tuple[Unusable, ...]:
        """Files that no name can be made of, or that share one: they concern nobody but themselves."""
        return self._named()[1]

    def orphans(self) -> tuple[Work, ...]:
        """Scripts and episodes whose digest lies outside digests/, or is gone."""
        known = {work.slug for work in self.all()} | {each.slug for each in self.unusable()}
        scripts = (_composed(path.stem) for path in self.show.scripts.glob("*.md"))
        recorded = {slug: work for slug in scripts if slug not in known and (work := self._recorded(slug))}
        folders = {work.folder.name for work in recorded.values()} | {folder(self.show.feed, s).name for s in known}
        for path in self.show.feed.glob(f"*/{EPISODE_FILE}"):
            if path.parent.name not in folders:
                slug = _slug_in(path)
                recorded[slug] = self._work(slug, self.show.digests / f"{slug}.md")
        return tuple(recorded[slug] for slug in sorted(recorded, key=natural))

    def find(self, name: str) -> Work:
        """A slug, or a path to a digest or a saved page. Raises DigestError, saying which exist."""
        if any(ord(c) < 32 for c in name):
            raise DigestError(f"A digest's name holds no control characters: {name!r}.")
        found, unusable = self._named()
        for each in unusable:
            if _composed(name) in (each.slug, _composed(Path(each.name).stem), _composed(each.name)):
                raise DigestError(each.why)
        for slug, digest in found.items():
            if _composed(name) in (slug, _composed(digest.stem)):
                return self._work(slug, digest)
        path = Path(name)
        if any(len(part.encode(errors="replace")) > LONGEST_NAME for part in path.parts):
            raise DigestError(f"No file has a name of {len(name)} letters ({name[:20]}…): {self._which()}.")
        if path.is_dir():
            raise DigestError(f"{name} is a folder: name the digest's file, or its slug; {self._which()}.")
        if path.is_file():
            return self._from_path(path)
        if recorded := self._recorded(name):
            return recorded
        raise DigestError(f"There is no digest “{name}”: {self._which(name)}.")

    def _named(self) -> tuple[dict[str, Path], tuple[Unusable, ...]]:
        """The digest of each slug, and the files that cannot be told apart by theirs or have none."""
        if not self.show.digests.is_dir():
            return {}, ()
        stems: dict[str, dict[str, Path]] = {}  # slug → stem → file
        unusable = []
        for suffix in SUFFIXES:  # EP1.md comes before the page that it was made from
            for path in sorted(self.show.digests.glob(f"*{suffix}")):
                if not path.is_file() or path.name.startswith("."):
                    continue
                try:
                    stems.setdefault(slug_of(path), {}).setdefault(path.stem, path)
                except DigestError as error:
                    unusable.append(Unusable(path.name, str(error)))
        for slug, files in stems.items():
            if len(files) > 1:
                why = _one_name(slug, [path.name for path in files.values()])
                unusable += [Unusable(path.name, why, slug) for path in files.values()]
        found = {slug: next(iter(files.values())) for slug, files in stems.items() if len(files) == 1}
        return found, tuple(sorted(unusable, key=lambda each: natural(each.name)))

    def _from_path(self, path: Path) -> Work:
        slug = slug_of(path)
        found, unusable = self._named()
        for each in unusable:
            if each.slug == slug:
                raise DigestError(each.why)
        if slug in found and found[slug].resolve() != path.resolve():
            raise DigestError(
                f"{path} would become the episode “{slug}”, which {found[slug]} is already: rename the file first."
            )
        return self._work(slug, path)

    def _recorded(self, slug: str) -> Work | None:
        """A page outside digests/, rendered before: its script remembers where it lay."""
        slug = _composed(slug)
        if not slug or _slug_or_none(slug) != slug:
            return None
        script = _on_disk(self.show.scripts / f"{slug}.md")
        if not script.is_file():
            return None
        head = script.read_text(encoding="utf-8", errors="replace")[:4000]
        found = re.search(r"^digest:[ \t]*[\"']?([^\n\"']+?)[\"']?[ \t]*$", head, re.M)
        return self._work(slug, self.show.root / found[1] if found else self.show.digests / f"{slug}.md")

    def _work(self, slug: str, digest: Path) -> Work:
        return Work(slug, digest, _on_disk(self.show.scripts / f"{slug}.md"), folder(self.show.feed, slug))

    def _which(self, wanted: str = "") -> str:
        slugs = [work.slug for work in self.all()]
        if not slugs:
            return f"{self.show.digests} holds none yet; write one there, or name a saved page's file"
        near = nearest(wanted, slugs, 0.5)
        shown = ", ".join(slugs[:12]) + (f" and {len(slugs) - 12} more" if len(slugs) > 12 else "")
        return f"did you mean {near}? There are: {shown}" if near else f"there are: {shown}"


def _one_name(slug: str, names: list[str]) -> str:
    listed = " and ".join(f"“{name}”" for name in names)
    if len({_composed(name) for name in names}) == 1:
        listed = f"{len(names)} files called “{_composed(names[0])}”, their accents written in two ways,"
    return f"{listed} would all become the episode {slug}: rename all but one of them."


def _composed(name: str) -> str:
    """A Mac's file names are decomposed; names are compared composed."""
    return unicodedata.normalize("NFC", name)


def _on_disk(path: Path) -> Path:
    """``path``, or the file beside it whose name is the same but for composition."""
    if path.name.isascii() or path.exists():
        return path
    try:
        return next((other for other in path.parent.iterdir() if _composed(other.name) == path.name), path)
    except OSError:
        return path


def _slug_in(record: Path) -> str:
    """The slug that an episode.json states; its folder's name where that cannot be read."""
    with record.open(encoding="utf-8", errors="replace") as file:
        found = re.search(r'^ ?"slug": "([^"\\\n]{1,200})",?$', file.read(4000), re.M)
    return found[1] if found and folder(Path(), found[1]).name == record.parent.name else record.parent.name


def _slug_or_none(name: str) -> str | None:
    try:
        return safe_slug(name)
    except DigestError:
        return None


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
