"""What cannot be read is refused in one sentence that names the file and says what to do."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest

from podcast.errors import DigestError
from podcast.model import Digest
from podcast.read import read_digest
from podcast.read.dates import is_day
from podcast.read.furniture import is_furniture

Read = Callable[..., Digest]
GOOD = "# 標題\n\n## 故事\n\n這是一段話，說的是今天發生在中部的一件大事。\n"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "EP1.md", "is empty"),
        (b" \n\xef\xbb\xbf\n", "EP1.md", "is empty"),
        (b"%PDF-1.7\n", "EP1.md", "looks like a PDF"),
        (b"\x89PNG\r\n\x1a\n", "EP1.md", "looks like a PNG image"),
        (b"PK\x03\x04rest", "EP1.md", "looks like a zip file"),
        (bytes(range(256)) * 40, "EP1.md", "looks like binary data"),
        (GOOD.encode("utf-16-le"), "EP1.md", "UTF-16 without a byte order mark"),
        (codecs.BOM_UTF16_LE + GOOD.encode("utf-16-le")[:-1], "EP1.md", "begins as UTF-16-LE but is damaged"),
        ("# 标题\n\n## 故事\n\n这是一段话，说的是今天发生的一件大事。".encode("gbk"), "EP1.md", "line 1 is not UTF-8"),
        ("# ok\n\ncaf\xe9".encode("latin-1"), "EP1.md", "line 3 is not UTF-8"),
        ("- 一點\n- 兩點\n", "EP1.md", "has no title"),
        ("這是一段很長的話，沒有標題，只有一個段落，讀不出題目。", "EP1.md", "has no title"),
        ("# 標題\n", "EP1.md", "has no text below its title"),
        ("# 標題\n\n## 故事\n\n## 另一則\n", "EP1.md", "has no text below its title"),
        (
            "留言\navatar-img\n6會員\n178內容數\n一句關於頻道的自我介紹，不是文章的內容。\n看更多\n",
            "a.txt",
            "only page furniture",
        ),
        ("首頁\n\n登入\n\n註冊\n", "a.txt", "only page furniture"),
        ("<html><body><nav>首頁</nav></body></html>", "a.html", "only page furniture"),
        ("---\ntitle: [甲\n---\n" + GOOD, "EP1.md", "EP1.md:3: the front matter is not valid YAML"),
        ("---\ntitle: 甲\n  number: 1\n---\n" + GOOD, "EP1.md", "EP1.md:3: the front matter is not valid YAML"),
        ("---\njust words\n---\n" + GOOD, "EP1.md", "EP1.md:2: the front matter is not"),
        ("---\ntitle: 甲\ntitle: 乙\n---\n" + GOOD, "EP1.md", "EP1.md:3: “title” stands twice"),
        ("---\nnumber: one\n---\n" + GOOD, "EP1.md", "EP1.md:2: “number” is “one”"),
        ("---\ntitle: 甲\ndate: 2025-13-01\n---\n" + GOOD, "EP1.md", "EP1.md:3: “date” is “2025-13-01”"),
        ("---\npublish_at: tomorrow\n---\n" + GOOD, "EP1.md", "EP1.md:2: “publish_at” is “tomorrow”"),
        ("---\ntitle:\n  - 甲\n---\n" + GOOD, "EP1.md", "EP1.md:3: “title” must be a single value"),
        ("---\ntitle: 甲\n\n# 標題\n", "EP1.md", "EP1.md:1: the front matter has no end"),
    ],
)
def test_refused_in_one_sentence(read: Read, content: str | bytes, name: str, says: str) -> None:
    with pytest.raises(DigestError) as caught:
        read(content, name)
    message = str(caught.value)
    assert says in message
    assert name in message
    assert message.endswith(".")
    assert "\n" not in message
    assert ": " in message  # after it, what to do


def test_missing_file_and_directory(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="does not exist"):
        read_digest(tmp_path / "EP9.md", "EP9")
    with pytest.raises(DigestError, match="is a directory"):
        read_digest(tmp_path, "EP9")


def test_too_large(read: Read) -> None:
    with pytest.raises(DigestError, match="33 MB large, a digest may have 32"):
        read("# 標題\n\n" + "a" * (33 * 2**20))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp950", "big5"])
def test_encodings(read: Read, encoding: str) -> None:
    assert list(read(GOOD.encode(encoding)).texts()) == list(read(GOOD).texts())


@pytest.mark.parametrize("bom", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_of_both_kinds(read: Read, bom: bytes) -> None:
    encoding = "utf-16-le" if bom == codecs.BOM_UTF16_LE else "utf-16-be"
    assert read(bom + GOOD.encode(encoding)).title == "標題"


def test_a_page_in_the_encoding_that_it_states(read: Read) -> None:
    head = "<html><head><meta charset=gb2312></head>"
    page = head + "<body><h1>标题</h1><h2>故事</h2><p>一段话，讲了一件事。</p></body></html>"
    assert read(page.encode("gb2312"), "a.html").title == "标题"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(read: Read, end: str) -> None:
    assert list(read(GOOD.replace("\n", end)).texts()) == list(read(GOOD).texts())


def test_control_characters_are_dropped_and_listed(read: Read) -> None:
    digest = read("# 標\x07題\n\n## 故事\n\n一段\x00\x1b話。\n")
    assert digest.title == "標題"
    assert digest.sections[0].items[0].text == "一段話。"
    assert [(left.line, left.text) for left in digest.left_out] == [(1, "U+0007"), (5, "U+0000 U+001B")]


def test_a_paragraph_of_20000_characters(read: Read) -> None:
    digest = read("# 標題\n\n## 故事\n\n" + "長" * 20_000)
    assert len(digest.sections[0].items[0].text) == 20_000


@pytest.mark.parametrize("line", ["**一段*字_", "[[[(字", "<a 字<!--", "`字", "- 字 "])
def test_a_line_of_half_a_megabyte_of_markup(read: Read, line: str) -> None:
    """markdown-it alone takes more than a minute for some of them."""
    digest = read("# 標題\n\n## 故事\n\n" + line * (500_000 // len(line)))
    assert sum(len(text) for _, text in digest.texts()) > 50_000


def test_a_hundred_comments_before_the_text(read: Read) -> None:
    """Each was tried with every number of its neighbours: thirty took minutes."""
    assert read("<!-- 註 -->\n" * 100 + GOOD).title == "標題"


@pytest.mark.parametrize("line", ["隱私權政策" + "|" * 140 + " x y", "#標籤、" * 38 + "說。", "甲>" * 60 + " !"])
def test_what_looks_like_the_sites_own_is_told_at_once(line: str) -> None:
    """A mark that may end one part or begin the next doubles the ways to read a line with each."""
    is_furniture(line)
    assert not is_day("2026/1/1" + " " * 5000 + line)


def test_lists_nested_deep(read: Read) -> None:
    digest = read("# 標題\n\n## 故事\n\n" + "".join("  " * n + f"- 第{n}層\n" for n in range(40)))
    assert len(list(digest.sections[0].walk())) == 40
