"""Makes the data of podcast/mandarin/english.py from misaki's two American dictionaries.

    python bench/english_build.py DIR    # DIR holds us_gold.json and us_silver.json of misaki 0.9.4 (Apache-2.0)

One entry a line, ``word<TAB>phonemes``, sorted by code point, in one gzip file without a date: where a word
has several, the one called DEFAULT; gold wins over silver; a capitalised spelling that sounds like the
small one is left out.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "podcast" / "mandarin" / "data" / "english.tsv.gz"


def merged(folder: Path) -> dict[str, str]:
    """word → phonemes, case kept where it matters."""
    entries: dict[str, str] = {}
    for name in ("us_silver.json", "us_gold.json"):
        for word, sounds in json.loads((folder / name).read_text("utf-8")).items():
            if sounds := sounds["DEFAULT"] if isinstance(sounds, dict) else sounds:
                entries[word] = sounds
    return {w: s for w, s in entries.items() if w == w.lower() or entries.get(w.lower()) != s}


def main() -> None:
    entries = merged(Path(sys.argv[1]))
    text = "\n".join(f"{word}\t{sounds}" for word, sounds in sorted(entries.items()))
    TARGET.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
    print(f"{len(entries)} words, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
