"""How much of a saved page's article the reader keeps, and how much of the site around it gets through.

    python bench/pages.py FOLDER [--type article] [--limit 100] [--worst 10]

FOLDER holds pages and what is true of them, in the form of the open benchmark WCXB: ``html/ID.html`` (or ``.html.gz``)
beside ``ground-truth/ID.json`` with ``ground_truth: {main_content, with: […], without: […]}`` and, for ``--type``,
``_internal.page_type.primary``. Whoever runs this fetches them; nothing of them lies here.

Prints, for the reader and for trafilatura alone: F1 of words against ``main_content`` (each Chinese character is a
word), the share of snippets of ``with`` that are kept, of ``without`` that get through, and CPU seconds a page.
Text counts as kept when the digest holds it: said, shown in a table, or as code.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from podcast.errors import DigestError
from podcast.model import Digest
from podcast.read import read_digest

WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    html: str
    main: str
    must: tuple[str, ...]
    boilerplate: tuple[str, ...]


@dataclass(slots=True)
class Score:
    f1: list[float]
    kept: int = 0
    musts: int = 0
    through: int = 0
    withouts: int = 0
    seconds: float = 0.0
    failed: int = 0

    def line(self, name: str) -> str:
        return (
            f"{name:12} F1 {statistics.mean(self.f1):.3f}   must-have {self.kept / max(1, self.musts):.1%}   "
            f"boilerplate let through {self.through / max(1, self.withouts):.1%}   "
            f"{self.seconds / len(self.f1):.3f} s a page   {self.failed} without text"
        )


def pages(folder: Path, kind: str | None, limit: int) -> Iterator[Page]:
    found = 0
    for path in sorted((folder / "ground-truth").glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        stated = data.get("_internal", {}).get("page_type", {}).get("primary")
        if (kind and stated != kind) or found >= limit:
            continue
        html = _html(folder / "html", path.stem)
        if html is None:
            continue
        found += 1
        truth = data["ground_truth"]
        must, without = truth.get("with") or (), truth.get("without") or ()
        yield Page(path.stem, html, truth.get("main_content") or "", tuple(must), tuple(without))


def _html(folder: Path, name: str) -> str | None:
    packed, plain = folder / f"{name}.html.gz", folder / f"{name}.html"
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes() if plain.exists() else None
    return None if data is None else data.decode("utf-8", "replace")


def ours(html: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(html, encoding="utf-8")
        try:
            return text_of(read_digest(path, "page"))
        except DigestError:
            return ""


def text_of(digest: Digest) -> str:
    shown = [" ".join(" ".join(row) for row in (i.table.header, *i.table.rows)) for i in digest.walk() if i.table]
    code = [item.code.text for item in digest.walk() if item.code]
    told = [text for id, text in digest.texts() if not (id.startswith("story") and text == digest.title)]
    return "\n".join([*told, *shown, *code])


def bare(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False) or ""


def f1(found: str, true: str) -> float:
    a, b = Counter(WORD.findall(found.lower())), Counter(WORD.findall(true.lower()))
    shared = sum((a & b).values())
    if not shared:
        return float(not a and not b)
    precision, recall = shared / sum(a.values()), shared / sum(b.values())
    return 2 * precision * recall / (precision + recall)


def flat(text: str) -> str:
    return " ".join(text.lower().split())


def measure(page: Page, extract: Callable[[str], str], score: Score) -> float:
    start = time.process_time()
    found = extract(page.html)
    score.seconds += time.process_time() - start
    score.failed += not found
    score.f1.append(f1(found, page.main))
    text = flat(found)
    score.musts += len(page.must)
    score.kept += sum(flat(snippet) in text for snippet in page.must)
    score.withouts += len(page.boilerplate)
    score.through += sum(flat(snippet) in text for snippet in page.boilerplate)
    return score.f1[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--type", default=None)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--worst", type=int, default=0, help="name the pages on which the reader lies furthest behind")
    given = parser.parse_args()
    reader, alone = Score([]), Score([])
    behind = [
        (measure(page, ours, reader) - measure(page, bare, alone), page.name)
        for page in pages(given.folder, given.type, given.limit)
    ]
    if not behind:
        sys.exit(f"{given.folder} holds no pages: it needs html/ and ground-truth/.")
    print(f"{len(behind)} pages")
    print(reader.line("reader"))
    print(alone.line("trafilatura"))
    for difference, name in sorted(behind)[: given.worst]:
        print(f"{name}: {difference:+.3f}")


if __name__ == "__main__":
    main()
