"""Files of any shape, and what reads them: tests/test_any_shape.py feeds a few, bench/any_shape.py many."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from podcast.episode.record import encode, load
from podcast.errors import PodcastError
from podcast.model import Audio
from podcast.show.ledger import REMOVED, noted
from podcast.show.settings import load as load_show
from podcast.site.build import rebuild
from podcast.targets.place import read_manifest
from podcast.targets.seen import at_target
from tests.published import NOW, make_episode, make_show

DIGEST = "# 標題\n\n早安。\n\n## 晶片\n\n1. 規格\n   - 買了兩顆晶片，售價 1,200 美元。\n\n## 結語\n\n再見。\n"
SCRIPT = "---\ndigest: digests/EP1.md\nform: full\n---\n\n# 題目\n\n## 開場\n\n早安。 <!-- intro.1, pause 900 -->\n"
SHOW = "title: 早報\nauthor: 編輯室\ndescription: 每天的新聞。\naddress: https://show.example/\n"
VOICES = "speakers:\n  host:\n    name: 主持人\n    voices:\n      - {engine: edge, voice: zh-TW-YunJheNeural}\n"

BITS = [
    "---\n",
    "...\n",
    "title: ",
    "number: ",
    "date: ",
    "publish_at: ",
    "- ",
    "  ",
    "[",
    "]",
    "{",
    "}",
    "<<: *a\n",
    "&a ",
    "*a ",
    "!!binary ",
    "!!timestamp ",
    "!!set ",
    "? ",
    ": ",
    "|\n",
    ">\n",
    '"',
    "'",
    "\\ud800",
    "\\0",
    "#",
    "%YAML 9\n",
    "\t",
    "\n",
    "\r",
    "# ",
    "## ",
    "> ",
    "* ",
    "1. ",
    "```\n",
    "**host:** ",
    "<!-- pause 99999999999 -->",
    "<!--",
    "-->",
    "<script>",
    "</",
    "&#0;",
    "&#xD800;",
    "[a](",
    "![",
    "](",
    "`",
    "_",
    "~",
    "|",
    "|-|\n",
    "甲",
    "。",
    "2025-13-41",
    "9" * 40,
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "\x00",
    "\ufeff",
    "\u2028",
    "\u202e",
    "\ufffe",
    "😀",
    "e\u0301",
    "http://",
    "javascript:",
    "../",
    "=",
    "+++\n",
    "{\n",
    "charset=undefined",
    "<meta charset=",
    "<html>",
    "<body>",
    "From: ",
    "Subject: ",
    "MIME-Version: 1.0\n",
    "Content-Type: ",
]

HOSTILE: list[Any] = [
    None, True, -1, 0, 2**31, 2**63, 10**30, 1e308, -0.0, float("nan"), float("inf"), "", "\x00", "\ud800", "a" * 3000,
    "../../x", "/etc/passwd", "http://[", "javascript:alert(1)", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59",
    "2026-11-28T00:00:00", [], {}, [[]], [{}], [None], {"": ""}, "\u202e", "x\ny", "-", "1" * 400,
]  # fmt: skip

texts = st.lists(st.sampled_from(BITS) | st.text(max_size=6), max_size=60).map("".join)
long_texts = st.tuples(st.sampled_from(BITS), st.integers(1, 20_000)).map(lambda of: of[0] * of[1])
anything = st.recursive(
    st.sampled_from(HOSTILE) | st.text(max_size=5) | st.integers() | st.floats(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def mixed(whole: str) -> st.SearchStrategy[bytes]:
    """``whole`` cut at a place, with anything in between; or anything alone."""
    inside = st.tuples(st.integers(0, len(whole)), st.integers(0, 40), texts | long_texts)
    spoilt = inside.map(lambda of: whole[: of[0]] + of[2] + whole[of[0] + of[1] :])
    return (spoilt | texts | long_texts).map(encoded) | st.binary(max_size=400)


def front() -> st.SearchStrategy[bytes]:
    return (texts | long_texts).map(lambda text: encoded(f"---\n{text}\n---\n{DIGEST}"))


def paths(tree: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, inner in items:
        yield from paths(inner, (*way, key))


def changed(tree: Any, changes: list[tuple[tuple[Any, ...], Any]]) -> bytes:
    tree = copy.deepcopy(tree)
    for way, value in changes:
        at = tree
        try:
            for step in way[:-1]:
                at = at[step]
            if way:
                at[way[-1]] = value
            else:
                tree = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
    return json.dumps(tree).encode()


def episodes() -> st.SearchStrategy[bytes]:
    audio = Audio("", 1000, "ab" * 32, 40_000, -16.0, -3.0)
    tree = json.loads(encode(make_episode(make_show(Path()), audio)))
    ways = list(paths(tree))
    words = [way for way in ways if isinstance(_at(tree, way), str)]
    change = st.tuples(st.sampled_from(ways), st.sampled_from(HOSTILE) | anything)
    told = st.tuples(st.sampled_from(words), texts)  # of the right kind, so that it is believed now and then
    changes = st.lists(told, min_size=1, max_size=3) | st.lists(change, min_size=1, max_size=2)
    spoilt = changes.map(lambda each: changed(tree, each))
    return spoilt | spoilt.filter(bool) | jsons()


def _at(tree: Any, way: tuple[Any, ...]) -> Any:
    for step in way:
        tree = tree[step]
    return tree


def jsons() -> st.SearchStrategy[bytes]:
    deep = st.sampled_from([b"[" * 50_000, b'{"a":' * 50_000, b"[" * 400 + b"]" * 400, b"9" * 5000, b'{"files": {'])
    return anything.map(lambda value: json.dumps(value).encode()) | deep | st.binary(max_size=200)


# ---------------------------------------------------------------- what reads them


def read_digest(folder: Path, data: bytes) -> None:
    from podcast.read import read_digest as read

    path = folder / "EP1.md"
    path.write_bytes(data)
    read(path, "EP1")


def read_script(folder: Path, data: bytes) -> None:
    from podcast.write import script_at

    path = folder / "EP1.md"
    path.write_bytes(data)
    script_at(path)


def read_settings(name: str) -> Callable[[Path, bytes], None]:
    def read(folder: Path, data: bytes) -> None:
        (folder / "show.yaml").write_text(SHOW, encoding="utf-8")
        (folder / "voices.yaml").write_text(VOICES, encoding="utf-8")
        (folder / "host.yaml").unlink(missing_ok=True)
        (folder / name).write_bytes(data)
        load_show(folder)

    return read


def read_episode(folder: Path, data: bytes) -> None:
    """What is believed is published: feed, page, captions, chapters."""
    show = make_show(folder)
    shutil.rmtree(show.feed, ignore_errors=True)
    shutil.rmtree(show.state, ignore_errors=True)
    (show.feed / "EP1").mkdir(parents=True)
    (show.feed / "EP1" / "episode.json").write_bytes(data)
    if load(show.feed, "EP1"):
        rebuild(show, now=NOW)


def read_lists(folder: Path, data: bytes) -> None:
    """published.json, and what the show remembers."""
    show = make_show(folder)
    show.ledger.mkdir(parents=True, exist_ok=True)
    for name in ("at-target.json", REMOVED):
        (show.ledger / name).write_bytes(data)
    assert isinstance(read_manifest(data), dict)
    assert all(isinstance(size, int) for size in at_target(show).values())
    noted(show, REMOVED)


KINDS: dict[str, tuple[st.SearchStrategy[bytes], Callable[[Path, bytes], None]]] = {
    "front matter": (front(), read_digest),
    "digest": (mixed(DIGEST), read_digest),
    "script": (mixed(SCRIPT), read_script),
    "show.yaml": (mixed(SHOW), read_settings("show.yaml")),
    "voices.yaml": (mixed(VOICES), read_settings("voices.yaml")),
    "host.yaml": (mixed("host: full\n"), read_settings("host.yaml")),
    "episode.json": (episodes(), read_episode),
    "published.json": (jsons(), read_lists),
}


def outcome(kind: str, folder: Path, data: bytes) -> str:
    """ "" for success, or the sentence. Whatever else is raised is a fault of ours."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        KINDS[kind][1](folder, data)
    except PodcastError as error:
        told = str(error)
        assert told, kind
        assert "\n" not in told, told
        assert told.encode("utf-8"), "it can be printed"
        return told
    return ""
