"""`podcast digest FILE… --articles`: what was read, one line a failure, none stops another."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from podcast.gather import read_files
from tests.gather.conftest import stored
from tests.gather.layouts import semantic

ARTICLES = stored("articles.txt")
FIELDS = ["source", "title", "outlet", "date", "language", "paragraphs", "left_out"]


def test_json_has_one_object_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(semantic(ARTICLES[0][0], ARTICLES[0][1:]), encoding="utf-8")
    (tmp_path / "b.txt").write_text("\n".join(ARTICLES[17]), encoding="utf-8")
    command = [sys.executable, "-m", "podcast", "digest", "a.html", "missing.txt", "b.txt", "--articles", "--json"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(each) for each in told] == [FIELDS, FIELDS]
    assert [each["title"] for each in told] == [ARTICLES[0][0], ARTICLES[17][0]]
    assert [each["language"] for each in told] == ["zh-Hant", "zh-Hans"]
    assert told[0]["date"] == "2026-11-20"
    assert told[1]["date"] is None
    assert done.stderr.count("\n") == 1
    assert "missing.txt" in done.stderr
    assert done.returncode == 0


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    title, *texts = ARTICLES[2]
    path = tmp_path / "a.md"
    path.write_text(
        f"---\ntitle: {title}\ndate: 2026-11-20\n---\n\n"
        + "\n\n".join(texts[:3])
        + "\n\n## 小標\n\n- **"
        + texts[3]
        + "**\n- ["
        + texts[4]
        + "](https://a.example)\n",
        encoding="utf-8",
    )
    (got,) = read_files([path]).articles
    assert (got.title, str(got.date)) == (title, "2026-11-20")
    assert list(got.paragraphs) == [*texts[:3], "小標", *texts[3:5]]


def test_wrapped_lines_are_joined(tmp_path: Path) -> None:
    title, *texts = ARTICLES[4]
    wrapped = "\n\n".join("\n".join(text[at : at + 36] for at in range(0, len(text), 36)) for text in texts)
    path = tmp_path / "a.txt"
    path.write_text(f"{title}\n\n{wrapped}\n", encoding="utf-8")
    assert list(read_files([path]).articles[0].paragraphs) == texts


def test_bad_files_are_each_one_sentence(tmp_path: Path) -> None:
    for name, data in {
        "a.txt": b"",
        "b.html": b"<html></html>",
        "c.eml": b"From: a\n\n",
        "d.txt": b"%PDF-1.4 ...",
        "e.txt": b"\x00\x01\x02" * 999,
    }.items():
        (tmp_path / name).write_bytes(data)
    gathered = read_files([*sorted(tmp_path.iterdir()), tmp_path, tmp_path / "none"])
    assert not gathered.articles
    assert len(gathered.failures) == 7
    assert all("\n" not in failure and failure.endswith(".") for failure in gathered.failures)
