"""What `podcast script` takes of a large digest, form by form: seconds of processor and peak memory of the command.

    python bench/large_digests.py [FORM …] [--megabytes 10] [--check] [--keep FOLDER]

The bound is 10 s and 500 MB for 10 MB. No two paragraphs are the same, so that nothing is won by remembering one, but
for EP1, which is this show's own digest over and over. ``--check`` runs `podcast script --check`. ``--keep`` leaves
digests and scripts there, so that those of two versions of the program can be compared byte for byte.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHOW = "title: 早報\nauthor: 編輯室\ndescription: 每天的新聞。\naddress: https://show.example/\n"
VOICES = "speakers:\n  host: {name: 我, voices: [{engine: edge, voice: zh-TW-YunJheNeural}]}\n"
WHO = [
    "市政府",
    "電力公司",
    "一家新創公司",
    "大學的研究團隊",
    "氣象署",
    "中央銀行",
    "衛生局",
    "半導體廠",
    "農會",
    "圖書館",
    "鐵路局",
    "地方法院",
]
DOES = ["宣布", "表示", "指出", "計畫", "決定", "同意", "證實", "否認"]
WHAT = [
    "擴大補助",
    "延後開放",
    "調整票價",
    "增設站點",
    "公布報告",
    "更換設備",
    "縮短工期",
    "重新招標",
    "提高產能",
    "舉辦展覽",
    "修改規定",
    "試辦新制",
]
WHY = [
    "因為需求增加",
    "由於成本上升",
    "為了改善安全",
    "配合新的法規",
    "考量居民意見",
    "受到天氣影響",
    "隨著人口成長",
    "依照原訂時程",
]


class Writer:
    """Sentences that nobody wrote twice."""

    def __init__(self) -> None:
        self.random = random.Random(9)
        self.n = 0

    def sentence(self) -> str:
        pick = self.random.choice
        self.n += 1
        return (
            f"{pick(WHO)}{pick(DOES)}，{pick(WHY)}，{pick(('今年', '明年', '下個月', '本週'))}將{pick(WHAT)}，"
            f"經費約 {self.random.randint(2, 900)} 萬元，編號 {self.n}，{pick(WHO)}也{pick(DOES)}{pick(WHAT)}。"
        )

    def paragraph(self) -> str:
        return "".join(self.sentence() for _ in range(3))

    def name(self) -> str:
        self.n += 1
        return f"{self.random.choice(WHO)}{self.random.choice(WHAT)}之 {self.n}"


def ep1(w: Writer) -> Iterator[str]:
    head, body = (ROOT / "digests" / "EP1.md").read_text(encoding="utf-8").split("---\n", 2)[1:]
    yield f"---\n{head}---\n"
    while True:
        yield body


def prose(w: Writer) -> Iterator[str]:
    yield "# 一年的新聞\n\n"
    while True:
        yield f"## {w.name()}\n\n" + "".join(f"{w.paragraph()}\n\n" for _ in range(5))


def links(w: Writer) -> Iterator[str]:
    yield "# 一年的新聞\n\n"
    while True:
        yield f"## {w.name()}\n\n"
        for _ in range(5):
            yield f"{w.sentence()}詳見[{w.name()}](https://news.example/{w.n})，**{w.name()}**。\n\n"


def lists(w: Writer) -> Iterator[str]:
    yield "# 一年的新聞\n\n"
    while True:
        yield f"## {w.name()}\n\n" + "".join(f"- {w.sentence()}\n" for _ in range(12)) + "\n"


def onelist(w: Writer) -> Iterator[str]:
    yield "# 一年的新聞\n\n## 故事\n\n"
    while True:
        yield f"- 第一點，說的是{w.name()}。\n"


def foreign(w: Writer) -> Iterator[str]:
    yield "# 一年的新聞\n\n## 故事\n\n"
    while True:
        yield f"（一）第一點，說的是{w.name()}。\n• {w.name()}。\n"


def wrapped(w: Writer) -> Iterator[str]:
    """Lines without an empty one between them."""
    yield "# 一年的新聞\n\n## 故事\n\n"
    while True:
        yield f"{w.sentence()}\n"


def oneline(w: Writer) -> Iterator[str]:
    yield "# 一年的新聞\n\n## 故事\n\n"
    while True:
        yield w.sentence()


def brackets(w: Writer) -> Iterator[str]:
    """Markup that opens and never closes."""
    yield "# 一年的新聞\n\n## 故事\n\n"
    while True:
        yield f"這是{w.name()}，[[[**字_。\n"


def table(w: Writer) -> Iterator[str]:
    yield "# 一年的新聞\n\n## 故事\n\n| 誰 | 什麼 |\n|---|---|\n"
    while True:
        yield f"| {w.name()} | {w.n} 萬元 |\n"


def text(w: Writer) -> Iterator[str]:
    yield "一年的新聞\n\n"
    while True:
        yield f"{w.name()}\n\n{w.paragraph()}\n\n"


def html(w: Writer) -> Iterator[str]:
    yield "<html><head><title>一年的新聞</title></head><body><article><h1>一年的新聞</h1>\n"
    while True:
        yield f"<h2>{w.name()}</h2>\n<p>{w.paragraph()}</p>\n"


def shortlines(w: Writer) -> Iterator[str]:
    """A saved page of many short elements."""
    yield "<html><head><title>一年的新聞</title></head><body><article><h1>一年的新聞</h1>\n"
    while True:
        yield f"<h2>{w.name()}</h2><p>{w.sentence()}</p>\n"


FORMS: dict[str, tuple[Callable[[Writer], Iterator[str]], str]] = {
    "ep1": (ep1, "md"), "prose": (prose, "md"), "links": (links, "md"), "lists": (lists, "md"),
    "onelist": (onelist, "md"), "foreign": (foreign, "md"), "wrapped": (wrapped, "md"), "oneline": (oneline, "md"),
    "brackets": (brackets, "md"), "table": (table, "md"), "text": (text, "txt"), "html": (html, "html"),
    "shortlines": (shortlines, "html"),
}  # fmt: skip


def written(form: str, size: int) -> str:
    parts, length = [], 0
    for part in FORMS[form][0](Writer()):
        length += len(part.encode())
        if length > size:
            return "".join(parts)
        parts.append(part)
    raise AssertionError("forms go on for ever")


def measured(folder: Path, path: Path, check: bool) -> tuple[float, float, str]:
    """(seconds of processor, MB at the peak, what was said)"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "podcast", "script", path.name, *(["--check"] if check else [])]
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout
    said = process.stdout.read().decode()
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said.split("\n")[0]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("forms", nargs="*", metavar="FORM", help=" ".join(FORMS))
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "show.yaml").write_text(SHOW, encoding="utf-8")
        (folder / "voices.yaml").write_text(VOICES, encoding="utf-8")
        for form in given.forms or FORMS:
            path = folder / f"{form}.{FORMS[form][1]}"
            path.write_text(written(form, int(given.megabytes * 2**20)), encoding="utf-8")
            (folder / "scripts" / f"{form}.md").unlink(missing_ok=True)
            took, peak, said = measured(folder, path, given.check)
            print(f"{form:<10} {took:6.1f} s {peak:6.0f} MB  {said}", flush=True)


if __name__ == "__main__":
    main()
