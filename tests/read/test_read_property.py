"""Whatever the file: each piece of its text is in the digest or listed as left out, and nothing else goes wrong."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from podcast.errors import DigestError
from podcast.model import Digest
from podcast.read import read_digest
from tests.read.outlines import words_of

NAMES = ["重點摘要", "資料來源", "結語", "聲明", "前言"]
FRAMES = [
    "# {}\n\n", "## {}\n\n", "### {}\n\n", "{}。\n\n", "{}\n", "- {}\n", "  - {}\n", "1. {}\n", "• {}\n", "   • {}\n",
    "一、{}\n", "（2）{}\n", "> {}\n\n", "**{}**\n\n", "**{}\n\n", "[{}](https://a.example/x)\n\n", "![{}](a.png)\n\n",
    "```\n{}\n```\n\n", "| {} |\n|---|\n\n", "<!-- {} -->\n\n", "<div>{}</div>\n\n", "[^1]: {}\n\n", "~~{}~~字\n\n",
    "來源：{}\n\n", "{}，請注意，由 AI 產生。\n\n", "{}，下次見！\n\n", "---\n\n{}\n\n", "https://a.example/x {}\n",
]  # fmt: skip
pieces = st.integers(0, 25 * 26 - 1).map(lambda n: f"q{chr(97 + n // 26)}{chr(97 + n % 26)}z")


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[str]]:
    words = draw(st.lists(pieces, min_size=3, max_size=25, unique=True))
    text = f"# {words[0]}\n\n"
    for word in words[1:]:
        if draw(st.integers(0, 7)) == 0:
            text += f"## {draw(st.sampled_from(NAMES))}\n\n"
        text += draw(st.sampled_from(FRAMES)).format(word)
    return text, words


def read(content: bytes, name: str) -> Digest | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with suppress(DigestError):
            return read_digest(path, "EP1")
    return None


@settings(max_examples=80, deadline=None)
@given(documents(), st.sampled_from(["EP1.md", "EP1.txt"]))
def test_nothing_is_lost(document: tuple[str, list[str]], name: str) -> None:
    text, words = document
    digest = read(text.encode(), name)
    if digest is None:
        return
    found = words_of(digest)
    assert [word for word in words if word not in found] == []


@settings(max_examples=80, deadline=None)
@given(documents(), st.sampled_from(["EP1.md", "EP1.txt"]))
def test_nothing_is_said_twice_and_ids_are_unique(document: tuple[str, list[str]], name: str) -> None:
    text, words = document
    digest = read(text.encode(), name)
    if digest is None:
        return
    ids = [id for id, _ in digest.texts()]
    assert len(ids) == len(set(ids))
    said = " ".join(text for id, text in digest.texts() if not (id.startswith("story") and text == digest.title))
    assert [word for word in words if said.count(word) > 1] == []


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
    st.sampled_from(["a.md", "a.txt", "a.html"]),
)
def test_any_bytes_are_read_or_refused(content: bytes, name: str) -> None:
    read(content, name)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<li>", "<ul>", "<h1>", "<h2>", "字。", "<br>", "<b>", "<article>", "<!--"])
    )
)
def test_any_tags_are_read_or_refused(tags: list[str]) -> None:
    read(("<html>" + "".join(tags)).encode(), "a.html")
