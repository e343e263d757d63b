"""Turns a written Mandarin digest into a podcast episode.

    import podcast

    show = podcast.open_show("my-show")
    show.render("EP1", progress=print)

docs/python.md shows the rest. The names are loaded when they are first asked for: ``import podcast`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from podcast.api import Digest, Episode, OpenShow, PodcastError, Progress, Script, open_show

__all__ = ["Digest", "Episode", "OpenShow", "PodcastError", "Progress", "Script", "open_show"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from podcast import api

        return getattr(api, name)
    raise AttributeError(f"module “podcast” has no attribute “{name}”; it has: {', '.join(__all__)}")
