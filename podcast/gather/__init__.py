"""Articles out of files, feeds, mails and pages → stories → a draft digest."""

from __future__ import annotations

from podcast.gather.article import Article
from podcast.gather.files import Gathered, read_files

__all__ = ["Article", "Gathered", "read_files"]
