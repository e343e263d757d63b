"""Answers by content: one JSON file each, whole or not there, named after all that was asked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from podcast.disk import write_whole
from podcast.llm.costs import Tokens
from podcast.show import Show


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
            if kept["key"] == key and kept["sha256"] == _hash(kept["reply"]):
                reply = kept["reply"]
                tokens = Tokens(int(reply["tokens"][0]), int(reply["tokens"][1]))
                return Reply(str(reply["content"]), str(reply["finish"]), str(reply["refusal"]), tokens)
        return None

    def put(self, key: str, reply: Reply, model: str) -> None:
        """Raises DiskError."""
        told = {
            "content": reply.content,
            "finish": reply.finish,
            "refusal": reply.refusal,
            "tokens": [reply.tokens.into, reply.tokens.out],
        }
        kept = {"key": key, "model": model, "sha256": _hash(told), "reply": told}
        write_whole(self._path(key), json.dumps(kept, ensure_ascii=True), durable=False)

    def size(self) -> tuple[int, int]:
        """(files, bytes)"""
        sizes = [path.stat().st_size for path in self._files()]
        return len(sizes), sum(sizes)

    def _files(self) -> Iterator[Path]:
        yield from self.root.glob("??/*.json")

    def _path(self, key: str) -> Path:
        return self.root / key[:2] / f"{key}.json"


def store_of(show: Show) -> AnswerStore:
    """The show's own store."""
    return AnswerStore(show.cache / "llm")


def key_of(asked: Any) -> str:
    """64 hex digits over everything that changes an answer."""
    return _hash(asked)


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
