"""Answers by content: one JSON file each, whole or not there, named after all that was asked."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from podcast.disk import write_whole
from podcast.llm.costs import Tokens
from podcast.show import Show
from podcast.text import hash_of

YOUNG_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came for one request: ``content`` as the model wrote it, why it ended, what it took."""

    content: str
    finish: str = "stop"  # stop, length, content_filter …
    refusal: str = ""  # the model's own words when it would not
    tokens: Tokens = field(default_factory=Tokens)


class AnswerStore:
    """The replies of all requests under ``root``. May be deleted at any time; costs asking again."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, key: str) -> Reply | None:
        """The reply, or None when it is missing, damaged or not ours."""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            kept = json.loads(self._path(key).read_bytes())
            if kept["key"] == key and kept["sha256"] == hash_of(kept["reply"]):
                reply = kept["reply"]
                tokens = Tokens(int(reply["tokens"][0]), int(reply["tokens"][1]))
                return Reply(str(reply["content"]), str(reply["finish"]), str(reply["refusal"]), tokens)
        return None

    def put(self, key: str, reply: Reply, model: str, server: str) -> None:
        """``server``: its address, without secrets. Raises DiskError."""
        told = {
            "content": reply.content,
            "finish": reply.finish,
            "refusal": reply.refusal,
            "tokens": [reply.tokens.into, reply.tokens.out],
        }
        kept = {"key": key, "model": model, "server": server, "sha256": hash_of(told), "reply": told}
        write_whole(self._path(key), json.dumps(kept, ensure_ascii=True), durable=False)

    def size(self) -> tuple[int, int]:
        """(files, bytes)"""
        sizes = [path.stat().st_size for path in self._files()]
        return len(sizes), sum(sizes)

    def servers(self) -> frozenset[str]:
        """The addresses from which replies came, as far as they were noted."""
        found = set()
        for path in self._files():
            with suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
                found.add(str(json.loads(path.read_bytes()).get("server", "")))
        return frozenset(found) - {""}

    def prune(self, keep: Collection[str]) -> tuple[int, int]:
        """Remove every reply whose key is not in ``keep``; (files, bytes) removed.

        What is younger than a day stays: it was paid for, and the command that asked may go on from there.
        """
        gone = [path for path in self._files() if path.stem not in keep]
        sizes = []
        for path in gone:
            with suppress(OSError):
                there = path.stat()
                if time.time() - there.st_mtime > YOUNG_S:
                    path.unlink()
                    sizes.append(there.st_size)
        return len(sizes), sum(sizes)

    def _files(self) -> Iterator[Path]:
        yield from self.root.glob("??/*.json")

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.json"


class NotedStore(AnswerStore):
    """Notes whose replies were found."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.found: set[str] = set()

    def get(self, key: str) -> Reply | None:
        reply = super().get(key)
        if reply:
            self.found.add(key)
        return reply


def store_of(show: Show) -> AnswerStore:
    """The show's own store."""
    return AnswerStore(show.cache / "llm")


def key_of(asked: Any) -> str:
    """64 hex digits over everything that changes an answer."""
    return hash_of(asked)
